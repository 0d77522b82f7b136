package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"filippo.io/age"
	"golang.org/x/mod/sumdb/tlog"
)

// ErrExists means that a file is in the way. Nothing is ever overwritten.
var ErrExists = errors.New("it exists already and is never overwritten: name another file")

// ErrRecipients means that nobody is named who could open a backup.
var ErrRecipients = errors.New("no recipient of age, such as age1…: make one with age-keygen and keep its file apart from the store")

// Archived is an encrypted backup.
type Archived struct {
	Bytes int64
	Tree  tlog.Tree // the history that is in it
}

// Archive writes a whole, consistent copy of an embedded store to a new file,
// encrypted to recipients of age (https://age-encryption.org/v1). The store may be
// in use. The file appears whole or not at all; a copy that is not yet encrypted
// stands beside it for a moment, for its owner's eyes only, and what is sealed is
// sealed in it too. ErrNoBackup for PostgreSQL, ErrExists, ErrRecipients.
func (db *DB) Archive(ctx context.Context, file string, to ...string) (Archived, error) {
	if db.engine == server {
		return Archived{}, fmt.Errorf("backup: %w", ErrNoBackup)
	}
	recipients, err := age.ParseRecipients(strings.NewReader(strings.Join(to, "\n")))
	if err != nil {
		return Archived{}, fmt.Errorf("backup: %w: %w", ErrRecipients, err)
	}
	if err := absent(file); err != nil {
		return Archived{}, fmt.Errorf("backup: %w", err)
	}
	done, err := db.archive(ctx, file, recipients)
	if err != nil {
		return Archived{}, fmt.Errorf("backup: %w", err)
	}
	return done, nil
}

func (db *DB) archive(ctx context.Context, file string, recipients []age.Recipient) (done Archived, err error) {
	work, err := os.MkdirTemp(filepath.Dir(file), ".dodomu-backup-")
	if err != nil {
		return Archived{}, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	plain := filepath.Join(work, "plain.db")
	if err := db.Backup(ctx, plain); err != nil {
		return Archived{}, err
	}
	if done.Tree, err = db.treeOf(ctx, plain); err != nil {
		return Archived{}, err
	}
	src, err := os.Open(plain)
	if err != nil {
		return Archived{}, err
	}
	defer src.Close()
	// From here on the copy has no name: even a process that is killed leaves none.
	if err := os.Remove(plain); err != nil {
		return Archived{}, err
	}
	sealed := filepath.Join(work, "sealed.age")
	stream, err := age.EncryptReader(stoppable{ctx, src}, recipients...)
	if err != nil {
		return Archived{}, err
	}
	if done.Bytes, err = fill(sealed, stream); err != nil {
		return Archived{}, err
	}
	return done, publish(sealed, file)
}

// treeOf reads the history of a copy of this store.
func (db *DB) treeOf(ctx context.Context, file string) (tree tlog.Tree, err error) {
	peek, err := openPeek(file, db.keys)
	if err != nil {
		return tlog.Tree{}, err
	}
	defer func() { err = errors.Join(err, peek.Close()) }()
	err = peek.View(ctx, func(tx *Tx) (err error) {
		tree, err = tx.Tree()
		return err
	})
	return tree, err
}
