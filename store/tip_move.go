package store

import (
	"fmt"

	"dodomu/store/cases"
)

// MovedTip is what an act of staff did to a tip. Nobody of a family is ever told.
type MovedTip struct {
	Tip  cases.Tip
	Told bool // a push to its volunteer was queued
}

// MoveTip sets a state of a tip. Staff to whom it is visible, as the table of tips says:
// a *cases.TipRefusal otherwise. m.Case is looked up by LinkTip; elsewhere it is empty.
func (tx *Tx) MoveTip(by cases.Actor, ref cases.TipRef, m cases.TipMove) (MovedTip, error) {
	d, err := tx.tipDesk(by, ref)
	if err == nil && m.To == cases.TipLinked {
		err = cases.ErrInvalid
	}
	if err == nil {
		err = tx.readyTip(d, m)
	}
	if err != nil {
		return MovedTip{}, fmt.Errorf("move tip: %w", err)
	}
	moved, err := tx.moveTip(d, m)
	if err != nil {
		return MovedTip{}, fmt.Errorf("move tip: %w", err)
	}
	return moved, nil
}

func (tx *Tx) readyTip(d tipDesk, m cases.TipMove) error {
	for _, text := range []string{m.Why, m.Question} {
		if text == "" {
			continue
		}
		if err := checkText(text); err != nil {
			return err
		}
	}
	return d.r.Check(d.by, m)
}

// moveTip writes a move that package cases has allowed: the tip, its words, its line of
// history, the line of the case it leaves, and the word to its volunteer.
func (tx *Tx) moveTip(d tipDesk, m cases.TipMove) (MovedTip, error) {
	was := d.r.Tip
	step, _ := cases.TipStepTo(was.State, m.To)
	d.r.Tip = was.Moved(m)
	d.r.Waiting = tx.Now()
	if err := tx.saveTip(d.r.Tip); err != nil {
		return MovedTip{}, err
	}
	if m.Question != "" && m.To == cases.TipClarifying {
		if err := tx.addTipQuestion(was.ID, d.by.Staff, m.Question); err != nil {
			return MovedTip{}, err
		}
	}
	if m.Why != "" {
		if err := tx.addTipNote(was.ID, d.by.Staff, step.Kind, m.Why); err != nil {
			return MovedTip{}, err
		}
	}
	why := m.Why
	if step.Kind == cases.KindTipTriaged {
		why = fmt.Sprintf("%s → %s: %s", was.Worth, m.Worth, m.Why)
	}
	leaf, err := tx.record(line{Tip: was.ID, Kind: step.Kind, By: d.by, Old: cases.Stage(was.State), New: cases.Stage(d.r.State), Why: why})
	if err != nil {
		return MovedTip{}, err
	}
	if err := tx.noteInCase(was, d, step.Kind); err != nil {
		return MovedTip{}, err
	}
	moved := MovedTip{Tip: d.r.Tip}
	if step.Kind == cases.KindTipAsked && d.r.sender != 0 {
		moved.Told, err = tx.tellVolunteer(d.r, leaf)
	}
	return moved, err
}

// noteInCase leaves a line in the history of the case a tip is or was linked to: staff
// read it, and nothing of the case changes.
func (tx *Tx) noteInCase(was cases.Tip, d tipDesk, kind cases.Kind) error {
	for _, id := range []cases.CaseID{was.Case, d.r.Case} {
		if id == 0 {
			continue
		}
		k := kind
		if id == was.Case && d.r.Case != id {
			k = cases.KindTipUnlinked
		}
		if _, err := tx.record(line{Case: id, Kind: k, By: d.by, Why: was.Ref.String()}); err != nil {
			return err
		}
		if was.Case == d.r.Case {
			return nil
		}
	}
	return nil
}

// TriageTip overrules the verdict of the rules, or an earlier one, with a word why.
func (tx *Tx) TriageTip(by cases.Actor, ref cases.TipRef, m cases.TipMove) (MovedTip, error) {
	m.To = cases.TipTriaged
	return tx.MoveTip(by, ref, m)
}

