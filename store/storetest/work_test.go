package storetest_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

// said is one turn of a batch: what is remembered of it, and whether it fails.
type said struct {
	update int64
	chat   int64
	text   string
	fails  bool
	direct bool // an act that is a statement of its own stands in its midst
}

// batch handles turns as the bot does: each in a savepoint, tried twice.
func batch(t *testing.T, s *storetest.Store, all ...said) (used []int64, handed []store.Claimed) {
	t.Helper()
	s.Do(func(tx *store.Tx) error {
		used = nil
		var updates, chats []int64
		for _, one := range all {
			updates = append(updates, one.update)
			if !slices.Contains(chats, one.chat) {
				chats = append(chats, one.chat)
			}
		}
		tx.HandOver(lease)
		tx.Expect(updates)
		if err := tx.LockPeople(chats); err != nil {
			return err
		}
		for _, one := range all {
			for range 2 {
				first := false
				err := tx.Savepoint(func() (err error) {
					first, err = turnOf(tx, one)
					return err
				})
				if err == nil {
					if first {
						used = append(used, one.update)
					}
					break
				}
				if !errors.Is(err, errOnPurpose) {
					return err
				}
			}
		}
		handed = tx.Handed()
		return nil
	})
	return used, handed
}

func turnOf(tx *store.Tx, one said) (bool, error) {
	p, err := tx.Meet(one.chat, "uk")
	if err != nil {
		return false, err
	}
	first, err := tx.FirstSight(one.update, p.ID, int(one.update))
	if err != nil || !first {
		return false, err
	}
	if err := tx.SaveConversation(p.ID, append(slices.Clone(p.State), one.text...)); err != nil {
		return false, err
	}
	if one.direct {
		if err := tx.SetVolunteer(p.ID, true); err != nil {
			return false, err
		}
	}
	for i := range 2 {
		if err := tx.Enqueue(store.Notice{To: p.ID, Kind: fmt.Sprint(one.text, i)}); err != nil {
			return false, err
		}
	}
	if one.fails {
		return false, errOnPurpose
	}
	return true, nil
}

// remembered holds what a chat's conversation and outbox are.
func remembered(t *testing.T, s *storetest.Store, chat int64, state string, volunteer bool) {
	t.Helper()
	s.Do(func(tx *store.Tx) error {
		p, err := tx.Meet(chat, "uk")
		if string(p.State) != state || p.Volunteer != volunteer {
			t.Errorf("chat %d remembers %q, volunteer %v; want %q, %v", chat, p.State, p.Volunteer, state, volunteer)
		}
		return err
	})
}

// drained claims and sends until nothing is due, and gives the kinds in order, by chat.
func drained(s *storetest.Store) map[int64][]string {
	kinds := map[int64][]string{}
	for claimed := claim(s, 20); len(claimed) > 0; claimed = claim(s, 20) {
		for _, c := range claimed {
			kinds[c.Chat] = append(kinds[c.Chat], c.Kind)
			settle(s, store.Outcome{Claimed: c, How: store.Sent, Message: 1})
		}
	}
	return kinds
}

