package store

import (
	"errors"
	"fmt"
	"time"

	"dodomu/store/cases"
)

// tipCard is what a tip's own row says, sealed: enough for a line of a list.
type tipCard struct {
	Ref  cases.TipRef `json:"ref"`
	What string       `json:"what,omitempty"` // how it begins, for its volunteer's list
}

// tipColumns are the columns of a living tip, in the order tipRow.targets reads.
const tipColumns = `t.id, t.card, t.sheet, t.sender, t.state, t.worth, t.by_hand, t.asked_at, t.case_id, t.meant,
	t.ask_back, t.guarded, t.opened, t.received, t.waiting`

// tipRow is a tip as it stands in the store.
type tipRow struct {
	cases.Tip
	tipCard
	sender                                    cases.PersonID // 0: nobody knows
	sealedCard, sealedSheet                   []byte
	byHand, back, guard, opened, came, waited int64
}

func (r *tipRow) targets() []any {
	t := &r.Tip
	return []any{&t.ID, &r.sealedCard, &r.sealedSheet, &r.sender, &t.State, &t.Worth, &r.byHand, &t.AskedAt, &t.Case, &t.Meant,
		&r.back, &r.guard, &r.opened, &r.came, &r.waited}
}

// tipScope is under whose key what belongs to a tip is sealed.
func tipScope(id cases.TipID) int64 { return int64(id) }

func (tx *Tx) unsealedTip(r *tipRow) error {
	t := &r.Tip
	t.ByHand, t.AskBack, t.Guarded, t.Read = r.byHand != 0, r.back != 0, r.guard != 0, r.opened != 0
	t.Received, t.Waiting, t.Anonymous = time.UnixMilli(r.came), time.UnixMilli(r.waited), r.sender == 0
	if err := tx.reveal(tipScope(t.ID), spot{"tips", "card", int64(t.ID)}, r.sealedCard, &r.tipCard); err != nil {
		return err
	}
	t.Ref = r.tipCard.Ref
	return nil
}

// tipSheet opens the sheet of a tip.
func (tx *Tx) tipSheet(r *tipRow) (s cases.TipSheet, err error) {
	err = tx.reveal(tipScope(r.ID), spot{"tips", "sheet", int64(r.ID)}, r.sealedSheet, &s)
	return s, err
}

// tipIndex is where a tip's number is looked up.
func (tx *Tx) tipIndex(ref cases.TipRef) []byte { return tx.blind("tip-number", []byte(ref)) }

// tipByRef reads a living tip by its number; ErrNotFound where there is none.
func (tx *Tx) tipByRef(ref cases.TipRef) (*tipRow, error) {
	return tx.tipWhere(`FROM tips t WHERE t.number = $1 AND t.withdrawn IS NULL`, tx.tipIndex(ref))
}

func (tx *Tx) tipWhere(from string, args ...any) (*tipRow, error) {
	var r tipRow
	if err := tx.must(`SELECT `+tipColumns+` `+from, args, r.targets()...); err != nil {
		return nil, fmt.Errorf("read tip: %w", err)
	}
	return &r, tx.unsealedTip(&r)
}

// tipsWhere reads living tips, in the order the query gives.
func (tx *Tx) tipsWhere(from string, args ...any) ([]*tipRow, error) {
	var rows []*tipRow
	err := tx.all(`SELECT `+tipColumns+` `+from, args, func(scan func(...any) error) error {
		r := &tipRow{}
		rows = append(rows, r)
		return scan(r.targets()...)
	})
	if err != nil {
		return nil, fmt.Errorf("read tips: %w", err)
	}
	for _, r := range rows {
		if err := tx.unsealedTip(r); err != nil {
			return nil, fmt.Errorf("read tips: %w", err)
		}
	}
	return rows, nil
}

// saveTip writes back what of a tip can change.
func (tx *Tx) saveTip(t cases.Tip) error {
	err := tx.put(`UPDATE tips SET state = $1, worth = $2, by_hand = $3, asked_at = $4, case_id = $5, meant = $6, guarded = $7,
		opened = $8, waiting = $9 WHERE id = $10`,
		t.State, t.Worth, flag(t.ByHand), t.AskedAt, t.Case, t.Meant, flag(t.Guarded), flag(t.Read), ms(t.Waiting), t.ID)
	if err != nil {
		return fmt.Errorf("save tip: %w", err)
	}
	return nil
}

// tipDesk is a member of staff, vouched for, with one tip before them.
type tipDesk struct {
	by cases.Actor
	r  *tipRow
	c  *caseRow // the case it concerns; nil: none
}

// tipDesk seats an actor before a tip: nobody else acts until the transaction ends.
// ErrForbidden without the permission, whatever the tip; ErrNotFound where there is
// none, or none that is visible to them.
func (tx *Tx) tipDesk(by cases.Actor, ref cases.TipRef) (tipDesk, error) {
	if err := tx.lockHistory(); err != nil {
		return tipDesk{}, err
	}
	known, err := tx.vouchFor(by, cases.MayTriage)
	if err != nil {
		return tipDesk{}, err
	}
	r, err := tx.tipByRef(ref)
	if err != nil {
		return tipDesk{}, err
	}
	d := tipDesk{by: known, r: r}
	if d.c, err = tx.concerned(r.Tip); err != nil {
		return tipDesk{}, err
	}
	if !r.VisibleTo(known, d.about()) {
		return tipDesk{}, cases.ErrNotFound
	}
	return d, nil
}

func (d tipDesk) about() *cases.Case {
	if d.c == nil {
		return nil
	}
	return &d.c.Case
}

// vouchFor gives the actor as the store knows them, where they have a permission:
// ErrForbidden otherwise.
func (tx *Tx) vouchFor(by cases.Actor, may cases.Permission) (cases.Actor, error) {
	known, err := tx.vouch(by)
	if err == nil && !known.May(may) {
		err = cases.ErrForbidden
	}
	return known, err
}

// concerned reads the case a tip concerns; nil where there is none any more.
func (tx *Tx) concerned(t cases.Tip) (*caseRow, error) {
	if t.About() == 0 {
		return nil, nil
	}
	c, err := tx.caseByID(t.About())
	if errors.Is(err, cases.ErrNotFound) {
		return nil, nil
	}
	return c, err
}
