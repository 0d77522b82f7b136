package store_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"testing"
	"time"

	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

// TestStaffJoinByCode holds that a code works once, for a week, for one person.
func TestStaffJoinByCode(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		p, q := h.Person(1, "uk"), h.Person(2, "uk")
		var code cases.Invitation
		h.Do(func(tx *store.Tx) (err error) {
			_, code, err = tx.AddStaff(h.Supervisor.Actor(), store.NewStaff{Handle: " Nadia ", Name: "Надія", Role: cases.Worker})
			return err
		})
		joins := func(p cases.PersonID) error {
			return h.Try(func(tx *store.Tx) error { _, err := tx.JoinStaff(p, code); return err })
		}
		if err := joins(h.Worker.Person); !errors.Is(err, cases.ErrTaken) {
			t.Errorf("who is somebody else already: %v", err)
		}
		if err := joins(p); err != nil {
			t.Fatal(err)
		}
		if err := joins(q); !errors.Is(err, cases.ErrNotFound) {
			t.Errorf("a used code: %v", err)
		}
		h.Do(func(tx *store.Tx) error {
			who, err := tx.Person(p)
			if who.Staff == nil || who.Staff.Handle != "nadia" || who.Staff.Role != cases.Worker {
				t.Errorf("staff %+v", who.Staff)
			}
			if err != nil {
				return err
			}
			code, err = tx.Reinvite(storetest.Operator(), "nadia")
			return err
		})
		h.Clock.Advance(7*24*time.Hour + time.Second)
		if err := joins(q); !errors.Is(err, cases.ErrNotFound) {
			t.Errorf("an old code: %v", err)
		}
		h.Do(func(tx *store.Tx) (err error) {
			code, err = tx.Reinvite(storetest.Operator(), "nadia")
			return err
		})
		if err := joins(q); err != nil {
			t.Fatal(err)
		}
		h.Do(func(tx *store.Tx) error {
			if _, err := tx.StaffByPerson(p); !errors.Is(err, cases.ErrNotFound) {
				t.Errorf("the chat from before: %v", err)
			}
			s, err := tx.StaffByPerson(q)
			if s.Name != "Надія" {
				t.Errorf("the new chat: %+v", s)
			}
			return err
		})
	})
}

