package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dodomu/bot/emulator"
	"dodomu/bot/flow"
	"dodomu/bot/report"
	"dodomu/bot/wording"
	"dodomu/locales"
)

// throng is many people who report at the same time, each waiting for each answer.
// What the bot has to say to each of their words is known, for the conversation is
// pure: so every message of the bot's is judged as it comes.
type throng struct {
	t      *testing.T
	h      *house
	words  wording.Wording
	mu     sync.Mutex
	guests map[int64]*guest
	tally  tally
	ending bool // nobody begins another report
	wake   chan struct{}
}

// tally is what was counted of a throng; every figure that is printed is from here.
type tally struct {
	said      int // what people said and pressed
	answered  int // of it, in full
	repeated  int // messages that came again, word for word, right after themselves
	disorder  int // messages that came again after a later one
	strays    int // messages that answer nothing that was said: a word used twice, or not
	strangest string
	excused   int      // times somebody was told that nothing can be kept now
	finished  []string // the surname of each child whose report was finished
}

// guest is one person of a throng.
type guest struct {
	person   *emulator.Person
	reports  int
	surname  string
	script   []exchange
	at       int      // of the script: what was said last
	want     []string // what is to come, and what came, in the answer to that
	got      int      // of want
	before   []string // what the answers before said, the last of them last
	waits    bool     // for the rest of want
	seen     int      // the newest message that was judged
	asked    int      // the newest message when the report began
	receipt  string
	resting  bool
	sinceGot time.Time
}

// exchange is one thing that a person says or presses, and what each message of the
// answer says.
type exchange struct {
	say, press string // press: the end of the button's data
	want       []string
}

// newThrong lets so many people come; begin lets them speak. The bot of the house
// speaks through the throng from its next start.
func newThrong(t *testing.T, h *house, size int) *throng {
	t.Helper()
	catalog, err := locales.Load()
	if err != nil {
		h.t.Fatal(err)
	}
	kyiv, err := time.LoadLocation("Europe/Kyiv")
	if err != nil {
		h.t.Fatal(err)
	}
	th := &throng{t: t, h: h, guests: map[int64]*guest{}, wake: make(chan struct{}, 1),
		words: wording.New(catalog, wording.Reader{Tag: "uk", Zone: kyiv, Bot: "dodomu_bot"})}
	for i := range size {
		id := int64(8_000_000_000 + i)
		th.guests[id] = &guest{person: h.tele.Person(emulator.Profile{ID: id, FirstName: "Олена", Language: "uk"})}
	}
	server := httptest.NewServer(th.watch(h.tele.Handler()))
	h.t.Cleanup(func() {
		h.kill()
		server.Close()
	})
	h.env = append(h.env, "DODOMU_API_URL="+server.URL)
	return th
}

// watch looks at a chat after each call that may have shown something there.
func (th *throng) watch(telegram http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/sendMessage") && !strings.HasSuffix(r.URL.Path, "/editMessageText") {
			telegram.ServeHTTP(w, r)
			return
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return // the bot was killed while it spoke
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		defer th.look(number(body, `chat_id"`))
		telegram.ServeHTTP(w, r)
	})
}

func (th *throng) begin() {
	th.mu.Lock()
	defer th.mu.Unlock()
	for _, g := range th.guests {
		th.proceed(g)
	}
}

// look judges what is new in a chat and lets its person go on.
func (th *throng) look(chat int64) {
	th.mu.Lock()
	defer th.mu.Unlock()
	if g := th.guests[chat]; g != nil {
		th.read(g)
	}
	select {
	case th.wake <- struct{}{}:
	default:
	}
}

func (th *throng) read(g *guest) {
	for _, m := range g.person.Messages() {
		if m.ID <= g.seen || m.From != "bot" {
			continue
		}
		g.seen = m.ID
		th.judge(g, m)
	}
	if g.waits && g.got == len(g.want) && (g.got > 0 || g.marked()) {
		th.tally.answered++
		g.before, g.want, g.got, g.waits = append(g.before, g.want...), nil, 0, false
		th.proceed(g)
	}
}

