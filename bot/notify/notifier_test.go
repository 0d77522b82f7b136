package notify_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"dodomu/bot/notify"
	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

// telegram is the world outside: it notes what it was sent and when, and answers
// as the test says.
type telegram struct {
	mu     sync.Mutex
	began  time.Time
	calls  []call
	answer func(n int, c store.Claimed) notify.Result
}

type call struct {
	chat int64
	kind string
	at   time.Duration
	done bool
}

func (w *telegram) Send(_ context.Context, c store.Claimed) notify.Result {
	w.mu.Lock()
	n := len(w.calls)
	w.calls = append(w.calls, call{chat: c.Chat, kind: c.Kind, at: time.Since(w.began)})
	w.mu.Unlock()
	result := notify.Done(n + 1)
	if w.answer != nil {
		result = w.answer(n, c)
	}
	w.mu.Lock()
	w.calls[n].done = result == notify.Done(n+1)
	w.mu.Unlock()
	return result
}

// made are the calls so far.
func (w *telegram) made() []call {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.calls)
}

// sentTo lists what arrived in a chat, in order.
func (w *telegram) sentTo(chat int64) []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var kinds []string
	for _, c := range w.calls {
		if c.chat == chat && c.done {
			kinds = append(kinds, c.kind)
		}
	}
	return kinds
}

// scene is a notifier over a real store, in virtual time.
type scene struct {
	t      *testing.T
	db     *store.DB
	out    *telegram
	n      *notify.Notifier
	people map[int64]cases.PersonID
	stop   func()
}

// play runs a test in virtual time.
func play(t *testing.T, answer func(int, store.Claimed) notify.Result, f func(*scene)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		db, err := store.Open(context.Background(), "sqlite::memory:", storetest.Keys(t), store.WithNow(time.Now))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		s := &scene{t: t, db: db, out: &telegram{began: time.Now(), answer: answer}, people: map[int64]cases.PersonID{}}
		s.n = notify.New(db, s.out, notify.Options{})
		s.run()
		f(s)
		s.stop()
	})
}

// run starts the notifier; stop ends it and waits.
func (s *scene) run() {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.n.Run(ctx) }()
	s.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			s.t.Error(err)
		}
	})
}

