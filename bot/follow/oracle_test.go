package follow

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dodomu/bot/flow"
	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

// Whatever a stranger presses, joins with or says, in any order, they get the same
// words for a case that is somebody else's as for one that is unknown, and nothing of
// it is ever shown or changed.
func TestNoOracle(t *testing.T) {
	h := storetest.Staffed(storetest.Embedded(t))
	mother, stranger := h.Person(1, "uk"), h.Person(2, "uk")
	foreign := h.Report(mother, storetest.Sheet(1)).Cases[0].Ref
	erased := h.Report(mother, storetest.Sheet(1)).Cases[0].Ref
	h.Do(func(tx *store.Tx) error { return tx.Erase(mother, erased) })
	h.Report(stranger, storetest.Sheet(1))
	before := look(t, h, mother, foreign)
	acts := []string{actCase, actAll, actAdd, actAnswer, actTo, actInvite, actInvited, actConsents, actConsent, actAllow, actRefuse, actErase, actLeave, "nonsense", ""}
	rapid.Check(t, func(r *rapid.T) {
		act := rapid.SampledFrom(acts).Draw(r, "act")
		arg := rapid.SampledFrom([]string{"", "0", "7", "-1", "search", "contact", "nonsense"}).Draw(r, "argument")
		known := press(t, h, stranger, act, string(foreign), arg)
		for _, ref := range []string{string(erased), "00000000000", "4F7K29QMB3X", "", "💔", strings.Repeat("9", 70)} {
			if got := press(t, h, stranger, act, ref, arg); got != known {
				r.Fatalf("%s of a foreign case: %s\nof %q: %s", act, known, ref, got)
			}
		}
		if strings.Contains(known, "Соломія") || strings.Contains(known, foreign.String()) {
			r.Fatalf("%s shows %s", act, known)
		}
	})
	if after := look(t, h, mother, foreign); after != before {
		t.Errorf("the case changed:\n%s\n%s", before, after)
	}
}

// Closing a conversation whose notes were forged changes nothing either.
func TestForgedNotes(t *testing.T) {
	h := storetest.Staffed(storetest.Embedded(t))
	mother, stranger := h.Person(1, "uk"), h.Person(2, "uk")
	foreign := h.Report(mother, storetest.Sheet(1)).Cases[0].Ref
	before := look(t, h, mother, foreign)
	for name, answers := range map[string][]flow.Input{
		nameAdd:    {{Kind: flow.Text, Text: "Це моя дитина"}, {Kind: flow.Text, Text: "/skip"}},
		nameAnswer: {{Kind: flow.Text, Text: "Так"}, {Kind: flow.Text, Text: "/skip"}},
		nameErase:  {{Kind: flow.Text, Text: eraseCase}},
		nameLeave:  {{Kind: flow.Text, Text: leaveCase}},
	} {
		f, _ := flowNamed(name)
		out := flow.Start(f, "c", flow.Input{Kind: flow.Resume}, flow.Note{Key: noteRef, Text: string(foreign)})
		for _, in := range answers {
			out = f.Turn(out.State, in)
		}
		h.Do(func(tx *store.Tx) error {
			who, err := tx.Person(stranger)
			if err != nil {
				return err
			}
			r, err := Closer(name)(tx, who, out.State.Answers())
			if err == nil && r.Messages[0].Key != "follow.unknown" {
				t.Errorf("%s says %s", name, r.Messages[0].Key)
			}
			return err
		})
	}
	if after := look(t, h, mother, foreign); after != before {
		t.Errorf("the case changed:\n%s\n%s", before, after)
	}
}

// look is what the case's own family reads of it.
func look(t *testing.T, h *storetest.House, p cases.PersonID, ref cases.Ref) string {
	t.Helper()
	return press(t, h, p, actCase, string(ref), "") + press(t, h, p, actAll, string(ref), "0")
}

// press gives everything a press answers, as it would go to the outbox.
func press(t *testing.T, h *storetest.House, p cases.PersonID, argv ...string) string {
	t.Helper()
	var said string
	err := h.Update(context.Background(), func(tx *store.Tx) error {
		who, err := tx.Person(p)
		if err != nil {
			return err
		}
		r, err := Press(tx, who, argv)
		if err != nil {
			return err
		}
		text, err := json.Marshal(r)
		said = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return said
}
