package store

import (
	"fmt"

	"dodomu/store/cases"
)

// RemoveStaff takes all access from a member of staff, from this moment. Their open
// cases go back to the queue. Operators and supervisors; ErrNotFound where there is
// no such member, ErrLastSupervisor for the only supervisor.
func (tx *Tx) RemoveStaff(by cases.Actor, handle string) error {
	known, err := tx.manager(by)
	if err != nil {
		return fmt.Errorf("remove staff: %w", err)
	}
	s, err := tx.StaffByHandle(handle)
	if err != nil {
		return fmt.Errorf("remove staff: %w", err)
	}
	if err := tx.spare(s); err != nil {
		return fmt.Errorf("remove staff: %w", err)
	}
	if err := tx.removeStaff(known, s); err != nil {
		return fmt.Errorf("remove staff: %w", err)
	}
	return nil
}

// spare refuses to remove the last supervisor.
func (tx *Tx) spare(s cases.Staff) error {
	if s.Role != cases.Supervisor {
		return nil
	}
	var others int64
	if err := tx.must(`SELECT COUNT(*) FROM staff WHERE active = 1 AND role = $1 AND id <> $2`,
		[]any{cases.Supervisor, s.ID}, &others); err != nil {
		return err
	}
	if others == 0 {
		return cases.ErrLastSupervisor
	}
	return nil
}

func (tx *Tx) removeStaff(by cases.Actor, s cases.Staff) error {
	// The handle is free again: a removed row keeps an index nobody can ask for.
	if err := tx.put(`UPDATE staff SET active = 0, person = NULL, removed = $1, handle = $2 WHERE id = $3`,
		ms(tx.Now()), tx.handleIndex(fmt.Sprintf("removed %d", s.ID)), s.ID); err != nil {
		return err
	}
	if err := tx.put(`DELETE FROM invitations WHERE staff = $1`, s.ID); err != nil {
		return err
	}
	if _, err := tx.record(line{Kind: cases.KindStaffRemoved, By: by, Second: s.ID}); err != nil {
		return err
	}
	rows, err := tx.casesWhere(`FROM cases c WHERE c.assignee = $1 AND c.erased IS NULL ORDER BY c.id`, s.ID)
	if err != nil {
		return err
	}
	for _, r := range rows {
		r.Assignee = 0
		if _, err := tx.handOver(desk{by: by, c: &r.Case, card: r.card}); err != nil {
			return err
		}
	}
	return nil
}
