package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
	"github.com/pressly/goose/v3/lock"

	"dodomu/store/migrations"
)

// ErrNewer means that the schema was made by a newer program.
var ErrNewer = errors.New("the store was made by a newer dodomu: update the program, an older one would harm it")

// migrate brings the schema up to date. On PostgreSQL a lock lets one process at
// a time do it.
func (db *DB) migrate(ctx context.Context) error {
	dialect, options := database.DialectSQLite3, []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if db.engine == server {
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return fmt.Errorf("migrate: %w", err)
		}
		dialect, options = database.DialectPostgres, append(options, goose.WithSessionLocker(locker))
	}
	provider, err := goose.NewProvider(dialect, db.write, migrations.Files, options...)
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
