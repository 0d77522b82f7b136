package emulator

import "slices"

// Group is a group with the bot as a member.
type Group struct {
	server *Server
	chat   *chat // as it was made
}

// Group makes a group with a negative id, or returns the one with this id and
// adds the members. The bot is told by my_chat_member that it is in.
func (s *Server) Group(id int64, title string, members ...*Person) *Group {
	g := s.group(id, title, members)
	for _, p := range members {
		g.Add(p)
	}
	return g
}

func (s *Server) group(id int64, title string, members []*Person) *Group {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range s.groups {
		if g.chat.id == id || g.chat.migrated == id {
			return g
		}
	}
	g := &Group{server: s, chat: &chat{id: id, kind: basic, title: title, botStatus: left}}
	s.groups = append(s.groups, g)
	s.chats[id] = g.chat
	by := &s.bot
	if len(members) > 0 {
		by = members[0].account
	}
	s.botBecomes(g.chat, by, member)
	return g
}

// Groups are all groups, in the order of making.
func (s *Server) Groups() []*Group {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.groups)
}

// current is the chat, or the supergroup it became. Callers hold the lock.
func (g *Group) current() *chat {
	if to := g.chat.migrated; to != 0 {
		return g.server.chats[to]
	}
	return g.chat
}

// ID is the chat id; another one after [Group.Migrate].
func (g *Group) ID() int64 {
	g.server.mu.Lock()
	defer g.server.mu.Unlock()
	return g.current().id
}

// Title is the name of the group.
func (g *Group) Title() string { return g.chat.title }

// Members are the people in the group.
func (g *Group) Members() []*Person {
	g.server.mu.Lock()
	defer g.server.mu.Unlock()
	return slices.Clone(g.current().members)
}

// Add makes a person a member, unless they are one; the bot is told.
func (g *Group) Add(p *Person) {
	s := g.server
	s.mu.Lock()
	defer s.mu.Unlock()
	c := g.current()
	if c.has(p) {
		return
	}
	c.members = append(c.members, p)
	p.account.seen = true
	g.note(p, "new_chat_members")
}

// Remove makes a member leave; the bot is told.
func (g *Group) Remove(p *Person) {
	s := g.server
	s.mu.Lock()
	defer s.mu.Unlock()
	c := g.current()
	if !c.has(p) {
		return
	}
	c.members = slices.DeleteFunc(c.members, func(m *Person) bool { return m.account == p.account })
	g.note(p, "left_chat_member")
}

// note posts the service message about a coming or going.
func (g *Group) note(p *Person, service string) {
	var w writer
	if service == "new_chat_members" {
		w.openList()
	}
	w.open()
	w.userMembers(p.account)
	w.close()
	if service == "new_chat_members" {
		w.closeList()
	}
	m := g.server.post(g.current(), &message{from: p.account, service: service, serviceJSON: w.b})
	g.server.tell("message", m)
}

// SetBot changes what the bot is in the group: "administrator", "member",
// "left" or "kicked". The bot is told by my_chat_member.
func (g *Group) SetBot(status string) {
	s := g.server
	s.mu.Lock()
	defer s.mu.Unlock()
	by := &s.bot
	if members := g.current().members; len(members) > 0 {
		by = members[0].account
	}
	s.botBecomes(g.current(), by, status)
}

// Migrate turns the group into a supergroup and returns its new id. Calls with
// the old id are answered with migrate_to_chat_id; messages are counted anew.
func (g *Group) Migrate() int64 {
	s := g.server
	s.mu.Lock()
	defer s.mu.Unlock()
	old := g.current()
	if old.kind == super {
		return old.id
	}
	next := &chat{id: -1_000_000_000_000 + old.id, kind: super, title: old.title, members: old.members, botStatus: old.botStatus}
	s.chats[next.id] = next
	by := &s.bot
	if len(old.members) > 0 {
		by = old.members[0].account
	}
	to := s.post(old, &message{from: by, service: "migrate_to_chat_id", serviceJSON: number(next.id)})
	s.tell("message", to)
	from := s.post(next, &message{from: by, service: "migrate_from_chat_id", serviceJSON: number(old.id)})
	s.tell("message", from)
	old.migrated = next.id
	return next.id
}

// botBecomes changes what the bot is in a chat and tells it.
func (s *Server) botBecomes(c *chat, by *account, status string) {
	was := c.botStatus
	if was == status {
		return
	}
	c.botStatus = status
	s.change()
	s.offer("my_chat_member", lane{id: c.id}, func(w *writer) {
		w.object("my_chat_member")
		w.chat("chat", c)
		w.user("from", by)
		w.num("date", unix(s.now()))
		w.membership("old_chat_member", &s.bot, was)
		w.membership("new_chat_member", &s.bot, status)
		w.close()
	})
}

// membership writes a ChatMember.
func (w *writer) membership(name string, a *account, status string) {
	if name == "" {
		w.open()
	} else {
		w.object(name)
	}
	w.user("user", a)
	w.str("status", status)
	switch status {
	case kicked:
		w.num("until_date", 0)
	case administrator:
		for _, right := range [...]string{
			"can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
			"can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
			"can_edit_stories", "can_delete_stories", "can_pin_messages",
		} {
			w.bool(right, right == "can_manage_chat" || right == "can_delete_messages" || right == "can_pin_messages")
		}
	}
	w.close()
}
