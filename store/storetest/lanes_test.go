package storetest_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"dodomu/store"
	"dodomu/store/storetest"
)

func TestOrderOfLanes(t *testing.T) {
	for name, promise := range map[string]func(*testing.T, *storetest.Store){
		"a clock that is set back keeps the order and delays nobody": func(t *testing.T, s *storetest.Store) {
			p := meet(t, s, 1)
			enqueue(s, p, store.Reply, "one")
			claim(s, 1)
			s.Clock.Advance(-time.Hour)
			enqueue(s, p, store.Reply, "two")
			same(t, drain(s), []string{"one", "two"})
		},
		"a broadcast to a chat that had a reply waits for replies to others": func(t *testing.T, s *storetest.Store) {
			old, fresh := meet(t, s, 1), meet(t, s, 2)
			enqueue(s, old, store.Reply, "earlier")
			drain(s)
			enqueue(s, old, store.Broadcast, "broadcast")
			s.Clock.Advance(time.Second)
			enqueue(s, fresh, store.Reply, "reply")
			if c := claim(s, 1); len(c) != 1 || c[0].Kind != "reply" {
				t.Errorf("claimed %+v first", c)
			}
		},
		"an outcome told twice frees nobody else's chat": func(t *testing.T, s *storetest.Store) {
			p := meet(t, s, 1)
			enqueue(s, p, store.Reply, "one", "two")
			first := claim(s, 1)[0]
			settle(s, store.Outcome{Claimed: first, How: store.Sent, Message: 1})
			second := claim(s, 1)
			settle(s, store.Outcome{Claimed: first, How: store.Sent, Message: 1})
			if more := claim(s, 1); len(second) != 1 || len(more) != 0 {
				t.Errorf("claimed %+v, then %+v beside it", second, more)
			}
		},
		"a notice whose key was used does not wake the chat for long": func(t *testing.T, s *storetest.Store) {
			p := meet(t, s, 1)
			for range 2 {
				s.Do(func(tx *store.Tx) error {
					return tx.Enqueue(store.Notice{To: p.ID, Kind: "k", Dedupe: "once"})
				})
				drain(s)
			}
			nextDue(t, s, time.Time{})
		},
		"a group that is known under its new id goes on there": func(t *testing.T, s *storetest.Store) {
			s.Do(func(tx *store.Tx) error { return tx.SetStaffGroup(-7) })
			var old, known store.Person
			s.Do(func(tx *store.Tx) (err error) {
				if old, err = tx.Group(-7); err != nil {
					return err
				}
				known, err = tx.Group(-1007)
				return err
			})
			enqueue(s, old, store.Push, "card", "next")
			settle(s, store.Outcome{Claimed: claim(s, 1)[0], How: store.Migrated, MovedTo: -1007})
			cards := 0
			for _, c := range claim(s, 5) {
				if c.Kind == "card" && c.To == known.ID && c.Chat == -1007 && string(c.Body) == `{"n":"card"}` {
					cards++
				}
			}
			if cards != 1 {
				t.Errorf("%d cards in the new lane, want 1", cards)
			}
			s.Do(func(tx *store.Tx) error {
				g, found, err := tx.StaffGroup()
				if !found || g.ID != known.ID {
					t.Errorf("the staff group is %d, want %d", g.ID, known.ID)
				}
				return err
			})
		},
		"the next time is that of the earliest lane, paused or due later": func(t *testing.T, s *storetest.Store) {
			paused, later := meet(t, s, 1), meet(t, s, 2)
			enqueue(s, paused, store.Reply, "one")
			s.Do(func(tx *store.Tx) error {
				return tx.Enqueue(store.Notice{To: later.ID, Priority: store.Push, Kind: "k", Due: tx.Now().Add(time.Hour)})
			})
			settle(s, store.Outcome{Claimed: claim(s, 1)[0], How: store.Later, Until: s.Clock.Now().Add(time.Minute)})
			nextDue(t, s, storetest.Start.Add(time.Minute))
			s.Clock.Advance(time.Minute)
			drain(s)
			nextDue(t, s, storetest.Start.Add(time.Hour))
		},
		"the oldest that waits is told by when it came": func(t *testing.T, s *storetest.Store) {
			enqueue(s, meet(t, s, 1), store.Reply, "one")
			s.Clock.Advance(time.Minute)
			s.Do(func(tx *store.Tx) error {
				waiting, dead, oldest, err := tx.Depths()
				if waiting != 1 || dead != 0 || !oldest.Equal(storetest.Start) {
					t.Errorf("%d wait since %v, %d are dead", waiting, oldest, dead)
				}
				return err
			})
		},
	} {
		t.Run(name, func(t *testing.T) { storetest.Each(t, promise) })
	}
}

