package store

import (
	"fmt"

	"dodomu/store/cases"
)

// follower is one person who is told about a case.
type follower struct {
	caseID          cases.CaseID
	person          cases.PersonID
	role            cases.Role
	reporter        bool
	contact, search bool
	relation        cases.Relation
}

// actor is the follower as one who acts.
func (f follower) actor() cases.Actor { return cases.Actor{Person: f.person, Role: f.role} }

// follow makes a person a follower of a case with the consents they gave.
func (tx *Tx) follow(f follower, consents []cases.Consent) error {
	sealed, err := tx.hide(scopeOf(f.caseID), spot{"followers", "sealed", int64(f.person)}, f.relation)
	if err != nil {
		return err
	}
	added, err := tx.exec(`INSERT INTO followers (case_id, person, role, reporter, contact, search, sealed, since)
		VALUES ($1, $2, $3, $4, 0, 0, $5, $6) ON CONFLICT (case_id, person) DO NOTHING`,
		f.caseID, f.person, f.role, flag(f.reporter), sealed, ms(tx.Now()))
	if err != nil {
		return fmt.Errorf("follow case: %w", err)
	}
	if added == 0 {
		return fmt.Errorf("follow case: %w", cases.ErrTaken)
	}
	for _, c := range consents {
		if err := tx.addConsent(f, c); err != nil {
			return err
		}
	}
	return nil
}

const followerColumns = `f.case_id, f.person, f.role, f.reporter, f.contact, f.search, f.sealed`

// followerRow is a follower as they stand in the store.
type followerRow struct {
	follower
	isReporter, mayContact, maySearch int64
	sealed                            []byte
}

func (r *followerRow) targets() []any {
	return []any{&r.caseID, &r.person, &r.role, &r.isReporter, &r.mayContact, &r.maySearch, &r.sealed}
}

func (tx *Tx) followerFrom(r followerRow) (follower, error) {
	f := r.follower
	f.reporter, f.contact, f.search = r.isReporter != 0, r.mayContact != 0, r.maySearch != 0
	return f, tx.reveal(scopeOf(f.caseID), spot{"followers", "sealed", int64(f.person)}, r.sealed, &f.relation)
}

// followerOf reads one follower of a case; ErrNotFound where the person is none.
func (tx *Tx) followerOf(id cases.CaseID, p cases.PersonID) (follower, error) {
	var r followerRow
	if err := tx.must(`SELECT `+followerColumns+` FROM followers f WHERE f.case_id = $1 AND f.person = $2`,
		[]any{id, p}, r.targets()...); err != nil {
		return follower{}, err
	}
	return tx.followerFrom(r)
}

// followersOf reads all followers of a case, the reporter first.
func (tx *Tx) followersOf(id cases.CaseID) ([]follower, error) {
	var rows []followerRow
	err := tx.all(`SELECT `+followerColumns+` FROM followers f WHERE f.case_id = $1 ORDER BY f.reporter DESC, f.since, f.person`,
		[]any{id}, func(scan func(...any) error) error {
			var r followerRow
			err := scan(r.targets()...)
			rows = append(rows, r)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("read followers: %w", err)
	}
	all := make([]follower, len(rows))
	for i, r := range rows {
		if all[i], err = tx.followerFrom(r); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// own is a case and the follower who asks for it. Unknown, foreign and erased
// numbers are one ErrNotFound, after one and the same query.
func (tx *Tx) own(p cases.PersonID, ref cases.Ref) (*caseRow, follower, error) {
	r, err := tx.caseWhere(`FROM cases c JOIN followers f ON f.case_id = c.id
		WHERE c.number = $1 AND f.person = $2 AND c.erased IS NULL`, tx.numberIndex(ref), p)
	if err != nil {
		return nil, follower{}, err
	}
	f, err := tx.followerOf(r.ID, p)
	return r, f, err
}

// home seats a follower before their own case, for an act that changes it: nobody
// else acts until the transaction ends. ErrForbidden where their role does not
// allow the act.
func (tx *Tx) home(p cases.PersonID, ref cases.Ref, may cases.Permission) (desk, follower, error) {
	if err := tx.lockHistory(); err != nil {
		return desk{}, follower{}, err
	}
	r, f, err := tx.own(p, ref)
	if err != nil {
		return desk{}, follower{}, err
	}
	if !f.actor().May(may) {
		return desk{}, follower{}, cases.ErrForbidden
	}
	return desk{by: f.actor(), c: &r.Case, card: r.card}, f, nil
}
