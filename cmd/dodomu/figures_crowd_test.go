package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dodomu/bot/flow"
	"dodomu/bot/report"
)

// move is one thing a person does and how many messages answer it.
type move struct {
	op      string // of the button pressed, as "c.no"; "" where text is said
	text    string
	answers int
}

// playbook is what each person of a crowd does: the moves before the loop once,
// those of the loop again and again. Without a loop a person leaves at the end and
// a new one comes.
type playbook struct{ before, loop []move }

// reportBook is the whole report of a mother, and what the bot answers to each of
// her moves, as the conversation itself says.
func reportBook() playbook {
	f := report.Flow()
	out := flow.Start(f, "c0", flow.Input{Kind: flow.Resume})
	moves := []move{{text: "/report", answers: 1 + len(out.Messages)}}
	marked := false
	for out.End == flow.Open {
		m := out.Messages[len(out.Messages)-1]
		step := out.State.Step()
		did, in := answerTo(step, m, marked)
		marked = step == "reported"
		out = f.Turn(out.State, in)
		did.answers = len(out.Messages)
		if out.End == flow.Done {
			did.answers++ // the first of what the closing act says
		}
		moves = append(moves, did)
	}
	return playbook{before: moves}
}

// answerTo is what a mother does at a step.
func answerTo(step string, m flow.Message, marked bool) (move, flow.Input) {
	give := motherGives[step]
	if give != "" && give != "photo" && !strings.HasPrefix(give, "[") {
		return move{text: give}, flow.Input{Kind: flow.Text, Text: give, Today: flow.Date{Year: 2026, Month: 6, Day: 1}}
	}
	keys := []string{strings.Trim(give, "[]")}
	if give == "" || give == "photo" {
		keys = []string{"flow.skip", "flow.unknown", "flow.no"}
	}
	if marked {
		keys = []string{"flow.proceed"}
	}
	for _, key := range keys {
		for _, b := range slices.Concat(m.Buttons...) {
			if b.Label.Key == key {
				op := strings.SplitN(b.Data, ".", 3)[2]
				return move{op: op}, flow.Input{Kind: flow.Press, Data: b.Data, Message: 1}
			}
		}
	}
	panic("the report has a question without an answer: " + step)
}

// twoStepBook goes to and fro between two questions of the report: each answer is
// one turn with one message.
func twoStepBook() playbook {
	whole := reportBook().before
	at := slices.IndexFunc(whole, func(m move) bool { return m.text == motherGives["given"] })
	return playbook{before: whole[:at], loop: []move{{text: "/back", answers: 1}, {text: motherGives["surname"], answers: 1}}}
}

// crowd is people who talk with the bot. So many of them have said something at
// once; who was answered thinks until all others had their turn.
type crowd struct {
	server *leanTelegram
	book   playbook
	turns  atomic.Int64

	mu     sync.Mutex
	people map[int64]*soul
	next   int64
	ready  []*soul             // who may go on, the longest waiting first
	paced  bool                // nobody goes on by themselves
	took   func(time.Duration) // told how long each answer took; nil: nobody
	inLoop int
}

// soul is one person.
type soul struct {
	chat    int64
	at      int // of the moves
	looping bool
	waits   int // for that many messages
	keys    []byte
	message int // that carries the keys
	since   time.Time
}

// firstChat is the chat of the first person of a crowd.
const firstChat = 7_000_000_000

func newCrowd(book playbook, size, atOnce int) (*crowd, error) {
	c := &crowd{book: book, people: map[int64]*soul{}, next: firstChat}
	var err error
	if c.server, err = newLeanTelegram(c.hear); err != nil {
		return nil, err
	}
	for range size {
		c.come()
	}
	for range atOnce {
		c.goOn()
	}
	return c, nil
}

// come lets a new person stand in line.
func (c *crowd) come() {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := &soul{chat: c.next, looping: len(c.book.before) == 0}
	c.people[s.chat] = s
	c.next++
	c.ready = append(c.ready, s)
	if s.looping {
		c.inLoop++
	}
}

// goOn lets the first in line do their next move; false where nobody is in line.
func (c *crowd) goOn() bool {
	c.mu.Lock()
	if len(c.ready) == 0 {
		c.mu.Unlock()
		return false
	}
	s := c.ready[0]
	c.ready = c.ready[1:]
	m := c.move(s)
	s.waits, s.since = m.answers, time.Now()
	c.mu.Unlock()
	c.server.offer(s.update(m))
	return true
}

