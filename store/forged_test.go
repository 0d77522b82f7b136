package store_test

import (
	"errors"
	"testing"

	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

// staffActs is every act of staff, each by whoever and on whatever case.
func staffActs(h *storetest.House, ref cases.Ref) map[string]func(tx *store.Tx, by cases.Actor) error {
	moved := func(f func(tx *store.Tx, by cases.Actor) (store.Moved, error)) func(tx *store.Tx, by cases.Actor) error {
		return func(tx *store.Tx, by cases.Actor) error { _, err := f(tx, by); return err }
	}
	seen := cases.UnderReview
	tip := h.Tip(h.Person(9, "uk"), "", storetest.TipSheet()).Ref
	return map[string]func(tx *store.Tx, by cases.Actor) error{
		"queue":   func(tx *store.Tx, by cases.Actor) error { _, err := tx.Queue(by, store.Filter{}); return err },
		"read":    func(tx *store.Tx, by cases.Actor) error { _, err := tx.ReadCase(by, ref); return err },
		"history": func(tx *store.Tx, by cases.Actor) error { _, err := tx.History(by, ref); return err },
		"file":    func(tx *store.Tx, by cases.Actor) error { _, err := tx.File(by, ref, 1); return err },
		"original": func(tx *store.Tx, by cases.Actor) error {
			_, _, err := tx.Original(by, ref, store.Opening{File: 1, Reason: "court"})
			return err
		},
		"take":    moved(func(tx *store.Tx, by cases.Actor) (store.Moved, error) { return tx.Take(by, ref, seen) }),
		"assign":  moved(func(tx *store.Tx, by cases.Actor) (store.Moved, error) { return tx.Assign(by, ref, h.Other.ID) }),
		"ask":     moved(func(tx *store.Tx, by cases.Actor) (store.Moved, error) { return tx.Ask(by, ref, seen, "?") }),
		"note":    moved(func(tx *store.Tx, by cases.Actor) (store.Moved, error) { return tx.Note(by, ref, "x") }),
		"hold":    moved(func(tx *store.Tx, by cases.Actor) (store.Moved, error) { return tx.Hold(by, ref, seen, "x") }),
		"release": moved(func(tx *store.Tx, by cases.Actor) (store.Moved, error) { return tx.Release(by, ref, seen) }),
		"resume":  moved(func(tx *store.Tx, by cases.Actor) (store.Moved, error) { return tx.Resume(by, ref, seen) }),
		"search":  moved(func(tx *store.Tx, by cases.Actor) (store.Moved, error) { return tx.Search(by, ref, seen, "x") }),
		"decline": moved(func(tx *store.Tx, by cases.Actor) (store.Moved, error) { return tx.Decline(by, ref, "x") }),
		"confirm": moved(func(tx *store.Tx, by cases.Actor) (store.Moved, error) { return tx.Confirm(by, ref, seen) }),
		"spoke":   moved(func(tx *store.Tx, by cases.Actor) (store.Moved, error) { return tx.Spoke(by, ref, "x") }),
		"mark": moved(func(tx *store.Tx, by cases.Actor) (store.Moved, error) {
			return tx.Mark(by, ref, store.Marks{Safety: cases.SafetyHold, Why: "x"})
		}),
		"move": moved(func(tx *store.Tx, by cases.Actor) (store.Moved, error) {
			return tx.Move(by, ref, storetest.Full(seen, cases.OnHold))
		}),
		"propose": moved(func(tx *store.Tx, by cases.Actor) (store.Moved, error) {
			return tx.Propose(by, ref, storetest.Full(seen, cases.Registered))
		}),
		"propose to register": moved(func(tx *store.Tx, by cases.Actor) (store.Moved, error) {
			return tx.ProposeRegister(by, ref, seen, "x")
		}),
		"confirm to register": moved(func(tx *store.Tx, by cases.Actor) (store.Moved, error) {
			return tx.ConfirmRegister(by, ref, seen)
		}),
		"preview": func(tx *store.Tx, by cases.Actor) error {
			_, err := tx.Preview(by, ref, storetest.Full(seen, cases.Registered))
			return err
		},
		"preview confirm": func(tx *store.Tx, by cases.Actor) error { _, err := tx.PreviewConfirm(by, ref); return err },
		"preview spoke":   func(tx *store.Tx, by cases.Actor) error { _, err := tx.PreviewSpoke(by, ref); return err },
		"make poster":     func(tx *store.Tx, by cases.Actor) error { _, err := tx.MakePoster(by, ref); return err },
		"close posters":   func(tx *store.Tx, by cases.Actor) error { return tx.ClosePosters(by, ref) },
		"queue of tips":   func(tx *store.Tx, by cases.Actor) error { _, err := tx.TipQueue(by, store.TipFilter{}); return err },
		"read tip":        func(tx *store.Tx, by cases.Actor) error { _, err := tx.ReadTip(by, tip); return err },
		"history of tip":  func(tx *store.Tx, by cases.Actor) error { _, err := tx.TipHistory(by, tip); return err },
		"file of tip":     func(tx *store.Tx, by cases.Actor) error { _, err := tx.TipFileCopy(by, tip, 1); return err },
		"move tip": func(tx *store.Tx, by cases.Actor) error {
			_, err := tx.MoveTip(by, tip, cases.TipMove{To: cases.TipArchived, Seen: cases.TipTriaged, Why: "x"})
			return err
		},
		"take back question of tip": func(tx *store.Tx, by cases.Actor) error {
			_, err := tx.UnaskTip(by, tip, cases.TipClarifying)
			return err
		},
		"link tip": func(tx *store.Tx, by cases.Actor) error {
			_, err := tx.LinkTip(by, tip, store.TipLink{Seen: cases.TipTriaged, Case: ref})
			return err
		},
		"add staff": func(tx *store.Tx, by cases.Actor) error {
			_, _, err := tx.AddStaff(by, store.NewStaff{Handle: "mallory", Name: "M", Role: cases.Supervisor})
			return err
		},
		"invite staff": func(tx *store.Tx, by cases.Actor) error { _, err := tx.Reinvite(by, "olena"); return err },
		"remove staff": func(tx *store.Tx, by cases.Actor) error { return tx.RemoveStaff(by, "petro") },
		"list staff":   func(tx *store.Tx, by cases.Actor) error { _, err := tx.StaffList(by); return err },
	}
}

// TestForgedActors asks every act of staff of everybody who is not staff, and of
// everybody who says they are: all are refused alike, and nothing is written.
func TestForgedActors(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		mother := h.Person(1, "uk")
		ref := h.Report(mother, storetest.Sheet(1)).Cases[0].Ref
		h.Bring(ref, cases.UnderReview)
		gone := h.Hire(store.NewStaff{Handle: "gone", Name: "Gone", Role: cases.Supervisor}, 600)
		h.Do(func(tx *store.Tx) error { return tx.RemoveStaff(storetest.Operator(), "gone") })
		forged := map[string]cases.Actor{
			"nobody":                            {},
			"the family":                        {Person: mother, Role: cases.Family},
			"a volunteer":                       {Person: mother, Role: cases.Volunteer},
			"a tipster":                         {Role: cases.Tipster},
			"the family as worker":              {Person: mother, Role: cases.Worker},
			"the family as supervisor":          {Person: mother, Role: cases.Supervisor},
			"the family as operator":            {Person: mother, Role: cases.Operator},
			"the family with a worker's id":     {Person: mother, Staff: h.Worker.ID, Role: cases.Worker},
			"the family with a supervisor's id": {Person: mother, Staff: h.Supervisor.ID, Role: cases.Supervisor},
			"a worker as supervisor":            {Person: h.Worker.Person, Staff: h.Worker.ID, Role: cases.Supervisor, Grants: cases.GrantDeceased},
			"a worker as operator":              {Person: h.Worker.Person, Staff: h.Worker.ID, Role: cases.Operator},
			"a worker as the bot":               {Person: h.Worker.Person, Staff: h.Worker.ID, Role: cases.System},
			"the bot":                           {Role: cases.System},
			"a partner":                         {Staff: h.Worker.ID, Role: cases.Partner},
			"no role":                           {Staff: h.Worker.ID},
			"a made-up role":                    {Staff: h.Worker.ID, Role: "admin"},
			"a made-up worker":                  {Staff: 424242, Role: cases.Worker},
			"a supervisor without an id":        {Role: cases.Supervisor},
			"a removed supervisor":              gone.Actor(),
			"a removed supervisor's id":         {Staff: gone.ID, Role: cases.Supervisor},
		}
		acts := staffActs(h, ref)
		before := rowsOf(t, h)
		for act, f := range acts {
			for who, by := range forged {
				h.Do(func(tx *store.Tx) error {
					if err := f(tx, by); !errors.Is(err, cases.ErrForbidden) {
						t.Errorf("%s by %s: %v", act, who, err)
					}
					return nil
				})
			}
		}
		if after := rowsOf(t, h); after != before {
			t.Errorf("forged acts wrote: %v before, %v after", before, after)
		}
	})
}

