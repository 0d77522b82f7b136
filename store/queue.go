package store

import (
	"fmt"

	"dodomu/store/cases"
)

// Filter chooses lines of the queue; the zero value is every open case that is
// visible to who asks.
type Filter struct {
	Mine     bool        // in the hand of who asks
	Waiting  bool        // in nobody's hand
	Proposed bool        // with a proposal that waits for a second person
	Held     bool        // with news that waits until somebody spoke to the family
	Stage    cases.Stage // at this stage alone, also closed
	Limit    int         // at most so many lines; 0: queueLimit
}

// queueLimit is how many lines of the queue are given where nothing is said.
const queueLimit = 100

// Queue gives lines of cases without anything personal, those that wait longest
// first; closed ones to which a family wrote are among them. Staff who may: others
// get ErrForbidden. A worker sees their own and those in nobody's hand.
func (tx *Tx) Queue(by cases.Actor, f Filter) ([]cases.Line, error) {
	known, err := tx.vouch(by)
	if err == nil && !known.May(cases.MayQueue) {
		err = cases.ErrForbidden
	}
	if err != nil {
		return nil, fmt.Errorf("queue: %w", err)
	}
	rows, err := tx.casesWhere(f.query(), f.args(known)...)
	if err != nil {
		return nil, fmt.Errorf("queue: %w", err)
	}
	names := staffNames{tx: tx}
	lines := make([]cases.Line, len(rows))
	for i, r := range rows {
		held, err := tx.held(r.ID)
		if err != nil {
			return nil, fmt.Errorf("queue: %w", err)
		}
		lines[i] = cases.Line{Ref: r.Case.Ref, Stage: r.Stage, Age: r.card.Birth.Band(cases.DateOf(tx.Now())),
			Opened: r.Opened, Waiting: r.Waiting, Assignee: r.Assignee, Name: names.of(r.Assignee),
			Reopen: r.Reopen, Held: len(held)}
		if r.Proposed != nil {
			lines[i].Proposed = r.Proposed.Move.To
		}
	}
	return lines, names.err
}

// query is the part of the question that has no values.
func (f Filter) query() string {
	where := `FROM cases c WHERE c.erased IS NULL AND ($1 = '' AND (c.stage NOT IN ('closed', 'merged_into') OR c.reopen = 1) OR c.stage = $1)
		AND ($2 <> 0 OR c.assignee IN (0, $3))`
	if f.Mine {
		where += ` AND c.assignee = $3`
	}
	if f.Waiting {
		where += ` AND c.assignee = 0`
	}
	if f.Proposed {
		where += ` AND c.proposed_to <> ''`
	}
	if f.Held {
		where += ` AND EXISTS (SELECT 1 FROM held h WHERE h.case_id = c.id)`
	}
	return where + ` ORDER BY c.waiting, c.id LIMIT $4`
}

func (f Filter) args(by cases.Actor) []any {
	limit := f.Limit
	if limit <= 0 {
		limit = queueLimit
	}
	return []any{string(f.Stage), flag(by.May(cases.MaySeeAll)), int64(by.Staff), limit}
}
