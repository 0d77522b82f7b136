package emulator

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"
)

// shownMessage is one message as the page draws it. Words go with Telegram's
// entities, never as markup.
type shownMessage struct {
	ID        int           `json:"id"`
	Mine      bool          `json:"mine,omitempty"`
	From      string        `json:"from"`
	At        int64         `json:"at"` // unix milliseconds
	Text      string        `json:"text,omitempty"`
	Entities  []shownEntity `json:"entities,omitempty"`
	Photo     *shownFile    `json:"photo,omitempty"`
	Document  *shownFile    `json:"document,omitempty"`
	Contact   *shownContact `json:"contact,omitempty"`
	Location  *shownPlace   `json:"location,omitempty"`
	Voice     int           `json:"voice,omitempty"` // seconds
	Sticker   string        `json:"sticker,omitempty"`
	Inline    [][]shownKey  `json:"inline,omitempty"`
	Reply     *shownReply   `json:"reply,omitempty"`
	Album     string        `json:"album,omitempty"`
	Forward   string        `json:"forward,omitempty"`
	Service   string        `json:"service,omitempty"`
	Edited    bool          `json:"edited,omitempty"`
	Protected bool          `json:"protected,omitempty"`
	Spoiler   bool          `json:"spoiler,omitempty"`
}

type shownEntity struct {
	Type   string `json:"type"`
	Offset int    `json:"offset"`
	Length int    `json:"length"`
	URL    string `json:"url,omitempty"`
}

type shownFile struct {
	URL    string `json:"url,omitempty"` // "": too large to be kept
	Name   string `json:"name,omitempty"`
	Size   int64  `json:"size,omitempty"`
	Width  int    `json:"width,omitempty"`
	Height int    `json:"height,omitempty"`
}

type shownContact struct {
	Name  string `json:"name"`
	Phone string `json:"phone"`
}

type shownPlace struct {
	Lat float64 `json:"lat"`
	Lon float64 `json:"lon"`
}

type shownReply struct {
	ID   int    `json:"id"`
	From string `json:"from"`
	Text string `json:"text"`
}

// shownKey is a button, inline or on the reply keyboard.
type shownKey struct {
	Text     string `json:"text"`
	Data     string `json:"data,omitempty"`
	URL      string `json:"url,omitempty"`
	Copy     string `json:"copy,omitempty"`
	Style    string `json:"style,omitempty"`
	Contact  bool   `json:"contact,omitempty"`
	Location bool   `json:"location,omitempty"`
}

// quoteLength is how many characters of a message an answer to it shows.
const quoteLength = 80

// messagesOf is what a tab shows: the drawing of each message by its id, as
// JSON. Callers hold no lock.
func (p *page) messagesOf(t *pageTab) map[int]string {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	all := map[int]string{}
	for _, m := range t.person.here().messages {
		if m.deleted {
			continue
		}
		drawn, err := json.Marshal(p.drawn(t.person, m))
		if err == nil {
			all[m.id] = string(drawn)
		}
	}
	return all
}

func (p *page) drawn(by *Person, m *message) shownMessage {
	d := shownMessage{
		ID: m.id, Mine: m.from.id == by.account.id, From: m.from.name(), At: m.date.UnixMilli(),
		Text: m.body.text, Edited: !m.edited.IsZero(), Protected: m.protected, Spoiler: m.body.spoiler,
		Album: m.album, Forward: forwardedFrom(m), Service: p.happened(m), Inline: inlineKeys(m.body.inline),
	}
	for _, e := range m.body.entities {
		d.Entities = append(d.Entities, shownEntity{e.kind, e.offset, e.length, e.url})
	}
	if q := m.chat.shown(m.replyTo); q != nil {
		d.Reply = &shownReply{q.id, q.from.name(), firstRunes(q.body.text, quoteLength)}
	}
	if m.body.media != nil {
		d.media(m.body.media)
	}
	return d
}

func forwardedFrom(m *message) string {
	if m.originUser != nil {
		return m.originUser.name()
	}
	return m.origin
}

// happened is the caption of a service message; "" for any other.
func (p *page) happened(m *message) string {
	if m.service == "" {
		return ""
	}
	said := p.words[m.service]
	if said == "" {
		said = strings.ReplaceAll(m.service, "_", " ")
	}
	return m.from.name() + " " + said
}

