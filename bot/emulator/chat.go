package emulator

import (
	"slices"
	"time"
)

type kind byte

const (
	private kind = iota
	basic        // a group as it is made
	super        // a supergroup, which a group becomes
)

// String is the name that the Bot API gives it.
func (k kind) String() string { return [...]string{"private", "group", "supergroup"}[k] }

// What the bot or a person is in a chat.
const (
	member        = "member"
	administrator = "administrator"
	left          = "left"
	kicked        = "kicked"
)

// chat is one conversation. In a private chat the bot is kicked when it is
// blocked.
type chat struct {
	id        int64
	kind      kind
	title     string
	owner     *Person // of a private chat
	members   []*Person
	botStatus string
	started   bool  // the bot may write
	migrated  int64 // the supergroup this group became
	lastID    int   // of a supergroup's own count

	messages []*message // by ascending id
	pinned   []int
	keyboard *ReplyKeyboard
	action   string // what the bot was last seen doing
	actionAt time.Time
	bucket   bucket
}

func (c *chat) has(p *Person) bool {
	return slices.ContainsFunc(c.members, func(m *Person) bool { return m.account == p.account })
}

// find returns the message with this id, deleted or not; nil if there is none.
func (c *chat) find(id int) *message {
	i, ok := slices.BinarySearchFunc(c.messages, id, func(m *message, id int) int { return m.id - id })
	if !ok {
		return nil
	}
	return c.messages[i]
}

// shown is find without what was deleted.
func (c *chat) shown(id int) *message {
	if m := c.find(id); m != nil && !m.deleted {
		return m
	}
	return nil
}

// nextID counts messages as Telegram does: one count for the private chats and
// basic groups of a bot, one for each supergroup.
func (s *Server) nextID(c *chat) int {
	if c.kind == super {
		c.lastID++
		return c.lastID
	}
	s.lastID++
	return s.lastID
}

// post puts a message into its chat and gives it id and date.
func (s *Server) post(c *chat, m *message) *message {
	m.id, m.chat = s.nextID(c), c
	m.date = s.now()
	c.messages = append(c.messages, m)
	if keep := s.options.KeepMessages; keep > 0 && len(c.messages) >= 2*keep {
		c.messages = slices.Clone(c.messages[len(c.messages)-keep:])
	}
	s.change()
	return m
}

// remove deletes a message; what it pinned or showed goes with it.
func (s *Server) remove(m *message) {
	m.deleted = true
	m.chat.pinned = slices.DeleteFunc(m.chat.pinned, func(id int) bool { return id == m.id })
	s.change()
}

func (w *writer) chat(name string, c *chat) {
	w.object(name)
	w.chatMembers(c)
	w.close()
}

func (w *writer) chatMembers(c *chat) {
	w.num("id", c.id)
	if c.kind == private {
		w.str("first_name", c.owner.account.first)
		w.some("last_name", c.owner.account.last)
		w.some("username", c.owner.account.username)
	} else {
		w.str("title", c.title)
	}
	w.str("type", c.kind.String())
	w.yes("all_members_are_administrators", c.kind == basic)
}

// unix is a date as the Bot API gives it.
func unix(t time.Time) int64 { return t.Unix() }
