package emulator

import (
	"bytes"
	"slices"
	"strconv"
	"time"
)

// amend is what an edit does to a body; it refuses a message that it does not
// fit.
type amend func(b *body) *refusal

const notModified = "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"

// edit changes a message of the bot and answers with it.
func (c *call) edit(change amend) *refusal {
	if c.given("business_connection_id") {
		return bad("business connection not found")
	}
	if c.given("inline_message_id") {
		return bad("MESSAGE_ID_INVALID")
	}
	keys, no := c.inlineOnly()
	if no != nil {
		return no
	}
	s := c.server
	s.mu.Lock()
	defer s.mu.Unlock()
	m, no := c.editable()
	if no != nil {
		return no
	}
	b := m.body
	b.markup, b.inline = keys.json, keys.inline
	if no := change(&b); no != nil {
		return no
	}
	if b.same(&m.body) {
		return bad(notModified)
	}
	if no := s.admit(load{chat: m.chat, n: 1, edit: true}); no != nil {
		return no
	}
	m.body, m.edited = b, s.now()
	s.change()
	c.out.appendMessage(m)
	return nil
}

// editable finds the message that a call names, if the bot may change it.
func (c *call) editable() (*message, *refusal) {
	if !c.given("chat_id") {
		return nil, bad("chat_id is empty")
	}
	if !c.given("message_id") {
		return nil, bad("message identifier is not specified")
	}
	to, no := c.target("chat_id")
	if no != nil {
		return nil, no
	}
	m := to.shown(int(c.num("message_id")))
	switch {
	case m == nil:
		return nil, bad("message to edit not found")
	case m.from != &c.server.bot || m.service != "" || !m.originDate.IsZero():
		return nil, bad("message can't be edited")
	}
	return m, nil
}

func (b *body) same(o *body) bool {
	return b.text == o.text && slices.Equal(b.entities, o.entities) && bytes.Equal(b.markup, o.markup) &&
		b.media.same(o.media) && b.above == o.above && b.spoiler == o.spoiler && bytes.Equal(b.preview, o.preview)
}

func (m *media) same(o *media) bool {
	if m == nil || o == nil {
		return m == o
	}
	return m.file == o.file && m.kind == o.kind
}

func (c *call) editMessageText() *refusal {
	if c.given("rich_message") {
		return bad("rich messages are not emulated")
	}
	var text body
	if no := c.textBody(&text); no != nil {
		return no
	}
	return c.edit(func(b *body) *refusal {
		if b.media != nil {
			return bad("there is no text in the message to edit")
		}
		b.text, b.entities, b.preview = text.text, text.entities, text.preview
		return nil
	})
}

func (c *call) editMessageCaption() *refusal {
	var caption body
	if no := c.captionBody(&caption); no != nil {
		return no
	}
	return c.edit(func(b *body) *refusal {
		if b.media == nil {
			return bad("there is no caption in the message to edit")
		}
		b.text, b.entities, b.above = caption.text, caption.entities, caption.above
		return nil
	})
}

func (c *call) editMessageReplyMarkup() *refusal {
	return c.edit(func(*body) *refusal { return nil })
}

func (c *call) editMessageMedia() *refusal {
	it, no := c.oneMedia()
	if no != nil {
		return no
	}
	if no := c.loose(); no != nil {
		return no
	}
	return c.edit(func(b *body) *refusal {
		kept, no := c.server.keep(it.file)
		if no != nil {
			return no
		}
		markup, inline := b.markup, b.inline
		*b = it.body
		b.media, b.markup, b.inline = kept, markup, inline
		return nil
	})
}

// deletable is the time within which a bot may delete.
const deletable = 48 * time.Hour

// undeletable says why the bot may not delete a message.
func (s *Server) undeletable(m *message) *refusal {
	theirs := m.from != &s.bot && m.chat.kind != private && m.chat.botStatus != administrator
	if theirs || s.now().Sub(m.date) > deletable {
		return bad("message can't be deleted for everyone")
	}
	return nil
}

func (c *call) deleteMessage() *refusal {
	to, no := c.target("chat_id")
	if no != nil {
		return no
	}
	m := to.shown(int(c.num("message_id")))
	if m == nil {
		return bad("message to delete not found")
	}
	if no := c.server.undeletable(m); no != nil {
		return no
	}
	c.server.remove(m)
	return c.yes()
}

// deleteMessages skips what is gone already.
func (c *call) deleteMessages() *refusal {
	ids, no := c.ids()
	if no != nil {
		return no
	}
	to, no := c.target("chat_id")
	if no != nil {
		return no
	}
	for _, id := range ids {
		if m := to.shown(id); m != nil {
			if no := c.server.undeletable(m); no != nil {
				return no
			}
		}
	}
	for _, id := range ids {
		if m := to.shown(id); m != nil {
			c.server.remove(m)
		}
	}
	return c.yes()
}

func (c *call) pinChatMessage() *refusal {
	to, no := c.target("chat_id")
	if no != nil {
		return no
	}
	m := to.shown(int(c.num("message_id")))
	switch {
	case m == nil:
		return bad("message to pin not found")
	case to.kind != private && to.botStatus != administrator:
		return bad("not enough rights to manage pinned messages in the chat")
	}
	if slices.Contains(to.pinned, m.id) {
		return c.yes()
	}
	to.pinned = append(to.pinned, m.id)
	s := c.server
	var w writer
	w.message("", m, false)
	note := s.post(to, &message{from: &s.bot, service: "pinned_message", serviceJSON: w.b, replyTo: m.id})
	s.tell("message", note)
	return c.yes()
}

// unpinChatMessage without a message unpins the newest.
func (c *call) unpinChatMessage() *refusal {
	to, no := c.target("chat_id")
	if no != nil {
		return no
	}
	if to.kind != private && to.botStatus != administrator {
		return bad("not enough rights to manage pinned messages in the chat")
	}
	id := int(c.num("message_id"))
	if !c.given("message_id") && len(to.pinned) > 0 {
		id = to.pinned[len(to.pinned)-1]
	}
	at := slices.Index(to.pinned, id)
	if at < 0 {
		return bad("message to unpin not found")
	}
	to.pinned = slices.Delete(to.pinned, at, at+1)
	c.server.change()
	return c.yes()
}

// albumID is shared by the messages of one album.
func (s *Server) albumID() string {
	return strconv.FormatInt(13_000_000_000_000_000+s.random.Int64N(1_000_000_000_000_000), 10)
}
