package storetest_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"dodomu/store"
	"dodomu/store/storetest"
)

func watch(s *storetest.Store) (w store.Watch) {
	s.Do(func(tx *store.Tx) (err error) {
		w, err = tx.Watch(store.Polling)
		return err
	})
	return w
}

func TestDuty(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		first := watch(s)
		if first.Held {
			t.Error("somebody has the duty of a fresh store")
		}
		var won sync.Map
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				err := s.Try(func(tx *store.Tx) error {
					mine, err := tx.TakeDuty(store.Polling, first)
					if err == nil {
						won.Store(i, mine)
					}
					return err
				})
				if err != nil {
					won.Delete(i)
				}
				if err != nil && !errors.Is(err, store.ErrLost) {
					t.Error(err)
				}
			})
		}
		all.Wait()
		var mine store.Watch
		winners := 0
		won.Range(func(_, w any) bool { mine, winners = w.(store.Watch), winners+1; return true })
		if winners != 1 || watch(s) != mine {
			t.Fatalf("%d processes took one duty", winners)
		}
		keep := func(w store.Watch) (next store.Watch, err error) {
			err = s.Try(func(tx *store.Tx) (err error) {
				next, err = tx.KeepDuty(store.Polling, w)
				return err
			})
			return next, err
		}
		kept, err := keep(mine)
		if err != nil || watch(s) == mine {
			t.Errorf("no sign of life is seen: %v", err)
		}
		s.Do(func(tx *store.Tx) error { _, err := tx.TakeDuty(store.Polling, kept); return err })
		if _, err := keep(kept); !errors.Is(err, store.ErrLost) {
			t.Errorf("who lost the duty kept it: %v", err)
		}
		now := watch(s)
		if err := s.Try(func(tx *store.Tx) error { return tx.LeaveDuty(store.Polling, kept) }); !errors.Is(err, store.ErrLost) {
			t.Errorf("who lost the duty gave it up: %v", err)
		}
		s.Do(func(tx *store.Tx) error { return tx.LeaveDuty(store.Polling, now) })
		if watch(s).Held {
			t.Error("a duty that was given up is held")
		}
	})
}

func slots(s *storetest.Store, n int) (first time.Time) {
	s.Do(func(tx *store.Tx) (err error) {
		first, err = tx.Slots(store.AllBudget, n, 10*time.Millisecond)
		return err
	})
	return first
}

func TestBudget(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		at := func(what string, got time.Time, want time.Duration) {
			t.Helper()
			if d := got.Sub(storetest.Start); d != want {
				t.Errorf("%s: the first place is %v from the start, want %v", what, d, want)
			}
		}
		at("a rested budget", slots(s, 3), 0)
		at("who comes next", slots(s, 1), 30*time.Millisecond)
		s.Clock.Advance(time.Second)
		at("nothing is saved up", slots(s, 1), time.Second)
		until := storetest.Start.Add(time.Hour)
		pause := func(until time.Time) {
			s.Do(func(tx *store.Tx) error { return tx.Pause(until) })
		}
		pause(until)
		pause(until.Add(-time.Minute))
		s.Reopen()
		at("a pause outlives a restart, a shorter one does not shorten it", slots(s, 1), time.Hour)
		var paused time.Time
		s.Do(func(tx *store.Tx) (err error) {
			paused, err = tx.Paused()
			return err
		})
		at("the pause is known", paused, time.Hour+10*time.Millisecond)
		s.Clock.Advance(-3 * time.Hour)
		at("a clock that was set back is not waited for", slots(s, 1), time.Second-3*time.Hour)
	})
}

