package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"dodomu/store/cases"
)

// DeadLetter is a notice that was given up, as an operator sees it: nothing of the
// case, of the person or of what it says.
type DeadLetter struct {
	ID       int64
	Kind     string
	Class    cases.Class // of news to a family; "" for a reply and for what goes to staff
	Priority Priority
	Attempts int       // how often it failed before it was given up
	Since    time.Time // when it was given up
}

// deadRow is a notice that was given up, as it stands in the outbox.
type deadRow struct {
	DeadLetter
	lane   int64
	caseID cases.CaseID
}

// DeadLetters gives what was given up, the oldest first. For operators;
// cases.ErrForbidden for others.
func (tx *Tx) DeadLetters(by cases.Actor) ([]DeadLetter, error) {
	known, err := tx.vouch(by)
	if err == nil && !known.May(cases.MayTendOutbox) {
		err = cases.ErrForbidden
	}
	if err != nil {
		return nil, fmt.Errorf("list dead letters: %w", err)
	}
	rows, err := tx.deadWhere("")
	if err != nil {
		return nil, fmt.Errorf("list dead letters: %w", err)
	}
	all := make([]DeadLetter, len(rows))
	for i, r := range rows {
		all[i] = r.DeadLetter
	}
	return all, nil
}

// RetryLetter puts what was given up back into its place in the outbox, as if it
// had never failed. It leaves by the rules of today: cases.ErrConsent where its
// reader gets no pushes now or has left staff, cases.ErrNotFound where nothing of that id was given
// up or its case was erased since. For operators.
func (tx *Tx) RetryLetter(by cases.Actor, id int64) error {
	known, err := tx.tender(by)
	if err != nil {
		return fmt.Errorf("retry letter: %w", err)
	}
	r, err := tx.deadByID(id)
	if err == nil {
		err = tx.retryLetter(known, r)
	}
	if err != nil {
		return fmt.Errorf("retry letter %d: %w", id, err)
	}
	return nil
}

// Retried counts what RetryLetters did.
type Retried struct {
	Queued int
	Kept   int // left where they are: their readers get no pushes now, or their cases are gone
}

// RetryLetters does RetryLetter for everything that was given up. For operators.
func (tx *Tx) RetryLetters(by cases.Actor) (Retried, error) {
	var done Retried
	known, err := tx.tender(by)
	if err != nil {
		return done, fmt.Errorf("retry letters: %w", err)
	}
	rows, err := tx.deadWhere("")
	if err != nil {
		return done, fmt.Errorf("retry letters: %w", err)
	}
	for _, r := range rows {
		switch err := tx.retryLetter(known, r); {
		case errors.Is(err, cases.ErrConsent), errors.Is(err, cases.ErrNotFound):
			done.Kept++
		case err != nil:
			return done, fmt.Errorf("retry letter %d: %w", r.ID, err)
		default:
			done.Queued++
		}
	}
	return done, nil
}

// DropLetter forgets what a letter that was given up says, and that it waits for
// anybody. cases.ErrNotFound where nothing of that id was given up. For operators.
func (tx *Tx) DropLetter(by cases.Actor, id int64) error {
	known, err := tx.tender(by)
	if err != nil {
		return fmt.Errorf("drop letter: %w", err)
	}
	r, err := tx.deadByID(id)
	if err == nil {
		err = tx.dropLetter(known, r)
	}
	if err != nil {
		return fmt.Errorf("drop letter %d: %w", id, err)
	}
	return nil
}

func (tx *Tx) dropLetter(by cases.Actor, r deadRow) error {
	if err := tx.touch("UPDATE outbox SET state = 1, body = NULL, message = 0, settled = $2 WHERE id = $1", r.ID, ms(tx.now)); err != nil {
		return err
	}
	return tx.recordLetter(cases.KindNoticeDropped, by, r)
}

// tender vouches for who tends the outbox, and keeps others from acting.
func (tx *Tx) tender(by cases.Actor) (cases.Actor, error) {
	if err := tx.lockHistory(); err != nil {
		return cases.Actor{}, err
	}
	known, err := tx.vouch(by)
	if err == nil && !known.May(cases.MayTendOutbox) {
		err = cases.ErrForbidden
	}
	if err != nil {
		return cases.Actor{}, err
	}
	return known, tx.openHouse()
}

