package store

import (
	"fmt"

	"dodomu/store/cases"
)

// File gives the working copy of a file of a case: without metadata, nil while it is
// not fetched or where it is no picture. Staff to whom the case is visible;
// ErrNotFound for a file that is not the case's. Opening it stands in the history.
func (tx *Tx) File(by cases.Actor, ref cases.Ref, f cases.FileID) ([]byte, error) {
	d, err := tx.desk(by, ref, cases.MayRead)
	if err != nil {
		return nil, fmt.Errorf("open file: %w", err)
	}
	if err := tx.belongs(d.c.ID, f); err != nil {
		return nil, fmt.Errorf("open file: %w", err)
	}
	if _, err := tx.record(line{Case: d.c.ID, Kind: cases.KindRead, By: d.by, Why: fmt.Sprintf("file %d", f)}); err != nil {
		return nil, fmt.Errorf("open file: %w", err)
	}
	return tx.working(f)
}

// Original gives a file of a case as it was received, with its metadata, and its
// SHA-256. Staff who have the case in hand, with a reason: it stands in the history.
func (tx *Tx) Original(by cases.Actor, ref cases.Ref, o Opening) (original, sum []byte, err error) {
	d, err := tx.desk(by, ref, cases.MayOpenOriginal)
	if err == nil && !d.c.WorkedBy(d.by) {
		err = cases.ErrForbidden
	}
	if err == nil {
		err = checkText(o.Reason)
	}
	if err == nil {
		err = tx.belongs(d.c.ID, o.File)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("open original: %w", err)
	}
	why := fmt.Sprintf("file %d: %s", o.File, o.Reason)
	if _, err := tx.record(line{Case: d.c.ID, Kind: cases.KindOriginal, By: d.by, Why: why}); err != nil {
		return nil, nil, fmt.Errorf("open original: %w", err)
	}
	if original, err = tx.fileColumn(o.File, "original"); err != nil {
		return nil, nil, fmt.Errorf("open original: %w", err)
	}
	sum, err = tx.fileColumn(o.File, "sha256")
	return original, sum, err
}

// Opening is which sealed original is to be opened, and why.
type Opening struct {
	File   cases.FileID
	Reason string
}

// belongs tells whether a file is of a case; ErrNotFound where it is not.
func (tx *Tx) belongs(id cases.CaseID, f cases.FileID) error {
	var scope int64
	return tx.must(`SELECT scope FROM files WHERE id = $1 AND scope = $2`, []any{f, id}, &scope)
}
