package emulator

import (
	"maps"
	"slices"
	"strconv"
)

// Profile is who a person is.
type Profile struct {
	ID        int64
	FirstName string
	LastName  string
	Username  string
	Language  string   // IETF tag, sent as language_code; "" sends none
	Phone     string   // sent by a key that asks for the contact; "" makes one from ID
	Place     Location // sent by a key that asks for the place; zero is Kyiv
	Met       bool     // they wrote to the bot before, so that it may write to them
}

// Person acts as one person in one chat: their private chat with the bot, or
// a group after [Person.In].
type Person struct {
	server  *Server
	profile Profile
	account *account
	chat    *chat // where they act
	home    *chat // their private chat
}

// Person makes a person, or returns the one with this ID. The id of the private
// chat is the person's. A bot cannot write to a person who never wrote to it.
func (s *Server) Person(p Profile) *Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	if known := s.people[p.ID]; known != nil {
		return known
	}
	p.Phone = orElse(p.Phone, "+38050"+strconv.FormatInt(1_000_000+p.ID%9_000_000, 10))
	p.Place = orElse(p.Place, Location{50.4501, 30.5234})
	home := &chat{id: p.ID, kind: private, botStatus: member, started: p.Met}
	person := &Person{
		server: s, profile: p, chat: home, home: home,
		account: &account{id: p.ID, first: p.FirstName, last: p.LastName, username: p.Username, language: p.Language},
	}
	home.owner = person
	s.chats[p.ID] = home
	s.people[p.ID] = person
	s.change()
	return person
}

// People are all persons, in the order of their ids.
func (s *Server) People() []*Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.SortedFunc(maps.Values(s.people), func(a, b *Person) int { return int(a.account.id - b.account.id) })
}

// Profile is who the person is.
func (p *Person) Profile() Profile { return p.profile }

// Chat is the id of the chat the person acts in.
func (p *Person) Chat() int64 {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	return p.here().id
}

// here is the chat they act in, wherever it has moved to. Callers hold the
// lock.
func (p *Person) here() *chat {
	if to := p.chat.migrated; to != 0 {
		return p.server.chats[to]
	}
	return p.chat
}

// In is the same person speaking in a group. They join it if they are no
// member yet.
func (p *Person) In(g *Group) *Person {
	g.Add(p)
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	there := *p
	there.chat = g.current()
	return &there
}

// Block blocks the bot; it is told by my_chat_member.
func (p *Person) Block() { p.allow(kicked) }

// Unblock allows the bot again; it is told by my_chat_member.
func (p *Person) Unblock() { p.allow(member) }

func (p *Person) allow(status string) {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	p.server.botBecomes(p.home, p.account, status)
}

// Deactivate deletes the person's account: the bot is refused with 403.
func (p *Person) Deactivate() {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	p.account.deactivated = true
	p.home.started = true
	p.server.change()
}

// Toasts are the answers to the person's presses that said something, oldest
// first; at least the last hundred.
func (p *Person) Toasts() []Toast {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	return slices.Clone(p.account.toasts)
}

// Answered tells whether the bot has answered a press, so that the button
// shows no waiting sign any more.
func (p *Person) Answered(press string) bool {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	pressed := p.server.presses.byID[press]
	return pressed != nil && pressed.answered
}

// Pushes are what a person's lock screen showed, oldest first; at least the
// last hundred.
func (s *Server) Pushes(p *Person) []Push {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(p.account.pushes)
}
