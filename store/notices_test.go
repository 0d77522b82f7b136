package store_test

import (
	"errors"
	"maps"
	"testing"
	"time"

	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

var consented = []cases.Consent{{Purpose: cases.ConsentContact, Given: true, Version: "2026-03"}}

// join brings a relative to a case by a code.
func join(t *testing.T, h *storetest.House, reporter, relative cases.PersonID, ref cases.Ref) {
	t.Helper()
	h.Do(func(tx *store.Tx) error {
		code, err := tx.InviteRelative(reporter, ref)
		if err != nil {
			return err
		}
		_, err = tx.Join(relative, code, consented)
		return err
	})
}

// TestPreviewIsWhatIsSent compares, for several followers of several languages, by
// day and by night, what the worker is shown with what is queued and when it leaves.
func TestPreviewIsWhatIsSent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		mother, aunt, uncle, hidden := h.Person(1, "uk"), h.Person(2, "pl"), h.Person(3, "uk"), h.Person(4, "en")
		ref := h.Report(mother, storetest.Sheet(1)).Cases[0].Ref
		for _, relative := range []cases.PersonID{aunt, uncle, hidden} {
			join(t, h, mother, relative, ref)
		}
		h.Do(func(tx *store.Tx) error { return tx.Hide(hidden, true) })
		if _, err := h.Outside().Exec(`UPDATE people SET zone = 'America/Toronto' WHERE id = $1`, aunt); err != nil {
			t.Fatal(err)
		}
		h.Outbox()
		night := time.Date(2026, time.March, 2, 20, 30, 0, 0, time.UTC) // 22:30 in Kyiv, 15:30 in Toronto
		h.Clock.Set(night)
		var p store.Preview
		h.Do(func(tx *store.Tx) (err error) {
			p, err = tx.Preview(h.Worker.Actor(), ref, cases.Move{To: cases.UnderReview, Seen: cases.Received})
			return err
		})
		if p.Count != 3 || p.Later != 2 || p.Silent != 1 || p.Held || p.Kind != "under_review" ||
			!maps.Equal(p.ByLanguage, map[string]int{"uk": 2, "pl": 1}) {
			t.Errorf("preview %+v", p)
		}
		act(t, h, func(tx *store.Tx) (store.Moved, error) { return tx.Take(h.Worker.Actor(), ref, cases.Received) }, p.Count)
		gets(t, h, p, aunt)
		h.Clock.Set(time.Date(2026, time.March, 3, 5, 59, 59, 0, time.UTC)) // 7:59:59 in Kyiv
		gets(t, h, p)
		h.Clock.Advance(time.Second)
		gets(t, h, p, mother, uncle)
	})
}

