package store

import (
	"fmt"

	"dodomu/store/cases"
)

// Take puts a waiting case into the actor's hand; one that was received goes under
// review and the family is told. Staff with MayTake; ErrTaken where it is in
// somebody's hand, ErrStale where it is not at the stage they saw.
func (tx *Tx) Take(by cases.Actor, ref cases.Ref, seen cases.Stage) (Moved, error) {
	d, err := tx.desk(by, ref, cases.MayTake)
	if err != nil {
		return Moved{}, fmt.Errorf("take case: %w", err)
	}
	moved, err := tx.take(d, seen)
	if err != nil {
		return Moved{}, fmt.Errorf("take case: %w", err)
	}
	return moved, nil
}

func (tx *Tx) take(d desk, seen cases.Stage) (Moved, error) {
	mine := d.c.Assignee == d.by.Staff
	switch {
	case seen != d.c.Stage:
		return Moved{}, &cases.Refusal{Because: cases.ErrStale, From: d.c.Stage}
	case d.c.Assignee != 0 && !mine || mine && d.c.Stage != cases.Received:
		return Moved{}, cases.ErrTaken
	case !d.c.Stage.Open():
		return Moved{}, &cases.Refusal{Because: cases.ErrStage, From: d.c.Stage}
	}
	d.c.Assignee = d.by.Staff
	if d.c.Stage != cases.Received {
		return tx.handOver(d)
	}
	m := cases.Move{To: cases.UnderReview, Seen: seen}
	if err := d.c.Check(d.by, m); err != nil {
		return Moved{}, err
	}
	return tx.enter(d, m, 0)
}

// handOver records that a case is in another hand now.
func (tx *Tx) handOver(d desk) (Moved, error) {
	if err := tx.saveCase(d.c); err != nil {
		return Moved{}, err
	}
	name, err := tx.staffName(d.c.Assignee)
	if err != nil {
		return Moved{}, err
	}
	_, err = tx.record(line{Case: d.c.ID, Kind: cases.KindAssigned, By: d.by, Why: name, Second: d.c.Assignee})
	return Moved{Case: *d.c}, err
}

// Assign gives a case to a member of staff, who is told. Supervisors; ErrNotFound
// where there is no such member, ErrTaken where it is theirs already.
func (tx *Tx) Assign(by cases.Actor, ref cases.Ref, to cases.StaffID) (Moved, error) {
	d, err := tx.desk(by, ref, cases.MayAssign)
	if err != nil {
		return Moved{}, fmt.Errorf("assign case: %w", err)
	}
	s, err := tx.staffByID(to)
	switch {
	case err != nil:
		return Moved{}, fmt.Errorf("assign case: %w", err)
	case !s.Active || !s.Actor().May(cases.MayWork):
		return Moved{}, fmt.Errorf("assign case: %w", cases.ErrNotFound)
	case d.c.Assignee == to:
		return Moved{}, fmt.Errorf("assign case: %w", cases.ErrTaken)
	}
	d.c.Assignee = to
	moved, err := tx.handOver(d)
	if err != nil {
		return Moved{}, fmt.Errorf("assign case: %w", err)
	}
	if to != d.by.Staff {
		err = tx.tellStaff(d, KindStaffAssigned)
	}
	return moved, err
}