// nextDue holds the store to when the next lane can be claimed; zero: never.
func nextDue(t *testing.T, s *storetest.Store, want time.Time) {
	t.Helper()
	s.Do(func(tx *store.Tx) error {
		got, any, err := tx.NextDue()
		if any == want.IsZero() || !got.Equal(want) {
			t.Errorf("next due %v (%v), want %v", got, any, want)
		}
		return err
	})
}

func TestHandOver(t *testing.T) {
	for name, promise := range map[string]func(*testing.T, *storetest.Store){
		"a reply to a chat that waits for nothing is handed over, the next follows it": func(t *testing.T, s *storetest.Store) {
			p := meet(t, s, 7)
			handed := handOver(t, s, p, "one", "two")
			if len(handed) != 1 || handed[0].Kind != "one" || handed[0].Chat != 7 || handed[0].Language != "uk" || string(handed[0].Body) != `{}` {
				t.Fatalf("handed over %+v", handed)
			}
			if more := claim(s, 5); len(more) != 0 {
				t.Fatalf("claimed beside it: %+v", more)
			}
			settle(s, store.Outcome{Claimed: handed[0], How: store.Sent, Message: 1})
			same(t, drain(s), []string{"two"})
		},
		"what is handed over and never sent is claimed again": func(t *testing.T, s *storetest.Store) {
			p := meet(t, s, 7)
			handOver(t, s, p, "one")
			s.Clock.Advance(lease + time.Second)
			same(t, drain(s), []string{"one"})
		},
		"a chat that waits is not handed over": func(t *testing.T, s *storetest.Store) {
			p := meet(t, s, 7)
			enqueue(s, p, store.Reply, "waiting")
			if handed := handOver(t, s, p, "one"); len(handed) != 0 {
				t.Fatalf("handed over %+v past another", handed)
			}
			settle(s, store.Outcome{Claimed: claim(s, 1)[0], How: store.Later, Until: s.Clock.Now().Add(time.Hour)})
			if handed := handOver(t, s, p, "two"); len(handed) != 0 {
				t.Fatalf("handed over %+v in a pause", handed)
			}
		},
		"what a savepoint undoes is not handed over": func(t *testing.T, s *storetest.Store) {
			p := meet(t, s, 7)
			s.Do(func(tx *store.Tx) error {
				tx.HandOver(lease)
				err := tx.Savepoint(func() error {
					return errors.Join(tx.Enqueue(store.Notice{To: p.ID, Kind: "undone"}), errOnPurpose)
				})
				if !errors.Is(err, errOnPurpose) || len(tx.Handed()) != 0 {
					t.Errorf("%v; handed over %+v", err, tx.Handed())
				}
				return tx.Enqueue(store.Notice{To: p.ID, Kind: "kept"})
			})
			s.Clock.Advance(lease + time.Second)
			same(t, drain(s), []string{"kept"})
		},
		"a language chosen in the same turn is the one handed over": func(t *testing.T, s *storetest.Store) {
			meet(t, s, 7)
			s.Do(func(tx *store.Tx) error {
				tx.HandOver(lease)
				p, err := tx.Meet(7, "uk")
				if err := errors.Join(err, tx.SetLanguage(p.ID, "pl", true), tx.Enqueue(store.Notice{To: p.ID, Kind: "k"})); err != nil {
					return err
				}
				if handed := tx.Handed(); len(handed) != 1 || handed[0].Language != "pl" {
					t.Errorf("handed over %+v", handed)
				}
				return nil
			})
		},
	} {
		t.Run(name, func(t *testing.T) { storetest.Each(t, promise) })
	}
}

func handOver(t *testing.T, s *storetest.Store, p store.Person, kinds ...string) (handed []store.Claimed) {
	t.Helper()
	s.Do(func(tx *store.Tx) error {
		tx.HandOver(lease)
		for _, kind := range kinds {
			if err := tx.Enqueue(store.Notice{To: p.ID, Kind: kind}); err != nil {
				return err
			}
		}
		handed = tx.Handed()
		return nil
	})
	return handed
}

