package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"dodomu/bot/emulator"
	"dodomu/bot/flow"
	"dodomu/bot/telegram"
	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

// followers is how many are told of something in TestManyFollowers.
var followers = flag.Int("followers", 2500, "how many followers are told: 100000 is what is promised")

// line is the wire to the emulated Telegram, without a network, so that time can be
// virtual; it notes every call and can be cut.
type line struct {
	telegram http.Handler
	mu       sync.Mutex
	down     bool
	calls    []wired
}

// wired is one call and how it was answered.
type wired struct {
	at     time.Time
	method string
	chat   int64
	status int // 0: the line was down
	wait   time.Duration
}

// chatForm finds the chat of a call, in a form and in JSON.
var chatForm = regexp.MustCompile(`chat_id"(?:\r\n\r\n|:)(-?\d+)`)

// RoundTrip carries one call.
func (l *line) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	c := wired{at: time.Now(), method: r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]}
	if found := chatForm.FindSubmatch(body); found != nil {
		c.chat, _ = strconv.ParseInt(string(found[1]), 10, 64)
	}
	l.mu.Lock()
	down := l.down
	l.mu.Unlock()
	if down {
		l.note(c)
		return nil, errors.New("no route")
	}
	w := httptest.NewRecorder()
	l.telegram.ServeHTTP(w, r)
	c.status = w.Code
	if seconds, err := strconv.Atoi(w.Header().Get("Retry-After")); err == nil {
		c.wait = time.Duration(seconds) * time.Second
	}
	l.note(c)
	return w.Result(), nil
}

func (l *line) note(c wired) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.calls = append(l.calls, c)
}

func (l *line) cut(down bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down = down
}

// made are the calls since a time, of the methods named; of all where none is.
func (l *line) made(since time.Time, methods ...string) (all []wired) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range l.calls {
		if !c.at.Before(since) && (len(methods) == 0 || slices.Contains(methods, c.method)) {
			all = append(all, c)
		}
	}
	return all
}

// virtual is the whole bot in virtual time, with the rates and pauses of production,
// before a Telegram that keeps its limits.
type virtual struct {
	t    *testing.T
	db   *store.DB
	tele *emulator.Server
	line *line
	bot  *Bot
}

