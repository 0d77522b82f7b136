package store

import (
	"fmt"
	"slices"

	"dodomu/store/cases"
	"dodomu/store/names"
)

// suggestedMost is how many cases are suggested for one child at a time.
const suggestedMost = names.TopTen

// suggestion is a pair that may be one child.
type suggestion struct {
	caseID  cases.CaseID
	subject int64
	tip     bool
}

// pairOf is the suggestion that two cases are about one child: the later one is the
// subject.
func pairOf(a, b cases.CaseID) suggestion {
	return suggestion{caseID: min(a, b), subject: int64(max(a, b))}
}

// alike asks the index which cases may be about the same child as this one: those
// that are at least possible, and no sisters or brothers.
func alike(x *names.Index, r names.Record) []suggestion {
	mine := CaseOfChild(r.ID)
	var all []suggestion
	for _, m := range x.Find(r.Question(), suggestedMost) {
		if m.Bits >= 0 && !m.LooksLikeSibling() {
			all = append(all, pairOf(mine, CaseOfChild(m.ID)))
		}
	}
	return all
}

// unknown leaves the suggestions that are not in the store yet. A pair that somebody
// rejected is there, so that it is never suggested again.
func (tx *Tx) unknown(all []suggestion) ([]suggestion, error) {
	var fresh []suggestion
	for _, s := range all {
		if slices.Contains(fresh, s) { // each of two new reports found the other
			continue
		}
		var id int64
		known, err := tx.one(`SELECT id FROM matches WHERE case_id = $1 AND subject = $2`, []any{s.caseID, s.subject}, &id)
		if err != nil {
			return nil, fmt.Errorf("look for a match: %w", err)
		}
		if !known {
			fresh = append(fresh, s)
		}
	}
	return fresh, nil
}

// suggest keeps suggestions that are new, each with its line in the history of both
// sides. One whose sides may not be matched any more is passed over. The family
// hears of none, and no case changes.
func (tx *Tx) suggest(all []suggestion) error {
	if err := tx.lockHistory(); err != nil {
		return err
	}
	all, err := tx.unknown(all)
	if err != nil {
		return err
	}
	for _, s := range all {
		fits, err := tx.matchable(s)
		if err != nil {
			return err
		}
		if !fits {
			continue
		}
		if err := tx.addMatch(s); err != nil {
			return fmt.Errorf("suggest match: %w", err)
		}
	}
	return nil
}

// matchable tells whether both sides of a suggestion may be matched now, and did not
// come with one report: those are sisters and brothers.
func (tx *Tx) matchable(s suggestion) (bool, error) {
	if s.tip {
		return tx.matchableTip(s)
	}
	var sides, shared int64
	if err := tx.must(`SELECT COUNT(*) FROM cases c WHERE c.id IN ($1, $2) AND `+searchable, []any{s.caseID, s.subject}, &sides); err != nil {
		return false, fmt.Errorf("check a suggestion: %w", err)
	}
	if err := tx.must(`SELECT COUNT(*) FROM filings a JOIN filings b ON b.report = a.report WHERE a.case_id = $1 AND b.case_id = $2`,
		[]any{s.caseID, s.subject}, &shared); err != nil {
		return false, fmt.Errorf("check a suggestion: %w", err)
	}
	return sides == 2 && shared == 0, nil
}

// addMatch stores a new match; beside a confirmed one of its subject it stands
// aside from the start.
func (tx *Tx) addMatch(s suggestion) error {
	r := &matchRow{id: cases.MatchID(tx.newID()), caseID: s.caseID, subject: s.subject, tip: flag(s.tip), state: cases.Suggested}
	siblings, err := tx.siblingsOf(r)
	if err != nil {
		return err
	}
	for _, other := range siblings {
		if other.state == cases.Confirmed {
			r.state = r.state.Beside(true)
		}
	}
	if err := tx.put(`INSERT INTO matches (id, case_id, subject, tip, state, picture, why, staff, made, changed)
		VALUES ($1, $2, $3, $4, $5, 0, NULL, 0, $6, $6)`, r.id, r.caseID, r.subject, r.tip, r.state, ms(tx.Now())); err != nil {
		return err
	}
	return tx.recordMatch(r, cases.Actor{Role: cases.System}, 0)
}
