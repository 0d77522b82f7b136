package store

import (
	"errors"
	"fmt"

	"dodomu/store/cases"
)

// Erase withdraws a case and erases it: its data key is destroyed and all that was
// sealed under it is emptied, queued news is taken back, the number leads nowhere.
// Who reported it may; ErrForbidden for relatives who joined (see Leave), ErrNotFound for others.
// The row of the case stays, closed and empty, and a tombstone in the history;
// whoever had it in hand is told.
func (tx *Tx) Erase(p cases.PersonID, ref cases.Ref) error {
	d, f, err := tx.home(p, ref, cases.MayErase)
	if err == nil && !f.reporter {
		err = cases.ErrForbidden
	}
	if err != nil {
		return fmt.Errorf("erase case: %w", err)
	}
	if err := tx.erase(d); err != nil {
		return fmt.Errorf("erase case: %w", err)
	}
	return nil
}

func (tx *Tx) erase(d desk) error {
	id := d.c.ID
	if err := tx.openHouse(); err != nil {
		return err
	}
	if err := tx.recall(id, 0); err != nil {
		return err
	}
	if err := tx.tellStaff(d, KindStaffErased); err != nil {
		return err
	}
	if err := errors.Join(tx.caseGone(id), tx.dropMatches(id), tx.empty(id)); err != nil {
		return err
	}
	if err := tx.put(`UPDATE cases SET number = NULL, card = NULL, proposal = NULL, proposed_to = '', stage = $1, told = $1,
		closing = $2, assignee = 0, asked_at = '', held_at = '', may_search = 0, reopen = 0, changed = $3, erased = $3 WHERE id = $4`,
		cases.Closed, cases.ErasedOnRequest, ms(tx.Now()), id); err != nil {
		return err
	}
	if err := tx.dropScope(int64(id)); err != nil {
		return err
	}
	_, err := tx.record(line{Erased: id, Kind: cases.KindErased, By: cases.Actor{Role: d.by.Role}})
	return err
}

// empty takes away all rows and values of a case but its own row, its events' own
// lines and their commitments. Destroying the key makes them unreadable; emptying
// leaves nothing that a later break of the cipher could open.
func (tx *Tx) empty(id cases.CaseID) error {
	for _, query := range []string{
		`UPDATE reports SET receipt = NULL, person = 0 WHERE id IN (SELECT report FROM filings WHERE case_id = $1)
			AND id NOT IN (SELECT f.report FROM filings f WHERE f.case_id <> $1)`,
		`DELETE FROM filings WHERE case_id = $1`,
		`DELETE FROM followers WHERE case_id = $1`,
		`DELETE FROM consents WHERE case_id = $1`,
		`DELETE FROM questions WHERE case_id = $1`,
		`DELETE FROM answers WHERE case_id = $1`,
		`DELETE FROM notes WHERE case_id = $1`,
		`DELETE FROM held WHERE case_id = $1`,
		`DELETE FROM passed WHERE case_id = $1`,
		`DELETE FROM invitations WHERE case_id = $1`,
		`DELETE FROM files WHERE scope = $1`,
		`UPDATE events SET body = NULL WHERE case_id = $1`,
	} {
		if err := tx.put(query, int64(id)); err != nil {
			return fmt.Errorf("empty case: %w", err)
		}
	}
	return nil
}