// TestAddStaffRefuses holds what cannot be added, and by whom.
func TestAddStaffRefuses(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		good := store.NewStaff{Handle: "nadia", Name: "Надія", Role: cases.Worker}
		with := func(change func(*store.NewStaff)) store.NewStaff { n := good; change(&n); return n }
		for name, row := range map[string]struct {
			by   cases.Actor
			n    store.NewStaff
			want error
		}{
			"a worker":        {h.Worker.Actor(), good, cases.ErrForbidden},
			"a taken handle":  {storetest.Operator(), with(func(n *store.NewStaff) { n.Handle = "OLENA" }), cases.ErrTaken},
			"an odd handle":   {storetest.Operator(), with(func(n *store.NewStaff) { n.Handle = "на дія" }), cases.ErrInvalid},
			"no name":         {storetest.Operator(), with(func(n *store.NewStaff) { n.Name = " " }), cases.ErrIncomplete},
			"an odd role":     {storetest.Operator(), with(func(n *store.NewStaff) { n.Role = cases.Operator }), cases.ErrInvalid},
			"a grant by many": {h.Supervisor.Actor(), with(func(n *store.NewStaff) { n.Grants = cases.GrantDeceased }), cases.ErrForbidden},
		} {
			err := h.Fails(func(tx *store.Tx) error { _, _, err := tx.AddStaff(row.by, row.n); return err })
			if !errors.Is(err, row.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// TestRemovedStaff holds that who is removed has no access from that moment, that
// their cases go back to the queue, and that a house keeps a supervisor.
func TestRemovedStaff(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		ref := h.Report(h.Person(1, "uk"), storetest.Sheet(1)).Cases[0].Ref
		h.Bring(ref, cases.UnderReview)
		h.Do(func(tx *store.Tx) error { return tx.RemoveStaff(h.Supervisor.Actor(), "olena") })
		h.Do(func(tx *store.Tx) error {
			p, err := tx.Person(h.Worker.Person)
			if p.Staff != nil {
				t.Errorf("still staff: %+v", p.Staff)
			}
			if _, err := tx.StaffByHandle("olena"); !errors.Is(err, cases.ErrNotFound) {
				t.Errorf("by handle: %v", err)
			}
			return err
		})
		for act, f := range staffActs(h, ref) {
			if err := h.Fails(func(tx *store.Tx) error { return f(tx, h.Worker.Actor()) }); !errors.Is(err, cases.ErrForbidden) {
				t.Errorf("%s after removal: %v", act, err)
			}
		}
		h.Do(func(tx *store.Tx) error {
			moved, err := tx.Take(h.Other.Actor(), ref, cases.UnderReview)
			if moved.Case.Assignee != h.Other.ID || moved.Told != 0 {
				t.Errorf("taken over: %+v", moved)
			}
			return err
		})
		h.Do(func(tx *store.Tx) error {
			f, err := tx.ReadCase(h.Other.Actor(), ref)
			if err == nil && f.Worker != "Петро" {
				t.Errorf("worker %q", f.Worker)
			}
			return err
		})
		h.Hire(store.NewStaff{Handle: "olena", Name: "Інша Олена", Role: cases.Worker}, 0)
		h.Do(func(tx *store.Tx) error { return tx.RemoveStaff(storetest.Operator(), "taras") })
		err := h.Fails(func(tx *store.Tx) error { return tx.RemoveStaff(storetest.Operator(), "iryna") })
		if !errors.Is(err, cases.ErrLastSupervisor) {
			t.Errorf("the last supervisor: %v", err)
		}
	})
}

// TestDeceased holds that the permission to close as deceased goes with the person
// it was given to, and is needed by both of the two.
func TestDeceased(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		granted := func(handle string) cases.Actor {
			return h.Hire(store.NewStaff{Handle: handle, Name: handle, Role: cases.Supervisor, Grants: cases.GrantDeceased}, 0).Actor()
		}
		one, two := granted("one"), granted("two")
		ref := h.Report(h.Person(1, "uk"), storetest.Sheet(1)).Cases[0].Ref
		h.Bring(ref, cases.Searching)
		m := storetest.Full(cases.Searching, cases.Closed)
		m.Closing = cases.DeceasedConfirmed
		forged := h.Supervisor.Actor()
		forged.Grants = cases.GrantDeceased
		if err := h.Fails(func(tx *store.Tx) error { _, err := tx.Propose(forged, ref, m); return err }); !errors.Is(err, cases.ErrForbidden) {
			t.Errorf("proposed with a forged grant: %v", err)
		}
		h.Do(func(tx *store.Tx) error { _, err := tx.Propose(one, ref, m); return err })
		if err := h.Fails(func(tx *store.Tx) error { _, err := tx.Confirm(forged, ref, cases.Searching); return err }); !errors.Is(err, cases.ErrForbidden) {
			t.Errorf("confirmed with a forged grant: %v", err)
		}
		h.Do(func(tx *store.Tx) error {
			moved, err := tx.Confirm(two, ref, cases.Searching)
			if moved.Told != 0 || moved.Waits != 1 || moved.Case.Told != cases.Searching {
				t.Errorf("closed: %+v", moved)
			}
			return err
		})
	})
}

