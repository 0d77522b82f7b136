package emulator

import "strconv"

// draft is a message that was read and checked as far as that goes without
// knowing any chat.
type draft struct {
	body    body
	keys    keyboards
	reply   *replyParameters
	silent  bool
	protect bool
	paid    bool
	album   string
}

// options reads what every sending method takes. A method without a parameter
// of this name does not offer it.
func (c *call) options() (draft, *refusal) {
	d := draft{silent: c.flag("disable_notification"), protect: c.flag("protect_content"), paid: c.flag("allow_paid_broadcast")}
	if c.offered("business_connection_id") {
		return d, bad("business connection not found")
	}
	if c.flagged("message_thread_id") || c.flagged("direct_messages_topic_id") {
		return d, bad("message thread not found")
	}
	if c.offered("reply_parameters") {
		d.reply = &replyParameters{}
		if no := c.json("reply_parameters", "reply parameters", d.reply); no != nil {
			return d, no
		}
	}
	if !c.offered("reply_markup") {
		return d, nil
	}
	var no *refusal
	d.keys, no = c.markup()
	d.body.markup, d.body.inline = d.keys.json, d.keys.inline
	return d, no
}

// offered tells whether the method has the parameter and the call gives it.
func (c *call) offered(name string) bool {
	i := c.method.index(name)
	return i >= 0 && c.values[i].given
}

func (c *call) flag(name string) bool { return c.offered(name) && c.bool(name) }

func (c *call) flagged(name string) bool { return c.offered(name) && c.num(name) != 0 }

func (c *call) sendMessage() *refusal {
	d, no := c.options()
	if no != nil {
		return no
	}
	if no := c.textBody(&d.body); no != nil {
		return no
	}
	return c.sendOne(d)
}

// textBody reads text and link preview.
func (c *call) textBody(b *body) *refusal {
	w, no := c.words("text", "entities")
	if no != nil {
		return no
	}
	f, no := w.message()
	if no != nil {
		return no
	}
	b.text, b.entities = f.text, f.entities
	b.preview, no = c.preview()
	return no
}

func (c *call) preview() ([]byte, *refusal) {
	if !c.given("link_preview_options") {
		return nil, nil
	}
	var o linkPreviewOptions
	if no := c.json("link_preview_options", "link preview options", &o); no != nil {
		return nil, no
	}
	if o.IsDisabled && o == (linkPreviewOptions{IsDisabled: true}) {
		return []byte(`{"is_disabled":true}`), nil
	}
	var w writer
	w.value(o)
	return w.b, nil
}

// captionBody reads a caption; its entities are another parameter.
func (c *call) captionBody(b *body) *refusal {
	w, no := c.words("caption", "caption_entities")
	if no != nil {
		return no
	}
	f, no := w.caption()
	b.text, b.entities = f.text, f.entities
	b.above = c.flag("show_caption_above_media")
	return no
}

// sendOne posts one message and answers with it.
func (c *call) sendOne(d draft) *refusal {
	s := c.server
	s.mu.Lock()
	defer s.mu.Unlock()
	to, no := c.target("chat_id")
	if no != nil {
		return no
	}
	if no := s.admit(load{chat: to, n: 1, paid: d.paid}); no != nil {
		return no
	}
	m, no := s.send(to, d)
	if no != nil {
		return no
	}
	c.out.appendMessage(m)
	return nil
}

// appendMessage writes a message as an element or a result.
func (w *writer) appendMessage(m *message) { w.message("", m, true) }

// target is the chat that a parameter names, if the bot may write to it.
func (c *call) target(name string) (*chat, *refusal) {
	to, no := c.chat(name)
	if no != nil {
		return nil, no
	}
	return to, to.writable()
}

// chat is the chat that a parameter names.
func (c *call) chat(name string) (*chat, *refusal) {
	text := c.str(name)
	if text == "" {
		return nil, bad("%s is empty", name)
	}
	id, _ := strconv.ParseInt(text, 10, 64)
	to := c.server.chats[id]
	if to == nil || to.kind == private && !to.owner.known() {
		return nil, bad("chat not found")
	}
	return to, nil
}

// known tells whether the bot can have heard of the person: by a message, or
// from a group.
func (p *Person) known() bool { return p.home.started || p.account.seen }

// writable says why the bot may not write to a chat.
func (c *chat) writable() *refusal {
	switch {
	case c.migrated != 0:
		no := bad("group chat was upgraded to a supergroup chat")
		no.migratedTo = c.migrated
		return no
	case c.kind != private && c.botStatus == kicked:
		return forbidden("bot was kicked from the " + c.kind.String() + " chat")
	case c.kind != private && c.botStatus == left:
		return forbidden("bot is not a member of the " + c.kind.String() + " chat")
	case c.kind != private:
		return nil
	case c.owner.account.deactivated:
		return forbidden("user is deactivated")
	case c.botStatus == kicked:
		return forbidden("bot was blocked by the user")
	case !c.started:
		return forbidden("bot can't initiate conversation with a user")
	}
	return nil
}

func (s *Server) admit(l load) *refusal {
	if wait := s.limiter.admit(l, s.now()); wait > 0 {
		return tooMany(wait)
	}
	return nil
}

// send posts a checked message of the bot.
func (s *Server) send(to *chat, d draft) (*message, *refusal) {
	if no := d.keys.allowed(to); no != nil {
		return nil, no
	}
	replyTo, no := to.replied(d.reply)
	if no != nil {
		return nil, no
	}
	to.action = ""
	m := s.post(to, &message{
		from: &s.bot, body: d.body, replyTo: replyTo, album: d.album, silent: d.silent, protected: d.protect,
	})
	d.keys.show(m)
	s.push(m)
	return m, nil
}

// replied is the message that is answered; 0 for none.
func (c *chat) replied(r *replyParameters) (int, *refusal) {
	if r == nil {
		return 0, nil
	}
	there := len(r.ChatID) == 0 || chatNumber(r.ChatID) == c.id
	if m := c.shown(r.MessageID); m != nil && there {
		return m.id, nil
	}
	if r.AllowSendingWithoutReply {
		return 0, nil
	}
	return 0, bad("message to be replied not found")
}

// allowed: what asks for contact or place works in private chats only.
func (k *keyboards) allowed(to *chat) *refusal {
	if k.reply == nil || to.kind == private {
		return nil
	}
	for _, row := range k.reply.Rows {
		for _, key := range row {
			if key.Contact {
				return bad("phone number can be requested in private chats only")
			}
			if key.Location {
				return bad("location can be requested in private chats only")
			}
		}
	}
	return nil
}

// show puts the reply keyboard of a message in place.
func (k *keyboards) show(m *message) {
	switch {
	case k.reply != nil:
		shown := *k.reply
		shown.Message = m.id
		m.chat.keyboard = &shown
	case k.remove:
		m.chat.keyboard = nil
	}
}
