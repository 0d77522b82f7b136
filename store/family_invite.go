package store

import (
	"fmt"

	"dodomu/store/cases"
)

// openInvitations is how many relatives may be invited to one case at a time.
const openInvitations = 5

// InviteRelative draws a code with which another relative joins a case, once,
// within seven days. For family who reported it: ErrForbidden for volunteers and
// for relatives who joined; ErrTooMany while five codes are open.
func (tx *Tx) InviteRelative(p cases.PersonID, ref cases.Ref) (cases.Invitation, error) {
	d, f, err := tx.home(p, ref, cases.MayInvite)
	if err == nil && !f.reporter {
		err = cases.ErrForbidden
	}
	if err != nil {
		return "", fmt.Errorf("invite relative: %w", err)
	}
	var open int64
	if err := tx.must(`SELECT COUNT(*) FROM invitations WHERE case_id = $1 AND used IS NULL AND expires > $2`,
		[]any{d.c.ID, ms(tx.Now())}, &open); err != nil {
		return "", fmt.Errorf("invite relative: %w", err)
	}
	if open >= openInvitations {
		return "", fmt.Errorf("invite relative: %w", cases.ErrTooMany)
	}
	if _, err := tx.record(line{Case: d.c.ID, Kind: cases.KindInvited, By: d.by}); err != nil {
		return "", fmt.Errorf("invite relative: %w", err)
	}
	return tx.invite(invitation{about: d.c.ID})
}

// Join makes a person a follower of the case their code is for, by their own
// consent: ErrConsent, and the code stays good, where they do not agree to be written
// to. ErrNotFound for any code that does not work, ErrTooMany after too many
// attempts, ErrTaken for who follows it already. Commit whatever it says: the
// attempt counts.
func (tx *Tx) Join(p cases.PersonID, code cases.Invitation, consents []cases.Consent) (cases.FamilyView, error) {
	if err := tx.lockHistory(); err != nil {
		return cases.FamilyView{}, fmt.Errorf("join case: %w", err)
	}
	if err := tx.attempt(p); err != nil {
		return cases.FamilyView{}, fmt.Errorf("join case: %w", err)
	}
	v, err := tx.join(p, code, consents)
	if err != nil {
		return cases.FamilyView{}, fmt.Errorf("join case: %w", err)
	}
	return v, nil
}

func (tx *Tx) join(p cases.PersonID, code cases.Invitation, consents []cases.Consent) (cases.FamilyView, error) {
	in, err := tx.invited(code)
	if err != nil {
		return cases.FamilyView{}, err
	}
	r, err := tx.caseByID(in.about)
	if err != nil {
		return cases.FamilyView{}, err
	}
	for _, c := range consents {
		if err := c.Check(); err != nil {
			return cases.FamilyView{}, err
		}
	}
	if !(cases.Sheet{Consents: consents}).Allows(cases.ConsentContact) {
		return cases.FamilyView{}, cases.ErrConsent
	}
	f := follower{caseID: r.ID, person: p, role: cases.Family, relation: cases.OtherRelative, contact: true}
	if err := tx.follow(f, consents); err != nil {
		return cases.FamilyView{}, err
	}
	if err := tx.spend(in); err != nil {
		return cases.FamilyView{}, err
	}
	if _, err := tx.record(line{Case: r.ID, Kind: cases.KindJoined, By: f.actor()}); err != nil {
		return cases.FamilyView{}, err
	}
	if err := tx.tellStaff(desk{by: f.actor(), c: &r.Case, card: r.card}, KindStaffJoined); err != nil {
		return cases.FamilyView{}, err
	}
	return tx.familyView(r, f)
}

// Leave ends what a joined relative gets of a case; what they said stays in it.
// ErrForbidden for who reported it: they erase.
func (tx *Tx) Leave(p cases.PersonID, ref cases.Ref) error {
	d, f, err := tx.home(p, ref, cases.MayFollow)
	if err == nil && f.reporter {
		err = cases.ErrForbidden
	}
	if err != nil {
		return fmt.Errorf("leave case: %w", err)
	}
	if err := tx.recall(d.c.ID, p); err != nil {
		return fmt.Errorf("leave case: %w", err)
	}
	if err := tx.put(`DELETE FROM followers WHERE case_id = $1 AND person = $2`, d.c.ID, p); err != nil {
		return fmt.Errorf("leave case: %w", err)
	}
	_, err = tx.record(line{Case: d.c.ID, Kind: cases.KindLeft, By: d.by})
	return err
}

// Unreachable records in each case a person follows that their chat takes no
// messages, and tells whoever has it in hand.
func (tx *Tx) Unreachable(p cases.PersonID) error {
	if err := tx.lockHistory(); err != nil {
		return fmt.Errorf("unreachable: %w", err)
	}
	rows, err := tx.casesWhere(`FROM followers f JOIN cases c ON c.id = f.case_id
		WHERE f.person = $1 AND c.erased IS NULL ORDER BY c.id`, p)
	if err != nil {
		return fmt.Errorf("unreachable: %w", err)
	}
	bot := cases.Actor{Role: cases.System}
	for _, r := range rows {
		if _, err := tx.record(line{Case: r.ID, Kind: cases.KindUnreachable, By: bot}); err != nil {
			return fmt.Errorf("unreachable: %w", err)
		}
		if err := tx.tellStaff(desk{by: bot, c: &r.Case, card: r.card}, KindStaffUnreachable); err != nil {
			return fmt.Errorf("unreachable: %w", err)
		}
	}
	return nil
}
