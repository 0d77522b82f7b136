package store_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

// TestTipsOfColleagues holds who sees which tips: those about a colleague's case are
// none for a worker, those that accuse one of staff are for supervisors alone.
func TestTipsOfColleagues(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		ref := h.Report(h.Person(1, "uk"), storetest.Sheet(1)).Cases[0].Ref
		h.Bring(ref, cases.UnderReview)
		volunteer := h.Person(2, "uk")
		free := h.Tip(volunteer, "", storetest.TipSheet()).Ref
		linked := h.Tip(volunteer, "", storetest.TipSheet()).Ref
		h.Do(func(tx *store.Tx) error {
			_, err := tx.LinkTip(h.Worker.Actor(), linked, store.TipLink{Seen: cases.TipTriaged, Case: ref})
			return err
		})
		poster := poster(t, h, ref)
		meant := h.Tip(volunteer, poster, storetest.TipSheet()).Ref
		h.Outbox()
		accusing := storetest.TipSheet()
		accusing.What = "Ваш координатор вимагав хабар"
		guarded := h.Tip(volunteer, "", accusing).Ref
		hears(t, h)
		for _, c := range []struct {
			who  cases.Staff
			sees map[cases.TipRef]bool
		}{
			{h.Worker, map[cases.TipRef]bool{free: true, linked: true, meant: true, guarded: false}},
			{h.Other, map[cases.TipRef]bool{free: true, linked: false, meant: false, guarded: false}},
			{h.Supervisor, map[cases.TipRef]bool{free: true, linked: true, meant: true, guarded: true}},
		} {
			sees(t, h, c.who, c.sees)
		}
		err := h.Fails(func(tx *store.Tx) error {
			_, err := tx.LinkTip(h.Other.Actor(), free, store.TipLink{Seen: cases.TipTriaged, Case: ref})
			return err
		})
		if !errors.Is(err, cases.ErrNotFound) {
			t.Errorf("link to a colleague's case: %v", err)
		}
		h.Do(func(tx *store.Tx) error {
			_, err := tx.TriageTip(h.Supervisor.Actor(), guarded, cases.TipMove{Seen: cases.TipTriaged, Worth: cases.NotActionable, Why: "перевірено, наклеп"})
			return err
		})
		sees(t, h, h.Worker, map[cases.TipRef]bool{guarded: true})
	})
}

// sees holds which tips a member of staff can open, and that their queue lists those.
func sees(t *testing.T, h *storetest.House, who cases.Staff, want map[cases.TipRef]bool) {
	t.Helper()
	listed := map[cases.TipRef]bool{}
	h.Do(func(tx *store.Tx) error {
		lines, err := tx.TipQueue(who.Actor(), store.TipFilter{})
		for _, l := range lines {
			listed[l.Ref] = true
		}
		return err
	})
	for ref, visible := range want {
		err := h.Fails(func(tx *store.Tx) error { _, err := tx.ReadTip(who.Actor(), ref); return err })
		if visible != (err == nil) || err != nil && !errors.Is(err, cases.ErrNotFound) {
			t.Errorf("%s opens %s: %v", who.Name, ref, err)
		}
		if listed[ref] != visible {
			t.Errorf("%s has %s in the queue: %v", who.Name, ref, listed[ref])
		}
	}
}

func poster(t *testing.T, h *storetest.House, ref cases.Ref) (code cases.Invitation) {
	t.Helper()
	h.Do(func(tx *store.Tx) (err error) {
		code, err = tx.MakePoster(h.Supervisor.Actor(), ref)
		return err
	})
	return code
}

