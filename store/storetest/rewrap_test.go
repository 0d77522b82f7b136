package storetest_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"dodomu/store"
	"dodomu/store/seal"
	"dodomu/store/storetest"
)

// TestRewrap rotates the key of a store in use: everything opens with the new key
// file, and nothing with the old one.
func TestRewrap(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		path := filepath.Join(t.TempDir(), "dodomu.key")
		if err := seal.NewFile(path); err != nil {
			t.Fatal(err)
		}
		s.Rekey(path)
		p := meet(t, s, 41)
		s.Do(func(tx *store.Tx) error { return tx.SaveConversation(p.ID, []byte("state")) })
		old, err := seal.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := seal.Rotate(path); err != nil {
			t.Fatal(err)
		}
		if s.Keys, err = seal.ReadFile(path); err != nil {
			t.Fatal(err)
		}
		s.Reopen()
		if n, err := s.Rewrap(context.Background()); n == 0 || err != nil {
			t.Fatalf("%d keys rewrapped, %v", n, err)
		}
		if n, err := s.Rewrap(context.Background()); n != 0 || err != nil {
			t.Errorf("again %d keys rewrapped, %v", n, err)
		}
		s.Reopen()
		if got := meet(t, s, 41); string(got.State) != "state" || got.ID != p.ID {
			t.Errorf("after the rotation: %+v", got)
		}
		db, err := store.Open(context.Background(), s.URL, old)
		if err != nil {
			t.Fatal(err) // the root is the same: only the wraps are not
		}
		defer db.Close()
		err = db.View(context.Background(), func(tx *store.Tx) error {
			_, err := tx.Person(p.ID)
			return err
		})
		if !errors.Is(err, seal.ErrKey) {
			t.Errorf("the old key file still opens a person: %v", err)
		}
	})
}
