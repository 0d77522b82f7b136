package store

import (
	"fmt"

	"dodomu/store/cases"
)

// matchRow is a match as it stands in the store.
type matchRow struct {
	id       cases.MatchID
	caseID   cases.CaseID
	subject  int64 // the later case, or a tip
	state    cases.MatchState
	picture  int64
	sealed   []byte
	staff    cases.StaffID
	changed  int64
	tip      int64
	why      string
	otherRow *caseRow // the case on the other side, where somebody looks from one
	tipRow   *tipRow  // the tip on the other side, likewise
	seen     bool     // who looks may read the other side
}

const matchColumns = `m.id, m.case_id, m.subject, m.tip, m.state, m.picture, m.why, m.staff, m.changed`

func (r *matchRow) targets() []any {
	return []any{&r.id, &r.caseID, &r.subject, &r.tip, &r.state, &r.picture, &r.sealed, &r.staff, &r.changed}
}

// acrossFrom is the other one of the two cases of a match.
func acrossFrom(from cases.CaseID, r *matchRow) cases.CaseID {
	if r.caseID != from {
		return r.caseID
	}
	return cases.CaseID(r.subject)
}

// matchesWhere reads matches in the order the query gives, their reasons opened.
func (tx *Tx) matchesWhere(where string, args ...any) ([]*matchRow, error) {
	var all []*matchRow
	err := tx.all(`SELECT `+matchColumns+` FROM matches m WHERE `+where, args, func(scan func(...any) error) error {
		r := &matchRow{}
		all = append(all, r)
		return scan(r.targets()...)
	})
	if err != nil {
		return nil, fmt.Errorf("read matches: %w", err)
	}
	for _, r := range all {
		if r.sealed == nil {
			continue
		}
		if err := tx.reveal(scopeOf(r.caseID), spot{"matches", "why", int64(r.id)}, r.sealed, &r.why); err != nil {
			return nil, fmt.Errorf("read matches: %w", err)
		}
	}
	return all, nil
}

// ofCase is which matches a case is one side of.
const ofCase = `(m.case_id = $1 OR m.tip = 0 AND m.subject = $1)`

// siblingsOf gives the other matches of a match's subject.
func (tx *Tx) siblingsOf(r *matchRow) ([]*matchRow, error) {
	return tx.matchesWhere(`m.subject = $1 AND m.id <> $2 ORDER BY m.id`, r.subject, r.id)
}

// setMatch writes the state of a match, with who decided and why.
func (tx *Tx) setMatch(r *matchRow) error {
	var sealed []byte
	if r.why != "" {
		var err error
		if sealed, err = tx.hide(scopeOf(r.caseID), spot{"matches", "why", int64(r.id)}, r.why); err != nil {
			return fmt.Errorf("save match: %w", err)
		}
	}
	err := tx.put(`UPDATE matches SET state = $1, why = $2, staff = $3, changed = $4 WHERE id = $5`,
		r.state, sealed, r.staff, ms(tx.Now()), r.id)
	if err != nil {
		return fmt.Errorf("save match: %w", err)
	}
	return nil
}

// recordMatch writes a line of history about a match into both of its sides, with
// the number of the other side. The reason stands only in the history of the case it
// was decided from (0: none was): it may quote that family, and who reads the other
// case may not open this one.
func (tx *Tx) recordMatch(r *matchRow, by cases.Actor, from cases.CaseID) error {
	mine, err := tx.caseByID(r.caseID)
	if err != nil {
		return err
	}
	if r.tip != 0 {
		return tx.recordTipMatch(r, by, mine)
	}
	theirs, err := tx.caseByID(cases.CaseID(r.subject))
	if err != nil {
		return err
	}
	for _, side := range [][2]*caseRow{{mine, theirs}, {theirs, mine}} {
		why := side[1].Case.Ref.String()
		if r.why != "" && side[0].ID == from {
			why += ": " + r.why
		}
		if _, err := tx.record(line{Case: side[0].ID, Kind: r.state.Kind(), By: by, Why: why}); err != nil {
			return err
		}
	}
	return nil
}

// dropMatches takes away the matches of a case that is erased; what was set aside
// because its child had been found in this case is open again.
func (tx *Tx) dropMatches(id cases.CaseID) error {
	all, err := tx.matchesWhere(ofCase+` ORDER BY m.id`, id)
	if err != nil {
		return err
	}
	for _, r := range all {
		if r.state == cases.Confirmed && r.subject != int64(id) {
			if err := tx.settleSiblings(r, false); err != nil {
				return err
			}
		}
	}
	return tx.put(`DELETE FROM matches WHERE case_id = $1 OR subject = $1`, int64(id))
}
