package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"dodomu/store/seal"
)

// DB is an open store. It is safe for concurrent use.
type DB struct {
	engine engine
	write  *sql.DB // SQLite: one connection; PostgreSQL: the pool
	read   *sql.DB
	keys   *seal.Master
	scopes *scopeCache
	plans  plans
	index  *matchIndex
	ids    atomic.Int64
	node   int64
	now    func() time.Time
	random io.Reader
	log    *slog.Logger

	checking  sync.WaitGroup // the check that goes on while the store is used
	stopCheck context.CancelFunc
	damage    atomic.Pointer[error]
}

// Option changes how a store is opened.
type Option func(*DB)

// WithNow hands in the clock.
func WithNow(now func() time.Time) Option { return func(db *DB) { db.now = now } }

// WithRandom hands in the randomness of codes and references that people see.
// Keys and nonces always come from the system.
func WithRandom(r io.Reader) Option { return func(db *DB) { db.random = r } }

// WithLog hands in the program's log.
func WithLog(l *slog.Logger) Option { return func(db *DB) { db.log = l } }

// ErrURL means that a store's address is of no known form.
var ErrURL = errors.New("a store is sqlite:FILE, sqlite::memory: or postgres://user@host/name")

// Open opens the store at url, brings its schema up to date and checks that keys
// open it. ErrURL for an address of no known form, ErrNewer for a schema of a newer
// program, seal.ErrKey for another store's key.
func Open(ctx context.Context, url string, keys *seal.Master, options ...Option) (*DB, error) {
	db := &DB{keys: keys, scopes: newScopeCache(), index: newMatchIndex(), now: time.Now, random: rand.Reader, log: slog.New(slog.DiscardHandler)}
	for _, o := range options {
		o(db)
	}
	var err error
	switch scheme, rest, _ := strings.Cut(url, ":"); scheme {
	case "sqlite":
		err = db.openSQLite(ctx, rest)
	case "postgres", "postgresql":
		err = db.openPostgres(ctx, url)
	default:
		return nil, fmt.Errorf("open store: %w", ErrURL)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open store: %w", err), db.Close())
	}
	if err := db.ready(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open store: %w", err), db.Close())
	}
	return db, nil
}

// ready brings the schema up to date, proves the key and numbers the process.
func (db *DB) ready(ctx context.Context) error {
	for _, step := range []func(context.Context) error{db.migrate, db.proveKey, db.number} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// Close closes the store; what is under way fails.
func (db *DB) Close() error {
	if db.stopCheck != nil {
		db.stopCheck()
	}
	db.checking.Wait()
	db.plans.close()
	var errs []error
	for _, pool := range []*sql.DB{db.read, db.write} {
		if pool != nil {
			errs = append(errs, pool.Close())
		}
	}
	return errors.Join(errs...)
}

// Now is the store's clock: leases and due times are told by it, so whoever keeps
// them must go by it too.
func (db *DB) Now() time.Time { return db.now() }

// Ping tells whether the store answers; ErrDamaged where its check found damage.
func (db *DB) Ping(ctx context.Context) error {
	if found := db.damage.Load(); found != nil {
		return *found
	}
	var one int
	return db.read.QueryRowContext(ctx, "SELECT 1").Scan(&one)
}

// canary is a setting sealed under the master key's own derivation: it opens only
// with the key the store was made with.
const canary = "key-canary"

func (db *DB) proveKey(ctx context.Context) error {
	mark := db.keys.Blind(canary, []byte(canary))
	return db.Update(ctx, func(tx *Tx) error {
		have, err := tx.Setting(canary)
		switch {
		case err != nil:
			return err
		case have == nil:
			return tx.SetSetting(canary, mark)
		case string(have) != string(mark):
			return fmt.Errorf("the key file is not this store's: %w", seal.ErrKey)
		}
		return nil
	})
}

// The layout of an id: milliseconds since 2020, then the number of the process,
// then a count. Ids of one process grow, and those of several do not meet: a
// process gets its number from the store when it opens it.
const (
	idEpoch   = 1_577_836_800_000
	idBits    = idNode + idCount
	idNode    = 10
	idCount   = 12
	countMask = 1<<idCount - 1
)

func (db *DB) newID() int64 {
	fresh := (db.now().UnixMilli() - idEpoch) << idCount
	for {
		last := db.ids.Load()
		next := max(fresh, last+1)
		if db.ids.CompareAndSwap(last, next) {
			return (next&^countMask)<<idNode | db.node<<idCount | next&countMask
		}
	}
}

// number takes the next number of a process. The row is locked before it is read.
func (db *DB) number(ctx context.Context) error {
	const name = "process"
	return db.Update(ctx, func(tx *Tx) error {
		if _, err := tx.exec(`INSERT INTO settings (name, value) VALUES ($1, $2)
			ON CONFLICT (name) DO UPDATE SET value = settings.value`, name, make([]byte, 8)); err != nil {
			return err
		}
		value, err := tx.Setting(name)
		if err != nil || len(value) != 8 {
			return fmt.Errorf("number the process: %d bytes: %w", len(value), err)
		}
		next := binary.BigEndian.Uint64(value) + 1
		db.node = int64(next % (1 << idNode))
		return tx.SetSetting(name, binary.BigEndian.AppendUint64(nil, next))
	})
}

// plans keeps each statement prepared, once for each pool.
type plans struct {
	mu     sync.RWMutex
	made   map[planKey]*sql.Stmt
	closed bool
}

type planKey struct {
	pool *sql.DB
	text string
}

// have gives the prepared statement, nil when there is none yet.
func (p *plans) have(pool *sql.DB, text string) *sql.Stmt {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.made[planKey{pool, text}]
}

// prepare keeps the statement prepared from now on. One that cannot be prepared
// outside of its transaction is left as it is.
func (p *plans) prepare(pool *sql.DB, text string) {
	key := planKey{pool, text}
	if p.have(pool, text) != nil {
		return
	}
	s, err := pool.Prepare(text)
	if err != nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed || p.made[key] != nil {
		s.Close()
		return
	}
	if p.made == nil {
		p.made = map[planKey]*sql.Stmt{}
	}
	p.made[key] = s
}

func (p *plans) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range p.made {
		s.Close()
	}
	p.made, p.closed = nil, true
}
