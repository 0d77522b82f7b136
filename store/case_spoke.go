package store

import (
	"fmt"

	"dodomu/store/cases"
)

// Spoke records that a person spoke to the family. Supervisors. What was held is
// theirs to read from now on, and one neutral push leaves, for the newest of it.
// ErrNothing where nothing is held; ErrStage while the safety of the case lets
// nothing out, so that what is held stays held.
func (tx *Tx) Spoke(by cases.Actor, ref cases.Ref, note string) (Moved, error) {
	d, err := tx.desk(by, ref, cases.MaySpeak)
	if err != nil {
		return Moved{}, fmt.Errorf("spoke: %w", err)
	}
	if err := checkText(note); err != nil {
		return Moved{}, fmt.Errorf("spoke: %w", err)
	}
	moved, err := tx.spoke(d, note)
	if err != nil {
		return Moved{}, fmt.Errorf("spoke: %w", err)
	}
	return moved, nil
}

func (tx *Tx) spoke(d desk, note string) (Moved, error) {
	if !d.c.Safety.Shows() {
		return Moved{}, &cases.Refusal{Because: cases.ErrStage, From: d.c.Stage}
	}
	held, err := tx.held(d.c.ID)
	if err != nil {
		return Moved{}, err
	}
	if len(held) == 0 {
		return Moved{}, cases.ErrNothing
	}
	if err := tx.put(`DELETE FROM held WHERE case_id = $1`, d.c.ID); err != nil {
		return Moved{}, err
	}
	for _, kind := range held {
		if cases.Stage(kind).Reading() == cases.AtOnce {
			continue // they could read it already; only the push was held
		}
		if err := tx.pass(d.c.ID, kind); err != nil {
			return Moved{}, err
		}
	}
	*d.c = d.c.Spoken()
	if err := tx.saveCase(d.c); err != nil {
		return Moved{}, err
	}
	if err := tx.addNote(d.c.ID, d.by.Staff, cases.KindSpoke, ground{Text: note}); err != nil {
		return Moved{}, err
	}
	leaf, err := tx.record(line{Case: d.c.ID, Kind: cases.KindSpoke, By: d.by})
	if err != nil {
		return Moved{}, err
	}
	return tx.send(d.c, held[len(held)-1], leaf)
}

// held gives the news of a case that waits for a person, oldest first.
func (tx *Tx) held(id cases.CaseID) ([]cases.Kind, error) {
	var kinds []cases.Kind
	err := tx.all(`SELECT kind FROM held WHERE case_id = $1 ORDER BY leaf`, []any{id}, func(scan func(...any) error) error {
		var kind cases.Kind
		err := scan(&kind)
		kinds = append(kinds, kind)
		return err
	})
	return kinds, err
}
