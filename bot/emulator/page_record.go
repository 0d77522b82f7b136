package emulator

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// Recorder follows what is played and tells it as a transcript. It looks after
// each call of the bot and each act of the page, so nothing in between is lost;
// a nil Recorder does nothing.
type Recorder struct {
	server *Server
	names  map[int64]string // of persons by id, as the caller calls them

	mu      sync.Mutex
	chats   map[int64]*recorded
	played  []played
	update  int64            // the last update that was looked at
	presses map[string]*chat // where each press was made
	toasts  map[int64]Toast  // the last that each person saw
}

// recorded is what the recorder has seen of one chat.
type recorded struct {
	messages map[int]seenMessage
	last     int // the newest message seen
	keyboard *ReplyKeyboard
	blocked  bool
}

type seenMessage struct {
	text, keys string
	deleted    bool
}

// played is one line and the chat it was played in.
type played struct {
	chat *chat
	line Line
}

// Record begins to follow what is played from now on. names are what the
// transcript calls persons, by their ids; who is not named goes by first name.
// The bot must be served by [Recorder.Handler].
func (s *Server) Record(names map[int64]string) *Recorder {
	r := &Recorder{server: s, names: names, chats: map[int64]*recorded{}, presses: map[string]*chat{}, toasts: map[int64]Toast{}}
	r.Look()
	r.played = nil
	return r
}

// Handler is [Server.Handler] with a look after each call.
func (r *Recorder) Handler() http.Handler {
	bot := r.server.Handler()
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		defer r.Look()
		bot.ServeHTTP(w, req)
	})
}

// Transcript is what was played in the chat a person acts in, oldest first.
func (r *Recorder) Transcript(p *Person) []Line {
	r.Look()
	here := p.Chat()
	r.mu.Lock()
	defer r.mu.Unlock()
	var lines []Line
	for _, each := range r.played {
		if each.chat.id == here {
			lines = append(lines, each.line)
		}
	}
	return lines
}

// Script is all that was played, in order: a new section begins where another
// chat goes on.
func (r *Recorder) Script() []Section {
	r.Look()
	r.mu.Lock()
	defer r.mu.Unlock()
	var sections []Section
	var on *chat
	for _, each := range r.played {
		if each.chat != on {
			on = each.chat
			sections = append(sections, Section{Name: r.section(on)})
		}
		last := &sections[len(sections)-1]
		last.Lines = append(last.Lines, each.line)
	}
	return sections
}

func (r *Recorder) section(c *chat) string {
	if c.kind != private {
		return c.title
	}
	return r.name(c.owner.account)
}

func (r *Recorder) name(a *account) string {
	switch {
	case a.bot:
		return "bot"
	case r.names[a.id] != "":
		return r.names[a.id]
	}
	return strings.ReplaceAll(a.first, ":", "")
}

// Look takes note of what has happened since the last look.
func (r *Recorder) Look() {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.server.mu.Lock()
	defer r.server.mu.Unlock()
	r.lookAtUpdates()
	for _, c := range r.inOrder() {
		r.lookAtChat(c)
	}
	for _, id := range slices.Sorted(maps.Keys(r.server.people)) {
		r.lookAtToasts(r.server.people[id])
	}
}

func (r *Recorder) inOrder() []*chat {
	var all []*chat
	for _, c := range r.server.chats {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b *chat) int { return int(b.id - a.id) })
	return all
}

func (r *Recorder) of(c *chat) *recorded {
	known := r.chats[c.id]
	if known == nil {
		known = &recorded{messages: map[int]seenMessage{}}
		r.chats[c.id] = known
	}
	return known
}

func (r *Recorder) note(c *chat, l Line) { r.played = append(r.played, played{c, l}) }
