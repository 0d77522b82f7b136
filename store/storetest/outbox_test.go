package storetest_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

const lease = time.Minute

// meet makes a person for a test.
func meet(t *testing.T, s *storetest.Store, chat int64) store.Person {
	t.Helper()
	var p store.Person
	s.Do(func(tx *store.Tx) (err error) {
		p, err = tx.Meet(chat, "uk")
		return err
	})
	return p
}

func enqueue(s *storetest.Store, p store.Person, priority store.Priority, kinds ...string) {
	s.Do(func(tx *store.Tx) error {
		for _, kind := range kinds {
			if err := tx.Enqueue(store.Notice{To: p.ID, Priority: priority, Kind: kind, Body: []byte(`{"n":"` + kind + `"}`)}); err != nil {
				return err
			}
		}
		return nil
	})
}

func claim(s *storetest.Store, limit int) []store.Claimed {
	var claimed []store.Claimed
	s.Do(func(tx *store.Tx) (err error) {
		claimed, err = tx.Claim(limit, lease)
		return err
	})
	return claimed
}

func settle(s *storetest.Store, outcomes ...store.Outcome) {
	s.Do(func(tx *store.Tx) error { return tx.Settle(outcomes) })
}

// drain claims and sends until nothing is due, and gives the kinds in order.
func drain(s *storetest.Store) []string {
	var kinds []string
	for {
		claimed := claim(s, 10)
		if len(claimed) == 0 {
			return kinds
		}
		for _, c := range claimed {
			kinds = append(kinds, c.Kind)
			settle(s, store.Outcome{Claimed: c, How: store.Sent, Message: len(kinds)})
		}
	}
}

func TestOutbox(t *testing.T) {
	for name, promise := range map[string]func(*testing.T, *storetest.Store){
		"the order of a chat is kept, replies first": func(t *testing.T, s *storetest.Store) {
			p := meet(t, s, 1)
			enqueue(s, p, store.Push, "push1", "push2")
			enqueue(s, p, store.Broadcast, "broadcast")
			enqueue(s, p, store.Reply, "reply1", "reply2")
			same(t, drain(s), []string{"reply1", "reply2", "push1", "push2", "broadcast"})
		},
		"only the head of a chat is in flight": func(t *testing.T, s *storetest.Store) {
			p := meet(t, s, 1)
			enqueue(s, p, store.Reply, "one", "two")
			first := claim(s, 10)
			if len(first) != 1 || first[0].Kind != "one" || first[0].Chat != 1 || string(first[0].Body) != `{"n":"one"}` {
				t.Fatalf("claimed %+v", first)
			}
			if more := claim(s, 10); len(more) != 0 {
				t.Fatalf("claimed %+v beside it", more)
			}
		},
		"a lease that ends frees the chat, and the late outcome does not": func(t *testing.T, s *storetest.Store) {
			p := meet(t, s, 1)
			enqueue(s, p, store.Reply, "one", "two")
			lost := claim(s, 1)
			s.Clock.Advance(lease + time.Second)
			again := claim(s, 1)
			if len(again) != 1 || again[0].ID != lost[0].ID {
				t.Fatalf("after the lease: %+v", again)
			}
			settle(s, store.Outcome{Claimed: lost[0], How: store.Sent, Message: 5})
			if more := claim(s, 1); len(more) != 0 {
				t.Fatalf("the late outcome freed a chat that somebody else holds: %+v", more)
			}
			settle(s, store.Outcome{Claimed: again[0], How: store.Sent, Message: 6})
			same(t, drain(s), []string{"two"})
		},
		"a pause outlives a restart and counts no attempt": func(t *testing.T, s *storetest.Store) {
			p := meet(t, s, 1)
			enqueue(s, p, store.Reply, "one")
			c := claim(s, 1)[0]
			settle(s, store.Outcome{Claimed: c, How: store.Later, Until: s.Clock.Now().Add(time.Hour)})
			s.Reopen()
			s.Clock.Advance(59 * time.Minute)
			if early := claim(s, 1); len(early) != 0 {
				t.Fatalf("sent %v before the pause was over", early)
			}
			s.Clock.Advance(time.Minute)
			if late := claim(s, 1); len(late) != 1 || late[0].Attempt != 0 {
				t.Fatalf("after the pause: %+v", late)
			}
		},
		"a failure counts and in the end gives up": func(t *testing.T, s *storetest.Store) {
			p := meet(t, s, 1)
			enqueue(s, p, store.Reply, "one")
			for n := range store.MaxAttempts {
				c := claim(s, 1)
				if len(c) != 1 || c[0].Attempt != n {
					t.Fatalf("attempt %d: %+v", n, c)
				}
				s.Clock.Advance(time.Second)
				settle(s, store.Outcome{Claimed: c[0], How: store.Failed, Until: s.Clock.Now()})
			}
			if c := claim(s, 1); len(c) != 0 {
				t.Fatalf("tried for ever: %+v", c)
			}
			s.Do(func(tx *store.Tx) error {
				waiting, dead, _, err := tx.Depths()
				if waiting != 0 || dead != 1 {
					t.Errorf("%d wait, %d are dead, want 0 and 1", waiting, dead)
				}
				return err
			})
		},
		"what is due later waits, and lets a reply pass": func(t *testing.T, s *storetest.Store) {
			p := meet(t, s, 1)
			s.Do(func(tx *store.Tx) error {
				return tx.Enqueue(store.Notice{To: p.ID, Priority: store.Push, Kind: "morning", Due: tx.Now().Add(8 * time.Hour)})
			})
			enqueue(s, p, store.Reply, "reply")
			same(t, drain(s), []string{"reply"})
			s.Clock.Advance(8 * time.Hour)
			same(t, drain(s), []string{"morning"})
		},
		"a dedupe key is used once for each chat": func(t *testing.T, s *storetest.Store) {
			for chat := range int64(2) {
				p := meet(t, s, chat+1)
				for range 3 {
					s.Do(func(tx *store.Tx) error {
						return tx.Enqueue(store.Notice{To: p.ID, Kind: fmt.Sprint("to", chat), Dedupe: "event-1"})
					})
				}
			}
			if got := drain(s); len(got) != 2 {
				t.Errorf("sent %v, want one to each", got)
			}
		},
		"a recalled notice does not go out, its successor does": func(t *testing.T, s *storetest.Store) {
			p := meet(t, s, 1)
			for _, kind := range []string{"first", "second"} {
				s.Do(func(tx *store.Tx) error {
					if err := tx.Recall(p.ID, "album"); err != nil {
						return err
					}
					return tx.Enqueue(store.Notice{To: p.ID, Kind: kind, Dedupe: "album", Due: tx.Now().Add(time.Second)})
				})
			}
			s.Clock.Advance(time.Second)
			same(t, drain(s), []string{"second"})
		},
		"a chat that is gone is marked": func(t *testing.T, s *storetest.Store) {
			p := meet(t, s, 1)
			enqueue(s, p, store.Push, "one", "two")
			settle(s, store.Outcome{Claimed: claim(s, 1)[0], How: store.Gone})
			s.Do(func(tx *store.Tx) error {
				now, err := tx.Person(p.ID)
				if now.Reachable {
					t.Error("the person still counts as reachable")
				}
				return err
			})
		},
		"a migrated group is written to under its new id": func(t *testing.T, s *storetest.Store) {
			var g store.Person
			s.Do(func(tx *store.Tx) (err error) {
				g, err = tx.Group(-7)
				return err
			})
			enqueue(s, g, store.Push, "card")
			settle(s, store.Outcome{Claimed: claim(s, 1)[0], How: store.Migrated, MovedTo: -1007})
			if c := claim(s, 1); len(c) != 1 || c[0].Chat != -1007 || c[0].Kind != "card" {
				t.Fatalf("after the migration: %+v", c)
			}
		},
		"a clock that jumped far ahead and back holds nobody for long": func(t *testing.T, s *storetest.Store) {
			p := meet(t, s, 1)
			enqueue(s, p, store.Reply, "one")
			s.Clock.Advance(1000 * time.Hour)
			claim(s, 1)
			s.Clock.Advance(-1000 * time.Hour)
			if c := claim(s, 1); len(c) != 1 {
				t.Fatalf("after the jump back: %+v", c)
			}
		},
		"message ids of both sides are known for 48 hours": func(t *testing.T, s *storetest.Store) {
			p := meet(t, s, 1)
			s.Do(func(tx *store.Tx) error {
				_, err := tx.FirstSight(900, p.ID, 11)
				return err
			})
			enqueue(s, p, store.Reply, "one")
			settle(s, store.Outcome{Claimed: claim(s, 1)[0], How: store.Sent, Message: 12})
			messages(t, s, p, 11, 12)
			s.Clock.Advance(49 * time.Hour)
			messages(t, s, p)
		},
	} {
		t.Run(name, func(t *testing.T) { storetest.Each(t, promise) })
	}
}

