package store

import (
	"context"
	"errors"
	"fmt"
	"os"
)

// ErrNoBackup means that the engine makes its backups itself.
var ErrNoBackup = errors.New("a backup of PostgreSQL is made with its own tools, pg_dump for one")

// Backup writes a whole, consistent copy of an embedded store to a file that must
// not exist. What is sealed stays sealed in it.
func (db *DB) Backup(ctx context.Context, file string) error {
	if db.engine == server {
		return fmt.Errorf("backup: %w", ErrNoBackup)
	}
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if _, err := db.write.ExecContext(ctx, "VACUUM INTO ?", file); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return nil
}

// Check reads the whole of an embedded store for damage: ErrDamaged where there is any.
func (db *DB) Check(ctx context.Context) error {
	if db.engine == server {
		return nil
	}
	var verdict string
	if err := db.read.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&verdict); err != nil {
		return fmt.Errorf("check: %w", err)
	}
	if verdict != "ok" {
		return ErrDamaged
	}
	return nil
}
