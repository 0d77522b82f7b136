package report

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dodomu/bot/flow"
	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

// closing submits a played conversation to a real store and gives what is said at
// the end, with the numbers that chance made put behind names.
func closing(t *testing.T, c *chat) string {
	t.Helper()
	s := storetest.Embedded(t)
	var said []flow.Message
	s.Do(func(tx *store.Tx) error {
		who, err := tx.Meet(1001, c.tag)
		if err != nil {
			return err
		}
		reply, err := Close(tx, who, withFiles(t, tx, who.ID, reload(t, c.state).Answers()))
		said = reply.Messages
		return err
	})
	return tellFarewell(t, c, said)
}

// withFiles puts files of the person in place of the made-up ids of photos: the
// store keeps no photo it has not seen.
func withFiles(t *testing.T, tx *store.Tx, p cases.PersonID, a flow.Answers) flow.Answers {
	t.Helper()
	for i := range a.Count(group) {
		files := a.Group(group, i).Get("photos").Files
		for j := range files {
			id, err := tx.PendingFile(p, store.FileRef{})
			if err != nil {
				t.Fatal(err)
			}
			files[j].ID = int64(id)
		}
	}
	return a
}

func tellFarewell(t *testing.T, c *chat, said []flow.Message) string {
	t.Helper()
	var b strings.Builder
	for _, m := range said {
		if refs, ok := m.Args["cases"]; ok {
			m.Args["cases"] = flow.Value{Text: masked(t, refs.Text)}
		}
		if receipt, ok := m.Args["receipt"]; ok {
			if _, fits := cases.ParseReceipt(receipt.Text); !fits || !m.Secret {
				t.Errorf("receipt %q, secret: %v", receipt.Text, m.Secret)
			}
			m.Args["receipt"] = flow.Value{Text: "1234 5678 9012 3456"}
		}
		fmt.Fprintf(&b, "< %s\n", strings.ReplaceAll(c.words().Say(m), "\n", "\n  "))
	}
	return b.String()
}

// masked puts a name in place of each case number, which must be one.
func masked(t *testing.T, refs string) string {
	t.Helper()
	lines := strings.Split(refs, "\n")
	for i, ref := range lines {
		if _, ok := cases.ParseRef(ref); !ok {
			t.Errorf("%q is no case number", ref)
		}
		lines[i] = fmt.Sprintf("CASE-%d", i+1)
	}
	return strings.Join(lines, "\n")
}

// submitted plays a script of the tests to its end.
func submitted(t *testing.T, lines ...string) flow.Answers {
	t.Helper()
	c := newChat(t, loadWords(t), "uk")
	playAll(c, strings.Join(lines, "\n"))
	if !c.done {
		t.Fatalf("not submitted, waits at %s", c.state.Step())
	}
	return c.state.Answers()
}

// shortAnswers is a script of the short path, most of it not known.
func shortAnswers() []string {
	return []string{
		"press report.safety.yes", "press report.path.brief", "press report.relation.aunt", "press report.consents.all",
		"say Коваль Олена", "press flow.unknown", "press flow.unknown", "press flow.unknown", "press flow.skip", "press flow.submit",
	}
}

// A report is stored whole or not at all, and quiet mode holds from then on.
func TestCommit(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		answers := submitted(t, shortAnswers()...)
		var who store.Person
		s.Do(func(tx *store.Tx) (err error) {
			if who, err = tx.Meet(7, "pl"); err != nil {
				return err
			}
			_, err = Commit(tx, cases.Actor{Person: who.ID, Role: cases.Family}, answers)
			return err
		})
		s.Do(func(tx *store.Tx) error {
			again, err := tx.Person(who.ID)
			if !again.Quiet || again.SharedPhone != cases.SharedYes {
				t.Errorf("after the report: quiet %v, phone %q", again.Quiet, again.SharedPhone)
			}
			return err
		})
	})
}

// Answers that are not complete are refused, and nothing is stored.
func TestCommitRefuses(t *testing.T) {
	s := storetest.Embedded(t)
	err := s.Update(context.Background(), func(tx *store.Tx) error {
		who, err := tx.Meet(7, "uk")
		if err != nil {
			return err
		}
		_, err = Commit(tx, cases.Actor{Person: who.ID, Role: cases.Family}, flow.Answers{})
		return err
	})
	var gaps *cases.Gaps
	if !errors.As(err, &gaps) || !slices.Contains(gaps.Missing, "children") {
		t.Errorf("an empty conversation: %v", err)
	}
}

func TestFarewell(t *testing.T) {
	all := func(given bool) (out []cases.Consent) {
		for _, p := range cases.Purposes() {
			out = append(out, cases.Consent{Purpose: p, Given: given})
		}
		return out
	}
	tests := []struct {
		name     string
		consents []cases.Consent
		want     []string
	}{
		{"everything allowed", all(true), []string{"report.done.received", "report.done.receipt", "report.done.next"}},
		{"nothing allowed", all(false), []string{"report.done.received", "report.done.receipt", "report.done.next_silent", "report.done.no_search"}},
	}
	for _, tt := range tests {
		var got []string
		for _, m := range farewell(cases.Sheet{Consents: tt.consents}, "1234", []string{"A", "B"}) {
			got = append(got, m.Key)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}
