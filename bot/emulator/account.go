package emulator

import "strings"

// account is a user of Telegram, the bot too, and what their device shows
// beside the chats.
type account struct {
	id                              int64
	bot                             bool
	first, last, username, language string
	deactivated                     bool
	seen                            bool // the bot can know the user from a group
	toasts                          []Toast
	pushes                          []Push
}

// remembered is how many toasts and pushes are kept for a person.
const remembered = 100

func (a *account) toast(t Toast) { a.toasts = lastOf(append(a.toasts, t)) }

func lastOf[T any](list []T) []T {
	if len(list) < 2*remembered {
		return list
	}
	return append([]T(nil), list[len(list)-remembered:]...)
}

// name is what others see.
func (a *account) name() string { return strings.TrimSpace(a.first + " " + a.last) }

func (w *writer) user(name string, a *account) {
	w.object(name)
	w.userMembers(a)
	w.close()
}

func (w *writer) userMembers(a *account) {
	w.num("id", a.id)
	w.bool("is_bot", a.bot)
	w.str("first_name", a.first)
	w.some("last_name", a.last)
	w.some("username", a.username)
	w.some("language_code", a.language)
}
