package emulator

import (
	"slices"
	"time"
)

func (c *call) copyMessage() *refusal {
	d, no := c.options()
	if no != nil {
		return no
	}
	var caption body
	if no := c.captionBody(&caption); no != nil {
		return no
	}
	s := c.server
	s.mu.Lock()
	defer s.mu.Unlock()
	to, source, no := c.source("copy", int(c.num("message_id")))
	if no != nil {
		return no
	}
	if no := s.admit(load{chat: to, n: 1, paid: d.paid}); no != nil {
		return no
	}
	d.body = copied(source, d.body)
	if c.given("caption") && source.body.media != nil {
		d.body.text, d.body.entities, d.body.above = caption.text, caption.entities, caption.above
	}
	m, no := s.send(to, d)
	if no != nil {
		return no
	}
	c.out.b = append(c.out.b, '{')
	c.out.num("message_id", int64(m.id))
	c.out.close()
	return nil
}

// copied is the content of a message, with the keyboard of the new one.
func copied(m *message, keys body) body {
	b := m.body
	b.markup, b.inline = keys.markup, keys.inline
	b.entities = slices.Clone(b.entities)
	return b
}

// source finds the chat to write to and the message to take from another.
func (c *call) source(act string, id int) (*chat, *message, *refusal) {
	to, no := c.target("chat_id")
	if no != nil {
		return nil, nil, no
	}
	from, no := c.chat("from_chat_id")
	if no != nil {
		return nil, nil, no
	}
	m := from.shown(id)
	switch {
	case m == nil:
		return nil, nil, bad("message to %s not found", act)
	case m.service != "":
		return nil, nil, bad("message can't be %s", map[string]string{"copy": "copied", "forward": "forwarded"}[act])
	case m.protected:
		return nil, nil, bad("message has protected content and can't be %s", map[string]string{"copy": "copied", "forward": "forwarded"}[act])
	}
	return to, m, nil
}

// copyMessages skips what cannot be found, as Telegram does.
func (c *call) copyMessages() *refusal {
	d, no := c.options()
	if no != nil {
		return no
	}
	ids, no := c.ids()
	if no != nil {
		return no
	}
	s := c.server
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []*message
	var to *chat
	for _, id := range ids {
		at, m, no := c.source("copy", id)
		if no != nil && at == nil && c.unreachable() != nil {
			return c.unreachable()
		}
		if no == nil {
			to, found = at, append(found, m)
		}
	}
	if len(found) == 0 {
		return bad("there are no messages to copy")
	}
	if no := s.admit(load{chat: to, n: len(found)}); no != nil {
		return no
	}
	return c.copyAll(to, d, found)
}

// unreachable says why one of the two chats cannot be used.
func (c *call) unreachable() *refusal {
	if _, no := c.target("chat_id"); no != nil {
		return no
	}
	_, no := c.chat("from_chat_id")
	return no
}

func (c *call) copyAll(to *chat, d draft, found []*message) *refusal {
	c.out.openList()
	for _, m := range found {
		d.body = copied(m, body{})
		if c.flag("remove_caption") && m.body.media != nil {
			d.body.text, d.body.entities = "", nil
		}
		sent, no := c.server.send(to, d)
		if no != nil {
			return no
		}
		c.out.open()
		c.out.num("message_id", int64(sent.id))
		c.out.close()
	}
	c.out.closeList()
	return nil
}

func (c *call) forwardMessage() *refusal {
	d, no := c.options()
	if no != nil {
		return no
	}
	s := c.server
	s.mu.Lock()
	defer s.mu.Unlock()
	to, source, no := c.source("forward", int(c.num("message_id")))
	if no != nil {
		return no
	}
	if no := s.admit(load{chat: to, n: 1}); no != nil {
		return no
	}
	d.body = copied(source, body{})
	m, no := s.send(to, d)
	if no != nil {
		return no
	}
	m.origin, m.originUser, m.originDate = source.authorship()
	c.out.appendMessage(m)
	return nil
}

// authorship is who wrote a message first, and when.
func (m *message) authorship() (name string, who *account, at time.Time) {
	if !m.originDate.IsZero() {
		return m.origin, m.originUser, m.originDate
	}
	return m.from.name(), m.from, m.date
}