func (s *scene) enqueue(chat int64, priority store.Priority, kinds ...string) {
	s.t.Helper()
	err := s.db.Update(context.Background(), func(tx *store.Tx) error {
		meet := tx.Group
		if chat > 0 {
			meet = func(chat int64) (store.Person, error) { return tx.Meet(chat, "uk") }
		}
		p, err := meet(chat)
		if err != nil {
			return err
		}
		s.people[chat] = p.ID
		for _, kind := range kinds {
			if err := tx.Enqueue(store.Notice{To: p.ID, Priority: priority, Kind: kind}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.n.Wake()
}

func numbered(n int) []string {
	kinds := make([]string, n)
	for i := range kinds {
		kinds[i] = fmt.Sprintf("%03d", i)
	}
	return kinds
}

func TestOrderAndPace(t *testing.T) {
	play(t, nil, func(s *scene) {
		want := numbered(30)
		s.enqueue(1, store.Reply, want...)
		time.Sleep(2 * time.Minute) // virtual
		if got := s.out.sentTo(1); !slices.Equal(got, want) {
			t.Errorf("sent %v", got)
		}
		last := s.out.made()[len(s.out.made())-1].at
		if last < 20*time.Second || last > 40*time.Second {
			t.Errorf("30 messages to one chat took %v, want about one a second after a short burst", last)
		}
	})
}

func TestOverallRate(t *testing.T) {
	play(t, nil, func(s *scene) {
		for chat := range int64(120) {
			s.enqueue(chat+1, store.Push, "push")
		}
		time.Sleep(time.Minute)
		if len(s.out.made()) != 120 {
			t.Fatalf("%d sent, want 120", len(s.out.made()))
		}
		for i, c := range s.out.made()[30:] {
			if c.at-s.out.made()[i].at < 900*time.Millisecond {
				t.Fatalf("31 messages within %v", c.at-s.out.made()[i].at)
			}
		}
		if last := s.out.made()[119].at; last > 5*time.Second {
			t.Errorf("120 messages took %v, want about four seconds", last)
		}
	})
}

func TestGroupsHaveTheirOwnPace(t *testing.T) {
	play(t, nil, func(s *scene) {
		s.enqueue(-5, store.Push, numbered(40)...)
		time.Sleep(time.Minute)
		if n := len(s.out.made()); n > 23 {
			t.Errorf("%d messages to a group in a minute, want at most 20 and a short burst", n)
		}
		time.Sleep(2 * time.Minute)
		if got := s.out.sentTo(-5); !slices.Equal(got, numbered(40)) {
			t.Errorf("sent %v", got)
		}
	})
}

func TestRetryAfterIsObeyed(t *testing.T) {
	asked := false // only sends to chat 1 touch it, and they come one by one
	answer := func(n int, c store.Claimed) notify.Result {
		if c.Chat == 1 && !asked {
			asked = true
			return notify.Later(90 * time.Second)
		}
		return notify.Done(n + 1)
	}
	play(t, answer, func(s *scene) {
		s.enqueue(1, store.Reply, "one", "two")
		s.enqueue(2, store.Reply, "other")
		time.Sleep(89 * time.Second)
		if got := s.out.sentTo(1); len(got) != 0 {
			t.Errorf("sent %v before the pause was over", got)
		}
		if got := s.out.sentTo(2); len(got) != 1 {
			t.Error("the pause of one chat held up another")
		}
		s.stop()
		s.run() // a restart does not forget it
		time.Sleep(10 * time.Second)
		if got := s.out.sentTo(1); !slices.Equal(got, []string{"one", "two"}) {
			t.Errorf("after the pause %v", got)
		}
		if at := s.out.made()[2].at; at < 90*time.Second {
			t.Errorf("tried again after %v, want not before 90 s", at)
		}
	})
}

func TestOutage(t *testing.T) {
	var down atomic.Bool
	answer := func(n int, c store.Claimed) notify.Result {
		if down.Load() {
			return notify.Failed(errors.New("no route"))
		}
		return notify.Done(n + 1)
	}
	play(t, answer, func(s *scene) {
		down.Store(true)
		for chat := range int64(50) {
			s.enqueue(chat+1, store.Reply, "one", "two")
		}
		time.Sleep(10 * time.Minute)
		tried := len(s.out.made())
		if tried > 10*60/5+10 {
			t.Errorf("%d requests in ten minutes of outage, want at most one in 5 s", tried)
		}
		down.Store(false)
		time.Sleep(100*time.Second/28 + 30*time.Second)
		for chat := range int64(50) {
			if got := s.out.sentTo(chat + 1); !slices.Equal(got, []string{"one", "two"}) {
				t.Errorf("chat %d got %v after the outage", chat+1, got)
			}
		}
	})
}

func TestGoneRefusedMigrated(t *testing.T) {
	answer := func(n int, c store.Claimed) notify.Result {
		switch {
		case c.Kind == "bad":
			return notify.Refused(errors.New("ours"))
		case c.Chat == -5:
			return notify.Migrated(-1005)
		case c.Chat == 2:
			return notify.Gone(errors.New("blocked"))
		}
		return notify.Done(n + 1)
	}
	play(t, answer, func(s *scene) {
		s.enqueue(1, store.Reply, "bad", "good")
		s.enqueue(2, store.Reply, "unheard")
		s.enqueue(-5, store.Push, "card")
		time.Sleep(time.Minute)
		if got := s.out.sentTo(1); !slices.Equal(got, []string{"good"}) {
			t.Errorf("after a refused message came %v", got)
		}
		if got := s.out.sentTo(-1005); !slices.Equal(got, []string{"card"}) {
			t.Errorf("the supergroup got %v", got)
		}
		err := s.db.View(context.Background(), func(tx *store.Tx) error {
			p, err := tx.Person(s.people[2])
			if p.Reachable {
				t.Error("who blocked the bot counts as reachable")
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// TestStopRepeatsNothing stops while messages are under way: each arrives once.
func TestStopRepeatsNothing(t *testing.T) {
	answer := func(n int, c store.Claimed) notify.Result {
		time.Sleep(200 * time.Millisecond)
		return notify.Done(n + 1)
	}
	play(t, answer, func(s *scene) {
		for chat := range int64(40) {
			s.enqueue(chat+1, store.Reply, "one", "two")
		}
		for range 5 {
			time.Sleep(300 * time.Millisecond)
			s.stop()
			s.run()
		}
		time.Sleep(time.Minute)
		for chat := range int64(40) {
			if got := s.out.sentTo(chat + 1); !slices.Equal(got, []string{"one", "two"}) {
				t.Errorf("chat %d got %v", chat+1, got)
			}
		}
		if len(s.out.made()) != 80 {
			t.Errorf("%d requests for 80 messages", len(s.out.made()))
		}
	})
}

// TestStopWhileTheStoreFails stops while outcomes cannot be recorded: the stop is
// not held up beyond the time for finishing.
func TestStopWhileTheStoreFails(t *testing.T) {
	play(t, nil, func(s *scene) {
		s.out.answer = func(n int, _ store.Claimed) notify.Result {
			s.db.Close() // what was sent cannot be written down any more
			return notify.Done(n + 1)
		}
		s.enqueue(1, store.Reply, "one")
		time.Sleep(5 * time.Second)
		began := time.Now()
		s.stop()
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("the stop took %v", took)
		}
	})
}

// TestHandedRepliesLeaveRoom hands over replies without end: what waits in the
// table gets its share.
func TestHandedRepliesLeaveRoom(t *testing.T) {
	play(t, nil, func(s *scene) {
		flood := make([]store.Claimed, 120)
		for i := range flood {
			flood[i] = store.Claimed{Chat: 1000 + int64(i), Lease: time.Now().Add(time.Hour)}
		}
		s.enqueue(1, store.Reply, "waits in the table")
		for range 20 {
			s.n.Hand(flood)
			time.Sleep(time.Second)
		}
		if got := s.out.sentTo(1); len(got) != 1 {
			t.Errorf("sent %v within twenty seconds of replies handed over", got)
		}
	})
}
