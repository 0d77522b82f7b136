package store

import (
	"errors"
	"fmt"
	"time"

	"dodomu/store/cases"
)

// MyTips lists the tips a volunteer sent, oldest first; none is no error. Anonymous
// tips are nobody's.
func (tx *Tx) MyTips(p cases.PersonID) ([]cases.TipGlance, error) {
	rows, err := tx.tipsWhere(`FROM tips t WHERE t.sender = $1 AND t.sender <> 0 AND t.withdrawn IS NULL ORDER BY t.received, t.id`, p)
	if err != nil {
		return nil, fmt.Errorf("my tips: %w", err)
	}
	all := make([]cases.TipGlance, len(rows))
	for i, r := range rows {
		all[i] = tipGlance(r)
	}
	return all, nil
}

func tipGlance(r *tipRow) cases.TipGlance {
	return cases.TipGlance{Ref: r.Tip.Ref, What: r.What, Received: r.Received, Read: r.Read, Question: r.State == cases.TipClarifying}
}

// MyTip is what a volunteer may read of a tip they sent: their words, whether it was
// read, the open question. ErrNotFound for a number that is unknown, somebody
// else's or withdrawn.
func (tx *Tx) MyTip(p cases.PersonID, ref cases.TipRef) (cases.TipView, error) {
	r, err := tx.ownTip(p, ref)
	if err != nil {
		return cases.TipView{}, fmt.Errorf("my tip: %w", err)
	}
	v, err := tx.tipView(r)
	if err != nil {
		return cases.TipView{}, fmt.Errorf("my tip: %w", err)
	}
	return v, nil
}

func (tx *Tx) ownTip(p cases.PersonID, ref cases.TipRef) (*tipRow, error) {
	return tx.tipWhere(`FROM tips t WHERE t.number = $1 AND t.sender = $2 AND t.sender <> 0 AND t.withdrawn IS NULL`, tx.tipIndex(ref), p)
}

// tipView is a tip as its tipster reads it. The number of an anonymous one is staff's.
func (tx *Tx) tipView(r *tipRow) (cases.TipView, error) {
	v := cases.TipView{TipGlance: tipGlance(r), Anonymous: r.Anonymous}
	if r.Anonymous {
		v.Ref = ""
	}
	var err error
	if v.Sheet, err = tx.tipSheet(r); err != nil {
		return v, err
	}
	asked, all, err := tx.tipTalk(r.ID)
	if err != nil {
		return v, err
	}
	v.Said = all
	if v.Question && len(asked) > 0 {
		v.Asked = &asked[len(asked)-1]
	}
	return v, nil
}

// SayToTip keeps what a volunteer says to their tip: the answer to an open question,
// which is closed by it, or an addition. Staff are told. ErrNotFound for a tip that is
// not theirs, ErrIncomplete for nothing, ErrInvalid for too much.
func (tx *Tx) SayToTip(p cases.PersonID, ref cases.TipRef, a cases.Addition) error {
	if err := tx.lockHistory(); err != nil {
		return fmt.Errorf("say to tip: %w", err)
	}
	r, err := tx.ownTip(p, ref)
	if err == nil {
		err = a.Check()
	}
	if err != nil {
		return fmt.Errorf("say to tip: %w", err)
	}
	for _, f := range a.Files {
		if err := tx.rehome(f, p, tipScope(r.ID)); err != nil {
			return fmt.Errorf("say to tip: keep file: %w", err)
		}
	}
	if err := tx.heardOfTip(r, cases.Actor{Person: p, Role: cases.Volunteer}, said{Text: a.Text, Files: a.Files}, tx.Now()); err != nil {
		return fmt.Errorf("say to tip: %w", err)
	}
	return nil
}

// heardOfTip keeps what a tipster said, closes the open question, and tells staff.
func (tx *Tx) heardOfTip(r *tipRow, by cases.Actor, s said, at time.Time) error {
	old, question := r.State, int64(0)
	kind := cases.KindTipAdded
	if old == cases.TipClarifying {
		ids, _, err := tx.tipQuestions(r.ID)
		if err != nil {
			return err
		}
		if len(ids) > 0 {
			kind, question = cases.KindTipAnswered, ids[len(ids)-1]
		}
	}
	if err := tx.addTipAnswer(r.ID, question, s, at); err != nil {
		return err
	}
	r.Tip = r.Tip.Answered()
	r.Waiting, r.Read = tx.Now(), false
	if err := tx.saveTip(r.Tip); err != nil {
		return err
	}
	leaf, err := tx.record(line{Tip: r.ID, Kind: kind, By: by, Old: cases.Stage(old), New: cases.Stage(r.State)})
	if err != nil {
		return err
	}
	return tx.tellOfTip(r.Tip, KindStaffTipAnswered, leaf)
}