func inVirtualTime(t *testing.T, f func(*virtual)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		db, err := store.Open(context.Background(), "sqlite::memory:", storetest.Keys(t), store.WithNow(time.Now))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		tele := emulator.New(emulator.Options{Token: testToken, BotName: "dodomu_bot", KeepCalls: -1, KeepMessages: 100})
		defer tele.Close()
		v := &virtual{t: t, db: db, tele: tele, line: &line{telegram: tele.Handler()}}
		wire, err := telegram.New(testToken, telegram.Options{BaseURL: "http://telegram", Transport: v.line})
		if err != nil {
			t.Fatal(err)
		}
		if v.bot, err = New(Options{DB: db, Wire: wire}); err != nil {
			t.Fatal(err)
		}
		if err := v.bot.Introduce(t.Context()); err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() { ended <- v.bot.Run(ctx) }()
		f(v)
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// person is somebody of the emulated Telegram who has met the bot.
func (v *virtual) person(chat int64) *emulator.Person {
	return v.tele.Person(emulator.Profile{ID: chat, FirstName: "Ніна", Language: "uk", Met: true})
}

// enqueue puts notices for many chats into the outbox.
func (v *virtual) enqueue(chats []int64, make func(chat int64, to cases.PersonID) []store.Notice) {
	v.t.Helper()
	for part := range slices.Chunk(chats, 500) {
		err := v.db.Update(context.Background(), func(tx *store.Tx) error {
			for _, chat := range part {
				p, err := tx.Meet(chat, "uk")
				if err != nil {
					return err
				}
				if err := tx.Enqueue(make(chat, p.ID)...); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			v.t.Fatal(err)
		}
	}
	v.bot.notifier.Wake()
}

// numbered are so many replies that can be told apart.
func numbered(t *testing.T, to cases.PersonID, n int) (all []store.Notice) {
	t.Helper()
	for i := range n {
		body, err := json.Marshal(flow.Message{Key: "bot.incident", Args: flow.Args{"code": {Text: fmt.Sprintf("N%03d", i)}}})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, store.Notice{To: to, Priority: store.Reply, Kind: kindReply, Body: body})
	}
	return all
}

// hold tells of one chat how many of so many numbered replies are missing, and how
// many are there again or out of their order.
func held(p *emulator.Person, n int) (lost, wrong int) {
	var came []string
	for _, m := range p.Messages() {
		if at := strings.Index(m.Text, "N0"); at >= 0 {
			came = append(came, m.Text[at:at+4])
		}
	}
	for i := range n {
		if !slices.Contains(came, fmt.Sprintf("N%03d", i)) {
			lost++
		}
	}
	return lost, len(came) - (n - lost) + func() int {
		if slices.IsSorted(came) {
			return 0
		}
		return 1
	}()
}

// backlog is a crowd that is told something, and what came of it.
type backlog struct {
	people []*emulator.Person
	each   int
}

func (v *virtual) backlog(people, each int) backlog {
	b := backlog{each: each}
	var chats []int64
	for i := range people {
		chats = append(chats, int64(1000+i))
		b.people = append(b.people, v.person(int64(1000+i)))
	}
	v.enqueue(chats, func(_ int64, to cases.PersonID) []store.Notice { return numbered(v.t, to, each) })
	return b
}

func (b backlog) count() (lost, wrong int) {
	for _, p := range b.people {
		l, w := held(p, b.each)
		lost, wrong = lost+l, wrong+w
	}
	return lost, wrong
}

// early counts the sends to a chat that came before its own pause was over, and
// those to any other chat while the whole bot was refused.
func early(calls []wired) (own, others int) {
	for i, c := range calls {
		if c.status != http.StatusTooManyRequests {
			continue
		}
		for _, next := range calls[i+1:] {
			switch before := next.at.Before(c.at.Add(c.wait)); {
			case before && next.chat == c.chat:
				own++
			case before && next.at.After(c.at):
				others++
			}
		}
	}
	return own, others
}

// TestStorm has Telegram refuse everything for a minute, and then one chat for a
// minute.
func TestStorm(t *testing.T) {
	inVirtualTime(t, func(v *virtual) {
		start := time.Now()
		clear := v.tele.Fault(emulator.Fault{Method: "sendMessage", Status: http.StatusTooManyRequests, RetryAfter: 7})
		b := v.backlog(60, 3)
		time.Sleep(time.Minute)
		clear()
		time.Sleep(60*time.Second + 180*time.Second/28)
		own, others := early(v.line.made(start, "sendMessage"))
		lost, wrong := b.count()
		refused := len(slices.DeleteFunc(v.line.made(start, "sendMessage"), func(c wired) bool { return c.status != 429 }))
		// The first refusal does not say whom it is about: one send to another chat finds out.
		if lost+wrong+own > 0 || others > 1 {
			t.Errorf("%d lost, %d doubled or out of order, %d too early to their chat, %d to another", lost, wrong, own, others)
		}
		t.Logf("figures: 60 s of 429 for the whole bot, retry_after 7 s: %d refusals, %d of %d messages lost, %d doubled or out of order, "+
			"%d before retry_after to their own chat, %d to another chat (the one that finds out)", refused, lost, 180, wrong, own, others)
	})
	inVirtualTime(t, func(v *virtual) {
		start := time.Now()
		clear := v.tele.Fault(emulator.Fault{Method: "sendMessage", Chat: 1000, Status: http.StatusTooManyRequests, RetryAfter: 9})
		b := v.backlog(60, 3)
		time.Sleep(time.Minute)
		var late int
		for _, p := range b.people[1:] {
			l, _ := held(p, 3)
			late += l
		}
		clear()
		time.Sleep(30 * time.Second)
		own, _ := early(v.line.made(start, "sendMessage"))
		lost, wrong := b.count()
		if lost+wrong+own+late > 0 {
			t.Errorf("%d lost, %d doubled or out of order, %d too early, %d of others not there after a minute", lost, wrong, own, late)
		}
		t.Logf("figures: 60 s of 429 for one chat, retry_after 9 s: %d lost, %d doubled or out of order, %d before retry_after, %d messages to others held up", lost, wrong, own, late)
	})
}

// TestTenMinutesWithoutTelegram cuts the line while many wait.
func TestTenMinutesWithoutTelegram(t *testing.T) {
	inVirtualTime(t, func(v *virtual) {
		time.Sleep(time.Minute)
		v.line.cut(true)
		down := time.Now()
		time.Sleep(time.Minute) // the poll that waits ends by then
		b := v.backlog(200, 3)
		time.Sleep(9 * time.Minute)
		tried := v.line.made(down)
		v.line.cut(false)
		up := time.Now()
		const messages = 600
		limit := messages*time.Second/28 + 30*time.Second
		time.Sleep(limit)
		lost, wrong := b.count()
		sent := v.line.made(up, "sendMessage")
		refused := len(slices.DeleteFunc(slices.Clone(sent), func(c wired) bool { return c.status == 200 }))
		if lost+wrong+refused > 0 || len(tried) > 10*60/5 {
			t.Errorf("%d not there within %v, %d doubled or out of order, %d refused, %d requests in ten minutes", lost, limit, wrong, refused, len(tried))
		}
		t.Logf("figures: 10 min without Telegram: %d requests meanwhile (1 in %.1f s); %d messages out %.1f s after, of %.1f s; %d lost, %d doubled or out of order, %d refused",
			len(tried), 600/float64(max(len(tried), 1)), len(sent), sent[len(sent)-1].at.Sub(up).Seconds(), limit.Seconds(), lost, wrong, refused)
	})
}

// TestManyFollowers tells many followers something while others talk with the bot:
// the allowed rate is used, never more of it, and who talks is answered at once.
func TestManyFollowers(t *testing.T) {
	inVirtualTime(t, func(v *virtual) {
		const askers = 20
		var chats []int64
		for i := range *followers {
			chats = append(chats, int64(100_000+i))
			v.person(int64(100_000 + i))
		}
		v.enqueue(chats, func(_ int64, to cases.PersonID) []store.Notice {
			return []store.Notice{{To: to, Priority: store.Broadcast, Kind: string(cases.KindNoNews)}}
		})
		start := time.Now()
		said := map[int64][]time.Time{}
		lasts := time.Duration(*followers) * time.Second / 30
		asked := 0
		for i := 0; time.Since(start) < lasts-10*time.Second; i++ {
			p := v.person(int64(10 + i%askers))
			said[p.Profile().ID] = append(said[p.Profile().ID], time.Now())
			p.Say("/cases")
			asked++
			time.Sleep(time.Second)
		}
		time.Sleep(30*time.Second + time.Duration(asked)*time.Second/30) // answers have taken their share
		judgeMany(t, v.line.made(start, "sendMessage"), said, start)
	})
}

// judgeMany counts what was sent in each ten seconds, and how long answers took.
func judgeMany(t *testing.T, sent []wired, said map[int64][]time.Time, start time.Time) {
	t.Helper()
	const window = 10 * time.Second
	windows := map[int]int{}
	answered := map[int64]int{}
	var took []time.Duration
	told, refused, last := 0, 0, start
	for _, c := range sent {
		if c.status != http.StatusOK {
			refused++
			continue
		}
		windows[int(c.at.Sub(start)/window)]++
		if c.chat >= 100_000 {
			told, last = told+1, c.at
			continue
		}
		if n := answered[c.chat]; n < len(said[c.chat]) {
			took = append(took, c.at.Sub(said[c.chat][n]))
			answered[c.chat]++
		}
	}
	asked := 0
	for _, times := range said {
		asked += len(times)
	}
	least := 1.0
	for i := range int(last.Sub(start) / window) {
		least = min(least, float64(windows[i])/(30*window.Seconds()))
	}
	slices.Sort(took)
	if len(took) == 0 {
		t.Fatal("nobody was answered")
	}
	p99 := took[len(took)*99/100]
	if told != *followers || refused > 0 || least < 0.99 || p99 > 1500*time.Millisecond || len(took) != asked {
		t.Errorf("%d of %d told, %d refused, at least %.3f of the rate, p99 %v, %d of %d answered", told, *followers, refused, least, p99, len(took), asked)
	}
	t.Logf("figures: %d followers told in %.0f s, at least %.1f %% of 30 a second in every 10 s; %d refused for too many; %d others answered meanwhile, p50 %v, p99 %v",
		told, last.Sub(start).Seconds(), 100*least, refused, len(took), took[len(took)/2], p99)
}
