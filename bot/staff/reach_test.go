package staff

import (
	"reflect"
	"strings"
	"testing"

	"dodomu/bot/flow"
	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

// strangers are actors that are not staff, or not the staff they claim to be.
func strangers(h *storetest.House, mother cases.PersonID, removed cases.Staff) map[string]cases.Actor {
	return map[string]cases.Actor{
		"nobody":           {},
		"family":           {Person: mother, Role: cases.Family},
		"volunteer":        {Person: mother, Role: cases.Volunteer},
		"tipster":          {Person: mother, Role: cases.Tipster},
		"the bot":          {Role: cases.System},
		"forged worker":    {Person: mother, Staff: h.Worker.ID, Role: cases.Worker},
		"forged role":      {Person: h.Worker.Person, Staff: h.Worker.ID, Role: cases.Supervisor},
		"unknown staff":    {Staff: 99, Role: cases.Supervisor},
		"partner":          {Staff: h.Worker.ID, Role: cases.Partner},
		"removed":          removed.Actor(),
		"forged operator":  {Person: mother, Role: cases.Operator},
		"operator as work": {Staff: h.Worker.ID, Role: cases.Operator},
	}
}

// Nobody who is not staff reaches any command: not typed, not by a forged press, not
// on the command line, and nothing is written down.
func TestStrangersReachNothing(t *testing.T) {
	h := storetest.Staffed(storetest.Embedded(t))
	mother := h.Person(600, "uk")
	ref := h.Report(mother, storetest.Sheet(1)).Cases[0].Ref
	removed := h.Hire(store.NewStaff{Handle: "gone", Name: "Пішла", Role: cases.Supervisor}, 505)
	h.Do(func(tx *store.Tx) error { return tx.RemoveStaff(storetest.Operator(), "gone") })
	before := events(h, ref)
	lines := [][]string{{"nothing"}, {}}
	for _, c := range table() {
		lines = append(lines, []string{c.name}, []string{c.name, string(ref)}, []string{c.name, string(ref), "слова"},
			[]string{c.name, string(ref), "@received", "слова"}, []string{c.name, "list"}, []string{c.name, "add x worker y"})
	}
	for name, by := range strangers(h, mother, removed) {
		for _, argv := range lines {
			h.Do(func(tx *store.Tx) error {
				r, err := Do(tx, by, argv)
				if err == nil && !reflect.DeepEqual(r, flow.Say("staff.refused.forbidden", r.Messages[0].Args)) {
					t.Errorf("%s reached %v: %+v", name, argv, r)
				}
				a, typed := Type(tx, by, argv, true)
				if !a.Refused {
					t.Errorf("%s reached %v from the command line: %+v", name, argv, a)
				}
				if err != nil {
					return err
				}
				return typed
			})
		}
	}
	if after := events(h, ref); after != before {
		t.Errorf("strangers left %d lines of history", after-before)
	}
}

// An operator at the command line manages staff and sees no case.
func TestOperatorSeesNoCase(t *testing.T) {
	h := storetest.Staffed(storetest.Embedded(t))
	ref := h.Report(h.Person(600, "uk"), storetest.Sheet(1)).Cases[0].Ref
	for _, c := range table() {
		h.Do(func(tx *store.Tx) error {
			a, err := Type(tx, storetest.Operator(), []string{c.name, string(ref)}, true)
			if open := c.name == "help"; a.Refused == open {
				t.Errorf("operator, %s: refused %v", c.name, a.Refused)
			}
			return err
		})
	}
}

// Who was staff when the conversation began is refused when it ends.
func TestClosingAsksAgain(t *testing.T) {
	h := storetest.Staffed(storetest.Embedded(t))
	mother := h.Person(600, "uk")
	ref := h.Report(mother, storetest.Sheet(1)).Cases[0].Ref
	h.Do(func(tx *store.Tx) error {
		r, err := Do(tx, h.Worker.Actor(), []string{"take", string(ref)})
		if err != nil {
			return err
		}
		out := flow.Start(Flows()[0], "c1", flow.Input{Kind: flow.Resume}, r.Notes...)
		out = Flows()[0].Turn(out.State, flow.Input{Kind: flow.Text, Text: "send"})
		if out.End != flow.Done {
			t.Fatal("the word to send is not understood")
		}
		who, err := tx.Person(mother)
		if err != nil {
			return err
		}
		got, err := Closer(Name)(tx, who, out.State.Answers())
		if err == nil && got.Messages[0].Key != "staff.refused.forbidden" {
			t.Errorf("a stranger ended the conversation: %+v", got)
		}
		return err
	})
	if told := h.Outbox(); strings.Contains(kinds(told), "under_review") {
		t.Error("the family was told")
	}
}

// An act decided on what has changed since does nothing and shows the case as it is.
func TestStale(t *testing.T) {
	h := storetest.Staffed(storetest.Embedded(t))
	ref := h.Report(h.Person(600, "uk"), storetest.Sheet(1)).Cases[0].Ref
	h.Bring(ref, cases.Registered)
	for _, name := range []string{"take", "ask", "search", "hold", "confirm"} {
		before := len(kinds(h.Outbox()))
		h.Do(func(tx *store.Tx) error {
			if name == "confirm" {
				m := storetest.Full(cases.Registered, cases.Closed)
				if _, err := tx.Propose(h.Worker.Actor(), ref, m); err != nil {
					return err
				}
			}
			a, err := Type(tx, h.Supervisor.Actor(), []string{name, string(ref), "@received", "слова"}, true)
			if !a.Refused || a.Messages[0].Key != "staff.refused.stale" || len(a.Messages) < 2 {
				t.Errorf("%s: %+v", name, a)
			}
			return err
		})
		if after := len(kinds(h.Outbox())); name != "confirm" && after > before {
			t.Errorf("%s: something left", name)
		}
	}
}

// Who confirms has read the evidence that waits: where another took its place in the
// meantime, nothing is confirmed and the case is shown with the new one.
func TestConfirmWhatWasRead(t *testing.T) {
	h := storetest.Staffed(storetest.Embedded(t))
	ref := h.Report(h.Person(600, "uk"), storetest.Sheet(1)).Cases[0].Ref
	h.Bring(ref, cases.UnderReview)
	for _, again := range []bool{true, false} {
		h.Do(func(tx *store.Tx) error {
			propose := func(evidence string) error {
				_, err := tx.ProposeRegister(h.Worker.Actor(), ref, cases.UnderReview, evidence)
				return err
			}
			if err := propose("свідоцтво"); err != nil {
				return err
			}
			shown, err := Do(tx, h.Supervisor.Actor(), []string{"confirm", string(ref)})
			if err != nil {
				return err
			}
			if again {
				if err := propose("лише слова"); err != nil {
					return err
				}
			}
			out := flow.Start(Flows()[0], "c1", flow.Input{Kind: flow.Resume}, shown.Notes...)
			out = Flows()[0].Turn(out.State, flow.Input{Kind: flow.Text, Text: "send"})
			who, err := tx.Person(h.Supervisor.Person)
			if err != nil {
				return err
			}
			got, err := Closer(Name)(tx, who, out.State.Answers())
			if stale := err == nil && got.Messages[0].Key == "staff.refused.stale"; stale != again {
				t.Errorf("replaced %v: %+v", again, got)
			}
			return err
		})
	}
}

func kinds(all []store.Claimed) string {
	var b strings.Builder
	for _, n := range all {
		b.WriteString(n.Kind + " ")
	}
	return b.String()
}

// events counts the lines of a case's history; counting leaves none.
func events(h *storetest.House, ref cases.Ref) (n int) {
	err := h.Fails(func(tx *store.Tx) error {
		all, err := tx.History(h.Supervisor.Actor(), ref)
		n = len(all)
		return err
	})
	if err != nil {
		panic(err)
	}
	return n
}