// TestBatch holds turns that are written together to what each promises alone.
func TestBatch(t *testing.T) {
	for name, promise := range map[string]func(*testing.T, *storetest.Store){
		"each person's words follow each other": func(t *testing.T, s *storetest.Store) {
			meet(t, s, 1)
			used, handed := batch(t, s, said{update: 1, chat: 1, text: "a"}, said{update: 2, chat: 2, text: "b"},
				said{update: 3, chat: 1, text: "c"}, said{update: 1, chat: 1, text: "again"})
			if !slices.Equal(used, []int64{1, 2, 3}) || len(handed) != 2 {
				t.Errorf("used %v, handed over to %d chats", used, len(handed))
			}
			remembered(t, s, 1, "ac", false)
			remembered(t, s, 2, "b", false)
			s.Clock.Advance(2 * lease)
			same(t, drained(s)[1], []string{"a0", "a1", "c0", "c1"})
		},
		"a turn that fails is undone alone": func(t *testing.T, s *storetest.Store) {
			for _, direct := range []bool{false, true} {
				first := int64(10)
				if direct {
					first = 20
				}
				used, _ := batch(t, s, said{update: first, chat: first, text: "a"}, said{update: first + 1, chat: first, text: "b", fails: true, direct: direct},
					said{update: first + 2, chat: first, text: "c"}, said{update: first + 3, chat: first + 1, text: "d"})
				if !slices.Equal(used, []int64{first, first + 2, first + 3}) {
					t.Errorf("direct %v: used %v", direct, used)
				}
				remembered(t, s, first, "ac", false)
				remembered(t, s, first+1, "d", false)
				s.Clock.Advance(2 * lease)
				same(t, drained(s)[first], []string{"a0", "a1", "c0", "c1"})
				if used, _ = batch(t, s, said{update: first + 1, chat: first, text: "b"}, said{update: first, chat: first, text: "a"}); !slices.Equal(used, []int64{first + 1}) {
					t.Errorf("direct %v: after the failure %v is used", direct, used)
				}
			}
		},
		"an act in the midst of turns finds and leaves what it should": func(t *testing.T, s *storetest.Store) {
			used, _ := batch(t, s, said{update: 1, chat: 1, text: "a", direct: true}, said{update: 2, chat: 1, text: "b"}, said{update: 3, chat: 2, text: "c", direct: true})
			if len(used) != 3 {
				t.Errorf("used %v", used)
			}
			remembered(t, s, 1, "ab", true)
			remembered(t, s, 2, "c", true)
		},
		"a batch larger than one statement is whole": func(t *testing.T, s *storetest.Store) {
			var all []said
			for i := range int64(100) {
				all = append(all, said{update: i + 1, chat: i%90 + 1, text: "x"})
			}
			if used, _ := batch(t, s, all...); len(used) != 100 {
				t.Errorf("%d used", len(used))
			}
			if used, _ := batch(t, s, all...); len(used) != 0 {
				t.Errorf("%d used again", len(used))
			}
			remembered(t, s, 10, "xx", false)
			remembered(t, s, 11, "x", false)
			s.Clock.Advance(2 * lease)
			if got := drain(s); len(got) != 200 {
				t.Errorf("%d notices, want 200", len(got))
			}
		},
		"what follows a reply waits until that one is settled": func(t *testing.T, s *storetest.Store) {
			_, handed := batch(t, s, said{update: 1, chat: 1, text: "a"})
			if len(handed) != 1 || handed[0].Kind != "a0" {
				t.Fatalf("handed over %+v", handed)
			}
			if more := claim(s, 5); len(more) != 0 {
				t.Fatalf("claimed beside what is under way: %+v", more)
			}
			settle(s, store.Outcome{Claimed: handed[0], How: store.Sent, Message: 5})
			same(t, drain(s), []string{"a1"})
		},
		"a reply that was handed over and is never settled comes again, before what follows": func(t *testing.T, s *storetest.Store) {
			batch(t, s, said{update: 1, chat: 1, text: "a"})
			s.Clock.Advance(2 * lease)
			same(t, drain(s), []string{"a0", "a1"})
		},
		"outcomes of many kinds are settled together": func(t *testing.T, s *storetest.Store) {
			var all []said
			for i := range int64(8) {
				all = append(all, said{update: i + 1, chat: i + 1, text: fmt.Sprint("t", i, "."), direct: true})
			}
			_, handed := batch(t, s, all...)
			var outcomes []store.Outcome
			for i, c := range handed {
				outcomes = append(outcomes, store.Outcome{Claimed: c, How: store.How(i % 4), Until: s.Clock.Now().Add(lease), Message: i + 1})
			}
			settle(s, outcomes...)
			s.Clock.Advance(lease)
			got := drained(s)
			for i, c := range handed {
				want := []string{"t%d.1"}
				if how := store.How(i % 4); how == store.Later || how == store.Failed {
					want = []string{"t%d.0", "t%d.1"}
				}
				for j := range want {
					want[j] = fmt.Sprintf(want[j], i)
				}
				same(t, got[c.Chat], want)
			}
		},
		"a conversation of nobody is not saved": func(t *testing.T, s *storetest.Store) {
			s.Do(func(tx *store.Tx) error {
				if err := tx.SaveConversation(4711, nil); !errors.Is(err, cases.ErrNotFound) {
					t.Errorf("%v, want not found", err)
				}
				return nil
			})
		},
	} {
		t.Run(name, func(t *testing.T) { storetest.Each(t, promise) })
	}
}
