package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"regexp"

	"golang.org/x/mod/sumdb/tlog"

	"dodomu/store/migrations"
)

var (
	// ErrNotEmpty means that a store that is to be filled holds something already.
	ErrNotEmpty = errors.New("the store to copy into is not empty: name a new one")
	// ErrCopy means that what arrived is not what was there.
	ErrCopy = errors.New("the copy is not what was copied")
)

// Copied is what was copied of one table.
type Copied struct {
	Table string
	Rows  int64
}

// Copy puts everything a store holds into another, empty store of either engine
// that was opened with the same key. It reads one state of the source, writes one
// transaction, and commits only what it has read back and found equal: each table
// by the number and the content of its rows, the history by its root. What was said
// of the source after Copy began is not in the copy: nobody may write to it
// meanwhile. ErrNotEmpty for a target that holds something.
func Copy(ctx context.Context, from, to *DB) ([]Copied, tlog.Tree, error) {
	tables, err := tablesInOrder()
	if err != nil {
		return nil, tlog.Tree{}, fmt.Errorf("copy: %w", err)
	}
	var done []Copied
	var tree tlog.Tree
	err = from.frozen(ctx, func(src *Tx) error {
		return to.Update(ctx, func(dst *Tx) error {
			c := copying{src: src, dst: dst}
			var err error
			done, tree, err = c.everything(ctx, tables)
			return err
		})
	})
	if err != nil {
		return nil, tlog.Tree{}, fmt.Errorf("copy: %w", err)
	}
	return done, tree, nil
}

// frozen runs f on one state of the store, whatever others write meanwhile.
func (db *DB) frozen(ctx context.Context, f func(*Tx) error) error {
	how := &sql.TxOptions{ReadOnly: true}
	if db.engine == server {
		how.Isolation = sql.LevelRepeatableRead
	}
	return db.run(ctx, db.read, how, f)
}

// copying is a copy under way.
type copying struct{ src, dst *Tx }

func (c copying) everything(ctx context.Context, tables []string) ([]Copied, tlog.Tree, error) {
	if err := c.makeRoom(tables); err != nil {
		return nil, tlog.Tree{}, err
	}
	done := make([]Copied, 0, len(tables))
	for _, table := range tables {
		t, err := c.open(table)
		if err == nil {
			err = t.copy(ctx)
		}
		if err == nil {
			err = t.compare(ctx)
		}
		if err != nil {
			return nil, tlog.Tree{}, fmt.Errorf("table %s: %w", table, err)
		}
		done = append(done, Copied{table, t.written.rows})
	}
	tree, err := c.roots()
	return done, tree, err
}

// makeRoom refuses a target that holds something, and takes out what opening a new
// store puts there.
func (c copying) makeRoom(tables []string) error {
	for _, table := range tables {
		var rows int64
		query := "SELECT COUNT(*) FROM " + table
		switch table {
		case "settings":
			query += " WHERE name NOT IN ('" + canary + "', 'process')"
		case "tree_head":
			query += " WHERE size > 0"
		case "duties", "budgets":
			continue // of the processes that serve a store, not of what it remembers
		}
		if err := c.dst.must(query, nil, &rows); err != nil {
			return fmt.Errorf("table %s: %w", table, err)
		}
		if rows > 0 {
			return ErrNotEmpty
		}
	}
	return errors.Join(c.dst.put("DELETE FROM settings"), c.dst.put("DELETE FROM tree_head"),
		c.dst.put("DELETE FROM duties"), c.dst.put("DELETE FROM budgets"))
}

// roots compares the histories.
func (c copying) roots() (tlog.Tree, error) {
	was, err := c.src.Tree()
	if err != nil {
		return tlog.Tree{}, err
	}
	is, err := c.dst.Tree()
	if err == nil && is != was {
		err = fmt.Errorf("the roots of the history differ: %w", ErrCopy)
	}
	return is, err
}

// Tree is the history as it is now: how many events, and the root over them.
func (tx *Tx) Tree() (tlog.Tree, error) {
	size, err := tx.treeSize()
	if err != nil {
		return tlog.Tree{}, err
	}
	return tx.treeAt(size)
}

// tableForm finds the tables that the migrations make.
var tableForm = regexp.MustCompile(`(?m)^CREATE TABLE (\w+)`)

// tablesInOrder gives the tables of the store, each after those it refers to: that
// is the order in which the migrations make them.
func tablesInOrder() ([]string, error) {
	files, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil {
		return nil, err
	}
	var tables []string
	for _, file := range files {
		text, err := fs.ReadFile(migrations.Files, file)
		if err != nil {
			return nil, err
		}
		for _, found := range tableForm.FindAllStringSubmatch(string(text), -1) {
			tables = append(tables, found[1])
		}
	}
	return tables, nil
}
