package storetest_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/seal"
	"dodomu/store/storetest"
)

// lived is a store in which something of everything happened; it gives the number
// of a case that is open.
func lived(t *testing.T, s *storetest.Store) (*storetest.House, cases.Ref) {
	t.Helper()
	h := storetest.Staffed(s)
	mother, other := h.Person(77, "uk"), h.Person(78, "pl")
	ref := h.Report(mother, storetest.Sheet(2)).Cases[0].Ref
	gone := h.Report(other, storetest.Sheet(1)).Cases[0].Ref
	h.Bring(ref, cases.Searching)
	giveUp(s)
	s.Do(func(tx *store.Tx) error {
		f, err := tx.PendingFile(mother, store.FileRef{Telegram: "f"})
		if err == nil {
			err = tx.KeepFile(f, []byte("original"), store.Picture{JPEG: []byte{0, 1, 2}})
		}
		if err == nil {
			err = tx.Park(mother, "report", []byte(`{"step":"name"}`))
		}
		if err == nil {
			_, err = tx.SetAside(5, []byte("raw"), "panic")
		}
		if err == nil {
			_, err = tx.FirstSight(9, mother, 3)
		}
		if err == nil {
			_, err = tx.Checkpoint()
		}
		if err == nil {
			_, err = tx.Note(h.Worker.Actor(), ref, "нотатка")
		}
		return errors.Join(err, tx.Erase(other, gone))
	})
	return h, ref
}

func tree(t *testing.T, db *store.DB) (tree tlog.Tree) {
	t.Helper()
	err := db.View(context.Background(), func(tx *store.Tx) (err error) {
		tree, err = tx.Tree()
		return errors.Join(err, tx.VerifyTree())
	})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// readsOn holds that a store goes on where another was: the case is read, a sample
// of everything sealed opens, a chat is known, new words find their place.
func readsOn(t *testing.T, db *store.DB, h *storetest.House, ref cases.Ref) {
	t.Helper()
	err := db.Update(context.Background(), func(tx *store.Tx) error {
		file, err := tx.ReadCase(h.Worker.Actor(), ref)
		if err != nil {
			return err
		}
		if got := file.Reports[0].Sheet.Children[0].Name.Given; got != "Соломія" {
			t.Errorf("the case is about %q", got)
		}
		if p, err := tx.Meet(77, "en"); err != nil || p.Language != "uk" {
			t.Errorf("the mother was not known: %+v, %v", p, err)
		}
		if n, err := tx.OpenSample(1000); err != nil || n < 30 {
			t.Errorf("%d sealed values opened, %v", n, err)
		}
		return tx.VerifyTree()
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestCopy copies between every two engines.
func TestCopy(t *testing.T) {
	storetest.Each(t, func(t *testing.T, from *storetest.Store) {
		h, ref := lived(t, from)
		for chat := range int64(450) { // more than two batches
			meet(t, from, 10_000+chat)
		}
		for name, open := range map[string]func(testing.TB) *storetest.Store{"sqlite": storetest.Embedded, "postgres": storetest.Served} {
			t.Run("to "+name, func(t *testing.T) {
				to := open(t)
				before := tree(t, from.DB)
				done, root, err := store.Copy(context.Background(), from.DB, to.DB)
				if err != nil {
					t.Fatal(err)
				}
				if after := tree(t, to.DB); after != before || root != before || before.N == 0 {
					t.Errorf("roots: %v, then %v, told %v", before, after, root)
				}
				for _, c := range done {
					if n := rows(t, from, c.Table); n != c.Rows || rows(t, to, c.Table) != n {
						t.Errorf("%s: %d rows told, %d there, %d here", c.Table, c.Rows, n, rows(t, to, c.Table))
					}
				}
				var names []string
				for _, c := range done {
					names = append(names, c.Table)
				}
				slices.Sort(names)
				same(t, names, schema(t, to))
				to.Reopen()
				readsOn(t, to.DB, h, ref)
				if _, _, err := store.Copy(context.Background(), from.DB, to.DB); !errors.Is(err, store.ErrNotEmpty) {
					t.Errorf("a store that holds something was filled: %v", err)
				}
			})
		}
	})
}

func rows(t *testing.T, s *storetest.Store, table string) (n int64) {
	t.Helper()
	if err := s.Raw().QueryRow("SELECT COUNT(*) FROM " + table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// schema gives the tables of a store that are ours, sorted.
func schema(t *testing.T, s *storetest.Store) (names []string) {
	t.Helper()
	query := "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
	if s.File != "" {
		query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
	}
	found, err := s.Raw().Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer found.Close()
	for found.Next() {
		var name string
		if err := found.Scan(&name); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(name, "goose_") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// TestACopyThatFails leaves the target as empty as it was.
func TestACopyThatFails(t *testing.T) {
	storetest.Each(t, func(t *testing.T, from *storetest.Store) {
		lived(t, from)
		to := storetest.Embedded(t)
		ctx, stop := context.WithCancel(context.Background())
		stop()
		if _, _, err := store.Copy(ctx, from.DB, to.DB); !errors.Is(err, context.Canceled) {
			t.Errorf("a copy that was stopped: %v", err)
		}
		if _, err := to.Raw().Exec("DROP TABLE checkpoints"); err != nil {
			t.Fatal(err)
		}
		if _, _, err := store.Copy(context.Background(), from.DB, to.DB); err == nil {
			t.Error("a copy without a table succeeded")
		}
		if n := rows(t, to, "people") + rows(t, to, "scopes"); n != 0 {
			t.Errorf("%d rows stayed", n)
		}
		to.Reopen()
	})
}

// TestSampleFindsWhatWasMoved harms one sealed value in each place.
func TestSampleFindsWhatWasMoved(t *testing.T) {
	harms := map[string]string{
		"a chat":    "UPDATE people SET chat = (SELECT chat FROM people WHERE id = (SELECT MIN(id) FROM people))",
		"a sheet":   "UPDATE filings SET sheet = (SELECT sheet FROM filings ORDER BY case_id LIMIT 1)",
		"a key":     "UPDATE scopes SET wrap = NULL WHERE id = (SELECT MAX(id) FROM cases WHERE card IS NOT NULL)",
		"a letter":  "UPDATE outbox SET lane = lane + 1 WHERE body IS NOT NULL",
		"a picture": "UPDATE files SET working = original",
	}
	for name, harm := range harms {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, s *storetest.Store) {
				lived(t, s)
				if _, err := s.Raw().Exec(harm); err != nil {
					t.Fatal(err)
				}
				s.Reopen()
				err := s.Fails(func(tx *store.Tx) error { _, err := tx.OpenSample(1000); return err })
				if !errors.Is(err, seal.ErrKey) {
					t.Errorf("it was not found: %v", err)
				}
			})
		})
	}
}

func TestNewest(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		newest := func() string {
			var at string
			s.Do(func(tx *store.Tx) error {
				newest, err := tx.Newest()
				at = newest.UTC().Format("15:04")
				return err
			})
			return at
		}
		same(t, []string{newest()}, []string{"00:00"})
		lived(t, s)
		same(t, []string{newest()}, []string{"10:00"})
		s.Clock.Advance(90 * 60 * 1e9)
		meet(t, s, 99)
		same(t, []string{newest()}, []string{"11:30"})
	})
}
