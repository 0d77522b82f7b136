package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"filippo.io/age"
	"golang.org/x/mod/sumdb/tlog"

	"dodomu/store/seal"
)

var (
	// ErrIdentity means that a backup does not open with the identities given.
	ErrIdentity = errors.New("none of these identities opens it: use the file whose public part stood behind --to")
	// ErrNoStore means that what a file holds is no store.
	ErrNoStore = errors.New("it holds no store of dodomu")
)

// Restored is a backup brought back.
type Restored struct {
	Bytes int64
	Tree  tlog.Tree
}

// Restore brings a backup back as a new embedded store at into. The file appears
// there only once all of it was read and found whole: it opens with the keys, its
// schema is known, no page is damaged, and the history is the one recorded. The
// schema is brought up to date. ErrExists, ErrIdentity, ErrNoStore, ErrNewer,
// seal.ErrKey, ErrDamaged, ErrTree.
func Restore(ctx context.Context, file string, identities io.Reader, into string, keys *seal.Master) (Restored, error) {
	known, err := age.ParseIdentities(identities)
	if err != nil {
		return Restored{}, fmt.Errorf("restore: the identity file: %w", err)
	}
	if err := absent(into, into+"-wal", into+"-shm", into+"-journal"); err != nil {
		return Restored{}, fmt.Errorf("restore: %w", err)
	}
	src, err := os.Open(file)
	if err != nil {
		return Restored{}, fmt.Errorf("restore: %w", err)
	}
	defer src.Close()
	done, err := restore(ctx, stoppable{ctx, src}, known, into, keys)
	if err != nil {
		return Restored{}, fmt.Errorf("restore: %w", err)
	}
	return done, nil
}

func restore(ctx context.Context, src io.Reader, known []age.Identity, into string, keys *seal.Master) (done Restored, err error) {
	plain, err := age.Decrypt(src, known...)
	if none := (*age.NoIdentityMatchError)(nil); errors.As(err, &none) {
		return Restored{}, ErrIdentity
	}
	if err != nil {
		return Restored{}, fmt.Errorf("this is no whole backup: %w", err)
	}
	work, err := os.MkdirTemp(filepath.Dir(into), ".dodomu-restore-")
	if err != nil {
		return Restored{}, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	name := filepath.Join(work, "restored.db")
	if done.Bytes, err = fill(name, plain); err != nil {
		return Restored{}, fmt.Errorf("this is no whole backup: %w", err)
	}
	if done.Tree, err = prove(ctx, name, keys); err != nil {
		return Restored{}, err
	}
	return done, publish(name, into)
}

// prove holds a file against everything a store promises.
func prove(ctx context.Context, file string, keys *seal.Master) (tree tlog.Tree, err error) {
	if err := isStore(ctx, file, keys); err != nil {
		return tlog.Tree{}, err
	}
	db, err := Open(ctx, "sqlite:"+file, keys)
	if err != nil {
		return tlog.Tree{}, err
	}
	defer func() { err = errors.Join(err, db.Close(), absent(file+"-wal")) }()
	if err := db.Check(ctx); err != nil {
		return tlog.Tree{}, err
	}
	err = db.View(ctx, func(tx *Tx) error {
		if err := tx.VerifyTree(); err != nil {
			return err
		}
		tree, err = tx.Tree()
		return err
	})
	return tree, err
}

// isStore looks for the mark of a key, before Open makes a new store of anything.
func isStore(ctx context.Context, file string, keys *seal.Master) (err error) {
	db, err := openPeek(file, keys)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.View(ctx, func(tx *Tx) error {
		if mark, err := tx.Setting(canary); err != nil || mark == nil {
			return errors.Join(ErrNoStore, err)
		}
		return nil
	})
}

// openPeek opens a file that nobody writes to, to look into it and change nothing.
func openPeek(file string, keys *seal.Master) (*DB, error) {
	db := &DB{engine: embedded, keys: keys, scopes: newScopeCache(), now: time.Now, log: slog.New(slog.DiscardHandler)}
	var err error
	db.read, err = sql.Open("sqlite", "file:"+escapePath(file)+"?mode=ro&immutable=1&_pragma=query_only(ON)"+
		"&_pragma=trusted_schema(OFF)&_pragma=cell_size_check(ON)")
	return db, err
}
