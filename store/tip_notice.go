package store

import (
	"encoding/json"
	"fmt"
	"time"

	"dodomu/store/cases"
)

// The kinds of notices about tips. None is ever for a family.
const (
	KindStaffTip          = "staff.tip"           // a tip came in
	KindStaffTipAnswered  = "staff.tip_answered"  // its tipster said something
	KindStaffTipWithdrawn = "staff.tip_withdrawn" // its tipster withdrew it
	KindTipQuestion       = "tip.question"        // to a volunteer: a question waits in their tip
)

// TipCard is the body of a notice to staff about a tip, as JSON: nothing personal.
type TipCard struct {
	Tip   cases.TipRef   `json:"tip"`
	State cases.TipState `json:"state"`
	Worth cases.Worth    `json:"worth"`
}

// TipNews is the body of a notice to a volunteer, as JSON: the number is for the
// button that opens their tip.
type TipNews struct {
	Tip cases.TipRef `json:"tip"`
}

// tellGroupOfTip tells the staff group, where one is set. Of a tip that accuses one of
// staff the card says nothing: supervisors find it in their queue.
func (tx *Tx) tellGroupOfTip(t cases.Tip, kind string, leaf int64) error {
	group, ok, err := tx.StaffGroup()
	if err != nil || !ok || t.Guarded {
		return err
	}
	return tx.enqueueTipCard(group.ID, t, kind, leaf)
}

func (tx *Tx) enqueueTipCard(to cases.PersonID, t cases.Tip, kind string, leaf int64) error {
	body, err := json.Marshal(TipCard{Tip: t.Ref, State: t.State, Worth: t.Worth})
	if err != nil {
		return err
	}
	return tx.Enqueue(Notice{To: to, Priority: Push, Kind: kind, Body: body, Dedupe: fmt.Sprintf("%s-%d", kind, leaf)})
}

// tellOfTip tells whoever works the case a tip is linked to, by their own chat; the
// group where that is nobody, or somebody who works without Telegram.
func (tx *Tx) tellOfTip(t cases.Tip, kind string, leaf int64) error {
	if t.Case == 0 || t.Guarded {
		return tx.tellGroupOfTip(t, kind, leaf)
	}
	c, err := tx.caseByID(t.Case)
	if err != nil {
		return err
	}
	if c.Assignee == 0 {
		return tx.tellGroupOfTip(t, kind, leaf)
	}
	s, err := tx.staffByID(c.Assignee)
	if err != nil {
		return err
	}
	if !s.Active || s.Person == 0 {
		return tx.tellGroupOfTip(t, kind, leaf)
	}
	return tx.enqueueTipCard(s.Person, t, kind, leaf)
}

// tellVolunteer tells a volunteer that a question waits in their tip; true where they
// get the push. Who gets none finds it when they look.
func (tx *Tx) tellVolunteer(r *tipRow, leaf int64) (bool, error) {
	due, push, err := tx.volunteerDue(r.sender)
	if err != nil || !push {
		return false, err
	}
	body, err := json.Marshal(TipNews{Tip: r.Tip.Ref})
	if err != nil {
		return false, err
	}
	return true, tx.Enqueue(Notice{To: r.sender, Priority: Push, Kind: KindTipQuestion, Case: cases.CaseID(r.ID), Body: body,
		Dedupe: onceFor(leaf), Due: due})
}

// volunteerDue is when a push may reach a volunteer, after their quiet hours; false for
// who hides, shares a phone or is out of reach.
func (tx *Tx) volunteerDue(id cases.PersonID) (time.Time, bool, error) {
	p, err := tx.Person(id)
	if err != nil || p.Quiet || p.Hidden || !p.Reachable {
		return time.Time{}, false, err
	}
	return tx.due(reader{zone: p.Zone}), true, nil
}
