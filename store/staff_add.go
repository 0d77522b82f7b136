package store

import (
	"fmt"
	"strings"
	"time"

	"dodomu/store/cases"
)

// invitationDays is how long an invitation can be used.
const invitationDays = 7

// AddStaff adds a member of staff and gives the code with which they join from
// their own chat, once, within seven days; they may also work from the command line
// alone. Operators and supervisors; ErrTaken for a handle that is in use.
func (tx *Tx) AddStaff(by cases.Actor, n NewStaff) (cases.Staff, cases.Invitation, error) {
	known, err := tx.manager(by)
	if err != nil {
		return cases.Staff{}, "", fmt.Errorf("add staff: %w", err)
	}
	s, err := n.check(known)
	if err != nil {
		return cases.Staff{}, "", fmt.Errorf("add staff: %w", err)
	}
	code, err := tx.addStaff(known, &s)
	if err != nil {
		return cases.Staff{}, "", fmt.Errorf("add staff: %w", err)
	}
	return s, code, nil
}

// manager vouches for who adds and removes staff, and keeps others from acting.
func (tx *Tx) manager(by cases.Actor) (cases.Actor, error) {
	if err := tx.lockHistory(); err != nil {
		return cases.Actor{}, err
	}
	known, err := tx.vouch(by)
	if err != nil {
		return cases.Actor{}, err
	}
	if !known.May(cases.MayManageStaff) {
		return cases.Actor{}, cases.ErrForbidden
	}
	return known, tx.openHouse()
}

func (n NewStaff) check(by cases.Actor) (cases.Staff, error) {
	handle, err := handleOf(n.Handle)
	if err != nil {
		return cases.Staff{}, err
	}
	name := strings.TrimSpace(n.Name)
	switch {
	case name == "":
		return cases.Staff{}, fmt.Errorf("a name is needed: %w", cases.ErrIncomplete)
	case n.Role != cases.Worker && n.Role != cases.Supervisor:
		return cases.Staff{}, fmt.Errorf("a role is worker or supervisor: %w", cases.ErrInvalid)
	case n.Grants != 0 && by.Role != cases.Operator:
		return cases.Staff{}, cases.ErrForbidden
	}
	return cases.Staff{Handle: handle, Name: name, Role: n.Role, Grants: n.Grants, Active: true}, checkText(name)
}

func (tx *Tx) addStaff(by cases.Actor, s *cases.Staff) (cases.Invitation, error) {
	s.ID = cases.StaffID(tx.newID())
	sealed, err := tx.hide(house, spot{"staff", "sealed", int64(s.ID)}, staffWords{Handle: s.Handle, Name: s.Name})
	if err != nil {
		return "", err
	}
	added, err := tx.exec(`INSERT INTO staff (id, handle, sealed, role, grants, active, added) VALUES ($1, $2, $3, $4, $5, 1, $6)
		ON CONFLICT (handle) DO NOTHING`, s.ID, tx.handleIndex(s.Handle), sealed, s.Role, s.Grants, ms(tx.Now()))
	if err != nil {
		return "", err
	}
	if added == 0 {
		return "", cases.ErrTaken
	}
	if _, err := tx.record(line{Kind: cases.KindStaffAdded, By: by, Second: s.ID, Why: string(s.Role)}); err != nil {
		return "", err
	}
	return tx.invite(invitation{staff: s.ID})
}

// Reinvite gives a member of staff a new code; codes given before no longer work,
// and who uses this one takes the place of the chat that was joined. Operators and
// supervisors; ErrNotFound where there is no such member.
func (tx *Tx) Reinvite(by cases.Actor, handle string) (cases.Invitation, error) {
	known, err := tx.manager(by)
	if err != nil {
		return "", fmt.Errorf("invite staff: %w", err)
	}
	s, err := tx.StaffByHandle(handle)
	if err != nil {
		return "", fmt.Errorf("invite staff: %w", err)
	}
	if err := tx.put(`DELETE FROM invitations WHERE staff = $1`, s.ID); err != nil {
		return "", fmt.Errorf("invite staff: %w", err)
	}
	if _, err := tx.record(line{Kind: cases.KindInvited, By: known, Second: s.ID}); err != nil {
		return "", fmt.Errorf("invite staff: %w", err)
	}
	return tx.invite(invitation{staff: s.ID})
}

// JoinStaff makes a person the member of staff their code is for. ErrNotFound for
// any code that does not work, ErrTooMany after too many attempts, ErrTaken where
// the person is somebody else of staff already. Commit whatever it says: the attempt
// counts.
func (tx *Tx) JoinStaff(p cases.PersonID, code cases.Invitation) (cases.Staff, error) {
	if err := tx.lockHistory(); err != nil {
		return cases.Staff{}, fmt.Errorf("join staff: %w", err)
	}
	if err := tx.attempt(p); err != nil {
		return cases.Staff{}, fmt.Errorf("join staff: %w", err)
	}
	in, err := tx.invited(code)
	if err == nil && in.staff == 0 {
		err = cases.ErrNotFound
	}
	if err != nil {
		return cases.Staff{}, fmt.Errorf("join staff: %w", err)
	}
	s, err := tx.joinStaff(p, in)
	if err != nil {
		return cases.Staff{}, fmt.Errorf("join staff: %w", err)
	}
	return s, nil
}

func (tx *Tx) joinStaff(p cases.PersonID, in invitation) (cases.Staff, error) {
	s, err := tx.staffByID(in.staff)
	if err != nil {
		return cases.Staff{}, err
	}
	other, err := tx.staffOf(p)
	switch {
	case err != nil:
		return cases.Staff{}, err
	case !s.Active:
		return cases.Staff{}, cases.ErrNotFound
	case other != nil && other.ID != s.ID:
		return cases.Staff{}, cases.ErrTaken
	}
	if err := tx.spend(in); err != nil {
		return cases.Staff{}, err
	}
	if err := tx.put(`UPDATE staff SET person = $1 WHERE id = $2`, p, s.ID); err != nil {
		return cases.Staff{}, err
	}
	s.Person = p
	_, err = tx.record(line{Kind: cases.KindStaffJoined, By: s.Actor(), Second: s.ID})
	return s, err
}

// expiry is until when an invitation made now can be used.
func (tx *Tx) expiry() time.Time { return tx.Now().AddDate(0, 0, invitationDays) }
