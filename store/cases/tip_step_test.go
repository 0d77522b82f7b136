package cases_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dodomu/store/cases"
)

// fullTip is a move that brings everything any step of a tip may require.
func fullTip(t cases.Tip, to cases.TipState) cases.TipMove {
	m := cases.TipMove{To: to, Seen: t.State, Question: "which bus?", Why: "because", Case: 9}
	if t.State == cases.TipTriaged && to == cases.TipTriaged {
		m.Worth = cases.NotActionable
	}
	return m
}

func tipAt(s cases.TipState) cases.Tip {
	t := cases.Tip{ID: 3, State: s, Worth: cases.Actionable, AskBack: true}
	if s == cases.TipLinked || s.Finding() {
		t.Case = 8
	}
	if s == cases.TipClarifying {
		t.AskedAt = cases.TipTriaged
	}
	return t
}

// TestTipTable holds the life of a tip of section 6, row by row, and nothing else.
func TestTipTable(t *testing.T) {
	want := map[cases.TipState][]cases.TipState{
		cases.TipReceived:     nil,
		cases.TipTriaged:      {cases.TipTriaged, cases.TipClarifying, cases.TipLinked, cases.TipArchived},
		cases.TipClarifying:   {cases.TipLinked, cases.TipArchived},
		cases.TipLinked:       {cases.TipClarifying, cases.TipTriaged, cases.TipCorroborated, cases.TipRefuted, cases.TipInconclusive, cases.TipArchived},
		cases.TipCorroborated: {cases.TipTriaged, cases.TipRefuted, cases.TipInconclusive, cases.TipArchived},
		cases.TipRefuted:      {cases.TipTriaged, cases.TipCorroborated, cases.TipInconclusive, cases.TipArchived},
		cases.TipInconclusive: {cases.TipTriaged, cases.TipCorroborated, cases.TipRefuted, cases.TipArchived},
		cases.TipArchived:     {cases.TipTriaged},
	}
	for _, from := range cases.TipStates() {
		got := from.Next()
		slices.Sort(got)
		slices.Sort(want[from])
		if !slices.Equal(got, want[from]) {
			t.Errorf("after %s: %v, want %v", from, got, want[from])
		}
		for _, to := range cases.TipStates() {
			tip := tipAt(from)
			err := tip.Check(worker, fullTip(tip, to))
			if allowed := slices.Contains(want[from], to); (err == nil) != allowed {
				t.Errorf("%s → %s: %v", from, to, err)
			} else if !allowed && !errors.Is(err, cases.ErrStage) {
				t.Errorf("%s → %s: %v, want ErrStage", from, to, err)
			}
		}
	}
}

// TestTipNeeds takes from each allowed move one thing at a time that it needs.
func TestTipNeeds(t *testing.T) {
	for _, step := range cases.TipSteps() {
		for _, from := range step.From {
			for _, need := range step.Needs {
				tip := tipAt(from)
				m := fullTip(tip, step.To)
				because := cases.ErrIncomplete
				switch need {
				case cases.NeedWord:
					m.Why = ""
				case cases.NeedWorth:
					m.Worth = tip.Worth
				case cases.NeedTipAsk:
					m.Question = ""
				case cases.NeedAskBack:
					tip.AskBack, because = false, cases.ErrConsent
				case cases.NeedTipCase:
					m.Case = 0
				case cases.NeedFresh:
					m.Case, tip.Case = 8, 8
				}
				var refusal *cases.TipRefusal
				if err := tip.Check(worker, m); !errors.Is(err, because) || !errors.As(err, &refusal) || refusal.Needs != need {
					t.Errorf("%s → %s without %s: %v", from, step.To, need, err)
				}
			}
		}
	}
}

// TestTipOfNobody holds that only who may triage moves a tip, and only as they saw it.
func TestTipOfNobody(t *testing.T) {
	for _, role := range cases.Roles() {
		by := cases.Actor{Person: 1, Staff: 1, Role: role}
		tip := tipAt(cases.TipTriaged)
		err := tip.Check(by, fullTip(tip, cases.TipArchived))
		if may := role == cases.Worker || role == cases.Supervisor; (err == nil) != may || err != nil && !errors.Is(err, cases.ErrForbidden) {
			t.Errorf("%s: %v", role, err)
		}
	}
	tip := tipAt(cases.TipTriaged)
	m := fullTip(tip, cases.TipArchived)
	m.Seen = cases.TipLinked
	if err := tip.Check(worker, m); !errors.Is(err, cases.ErrStale) {
		t.Errorf("stale: %v", err)
	}
	if err := tip.CheckUnask(worker, cases.TipTriaged); !errors.Is(err, cases.ErrStage) {
		t.Errorf("take back what nobody asked: %v", err)
	}
}

