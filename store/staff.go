package store

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"dodomu/store/cases"
)

// NewStaff is a member of staff to be added.
type NewStaff struct {
	Handle string // for the command line: 2 to 32 of a-z, 0-9, dot, dash
	Name   string
	Role   cases.Role   // Worker or Supervisor
	Grants cases.Grants // given by an operator alone
}

// staffWords is what of a member of staff is sealed.
type staffWords struct {
	Handle string `json:"handle"`
	Name   string `json:"name"`
}

const staffColumns = `id, sealed, role, grants, person, active`

// staffWhere reads a member of staff, those removed included; ErrNotFound where
// there is none.
func (tx *Tx) staffWhere(where string, arg any) (cases.Staff, error) {
	var r staffRow
	if err := tx.must(`SELECT `+staffColumns+` FROM staff WHERE `+where, []any{arg}, r.targets()...); err != nil {
		return cases.Staff{}, fmt.Errorf("read staff: %w", err)
	}
	return tx.staffFrom(r)
}

type staffRow struct {
	staff  cases.Staff
	sealed []byte
	person *int64
	active int64
}

func (r *staffRow) targets() []any {
	return []any{&r.staff.ID, &r.sealed, &r.staff.Role, &r.staff.Grants, &r.person, &r.active}
}

func (tx *Tx) staffFrom(r staffRow) (cases.Staff, error) {
	s := r.staff
	s.Active = r.active != 0
	if r.person != nil {
		s.Person = cases.PersonID(*r.person)
	}
	var w staffWords
	err := tx.reveal(house, spot{"staff", "sealed", int64(s.ID)}, r.sealed, &w)
	s.Handle, s.Name = w.Handle, w.Name
	return s, err
}

func (tx *Tx) staffByID(id cases.StaffID) (cases.Staff, error) { return tx.staffWhere(`id = $1`, id) }

// staffOf is the active member of staff a person is; nil where they are none.
func (tx *Tx) staffOf(p cases.PersonID) (*cases.Staff, error) {
	s, err := tx.staffWhere(`active = 1 AND person = $1`, p)
	if errors.Is(err, cases.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &s, nil
}

// staffName is how staff read who did something; "" for nobody.
func (tx *Tx) staffName(id cases.StaffID) (string, error) {
	if id == 0 {
		return "", nil
	}
	s, err := tx.staffByID(id)
	return s.Name, err
}

// staffNames reads each name once. The first failure stays in err.
type staffNames struct {
	tx    *Tx
	known map[cases.StaffID]string
	err   error
}

func (n *staffNames) of(id cases.StaffID) string {
	if name, ok := n.known[id]; ok || id == 0 || n.err != nil {
		return name
	}
	if n.known == nil {
		n.known = map[cases.StaffID]string{}
	}
	n.known[id], n.err = n.tx.staffName(id)
	return n.known[id]
}

// handleForm is what a handle looks like.
const handleForm = `^[a-z0-9][a-z0-9.-]{1,31}$`

func handleOf(typed string) (string, error) {
	handle := strings.ToLower(strings.TrimSpace(typed))
	if ok, err := regexp.MatchString(handleForm, handle); err != nil || !ok {
		return "", fmt.Errorf("read handle: 2 to 32 of a-z, 0-9, dot and dash: %w", cases.ErrInvalid)
	}
	return handle, nil
}

func (tx *Tx) handleIndex(handle string) []byte { return tx.blind("staff-handle", []byte(handle)) }

// StaffByHandle reads an active member of staff by the name the command line uses.
// ErrNotFound where there is none.
func (tx *Tx) StaffByHandle(handle string) (cases.Staff, error) {
	known, err := handleOf(handle)
	if err != nil {
		return cases.Staff{}, fmt.Errorf("%w: %w", cases.ErrNotFound, err)
	}
	return tx.staffWhere(`active = 1 AND handle = $1`, tx.handleIndex(known))
}

// StaffByPerson reads the active member of staff a person is; ErrNotFound where
// they are none.
func (tx *Tx) StaffByPerson(p cases.PersonID) (cases.Staff, error) {
	return tx.staffWhere(`active = 1 AND person = $1`, p)
}

// StaffList gives the active members of staff, in the order they were added. For who
// may manage staff, and for those who work on cases.
func (tx *Tx) StaffList(by cases.Actor) ([]cases.Staff, error) {
	known, err := tx.vouch(by)
	if err == nil && !known.May(cases.MayManageStaff) && !known.May(cases.MayQueue) {
		err = cases.ErrForbidden
	}
	if err != nil {
		return nil, fmt.Errorf("list staff: %w", err)
	}
	var rows []staffRow
	err = tx.all(`SELECT `+staffColumns+` FROM staff WHERE active = 1 ORDER BY id`, nil, func(scan func(...any) error) error {
		var r staffRow
		err := scan(r.targets()...)
		rows = append(rows, r)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list staff: %w", err)
	}
	all := make([]cases.Staff, len(rows))
	for i, r := range rows {
		if all[i], err = tx.staffFrom(r); err != nil {
			return nil, fmt.Errorf("list staff: %w", err)
		}
	}
	return all, nil
}