// AskTip writes a question to the tipster, where they let us ask. A volunteer is told
// that there is one; an anonymous tipster finds it by their receipt. ErrConsent where
// they do not want to be asked.
func (tx *Tx) AskTip(by cases.Actor, ref cases.TipRef, seen cases.TipState, question string) (MovedTip, error) {
	return tx.MoveTip(by, ref, cases.TipMove{To: cases.TipClarifying, Seen: seen, Question: question})
}

// UnaskTip takes an open question back: the tip returns to where it was asked.
// ErrStage where no question is open.
func (tx *Tx) UnaskTip(by cases.Actor, ref cases.TipRef, seen cases.TipState) (MovedTip, error) {
	d, err := tx.tipDesk(by, ref)
	if err == nil {
		err = d.r.CheckUnask(d.by, seen)
	}
	if err != nil {
		return MovedTip{}, fmt.Errorf("take back question of tip: %w", err)
	}
	d.r.Tip = d.r.Tip.Answered()
	d.r.Waiting = tx.Now()
	if err := tx.saveTip(d.r.Tip); err != nil {
		return MovedTip{}, err
	}
	if err := tx.recall(cases.CaseID(d.r.ID), 0); err != nil {
		return MovedTip{}, err
	}
	_, err = tx.record(line{Tip: d.r.ID, Kind: cases.KindTipUnasked, By: d.by, Old: cases.Stage(cases.TipClarifying), New: cases.Stage(d.r.State)})
	return MovedTip{Tip: d.r.Tip}, err
}

// LinkTip says that a tip may be about a case that the actor may open. The case gets a
// line in its history and does not change; its family hears nothing. A tip moves
// nothing: what follows from it is for people to decide. ErrNotFound for a case that is
// none for the actor.
func (tx *Tx) LinkTip(by cases.Actor, ref cases.TipRef, l TipLink) (MovedTip, error) {
	d, err := tx.tipDesk(by, ref)
	if err != nil {
		return MovedTip{}, fmt.Errorf("link tip: %w", err)
	}
	to, err := tx.glance(by, l.Case, cases.MayRead)
	if err != nil {
		return MovedTip{}, fmt.Errorf("link tip: %w", err)
	}
	m := cases.TipMove{To: cases.TipLinked, Seen: l.Seen, Why: l.Why, Case: to.c.ID}
	if err := tx.readyTip(d, m); err != nil {
		return MovedTip{}, fmt.Errorf("link tip: %w", err)
	}
	moved, err := tx.moveTip(d, m)
	if err != nil {
		return MovedTip{}, fmt.Errorf("link tip: %w", err)
	}
	return moved, nil
}

// TipLink is which case a tip may be about, and why if somebody says so.
type TipLink struct {
	Seen cases.TipState
	Case cases.Ref
	Why  string
}

// UnlinkTip takes a tip from its case, with a word why.
func (tx *Tx) UnlinkTip(by cases.Actor, ref cases.TipRef, seen cases.TipState, why string) (MovedTip, error) {
	return tx.MoveTip(by, ref, cases.TipMove{To: cases.TipTriaged, Seen: seen, Why: why})
}

// caseGone takes a case that is about to be erased from all tips about it: they stay,
// for a person to look at again.
func (tx *Tx) caseGone(id cases.CaseID) error {
	rows, err := tx.tipsWhere(`FROM tips t WHERE (t.case_id = $1 OR t.meant = $1) AND t.withdrawn IS NULL ORDER BY t.id`, id)
	if err != nil {
		return err
	}
	for _, r := range rows {
		was := r.Tip
		r.Tip = was.CaseGone(id)
		if err := tx.saveTip(r.Tip); err != nil {
			return err
		}
		if was.Case != id {
			continue
		}
		if _, err := tx.record(line{Tip: r.ID, Kind: cases.KindTipUnlinked, By: cases.Actor{Role: cases.System},
			Old: cases.Stage(was.State), New: cases.Stage(r.State)}); err != nil {
			return err
		}
	}
	if err := tx.put(`UPDATE letters SET meant = 0 WHERE meant = $1`, id); err != nil {
		return err
	}
	return tx.put(`DELETE FROM posters WHERE case_id = $1`, id)
}