// TestPosters holds that a poster's code leads staff, and nobody else, to its case, that
// a closed one is as good as none, and that who comes by it learns nothing.
func TestPosters(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		ref := h.Report(h.Person(1, "uk"), storetest.Sheet(1)).Cases[0].Ref
		volunteer, code := h.Person(2, "uk"), poster(t, h, ref)
		receipts := map[string]cases.Receipt{}
		for name, link := range map[string]cases.Invitation{"open": code, "unknown": "0000000000000000", "none": "", "no code": "<b>"} {
			tip := h.Tip(volunteer, link, storetest.TipSheet()).Ref
			receipts[name] = h.AnonymousTip(h.Person(3, "uk"), link, storetest.TipSheet())
			if f := readTip(t, h, tip); (f.Meant == ref) != (name == "open") || f.Case != "" || f.Tip.State != cases.TipTriaged {
				t.Errorf("by a code that is %s: about %q, linked to %q", name, f.Meant, f.Case)
			}
		}
		h.EmptyLetterbox(4)
		h.Do(func(tx *store.Tx) error {
			lines, err := tx.TipQueue(h.Worker.Actor(), store.TipFilter{Case: ref})
			if err == nil && len(lines) != 2 {
				t.Errorf("%d tips are about the case, want the volunteer's and the anonymous one", len(lines))
			}
			return err
		})
		h.Do(func(tx *store.Tx) error { return tx.ClosePosters(h.Supervisor.Actor(), ref) })
		if f := readTip(t, h, h.Tip(volunteer, code, storetest.TipSheet()).Ref); f.Meant != "" {
			t.Errorf("a closed code leads to %q", f.Meant)
		}
		for name, act := range map[string]func(tx *store.Tx) error{
			"make, of a case in nobody's hand": func(tx *store.Tx) error { _, err := tx.MakePoster(h.Worker.Actor(), ref); return err },
			"close, of a case in nobody's hand": func(tx *store.Tx) error {
				return tx.ClosePosters(h.Worker.Actor(), ref)
			},
		} {
			if err := h.Fails(act); !errors.Is(err, cases.ErrForbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := h.Fails(func(tx *store.Tx) error { return tx.ClosePosters(h.Supervisor.Actor(), ref) }); !errors.Is(err, cases.ErrNothing) {
			t.Errorf("close what is closed: %v", err)
		}
	})
}

// TestWithdrawnTips holds that a withdrawn tip is gone, whoever withdraws it: nothing of
// it opens, nothing waits for anybody, its number and receipt lead nowhere, and the
// history stays whole.
func TestWithdrawnTips(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		ref := h.Report(h.Person(1, "uk"), storetest.Sheet(1)).Cases[0].Ref
		h.Bring(ref, cases.UnderReview)
		volunteer, stranger, w := h.Person(2, "uk"), h.Person(3, "uk"), h.Worker.Actor()
		h.Clock.Set(time.Date(2026, time.March, 2, 22, 0, 0, 0, time.UTC)) // a push would wait for the morning
		tip := h.Tip(volunteer, "", storetest.TipSheet()).Ref
		for _, act := range []func(tx *store.Tx) error{
			func(tx *store.Tx) error {
				_, err := tx.LinkTip(w, tip, store.TipLink{Seen: cases.TipTriaged, Case: ref, Why: "схоже"})
				return err
			},
			func(tx *store.Tx) error { _, err := tx.AskTip(w, tip, cases.TipLinked, "Коли?"); return err },
			func(tx *store.Tx) error {
				return tx.SayToTip(volunteer, tip, cases.Addition{Text: "У суботу"})
			},
			func(tx *store.Tx) error { _, err := tx.AskTip(w, tip, cases.TipLinked, "А де?"); return err },
		} {
			h.Do(act)
		}
		h.Outbox()
		before := checkpoint(t, h)
		if err := h.Fails(func(tx *store.Tx) error { return tx.WithdrawTip(stranger, tip) }); !errors.Is(err, cases.ErrNotFound) {
			t.Errorf("a stranger withdraws: %v", err)
		}
		h.Do(func(tx *store.Tx) error { return tx.WithdrawTip(volunteer, tip) })
		hears(t, h, "worker staff.tip_withdrawn")
		h.Clock.Advance(24 * time.Hour)
		hears(t, h)
		for name, act := range map[string]func(tx *store.Tx) error{
			"see":  func(tx *store.Tx) error { _, err := tx.MyTip(volunteer, tip); return err },
			"read": func(tx *store.Tx) error { _, err := tx.ReadTip(w, tip); return err },
			"say":  func(tx *store.Tx) error { return tx.SayToTip(volunteer, tip, cases.Addition{Text: "x"}) },
		} {
			if err := h.Fails(act); !errors.Is(err, cases.ErrNotFound) {
				t.Errorf("%s a withdrawn tip: %v", name, err)
			}
		}
		for _, r := range h.Dump() {
			text := r.Text()
			for _, word := range []string{"Анапа", "Бачила", "Марта", "У суботу", "Коли?", "А де?", "схоже"} {
				if strings.Contains(text, word) {
					t.Errorf("%s still says %s", r.Table, word)
				}
			}
			if strings.HasPrefix(r.Table, "tip_") {
				t.Errorf("a row is left in %s", r.Table)
			}
		}
		h.Do(func(tx *store.Tx) error {
			events, err := tx.History(w, ref)
			if err == nil && events[len(events)-2].Kind != cases.KindTipWithdrawn {
				t.Errorf("the case knows %+v", events)
			}
			return err
		})
		verifies(t, h, before)
	})
}

