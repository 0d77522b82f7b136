package store

import (
	"errors"
	"fmt"

	"dodomu/store/cases"
)

// MakePoster draws the code of a link for a poster about a case: whoever comes by it
// tells what they saw, and it says nothing of the case. It may be used by anybody and
// often, until it is closed. Staff who have the case in hand; it stands in the case's
// history.
func (tx *Tx) MakePoster(by cases.Actor, ref cases.Ref) (cases.Invitation, error) {
	d, err := tx.postersDesk(by, ref)
	if err != nil {
		return "", fmt.Errorf("make poster link: %w", err)
	}
	code, err := cases.NewInvitation(tx.db.random)
	if err != nil {
		return "", fmt.Errorf("make poster link: %w", err)
	}
	if err := tx.put(`INSERT INTO posters (code, case_id, staff, made) VALUES ($1, $2, $3, $4)`,
		tx.posterIndex(code), d.c.ID, d.by.Staff, ms(tx.Now())); err != nil {
		return "", fmt.Errorf("make poster link: %w", err)
	}
	_, err = tx.record(line{Case: d.c.ID, Kind: cases.KindTipPoster, By: d.by})
	return code, err
}

// ClosePosters closes every link for posters about a case: who comes by one may still
// tell, and it is a tip like any other. Staff who have the case in hand; ErrNothing
// where none is open.
func (tx *Tx) ClosePosters(by cases.Actor, ref cases.Ref) error {
	d, err := tx.postersDesk(by, ref)
	if err != nil {
		return fmt.Errorf("close poster links: %w", err)
	}
	closed, err := tx.exec(`UPDATE posters SET closed = $1 WHERE case_id = $2 AND closed IS NULL`, ms(tx.Now()), d.c.ID)
	if err == nil && closed == 0 {
		err = cases.ErrNothing
	}
	if err != nil {
		return fmt.Errorf("close poster links: %w", err)
	}
	_, err = tx.record(line{Case: d.c.ID, Kind: cases.KindTipPosterClosed, By: d.by})
	return err
}

func (tx *Tx) postersDesk(by cases.Actor, ref cases.Ref) (desk, error) {
	d, err := tx.desk(by, ref, cases.MayTriage)
	if err == nil && !d.c.WorkedBy(d.by) {
		err = cases.ErrForbidden
	}
	return d, err
}

// posterIndex is where a code is looked up. 80 random bits need no slow hash.
func (tx *Tx) posterIndex(code cases.Invitation) []byte { return tx.blind("poster", []byte(code)) }

// posterCase is the case a code is about; 0 for one that is unknown or closed.
func (tx *Tx) posterCase(code cases.Invitation) (id cases.CaseID, err error) {
	err = tx.must(`SELECT case_id FROM posters WHERE code = $1 AND closed IS NULL`, []any{tx.posterIndex(code)}, &id)
	if errors.Is(err, cases.ErrNotFound) {
		return 0, nil
	}
	return id, err
}