// gets holds who gets the previewed news now, once, in their language.
func gets(t *testing.T, h *storetest.House, p store.Preview, want ...cases.PersonID) {
	t.Helper()
	got := map[cases.PersonID]bool{}
	for _, c := range h.Outbox() {
		if c.Kind != string(p.Kind) || got[c.To] || p.ByLanguage[c.Language] == 0 {
			t.Errorf("%d gets %s in %s", c.To, c.Kind, c.Language)
		}
		got[c.To] = true
	}
	for _, person := range want {
		if !got[person] {
			t.Errorf("%d gets nothing", person)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d get it, want %d", len(got), len(want))
	}
}

// TestPreviewRefusesWhatTheActRefuses holds that a preview is no way around a check
// and writes nothing.
func TestPreviewRefusesWhatTheActRefuses(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		ref := h.Report(h.Person(1, "uk"), storetest.Sheet(1)).Cases[0].Ref
		h.Bring(ref, cases.UnderReview)
		before := rowsOf(t, h)
		w := h.Worker.Actor()
		for name, row := range map[string]struct {
			f    func(tx *store.Tx) (store.Preview, error)
			want error
		}{
			"an incomplete move": {func(tx *store.Tx) (store.Preview, error) {
				return tx.Preview(w, ref, cases.Move{To: cases.NeedsInfo, Seen: cases.UnderReview})
			}, cases.ErrIncomplete},
			"a stale one": {func(tx *store.Tx) (store.Preview, error) {
				return tx.Preview(w, ref, storetest.Full(cases.Registered, cases.Searching))
			}, cases.ErrStale},
			"a step there is not": {func(tx *store.Tx) (store.Preview, error) {
				return tx.Preview(w, ref, storetest.Full(cases.UnderReview, cases.Returned))
			}, cases.ErrStage},
			"nothing held": {func(tx *store.Tx) (store.Preview, error) {
				return tx.PreviewSpoke(h.Supervisor.Actor(), ref)
			}, cases.ErrNothing},
			"nothing proposed": {func(tx *store.Tx) (store.Preview, error) {
				return tx.PreviewConfirm(h.Supervisor.Actor(), ref)
			}, cases.ErrNothing},
		} {
			if err := h.Fails(func(tx *store.Tx) error { _, err := row.f(tx); return err }); !errors.Is(err, row.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		h.Do(func(tx *store.Tx) error {
			p, err := tx.Preview(w, ref, storetest.Full(cases.UnderReview, cases.OnHold))
			if p.Count != 0 || p.Silent != 0 || p.Class != cases.ClassC {
				t.Errorf("a hold is told: %+v", p)
			}
			return err
		})
		if after := rowsOf(t, h); after != before {
			t.Errorf("previews wrote: %v, %v", before, after)
		}
	})
}

// TestClassBWaits holds that nothing of class B leaves before somebody spoke to the
// family, and then one push.
func TestClassBWaits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		mother := h.Person(1, "uk")
		ref := h.Report(mother, storetest.Sheet(1)).Cases[0].Ref
		h.Bring(ref, cases.Searching)
		h.Outbox()
		h.Do(func(tx *store.Tx) error {
			if _, err := tx.Propose(h.Worker.Actor(), ref, storetest.Full(cases.Searching, cases.Located)); err != nil {
				return err
			}
			p, err := tx.PreviewConfirm(h.Supervisor.Actor(), ref)
			if !p.Held || p.Count != 1 {
				t.Errorf("preview %+v", p)
			}
			return err
		})
		h.Do(func(tx *store.Tx) error {
			_, err := tx.Confirm(h.Supervisor.Actor(), ref, cases.Searching)
			return err
		})
		for from, to := cases.Located, cases.ReturnPlanning; from != cases.ReturnInProgress; from, to = to, cases.ReturnInProgress {
			h.Do(func(tx *store.Tx) error {
				_, err := tx.Move(h.Supervisor.Actor(), ref, storetest.Full(from, to))
				return err
			})
		}
		h.Do(func(tx *store.Tx) error {
			_, err := tx.Mark(h.Worker.Actor(), ref, store.Marks{Whereabouts: cases.ContactMade, Why: "лист від дитини"})
			return err
		})
		tells(t, h, "group staff.waiting")
		reads(t, h, mother, ref, cases.ReturnInProgress, "")
		err := h.Fails(func(tx *store.Tx) error { _, err := tx.Spoke(h.Worker.Actor(), ref, "x"); return err })
		if !errors.Is(err, cases.ErrForbidden) {
			t.Errorf("a worker lets news out: %v", err)
		}
		h.Do(func(tx *store.Tx) error {
			p, err := tx.PreviewSpoke(h.Supervisor.Actor(), ref)
			if p.Kind != cases.KindContactMade || p.Held || p.Count != 1 {
				t.Errorf("preview %+v", p)
			}
			return err
		})
		act(t, h, func(tx *store.Tx) (store.Moved, error) { return tx.Spoke(h.Supervisor.Actor(), ref, "x") }, 1)
		tells(t, h, "mother contact_made")
		err = h.Fails(func(tx *store.Tx) error { _, err := tx.Spoke(h.Supervisor.Actor(), ref, "x"); return err })
		if !errors.Is(err, cases.ErrNothing) {
			t.Errorf("spoke twice: %v", err)
		}
	})
}

