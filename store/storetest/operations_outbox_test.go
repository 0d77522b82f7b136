package storetest_test

import (
	"errors"
	"testing"
	"time"

	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

// giveUp claims what is due and lets Telegram refuse all of it for good.
func giveUp(s *storetest.Store) (all []store.Claimed) {
	for {
		batch := claim(s, 10)
		if len(batch) == 0 {
			return all
		}
		for _, c := range batch {
			settle(s, store.Outcome{Claimed: c, How: store.Refused})
		}
		all = append(all, batch...)
	}
}

func letters(t *testing.T, s *storetest.Store) (all []store.DeadLetter) {
	t.Helper()
	s.Do(func(tx *store.Tx) (err error) {
		all, err = tx.DeadLetters(storetest.Operator())
		return err
	})
	return all
}

func retry(s *storetest.Store, id int64) error {
	return s.Try(func(tx *store.Tx) error { return tx.RetryLetter(storetest.Operator(), id) })
}

func TestALetterThatWasGivenUp(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		p := meet(t, s, 1)
		enqueue(s, p, store.Reply, "one", "two")
		giveUp(s)
		s.Clock.Advance(time.Hour)
		dead := letters(t, s)
		if len(dead) != 2 || dead[0].Kind != "one" || dead[0].Class != "" || !dead[0].Since.Equal(storetest.Start) {
			t.Fatalf("given up: %+v", dead)
		}
		enqueue(s, p, store.Reply, "three")
		if err := retry(s, dead[1].ID); err != nil {
			t.Fatal(err)
		}
		same(t, drain(s), []string{"two", "three"})
		if err := retry(s, dead[1].ID); !errors.Is(err, cases.ErrNotFound) {
			t.Errorf("one that went out was tried again: %v", err)
		}
		if err := s.Try(func(tx *store.Tx) error { return tx.DropLetter(storetest.Operator(), dead[0].ID) }); err != nil {
			t.Fatal(err)
		}
		if left := letters(t, s); len(left) != 0 {
			t.Errorf("after a drop: %+v", left)
		}
		var body []byte
		if err := s.Raw().QueryRow("SELECT body FROM outbox WHERE id = $1", dead[0].ID).Scan(&body); err != nil || body != nil {
			t.Errorf("a dropped letter still says %x, %v", body, err)
		}
		same(t, houseLines(t, s), []string{"notice_retried", "notice_dropped"})
		s.Do(func(tx *store.Tx) error { return tx.VerifyTree() })
	})
}

// houseLines gives the kinds of the lines of history of no case, without those
// about staff.
func houseLines(t *testing.T, s *storetest.Store) (kinds []string) {
	t.Helper()
	rows, err := s.Raw().Query("SELECT kind FROM events WHERE case_id = 0 AND kind LIKE 'notice%' ORDER BY leaf")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var kind string
		if err := rows.Scan(&kind); err != nil {
			t.Fatal(err)
		}
		kinds = append(kinds, kind)
	}
	return kinds
}

func TestOnlyAnOperatorTendsTheOutbox(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		enqueue(s, meet(t, s, 1), store.Reply, "one")
		giveUp(s)
		id := letters(t, s)[0].ID
		for _, by := range []cases.Actor{h.Worker.Actor(), h.Supervisor.Actor(), {Role: cases.Family, Person: 7}, {},
			{Role: cases.Operator, Staff: 1}} {
			for name, act := range map[string]func(tx *store.Tx) error{
				"lists":       func(tx *store.Tx) error { _, err := tx.DeadLetters(by); return err },
				"retries":     func(tx *store.Tx) error { return tx.RetryLetter(by, id) },
				"retries all": func(tx *store.Tx) error { _, err := tx.RetryLetters(by); return err },
				"drops":       func(tx *store.Tx) error { return tx.DropLetter(by, id) },
			} {
				if err := s.Fails(act); !errors.Is(err, cases.ErrForbidden) {
					t.Errorf("%+v %s: %v", by, name, err)
				}
			}
		}
	})
}

