package bot

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"dodomu/bot/emulator"
	"dodomu/bot/notify"
	"dodomu/bot/telegram"
	"dodomu/bot/wording"
	"dodomu/store"
	"dodomu/store/storetest"
)

const testToken = "4242:test-token"

// patience is how long a test waits for what must happen before it fails.
const patience = 40 * time.Second

// stage is the whole bot on a store of its own, before an emulated Telegram. Time
// stands still until it is moved.
type stage struct {
	t       *testing.T
	house   *storetest.House
	raw     *sql.DB // the store from outside
	tele    *emulator.Server
	record  *emulator.Recorder
	web     *httptest.Server
	bot     *Bot
	log     *logBuffer
	stop    func()
	options Options
}

// logBuffer takes the log of several goroutines.
type logBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// set makes a stage with a bot that does not run yet; play starts it.
func set(t *testing.T, o Options) *stage {
	t.Helper()
	s := &stage{t: t, house: &storetest.House{Store: storetest.Embedded(t)}, log: &logBuffer{}, options: o}
	s.raw = s.house.Raw()
	s.tele = emulator.New(emulator.Options{Token: testToken, BotName: "dodomu_bot", Now: s.house.Clock.Now,
		Limits: emulator.Limits{Off: true}, WebhookRetry: 20 * time.Millisecond})
	s.record = s.tele.Record(nil)
	s.web = httptest.NewServer(s.record.Handler())
	t.Cleanup(func() {
		if s.stop != nil {
			s.stop()
		}
		s.tele.Close()
		s.web.Close()
	})
	s.rebuild()
	return s
}

