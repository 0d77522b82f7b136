package store_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

// TestLifeOfACase plays a case from the report to what a person must bring, and
// holds at each step who was told what, and what the family reads.
func TestLifeOfACase(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		mother := h.Person(1, "uk")
		done := h.Report(mother, storetest.Sheet(2))
		if len(done.Cases) != 2 || len(done.Receipt) != 16 {
			t.Fatalf("submitted %+v", done)
		}
		ref := done.Cases[0].Ref
		tells(t, h, "group staff.new", "group staff.new")
		reads(t, h, mother, ref, cases.Received, "")

		act(t, h, func(tx *store.Tx) (store.Moved, error) { return tx.Take(h.Worker.Actor(), ref, cases.Received) }, 1)
		tells(t, h, "mother under_review")
		reads(t, h, mother, ref, cases.UnderReview, "")

		act(t, h, func(tx *store.Tx) (store.Moved, error) {
			return tx.Ask(h.Worker.Actor(), ref, cases.UnderReview, "Як звали виховательку?")
		}, 1)
		tells(t, h, "mother needs_info")
		reads(t, h, mother, ref, cases.NeedsInfo, "Як звали виховательку?")

		h.Do(func(tx *store.Tx) error {
			return tx.Answer(mother, ref, cases.Addition{Text: "Ганна Петрівна"})
		})
		tells(t, h, "worker staff.answered")
		reads(t, h, mother, ref, cases.UnderReview, "")

		act(t, h, func(tx *store.Tx) (store.Moved, error) {
			return tx.ProposeRegister(h.Worker.Actor(), ref, cases.UnderReview, "свідоцтво збігається")
		}, 0)
		tells(t, h, "group staff.waiting")
		reads(t, h, mother, ref, cases.UnderReview, "")

		act(t, h, func(tx *store.Tx) (store.Moved, error) {
			return tx.ConfirmRegister(h.Supervisor.Actor(), ref, cases.UnderReview)
		}, 1)
		act(t, h, func(tx *store.Tx) (store.Moved, error) {
			return tx.Search(h.Worker.Actor(), ref, cases.Registered, "запит до МКЧХ")
		}, 1)
		tells(t, h, "mother registered", "mother searching")
		reads(t, h, mother, ref, cases.Searching, "")

		h.Do(func(tx *store.Tx) error {
			if _, err := tx.Propose(h.Worker.Actor(), ref, storetest.Full(cases.Searching, cases.Located)); err != nil {
				return err
			}
			moved, err := tx.Confirm(h.Second.Actor(), ref, cases.Searching)
			if moved.Told != 0 || moved.Waits != 1 {
				t.Errorf("located: %+v", moved)
			}
			return err
		})
		tells(t, h, "group staff.waiting")
		reads(t, h, mother, ref, cases.Searching, "")
		act(t, h, func(tx *store.Tx) (store.Moved, error) {
			return tx.Spoke(h.Supervisor.Actor(), ref, "говорила з мамою")
		}, 1)
		tells(t, h, "mother located")
		reads(t, h, mother, ref, cases.Located, "")
		holdsFile(t, h, ref)
		verifies(t, h)
	})
}

// act runs an act of staff and holds how many notices it queued.
func act(t *testing.T, h *storetest.House, f func(tx *store.Tx) (store.Moved, error), told int) {
	t.Helper()
	h.Do(func(tx *store.Tx) error {
		moved, err := f(tx)
		if err == nil && moved.Told != told {
			t.Errorf("told %d, want %d", moved.Told, told)
		}
		return err
	})
}

