package store

import (
	"errors"
	"fmt"

	"dodomu/store/cases"
	"dodomu/store/names"
)

// tipByID reads a living tip; ErrNotFound where there is none.
func (tx *Tx) tipByID(id int64) (*tipRow, error) {
	return tx.tipWhere(`FROM tips t WHERE t.id = $1 AND t.withdrawn IS NULL`, id)
}

// tipQuestion is what a tip says of a child, as a question to the index. What was
// seen is told in free words, which are not taken for a name.
func tipQuestion(s cases.TipSheet) names.Query {
	q := names.Query{Typed: s.Name, Birth: birthOf(s.Birth)}
	if s.Where.Text != "" {
		q.Places = []names.Place{{Text: s.Where.Text}}
	}
	switch s.Sex {
	case cases.Girl:
		q.Sex = names.Female
	case cases.Boy:
		q.Sex = names.Male
	}
	return q
}

// tipAlike asks the index which cases a tip may be about. A tip without a name asks
// nothing: a place and an age fit too many.
func (tx *Tx) tipAlike(x *names.Index, id int64) ([]suggestion, error) {
	r, err := tx.tipByID(id)
	if err != nil {
		return nil, ignoreMissing(err)
	}
	sheet, err := tx.tipSheet(r)
	if err != nil || sheet.Name == "" {
		return nil, err
	}
	var all []suggestion
	for _, m := range x.Find(tipQuestion(sheet), suggestedMost) {
		if m.Bits >= 0 && !m.LooksLikeSibling() {
			all = append(all, suggestion{caseID: CaseOfChild(m.ID), subject: id, tip: true})
		}
	}
	return all, nil
}

// scoreTip is what the index says now of a tip and a case; false where it does not
// hold the case.
func (tx *Tx) scoreTip(x *names.Index, r *matchRow) (names.Match, bool, error) {
	row, err := tx.tipByID(r.subject)
	if err != nil {
		return names.Match{}, false, ignoreMissing(err)
	}
	sheet, err := tx.tipSheet(row)
	if err != nil {
		return names.Match{}, false, err
	}
	m, found := x.Same(tipQuestion(sheet), childID(r.caseID))
	return m, found, nil
}

// recordTipMatch writes a line about a match with a tip into the histories of both.
func (tx *Tx) recordTipMatch(r *matchRow, by cases.Actor, mine *caseRow) error {
	tip, err := tx.tipByID(r.subject)
	if err != nil {
		return err
	}
	why := tip.Tip.Ref.String()
	if r.why != "" {
		why += ": " + r.why
	}
	if _, err := tx.record(line{Case: mine.ID, Kind: r.state.Kind(), By: by, Why: why}); err != nil {
		return err
	}
	_, err = tx.record(line{Tip: tip.ID, Kind: r.state.Kind(), By: by, Why: mine.Case.Ref.String()})
	return err
}

// lookAcross reads the other side of a match, and whether who looks may read it: a
// case or a tip that is visible to them.
func (tx *Tx) lookAcross(d desk, r *matchRow) (err error) {
	if r.tip == 0 {
		r.otherRow, err = tx.caseByID(acrossFrom(d.c.ID, r))
		r.seen = err == nil && r.otherRow.VisibleTo(d.by)
		return err
	}
	if r.tipRow, err = tx.tipByID(r.subject); err != nil {
		return err
	}
	about, err := tx.concerned(r.tipRow.Tip)
	if err != nil {
		return err
	}
	r.seen = r.tipRow.VisibleTo(d.by, tipDesk{c: about}.about())
	return nil
}

// readAcross gives what the other side says, and writes the reading down.
func (tx *Tx) readAcross(d desk, r *matchRow, m *cases.Match) (err error) {
	l := line{Kind: cases.KindRead, By: d.by}
	if r.tip != 0 {
		l.Tip = r.tipRow.ID
	} else {
		l.Case = r.otherRow.ID
	}
	if _, err := tx.record(l); err != nil {
		return err
	}
	if r.tip == 0 {
		m.Theirs, err = tx.childrenOf(r.otherRow.ID)
		return err
	}
	sheet, err := tx.tipSheet(r.tipRow)
	m.TheirTip = &sheet
	return err
}

// matchableTip tells whether a tip and a case may be matched now.
func (tx *Tx) matchableTip(s suggestion) (bool, error) {
	var sides int64
	err := tx.must(`SELECT COUNT(*) FROM cases c, tips t WHERE c.id = $1 AND t.id = $2 AND t.withdrawn IS NULL AND `+searchable,
		[]any{s.caseID, s.subject}, &sides)
	if err != nil {
		return false, fmt.Errorf("check a suggestion: %w", err)
	}
	return sides == 1, nil
}

// ignoreMissing is nil for a record that is gone.
func ignoreMissing(err error) error {
	if errors.Is(err, cases.ErrNotFound) {
		return nil
	}
	return err
}