// rowsOf counts what acts write.
func rowsOf(t *testing.T, h *storetest.House) (counts [7]int) {
	t.Helper()
	db := h.Outside()
	for i, table := range []string{"events", "outbox", "notes", "questions", "staff", "tip_notes", "posters"} {
		if err := db.QueryRow("SELECT COUNT(*) FROM " + table).Scan(&counts[i]); err != nil {
			t.Fatal(err)
		}
	}
	return counts
}

// TestOperatorSeesNoCase holds that the command line manages staff and reads nothing.
func TestOperatorSeesNoCase(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		ref := h.Report(h.Person(1, "uk"), storetest.Sheet(1)).Cases[0].Ref
		may := map[string]bool{"add staff": true, "invite staff": true, "remove staff": true, "list staff": true}
		for act, f := range staffActs(h, ref) {
			err := h.Fails(func(tx *store.Tx) error { return f(tx, storetest.Operator()) })
			if errors.Is(err, cases.ErrForbidden) == may[act] {
				t.Errorf("%s by the operator: %v", act, err)
			}
		}
	})
}

// TestWorkersSeeTheirOwn holds that a case in a colleague's hand is, for a worker,
// no case, and one in nobody's hand may be read and taken, not worked.
func TestWorkersSeeTheirOwn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		ref := h.Report(h.Person(1, "uk"), storetest.Sheet(1)).Cases[0].Ref
		other := h.Other.Actor()
		h.Do(func(tx *store.Tx) error { _, err := tx.ReadCase(other, ref); return err })
		err := h.Fails(func(tx *store.Tx) error { _, err := tx.Note(other, ref, "x"); return err })
		if !errors.Is(err, cases.ErrForbidden) {
			t.Errorf("note on a case in nobody's hand: %v", err)
		}
		h.Bring(ref, cases.UnderReview)
		for act, f := range map[string]func(tx *store.Tx) error{
			"read": func(tx *store.Tx) error { _, err := tx.ReadCase(other, ref); return err },
			"note": func(tx *store.Tx) error { _, err := tx.Note(other, ref, "x"); return err },
			"take": func(tx *store.Tx) error { _, err := tx.Take(other, ref, cases.UnderReview); return err },
		} {
			if err := h.Fails(f); !errors.Is(err, cases.ErrNotFound) {
				t.Errorf("%s a colleague's case: %v", act, err)
			}
		}
		h.Do(func(tx *store.Tx) error {
			lines, err := tx.Queue(other, store.Filter{})
			if err != nil || len(lines) != 0 {
				t.Errorf("a colleague's queue: %+v", lines)
			}
			if lines, err = tx.Queue(h.Worker.Actor(), store.Filter{Mine: true}); len(lines) != 1 || lines[0].Name != "Олена" || lines[0].Age != "7-10" {
				t.Errorf("my queue: %+v", lines)
			}
			return err
		})
		err = h.Fails(func(tx *store.Tx) error {
			_, err := tx.Take(h.Supervisor.Actor(), ref, cases.UnderReview)
			return err
		})
		if !errors.Is(err, cases.ErrTaken) {
			t.Errorf("a supervisor takes what is in a hand: %v", err)
		}
	})
}