// TestNewsThatWasGivenUp holds a retry to the rules of the day of the retry.
func TestNewsThatWasGivenUp(t *testing.T) {
	for name, c := range map[string]struct {
		then func(tx *store.Tx, p cases.PersonID, ref cases.Ref) error
		want error
	}{
		"to who still follows":   {func(*store.Tx, cases.PersonID, cases.Ref) error { return nil }, nil},
		"to who hides now":       {func(tx *store.Tx, p cases.PersonID, _ cases.Ref) error { return tx.Hide(p, true) }, cases.ErrConsent},
		"to a phone others see":  {func(tx *store.Tx, p cases.PersonID, _ cases.Ref) error { return tx.SetQuiet(p, cases.SharedYes) }, cases.ErrConsent},
		"of a case that is gone": {func(tx *store.Tx, p cases.PersonID, ref cases.Ref) error { return tx.Erase(p, ref) }, cases.ErrNotFound},
		"to a chat that is gone": {func(tx *store.Tx, p cases.PersonID, _ cases.Ref) error { return tx.Reachable(p, false) }, cases.ErrConsent},
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, s *storetest.Store) {
				h := storetest.Staffed(s)
				mother := h.Person(77, "uk")
				ref := h.Report(mother, storetest.Sheet(1)).Cases[0].Ref
				h.Outbox()
				h.Bring(ref, cases.UnderReview)
				giveUp(s)
				news := newsIn(letters(t, s))
				if len(news) != 1 || news[0].Class != cases.ClassA {
					t.Fatalf("given up: %+v", news)
				}
				s.Do(func(tx *store.Tx) error { return c.then(tx, mother, ref) })
				if err := retry(s, news[0].ID); !errors.Is(err, c.want) {
					t.Errorf("retry: %v, want %v", err, c.want)
				}
				s.Do(func(tx *store.Tx) error { return tx.VerifyTree() })
				var done store.Retried
				s.Do(func(tx *store.Tx) (err error) {
					done, err = tx.RetryLetters(storetest.Operator())
					return err
				})
				if kept := len(newsIn(letters(t, s))); (c.want != nil) != (kept == 1) || done.Kept != kept {
					t.Errorf("%d of news kept, %+v", kept, done)
				}
			})
		})
	}
}

func newsIn(all []store.DeadLetter) (news []store.DeadLetter) {
	for _, one := range all {
		if one.Class != "" {
			news = append(news, one)
		}
	}
	return news
}

func TestCounts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		if got := counts(s); got != (store.Counts{}) {
			t.Errorf("an empty store: %+v", got)
		}
		p, other := meet(t, s, 1), meet(t, s, 2)
		enqueue(s, other, store.Reply, "bad")
		giveUp(s)
		enqueue(s, p, store.Reply, "one", "two")
		s.Do(func(tx *store.Tx) error {
			if err := tx.Enqueue(store.Notice{To: p.ID, Priority: store.Push, Kind: "later", Due: tx.Now().Add(time.Hour)}); err != nil {
				return err
			}
			if _, err := tx.PendingFile(p.ID, store.FileRef{Telegram: "f"}); err != nil {
				return err
			}
			_, err := tx.SetAside(5, []byte("raw"), "panic")
			return err
		})
		s.Clock.Advance(10 * time.Minute)
		at := storetest.Start
		want := store.Counts{Waiting: 3, Due: 2, OldestDue: at, Dead: 1, Files: 1, OldestFile: at, Aside: 1, OldestAside: at}
		if got := counts(s); !sameCounts(got, want) {
			t.Errorf("got %+v, want %+v", got, want)
		}
		drain(s)
		s.Clock.Advance(2 * time.Hour)
		if got := counts(s); got.Waiting != 1 || got.Due != 1 || !got.OldestDue.Equal(at.Add(time.Hour)) {
			t.Errorf("an hour later: %+v", got)
		}
	})
}

func counts(s *storetest.Store) (c store.Counts) {
	s.Do(func(tx *store.Tx) (err error) {
		c, err = tx.Counts()
		return err
	})
	return c
}

func sameCounts(a, b store.Counts) bool {
	same := a.OldestDue.Equal(b.OldestDue) && a.OldestFile.Equal(b.OldestFile) && a.OldestAside.Equal(b.OldestAside)
	for _, c := range []*store.Counts{&a, &b} {
		c.OldestDue, c.OldestFile, c.OldestAside = time.Time{}, time.Time{}, time.Time{}
	}
	return same && a == b
}

// TestCardsThatWereGivenUp go to nobody who has left staff meanwhile.
func TestCardsThatWereGivenUp(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		ref := h.Report(h.Person(77, "uk"), storetest.Sheet(1)).Cases[0].Ref
		h.Outbox()
		for _, to := range []cases.PersonID{h.Group, h.Worker.Person, h.Other.Person} {
			s.Do(func(tx *store.Tx) error {
				return tx.Enqueue(store.Notice{To: to, Priority: store.Push, Kind: store.KindStaffAnswered, Body: []byte(`{"ref":"` + string(ref) + `"}`)})
			})
		}
		giveUp(s)
		s.Do(func(tx *store.Tx) error { return tx.RemoveStaff(storetest.Operator(), h.Other.Handle) })
		var done store.Retried
		s.Do(func(tx *store.Tx) (err error) {
			done, err = tx.RetryLetters(storetest.Operator())
			return err
		})
		if done != (store.Retried{Queued: 2, Kept: 1}) {
			t.Errorf("%+v, want two queued and the one to who left kept", done)
		}
		for _, c := range h.Outbox() {
			if c.To == h.Other.Person {
				t.Errorf("who left staff was sent %s", c.Kind)
			}
		}
	})
}
