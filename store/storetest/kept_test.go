package storetest_test

import (
	"context"
	"sync"
	"testing"

	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

// TestKeptWhileReported holds that a file which is fetched in the very moment in which
// it enters a case is there afterwards and opens, whoever is first.
func TestKeptWhileReported(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		mother := h.Person(1, "uk")
		for _, keptFirst := range []bool{true, false} {
			f := pending(h, mother)
			var done store.Submitted
			first := func(tx *store.Tx) error {
				return tx.KeepFile(f, []byte("original"), store.Picture{JPEG: []byte("copy")})
			}
			second := func(tx *store.Tx) (err error) {
				done, err = tx.Submit(cases.Actor{Person: mother, Role: cases.Family}, stranger("Їжак", "Устим", f))
				return err
			}
			if !keptFirst {
				first, second = second, first
			}
			var late error
			var both sync.WaitGroup
			var once sync.Once
			h.Do(func(tx *store.Tx) error {
				if err := first(tx); err != nil {
					return err
				}
				once.Do(func() { both.Go(func() { late = s.Update(context.Background(), second) }) })
				return untilBlocked(t, s)
			})
			if both.Wait(); late != nil {
				t.Fatalf("kept first %t: %v", keptFirst, late)
			}
			h.Do(func(tx *store.Tx) error {
				copied, err := tx.File(h.Supervisor.Actor(), done.Cases[0].Ref, f)
				if string(copied) != "copy" {
					t.Errorf("kept first %t: the file reads %q", keptFirst, copied)
				}
				return err
			})
		}
	})
}