// TestTipVisible holds who may open a tip: not who may not open its case, and one that
// accuses staff only supervisors.
func TestTipVisible(t *testing.T) {
	mine, theirs := cases.Case{Assignee: worker.Staff}, cases.Case{Assignee: other.Staff}
	for _, c := range []struct {
		name  string
		tip   cases.Tip
		by    cases.Actor
		about *cases.Case
		want  bool
	}{
		{"free", cases.Tip{}, worker, nil, true},
		{"mine", cases.Tip{}, worker, &mine, true},
		{"a colleague's", cases.Tip{}, worker, &theirs, false},
		{"a colleague's, supervisor", cases.Tip{}, super, &theirs, true},
		{"guarded", cases.Tip{Guarded: true}, worker, &mine, false},
		{"guarded, supervisor", cases.Tip{Guarded: true}, super, nil, true},
		{"family", cases.Tip{}, cases.Actor{Person: 1, Role: cases.Family}, nil, false},
		{"operator", cases.Tip{}, cases.Actor{Role: cases.Operator}, nil, false},
	} {
		if got := c.tip.VisibleTo(c.by, c.about); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

// TestTipLives plays random moves: a tip never stands in an unknown state, is linked
// exactly where its state says so, and can always be archived and brought back.
func TestTipLives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tip := tipAt(cases.TipTriaged)
		for range rapid.IntRange(1, 30).Draw(t, "moves") {
			m := fullTip(tip, rapid.SampledFrom(cases.TipStates()).Draw(t, "to"))
			m.Worth = rapid.SampledFrom(cases.Worths()).Draw(t, "worth")
			m.Case = cases.CaseID(rapid.Int64Range(1, 3).Draw(t, "case"))
			switch rapid.IntRange(0, 9).Draw(t, "what") {
			case 0:
				tip = tip.Answered()
			case 1:
				tip = tip.CaseGone(m.Case)
			default:
				if tip.Check(worker, m) == nil {
					tip = tip.Moved(m)
				}
			}
			holdsTip(t, tip)
		}
		if tip.State == cases.TipArchived {
			tip = tip.Moved(cases.TipMove{To: cases.TipTriaged})
		} else if err := tip.Check(worker, fullTip(tip, cases.TipArchived)); err != nil {
			t.Fatalf("%s cannot be archived: %v", tip.State, err)
		}
		holdsTip(t, tip)
	})
}

func holdsTip(t *rapid.T, tip cases.Tip) {
	linked := tip.State == cases.TipLinked || tip.State.Finding() || tip.AskedAt == cases.TipLinked
	switch {
	case !tip.State.Known() || tip.State == cases.TipReceived:
		t.Fatalf("state %q", tip.State)
	case (tip.State == cases.TipClarifying) != (tip.AskedAt != ""):
		t.Fatalf("%s leads back to %q", tip.State, tip.AskedAt)
	case linked && tip.Case == 0:
		t.Fatalf("%s (asked at %q) without a case", tip.State, tip.AskedAt)
	case tip.State == cases.TipTriaged && tip.Case != 0:
		t.Fatalf("triaged and linked to %d", tip.Case)
	}
}

// TestTipRef holds that a tip's number is read as people type it, and that neither a
// case number nor a wrong symbol passes for one.
func TestTipRef(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ref, err := cases.NewTipRef(bytes.NewReader(rapid.SliceOfN(rapid.Byte(), 6, 6).Draw(t, "random")))
		if err != nil || !ref.Valid() {
			t.Fatalf("%q: %v", ref, err)
		}
		if got, ok := cases.ParseTipRef(" " + ref.String()); !ok || got != ref {
			t.Fatalf("%q read as %q", ref.String(), got)
		}
		if _, ok := cases.ParseRef(string(ref)); ok {
			t.Fatalf("%q passes for a case number", ref)
		}
		i := rapid.IntRange(1, len(ref)-1).Draw(t, "at")
		wrong := []byte(ref)
		wrong[i] = rapid.SampledFrom([]byte(alphabet)).Draw(t, "symbol")
		if got, ok := cases.ParseTipRef(string(wrong)); ok && got != ref {
			t.Fatalf("%q passes for %q", wrong, got)
		}
		number := anyRef(t)
		if _, ok := cases.ParseTipRef(string(number)); ok {
			t.Fatalf("case number %q passes for a tip's", number)
		}
	})
}
