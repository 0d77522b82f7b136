package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the PostgreSQL engine
	"modernc.org/sqlite"               // the embedded engine
	sqlite3 "modernc.org/sqlite/lib"
)

// engine is all in which the two engines differ.
type engine struct {
	driver string
	skip   string // ends a query that takes rows nobody else is taking
	person string // ends a query that reads a person in order to change them
	id     string // declares the id of a row
}

var (
	embedded = engine{driver: "sqlite", id: "INTEGER PRIMARY KEY"}
	server   = engine{driver: "pgx", id: "BIGINT PRIMARY KEY", skip: " FOR UPDATE SKIP LOCKED", person: " FOR UPDATE OF p"}
)

// pragmas of every connection to an embedded store. FULL, because power loss at
// NORMAL loses acknowledged commits; the rest refuses damage and tricks early.
const pragmas = "?_defensive=1&_dqs=0&_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
	"&_pragma=foreign_keys(ON)&_pragma=secure_delete(ON)&_pragma=trusted_schema(OFF)" +
	"&_pragma=cell_size_check(ON)&_pragma=cache_size(-16000)&_pragma=temp_store(MEMORY)"

func (db *DB) openSQLite(ctx context.Context, file string) error {
	db.engine = embedded
	if file == ":memory:" {
		return db.openMemory()
	}
	if dir := filepath.Dir(file); dir != "." {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return err
		}
	}
	f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := lockByFile(); err != nil {
		return err
	}
	name := "file:" + escapePath(file) + pragmas
	if db.write, err = sql.Open("sqlite", name+"&_txlock=immediate"); err != nil {
		return err
	}
	db.write.SetMaxOpenConns(1)
	if db.read, err = sql.Open("sqlite", name+"&_pragma=query_only(ON)"); err != nil {
		return err
	}
	db.read.SetMaxOpenConns(max(4, runtime.NumCPU()))
	db.read.SetMaxIdleConns(max(4, runtime.NumCPU()))
	return db.firstCheck(ctx, file)
}

// lockByFile has locks belong to the open file rather than to the process, where
// the system can: else closing any other handle of the file, for one by a copy,
// would drop them all.
func lockByFile() error {
	_, err := sqlite.OFDLocking(true)
	if errors.Is(err, sqlite.ErrOFDLockingUnavailable) || errors.Is(err, sqlite.ErrOFDLockingTooLate) {
		return nil
	}
	return err
}

// openMemory keeps the store in memory, in one connection: for a try.
func (db *DB) openMemory() (err error) {
	if db.write, err = sql.Open("sqlite", "file::memory:"+pragmas+"&_txlock=immediate"); err != nil {
		return err
	}
	db.write.SetMaxOpenConns(1)
	db.read = db.write
	return nil
}

// escapePath keeps a path from being read as options of the connection.
func escapePath(path string) string {
	return strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path)
}

func (db *DB) openPostgres(_ context.Context, url string) (err error) {
	db.engine = server
	if db.write, err = sql.Open("pgx", url); err != nil {
		return err
	}
	db.write.SetMaxOpenConns(16)
	db.write.SetMaxIdleConns(16)
	db.read = db.write
	return nil
}

// ErrDamaged means that the store's file fails its own check.
var ErrDamaged = errors.New("the store is damaged: restore a backup")

// checkAtOnce is up to which size, in bytes, a store is checked before it is used:
// about a tenth of a second. A greater one is checked while it is used already.
const checkAtOnce = 16 << 20

// firstCheck runs the quick check of an embedded store at its start. What a check
// in the background finds is told by Ping.
func (db *DB) firstCheck(ctx context.Context, file string) error {
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	if info.Size() <= checkAtOnce {
		return db.quickCheck(ctx, db.write)
	}
	ctx, db.stopCheck = context.WithCancel(context.WithoutCancel(ctx))
	db.checking.Go(func() {
		err := db.quickCheck(ctx, db.read)
		if err == nil || ctx.Err() != nil {
			return
		}
		db.damage.Store(&err)
		db.log.Error("check of the store", "cause", err.Error())
	})
	return nil
}

func (db *DB) quickCheck(ctx context.Context, pool *sql.DB) error {
	var verdict string
	if err := pool.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict); err != nil {
		return fmt.Errorf("check: %w", err)
	}
	if verdict != "ok" {
		return ErrDamaged
	}
	return nil
}

// again tells whether a transaction failed only because another one was in the
// way: SQLSTATE 40001 and 40P01, or a locked file.
func again(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == "40001" || pg.Code == "40P01"
	}
	if errors.Is(err, errRaced) {
		return true
	}
	var lite *sqlite.Error
	return errors.As(err, &lite) && lite.Code()&0xff == sqlite3.SQLITE_BUSY
}

// Fault tells whether an error is of the store itself (no space, no connection, a
// stop), so that trying another act now would fail too; and not of one act.
func Fault(err error) bool {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, sql.ErrConnDone) || errors.Is(err, errRaced) {
		return true
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		switch class := pg.Code[:2]; class {
		case "08", "25", "40", "53", "57", "58", "XX": // connection, transaction state, rollback, resources, shutdown, system
			return true
		}
		return false
	}
	var lost *pgconn.ConnectError
	if errors.As(err, &lost) || pgconn.Timeout(err) {
		return true
	}
	var lite *sqlite.Error
	if !errors.As(err, &lite) {
		return false
	}
	switch lite.Code() & 0xff {
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CORRUPT,
		sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOMEM:
		return true
	}
	return false
}
