package emulator

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Messages is the chat as the person sees it now, oldest first, without what
// was deleted.
func (p *Person) Messages() []Message { return p.messages(false) }

// History is [Person.Messages] with what was deleted.
func (p *Person) History() []Message { return p.messages(true) }

func (p *Person) messages(deleted bool) []Message {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	c := p.here()
	out := make([]Message, 0, len(c.messages))
	for _, m := range c.messages {
		if deleted || !m.deleted {
			out = append(out, p.see(m))
		}
	}
	return out
}

// Keyboard is the reply keyboard shown now; nil if there is none.
func (p *Person) Keyboard() *ReplyKeyboard {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	k := p.here().keyboard
	if k == nil {
		return nil
	}
	shown := *k
	return &shown
}

// see is a message in the person's eyes. What it refers to is never changed
// afterwards, so it may leave the lock.
func (p *Person) see(m *message) Message {
	out := Message{
		ID: m.id, Chat: m.chat.id, From: "other", Name: m.from.name(), At: m.date,
		Text: m.body.text, HTML: render(formatted{m.body.text, m.body.entities}),
		Album: m.album, Inline: m.body.inline, ReplyTo: m.replyTo, Forward: m.origin, Service: m.service,
		Edited: !m.edited.IsZero(), Deleted: m.deleted, Pinned: slices.Contains(m.chat.pinned, m.id),
		Protected: m.protected, Spoiler: m.body.spoiler, Silent: m.silent,
	}
	switch {
	case m.from == &p.server.bot:
		out.From = "bot"
	case m.from == p.account:
		out.From = "me"
	}
	if m.originUser != nil {
		out.Forward = m.originUser.name()
	}
	if m.body.media != nil {
		m.body.media.seen(&out)
	}
	return out
}

func (m *media) seen(out *Message) {
	switch m.kind {
	case "photo":
		out.Photo = m.file.reference()
	case "document":
		out.Document = m.file.reference()
	case "voice":
		out.Voice, out.Seconds = m.file.reference(), m.seconds
	case "sticker":
		out.Sticker, out.Emoji = m.file.reference(), m.emoji
	case "contact":
		c := m.contact
		out.Contact = &c
	case "location":
		l := m.location
		out.Location = &l
	}
}

func (f *file) reference() *File {
	return &File{ID: f.id, Unique: f.unique, Name: f.name, MIME: f.mime, Size: f.size, Width: f.width, Height: f.height}
}

// push puts a message on the lock screens of those who get it.
func (s *Server) push(m *message) {
	if m.silent || m.service != "" {
		return
	}
	if m.chat.kind == private {
		if m.from == &s.bot {
			m.pushTo(m.chat.owner.account, s.bot.name())
		}
		return
	}
	for _, p := range m.chat.members {
		if p.account != m.from {
			m.pushTo(p.account, m.chat.title)
		}
	}
}

func (m *message) pushTo(a *account, title string) {
	a.pushes = lastOf(append(a.pushes, Push{Message: m.id, Chat: m.chat.id, Title: title, Text: m.pushText(), At: m.date}))
}

// A lock screen shows about three lines.
const (
	pushLines = 3
	pushRunes = 180
)

// pushText is what can be read of a message without opening it.
func (m *message) pushText() string {
	f := formatted{m.body.text, m.body.entities}
	text := f.hideSpoilers()
	if m.body.media != nil {
		text = strings.TrimSpace(m.body.media.title() + " " + text)
	}
	lines := strings.SplitAfterN(text, "\n", pushLines+1)
	text = strings.TrimSpace(strings.Join(lines[:min(len(lines), pushLines)], ""))
	if utf8.RuneCountInString(text) > pushRunes {
		text = string([]rune(text)[:pushRunes-1]) + "…"
	}
	return text
}

func (m *media) title() string {
	switch m.kind {
	case "photo":
		return "🖼"
	case "document":
		return "📎 " + m.file.name
	case "voice":
		return "🎤"
	case "sticker":
		return m.emoji
	case "contact":
		return "👤 " + m.contact.FirstName
	}
	return "📍"
}

// slice is the part of a text that an entity covers.
func slice(text string, e entity) string {
	unit, from := 0, 0
	for i, r := range text {
		if unit == e.offset {
			from = i
		}
		if unit == e.offset+e.length {
			return text[from:i]
		}
		unit += runeUnits(utf8.RuneLen(r))
	}
	return text[from:]
}

// Action is what the bot was last seen doing in the person's chat, as
// "typing"; "" after its next message or five seconds.
func (p *Person) Action() string {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	c := p.here()
	if p.server.now().Sub(c.actionAt) > 5*time.Second {
		return ""
	}
	return c.action
}
