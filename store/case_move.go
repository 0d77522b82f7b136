package store

import (
	"fmt"

	"dodomu/store/cases"
)

// Move sets a stage that one person may set. Staff, as the table of stages says:
// a *cases.Refusal otherwise, ErrFourEyes where two people are needed.
func (tx *Tx) Move(by cases.Actor, ref cases.Ref, m cases.Move) (Moved, error) {
	d, err := tx.ready(by, ref, m)
	if err != nil {
		return Moved{}, fmt.Errorf("move case: %w", err)
	}
	if step, _ := cases.StepTo(d.c.Stage, m.To); step.Confirm != "" {
		return Moved{}, fmt.Errorf("move case: %w", &cases.Refusal{Because: cases.ErrFourEyes, From: d.c.Stage, To: m.To})
	}
	moved, err := tx.enter(d, m, 0)
	if err != nil {
		return Moved{}, fmt.Errorf("move case: %w", err)
	}
	return moved, nil
}

// ready seats an actor before a case that may be moved as they ask.
func (tx *Tx) ready(by cases.Actor, ref cases.Ref, m cases.Move) (desk, error) {
	d, err := tx.desk(by, ref, cases.MayTake)
	if err != nil {
		return desk{}, err
	}
	if err := checkMove(m); err != nil {
		return desk{}, err
	}
	return d, d.c.Check(d.by, m)
}

// checkMove tells whether the words of a move can be kept.
func checkMove(m cases.Move) error {
	for _, text := range []string{m.Ground, m.Question} {
		if text == "" {
			continue
		}
		if err := checkText(text); err != nil {
			return err
		}
	}
	return nil
}

// Ask writes a question to the family and sets NeedsInfo; they are told that there
// is one. Staff who have the case in hand.
func (tx *Tx) Ask(by cases.Actor, ref cases.Ref, seen cases.Stage, question string) (Moved, error) {
	return tx.Move(by, ref, cases.Move{To: cases.NeedsInfo, Seen: seen, Question: question})
}

// Search records a tracing action or a referral and sets Searching; the family is
// told. ErrConsent where nobody who reported agreed to the search.
func (tx *Tx) Search(by cases.Actor, ref cases.Ref, seen cases.Stage, action string) (Moved, error) {
	return tx.Move(by, ref, cases.Move{To: cases.Searching, Seen: seen, Ground: action})
}

// Hold puts a case aside for a reason; the family goes on reading what they read.
func (tx *Tx) Hold(by cases.Actor, ref cases.Ref, seen cases.Stage, reason string) (Moved, error) {
	return tx.Move(by, ref, cases.Move{To: cases.OnHold, Seen: seen, Ground: reason})
}

// Release takes a case back from hold to the stage it was held at. Nobody is told.
func (tx *Tx) Release(by cases.Actor, ref cases.Ref, seen cases.Stage) (Moved, error) {
	return tx.back(by, ref, backStep{side: cases.OnHold, seen: seen, kind: cases.KindReleased})
}

// Resume takes the open question back: the case returns to where it was asked.
// Nobody is told.
func (tx *Tx) Resume(by cases.Actor, ref cases.Ref, seen cases.Stage) (Moved, error) {
	return tx.back(by, ref, backStep{side: cases.NeedsInfo, seen: seen, kind: cases.KindResumed})
}

// backStep is the end of a side step.
type backStep struct {
	side, seen cases.Stage
	kind       cases.Kind
}

func (tx *Tx) back(by cases.Actor, ref cases.Ref, b backStep) (Moved, error) {
	d, err := tx.desk(by, ref, cases.MayWork)
	if err != nil {
		return Moved{}, fmt.Errorf("%s case: %w", b.kind, err)
	}
	if err := d.c.CheckBack(d.by, b.side, b.seen); err != nil {
		return Moved{}, fmt.Errorf("%s case: %w", b.kind, err)
	}
	*d.c = d.c.BackAgain()
	d.c.Waiting = tx.Now()
	if err := tx.saveCase(d.c); err != nil {
		return Moved{}, err
	}
	_, err = tx.record(line{Case: d.c.ID, Kind: b.kind, By: d.by, Old: b.side, New: d.c.Stage})
	return Moved{Case: *d.c}, err
}