func inlineKeys(rows [][]Button) [][]shownKey {
	var shown [][]shownKey
	for _, row := range rows {
		var keys []shownKey
		for _, b := range row {
			keys = append(keys, shownKey{Text: b.Text, Data: b.Data, URL: b.URL, Copy: b.Copy, Style: b.Style})
		}
		shown = append(shown, keys)
	}
	return shown
}

func (d *shownMessage) media(m *media) {
	switch m.kind {
	case "photo":
		d.Photo = drawnFile(m.sizes[len(m.sizes)-1])
	case "document":
		d.Document = drawnFile(m.file)
	case "voice":
		d.Voice = m.seconds
	case "sticker":
		d.Sticker = m.emoji
	case "contact":
		d.Contact = &shownContact{strings.TrimSpace(m.contact.FirstName + " " + m.contact.LastName), m.contact.Phone}
	case "location":
		d.Location = &shownPlace{m.location.Lat, m.location.Lon}
	}
}

func firstRunes(text string, n int) string {
	if utf8.RuneCountInString(text) <= n {
		return text
	}
	return string([]rune(text)[:n]) + "…"
}

// shownFace is what stands around the messages of a tab.
type shownFace struct {
	Title    string            `json:"title"`
	Kind     string            `json:"kind"` // under the title
	About    string            `json:"about,omitempty"`
	Blocked  bool              `json:"blocked,omitempty"`
	Empty    bool              `json:"empty,omitempty"` // only the start button is offered
	Commands []Command         `json:"commands,omitempty"`
	Keyboard *shownKeyboard    `json:"keyboard,omitempty"`
	Contact  map[string]string `json:"contact"` // what the form for a contact starts with
	Place    map[string]string `json:"place"`
}

type shownKeyboard struct {
	Rows        [][]shownKey `json:"rows"`
	Placeholder string       `json:"placeholder,omitempty"`
}

func (p *page) faceOf(t *pageTab, empty bool) shownFace {
	who := t.person.Profile()
	f := shownFace{
		Title: p.server.titleOf(t.person), Kind: p.kindOf(t.person), Empty: empty && !t.Group,
		Keyboard: drawnKeyboard(t.person.Keyboard()), Blocked: p.server.blockedBy(t.person),
		Contact: map[string]string{"name": strings.TrimSpace(who.FirstName + " " + who.LastName), "phone": who.Phone},
		Place:   map[string]string{"lat": degrees(who.Place.Lat), "lon": degrees(who.Place.Lon)},
	}
	f.Commands = t.person.Commands()
	if !t.Group {
		f.About = p.server.aboutBot(who.Language)
	}
	if f.Blocked {
		f.Kind = p.words["blocked"]
	}
	return f
}

func degrees(d float64) string { return strconv.FormatFloat(d, 'f', -1, 64) }

func drawnKeyboard(k *ReplyKeyboard) *shownKeyboard {
	if k == nil {
		return nil
	}
	shown := &shownKeyboard{Placeholder: k.Placeholder}
	for _, row := range k.Rows {
		var keys []shownKey
		for _, key := range row {
			keys = append(keys, shownKey{Text: key.Text, Style: key.Style, Contact: key.Contact, Location: key.Location})
		}
		shown.Rows = append(shown.Rows, keys)
	}
	return shown
}

// kindOf is the line under the title of a chat.
func (p *page) kindOf(by *Person) string {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	here := by.here()
	if here.kind == private {
		return p.words["bot"]
	}
	return strings.Replace(p.words["members"], "%s", strconv.Itoa(len(here.members)+1), 1)
}

// titleOf is the name of the chat a person acts in, as they see it.
func (s *Server) titleOf(by *Person) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if here := by.here(); here.kind != private {
		return here.title
	}
	return inLanguage(s.profile.names, by.profile.Language)
}

func (s *Server) blockedBy(p *Person) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return p.chat.kind == private && p.chat.botStatus == kicked
}

// aboutBot is what a chat with the bot says while it is empty.
func (s *Server) aboutBot(language string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return inLanguage(s.profile.descriptions, language)
}

// inLanguage is the text in a person's language, else the one for all others.
func inLanguage(texts map[string]string, language string) string {
	code, _, _ := strings.Cut(language, "-")
	if text, ok := texts[code]; ok {
		return text
	}
	return texts[""]
}
