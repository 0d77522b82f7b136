package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
	"github.com/pressly/goose/v3/lock"

	"dodomu/store/migrations"
)

// ErrNewer means that the schema was made by a newer program.
var ErrNewer = errors.New("the store was made by a newer dodomu: update the program, an older one would harm it")

const (
	// Several processes that start together find one of them at it: look again soon.
	migrateLook = 200 * time.Millisecond
	migrateWait = 5 * time.Minute
)

// migrate brings the schema up to date. Where several processes may start at once
// a row of a table lets one of them do it: distributed engines have no advisory
// locks that can be relied on.
func (db *DB) migrate(ctx context.Context) error {
	dialect, options := database.DialectSQLite3, []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if db.engine == server {
		locker, err := lock.NewPostgresTableLocker(lock.WithTableLogger(slog.New(slog.DiscardHandler)),
			lock.WithTableLockTimeout(migrateLook, uint64(migrateWait/migrateLook)))
		if err != nil {
			return fmt.Errorf("migrate: %w", err)
		}
		dialect, options = database.DialectPostgres, append(options, goose.WithLocker(locker))
	}
	provider, err := goose.NewProvider(dialect, db.write, dialectFS{migrations.Files, db.engine.id}, options...)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	now, newest, err := provider.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if now > newest {
		return fmt.Errorf("schema %d, this program knows %d: %w", now, newest, ErrNewer)
	}
	if now == newest {
		return nil
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// dialectFS gives the migrations as an engine reads them. The embedded engine
// finds a row by its id at once where the id is declared by the very words
// INTEGER PRIMARY KEY; by any other it keeps a second tree for it.
type dialectFS struct {
	fs.FS
	id string // in place of BIGINT PRIMARY KEY
}

// Open reads a migration; a folder is left as it is.
func (d dialectFS) Open(name string) (fs.File, error) {
	f, err := d.FS.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil || info.IsDir() {
		return f, err
	}
	text, err := fs.ReadFile(d.FS, name)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return migration{f, bytes.NewReader(bytes.ReplaceAll(text, []byte("BIGINT PRIMARY KEY"), []byte(d.id)))}, nil
}

// migration is a file with another text.
type migration struct {
	fs.File
	text *bytes.Reader
}

// Read reads the text.
func (m migration) Read(b []byte) (int, error) { return m.text.Read(b) }