// TipByReceipt is what the holder of a receipt may read of their anonymous tip, from
// whatever account. ErrNotFound for one that is unknown, withdrawn or archived, after
// the same work; ErrTooMany after too many attempts. Commit whatever it says: the
// attempt counts.
func (tx *Tx) TipByReceipt(p cases.PersonID, typed string) (cases.TipView, error) {
	r, err := tx.received(p, typed)
	if err != nil {
		return cases.TipView{}, fmt.Errorf("open tip by receipt: %w", err)
	}
	v, err := tx.receivedView(r)
	if err != nil {
		return cases.TipView{}, fmt.Errorf("open tip by receipt: %w", err)
	}
	return v, nil
}

// SayByReceipt keeps what the holder of a receipt says to their anonymous tip: it goes
// through the letterbox, so that nothing leads to the account. Errors as TipByReceipt
// and SayToTip.
func (tx *Tx) SayByReceipt(p cases.PersonID, typed string, a cases.Addition) error {
	r, err := tx.received(p, typed)
	if err == nil {
		err = a.Check()
	}
	if err != nil {
		return fmt.Errorf("say by receipt: %w", err)
	}
	if err := tx.post(p, letter{receipt: r.hash, kind: letterAnswer}, said{Text: a.Text, Files: a.Files}, a.Files); err != nil {
		return fmt.Errorf("say by receipt: %w", err)
	}
	return tx.markLeaving(p)
}

// receivedTip is what a receipt leads to: a tip, or a letter that is none yet.
type receivedTip struct {
	hash   []byte
	tip    *tipRow
	letter *letter
}

// received counts an attempt and looks a receipt up in the queue and in the box, both
// whatever is found.
func (tx *Tx) received(p cases.PersonID, typed string) (receivedTip, error) {
	if err := tx.attempt(p); err != nil {
		return receivedTip{}, err
	}
	receipt, well := cases.ParseReceipt(typed)
	hash, err := tx.receiptHash(receipt)
	if err != nil {
		return receivedTip{}, err
	}
	found := receivedTip{hash: hash}
	r, err := tx.tipWhere(`FROM tips t WHERE t.receipt = $1 AND t.withdrawn IS NULL AND t.state <> $2`, hash, cases.TipArchived)
	if err != nil && !errors.Is(err, cases.ErrNotFound) {
		return receivedTip{}, err
	}
	letters, failed := tx.letters(`WHERE l.receipt = $1 AND l.kind = $2`, hash, letterTip)
	if failed != nil {
		return receivedTip{}, failed
	}
	switch {
	case !well:
		return receivedTip{}, cases.ErrNotFound
	case err == nil:
		found.tip = r
	case len(letters) > 0:
		found.letter = &letters[0]
	default:
		return receivedTip{}, cases.ErrNotFound
	}
	return found, nil
}

// receivedView is a tip as the holder of its receipt reads it, with what of it still
// lies in the box.
func (tx *Tx) receivedView(r receivedTip) (v cases.TipView, err error) {
	if r.tip != nil {
		v, err = tx.tipView(r.tip)
	} else {
		v.Anonymous, v.Received = true, time.UnixMilli(r.letter.day)
		err = tx.reveal(r.letter.id, spot{"letters", "body", r.letter.id}, r.letter.body, &v.Sheet)
	}
	if err != nil {
		return v, err
	}
	waiting, err := tx.letters(`WHERE l.receipt = $1 AND l.kind = $2`, r.hash, letterAnswer)
	for _, l := range waiting {
		var s said
		if err := tx.reveal(l.id, spot{"letters", "body", l.id}, l.body, &s); err != nil {
			return v, err
		}
		v.Said = append(v.Said, cases.Said{At: time.UnixMilli(l.day), Text: s.Text, Files: s.Files})
	}
	if len(waiting) > 0 {
		v.Asked, v.Question = nil, false
	}
	return v, err
}
