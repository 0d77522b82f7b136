package store

import (
	"errors"
	"fmt"

	"dodomu/store/cases"
)

// desk is a member of staff, vouched for, with one case before them.
type desk struct {
	by   cases.Actor
	c    *cases.Case
	card card
}

// Moved is what an act of staff did.
type Moved struct {
	Case   cases.Case
	Told   int // notices queued for the family
	Waits  int // notices that wait until somebody spoke to them
	Silent int // people of the family who get no push: quiet, hidden, out of reach, or no consent
}

// vouch gives the actor as the store knows them. ErrForbidden for whoever is not
// staff, not any more, or not of the role they claim. An operator at the command
// line is neither a person of the chat nor a member of staff.
func (tx *Tx) vouch(by cases.Actor) (cases.Actor, error) {
	if by.Role == cases.Operator && by.Staff == 0 && by.Person == 0 {
		return cases.Actor{Role: cases.Operator}, nil
	}
	if by.Staff == 0 {
		return cases.Actor{}, cases.ErrForbidden
	}
	s, err := tx.staffByID(by.Staff)
	switch {
	case errors.Is(err, cases.ErrNotFound):
		return cases.Actor{}, cases.ErrForbidden
	case err != nil:
		return cases.Actor{}, err
	case !s.Active || s.Role != by.Role || by.Person != 0 && by.Person != s.Person:
		return cases.Actor{}, cases.ErrForbidden
	}
	return s.Actor(), nil
}

// desk seats an actor before a case: nobody else acts until the transaction ends.
// ErrForbidden without the permission, whatever the case; ErrNotFound where there is
// none, or none that is visible to them.
func (tx *Tx) desk(by cases.Actor, ref cases.Ref, may cases.Permission) (desk, error) {
	if err := tx.lockHistory(); err != nil {
		return desk{}, err
	}
	return tx.glance(by, ref, may)
}

// glance is desk for who only looks: it takes nothing.
func (tx *Tx) glance(by cases.Actor, ref cases.Ref, may cases.Permission) (desk, error) {
	known, err := tx.vouch(by)
	if err != nil {
		return desk{}, err
	}
	if !known.May(may) {
		return desk{}, cases.ErrForbidden
	}
	r, err := tx.caseByRef(ref)
	if err != nil {
		return desk{}, err
	}
	if !r.VisibleTo(known) {
		return desk{}, cases.ErrNotFound
	}
	return desk{by: known, c: &r.Case, card: r.card}, nil
}

// enter moves a case to a stage that package cases has allowed: the case, what was
// written for it, the line of history and the notices.
func (tx *Tx) enter(d desk, m cases.Move, proposer cases.StaffID) (Moved, error) {
	old := d.c.Stage
	*d.c = d.c.Moved(m)
	d.c.Waiting, d.c.Reopen = tx.Now(), false
	if err := tx.writeDown(d, m, proposer); err != nil {
		return Moved{}, err
	}
	if err := tx.saveCase(d.c); err != nil {
		return Moved{}, err
	}
	leaf, err := tx.record(line{Case: d.c.ID, Kind: m.To.Kind(), By: d.by, Old: old, New: m.To, Why: m.Ground, Second: proposer})
	if err != nil {
		return Moved{}, err
	}
	return tx.news(d.c, m.To.Kind(), leaf)
}

// writeDown keeps the words of a move: the question for the family, the ground and
// the sources for staff.
func (tx *Tx) writeDown(d desk, m cases.Move, proposer cases.StaffID) error {
	author := d.by.Staff
	if proposer != 0 {
		author = proposer
	}
	if m.To == cases.NeedsInfo {
		if err := tx.addQuestion(d.c.ID, author, m.Question); err != nil {
			return err
		}
	}
	if m.Into != "" {
		if _, err := tx.caseByRef(m.Into); err != nil {
			return err
		}
	}
	if m.Ground == "" && len(m.Sources) == 0 {
		return nil
	}
	return tx.addNote(d.c.ID, author, m.To.Kind(), ground{Text: m.Ground, Sources: m.Sources, Care: m.Care, Into: m.Into})
}

// checkText tells whether staff wrote something that can be kept.
func checkText(text string) error {
	if err := (cases.Addition{Text: text}).Check(); err != nil {
		return fmt.Errorf("check text: %w", err)
	}
	return nil
}
