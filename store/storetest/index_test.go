package storetest_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/names"
	"dodomu/store/storetest"
)

// keepIndex keeps the index of a store until the test ends.
func keepIndex(t *testing.T, db *store.DB) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- db.KeepIndex(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("keep index: %v", err)
		}
	})
	current(t, db)
}

// current waits until the index holds all that was committed.
func current(t *testing.T, db *store.DB) {
	t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), 30*time.Second)
	defer stop()
	if err := db.IndexCurrent(ctx); err != nil {
		t.Fatal(err)
	}
}

// finds asks an index for a child by name and gives the cases it finds with more
// than nothing to say for them.
func finds(t *testing.T, db *store.DB, typed string) (found []cases.CaseID) {
	t.Helper()
	x, complete := db.Index()
	if !complete {
		t.Fatal("the index is not complete")
	}
	for _, m := range x.Find(names.Query{Typed: typed, Birth: names.Birth{Date: names.Date{Year: 2015, Month: 5, Day: 4}}}, 0) {
		if m.Bits > 0 {
			found = append(found, store.CaseOfChild(m.ID))
		}
	}
	return found
}

func search(given bool) cases.Consent {
	return cases.Consent{Purpose: cases.ConsentSearch, Given: given, Version: "2026-03"}
}

// TestIndexIsKept holds that the index follows every act that changes what it may
// hold, in the process that acted and in another, and that it is the same when it is
// built anew.
func TestIndexIsKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		mother := h.Person(1, "uk")
		before := h.Report(mother, storetest.Sheet(1)).Cases[0]
		other := s.Beside()
		keepIndex(t, s.DB)
		keepIndex(t, other)
		holds := func(why string, want ...cases.CaseID) {
			t.Helper()
			for name, db := range map[string]*store.DB{"here": s.DB, "in another process": other} {
				current(t, db)
				if got := finds(t, db, "Kovalchuk Solomiya"); !slices.Equal(got, want) {
					t.Errorf("%s, %s: found %v, want %v", why, name, got, want)
				}
			}
			rebuilt := s.Beside()
			if err := rebuilt.BuildIndex(context.Background()); err != nil {
				t.Fatal(err)
			}
			if got := finds(t, rebuilt, "Kovalchuk Solomiya"); !slices.Equal(got, want) {
				t.Errorf("%s, built anew: found %v, want %v", why, got, want)
			}
		}
		holds("reported before the index", before.ID)

		sheet := storetest.Sheet(1)
		sheet.Children[0].Name.Given = "Варвара"
		sheet.Consents[0].Given = false
		late := h.Report(mother, sheet).Cases[0]
		holds("another without consent", before.ID)

		h.Do(func(tx *store.Tx) error { return tx.Consent(mother, before.Ref, search(false)) })
		holds("consent taken back")
		h.Do(func(tx *store.Tx) error { return tx.Consent(mother, before.Ref, search(true)) })
		holds("consent given again", before.ID)
		h.Do(func(tx *store.Tx) error { return tx.Erase(mother, before.Ref) })
		if got := finds(t, s.DB, "Kovalchuk Solomiya"); len(got) > 0 {
			t.Errorf("erased, and found at once after: %v", got)
		}
		holds("erased")

		again := h.Report(mother, storetest.Sheet(1)).Cases[0]
		holds("reported again", again.ID)
		h.Bring(again.Ref, cases.UnderReview)
		merge := storetest.Full(cases.UnderReview, cases.MergedInto)
		merge.Into = late.Ref
		h.Do(func(tx *store.Tx) error { _, err := tx.Move(h.Supervisor.Actor(), again.Ref, merge); return err })
		holds("merged into another")
	})
}

// TestIndexUndone holds that what was rolled back is not in the index.
func TestIndexUndone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		mother := h.Person(1, "uk")
		one := h.Report(mother, storetest.Sheet(1)).Cases[0]
		keepIndex(t, s.DB)
		if err := h.Fails(func(tx *store.Tx) error { return tx.Erase(mother, one.Ref) }); err != nil {
			t.Fatal(err)
		}
		h.Do(func(tx *store.Tx) error {
			tx.Savepoint(func() error { tx.Erase(mother, one.Ref); return context.Canceled })
			return nil
		})
		current(t, s.DB)
		if got := finds(t, s.DB, "Ковальчук Соломія"); !slices.Equal(got, []cases.CaseID{one.ID}) {
			t.Errorf("found %v", got)
		}
	})
}

// TestIndexUnderLoad holds that an index that is built while people write ends up
// with what there is.
func TestIndexUnderLoad(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		mother := h.Person(1, "uk")
		for range 12 {
			h.Report(mother, storetest.Sheet(3))
		}
		built := make(chan error)
		go func() { built <- s.BuildIndex(context.Background()) }()
		var kept int
		for i := range 12 {
			done := h.Report(mother, storetest.Sheet(3))
			kept += 3
			if i%3 == 0 {
				h.Do(func(tx *store.Tx) error { return tx.Erase(mother, done.Cases[0].Ref) })
				kept--
			}
		}
		if err := <-built; err != nil {
			t.Fatal(err)
		}
		keepIndex(t, s.DB)
		if state := s.IndexState(); state.Children != 36+kept {
			t.Errorf("the index holds %d children of %d", state.Children, 36+kept)
		}
	})
}

// TestStock holds that what a measure put into a store is read by the index as any
// case, and that no store with cases takes it.
func TestStock(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		var ids []cases.CaseID
		all := slices.Values([]cases.Sheet{storetest.Sheet(3), storetest.Sheet(1)})
		if err := s.Stock(context.Background(), all, func(of []cases.CaseID) { ids = append(ids, of...) }); err != nil {
			t.Fatal(err)
		}
		if err := s.BuildIndex(context.Background()); err != nil {
			t.Fatal(err)
		}
		found := finds(t, s.DB, "Соломия Ковальчук")
		slices.Sort(found)
		if want := []cases.CaseID{ids[0], ids[3]}; len(ids) != 4 || !slices.Equal(found, want) {
			t.Errorf("stocked %v, found %v", ids, found)
		}
		if err := s.Stock(context.Background(), all, func([]cases.CaseID) {}); err == nil {
			t.Error("a store with cases was stocked")
		}
	})
}
