package store

import (
	"fmt"

	"dodomu/store/cases"
)

// DecideMatch records what a person makes of a match between two cases, or a case and
// a tip: under check,
// confirmed, rejected, or one of these taken back. Staff who work the case they look
// from and to whom the other one is visible too, for who has not read both cannot
// know: ErrForbidden otherwise, ErrNotFound where there is no such case or match for
// them. ErrTaken while another case is confirmed for the same subject; else as
// cases.Decided. The subject's other matches are set aside by a confirmation and come
// back when it is taken back. Neither case moves, and no family hears of it.
func (tx *Tx) DecideMatch(by cases.Actor, p Pair, d cases.Decision) (cases.Match, error) {
	mine, r, err := tx.pair(by, p, cases.MayWork)
	if err == nil && !r.decidable(mine) {
		err = cases.ErrForbidden
	}
	if err == nil {
		err = tx.decide(mine, r, d)
	}
	if err != nil {
		return cases.Match{}, fmt.Errorf("decide match: %w", err)
	}
	return tx.matchCard(mine, r)
}

// Pair is a match by its two sides: the case of who looks, and the other one, which
// is a case or a tip.
type Pair struct {
	Mine, Other cases.Ref
	Tip         cases.TipRef // "" where the other side is a case
}

// pair seats an actor before a match.
func (tx *Tx) pair(by cases.Actor, p Pair, may cases.Permission) (desk, *matchRow, error) {
	d, err := tx.desk(by, p.Mine, may)
	if err != nil {
		return d, nil, err
	}
	s, err := tx.sides(d, p)
	if err != nil {
		return d, nil, err
	}
	all, err := tx.matchesWhere(`m.case_id = $1 AND m.subject = $2`, s.caseID, s.subject)
	if err == nil && len(all) == 0 {
		err = cases.ErrNotFound
	}
	if err != nil {
		return d, nil, err
	}
	return d, all[0], tx.lookAcross(d, all[0])
}

// sides finds the two records of a pair.
func (tx *Tx) sides(d desk, p Pair) (suggestion, error) {
	if p.Tip != "" {
		r, err := tx.tipByRef(p.Tip)
		if err != nil {
			return suggestion{}, err
		}
		return suggestion{caseID: d.c.ID, subject: int64(r.ID), tip: true}, nil
	}
	other, err := tx.caseByRef(p.Other)
	if err != nil {
		return suggestion{}, err
	}
	return pairOf(d.c.ID, other.ID), nil
}

// decidable tells whether who looks may decide.
func (r *matchRow) decidable(d desk) bool {
	return d.c.WorkedBy(d.by) && d.by.May(cases.MayWork) && r.seen
}

func (tx *Tx) decide(d desk, r *matchRow, decision cases.Decision) error {
	before := r.state
	state, err := r.state.Decided(decision)
	if err != nil {
		return err
	}
	siblings, err := tx.siblingsOf(r)
	if err != nil {
		return err
	}
	for _, s := range siblings {
		if s.state == cases.Confirmed {
			return cases.ErrTaken
		}
	}
	r.state, r.why, r.staff, r.changed = state, decision.Why, d.by.Staff, ms(tx.Now())
	if err := tx.setMatch(r); err != nil {
		return err
	}
	if err := tx.recordMatch(r, d.by, d.c.ID); err != nil {
		return err
	}
	if (before == cases.Confirmed) == (state == cases.Confirmed) {
		return nil
	}
	return tx.settleSiblings(r, state == cases.Confirmed)
}

// settleSiblings sets the other matches of a subject aside, or brings them back.
func (tx *Tx) settleSiblings(r *matchRow, confirmed bool) error {
	siblings, err := tx.siblingsOf(r)
	if err != nil {
		return err
	}
	for _, s := range siblings {
		now := s.state.Beside(confirmed)
		if now == s.state {
			continue
		}
		s.state, s.why, s.staff = now, "", 0
		if err := tx.setMatch(s); err != nil {
			return err
		}
		if err := tx.recordMatch(s, cases.Actor{Role: cases.System}, 0); err != nil {
			return err
		}
	}
	return nil
}
