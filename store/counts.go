package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"
)

// Counts is how much of what a store holds: numbers and times, nothing personal.
// A time is zero where nothing waits.
type Counts struct {
	Waiting     int       // notices in the outbox
	Due         int       // of them, those whose time has come
	OldestDue   time.Time // since when the longest waiting of those is due
	Dead        int       // given up, for an operator
	Files       int       // files to be fetched
	OldestFile  time.Time // when the longest waiting of those came in
	Aside       int       // updates set aside within the last two weeks
	OldestAside time.Time
}

// Counts counts. It reads what waits, not what was: its cost does not grow with
// what went out.
func (tx *Tx) Counts() (Counts, error) {
	var c Counts
	var due, file, aside *int64
	for _, count := range []struct {
		query string
		args  []any
		into  []any
	}{
		{countWaiting, []any{ms(tx.now), int64(1) << idBits, int64(idEpoch), int64(never)}, []any{&c.Waiting, &c.Due, &due}},
		{"SELECT COUNT(*) FROM outbox WHERE state = 2", nil, []any{&c.Dead}},
		{"SELECT COUNT(*), MIN(received) FROM files WHERE state = 0", nil, []any{&c.Files, &file}},
		{"SELECT COUNT(*), MIN(at) FROM aside", nil, []any{&c.Aside, &aside}},
	} {
		if _, err := tx.one(count.query, count.args, count.into...); err != nil {
			return Counts{}, fmt.Errorf("count: %w", err)
		}
	}
	c.OldestDue, c.OldestFile, c.OldestAside = timeOf(due), timeOf(file), timeOf(aside)
	return c, nil
}

// countWaiting goes by the lanes in which something is queued. A notice that is due
// at once waits since it was made, which its id tells.
const countWaiting = `SELECT COUNT(*), COUNT(CASE WHEN o.due <= $1 THEN 1 END),
	MIN(CASE WHEN o.due <= $1 THEN CASE WHEN o.due > 0 THEN o.due ELSE o.id / $2 + $3 END END)
	FROM lanes l JOIN outbox o ON o.lane = l.id AND o.state = 0
	WHERE l.priority IN (0, 1, 2) AND l.due < $4`

// timeOf reads a time that may be missing: zero then.
func timeOf(at *int64) time.Time {
	if at == nil {
		return time.Time{}
	}
	return time.UnixMilli(*at)
}

// Size is how many bytes the store takes: of an embedded one its file and what is
// not yet written back into it, of PostgreSQL the database.
func (db *DB) Size(ctx context.Context) (int64, error) {
	if db.engine == server {
		var size int64
		err := db.read.QueryRowContext(ctx, "SELECT pg_database_size(current_database())").Scan(&size)
		return size, during("size of the store", err)
	}
	var seq int
	var name, file string
	if err := db.read.QueryRowContext(ctx, "PRAGMA database_list").Scan(&seq, &name, &file); err != nil {
		return 0, fmt.Errorf("size of the store: %w", err)
	}
	if file == "" {
		var pages, size int64
		err := db.read.QueryRowContext(ctx, "SELECT page_count, page_size FROM pragma_page_count, pragma_page_size").Scan(&pages, &size)
		return pages * size, during("size of the store", err)
	}
	return sizeOf(file, file+"-wal")
}

func sizeOf(files ...string) (size int64, err error) {
	for _, file := range files {
		info, err := os.Stat(file)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return 0, fmt.Errorf("size of the store: %w", err)
		default:
			size += info.Size()
		}
	}
	return size, nil
}

func during(act string, err error) error {
	if err != nil {
		return fmt.Errorf("%s: %w", act, err)
	}
	return nil
}

// Newest is the latest time the store remembers: zero in an empty one. A clock
// that stands before it went back.
func (tx *Tx) Newest() (time.Time, error) {
	var newest int64
	for _, query := range []string{
		"SELECT MAX(seen) FROM updates WHERE id = (SELECT MAX(id) FROM updates)",
		"SELECT MAX(settled) FROM outbox WHERE state <> 0",
		"SELECT MAX(at) FROM events WHERE leaf = (SELECT MAX(leaf) FROM events)",
		"SELECT MAX(made) FROM people WHERE id = (SELECT MAX(id) FROM people)",
	} {
		var at *int64
		if _, err := tx.one(query, nil, &at); err != nil {
			return time.Time{}, fmt.Errorf("newest time: %w", err)
		}
		if at != nil {
			newest = max(newest, *at)
		}
	}
	if newest == 0 {
		return time.Time{}, nil
	}
	return time.UnixMilli(newest), nil
}

// Exists tells whether there is a store at an address, so far as can be told
// without opening it: Open would make a missing file anew. ErrURL for an address of
// no known form.
func Exists(url string) (bool, error) {
	scheme, file, _ := strings.Cut(url, ":")
	switch scheme {
	case "postgres", "postgresql":
		return true, nil
	case "sqlite":
		info, err := os.Stat(file)
		if errors.Is(err, fs.ErrNotExist) {
			return false, nil
		}
		return err == nil && info.Size() > 0, during("look for the store", err)
	}
	return false, ErrURL
}
