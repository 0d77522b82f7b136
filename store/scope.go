package store

import (
	"fmt"
	"sync"

	"dodomu/store/seal"
)

// A scope is whose a sealed value is: a person, a group, a case, an incident. Its
// id is the id of that record. Destroying its key destroys all of its values.

// scopeKey is a scope's data key, unwrapped, as wide as the cache knows it.
type scopeKey struct {
	key  seal.Key
	gone bool
}

// maxScopes bounds the unwrapped keys held in memory; one is about 100 bytes.
const maxScopes = 50_000

// scopeCache holds unwrapped data keys. When it is full it starts anew: unwrapping
// takes a microsecond, keeping an order of use costs more.
type scopeCache struct {
	mu   sync.RWMutex
	keys map[int64]seal.Key
}

func newScopeCache() *scopeCache { return &scopeCache{keys: map[int64]seal.Key{}} }

func (c *scopeCache) get(scope int64) (seal.Key, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	k, ok := c.keys[scope]
	return k, ok
}

func (c *scopeCache) put(scope int64, k seal.Key) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.keys) >= maxScopes {
		clear(c.keys)
	}
	c.keys[scope] = k
}

func (c *scopeCache) drop(scope int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.keys, scope)
}

// newScope makes the data key of a record.
func (tx *Tx) newScope(id int64) error {
	key, wrap, err := tx.db.keys.NewKey(id)
	if err != nil {
		return err
	}
	if _, err := tx.exec("INSERT INTO scopes (id, wrap) VALUES ($1, $2)", id, wrap); err != nil {
		return fmt.Errorf("make scope: %w", err)
	}
	tx.note(id, scopeKey{key: key})
	tx.lasted = append(tx.lasted, func() { tx.db.scopes.put(id, key) })
	return nil
}

// dropScope destroys a record's data key, and with it all that was sealed under it.
func (tx *Tx) dropScope(id int64) error {
	if _, err := tx.exec("UPDATE scopes SET wrap = NULL WHERE id = $1", id); err != nil {
		return fmt.Errorf("destroy scope: %w", err)
	}
	tx.note(id, scopeKey{gone: true})
	tx.lasted = append(tx.lasted, func() { tx.db.scopes.drop(id) })
	return nil
}

func (tx *Tx) note(id int64, k scopeKey) {
	if tx.made == nil {
		tx.made = map[int64]scopeKey{}
	}
	tx.made[id] = k
}

// learn keeps a wrap that came with another row, so that it is not read again.
func (tx *Tx) learn(scope int64, wrap []byte) error {
	if _, known := tx.made[scope]; known {
		return nil
	}
	if _, known := tx.db.scopes.get(scope); known && wrap != nil {
		return nil
	}
	_, err := tx.unwrap(scope, wrap)
	return err
}

// scopeKey gives a scope's data key; errGone where it was destroyed or never made.
func (tx *Tx) scopeKey(scope int64) (seal.Key, error) {
	if k, mine := tx.made[scope]; mine {
		if k.gone {
			return seal.Key{}, errGone
		}
		return k.key, nil
	}
	if k, known := tx.db.scopes.get(scope); known {
		return k, nil
	}
	var wrap []byte
	found, err := tx.one("SELECT wrap FROM scopes WHERE id = $1", []any{scope}, &wrap)
	if err != nil {
		return seal.Key{}, fmt.Errorf("read scope: %w", err)
	}
	if !found {
		return seal.Key{}, errGone
	}
	return tx.unwrap(scope, wrap)
}

func (tx *Tx) unwrap(scope int64, wrap []byte) (seal.Key, error) {
	if wrap == nil {
		return seal.Key{}, errGone
	}
	k, err := tx.db.keys.Unwrap(scope, wrap)
	if err != nil {
		return seal.Key{}, err
	}
	tx.note(scope, scopeKey{key: k})
	tx.lasted = append(tx.lasted, func() { tx.db.scopes.put(scope, k) })
	return k, nil
}

// errGone is what a sealed value gives whose scope was destroyed.
var errGone = fmt.Errorf("the scope of the value was erased: %w", seal.ErrKey)

// sealTo seals a value of a scope for its place; nil stays nil.
func (tx *Tx) sealTo(scope int64, table, column string, row int64, plain []byte) ([]byte, error) {
	if plain == nil {
		return nil, nil
	}
	k, err := tx.scopeKey(scope)
	if err != nil {
		return nil, err
	}
	return k.Seal(plain, seal.Place{Table: table, Column: column, Scope: scope, Row: row})
}

// openFrom opens a value of a scope at its place; nil stays nil.
func (tx *Tx) openFrom(scope int64, table, column string, row int64, sealed []byte) ([]byte, error) {
	if sealed == nil {
		return nil, nil
	}
	k, err := tx.scopeKey(scope)
	if err != nil {
		return nil, err
	}
	return k.Open(sealed, seal.Place{Table: table, Column: column, Scope: scope, Row: row})
}

// blind is the index under which a sealed value of a kind is found again.
func (tx *Tx) blind(kind string, value []byte) []byte { return tx.db.keys.Blind(kind, value) }
