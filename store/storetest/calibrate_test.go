package storetest_test

import (
	"context"
	"errors"
	"testing"

	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/names"
	"dodomu/store/storetest"
)

// What workers confirm and reject is what a calibration learns from; an undone
// decision is none.
func TestCalibrationByDecisions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		first := h.Report(h.Person(1, "uk"), storetest.Sheet(2)).Cases
		keepIndex(t, s.DB)
		second := h.Report(h.Person(2, "en"), again("Solomiya", "Nazar")).Cases
		current(t, s.DB)
		if _, _, err := s.Calibrate(context.Background()); !errors.Is(err, store.ErrNoDecisions) {
			t.Fatalf("without decisions: %v, want ErrNoDecisions", err)
		}
		same := store.Pair{Mine: first[0].Ref, Other: second[0].Ref}
		decide(t, h, same, cases.Decision{To: cases.UnderCheck, Seen: cases.Suggested})
		decide(t, h, same, cases.Decision{To: cases.Confirmed, Seen: cases.UnderCheck})
		decide(t, h, store.Pair{Mine: first[1].Ref, Other: second[1].Ref}, cases.Decision{To: cases.Rejected, Seen: cases.Suggested, Why: "інший хлопчик"})
		weights, n, err := s.Calibrate(context.Background())
		if err != nil || n != 2 || weights == names.DefaultWeights() || weights == (names.Weights{}) {
			t.Errorf("%d decisions, %v, learned %v", n, err, weights != names.DefaultWeights())
		}
		decide(t, h, same, cases.Decision{To: cases.UnderCheck, Seen: cases.Confirmed, Why: "ще раз"})
		if _, _, err := s.Calibrate(context.Background()); !errors.Is(err, store.ErrNoDecisions) {
			t.Errorf("a decision that was taken back counts: %v", err)
		}
	})
}
