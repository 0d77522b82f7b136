package store

import (
	"fmt"

	"dodomu/store/cases"
)

// invitation is a code that lets one person in: to the staff, or to a case.
type invitation struct {
	index []byte
	staff cases.StaffID
	about cases.CaseID
}

// invite draws a code and keeps its index.
func (tx *Tx) invite(in invitation) (cases.Invitation, error) {
	code, err := cases.NewInvitation(tx.db.random)
	if err != nil {
		return "", err
	}
	if err := tx.put(`INSERT INTO invitations (code, staff, case_id, expires) VALUES ($1, $2, $3, $4)`,
		tx.codeIndex(code), in.staff, in.about, ms(tx.expiry())); err != nil {
		return "", fmt.Errorf("keep invitation: %w", err)
	}
	return code, nil
}

// codeIndex is where a code is looked up. 80 random bits need no slow hash.
func (tx *Tx) codeIndex(code cases.Invitation) []byte { return tx.blind("invitation", []byte(code)) }

// invited finds what a code is for. ErrNotFound for one that is unknown, used or
// expired.
func (tx *Tx) invited(code cases.Invitation) (invitation, error) {
	in := invitation{index: tx.codeIndex(code)}
	err := tx.must(`SELECT staff, case_id FROM invitations WHERE code = $1 AND used IS NULL AND expires > $2`,
		[]any{in.index, ms(tx.Now())}, &in.staff, &in.about)
	return in, err
}

// spend uses a code up.
func (tx *Tx) spend(in invitation) error {
	return tx.put(`UPDATE invitations SET used = $1 WHERE code = $2`, ms(tx.Now()), in.index)
}

const (
	attemptsOfOne = 6   // codes and receipts one person may try in an hour
	attemptsOfAll = 600 // and everybody together
)

// attempt counts one attempt of a person; ErrTooMany where they, or all together,
// have had theirs for this hour. What they tried plays no part in it.
func (tx *Tx) attempt(p cases.PersonID) error {
	hour := ms(tx.Now()) / 3_600_000
	for _, one := range []struct {
		person cases.PersonID
		limit  int64
	}{{p, attemptsOfOne}, {0, attemptsOfAll}} {
		var tries int64
		err := tx.must(`INSERT INTO attempts (person, hour, tries) VALUES ($1, $2, 1)
			ON CONFLICT (person, hour) DO UPDATE SET tries = attempts.tries + 1 RETURNING tries`, []any{one.person, hour}, &tries)
		if err != nil {
			return fmt.Errorf("count attempt: %w", err)
		}
		if tries > one.limit {
			return cases.ErrTooMany
		}
	}
	return tx.put(`DELETE FROM attempts WHERE hour < $1`, hour-1)
}