func (tx *Tx) retryLetter(by cases.Actor, r deadRow) error {
	due, err := tx.dueAgain(r)
	if err != nil {
		return err
	}
	// The lane first, as every sender does: who waits for it sees what is queued.
	if err := tx.touch("UPDATE lanes SET id = id WHERE id = $1", r.lane); err != nil {
		return err
	}
	if err := tx.touch("UPDATE outbox SET state = 0, attempt = 0, due = $2, settled = 0 WHERE id = $1", r.ID, due); err != nil {
		return err
	}
	if err := tx.recount([]int64{r.lane}); err != nil {
		return err
	}
	return tx.recordLetter(cases.KindNoticeRetried, by, r)
}

// dueAgain is when a letter may leave now. What is for staff leaves only to who is
// staff now; news of a case only to who still follows it and gets pushes, outside of
// their quiet hours.
func (tx *Tx) dueAgain(r deadRow) (int64, error) {
	switch {
	case r.forStaff():
		return 0, tx.stillStaff(cases.PersonID(r.lane))
	case r.Kind == KindTipQuestion:
		return tx.questionDueAgain(cases.PersonID(r.lane))
	case !r.news() || r.caseID == 0:
		return 0, nil
	}
	c, err := tx.caseByID(r.caseID)
	if err != nil {
		return 0, err
	}
	all, err := tx.readers(&c.Case)
	if err != nil {
		return 0, err
	}
	i := slices.IndexFunc(all, func(one reader) bool { return int64(one.person) == r.lane })
	if i < 0 || !all[i].push {
		return 0, fmt.Errorf("its reader gets no pushes now: %w", cases.ErrConsent)
	}
	return ms(tx.due(all[i])), nil
}

// questionDueAgain is when a volunteer may be told again of a question in their tip.
func (tx *Tx) questionDueAgain(p cases.PersonID) (int64, error) {
	due, push, err := tx.volunteerDue(p)
	if err == nil && !push {
		err = fmt.Errorf("its reader gets no pushes now: %w", cases.ErrConsent)
	}
	return ms(due), err
}

// news tells whether a letter is for a family, and not an answer to what they did.
func (r deadRow) news() bool { return r.Priority != Reply && !r.forStaff() }

// forStaff tells whether a letter is a card for staff.
func (r deadRow) forStaff() bool { return strings.HasPrefix(r.Kind, "staff.") }

// stillStaff refuses who has left staff, and a group that is no longer theirs.
func (tx *Tx) stillStaff(p cases.PersonID) error {
	group, set, err := tx.StaffGroup()
	if err != nil || set && group.ID == p {
		return err
	}
	member, err := tx.staffOf(p)
	if err == nil && member == nil {
		err = fmt.Errorf("its reader is no longer staff: %w", cases.ErrConsent)
	}
	return err
}

// recordLetter writes what was done with a letter into the history of its case, or
// of the house where it has none that lives.
func (tx *Tx) recordLetter(kind cases.Kind, by cases.Actor, r deadRow) error {
	of := r.caseID
	if of != 0 {
		switch _, err := tx.scopeKey(scopeOf(of)); {
		case errors.Is(err, errGone):
			of = 0
		case err != nil:
			return err
		}
	}
	_, err := tx.record(line{Case: of, Kind: kind, By: by, Why: fmt.Sprintf("%s %d", r.Kind, r.ID)})
	return err
}

func (tx *Tx) deadByID(id int64) (deadRow, error) {
	rows, err := tx.deadWhere(" AND id = $1", id)
	if err == nil && len(rows) == 0 {
		err = fmt.Errorf("nothing of that id was given up: %w", cases.ErrNotFound)
	}
	if err != nil {
		return deadRow{}, err
	}
	return rows[0], nil
}

// deadWhere reads what was given up, the oldest first.
func (tx *Tx) deadWhere(and string, args ...any) ([]deadRow, error) {
	var rows []deadRow
	err := tx.all("SELECT id, kind, priority, attempt, settled, lane, case_id FROM outbox WHERE state = 2"+and+" ORDER BY id", args,
		func(scan func(...any) error) error {
			var r deadRow
			var since int64
			if err := scan(&r.ID, &r.Kind, &r.Priority, &r.Attempts, &since, &r.lane, &r.caseID); err != nil {
				return err
			}
			r.Since = time.UnixMilli(since)
			if r.news() {
				r.Class = cases.Kind(r.Kind).Class()
			}
			rows = append(rows, r)
			return nil
		})
	return rows, err
}
