package cases_test

import (
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dodomu/store/cases"
)

// TestMatchSteps is section 6 of the domain page as a matrix: who is not in it is
// refused.
func TestMatchSteps(t *testing.T) {
	allowed := map[[2]cases.MatchState]bool{ // with a reason or not
		{cases.Suggested, cases.UnderCheck}: false, {cases.Suggested, cases.Rejected}: true,
		{cases.UnderCheck, cases.Confirmed}: false, {cases.UnderCheck, cases.Rejected}: true,
		{cases.Confirmed, cases.UnderCheck}: true, {cases.Rejected, cases.UnderCheck}: true,
	}
	for _, from := range cases.MatchStates() {
		for _, to := range cases.MatchStates() {
			why, fits := allowed[[2]cases.MatchState{from, to}]
			for _, reason := range []string{"", "різні батьки"} {
				got, err := from.Decided(cases.Decision{To: to, Seen: from, Why: reason})
				switch {
				case !fits && (!errors.Is(err, cases.ErrStage) || got != from):
					t.Errorf("%s → %s: %s, %v", from, to, got, err)
				case fits && why && reason == "" && !errors.Is(err, cases.ErrIncomplete):
					t.Errorf("%s → %s without a reason: %v", from, to, err)
				case fits && (reason != "" || !why) && (err != nil || got != to):
					t.Errorf("%s → %s: %s, %v", from, to, got, err)
				}
			}
			other := cases.MatchStates()[(slices.Index(cases.MatchStates(), from)+1)%5]
			if _, err := from.Decided(cases.Decision{To: to, Seen: other, Why: "x"}); !errors.Is(err, cases.ErrStale) {
				t.Errorf("%s, seen as %s: %v", from, other, err)
			}
		}
	}
}

// TestMatchesNeverReachAFamily holds that there are no words for them.
func TestMatchesNeverReachAFamily(t *testing.T) {
	for _, s := range append(cases.MatchStates(), "brand_new") {
		if s.Kind().Class() != cases.ClassC || s.Kind().Told() {
			t.Errorf("%s is of class %s", s, s.Kind().Class())
		}
	}
}

// TestMatchLife plays any decisions about the matches of one subject and holds: the
// program never decides; one at most is confirmed; while one is, every other is aside
// or rejected, and while none is, none is aside; what a person rejected only a person
// brings back; and what confirming set aside comes back with its undoing.
func TestMatchLife(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := make([]cases.MatchState, rapid.IntRange(1, 5).Draw(t, "matches"))
		for i := range all {
			all[i] = cases.Suggested
		}
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			i := rapid.IntRange(0, len(all)-1).Draw(t, "which")
			to := rapid.SampledFrom(cases.MatchStates()).Draw(t, "to")
			before := slices.Clone(all)
			if slices.Index(all, cases.Confirmed) >= 0 && all[i] != cases.Confirmed {
				continue // the store answers ErrTaken
			}
			state, err := all[i].Decided(cases.Decision{To: to, Seen: all[i], Why: "бо"})
			if err != nil {
				continue
			}
			all[i] = state
			if (before[i] == cases.Confirmed) != (state == cases.Confirmed) {
				for j := range all {
					if j != i {
						all[j] = all[j].Beside(state == cases.Confirmed)
					}
				}
			}
			holdsMatches(t, before, all, i)
		}
	})
}

func holdsMatches(t *rapid.T, before, after []cases.MatchState, decided int) {
	confirmed := 0
	for i, s := range after {
		if s == cases.Confirmed {
			confirmed++
		}
		byProgram := i != decided && s != before[i]
		if byProgram && s != cases.ConfirmedElsewhere && s != cases.Suggested {
			t.Fatalf("the program decided: %v → %v", before, after)
		}
		if before[i] == cases.Rejected && i != decided && s != cases.Rejected {
			t.Fatalf("a rejection was taken back by nobody: %v → %v", before, after)
		}
	}
	for _, s := range after {
		if confirmed > 1 || confirmed == 1 && s.Open() || confirmed == 0 && s == cases.ConfirmedElsewhere {
			t.Fatalf("%v → %v", before, after)
		}
	}
}
