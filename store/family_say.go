package store

import (
	"fmt"

	"dodomu/store/cases"
)

// AddToReport keeps what a follower adds; whoever has the case in hand is told. A
// closed case is flagged for reopening and stays closed. ErrNotFound for a case
// that is not theirs, ErrIncomplete for nothing, ErrInvalid for too much.
func (tx *Tx) AddToReport(p cases.PersonID, ref cases.Ref, a cases.Addition) error {
	d, _, err := tx.home(p, ref, cases.MayFollow)
	if err != nil {
		return fmt.Errorf("add to report: %w", err)
	}
	if err := a.Check(); err != nil {
		return fmt.Errorf("add to report: %w", err)
	}
	if err := tx.addSaid(d.c.ID, p, 0, a); err != nil {
		return fmt.Errorf("add to report: %w", err)
	}
	kind := KindStaffAdded
	if !d.c.Stage.Open() {
		d.c.Reopen, kind = true, KindStaffReopen
	}
	if err := tx.heard(d, cases.KindAdded, kind); err != nil {
		return fmt.Errorf("add to report: %w", err)
	}
	return nil
}

// Answer keeps a follower's answer to the open question; the case goes back to
// where it was asked and whoever has it in hand is told. ErrNothing where no question
// is open; else as AddToReport.
func (tx *Tx) Answer(p cases.PersonID, ref cases.Ref, a cases.Addition) error {
	d, _, err := tx.home(p, ref, cases.MayFollow)
	if err != nil {
		return fmt.Errorf("answer question: %w", err)
	}
	if err := a.Check(); err != nil {
		return fmt.Errorf("answer question: %w", err)
	}
	if err := tx.answer(d, p, a); err != nil {
		return fmt.Errorf("answer question: %w", err)
	}
	return nil
}

func (tx *Tx) answer(d desk, p cases.PersonID, a cases.Addition) error {
	ids, _, err := tx.questions(d.c.ID)
	if err != nil {
		return err
	}
	if !d.c.Asks() || d.c.Told != cases.NeedsInfo || len(ids) == 0 {
		return cases.ErrNothing
	}
	if err := tx.addSaid(d.c.ID, p, ids[len(ids)-1], a); err != nil {
		return err
	}
	old := d.c.Stage
	*d.c = d.c.Answered()
	if d.c.Stage != old {
		bot := cases.Actor{Role: cases.System}
		if _, err := tx.record(line{Case: d.c.ID, Kind: cases.KindResumed, By: bot, Old: old, New: d.c.Stage}); err != nil {
			return err
		}
	}
	return tx.heard(d, cases.KindAnswered, KindStaffAnswered)
}

// heard records that a family said something and tells whoever has the case in
// hand.
func (tx *Tx) heard(d desk, kind cases.Kind, notice string) error {
	d.c.Waiting = tx.Now()
	if err := tx.saveCase(d.c); err != nil {
		return err
	}
	if _, err := tx.record(line{Case: d.c.ID, Kind: kind, By: d.by}); err != nil {
		return err
	}
	return tx.tellStaff(d, notice)
}

// Consent gives or takes back one consent of a follower, with the version of the
// words they read. ErrInvalid for an unknown purpose, ErrIncomplete without a
// version. Taking back the consent to be written to also takes back what is queued.
func (tx *Tx) Consent(p cases.PersonID, ref cases.Ref, c cases.Consent) error {
	d, f, err := tx.home(p, ref, cases.MayFollow)
	if err != nil {
		return fmt.Errorf("consent: %w", err)
	}
	if err := c.Check(); err != nil {
		return fmt.Errorf("consent: %w", err)
	}
	if err := tx.consent(d, f, c); err != nil {
		return fmt.Errorf("consent: %w", err)
	}
	return nil
}

func (tx *Tx) consent(d desk, f follower, c cases.Consent) error {
	if err := tx.addConsent(f, c); err != nil {
		return err
	}
	if c.Purpose == cases.ConsentContact && !c.Given {
		if err := tx.recall(d.c.ID, f.person); err != nil {
			return err
		}
	}
	var agreed int64
	if err := tx.must(`SELECT COUNT(*) FROM followers WHERE case_id = $1 AND reporter = 1 AND search = 1`, []any{d.c.ID}, &agreed); err != nil {
		return err
	}
	d.c.MaySearch = agreed > 0
	if err := tx.saveCase(d.c); err != nil {
		return err
	}
	why := fmt.Sprintf("%s: %t, words %s", c.Purpose, c.Given, c.Version)
	if _, err := tx.record(line{Case: d.c.ID, Kind: cases.KindConsent, By: d.by, Why: why}); err != nil {
		return err
	}
	return tx.tellStaff(d, KindStaffConsent)
}
