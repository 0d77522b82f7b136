package store

import (
	"fmt"

	"dodomu/store/cases"
)

// Propose asks for a stage that needs two people. Staff who have the case in hand;
// a *cases.Refusal as Move, ErrStage where one person is enough. A newer
// proposal takes the place of one that waits. The staff group is told that a
// second person is needed.
func (tx *Tx) Propose(by cases.Actor, ref cases.Ref, m cases.Move) (Moved, error) {
	d, err := tx.ready(by, ref, m)
	if err != nil {
		return Moved{}, fmt.Errorf("propose: %w", err)
	}
	if step, _ := cases.StepTo(d.c.Stage, m.To); step.Confirm == "" {
		return Moved{}, fmt.Errorf("propose: %w", &cases.Refusal{Because: cases.ErrStage, From: d.c.Stage, To: m.To})
	}
	d.c.Proposed = &cases.Proposal{Move: m, By: d.by.Staff}
	if err := tx.saveCase(d.c); err != nil {
		return Moved{}, fmt.Errorf("propose: %w", err)
	}
	leaf, err := tx.record(line{Case: d.c.ID, Kind: cases.KindProposed, By: d.by, Old: d.c.Stage, New: m.To, Why: m.Ground})
	if err != nil {
		return Moved{}, fmt.Errorf("propose: %w", err)
	}
	return Moved{Case: *d.c}, tx.tellGroup(cardOf(d, tx.Now()), KindStaffWaiting, leaf)
}

// Confirm sets what waits on a case, by a second person. Supervisors other than
// who proposed: ErrFourEyes. ErrNothing where nothing waits, ErrStale where the case
// is not at the stage they saw. The family is told as its class says.
func (tx *Tx) Confirm(by cases.Actor, ref cases.Ref, seen cases.Stage) (Moved, error) {
	d, err := tx.desk(by, ref, cases.MayConfirm)
	if err != nil {
		return Moved{}, fmt.Errorf("confirm: %w", err)
	}
	if err := d.c.CheckConfirm(d.by, seen); err != nil {
		return Moved{}, fmt.Errorf("confirm: %w", err)
	}
	proposed := *d.c.Proposed
	moved, err := tx.enter(d, proposed.Move, proposed.By)
	if err != nil {
		return Moved{}, fmt.Errorf("confirm: %w", err)
	}
	return moved, nil
}

// Decline takes back what waits on a case, with a reason. Supervisors, and who
// proposed it. ErrNothing where nothing waits.
func (tx *Tx) Decline(by cases.Actor, ref cases.Ref, why string) (Moved, error) {
	d, err := tx.desk(by, ref, cases.MayWork)
	switch {
	case err != nil:
		return Moved{}, fmt.Errorf("decline: %w", err)
	case d.c.Proposed == nil:
		return Moved{}, fmt.Errorf("decline: %w", cases.ErrNothing)
	case !d.by.May(cases.MayConfirm) && d.c.Proposed.By != d.by.Staff:
		return Moved{}, fmt.Errorf("decline: %w", cases.ErrForbidden)
	}
	if err := checkText(why); err != nil {
		return Moved{}, fmt.Errorf("decline: %w", err)
	}
	to := d.c.Proposed.Move.To
	d.c.Proposed = nil
	if err := tx.saveCase(d.c); err != nil {
		return Moved{}, fmt.Errorf("decline: %w", err)
	}
	_, err = tx.record(line{Case: d.c.ID, Kind: cases.KindDeclined, By: d.by, Old: d.c.Stage, New: to, Why: why})
	return Moved{Case: *d.c}, err
}

// ProposeRegister proposes Registered with the evidence note: identity and relation
// were checked. See Propose.
func (tx *Tx) ProposeRegister(by cases.Actor, ref cases.Ref, seen cases.Stage, evidence string) (Moved, error) {
	return tx.Propose(by, ref, cases.Move{To: cases.Registered, Seen: seen, Ground: evidence})
}

// ConfirmRegister confirms Registered. ErrNothing where something else waits. See
// Confirm.
func (tx *Tx) ConfirmRegister(by cases.Actor, ref cases.Ref, seen cases.Stage) (Moved, error) {
	d, err := tx.desk(by, ref, cases.MayConfirm)
	if err != nil {
		return Moved{}, fmt.Errorf("confirm: %w", err)
	}
	if d.c.Proposed == nil || d.c.Proposed.Move.To != cases.Registered {
		return Moved{}, fmt.Errorf("confirm: %w", cases.ErrNothing)
	}
	return tx.Confirm(by, ref, seen)
}