// TestPace holds a chat to its pace whoever writes to it, and after a restart.
func TestPace(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		p := meet(t, s, 1)
		enqueue(s, p, store.Reply, "one")
		head := claim(s, 1)[0]
		paced := func() (wait time.Duration) {
			s.Do(func(tx *store.Tx) (err error) {
				wait, err = tx.Paced(head, store.Pace{Every: time.Second, Burst: 3})
				return err
			})
			return wait
		}
		want := func(waits ...time.Duration) {
			t.Helper()
			for i, w := range waits {
				if got := paced(); got != w {
					t.Errorf("message %d waits %v, want %v", i, got, w)
				}
			}
		}
		want(0, 0, 0, time.Second)
		s.Reopen()
		s.Clock.Advance(400 * time.Millisecond)
		want(600*time.Millisecond, 600*time.Millisecond)
		s.Clock.Advance(600 * time.Millisecond)
		want(0, time.Second)
		s.Clock.Advance(-time.Hour)
		want(0, 0, 0, time.Second)
	})
}

// TestManyBook holds that no place is given twice, however many book at once.
func TestManyBook(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		var mu sync.Mutex
		taken := map[time.Time]bool{}
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				for range 10 {
					first := slots(s, 2)
					mu.Lock()
					for _, at := range []time.Time{first, first.Add(10 * time.Millisecond)} {
						if taken[at] {
							t.Errorf("%v was given twice", at)
						}
						taken[at] = true
					}
					mu.Unlock()
				}
			})
		}
		all.Wait()
		if len(taken) != 160 {
			t.Errorf("%d places, want 160", len(taken))
		}
	})
}

// TestManyOpen opens a fresh store several times at once: the schema is made once.
func TestManyOpen(t *testing.T) {
	s := storetest.Bare(t)
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			db, err := store.Open(context.Background(), s.URL, s.Keys)
			if err != nil {
				t.Error(err)
				return
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	var versions, distinct int
	if err := s.Raw().QueryRow("SELECT COUNT(*), COUNT(DISTINCT version_id) FROM goose_db_version").Scan(&versions, &distinct); err != nil {
		t.Fatal(err)
	}
	if versions != distinct || versions < 4 {
		t.Errorf("%d migrations were made, %d of them different", versions, distinct)
	}
}

// TestTwoProcessesTakeOnePersonsWords has two handles of one store take updates of
// the same people at once, in batches of other orders: each is used once, nobody
// waits for the other for ever, and what a person says is taken one at a time.
func TestTwoProcessesTakeOnePersonsWords(t *testing.T) {
	s := storetest.Served(t)
	other, err := store.Open(context.Background(), s.URL, s.Keys)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	chats := []int64{1, 2, 3, 4}
	for _, chat := range chats {
		meet(t, s, chat)
	}
	var mu sync.Mutex
	used := map[int64]int{}
	batch := func(db *store.DB, round int64, backwards bool) error {
		var mine []int64
		err := db.Update(context.Background(), func(tx *store.Tx) error {
			mine = mine[:0]
			if err := tx.LockPeople(chats); err != nil {
				return err
			}
			for i := range chats {
				chat := chats[i]
				if backwards {
					chat = chats[len(chats)-1-i]
				}
				p, err := tx.Meet(chat, "uk")
				if err != nil {
					return err
				}
				update := round*100 + chat
				first, err := tx.FirstSight(update, p.ID, 1)
				if err != nil || !first {
					return err
				}
				mine = append(mine, update)
				if err := tx.Enqueue(store.Notice{To: p.ID, Kind: "reply"}); err != nil {
					return err
				}
			}
			return nil
		})
		mu.Lock()
		defer mu.Unlock()
		for _, update := range mine {
			used[update]++
		}
		return err
	}
	began := time.Now()
	var all sync.WaitGroup
	for i, db := range []*store.DB{s.DB, other} {
		all.Go(func() {
			for round := range int64(50) {
				if err := batch(db, round, i == 1); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	for update, n := range used {
		if n != 1 {
			t.Errorf("update %d was used %d times", update, n)
		}
	}
	if len(used) != 200 {
		t.Errorf("%d updates used, want 200", len(used))
	}
	t.Logf("100 batches of two processes took %v", time.Since(began))
}
