package store

import (
	"context"
	"fmt"
)

// rewrapMost bounds how many keys are wrapped anew in one transaction, so that a
// bot that runs beside it is never held up for long.
const rewrapMost = 500

// Rewrap wraps every data key under the newest wrapping key of the key file and
// tells how many it touched. It may run beside a bot that has read the same key
// file, and again after it was broken off.
func (db *DB) Rewrap(ctx context.Context) (int, error) {
	touched, last := 0, int64(-1)
	for {
		var wraps []wrapped
		err := db.Update(ctx, func(tx *Tx) (err error) {
			wraps, err = tx.rewrap(last)
			return err
		})
		if err != nil {
			return touched, fmt.Errorf("rewrap: %w", err)
		}
		if len(wraps) == 0 {
			return touched, nil
		}
		last = wraps[len(wraps)-1].scope
		for _, w := range wraps {
			if w.anew {
				touched++
			}
		}
	}
}

// wrapped is a scope's wrap, and whether it was made anew.
type wrapped struct {
	scope int64
	wrap  []byte
	anew  bool
}

// rewrap wraps the next keys after a scope anew; what was destroyed is passed over.
func (tx *Tx) rewrap(after int64) ([]wrapped, error) {
	var wraps []wrapped
	err := tx.all("SELECT id, wrap FROM scopes WHERE id > $1 AND wrap IS NOT NULL ORDER BY id LIMIT $2", []any{after, rewrapMost},
		func(scan func(...any) error) error {
			var w wrapped
			err := scan(&w.scope, &w.wrap)
			wraps = append(wraps, w)
			return err
		})
	if err != nil {
		return nil, err
	}
	for i, w := range wraps {
		fresh, err := tx.db.keys.Rewrap(w.scope, w.wrap)
		if err != nil {
			return nil, fmt.Errorf("scope %d: %w", w.scope, err)
		}
		if fresh == nil {
			continue
		}
		if _, err := tx.exec("UPDATE scopes SET wrap = $2 WHERE id = $1 AND wrap IS NOT NULL", w.scope, fresh); err != nil {
			return nil, err
		}
		wraps[i].anew = true
	}
	return wraps, nil
}
