package store

import (
	"fmt"
	"time"

	"dodomu/store/cases"
)

// ReadTip is everything staff may read of a tip, its sender's account excepted. Staff
// to whom it is visible: ErrForbidden for who is not staff, ErrNotFound where there is
// none for them. The reading is a line of its history, and from then on its tipster
// reads that it was read.
func (tx *Tx) ReadTip(by cases.Actor, ref cases.TipRef) (cases.TipFile, error) {
	d, err := tx.tipDesk(by, ref)
	if err != nil {
		return cases.TipFile{}, fmt.Errorf("read tip: %w", err)
	}
	if err := tx.openedTip(d, ""); err != nil {
		return cases.TipFile{}, fmt.Errorf("read tip: %w", err)
	}
	f, err := tx.tipFile(d)
	if err != nil {
		return cases.TipFile{}, fmt.Errorf("read tip: %w", err)
	}
	return f, nil
}

// openedTip records that somebody of staff opened a tip, or a file of it.
func (tx *Tx) openedTip(d tipDesk, why string) error {
	if !d.r.Read {
		d.r.Read = true
		if err := tx.saveTip(d.r.Tip); err != nil {
			return err
		}
	}
	_, err := tx.record(line{Tip: d.r.ID, Kind: cases.KindRead, By: d.by, Why: why})
	return err
}

func (tx *Tx) tipFile(d tipDesk) (cases.TipFile, error) {
	f := cases.TipFile{Tip: d.r.Tip}
	var err error
	if f.Sheet, err = tx.tipSheet(d.r); err != nil {
		return f, err
	}
	f.Reasons = f.Sheet.Triage(cases.DateOf(f.Tip.Received.UTC())).Reasons
	if f.Asked, f.Said, err = tx.tipTalk(d.r.ID); err != nil {
		return f, err
	}
	if f.Notes, err = tx.tipNotes(d.r.ID); err != nil {
		return f, err
	}
	if d.c == nil {
		return f, nil
	}
	if f.Tip.Case != 0 {
		f.Case = d.c.Case.Ref
	}
	if f.Tip.Meant == d.c.ID {
		f.Meant = d.c.Case.Ref
	}
	return f, nil
}

// TipFileCopy gives the working copy of a file of a tip: without metadata, nil while it
// is not fetched or where it is no picture. As ReadTip; ErrNotFound for a file that is
// not the tip's.
func (tx *Tx) TipFileCopy(by cases.Actor, ref cases.TipRef, f cases.FileID) ([]byte, error) {
	d, err := tx.tipDesk(by, ref)
	if err != nil {
		return nil, fmt.Errorf("open file of tip: %w", err)
	}
	if err := tx.belongs(cases.CaseID(d.r.ID), f); err != nil {
		return nil, fmt.Errorf("open file of tip: %w", err)
	}
	if err := tx.openedTip(d, fmt.Sprintf("file %d", f)); err != nil {
		return nil, fmt.Errorf("open file of tip: %w", err)
	}
	return tx.working(f)
}

// TipHistory gives the lines of a tip, oldest first. As ReadTip; asking for it is
// itself a read and stands in it as the last line.
func (tx *Tx) TipHistory(by cases.Actor, ref cases.TipRef) ([]cases.TipEvent, error) {
	d, err := tx.tipDesk(by, ref)
	if err == nil {
		err = tx.openedTip(d, "")
	}
	if err != nil {
		return nil, fmt.Errorf("history of tip: %w", err)
	}
	rows, err := tx.events(cases.CaseID(d.r.ID))
	if err != nil {
		return nil, fmt.Errorf("history of tip: %w", err)
	}
	all := make([]cases.TipEvent, 0, len(rows))
	names := staffNames{tx: tx}
	for _, row := range rows {
		e, err := tx.read(row)
		if err != nil {
			return nil, fmt.Errorf("history of tip: %w", err)
		}
		all = append(all, cases.TipEvent{At: time.UnixMilli(row.at), Kind: row.kind, Who: names.of(e.Staff), Role: e.Role,
			Old: cases.TipState(e.Old), New: cases.TipState(e.New), Why: e.Why})
	}
	return all, names.err
}

// TipFilter chooses lines of the queue of tips; the zero value is every tip that is not
// archived.
type TipFilter struct {
	Worth cases.Worth    // of this verdict alone
	State cases.TipState // in this state alone, also archived
	Case  cases.Ref      // that concern this case, also archived
	Limit int            // at most so many lines; 0: queueLimit
}

// TipQueue gives lines of tips without anything personal: what may be acted on first,
// then by how long they wait. Staff who may: others get ErrForbidden. Tips that concern a
// colleague's case, or accuse one of staff, are not among a worker's.
func (tx *Tx) TipQueue(by cases.Actor, f TipFilter) ([]cases.TipLine, error) {
	known, err := tx.vouchFor(by, cases.MayTriage)
	if err != nil {
		return nil, fmt.Errorf("queue of tips: %w", err)
	}
	var about cases.CaseID
	if f.Case != "" {
		d, err := tx.glance(by, f.Case, cases.MayRead)
		if err != nil {
			return nil, fmt.Errorf("queue of tips: %w", err)
		}
		about = d.c.ID
	}
	limit := f.Limit
	if limit <= 0 {
		limit = queueLimit
	}
	rows, err := tx.tipsWhere(tipQueue, string(f.Worth), string(f.State), int64(about), flag(known.May(cases.MaySeeAll)), int64(known.Staff), limit)
	if err != nil {
		return nil, fmt.Errorf("queue of tips: %w", err)
	}
	lines := make([]cases.TipLine, len(rows))
	for i, r := range rows {
		if lines[i], err = tx.tipLine(r); err != nil {
			return nil, fmt.Errorf("queue of tips: %w", err)
		}
	}
	return lines, nil
}

// tipQueue: $1 worth, $2 state, $3 case, $4 sees all, $5 staff, $6 limit.
const tipQueue = `FROM tips t WHERE t.withdrawn IS NULL AND ($1 = '' OR t.worth = $1)
	AND (t.state = $2 OR $2 = '' AND (t.state <> 'archived' OR CAST($3 AS BIGINT) <> 0))
	AND (CAST($3 AS BIGINT) = 0 OR $3 IN (t.case_id, t.meant))
	AND ($4 <> 0 OR t.guarded = 0 AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.erased IS NULL AND c.assignee NOT IN (0, $5)
		AND c.id = CASE WHEN t.case_id <> 0 THEN t.case_id ELSE t.meant END))
	ORDER BY CASE t.worth WHEN 'actionable' THEN 0 WHEN 'unclear' THEN 1 ELSE 2 END, t.waiting, t.id LIMIT $6`

func (tx *Tx) tipLine(r *tipRow) (cases.TipLine, error) {
	l := cases.TipLine{Ref: r.Tip.Ref, State: r.State, Worth: r.Worth, Read: r.Read, Received: r.Received, Waiting: r.Waiting}
	c, err := tx.concerned(r.Tip)
	if err != nil || c == nil {
		return l, err
	}
	if r.Tip.Case != 0 {
		l.Case = c.Case.Ref
	} else {
		l.Meant = c.Case.Ref
	}
	return l, nil
}
