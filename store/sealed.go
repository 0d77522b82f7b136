package store

import (
	"encoding/json"
	"errors"
	"fmt"

	"dodomu/store/cases"
)

// house is the scope of what belongs to no case: the names of staff and the lines
// of history about them. It is made with the first of them and never destroyed.
const house = 1

// scopeOf is under whose key what belongs to a case is sealed; no case is the house.
func scopeOf(id cases.CaseID) int64 {
	if id == 0 {
		return house
	}
	return int64(id)
}

// openHouse makes the scope of the house where there is none yet.
func (tx *Tx) openHouse() error {
	_, err := tx.scopeKey(house)
	if errors.Is(err, errGone) {
		return tx.newScope(house)
	}
	return err
}

// spot is where in the store a sealed value stands.
type spot struct {
	table, column string
	row           int64
}

// hide seals a value as JSON for its spot.
func (tx *Tx) hide(scope int64, at spot, v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("seal %s.%s: %w", at.table, at.column, err)
	}
	return tx.sealTo(scope, at.table, at.column, at.row, plain)
}

// reveal opens what hide sealed.
func (tx *Tx) reveal(scope int64, at spot, sealed []byte, into any) error {
	plain, err := tx.openFrom(scope, at.table, at.column, at.row, sealed)
	if err != nil {
		return fmt.Errorf("open %s.%s: %w", at.table, at.column, err)
	}
	if plain == nil {
		return fmt.Errorf("open %s.%s: nothing is sealed there: %w", at.table, at.column, cases.ErrNotFound)
	}
	return json.Unmarshal(plain, into)
}

// put runs a statement of which only the failure matters.
func (tx *Tx) put(query string, args ...any) error {
	_, err := tx.exec(query, args...)
	return err
}

// must reads one row that has to be there: ErrNotFound otherwise.
func (tx *Tx) must(query string, args []any, into ...any) error {
	found, err := tx.one(query, args, into...)
	if err == nil && !found {
		return cases.ErrNotFound
	}
	return err
}