// TestTwoProcesses holds two open stores on one database to what one promises.
func TestTwoProcesses(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		other, err := store.Open(context.Background(), s.URL, s.Keys, store.WithNow(s.Clock.Now))
		if err != nil {
			t.Fatal(err)
		}
		defer other.Close()
		const each = 40
		both := []*store.DB{s.DB, other}
		var work sync.WaitGroup
		for n, db := range both {
			work.Go(func() { enqueueFrom(t, db, n, each) })
		}
		var mu sync.Mutex
		got := map[string]int{}
		var last [2]int
		for _, db := range both {
			work.Go(func() {
				for n := 0; n < 2*each && !t.Failed(); {
					sendSome(t, db, func(kind string) {
						mu.Lock()
						defer mu.Unlock()
						var from, n int
						if _, err := fmt.Sscanf(kind, "%d-%d", &from, &n); err != nil || n != last[from]+1 {
							t.Errorf("%q after %d of its sender: %v", kind, last[from], err)
						}
						last[from] = n
						got[kind]++
					})
					mu.Lock()
					n = len(got)
					mu.Unlock()
				}
			})
		}
		work.Wait()
		for kind, times := range got {
			if times != 1 {
				t.Errorf("%s went out %d times", kind, times)
			}
		}
		nextDue(t, s, time.Time{})
	})
}

// enqueueFrom puts notices into one chat's lane, each in a transaction of its own.
// The chat is met anew each time: two processes meet it for the first time at once.
func enqueueFrom(t *testing.T, db *store.DB, from, count int) {
	for n := range count {
		err := db.Update(context.Background(), func(tx *store.Tx) error {
			p, err := tx.Meet(99, "uk")
			if err != nil {
				return err
			}
			return tx.Enqueue(store.Notice{To: p.ID, Kind: fmt.Sprintf("%d-%d", from, n+1)})
		})
		if err != nil {
			t.Error(err)
		}
	}
}

// sendSome claims what there is, tells sent of it, and settles.
func sendSome(t *testing.T, db *store.DB, sent func(kind string)) {
	var claimed []store.Claimed
	err := db.Update(context.Background(), func(tx *store.Tx) (err error) {
		claimed, err = tx.Claim(3, lease)
		return err
	})
	if err != nil {
		t.Error(err)
	}
	var outcomes []store.Outcome
	for _, c := range claimed {
		sent(c.Kind)
		outcomes = append(outcomes, store.Outcome{Claimed: c, How: store.Sent})
	}
	if err := db.Update(context.Background(), func(tx *store.Tx) error { return tx.Settle(outcomes) }); err != nil {
		t.Error(err)
	}
}

// TestNoWakeupIsLost settles a chat's only notice while another comes in: the one
// that settles waits for the one that comes, and must not count without it.
func TestNoWakeupIsLost(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		p := meet(t, s, 1)
		enqueue(s, p, store.Reply, "one")
		first := claim(s, 1)[0]
		var settling sync.WaitGroup
		s.Do(func(tx *store.Tx) error {
			if err := tx.Enqueue(store.Notice{To: p.ID, Kind: "two"}); err != nil {
				return err
			}
			if _, err := tx.Setting("any"); err != nil { // a statement, before which what was kept back is written
				return err
			}
			settling.Go(func() { settle(s, store.Outcome{Claimed: first, How: store.Sent, Message: 1}) })
			return untilBlocked(t, s)
		})
		settling.Wait()
		same(t, drain(s), []string{"two"})
	})
}

// untilBlocked waits until some transaction waits for another. An embedded store
// lets nobody begin meanwhile, so there is nothing to wait for.
func untilBlocked(t *testing.T, s *storetest.Store) error {
	if s.File != "" {
		return nil
	}
	raw := s.Raw()
	for waiting := 0; waiting == 0; {
		if t.Context().Err() != nil {
			return t.Context().Err()
		}
		err := raw.QueryRow(`SELECT COUNT(*) FROM pg_stat_activity
			WHERE datname = current_database() AND wait_event_type = 'Lock'`).Scan(&waiting)
		if err != nil {
			return err
		}
	}
	return nil
}