// TestFilesOfACase holds that photos move under the case's key, that staff get the
// working copy, and the original only with a reason, all in the history.
func TestFilesOfACase(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		mother := h.Person(1, "uk")
		sheet := storetest.Sheet(1)
		var early, late cases.FileID
		h.Do(func(tx *store.Tx) (err error) {
			if early, err = tx.PendingFile(mother, store.FileRef{Telegram: "early"}); err != nil {
				return err
			}
			if late, err = tx.PendingFile(mother, store.FileRef{Telegram: "late"}); err != nil {
				return err
			}
			return tx.KeepFile(early, []byte("original"), store.Picture{JPEG: []byte("working")})
		})
		sheet.Children[0].Photos = []cases.FileID{early, late}
		done := h.Report(mother, sheet)
		ref := done.Cases[0].Ref
		h.Do(func(tx *store.Tx) error {
			return tx.KeepFile(late, []byte("late original"), store.Picture{JPEG: []byte("late working")})
		})
		h.Bring(ref, cases.UnderReview)
		w := h.Worker.Actor()
		h.Do(func(tx *store.Tx) error {
			for f, want := range map[cases.FileID]string{early: "working", late: "late working"} {
				if got, err := tx.File(w, ref, f); err != nil || string(got) != want {
					t.Errorf("file: %q, %v", got, err)
				}
			}
			original, sum, err := tx.Original(w, ref, store.Opening{File: early, Reason: "для суду"})
			want := sha256.Sum256([]byte("original"))
			if string(original) != "original" || !bytes.Equal(sum, want[:]) {
				t.Errorf("original %q, %x", original, sum)
			}
			return err
		})
		for name, row := range map[string]struct {
			f    func(tx *store.Tx) error
			want error
		}{
			"no reason":    {func(tx *store.Tx) error { _, _, err := tx.Original(w, ref, store.Opening{File: early}); return err }, cases.ErrIncomplete},
			"another file": {func(tx *store.Tx) error { _, err := tx.File(w, ref, 77); return err }, cases.ErrNotFound},
		} {
			if err := h.Fails(row.f); !errors.Is(err, row.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		h.Do(func(tx *store.Tx) error { return tx.Erase(mother, ref) })
		var files int
		if err := h.Outside().QueryRow(`SELECT COUNT(*) FROM files WHERE scope = $1`, done.Cases[0].ID).Scan(&files); err != nil || files != 0 {
			t.Errorf("%d files after the erasure, %v", files, err)
		}
	})
}

// TestSideSteps plays hold and release, a question taken back, and an answer while
// the case is on hold.
func TestSideSteps(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		mother := h.Person(1, "uk")
		ref := h.Report(mother, storetest.Sheet(1)).Cases[0].Ref
		h.Bring(ref, cases.Searching)
		w := h.Worker.Actor()
		h.Do(func(tx *store.Tx) error { _, err := tx.Hold(w, ref, cases.Searching, "чекаємо"); return err })
		reads(t, h, mother, ref, cases.Searching, "")
		h.Do(func(tx *store.Tx) error { _, err := tx.Release(w, ref, cases.OnHold); return err })
		h.Do(func(tx *store.Tx) error {
			_, err := tx.Ask(w, ref, cases.Searching, "Який зріст?")
			return err
		})
		h.Do(func(tx *store.Tx) error { _, err := tx.Resume(w, ref, cases.NeedsInfo); return err })
		reads(t, h, mother, ref, cases.Searching, "")
		err := h.Fails(func(tx *store.Tx) error { return tx.Answer(mother, ref, cases.Addition{Text: "120"}) })
		if !errors.Is(err, cases.ErrNothing) {
			t.Errorf("answer to what was taken back: %v", err)
		}
		h.Do(func(tx *store.Tx) error {
			_, err := tx.Ask(w, ref, cases.Searching, "Який зріст?")
			return err
		})
		h.Do(func(tx *store.Tx) error { _, err := tx.Hold(w, ref, cases.NeedsInfo, "чекаємо"); return err })
		reads(t, h, mother, ref, cases.NeedsInfo, "Який зріст?")
		h.Do(func(tx *store.Tx) error { return tx.Answer(mother, ref, cases.Addition{Text: "120"}) })
		reads(t, h, mother, ref, cases.Searching, "")
		h.Do(func(tx *store.Tx) error {
			moved, err := tx.Release(w, ref, cases.OnHold)
			if moved.Case.Stage != cases.Searching {
				t.Errorf("released to %s", moved.Case.Stage)
			}
			return err
		})
	})
}
