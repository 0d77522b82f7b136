package emulator

import (
	"strconv"
	"time"
)

// press is a pressed button that waits for its answer.
type press struct {
	by       *Person
	expires  time.Time
	answered bool
}

// presses are found by id; those that cannot be answered any more are
// forgotten by age.
type presses struct {
	byID  map[string]*press
	order []string
}

// forgotten is how long an answered press is remembered beyond its life, so
// that a person can still see it was answered.
const forgotten = time.Hour

func (p *presses) add(id string, of *press, now time.Time) {
	if p.byID == nil {
		p.byID = map[string]*press{}
	}
	for len(p.order) > 0 && now.Sub(p.byID[p.order[0]].expires) > forgotten || len(p.order) > 100_000 {
		delete(p.byID, p.order[0])
		p.order = p.order[1:]
	}
	p.byID[id] = of
	p.order = append(p.order, id)
}

// press queues a callback query.
func (s *Server) press(p *Person, m *message, data string) string {
	now := s.now()
	id := strconv.FormatUint(s.random.Uint64()>>1, 10)
	s.presses.add(id, &press{by: p, expires: now.Add(s.options.PressLife)}, now)
	s.offer("callback_query", lane{press: true, id: p.account.id}, func(w *writer) {
		w.object("callback_query")
		w.str("id", id)
		w.user("from", p.account)
		w.message("message", m, true)
		w.str("chat_instance", strconv.FormatInt(m.chat.id*7919, 10))
		w.str("data", data)
		w.close()
	})
	return id
}

func (c *call) answerCallbackQuery() *refusal {
	s := c.server
	text, url := c.str("text"), c.str("url")
	if units(text) > maxPressText {
		return bad("MESSAGE_TOO_LONG")
	}
	if url != "" && !linkable(url) {
		return bad("URL_INVALID")
	}
	p := s.presses.byID[c.str("callback_query_id")]
	if p == nil || s.now().After(p.expires) {
		return bad("query is too old and response timeout expired or query ID is invalid")
	}
	p.answered = true
	if text != "" || url != "" {
		p.by.account.toast(Toast{Press: c.str("callback_query_id"), Text: text, URL: url, Alert: c.bool("show_alert"), At: s.now()})
	}
	s.change()
	return c.yes()
}