// rebuild makes the bot anew, as a restart does.
func (s *stage) rebuild() {
	s.t.Helper()
	wire, err := telegram.New(testToken, telegram.Options{BaseURL: s.web.URL})
	if err != nil {
		s.t.Fatal(err)
	}
	o := s.options
	o.DB, o.Wire = s.house.DB, wire
	o.Log = slog.New(slog.NewTextHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	o.Notify = notify.Options{Now: s.house.Clock.Now, PerSecond: 1e12, Unpaced: true}
	if s.bot, err = New(o); err != nil {
		s.t.Fatal(err)
	}
}

// play introduces the bot and runs it.
func (s *stage) play() *stage {
	s.t.Helper()
	if err := s.bot.Introduce(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	s.run()
	return s
}

func (s *stage) run() {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	running := s.bot
	go func() { ended <- running.Run(ctx) }()
	s.stop = sync.OnceFunc(func() {
		s.house.Clock.Advance(time.Hour) // who asks for updates again at once is kept waiting by Telegram
		cancel()
		if err := <-ended; err != nil {
			s.t.Error(err)
		}
	})
}

// until waits for something to become true.
func (s *stage) until(what string, seen func() bool) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for !seen() {
		select {
		case <-ctx.Done():
			log := s.log.String()
			s.t.Fatalf("waited in vain for %s; the log ends:\n%s", what, log[max(0, len(log)-3000):])
		case <-tick.C:
		}
	}
}

// quiet waits until the bot has done all there is to do at this time.
func (s *stage) quiet() {
	s.t.Helper()
	s.until("the bot to have done its work", s.idle)
}

func (s *stage) idle() bool {
	if s.tele.Pending() > 0 {
		return false
	}
	counts := s.counts()
	return counts.Due == 0 && counts.Files == 0 && s.tele.Pending() == 0
}

func (s *stage) counts() (counts store.Counts) {
	s.t.Helper()
	err := s.house.View(context.Background(), func(tx *store.Tx) (err error) {
		counts, err = tx.Counts()
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return counts
}

// later moves the time on and lets everything that has become due happen.
func (s *stage) later(d time.Duration) {
	s.t.Helper()
	s.move(d)
	s.quiet()
}

// move moves the time on and wakes whoever waits for it.
func (s *stage) move(d time.Duration) {
	s.house.Clock.Advance(d)
	s.bot.notifier.Wake()
	select {
	case s.bot.fetches <- struct{}{}:
	default:
	}
}

// someone is a person of the emulated Telegram; chat ids of staff are those of
// storetest.
func (s *stage) someone(id int64, language string) *emulator.Person {
	return s.tele.Person(emulator.Profile{ID: id, FirstName: fmt.Sprint("p", id), Language: language})
}

// say lets a person say something, and the bot answer.
func (s *stage) say(p *emulator.Person, text string) {
	s.t.Helper()
	p.Say(text)
	s.quiet()
}

// label is how a key reads on a button in the person's language.
func (s *stage) label(p *emulator.Person, key string) string {
	return s.bot.catalog.Printer(s.bot.catalog.Match(p.Profile().Language)).Say(key, nil)
}

// button finds the newest button with a label's key; false where none is shown.
func (s *stage) button(p *emulator.Person, key string) (message int, data string, ok bool) {
	label := s.label(p, key)
	for _, m := range p.Messages() {
		for _, row := range m.Inline {
			for _, b := range row {
				if b.Text == label && b.Data != "" {
					message, data, ok = m.ID, b.Data, true
				}
			}
		}
	}
	return message, data, ok
}

// press presses the newest button with a label's key, and lets the bot answer.
func (s *stage) press(p *emulator.Person, key string) {
	s.t.Helper()
	message, data, ok := s.button(p, key)
	if !ok {
		s.t.Fatalf("no button %s is shown:\n%s", key, chat(p))
	}
	if _, err := p.Press(message, data); err != nil {
		s.t.Fatal(err)
	}
	s.quiet()
}

// pressAnyOf presses the first of these that is shown under the newest message.
func (s *stage) pressAnyOf(p *emulator.Person, keys ...string) {
	s.t.Helper()
	last := newest(p)
	for _, key := range keys {
		if m, _, ok := s.button(p, key); ok && m == last.ID {
			s.press(p, key)
			return
		}
	}
	s.t.Fatalf("none of %v is shown:\n%s", keys, chat(p))
}

// newest is the last message of the bot in a chat.
func newest(p *emulator.Person) (last emulator.Message) {
	for _, m := range p.Messages() {
		if m.From == "bot" {
			last = m
		}
	}
	return last
}

// sees ends the test unless the newest message of the bot says a key of the
// catalogue, in the person's language.
func (s *stage) sees(p *emulator.Person, key string) {
	s.t.Helper()
	if want := s.fixed(p, key); !s.says(p, newest(p), key) {
		s.t.Fatalf("the newest message does not say %s (%q):\n%s", key, want, chat(p))
	}
}

// says tells whether a message says a key, or its short form.
func (s *stage) says(p *emulator.Person, m emulator.Message, key string) bool {
	short := key + wording.Short
	return strings.Contains(m.Text, s.fixed(p, key)) || s.bot.catalog.Has(short) && strings.Contains(m.Text, s.fixed(p, short))
}

// saw tells how many messages of the bot in the chat say a key.
func (s *stage) saw(p *emulator.Person, key string) (n int) {
	for _, m := range p.Messages() {
		if m.From == "bot" && s.says(p, m, key) {
			n++
		}
	}
	return n
}

// fixed is the longest part of a text without values.
func (s *stage) fixed(p *emulator.Person, key string) (best string) {
	words := s.bot.catalog.Printer(s.bot.catalog.Match(p.Profile().Language))
	values := map[string]any{}
	for _, name := range []string{"case", "code", "link", "n", "limit", "receipt", "cases", "answer", "ref", "stage", "age", "who"} {
		values[name] = "\x00"
	}
	for _, name := range []string{"n", "limit", "count"} {
		values[name] = 990017
	}
	text := strings.NewReplacer("990017", "\x00", "990\u00a0017", "\x00").Replace(words.Say(key, values))
	for part := range strings.SplitSeq(text, "\x00") {
		for line := range strings.SplitSeq(part, "\n") {
			if len(line) > len(best) {
				best = line
			}
		}
	}
	return best
}

// chat is what a person sees, for a failing test.
func chat(p *emulator.Person) string {
	var b strings.Builder
	for _, m := range p.Messages() {
		fmt.Fprintf(&b, "%d %s: %.300s\n", m.ID, m.From, m.Text)
		for _, row := range m.Inline {
			for _, button := range row {
				fmt.Fprintf(&b, "  [%s]", button.Text)
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

// answered waits until a press was answered, so that its button waits no more.
func (s *stage) answered(p *emulator.Person, press string) {
	s.t.Helper()
	s.until("the press to be answered", func() bool { return p.Answered(press) })
}

// person reads a person as the store has them.
func (s *stage) person(p *emulator.Person) (who store.Person) {
	s.t.Helper()
	s.house.Do(func(tx *store.Tx) (err error) {
		who, err = tx.Meet(p.Profile().ID, "uk")
		return err
	})
	return who
}

// shortReport plays the short way from the first word to the receipt, on a phone
// at which others look.
func (s *stage) shortReport(p *emulator.Person) {
	s.t.Helper()
	s.shortUntilReview(p)
	s.press(p, "flow.submit")
}

func (s *stage) shortUntilReview(p *emulator.Person) {
	s.t.Helper()
	s.say(p, "/report")
	for _, key := range []string{"report.safety.perhaps", "report.path.brief", "report.relation.mother", "report.consents.all"} {
		s.press(p, key)
	}
	s.say(p, "Коваленко Соломія")
	s.say(p, "7 років")
	for range 10 {
		if m, _, ok := s.button(p, "flow.submit"); ok && m == newest(p).ID {
			return
		}
		s.pressAnyOf(p, "flow.skip", "flow.unknown")
	}
	s.t.Fatalf("the summary did not come:\n%s", chat(p))
}
