package cases_test

import (
	"testing"

	"dodomu/store/cases"
)

// TestClasses holds section 5 of the domain page: what leaves by itself is this
// list and nothing else.
func TestClasses(t *testing.T) {
	automatic := map[cases.Kind]bool{
		"received": true, "under_review": true, "needs_info": true, "registered": true, "searching": true,
		"no_news": true, "referral_offered": true, "referral_accepted": true, "referred_out": true, "appointment": true,
		"consent_reminder": true, "retention_reminder": true, "merged": true, "merged_into": true,
	}
	never := []cases.Kind{"tip_received", "match_suggested", "lead", "return_date", "route", "companion", "injury",
		"abuse", "detention", "death", "tip_sender", "note", "on_hold", "read"}
	held := []cases.Kind{"located", "contact_made", "contact_declined", "papers_changed", "moved", "placement",
		"returned", "reunited", "closed", "", "brand_new", "Registered", "received "}
	for _, s := range cases.Stages() {
		if got := s.Kind().Class() == cases.ClassA; got != automatic[s.Kind()] {
			t.Errorf("%s leaves by itself: %v", s, got)
		}
	}
	for kind := range automatic {
		if kind.Class() != cases.ClassA {
			t.Errorf("%s is %s, want A", kind, kind.Class())
		}
	}
	for _, kind := range never {
		if kind.Class() != cases.ClassC || kind.Told() {
			t.Errorf("%s is %s, want C", kind, kind.Class())
		}
	}
	for _, kind := range held {
		if kind.Class() != cases.ClassB {
			t.Errorf("%q is %s, want B", kind, kind.Class())
		}
	}
}

// TestStagesOfClassBNeedTwo ties sections 4 and 5 together: a stage whose news a
// person must bring is entered by two people, or only from such a stage.
func TestStagesOfClassBNeedTwo(t *testing.T) {
	for _, step := range cases.Steps() {
		if step.To.Kind().Class() != cases.ClassB || step.Confirm != "" {
			continue
		}
		for _, from := range step.From {
			if from.Kind().Class() != cases.ClassB {
				t.Errorf("%s → %s by one person", from, step.To)
			}
		}
	}
}