func messages(t *testing.T, s *storetest.Store, p store.Person, want ...int) {
	t.Helper()
	s.Do(func(tx *store.Tx) error {
		got, err := tx.Messages(p.ID)
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("messages %v, want %v", got, want)
		}
		return err
	})
}

func same(t *testing.T, got, want []string) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("sent %v, want %v", got, want)
	}
}

// TestLanes plays random senders that crash, are late and are told to wait: a
// chat's replies go out in their order, none is lost, and none is sent twice but
// by one who did not settle within the lease.
func TestLanes(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := storetest.Embedded(t)
		defer s.Close()
		people := []store.Person{meet(t, s, 1), meet(t, s, 2)}
		queued, got := map[cases.PersonID][]string{}, map[cases.PersonID][]string{}
		sender := func(c store.Claimed, how string) {
			switch how {
			case "sent":
				got[c.To] = append(got[c.To], c.Kind)
				settle(s, store.Outcome{Claimed: c, How: store.Sent})
			case "later":
				settle(s, store.Outcome{Claimed: c, How: store.Later, Until: s.Clock.Now().Add(time.Second)})
			case "failed":
				settle(s, store.Outcome{Claimed: c, How: store.Failed, Until: s.Clock.Now().Add(time.Second)})
			case "crash":
				s.Clock.Advance(lease)
			}
		}
		for step := range rapid.IntRange(1, 25).Draw(r, "steps") {
			if rapid.Bool().Draw(r, "enqueue") {
				p := people[rapid.IntRange(0, 1).Draw(r, "who")]
				kind := fmt.Sprint(step)
				queued[p.ID] = append(queued[p.ID], kind)
				enqueue(s, p, store.Reply, kind)
				continue
			}
			for _, c := range claim(s, 2) {
				sender(c, rapid.SampledFrom([]string{"sent", "later", "failed", "crash"}).Draw(r, "how"))
			}
			s.Clock.Advance(time.Second)
		}
		s.Clock.Advance(2 * lease)
		for claimed := claim(s, 2); len(claimed) > 0; claimed = claim(s, 2) {
			for _, c := range claimed {
				sender(c, "sent")
			}
		}
		for _, p := range people {
			if fmt.Sprint(got[p.ID]) != fmt.Sprint(queued[p.ID]) {
				r.Fatalf("person got %v, want %v", got[p.ID], queued[p.ID])
			}
		}
		if err := s.Check(context.Background()); err != nil {
			r.Fatal(err)
		}
	})
}