// TestSafetyStopsPushes holds the safety axis: quiet and hold take queued pushes
// back and let none out; held news cannot be released on hold; only a supervisor
// ends a hold.
func TestSafetyStopsPushes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		mother := h.Person(1, "uk")
		ref := h.Report(mother, storetest.Sheet(1)).Cases[0].Ref
		h.Outbox()
		h.Clock.Set(time.Date(2026, time.March, 2, 21, 0, 0, 0, time.UTC))
		act(t, h, func(tx *store.Tx) (store.Moved, error) { return tx.Take(h.Worker.Actor(), ref, cases.Received) }, 1)
		mark := func(by cases.Actor, safety cases.Safety) error {
			return h.Try(func(tx *store.Tx) error {
				_, err := tx.Mark(by, ref, store.Marks{Safety: safety, Why: "телефон у чужих руках"})
				return err
			})
		}
		if err := mark(h.Worker.Actor(), cases.SafetyHold); err != nil {
			t.Fatal(err)
		}
		h.Clock.Advance(24 * time.Hour)
		tells(t, h)
		h.Do(func(tx *store.Tx) error {
			moved, err := tx.Ask(h.Worker.Actor(), ref, cases.UnderReview, "?")
			if moved.Told != 0 || moved.Silent != 1 {
				t.Errorf("asked on hold: %+v", moved)
			}
			return err
		})
		tells(t, h)
		reads(t, h, mother, ref, cases.UnderReview, "")
		if err := mark(h.Worker.Actor(), cases.SafetyNormal); !errors.Is(err, cases.ErrForbidden) {
			t.Errorf("a worker ends a hold: %v", err)
		}
		if err := mark(h.Supervisor.Actor(), cases.SafetyNormal); err != nil {
			t.Fatal(err)
		}
		reads(t, h, mother, ref, cases.NeedsInfo, "?")
		if err := mark(h.Supervisor.Actor(), "loud"); !errors.Is(err, cases.ErrInvalid) {
			t.Errorf("an unknown safety: %v", err)
		}
		if err := mark(h.Supervisor.Actor(), cases.SafetyNormal); !errors.Is(err, cases.ErrNothing) {
			t.Errorf("a mark that changes nothing: %v", err)
		}
	})
}

// TestWhoGetsNoPush holds who of a family is never written to first.
func TestWhoGetsNoPush(t *testing.T) {
	for name, silence := range map[string]func(tx *store.Tx, p cases.PersonID, ref cases.Ref) error{
		"others see the phone": func(tx *store.Tx, p cases.PersonID, _ cases.Ref) error { return tx.SetQuiet(p, cases.SharedPerhaps) },
		"who hides":            func(tx *store.Tx, p cases.PersonID, _ cases.Ref) error { return tx.Hide(p, true) },
		"out of reach":         func(tx *store.Tx, p cases.PersonID, _ cases.Ref) error { return tx.Reachable(p, false) },
		"who took it back": func(tx *store.Tx, p cases.PersonID, ref cases.Ref) error {
			return tx.Consent(p, ref, cases.Consent{Purpose: cases.ConsentContact, Version: "2026-03"})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := storetest.Staffed(storetest.Embedded(t))
			mother := h.Person(1, "uk")
			ref := h.Report(mother, storetest.Sheet(1)).Cases[0].Ref
			h.Do(func(tx *store.Tx) error { return silence(tx, mother, ref) })
			h.Outbox()
			act(t, h, func(tx *store.Tx) (store.Moved, error) { return tx.Take(h.Worker.Actor(), ref, cases.Received) }, 0)
			tells(t, h)
			reads(t, h, mother, ref, cases.UnderReview, "")
		})
	}
}

// TestStaffHear holds who of staff is told what, with and without Telegram.
func TestStaffHear(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		desk := h.Hire(store.NewStaff{Handle: "desk", Name: "Desk", Role: cases.Worker}, 0)
		mother := h.Person(1, "uk")
		ref := h.Report(mother, storetest.Sheet(1)).Cases[0].Ref
		h.Outbox()
		add := func(tx *store.Tx) error { return tx.AddToReport(mother, ref, cases.Addition{Text: "Ще одне"}) }
		h.Do(add)
		tells(t, h, "group staff.added")
		h.Do(func(tx *store.Tx) error { _, err := tx.Assign(h.Supervisor.Actor(), ref, h.Other.ID); return err })
		h.Do(add)
		h.Do(func(tx *store.Tx) error { return tx.Reachable(mother, false) })
		h.Do(func(tx *store.Tx) error { return tx.Reachable(mother, false) })
		tells(t, h, "other staff.assigned", "other staff.added", "other staff.unreachable")
		h.Do(func(tx *store.Tx) error { _, err := tx.Assign(h.Supervisor.Actor(), ref, desk.ID); return err })
		h.Do(add)
		tells(t, h, "group staff.assigned", "group staff.added")
	})
}
