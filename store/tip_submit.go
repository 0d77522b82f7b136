package store

import (
	"fmt"
	"time"

	"dodomu/store/cases"
)

// SubmittedTip is how a tipster comes back to their tip.
type SubmittedTip struct {
	Ref     cases.TipRef  // of a volunteer's tip; empty of an anonymous one
	Receipt cases.Receipt // of an anonymous tip, to be shown once: only a slow hash of it is kept
}

// SubmitTip keeps what somebody saw or heard. link is the code of a poster they came
// by: one that is unknown or closed is as good as none, so nothing shows by it. A
// volunteer's tip is theirs by name and stands in the queue at once; a tipster's goes
// into the letterbox, and nothing leads from it to by. The staff group gets a card
// without anything personal. No case changes by it and no family hears of it.
// ErrForbidden for others, *cases.Gaps for a sheet that says nothing or cannot be.
func (tx *Tx) SubmitTip(by cases.Actor, link cases.Invitation, sheet cases.TipSheet) (SubmittedTip, error) {
	if by.Person == 0 || by.Staff != 0 || !by.May(cases.MayTip) {
		return SubmittedTip{}, fmt.Errorf("submit tip: %w", cases.ErrForbidden)
	}
	// It is tomorrow already in some places; nobody is refused for living there.
	if err := sheet.Check(cases.DateOf(tx.Now().UTC().Add(14 * time.Hour))); err != nil {
		return SubmittedTip{}, fmt.Errorf("submit tip: %w", err)
	}
	meant, err := tx.posterCase(link)
	if err != nil {
		return SubmittedTip{}, fmt.Errorf("submit tip: %w", err)
	}
	if by.Role == cases.Tipster {
		receipt, err := tx.postTip(by.Person, meant, sheet)
		if err != nil {
			return SubmittedTip{}, fmt.Errorf("submit tip: %w", err)
		}
		return SubmittedTip{Receipt: receipt}, nil
	}
	by.Role = cases.Volunteer // whoever they are besides, of this they only tell
	ref, err := tx.submitTip(by, meant, sheet)
	if err != nil {
		return SubmittedTip{}, fmt.Errorf("submit tip: %w", err)
	}
	return SubmittedTip{Ref: ref}, nil
}

func (tx *Tx) submitTip(by cases.Actor, meant cases.CaseID, sheet cases.TipSheet) (cases.TipRef, error) {
	if err := tx.lockHistory(); err != nil {
		return "", err
	}
	in := arrival{id: cases.TipID(tx.newID()), by: by, meant: meant, at: tx.Now(), sheet: sheet}
	if err := tx.newScope(tipScope(in.id)); err != nil {
		return "", err
	}
	for _, f := range sheet.Files {
		if err := tx.rehome(f, by.Person, tipScope(in.id)); err != nil {
			return "", fmt.Errorf("keep file in tip: %w", err)
		}
	}
	return tx.admit(in)
}

// arrival is a tip on its way into the queue: its scope and its files are there.
type arrival struct {
	id      cases.TipID
	by      cases.Actor // without a person: nobody knows
	meant   cases.CaseID
	receipt []byte // nil of a volunteer's
	at      time.Time
	sheet   cases.TipSheet
}

// admit writes a tip, has the rules triage it, and tells the staff group.
func (tx *Tx) admit(in arrival) (cases.TipRef, error) {
	ref, err := cases.NewTipRef(tx.db.random)
	if err != nil {
		return "", err
	}
	verdict := in.sheet.Triage(cases.DateOf(in.at.UTC()))
	t := cases.Tip{ID: in.id, Ref: ref, State: cases.TipTriaged, Worth: verdict.Worth, Meant: in.meant, Anonymous: in.by.Person == 0,
		AskBack: in.sheet.AskBack, Guarded: verdict.Guarded(), Received: in.at, Waiting: tx.Now()}
	if err := tx.addTip(t, in); err != nil {
		return "", err
	}
	bot := cases.Actor{Role: cases.System}
	if _, err := tx.record(line{Tip: t.ID, Kind: cases.KindTip, By: in.by, New: cases.Stage(cases.TipReceived)}); err != nil {
		return "", err
	}
	leaf, err := tx.record(line{Tip: t.ID, Kind: cases.KindTipTriaged, By: bot, Old: cases.Stage(cases.TipReceived),
		New: cases.Stage(t.State), Why: string(verdict.Worth) + ": " + string(verdict.Reasons[0])})
	if err != nil {
		return "", err
	}
	return ref, tx.tellGroupOfTip(t, KindStaffTip, leaf)
}

// tipBeginning is how much of a tip its sender's list shows, in runes.
const tipBeginning = 60

func (tx *Tx) addTip(t cases.Tip, in arrival) error {
	what := []rune(in.sheet.What)
	card, err := tx.hide(tipScope(t.ID), spot{"tips", "card", int64(t.ID)}, tipCard{Ref: t.Ref, What: string(what[:min(len(what), tipBeginning)])})
	if err != nil {
		return err
	}
	sheet, err := tx.hide(tipScope(t.ID), spot{"tips", "sheet", int64(t.ID)}, in.sheet)
	if err != nil {
		return err
	}
	err = tx.put(`INSERT INTO tips (id, number, card, sheet, receipt, sender, state, worth, by_hand, asked_at, case_id, meant,
		ask_back, guarded, opened, received, waiting) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, '', 0, $9, $10, $11, 0, $12, $13)`,
		t.ID, tx.tipIndex(t.Ref), card, sheet, in.receipt, in.by.Person, t.State, t.Worth, t.Meant,
		flag(t.AskBack), flag(t.Guarded), ms(t.Received), ms(t.Waiting))
	if err != nil {
		return fmt.Errorf("add tip: %w", err)
	}
	return nil
}
