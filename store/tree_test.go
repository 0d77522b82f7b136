package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

// TestTampering changes the history from outside, each time in another way, and
// holds that verifying finds it. The first row changes nothing, so that the others
// prove something.
func TestTampering(t *testing.T) {
	for name, statements := range map[string][]string{
		"nothing":                     nil,
		"another kind":                {`UPDATE events SET kind = 'registered' WHERE leaf = 9`},
		"another time":                {`UPDATE events SET at = at - 1000 WHERE leaf = 9`},
		"another case":                {`UPDATE events SET case_id = 0 WHERE leaf = 9`},
		"a commitment":                {`UPDATE events SET commitment = (SELECT commitment FROM events WHERE leaf = 8) WHERE leaf = 9`},
		"a body":                      {`UPDATE events SET body = (SELECT body FROM events WHERE leaf = 10) WHERE leaf = 9`},
		"a body and its commitment":   {`UPDATE events SET body = (SELECT body FROM events WHERE leaf = 10), commitment = (SELECT commitment FROM events WHERE leaf = 10) WHERE leaf = 9`},
		"emptied":                     {`UPDATE events SET body = NULL WHERE leaf = 9`},
		"one in the middle missing":   {`DELETE FROM events WHERE leaf = 9`},
		"the last missing":            {`DELETE FROM events WHERE leaf = (SELECT MAX(leaf) FROM events)`},
		"the last cut off":            {`DELETE FROM events WHERE leaf = (SELECT MAX(leaf) FROM events)`, `UPDATE tree_head SET size = size - 1`},
		"all cut off":                 {`DELETE FROM events`, `UPDATE tree_head SET size = 0`},
		"a hash":                      {`UPDATE tree_hashes SET hash = (SELECT hash FROM tree_hashes WHERE id = 1) WHERE id = 0`},
		"an inner hash":               {`UPDATE tree_hashes SET hash = (SELECT hash FROM tree_hashes WHERE id = 1) WHERE id = 2`},
		"a hash missing":              {`DELETE FROM tree_hashes WHERE id = 3`},
		"a checkpoint":                {`UPDATE checkpoints SET note = commitment FROM events WHERE leaf = 1`},
		"two exchanged, hashes along": {`UPDATE events SET leaf = -1 WHERE leaf = 9`, `UPDATE events SET leaf = 9 WHERE leaf = 10`, `UPDATE events SET leaf = 10 WHERE leaf = -1`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := storetest.Staffed(storetest.Embedded(t))
			ref := h.Report(h.Person(1, "uk"), storetest.Sheet(1)).Cases[0].Ref
			h.Bring(ref, cases.Searching)
			h.Do(func(tx *store.Tx) error { _, err := tx.Checkpoint(); return err })
			outside := h.Outside()
			for _, statement := range statements {
				if _, err := outside.Exec(statement); err != nil {
					t.Fatal(err)
				}
			}
			err := h.Fails(func(tx *store.Tx) error { return tx.VerifyTree() })
			if errors.Is(err, store.ErrTree) != (len(statements) > 0) {
				t.Errorf("verified: %v", err)
			}
		})
	}
}

// TestCheckpoints holds that any older checkpoint agrees with a history that only
// grew, and none with a history that was written anew.
func TestCheckpoints(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		var notes [][]byte
		for chat := range int64(9) {
			h.Report(h.Person(chat+1, "uk"), storetest.Sheet(1))
			h.Do(func(tx *store.Tx) error {
				text, err := tx.Checkpoint()
				notes = append(notes, text)
				return err
			})
		}
		verifies(t, h, notes...)
		stranger := []byte(strings.Replace(string(notes[0]), "dodomu", "dodoma", 1))
		another := storetest.Staffed(storetest.Embedded(t))
		another.Report(another.Person(1, "uk"), storetest.Sheet(2))
		for name, text := range map[string][]byte{
			"a stranger's":               stranger,
			"no checkpoint":              []byte("hello"),
			"of a longer, other history": checkpointOf(t, another, 40),
			"of another, shorter":        checkpointOf(t, another, 0),
		} {
			err := h.Fails(func(tx *store.Tx) error { return tx.VerifyTree(text) })
			if !errors.Is(err, store.ErrTree) {
				t.Errorf("%s checkpoint: %v", name, err)
			}
		}
	})
}

// checkpointOf signs another store's history after so many more notes in it.
func checkpointOf(t *testing.T, h *storetest.House, more int) (text []byte) {
	t.Helper()
	h.Do(func(tx *store.Tx) (err error) {
		lines, err := tx.Queue(h.Supervisor.Actor(), store.Filter{})
		for i := 0; i < more && err == nil; i++ {
			_, err = tx.Note(h.Supervisor.Actor(), lines[0].Ref, fmt.Sprint(i))
		}
		if err != nil {
			return err
		}
		text, err = tx.Checkpoint()
		return err
	})
	return text
}

// TestActsAtOnce lets many act at the same time, some on the same cases: one of two
// takes a case, leaves have no gaps, the tree verifies.
func TestActsAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		refs := make([]cases.Ref, 6)
		for i := range refs {
			refs[i] = h.Report(h.Person(int64(i+1), "uk"), storetest.Sheet(1)).Cases[0].Ref
		}
		taken := make([]int, len(refs))
		var mu sync.Mutex
		var all sync.WaitGroup
		for _, by := range []cases.Actor{h.Worker.Actor(), h.Other.Actor(), h.Supervisor.Actor()} {
			for i, ref := range refs {
				all.Go(func() {
					err := h.Update(context.Background(), func(tx *store.Tx) error {
						_, err := tx.Take(by, ref, cases.Received)
						return err
					})
					mu.Lock()
					defer mu.Unlock()
					switch {
					case err == nil:
						taken[i]++
					case !errors.Is(err, cases.ErrStale) && !errors.Is(err, cases.ErrTaken) && !errors.Is(err, cases.ErrNotFound):
						t.Errorf("take: %v", err)
					}
				})
			}
		}
		all.Wait()
		for i, n := range taken {
			if n != 1 {
				t.Errorf("case %d was taken %d times", i, n)
			}
		}
		verifies(t, h)
	})
}
