package store

import (
	"fmt"

	"dodomu/store/cases"
)

// Note keeps a note that staff alone ever read. Staff who have the case in hand;
// ErrForbidden for others, ErrIncomplete for an empty one.
func (tx *Tx) Note(by cases.Actor, ref cases.Ref, text string) (Moved, error) {
	d, err := tx.desk(by, ref, cases.MayWork)
	if err != nil {
		return Moved{}, fmt.Errorf("note: %w", err)
	}
	if !d.c.WorkedBy(d.by) {
		return Moved{}, fmt.Errorf("note: %w", cases.ErrForbidden)
	}
	if err := checkText(text); err != nil {
		return Moved{}, fmt.Errorf("note: %w", err)
	}
	if err := tx.addNote(d.c.ID, d.by.Staff, cases.KindNote, ground{Text: text}); err != nil {
		return Moved{}, fmt.Errorf("note: %w", err)
	}
	_, err = tx.record(line{Case: d.c.ID, Kind: cases.KindNote, By: d.by})
	return Moved{Case: *d.c}, err
}
