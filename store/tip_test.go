package store_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

// TestLifeOfATip plays a volunteer's tip from the first word to the archive, and holds
// at each step who was told what.
func TestLifeOfATip(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		ref := h.Report(h.Person(1, "uk"), storetest.Sheet(1)).Cases[0].Ref
		h.Bring(ref, cases.UnderReview)
		h.Outbox()
		volunteer, w := h.Person(2, "en"), h.Worker.Actor()
		tip := h.Tip(volunteer, "", storetest.TipSheet()).Ref
		hears(t, h, "group staff.tip")
		mineReads(t, h, volunteer, tip, false, "")

		f := readTip(t, h, tip)
		if f.Tip.State != cases.TipTriaged || f.Tip.Worth != cases.Actionable || f.Reasons[0] != cases.RuleFirstHand || f.Sheet.Name != "Соломія" {
			t.Errorf("file %+v", f)
		}
		mineReads(t, h, volunteer, tip, true, "")
		steps := []func(tx *store.Tx) (store.MovedTip, error){
			func(tx *store.Tx) (store.MovedTip, error) {
				return tx.TriageTip(w, tip, cases.TipMove{Seen: cases.TipTriaged, Worth: cases.Unclear, Why: "дата не збігається"})
			},
			func(tx *store.Tx) (store.MovedTip, error) {
				return tx.AskTip(w, tip, cases.TipTriaged, "Який був автобус?")
			},
		}
		for _, step := range steps {
			h.Do(func(tx *store.Tx) error { _, err := step(tx); return err })
		}
		hears(t, h, "volunteer tip.question")
		mineReads(t, h, volunteer, tip, true, "Який був автобус?")
		h.Do(func(tx *store.Tx) error { return tx.SayToTip(volunteer, tip, cases.Addition{Text: "Білий"}) })
		hears(t, h, "group staff.tip_answered")
		h.Do(func(tx *store.Tx) error {
			_, err := tx.LinkTip(w, tip, store.TipLink{Seen: cases.TipTriaged, Case: ref})
			return err
		})
		h.Do(func(tx *store.Tx) error { return tx.SayToTip(volunteer, tip, cases.Addition{Text: "І ще одне"}) })
		hears(t, h, "worker staff.tip_answered")
		for _, m := range []cases.TipMove{{To: cases.TipCorroborated, Seen: cases.TipLinked, Why: "фото"}, {To: cases.TipArchived, Seen: cases.TipCorroborated, Why: "усе"}} {
			h.Do(func(tx *store.Tx) error { _, err := tx.MoveTip(w, tip, m); return err })
		}
		hears(t, h)
		f = readTip(t, h, tip)
		if f.Tip.State != cases.TipArchived || f.Case != ref || len(f.Notes) != 3 || len(f.Said) != 2 || f.Said[0].Question != "Який був автобус?" {
			t.Errorf("file %+v", f)
		}
		historyOfTip(t, h, tip, "tip_received ", "tip_triaged ", "read Олена", "tip_triaged Олена", "tip_asked Олена", "tip_answered ",
			"tip_linked Олена", "tip_added ", "tip_corroborated Олена", "tip_archived Олена", "read Олена", "read Олена")
		verifies(t, h)
	})
}