// TestCaseOfATipIsErased holds that a tip outlives its case, linked to nothing, and that
// the case's posters do not.
func TestCaseOfATipIsErased(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		mother := h.Person(1, "uk")
		ref := h.Report(mother, storetest.Sheet(1)).Cases[0].Ref
		h.Bring(ref, cases.UnderReview)
		code := poster(t, h, ref)
		volunteer, w := h.Person(2, "uk"), h.Worker.Actor()
		tip, meant := h.Tip(volunteer, "", storetest.TipSheet()).Ref, h.Tip(volunteer, code, storetest.TipSheet()).Ref
		h.AnonymousTip(h.Person(3, "uk"), code, storetest.TipSheet())
		h.Do(func(tx *store.Tx) error {
			if _, err := tx.LinkTip(w, tip, store.TipLink{Seen: cases.TipTriaged, Case: ref}); err != nil {
				return err
			}
			_, err := tx.MoveTip(w, tip, cases.TipMove{To: cases.TipRefuted, Seen: cases.TipLinked, Why: "інша дитина"})
			return err
		})
		h.Do(func(tx *store.Tx) error { return tx.Erase(mother, ref) })
		h.EmptyLetterbox(1)
		for _, one := range []cases.TipRef{tip, meant} {
			if f := readTip(t, h, one); f.Tip.State != cases.TipTriaged || f.Case != "" || f.Meant != "" || f.Tip.About() != 0 {
				t.Errorf("after the erasure: %+v", f.Tip)
			}
		}
		if f := readTip(t, h, h.Tip(volunteer, code, storetest.TipSheet()).Ref); f.Meant != "" {
			t.Errorf("the poster still leads to %q", f.Meant)
		}
		verifies(t, h)
	})
}

// TestSubmitTipIsRefused holds who may send a tip, and that nothing at all is none.
func TestSubmitTipIsRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		p := h.Person(2, "uk")
		for name, c := range map[string]struct {
			by      cases.Actor
			sheet   cases.TipSheet
			because error
		}{
			"nobody":            {cases.Actor{Role: cases.Tipster}, storetest.TipSheet(), cases.ErrForbidden},
			"a worker":          {h.Worker.Actor(), storetest.TipSheet(), cases.ErrForbidden},
			"no role":           {cases.Actor{Person: p}, storetest.TipSheet(), cases.ErrForbidden},
			"nothing":           {cases.Actor{Person: p, Role: cases.Tipster}, cases.TipSheet{}, cases.ErrIncomplete},
			"a stranger's file": {cases.Actor{Person: p, Role: cases.Tipster}, cases.TipSheet{Files: []cases.FileID{77}}, cases.ErrNotFound},
		} {
			err := h.Fails(func(tx *store.Tx) error { _, err := tx.SubmitTip(c.by, "", c.sheet); return err })
			if !errors.Is(err, c.because) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// TestAskingBack holds that who does not want to be asked is not, and who hides or
// shares a phone gets no push and finds the question.
func TestAskingBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		volunteer, w := h.Person(2, "uk"), h.Worker.Actor()
		shy := storetest.TipSheet()
		shy.AskBack = false
		tip := h.Tip(volunteer, "", shy).Ref
		err := h.Fails(func(tx *store.Tx) error { _, err := tx.AskTip(w, tip, cases.TipTriaged, "Коли?"); return err })
		if !errors.Is(err, cases.ErrConsent) {
			t.Errorf("ask who does not want it: %v", err)
		}
		h.Outbox()
		for name, quiet := range map[string]func(tx *store.Tx, on bool) error{
			"hidden":      func(tx *store.Tx, on bool) error { return tx.Hide(volunteer, on) },
			"unreachable": func(tx *store.Tx, on bool) error { return tx.Reachable(volunteer, !on) },
			"shared": func(tx *store.Tx, on bool) error {
				return tx.SetQuiet(volunteer, map[bool]cases.SharedPhone{true: cases.SharedYes, false: cases.SharedNo}[on])
			},
		} {
			asked := h.Tip(volunteer, "", storetest.TipSheet()).Ref
			h.Outbox()
			h.Do(func(tx *store.Tx) error { return quiet(tx, true) })
			h.Do(func(tx *store.Tx) error {
				moved, err := tx.AskTip(w, asked, cases.TipTriaged, "Коли?")
				if moved.Told {
					t.Errorf("%s: told", name)
				}
				return err
			})
			hears(t, h)
			h.Do(func(tx *store.Tx) error {
				v, err := tx.MyTip(volunteer, asked)
				if err == nil && v.Asked == nil {
					t.Errorf("%s: the question is not found", name)
				}
				return err
			})
			h.Do(func(tx *store.Tx) error { return quiet(tx, false) })
		}
	})
}
