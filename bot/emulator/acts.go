package emulator

import (
	"fmt"
	"slices"
)

// Say sends words and returns the message id. Commands, mentions, links and
// hashtags get their entities. Whoever has blocked the bot unblocks it by
// writing, as Telegram's own "restart" does.
func (p *Person) Say(text string) int { return p.speak(message{body: typed(text)}) }

// Reply answers a message of the chat with words.
func (p *Person) Reply(to int, text string) int {
	return p.speak(message{body: typed(text), replyTo: to})
}

// Start opens the chat by a link t.me/bot?start=payload: it sends
// "/start payload", or "/start" for payload "". A payload that Telegram's links
// cannot carry, 1 to 64 of A-Za-z0-9_-, is left out, as Telegram does.
func (p *Person) Start(payload string) int {
	if !validPayload(payload) {
		return p.Say("/start")
	}
	return p.Say("/start " + payload)
}

func validPayload(s string) bool {
	return s != "" && len(s) <= 64 && wordLength(s, func(r rune) bool { return asciiWord(r) || r == '-' }) == len(s)
}

// typed is what a person types: no formatting but what is found in it.
func typed(text string) body {
	f := formatted{text: text}.trim().detect()
	return body{text: f.text, entities: f.entities}
}

// Forward sends words that somebody else, a hidden user, wrote first.
func (p *Person) Forward(from, text string) int {
	return p.speak(message{body: typed(text), origin: from, originDate: p.server.now()})
}

// speak posts a message of the person and tells the bot. Words beyond
// Telegram's limit become several messages, as its apps do; the id is of the
// last.
func (p *Person) speak(m message) int {
	s := p.server
	s.mu.Lock()
	defer s.mu.Unlock()
	id := 0
	for _, part := range split(m.body) {
		one := m
		one.body = part
		id = p.post(&one).id
	}
	return id
}

func split(b body) []body {
	if b.media != nil || units(b.text) <= maxText {
		return []body{b}
	}
	var parts []body
	rest, from, length := b.text, 0, 0
	for i, r := range b.text {
		n := runeUnits(len(string(r)))
		if length+n > maxText {
			parts = append(parts, typed(b.text[from:i]))
			rest, from, length = b.text[i:], i, 0
		}
		length += n
	}
	return append(parts, typed(rest))
}

// post puts one message of the person into the chat they act in.
func (p *Person) post(m *message) *message {
	s := p.server
	p.enter()
	m.from = p.account
	s.post(p.here(), m)
	s.push(m)
	s.tell("message", m)
	return m
}

// enter is what opening a chat and writing does: it starts or restarts the
// bot.
func (p *Person) enter() {
	c := p.here()
	if c.kind != private {
		return
	}
	if c.botStatus == kicked {
		p.server.botBecomes(c, p.account, member)
	}
	c.started = true
}

// tell offers a message to the bot, if the bot sees it.
func (s *Server) tell(kind string, m *message) {
	if !s.sees(m) {
		return
	}
	s.offer(kind, lane{id: m.chat.id}, func(w *writer) { w.message(kind, m, true) })
}

// sees: in a group, a bot in privacy mode gets only what is meant for it.
func (s *Server) sees(m *message) bool {
	c := m.chat
	if c.kind == private {
		return true
	}
	if c.botStatus == left || c.botStatus == kicked {
		return false
	}
	if s.options.ReadsGroups || c.botStatus == administrator || m.service != "" {
		return true
	}
	if q := c.find(m.replyTo); q != nil && q.from == &s.bot {
		return true
	}
	return s.named(&m.body)
}

// named: a command, or a mention of the bot.
func (s *Server) named(b *body) bool {
	return slices.ContainsFunc(b.entities, func(e entity) bool {
		return e.kind == "bot_command" || e.kind == "mention" && slice(b.text, e) == "@"+s.bot.username
	})
}

// Press presses the inline button with this callback_data under a message and
// returns the id of the callback query; an error if no such button is shown.
func (p *Person) Press(message int, data string) (string, error) {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	m := p.here().shown(message)
	if m == nil {
		return "", fmt.Errorf("press: message %d is not shown", message)
	}
	for _, row := range m.body.inline {
		if slices.ContainsFunc(row, func(b Button) bool { return b.Data == data && data != "" }) {
			return p.server.press(p, m, data), nil
		}
	}
	return "", fmt.Errorf("press: message %d has no button with data %q", message, data)
}

// ForgePress presses a button that is not there: another client can send what
// it likes. A message that is not there is made up. It returns the id of the
// callback query.
func (p *Person) ForgePress(id int, data string) string {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	m := p.here().find(id)
	if m == nil {
		m = &message{id: id, chat: p.here(), from: &p.server.bot, date: p.server.now(), body: body{text: "…"}}
	}
	return p.server.press(p, m, data)
}

// Tap taps the key with this text on the reply keyboard: it sends the text, or
// the contact or place that the key asks for. An error if no such key is shown.
func (p *Person) Tap(text string) (int, error) {
	p.server.mu.Lock()
	key, ok := p.key(text)
	p.server.mu.Unlock()
	switch {
	case !ok:
		return 0, fmt.Errorf("tap: no key %q is shown", text)
	case key.Contact:
		f := p.profile
		return p.SendContact(Contact{f.Phone, f.FirstName, f.LastName, f.ID}), nil
	case key.Location:
		return p.SendLocation(p.profile.Place.Lat, p.profile.Place.Lon), nil
	}
	return p.Say(text), nil
}

// key finds a key; a keyboard for one tap goes away.
func (p *Person) key(text string) (Key, bool) {
	c := p.here()
	if c.keyboard == nil {
		return Key{}, false
	}
	for _, row := range c.keyboard.Rows {
		for _, k := range row {
			if k.Text != text {
				continue
			}
			if c.keyboard.OneTime {
				c.keyboard = nil
			}
			return k, true
		}
	}
	return Key{}, false
}

// Edit gives an own message other words or another caption. An error if it is
// not there or not theirs.
func (p *Person) Edit(message int, text string) error {
	s := p.server
	s.mu.Lock()
	defer s.mu.Unlock()
	m := p.here().shown(message)
	if m == nil || m.from != p.account {
		return fmt.Errorf("edit: message %d is not theirs", message)
	}
	b := typed(text)
	m.body.text, m.body.entities, m.edited = b.text, b.entities, s.now()
	s.tell("edited_message", m)
	s.change()
	return nil
}

// Delete removes a message from the chat, for both sides. A bot hears nothing
// of it. An error if it is not there.
func (p *Person) Delete(message int) error {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	m := p.here().shown(message)
	if m == nil {
		return fmt.Errorf("delete: message %d is not shown", message)
	}
	p.server.remove(m)
	return nil
}
