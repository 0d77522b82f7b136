package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"dodomu/store/cases"
	"dodomu/store/names"
)

// ErrNoDecisions means that there is nothing to calibrate by.
var ErrNoDecisions = errors.New("no worker has confirmed a match yet: calibrate from files")

// Calibrate fits weights to what workers decided about suggested matches: a
// confirmed one is a question with its answer; a report whose every suggestion was
// rejected is a question without one. It gives how many such questions there were;
// ErrNoDecisions where nothing is confirmed. It builds an index and changes nothing.
func (db *DB) Calibrate(ctx context.Context) (names.Weights, int, error) {
	var none names.Weights
	if err := db.BuildIndex(ctx); err != nil {
		return none, 0, fmt.Errorf("calibrate: %w", err)
	}
	var pairs []names.Pair
	err := db.View(ctx, func(tx *Tx) (err error) {
		pairs, err = tx.decided()
		return err
	})
	if err != nil {
		return none, 0, fmt.Errorf("calibrate: %w", err)
	}
	index, _ := db.Index()
	return index.Calibrate(pairs), len(pairs), nil
}

// decided reads what workers decided about later reports: each with the case that
// was confirmed for it, or with none.
func (tx *Tx) decided() ([]names.Pair, error) {
	answers := map[cases.CaseID]cases.CaseID{}
	confirmed := false
	err := tx.all(`SELECT subject, case_id, state FROM matches WHERE tip = 0 AND state IN ('confirmed', 'rejected') ORDER BY subject, id`, nil,
		func(scan func(...any) error) error {
			var later, earlier cases.CaseID
			var state string
			if err := scan(&later, &earlier, &state); err != nil {
				return err
			}
			if state == "confirmed" {
				answers[later], confirmed = earlier, true
			} else if _, known := answers[later]; !known {
				answers[later] = 0
			}
			return nil
		})
	if err != nil {
		return nil, err
	}
	if !confirmed {
		return nil, ErrNoDecisions
	}
	return tx.pairs(answers)
}

// pairs makes questions of reports, with their answers.
func (tx *Tx) pairs(answers map[cases.CaseID]cases.CaseID) ([]names.Pair, error) {
	var all []names.Pair
	for _, later := range slices.Sorted(maps.Keys(answers)) {
		child, err := tx.sealedChild(later)
		if err != nil {
			return nil, err
		}
		if len(child.filed) == 0 { // erased, or no longer to be searched for
			continue
		}
		r, err := child.open(tx.db.keys)
		if err != nil {
			return nil, fmt.Errorf("open case: %w", err)
		}
		pair := names.Pair{Query: r.Question()}
		if answers[later] != 0 {
			pair.ID = childID(answers[later])
		}
		all = append(all, pair)
	}
	return all, nil
}

// sealedChild reads a case that may be searched for, also one merged into another;
// without a report where there is none.
func (tx *Tx) sealedChild(id cases.CaseID) (sealedChild, error) {
	c := sealedChild{id: id}
	err := tx.all(`SELECT s.wrap, f.report, f.sheet FROM cases c JOIN scopes s ON s.id = c.id JOIN filings f ON f.case_id = c.id
		WHERE c.id = $1 AND c.may_search = 1 AND c.erased IS NULL AND s.wrap IS NOT NULL ORDER BY f.report`, []any{id},
		func(scan func(...any) error) error {
			var f sealedFiling
			err := scan(&c.wrap, &f.report, &f.sheet)
			c.filed = append(c.filed, f)
			return err
		})
	if err != nil {
		return c, fmt.Errorf("read case: %w", err)
	}
	return c, nil
}
