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
	all, err := tx.matchesWhere(`m.tip = 0 AND m.state IN ($1, $2) ORDER BY m.subject, m.id`, cases.Confirmed, cases.Rejected)
	if err != nil {
		return nil, err
	}
	answers := map[cases.CaseID]cases.CaseID{}
	confirmed := false
	for _, m := range all {
		later := cases.CaseID(m.subject)
		if m.state == cases.Confirmed {
			answers[later], confirmed = m.caseID, true
		} else if _, known := answers[later]; !known {
			answers[later] = 0
		}
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
		r, found, err := tx.childRecord(later)
		if err != nil {
			return nil, err
		}
		if !found { // erased, or no longer to be searched for
			continue
		}
		pair := names.Pair{Query: r.Question()}
		if answers[later] != 0 {
			pair.ID = childID(answers[later])
		}
		all = append(all, pair)
	}
	return all, nil
}
