package store

import (
	"fmt"

	"dodomu/store/cases"
)

// WithdrawTip erases a volunteer's own tip: its key is destroyed, what was sealed
// under it is emptied, its number leads nowhere. A tombstone stays in the history; the
// case it was linked to keeps that a tip was withdrawn. ErrNotFound for a tip that is
// not theirs.
func (tx *Tx) WithdrawTip(p cases.PersonID, ref cases.TipRef) error {
	if err := tx.lockHistory(); err != nil {
		return fmt.Errorf("withdraw tip: %w", err)
	}
	r, err := tx.ownTip(p, ref)
	if err != nil {
		return fmt.Errorf("withdraw tip: %w", err)
	}
	if err := tx.withdraw(r, cases.Actor{Role: cases.Volunteer}); err != nil {
		return fmt.Errorf("withdraw tip: %w", err)
	}
	return nil
}

// WithdrawByReceipt erases the anonymous tip of a receipt, with what of it still lies
// in the letterbox. Errors as TipByReceipt; commit whatever it says.
func (tx *Tx) WithdrawByReceipt(p cases.PersonID, typed string) error {
	if err := tx.lockHistory(); err != nil {
		return fmt.Errorf("withdraw tip by receipt: %w", err)
	}
	r, err := tx.received(p, typed)
	if err != nil {
		return fmt.Errorf("withdraw tip by receipt: %w", err)
	}
	all, err := tx.letters(`WHERE l.receipt = $1`, r.hash)
	if err != nil {
		return fmt.Errorf("withdraw tip by receipt: %w", err)
	}
	for _, l := range all {
		if err := tx.burn(l); err != nil {
			return fmt.Errorf("withdraw tip by receipt: %w", err)
		}
	}
	if r.tip == nil {
		return nil
	}
	if err := tx.withdraw(r.tip, cases.Actor{Role: cases.Tipster}); err != nil {
		return fmt.Errorf("withdraw tip by receipt: %w", err)
	}
	return nil
}

func (tx *Tx) withdraw(r *tipRow, by cases.Actor) error {
	if err := tx.openHouse(); err != nil {
		return err
	}
	leaf, err := tx.treeSize()
	if err != nil {
		return err
	}
	if err := tx.recall(cases.CaseID(r.ID), 0); err != nil {
		return err
	}
	if err := tx.tellOfTip(r.Tip, KindStaffTipWithdrawn, leaf); err != nil {
		return err
	}
	if r.Case != 0 {
		if _, err := tx.record(line{Case: r.Case, Kind: cases.KindTipWithdrawn, By: by, Why: r.Tip.Ref.String()}); err != nil {
			return err
		}
	}
	for _, query := range []string{
		`DELETE FROM matches WHERE subject = $1`,
		`DELETE FROM tip_questions WHERE tip = $1`,
		`DELETE FROM tip_answers WHERE tip = $1`,
		`DELETE FROM tip_notes WHERE tip = $1`,
		`DELETE FROM files WHERE scope = $1`,
		`UPDATE events SET body = NULL WHERE case_id = $1`,
	} {
		if err := tx.put(query, int64(r.ID)); err != nil {
			return err
		}
	}
	if err := tx.put(`UPDATE tips SET number = NULL, card = NULL, sheet = NULL, receipt = NULL, sender = 0, state = $1, case_id = 0,
		meant = 0, asked_at = '', withdrawn = $2 WHERE id = $3`, cases.TipArchived, ms(day(tx.Now())), r.ID); err != nil {
		return err
	}
	if err := tx.dropScope(tipScope(r.ID)); err != nil {
		return err
	}
	_, err = tx.record(line{Erased: cases.CaseID(r.ID), Kind: cases.KindErased, By: by})
	return err
}
