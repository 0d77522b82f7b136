package store

import (
	"fmt"
	"time"

	"dodomu/store/cases"
)

// card is what a case's own row says of the child, sealed: enough for a line of a
// list, so that no sheet is opened for one.
type card struct {
	Ref   cases.Ref   `json:"ref"`
	Birth cases.Birth `json:"birth"`
	Given string      `json:"given"`
}

// caseColumns are the columns of a living case, in the order caseRow.scan reads.
const caseColumns = `c.id, c.card, c.stage, c.told, c.verification, c.whereabouts, c.safety, c.closing, c.assignee,
	c.asked_at, c.held_at, c.proposal, c.may_search, c.reopen, c.opened, c.waiting, c.changed`

// caseRow is a case as it stands in the store.
type caseRow struct {
	cases.Case
	card
	sealedCard, proposal    []byte
	search, again           int64
	opened, waiting, change int64
}

func (r *caseRow) targets() []any {
	c := &r.Case
	return []any{&c.ID, &r.sealedCard, &c.Stage, &c.Told, &c.Verification, &c.Whereabouts, &c.Safety, &c.Closing, &c.Assignee,
		&c.AskedAt, &c.HeldAt, &r.proposal, &r.search, &r.again, &r.opened, &r.waiting, &r.change}
}

// unsealed opens what of a row is sealed.
func (tx *Tx) unsealed(r *caseRow) error {
	c := &r.Case
	c.MaySearch, c.Reopen = r.search != 0, r.again != 0
	c.Opened, c.Waiting, c.Changed = time.UnixMilli(r.opened), time.UnixMilli(r.waiting), time.UnixMilli(r.change)
	if err := tx.reveal(scopeOf(c.ID), spot{"cases", "card", int64(c.ID)}, r.sealedCard, &r.card); err != nil {
		return err
	}
	c.Ref = r.card.Ref
	if r.proposal == nil {
		return nil
	}
	c.Proposed = &cases.Proposal{}
	return tx.reveal(scopeOf(c.ID), spot{"cases", "proposal", int64(c.ID)}, r.proposal, c.Proposed)
}

// numberIndex is where a case number is looked up.
func (tx *Tx) numberIndex(ref cases.Ref) []byte { return tx.blind("case-number", []byte(ref)) }

// caseByRef reads a living case by its number; ErrNotFound where there is none.
func (tx *Tx) caseByRef(ref cases.Ref) (*caseRow, error) {
	return tx.caseWhere(`FROM cases c WHERE c.number = $1 AND c.erased IS NULL`, tx.numberIndex(ref))
}

// caseByID reads a living case; ErrNotFound where there is none.
func (tx *Tx) caseByID(id cases.CaseID) (*caseRow, error) {
	return tx.caseWhere(`FROM cases c WHERE c.id = $1 AND c.erased IS NULL`, id)
}

func (tx *Tx) caseWhere(from string, args ...any) (*caseRow, error) {
	var r caseRow
	if err := tx.must(`SELECT `+caseColumns+` `+from, args, r.targets()...); err != nil {
		return nil, fmt.Errorf("read case: %w", err)
	}
	return &r, tx.unsealed(&r)
}

// casesWhere reads living cases, in the order the query gives.
func (tx *Tx) casesWhere(from string, args ...any) ([]*caseRow, error) {
	var rows []*caseRow
	err := tx.all(`SELECT `+caseColumns+` `+from, args, func(scan func(...any) error) error {
		r := &caseRow{}
		rows = append(rows, r)
		return scan(r.targets()...)
	})
	if err != nil {
		return nil, fmt.Errorf("read cases: %w", err)
	}
	for _, r := range rows {
		if err := tx.unsealed(r); err != nil {
			return nil, fmt.Errorf("read cases: %w", err)
		}
	}
	return rows, nil
}

// addCase stores a new case with its own data key.
func (tx *Tx) addCase(r *caseRow) error {
	if err := tx.newScope(int64(r.ID)); err != nil {
		return fmt.Errorf("add case: %w", err)
	}
	sealed, err := tx.hide(scopeOf(r.ID), spot{"cases", "card", int64(r.ID)}, r.card)
	if err != nil {
		return fmt.Errorf("add case: %w", err)
	}
	c := r.Case
	err = tx.put(`INSERT INTO cases (id, number, card, stage, told, verification, whereabouts, safety, closing, assignee,
		asked_at, held_at, proposed_to, may_search, reopen, opened, waiting, changed)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', 0, '', '', '', $9, 0, $10, $11, $12)`,
		c.ID, tx.numberIndex(c.Ref), sealed, c.Stage, c.Told, c.Verification, c.Whereabouts, c.Safety,
		flag(c.MaySearch), ms(c.Opened), ms(c.Waiting), ms(c.Changed))
	if err != nil {
		return fmt.Errorf("add case: %w", err)
	}
	return nil
}

// saveCase writes back what of a case can change.
func (tx *Tx) saveCase(c *cases.Case) error {
	c.Changed = tx.Now()
	var proposal []byte
	var to cases.Stage
	if c.Proposed != nil {
		var err error
		to = c.Proposed.Move.To
		if proposal, err = tx.hide(scopeOf(c.ID), spot{"cases", "proposal", int64(c.ID)}, c.Proposed); err != nil {
			return fmt.Errorf("save case: %w", err)
		}
	}
	err := tx.put(`UPDATE cases SET stage = $1, told = $2, verification = $3, whereabouts = $4, safety = $5, closing = $6,
		assignee = $7, asked_at = $8, held_at = $9, proposal = $10, proposed_to = $11, may_search = $12, reopen = $13,
		waiting = $14, changed = $15 WHERE id = $16`,
		c.Stage, c.Told, c.Verification, c.Whereabouts, c.Safety, c.Closing, c.Assignee, c.AskedAt, c.HeldAt,
		proposal, to, flag(c.MaySearch), flag(c.Reopen), ms(c.Waiting), ms(c.Changed), c.ID)
	if err != nil {
		return fmt.Errorf("save case: %w", err)
	}
	return nil
}

// flag is a bool as the store keeps it.
func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