// pace holds everybody back, or lets them go on by themselves, so many at once; the
// time of each answer is told.
func (c *crowd) pace(took func(time.Duration)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.paced, c.took = true, took
}

// looping is how many have come to the loop.
func (c *crowd) looping() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.inLoop
}

// hear takes a call of the bot's to its person.
func (c *crowd) hear(got shown) {
	c.mu.Lock()
	s := c.people[got.chat]
	if s == nil {
		c.mu.Unlock()
		return
	}
	if got.keys != nil {
		s.keys = got.keys
		if !got.edit {
			s.message = got.message
		}
	}
	s.waits--
	if s.waits != 0 {
		c.mu.Unlock()
		return
	}
	left, paced := c.answered(s), c.paced
	c.mu.Unlock()
	if left {
		c.come()
	}
	if !paced {
		c.goOn()
	}
}

// answered moves a person on: true where they have left.
func (c *crowd) answered(s *soul) (left bool) {
	c.turns.Add(1)
	if c.took != nil {
		c.took(time.Since(s.since))
	}
	s.at++
	switch {
	case s.looping:
		s.at %= len(c.book.loop)
	case s.at == len(c.book.before) && c.book.loop == nil:
		delete(c.people, s.chat)
		return true
	case s.at == len(c.book.before):
		s.at, s.looping = 0, true
		c.inLoop++
	}
	c.ready = append(c.ready, s)
	return false
}

func (c *crowd) move(s *soul) move {
	if s.looping {
		return c.book.loop[s.at]
	}
	return c.book.before[s.at]
}

// update is the move as Telegram tells it, without the id.
func (s *soul) update(m move) []byte {
	from := fmt.Sprintf(`{"id":%d,"is_bot":false,"first_name":"Олена","language_code":"uk"}`, s.chat)
	chat := fmt.Sprintf(`{"id":%d,"first_name":"Олена","type":"private"}`, s.chat)
	if m.op != "" {
		return fmt.Appendf(nil, `"callback_query":{"id":"%d","from":%s,"message":{"message_id":%d,"from":{"id":4242,"is_bot":true,"first_name":"Dodomu","username":"dodomu_bot"},`+
			`"chat":%s,"date":1760000000,"text":"…"},"chat_instance":"1","data":"%s%s"}}`, s.chat, from, s.message, chat, s.keys, m.op)
	}
	text, _ := json.Marshal(m.text)
	var entities string
	if strings.HasPrefix(m.text, "/") {
		entities = fmt.Sprintf(`,"entities":[{"offset":0,"length":%d,"type":"bot_command"}]`, len(m.text))
	}
	return fmt.Appendf(nil, `"message":{"message_id":%d,"from":%s,"chat":%s,"date":%d,"text":%s%s}}`, s.at+1, from, chat, time.Now().Unix(), text, entities)
}

// stuck describes where people wait, for a measurement that stands still.
func (c *crowd) stuck() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	places := map[string]int{}
	for _, s := range c.people {
		m := c.move(s)
		places[fmt.Sprintf("move %d %q %q, %d answers missing", s.at, m.op, m.text, s.waits)]++
	}
	var b bytes.Buffer
	for _, place := range slices.Sorted(maps.Keys(places)) {
		fmt.Fprintf(&b, "%d wait at %s\n", places[place], place)
	}
	return b.String()
}

// TestCrowd holds the moves to the conversation: a book that does not end, or one
// whose loop is none, would measure nothing.
func TestCrowd(t *testing.T) {
	if n := len(reportBook().before); n < 35 {
		t.Errorf("the report has %d moves, want about forty", n)
	}
	two := twoStepBook()
	if len(two.before) == 0 || len(two.loop) != 2 {
		t.Errorf("%d moves before a loop of %d", len(two.before), len(two.loop))
	}
	data := []byte(`x"callback_data":"c1a.12.c.no","y`)
	if got := string(keysOf(data)); got != "c1a.12." {
		t.Errorf("keys %q", got)
	}
	for _, body := range []string{`name="chat_id"` + "\r\n\r\n-42\r\n", `{"chat_id":-42,"text":"7"}`} {
		if got := number([]byte(body), `chat_id"`); got != -42 {
			t.Errorf("chat %d in %q", got, body)
		}
	}
}
