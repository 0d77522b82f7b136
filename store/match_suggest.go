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
	picture bool // a picture of both may be the same
}

// same tells whether two suggestions are of one pair.
func (s suggestion) same(other suggestion) bool {
	return s.caseID == other.caseID && s.subject == other.subject
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

// unknown leaves the suggestions of which the store does not know yet the pair, or that
// it has the same picture. A pair that somebody rejected is there, so that it is never
// suggested again.
func (tx *Tx) unknown(all []suggestion) ([]suggestion, error) {
	var fresh []suggestion
	for _, s := range all {
		if i := slices.IndexFunc(fresh, s.same); i >= 0 { // each of two new reports found the other
			fresh[i].picture = fresh[i].picture || s.picture
			continue
		}
		var picture int64
		known, err := tx.one(`SELECT picture FROM matches WHERE case_id = $1 AND subject = $2`, []any{s.caseID, s.subject}, &picture)
		if err != nil {
			return nil, fmt.Errorf("look for a match: %w", err)
		}
		if !known || s.picture && picture == 0 {
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
// aside from the start. Of one that is there, only that its picture is the same is
// new: what a person decided stands.
func (tx *Tx) addMatch(s suggestion) error {
	if s.picture {
		n, err := tx.exec(`UPDATE matches SET picture = 1 WHERE case_id = $1 AND subject = $2`, s.caseID, s.subject)
		if err != nil || n > 0 {
			return err
		}
	}
	r := &matchRow{id: cases.MatchID(tx.newID()), caseID: s.caseID, subject: s.subject, tip: flag(s.tip), picture: flag(s.picture), state: cases.Suggested}
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
		VALUES ($1, $2, $3, $4, $5, $6, NULL, 0, $7, $7)`, r.id, r.caseID, r.subject, r.tip, r.state, r.picture, ms(tx.Now())); err != nil {
		return err
	}
	return tx.recordMatch(r, cases.Actor{Role: cases.System}, 0)
}
