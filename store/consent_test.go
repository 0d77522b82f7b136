package store_test

import (
	"testing"

	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

// TestConsentsInForce holds that the family and staff read a consent as it is now,
// each case and each person apart, whatever the sheet said when it was submitted.
func TestConsentsInForce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		mother, father := h.Person(1, "uk"), h.Person(2, "uk")
		done := h.Report(mother, storetest.Sheet(2))
		ref, other := done.Cases[0].Ref, done.Cases[1].Ref
		joining := invite(t, h, mother, done)
		h.Do(func(tx *store.Tx) error { _, err := tx.Join(father, joining, consented); return err })
		answer := func(p cases.Purpose, given bool) {
			h.Do(func(tx *store.Tx) error {
				return tx.Consent(mother, ref, cases.Consent{Purpose: p, Given: given, Version: "later"})
			})
		}
		answer(cases.ConsentAuthorities, false)
		answer(cases.ConsentPartners, false)
		answer(cases.ConsentPartners, true)

		want := map[cases.Purpose]bool{cases.ConsentSearch: true, cases.ConsentAuthorities: false, cases.ConsentPartners: true, cases.ConsentContact: true}
		h.Do(func(tx *store.Tx) error {
			mine, err := tx.MyCase(mother, ref)
			if err != nil {
				return err
			}
			inForce(t, "the mother", mine.Consents, want)
			file, err := tx.ReadCase(h.Supervisor.Actor(), ref)
			if err != nil {
				return err
			}
			inForce(t, "staff", file.Reports[0].Consents, want)
			if !file.Reports[0].Sheet.Allows(cases.ConsentAuthorities) {
				t.Error("the sheet is not as it was submitted")
			}
			theirs, err := tx.MyCase(father, ref)
			if err != nil {
				return err
			}
			inForce(t, "who joined", theirs.Consents, map[cases.Purpose]bool{cases.ConsentContact: true})
			sibling, err := tx.MyCase(mother, other)
			want[cases.ConsentAuthorities] = true
			inForce(t, "the other child's case", sibling.Consents, want)
			return err
		})
	})
}

func inForce(t *testing.T, who string, got []cases.Consent, want map[cases.Purpose]bool) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s reads %d consents, want %d: %+v", who, len(got), len(want), got)
	}
	for _, c := range got {
		if given, asked := want[c.Purpose]; !asked || given != c.Given {
			t.Errorf("%s reads %s: %v, want %v", who, c.Purpose, c.Given, given)
		}
	}
}
