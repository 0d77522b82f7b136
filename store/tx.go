package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"dodomu/store/cases"
)

// Tx is one transaction. It carries its time, taken once. It is not safe for
// concurrent use and ends with the function it was handed to.
type Tx struct {
	ctx    context.Context
	db     *DB
	pool   *sql.DB
	sql    *sql.Tx
	now    time.Time
	view   bool
	marks  []savepoint
	work   work
	failed error              // of work written down where nobody could be told
	made   map[int64]scopeKey // scopes made or destroyed here, in the cache only after commit
	lasted []func()           // run after commit

	met       map[cases.PersonID]Person // people as this transaction leaves them
	expected  expected
	handLease time.Duration
	handed    []Claimed
	left      bool // not all of the outbox was handed over
}

// tries bounds how often a transaction that was in another's way runs again.
const tries = 10

// Update runs f in a transaction: all of it happens, or nothing. When the
// transaction was in another's way, f runs again from the start, so it must not
// change anything outside of the store.
func (db *DB) Update(ctx context.Context, f func(*Tx) error) error {
	var err error
	for try := range tries {
		if err = db.run(ctx, db.write, nil, f); err == nil || !again(err) {
			return err
		}
		if pause(ctx, try) != nil {
			return err
		}
	}
	return err
}

// View runs f in a transaction that cannot write.
func (db *DB) View(ctx context.Context, f func(*Tx) error) error {
	return db.run(ctx, db.read, &sql.TxOptions{ReadOnly: true}, f)
}

func pause(ctx context.Context, try int) error {
	t := time.NewTimer(time.Millisecond << min(try, 7))
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

func (db *DB) run(ctx context.Context, pool *sql.DB, how *sql.TxOptions, f func(*Tx) error) error {
	tx := &Tx{ctx: db.scope(ctx, how), db: db, pool: pool, view: how != nil, now: db.now().Truncate(time.Millisecond)}
	if db.engine == embedded && db.read == db.write {
		how = nil // one connection serves both; query_only would stick to it
	}
	if err := tx.run(ctx, how, f); err != nil {
		return err
	}
	for _, f := range tx.lasted {
		f() // some need the one connection, which is free by now
	}
	return nil
}

// run waits for a connection as long as the caller does, then runs f to its end.
func (tx *Tx) run(ctx context.Context, how *sql.TxOptions, f func(*Tx) error) error {
	conn, err := tx.pool.Conn(ctx)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer conn.Close()
	if tx.sql, err = conn.BeginTx(tx.ctx, how); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() {
		if r := recover(); r != nil {
			tx.sql.Rollback()
			panic(r)
		}
	}()
	if err := errors.Join(tx.whole(f), ctx.Err()); err != nil {
		return errors.Join(err, ignoreDone(tx.sql.Rollback()))
	}
	if err := tx.sql.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// whole runs f and writes down what it kept back.
func (tx *Tx) whole(f func(*Tx) error) error {
	if err := f(tx); err != nil {
		return err
	}
	if tx.failed != nil {
		return tx.failed
	}
	return tx.writeAll()
}

// scope is under what the statements of a transaction run. Writing to an embedded
// store takes no time to speak of: it ends with its whole transaction, and no
// statement needs a watcher of its own.
func (db *DB) scope(ctx context.Context, how *sql.TxOptions) context.Context {
	if db.engine == embedded && how == nil {
		return context.WithoutCancel(ctx)
	}
	return ctx
}

func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}

// Now is the transaction's time, in whole milliseconds.
func (tx *Tx) Now() time.Time { return tx.now }

// exec runs a statement and tells how many rows it touched.
func (tx *Tx) exec(query string, args ...any) (int64, error) {
	if err := tx.direct(); err != nil {
		return 0, err
	}
	tx.forgetPeople()
	return tx.rawExec(query, args...)
}

// one reads one row into the targets; false where there is none.
func (tx *Tx) one(query string, args []any, into ...any) (bool, error) {
	if err := tx.direct(); err != nil {
		return false, err
	}
	s, err := tx.plan(query)
	if err != nil {
		return false, err
	}
	switch err := s.QueryRowContext(tx.ctx, args...).Scan(into...); {
	case errors.Is(err, sql.ErrNoRows):
		return false, nil
	case err != nil:
		return false, err
	}
	return true, nil
}

// all gives each row to f; f must not use the transaction.
func (tx *Tx) all(query string, args []any, f func(scan func(...any) error) error) error {
	if err := tx.direct(); err != nil {
		return err
	}
	return tx.rawAll(query, args, f)
}

// rawExec is exec beside the work that is kept back.
func (tx *Tx) rawExec(query string, args ...any) (int64, error) {
	s, err := tx.plan(query)
	if err != nil {
		return 0, err
	}
	result, err := s.ExecContext(tx.ctx, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// rawAll is all beside the work that is kept back.
func (tx *Tx) rawAll(query string, args []any, f func(scan func(...any) error) error) error {
	s, err := tx.plan(query)
	if err != nil {
		return err
	}
	rows, err := s.QueryContext(tx.ctx, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// plan prepares a statement once for each connection. The PostgreSQL driver keeps
// its own, and a single connection cannot prepare outside of its transaction.
func (tx *Tx) plan(query string) (statement, error) {
	if tx.db.engine == server {
		return direct{tx, query}, nil
	}
	if s := tx.db.plans.have(tx.pool, query); s != nil {
		return tx.sql.StmtContext(tx.ctx, s), nil
	}
	s, err := tx.sql.PrepareContext(tx.ctx, query)
	if err != nil {
		return nil, err
	}
	tx.lasted = append(tx.lasted, func() { tx.db.plans.prepare(tx.pool, query) })
	return s, nil
}

// statement is a prepared statement or its text.
type statement interface {
	ExecContext(context.Context, ...any) (sql.Result, error)
	QueryContext(context.Context, ...any) (*sql.Rows, error)
	QueryRowContext(context.Context, ...any) *sql.Row
}

type direct struct {
	tx    *Tx
	query string
}

func (d direct) ExecContext(ctx context.Context, args ...any) (sql.Result, error) {
	return d.tx.sql.ExecContext(ctx, d.query, args...)
}

func (d direct) QueryContext(ctx context.Context, args ...any) (*sql.Rows, error) {
	return d.tx.sql.QueryContext(ctx, d.query, args...)
}

func (d direct) QueryRowContext(ctx context.Context, args ...any) *sql.Row {
	return d.tx.sql.QueryRowContext(ctx, d.query, args...)
}

// newID makes the id of a row.
func (tx *Tx) newID() int64 { return tx.db.newID() }

// ms is a time as the store keeps it.
func ms(t time.Time) int64 { return t.UnixMilli() }