// tells holds what has left since the last time: who got what.
func tells(t *testing.T, h *storetest.House, want ...string) {
	t.Helper()
	names := map[cases.PersonID]string{h.Group: "group", h.Worker.Person: "worker", h.Other.Person: "other",
		h.Supervisor.Person: "supervisor", h.Second.Person: "second"}
	var got []string
	for _, c := range h.Outbox() {
		name, staff := names[c.To]
		if !staff {
			name = "mother"
		}
		got = append(got, name+" "+c.Kind)
		bodyHolds(t, c)
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

// bodyHolds holds that a notice says nothing but a number, and for staff the stage,
// an age band and since when.
func bodyHolds(t *testing.T, c store.Claimed) {
	t.Helper()
	var body map[string]any
	if err := json.Unmarshal(c.Body, &body); err != nil {
		t.Fatal(err)
	}
	allowed := []string{"ref"}
	if strings.HasPrefix(c.Kind, "staff.") {
		allowed = []string{"ref", "stage", "age", "waiting"}
	}
	for key := range body {
		if !slices.Contains(allowed, key) {
			t.Errorf("%s says %s", c.Kind, key)
		}
	}
	for _, word := range []string{"Соломія", "Ковальчук", "Олешки", "+380", "Ганна", "виховательку", "свідоцтво"} {
		if strings.Contains(string(c.Body), word) {
			t.Errorf("%s says %s", c.Kind, word)
		}
	}
}

// reads holds what a person reads of a case: its stage and the open question.
func reads(t *testing.T, h *storetest.House, p cases.PersonID, ref cases.Ref, stage cases.Stage, question string) {
	t.Helper()
	h.Do(func(tx *store.Tx) error {
		v, err := tx.MyCase(p, ref)
		if err != nil {
			return err
		}
		asked := ""
		if v.Asked != nil {
			asked = v.Asked.Text
		}
		if v.Reads != stage || asked != question || v.Question != (question != "") {
			t.Errorf("reads %s, question %q; want %s, %q", v.Reads, asked, stage, question)
		}
		if len(v.History) == 0 || v.History[len(v.History)-1].Kind.Class() == cases.ClassC {
			t.Errorf("history %+v", v.History)
		}
		return nil
	})
}

// holdsFile holds what staff read of the played case, and what of it nobody else does.
func holdsFile(t *testing.T, h *storetest.House, ref cases.Ref) {
	t.Helper()
	h.Do(func(tx *store.Tx) error {
		f, err := tx.ReadCase(h.Worker.Actor(), ref)
		if err != nil {
			return err
		}
		if f.Reports[0].Sheet.Children[0].Name.Given != "Соломія" || len(f.Reports[0].Sheet.Children) != 1 {
			t.Errorf("sheet %+v", f.Reports[0].Sheet)
		}
		if len(f.Siblings) != 1 || f.Siblings[0] == ref {
			t.Errorf("siblings %v", f.Siblings)
		}
		if len(f.Said) != 1 || f.Said[0].Text != "Ганна Петрівна" || f.Said[0].Question != "Як звали виховательку?" || f.Said[0].Relation != cases.Mother {
			t.Errorf("said %+v", f.Said)
		}
		var notes []string
		for _, n := range f.Notes {
			notes = append(notes, string(n.Kind)+" "+n.By+" "+n.Text)
		}
		want := []string{"registered Олена свідоцтво збігається", "searching Олена запит до МКЧХ",
			"located Олена перевірено за документами", "spoke Ірина говорила з мамою"}
		if diff := cmp.Diff(want, notes); diff != "" {
			t.Errorf("notes (-want +got):\n%s", diff)
		}
		events, err := tx.History(h.Supervisor.Actor(), ref)
		if err != nil {
			return err
		}
		var kinds []string
		for _, e := range events {
			kinds = append(kinds, string(e.Kind)+" "+e.Who)
		}
		wantEvents := []string{"received ", "under_review Олена", "needs_info Олена", "resumed ", "answered ", "proposed Олена",
			"registered Ірина", "searching Олена", "proposed Олена", "located Тарас", "spoke Ірина", "read Олена", "read Ірина"}
		if diff := cmp.Diff(wantEvents, kinds); diff != "" {
			t.Errorf("events (-want +got):\n%s", diff)
		}
		return nil
	})
}

func verifies(t *testing.T, h *storetest.House, against ...[]byte) {
	t.Helper()
	h.Do(func(tx *store.Tx) error { return tx.VerifyTree(against...) })
}

// TestFourEyesInTheStore holds that no single person registers a case.
func TestFourEyesInTheStore(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		ref := h.Report(h.Person(1, "uk"), storetest.Sheet(1)).Cases[0].Ref
		h.Bring(ref, cases.UnderReview)
		move := storetest.Full(cases.UnderReview, cases.Registered)
		boss := h.Supervisor.Actor()
		for name, f := range map[string]func(tx *store.Tx) error{
			"set alone": func(tx *store.Tx) error { _, err := tx.Move(boss, ref, move); return err },
			"confirm one's own": func(tx *store.Tx) error {
				if _, err := tx.Propose(boss, ref, move); err != nil {
					return err
				}
				_, err := tx.Confirm(boss, ref, cases.UnderReview)
				return err
			},
		} {
			if err := h.Fails(f); !errors.Is(err, cases.ErrFourEyes) {
				t.Errorf("%s: %v", name, err)
			}
		}
		err := h.Fails(func(tx *store.Tx) error { _, err := tx.Confirm(boss, ref, cases.UnderReview); return err })
		if !errors.Is(err, cases.ErrNothing) {
			t.Errorf("confirm what nobody proposed: %v", err)
		}
		h.Do(func(tx *store.Tx) error {
			if _, err := tx.Propose(h.Worker.Actor(), ref, move); err != nil {
				return err
			}
			_, err := tx.Decline(boss, ref, "бракує документа")
			return err
		})
		err = h.Fails(func(tx *store.Tx) error { _, err := tx.ConfirmRegister(boss, ref, cases.UnderReview); return err })
		if !errors.Is(err, cases.ErrNothing) {
			t.Errorf("confirm what was declined: %v", err)
		}
	})
}

// TestStaleActs holds that an act decided on an older stage does nothing.
func TestStaleActs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		ref := h.Report(h.Person(1, "uk"), storetest.Sheet(1)).Cases[0].Ref
		h.Bring(ref, cases.Registered)
		w := h.Worker.Actor()
		for name, f := range map[string]func(tx *store.Tx) (store.Moved, error){
			"ask":     func(tx *store.Tx) (store.Moved, error) { return tx.Ask(w, ref, cases.UnderReview, "?") },
			"search":  func(tx *store.Tx) (store.Moved, error) { return tx.Search(w, ref, cases.UnderReview, "x") },
			"hold":    func(tx *store.Tx) (store.Moved, error) { return tx.Hold(w, ref, cases.UnderReview, "x") },
			"release": func(tx *store.Tx) (store.Moved, error) { return tx.Release(w, ref, cases.OnHold) },
			"propose": func(tx *store.Tx) (store.Moved, error) { return tx.ProposeRegister(w, ref, cases.UnderReview, "x") },
		} {
			if err := h.Fails(func(tx *store.Tx) error { _, err := f(tx); return err }); !errors.Is(err, cases.ErrStale) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
