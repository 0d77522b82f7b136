// Package storetest holds the promises of the store and holds every engine to
// them. Each runs a test once for each engine, on a fresh store with a clock that
// stands still until it is moved. Imported by tests only.
package storetest

import (
	"bytes"
	"context"
	"database/sql"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"dodomu/store"
	"dodomu/store/seal"
)

// Start is the time at which every store of a test begins.
var Start = time.Date(2026, time.March, 2, 10, 0, 0, 0, time.UTC)

// Clock stands still until it is moved. It is safe for concurrent use.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Now is the clock's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Set moves the clock, also backwards.
func (c *Clock) Set(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = now
}

// Advance moves the clock on.
func (c *Clock) Advance(d time.Duration) { c.Set(c.Now().Add(d)) }

// Store is an open store of a test.
type Store struct {
	*store.DB
	Clock *Clock
	Keys  *seal.Master
	URL   string
	File  string // of the embedded engine; "" otherwise
	t     testing.TB
}

// Keys makes a master key that is the same in every run.
func Keys(t testing.TB) *seal.Master {
	t.Helper()
	keys, err := seal.New(bytes.NewReader(bytes.Repeat([]byte{7}, seal.Size)))
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// Embedded opens a fresh embedded store in a folder of the test.
func Embedded(t testing.TB) *Store {
	t.Helper()
	file := filepath.Join(t.TempDir(), "dodomu.db")
	s := &Store{Clock: &Clock{now: Start}, Keys: Keys(t), URL: "sqlite:" + file, File: file, t: t}
	s.open()
	return s
}

// Each runs a test on every engine, each time on a fresh store, in parallel.
func Each(t *testing.T, f func(t *testing.T, s *Store)) {
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		f(t, Embedded(t))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		f(t, Served(t))
	})
}

// Served opens a fresh store on PostgreSQL; the test is skipped where there is none.
func Served(t testing.TB) *Store {
	t.Helper()
	s := &Store{Clock: &Clock{now: Start}, Keys: Keys(t), URL: freshDatabase(t), t: t}
	s.open()
	return s
}

// Bare is a database on PostgreSQL that nobody has opened yet: it has no DB.
func Bare(t testing.TB) *Store {
	t.Helper()
	return &Store{Clock: &Clock{now: Start}, Keys: Keys(t), URL: freshDatabase(t), t: t}
}

func (s *Store) open() {
	s.t.Helper()
	var seed [32]byte
	db, err := store.Open(context.Background(), s.URL, s.Keys, store.WithNow(s.Clock.Now), store.WithRandom(rand.NewChaCha8(seed)))
	if err != nil {
		s.t.Fatal(err)
	}
	s.DB = db
	s.t.Cleanup(func() { db.Close() })
}

// Beside opens the store once more, as another process does.
func (s *Store) Beside() *store.DB {
	s.t.Helper()
	db, err := store.Open(context.Background(), s.URL, s.Keys, store.WithNow(s.Clock.Now))
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { db.Close() })
	return db
}

// Reopen closes the store and opens it again, as a restart does.
func (s *Store) Reopen() {
	s.t.Helper()
	if err := s.Close(); err != nil {
		s.t.Fatal(err)
	}
	s.open()
}

// Do runs f in a transaction and ends the test where it fails.
func (s *Store) Do(f func(tx *store.Tx) error) {
	s.t.Helper()
	if err := s.Update(context.Background(), f); err != nil {
		s.t.Fatal(err)
	}
}

// Raw opens the same store beside its own code, to look at it or to harm it as
// somebody with the file could.
func (s *Store) Raw() *sql.DB {
	s.t.Helper()
	driver, name := "pgx", s.URL
	if s.File != "" {
		driver, name = "sqlite", "file:"+s.File+"?_pragma=busy_timeout(5000)"
	}
	raw, err := sql.Open(driver, name)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { raw.Close() })
	return raw
}

// Rekey empties the store by opening a fresh one of the same engine under the key
// of a key file.
func (s *Store) Rekey(path string) {
	s.t.Helper()
	keys, err := seal.ReadFile(path)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		s.t.Fatal(err)
	}
	s.Keys = keys
	if s.File != "" {
		s.File = filepath.Join(s.t.TempDir(), "rekeyed.db")
		s.URL = "sqlite:" + s.File
	} else {
		s.URL = freshDatabase(s.t)
	}
	s.open()
}