// marked tells whether the press has changed its own keyboard, which is all the
// answer that a mark in a list gets.
func (g *guest) marked() bool {
	return slices.ContainsFunc(g.person.Messages(), func(m emulator.Message) bool { return m.ID > g.asked && hasButton(m, "✓") })
}

// judge finds the place of a message among those that are to come.
func (th *throng) judge(g *guest, m emulator.Message) {
	came := slices.Concat(g.before, g.want[:g.got])
	switch {
	case g.got < len(g.want) && strings.Contains(m.Text, g.want[g.got]):
		g.got++
		if digits := receiptIn(m.Text); digits != "" {
			g.receipt = digits
		}
	case m.Text == th.excuse():
		th.tally.excused++
	case len(came) > 0 && strings.Contains(m.Text, came[len(came)-1]):
		th.tally.repeated++
	case slices.ContainsFunc(came, func(one string) bool { return strings.Contains(m.Text, one) }):
		th.tally.disorder++
	default:
		th.tally.strays++
		th.tally.strangest = fmt.Sprintf("step %d of %d, message %d of %v: %q", g.at, len(g.script), g.got, g.want, m.Text)
	}
}

// receiptIn finds a whole receipt in a message, "" where there is none.
func receiptIn(text string) string {
	for word := range strings.SplitSeq(text, "\n") {
		digits := strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, word)
		if len(digits) == 16 {
			return digits
		}
	}
	return ""
}

// proceed lets a person do their next thing, or begin a report anew.
func (th *throng) proceed(g *guest) {
	if g.script != nil {
		g.at++
	}
	if g.at == len(g.script) {
		if g.script != nil {
			th.tally.finished = append(th.tally.finished, g.surname)
		}
		if g.resting = th.ending; g.resting {
			return
		}
		g.reports++
		g.surname = nameOf(g.person.Profile().ID, g.reports)
		g.script, g.at, g.receipt, g.before = th.script(g.surname), 0, "", g.before[max(0, len(g.before)-1):]
		g.asked = g.seen
	}
	next := g.script[g.at]
	g.want, g.got, g.waits, g.sinceGot = next.want, 0, true, time.Now()
	th.tally.said++
	switch {
	case next.press != "":
		th.press(g, next.press)
	case next.say == keptTail:
		g.person.Say(g.receipt[len(g.receipt)-4:])
	default:
		g.person.Say(next.say)
	}
}

// keptTail stands for the end of the receipt, which no script knows.
const keptTail = "the end of the receipt"

// press presses the newest button whose data ends like this.
func (th *throng) press(g *guest, op string) {
	var message int
	var data string
	for _, m := range g.person.Messages() {
		for _, b := range slices.Concat(m.Inline...) {
			if parts := strings.SplitN(b.Data, ".", 3); len(parts) == 3 && parts[2] == op {
				message, data = m.ID, b.Data
			}
		}
	}
	if _, err := g.person.Press(message, data); err != nil {
		th.tally.strays++
		th.tally.strangest = fmt.Sprintf("no button %s at step %d: %v", op, g.at, err)
	}
}

// nameOf is a surname that nobody else in the throng gives.
func nameOf(chat int64, report int) string {
	const letters = "абвгдежзик"
	var name []rune
	for _, digit := range fmt.Sprintf("%d%04d", chat-8_000_000_000, report) {
		name = append(name, []rune(letters)[digit-'0'])
	}
	return "Кова" + string(name) + "енко"
}

// script is the whole report of a mother whose child has this surname, with what
// the bot answers to each of her words.
func (th *throng) script(surname string) []exchange {
	f := report.Flow()
	out := flow.Start(f, "c0", flow.Input{Kind: flow.Resume})
	all := []exchange{{say: "/report", want: append(th.say(report.Opening()...), th.say(out.Messages...)...)}}
	marked := false
	for out.End == flow.Open {
		step := out.State.Step()
		did, in := answerTo(step, out.Messages[len(out.Messages)-1], marked)
		if step == "surname" {
			did.text, in.Text = surname, surname
		}
		marked = step == "reported"
		out = f.Turn(out.State, in)
		all = append(all, exchange{say: did.text, press: did.op, want: th.say(out.Messages...)})
	}
	last, one := &all[len(all)-1], 1
	for _, key := range []string{"report.done.received", "report.done.receipt", "report.done.next", "kept.tail.ask"} {
		last.want = append(last.want, fixedPart(th.words.Say(flow.Message{Key: key, Args: flow.Args{
			"cases": {Text: "\x00"}, "count": {Count: &one}, "receipt": {Text: "\x00"}}})))
	}
	return append(all, exchange{say: keptTail, want: th.say(flow.Message{Key: "kept.done"})})
}