// hears is tells with the volunteer by name.
func hears(t *testing.T, h *storetest.House, want ...string) {
	t.Helper()
	names := map[cases.PersonID]string{h.Group: "group", h.Worker.Person: "worker", h.Other.Person: "other"}
	var got []string
	for _, c := range h.Outbox() {
		name, staff := names[c.To]
		if !staff {
			name = "volunteer"
		}
		got = append(got, name+" "+c.Kind)
		for _, word := range []string{"Соломія", "Анапа", "автобус", "Білий", "T-"} {
			if strings.Contains(string(c.Body), word) {
				t.Errorf("%s says %s", c.Kind, word)
			}
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

func readTip(t *testing.T, h *storetest.House, ref cases.TipRef) (f cases.TipFile) {
	t.Helper()
	h.Do(func(tx *store.Tx) (err error) {
		f, err = tx.ReadTip(h.Worker.Actor(), ref)
		return err
	})
	return f
}

// mineReads holds what a volunteer reads of their tip.
func mineReads(t *testing.T, h *storetest.House, p cases.PersonID, ref cases.TipRef, read bool, question string) {
	t.Helper()
	h.Do(func(tx *store.Tx) error {
		v, err := tx.MyTip(p, ref)
		if err != nil {
			return err
		}
		asked := ""
		if v.Asked != nil {
			asked = v.Asked.Text
		}
		if v.Read != read || asked != question || v.Question != (question != "") || v.Sheet.What == "" {
			t.Errorf("reads %+v", v)
		}
		all, err := tx.MyTips(p)
		if err == nil && (len(all) != 1 || all[0] != v.TipGlance) {
			t.Errorf("list %+v, one %+v", all, v.TipGlance)
		}
		return err
	})
}

func historyOfTip(t *testing.T, h *storetest.House, ref cases.TipRef, want ...string) {
	t.Helper()
	h.Do(func(tx *store.Tx) error {
		all, err := tx.TipHistory(h.Worker.Actor(), ref)
		var got []string
		for _, e := range all {
			got = append(got, string(e.Kind)+" "+e.Who)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("history (-want +got):\n%s", diff)
		}
		return err
	})
}

// TestAnonymousTip plays a tip that nobody knows the sender of: by the receipt alone it
// is read and answered, from another account too.
func TestAnonymousTip(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		sender, elsewhere, w := h.Person(2, "uk"), h.Person(3, "uk"), h.Worker.Actor()
		receipt := h.AnonymousTip(sender, "", storetest.TipSheet())
		receiptReads(t, h, elsewhere, receipt, false, "")
		hears(t, h)
		h.EmptyLetterbox(1)
		hears(t, h, "group staff.tip")
		receiptReads(t, h, elsewhere, receipt, false, "")
		ref := h.OnlyTip()
		if f := readTip(t, h, ref); !f.Tip.Anonymous || f.Sheet.Sender != "" || f.Sheet.What == "" {
			t.Errorf("file %+v", f)
		}
		h.Do(func(tx *store.Tx) error {
			_, err := tx.AskTip(w, ref, cases.TipTriaged, "Коли саме?")
			return err
		})
		hears(t, h)
		receiptReads(t, h, elsewhere, receipt, true, "Коли саме?")
		h.Do(func(tx *store.Tx) error {
			return tx.SayByReceipt(elsewhere, receipt.String(), cases.Addition{Text: "У суботу"})
		})
		h.Clock.Advance(time.Hour) // for attempts are few
		receiptReads(t, h, elsewhere, receipt, true, "")
		h.EmptyLetterbox(1)
		hears(t, h, "group staff.tip_answered")
		f := readTip(t, h, ref)
		if f.Tip.State != cases.TipTriaged || len(f.Said) != 1 || f.Said[0].Text != "У суботу" || f.Said[0].Question != "Коли саме?" {
			t.Errorf("file %+v", f)
		}
		verifies(t, h)
	})
}

func receiptReads(t *testing.T, h *storetest.House, p cases.PersonID, receipt cases.Receipt, read bool, question string) {
	t.Helper()
	h.Do(func(tx *store.Tx) error {
		v, err := tx.TipByReceipt(p, receipt.String())
		if err != nil {
			return err
		}
		asked := ""
		if v.Asked != nil {
			asked = v.Asked.Text
		}
		if v.Read != read || asked != question || v.Sheet.What == "" || v.Ref != "" || !v.Anonymous {
			t.Errorf("reads %+v", v)
		}
		return nil
	})
}

// TestTipReceiptsNoOracle holds that a receipt that does not lead to an open tip says
// one and the same thing, and that a volunteer's number works for nobody else.
func TestTipReceiptsNoOracle(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		stranger, asker := h.Person(9, "uk"), h.Person(7, "uk")
		archived := h.AnonymousTip(h.Person(3, "uk"), "", storetest.TipSheet())
		h.EmptyLetterbox(1)
		ref := h.OnlyTip()
		h.Do(func(tx *store.Tx) error {
			_, err := tx.MoveTip(h.Worker.Actor(), ref, cases.TipMove{To: cases.TipArchived, Seen: cases.TipTriaged, Why: "x"})
			return err
		})
		withdrawn, early := h.AnonymousTip(h.Person(4, "uk"), "", storetest.TipSheet()), h.AnonymousTip(h.Person(5, "uk"), "", storetest.TipSheet())
		h.Do(func(tx *store.Tx) error { return tx.WithdrawByReceipt(stranger, early.String()) })
		h.EmptyLetterbox(1)
		h.Do(func(tx *store.Tx) error { return tx.WithdrawByReceipt(stranger, withdrawn.String()) })
		report := h.Report(h.Person(6, "uk"), storetest.Sheet(1)).Receipt
		acts := map[string]func(tx *store.Tx) error{}
		for name, typed := range map[string]string{"unknown": "0000 0000 0000 0000", "no receipt": "hello", "archived": archived.String(),
			"withdrawn": withdrawn.String(), "withdrawn early": early.String(), "of a report": report.String()} {
			acts[name] = func(tx *store.Tx) error { _, err := tx.TipByReceipt(asker, typed); return err }
		}
		same(t, h, acts)
		for range 6 {
			_ = h.Try(func(tx *store.Tx) error { return allowed(tx.TipByReceipt(stranger, "1")) })
		}
		if err := h.Fails(func(tx *store.Tx) error { _, err := tx.TipByReceipt(stranger, withdrawn.String()); return err }); !errors.Is(err, cases.ErrTooMany) {
			t.Errorf("a seventh attempt: %v", err)
		}
	})
}

// allowed keeps an attempt that failed: the turn commits whatever it says.
func allowed(_ cases.TipView, err error) error {
	if errors.Is(err, cases.ErrNotFound) || errors.Is(err, cases.ErrTooMany) {
		return nil
	}
	return err
}