// say words messages as they are sent; an edit is no message of its own.
func (th *throng) say(messages ...flow.Message) (texts []string) {
	for _, m := range messages {
		if m.Edit == 0 {
			texts = append(texts, strings.TrimSpace(th.words.Say(m)))
		}
	}
	return texts
}

// after waits until so many more answers have come.
func (th *throng) after(more int) {
	th.t.Helper()
	th.mu.Lock()
	goal := th.tally.answered + more
	th.mu.Unlock()
	th.until(fmt.Sprintf("%d more answers", more), func() bool { return th.tally.answered >= goal })
}

// until waits for something to be true of the throng; it fails when nothing at all
// has been answered for as long as a person waits.
func (th *throng) until(what string, seen func() bool) {
	th.t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	last, since := -1, time.Now()
	for {
		th.mu.Lock()
		ok, answered := seen(), th.tally.answered+th.tally.repeated
		th.mu.Unlock()
		if ok {
			return
		}
		if answered != last {
			last, since = answered, time.Now()
		}
		if time.Since(since) > patience {
			th.t.Fatalf("waited in vain for %s\n%s\n%s", what, th.stuck(), tail(th.h.log.String()))
		}
		th.nudge(ctx)
	}
}

// nudge waits for the next call; now and then it looks by itself, for a call that
// hangs is looked at only when it ends.
func (th *throng) nudge(ctx context.Context) {
	tick := time.NewTimer(200 * time.Millisecond)
	defer tick.Stop()
	select {
	case <-th.wake:
	case <-ctx.Done():
	case <-tick.C:
		th.mu.Lock()
		defer th.mu.Unlock()
		for _, g := range th.guests {
			th.read(g)
		}
	}
}

// stuck tells what is missing.
func (th *throng) stuck() string {
	th.mu.Lock()
	defer th.mu.Unlock()
	var b strings.Builder
	for _, g := range th.guests {
		if !g.resting {
			fmt.Fprintf(&b, "%d waits at %d of %d for %d of %q since %v\n", g.person.Profile().ID, g.at, len(g.script), g.got, g.want, time.Since(g.sinceGot).Round(time.Millisecond))
		}
	}
	return fmt.Sprintf("%s%+v", b.String(), th.tally.strangest)
}

func tail(log string) string { return log[max(0, len(log)-3000):] }

// end lets everybody finish the report they are at.
func (th *throng) end() {
	th.t.Helper()
	th.mu.Lock()
	th.ending = true
	th.mu.Unlock()
	th.until("everybody to finish", func() bool {
		for _, g := range th.guests {
			if !g.resting {
				return false
			}
		}
		return true
	})
}

// waiting is how many people wait for an answer.
func (th *throng) waiting() (n int) {
	th.mu.Lock()
	defer th.mu.Unlock()
	for _, g := range th.guests {
		if g.waits {
			n++
		}
	}
	return n
}

// counted is the tally as it is now.
func (th *throng) counted() tally {
	th.mu.Lock()
	defer th.mu.Unlock()
	return th.tally
}

// lost is how much of what was said has no full answer.
func (t tally) lost() int { return t.said - t.answered }

// TestThrongScript holds a script to what the judge needs: no message may read like
// the one before it, or a repeated one would pass for it.
func TestThrongScript(t *testing.T) {
	th := newThrong(t, newHouse(t, emulator.Options{}), 1)
	var last string
	all := th.script("Коваленко")
	for _, e := range all {
		if len(e.want) == 0 && e.press == "" {
			t.Errorf("%q is not answered", e.say)
		}
		for _, text := range e.want {
			if text == "" || strings.Contains(text, last) && last != "" {
				t.Errorf("%q comes after %q", text, last)
			}
			last = text
		}
	}
	if len(all) < 35 {
		t.Errorf("a script of %d", len(all))
	}
}
