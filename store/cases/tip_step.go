package cases

import (
	"fmt"
	"slices"
)

// TipNeed is what must come with a move of a tip.
type TipNeed string

// The needs of the table. Each is met by a field of TipMove or of Tip.
const (
	NeedWord    TipNeed = "word"     // why: TipMove.Why
	NeedWorth   TipNeed = "worth"    // another verdict than the one it has: TipMove.Worth
	NeedTipAsk  TipNeed = "question" // a concrete question: TipMove.Question
	NeedAskBack TipNeed = "ask_back" // the tipster lets us ask: Tip.AskBack
	NeedTipCase TipNeed = "case"     // the case it may be about: TipMove.Case
	NeedFresh   TipNeed = "fresh"    // another case than the one it is linked to: TipMove.Case
)

// TipMove is what a person asks to be done with one tip.
type TipMove struct {
	To       TipState `json:"to"`
	Seen     TipState `json:"seen"` // the state that was read before deciding
	Worth    Worth    `json:"worth,omitempty"`
	Question string   `json:"question,omitempty"` // for the tipster
	Why      string   `json:"why,omitempty"`      // for staff alone
	Case     CaseID   `json:"case,omitempty"`     // to be linked to
}

// TipStep is one row of the table of tips: a way into a state, always of staff.
type TipStep struct {
	To    TipState
	From  []TipState
	Needs []TipNeed
	Kind  Kind // what stands in the history
}

// TipSteps is the life cycle of section 6. A tip is received and triaged by the
// rules at once; how a question comes back when it is answered is in Tip.Answered.
func TipSteps() []TipStep {
	findings := []TipState{TipCorroborated, TipRefuted, TipInconclusive}
	found := func(to TipState, kind Kind) TipStep {
		from := append([]TipState{TipLinked}, findings...)
		return TipStep{To: to, From: slices.DeleteFunc(from, func(s TipState) bool { return s == to }), Needs: []TipNeed{NeedWord}, Kind: kind}
	}
	open := append([]TipState{TipTriaged, TipClarifying, TipLinked}, findings...)
	return []TipStep{
		{To: TipTriaged, From: []TipState{TipTriaged}, Needs: []TipNeed{NeedWorth, NeedWord}, Kind: KindTipTriaged},
		{To: TipClarifying, From: []TipState{TipTriaged, TipLinked}, Needs: []TipNeed{NeedAskBack, NeedTipAsk}, Kind: KindTipAsked},
		{To: TipLinked, From: []TipState{TipTriaged, TipClarifying}, Needs: []TipNeed{NeedTipCase, NeedFresh}, Kind: KindTipLinked},
		{To: TipTriaged, From: append([]TipState{TipLinked}, findings...), Needs: []TipNeed{NeedWord}, Kind: KindTipUnlinked},
		found(TipCorroborated, KindTipCorroborated),
		found(TipRefuted, KindTipRefuted),
		found(TipInconclusive, KindTipInconclusive),
		{To: TipArchived, From: open, Needs: []TipNeed{NeedWord}, Kind: KindTipArchived},
		{To: TipTriaged, From: []TipState{TipArchived}, Needs: []TipNeed{NeedWord}, Kind: KindTipReopened},
	}
}

// TipStepTo finds the row of the table that leads from one state to another.
func TipStepTo(from, to TipState) (TipStep, bool) {
	for _, step := range TipSteps() {
		if step.To == to && slices.Contains(step.From, from) {
			return step, true
		}
	}
	return TipStep{}, false
}

// Next lists the states that the table lets s be followed by.
func (s TipState) Next() []TipState {
	var next []TipState
	for _, step := range TipSteps() {
		if slices.Contains(step.From, s) && !slices.Contains(next, step.To) {
			next = append(next, step.To)
		}
	}
	return next
}

// TipRefusal says why a move of a tip was refused. It unwraps to a sentinel.
type TipRefusal struct {
	Because  error // ErrStage, ErrStale, ErrForbidden, ErrIncomplete or ErrConsent
	From, To TipState
	Needs    TipNeed // what is missing; empty unless Because is ErrIncomplete or ErrConsent
}

// Error names the move and the reason.
func (r *TipRefusal) Error() string {
	if r.Needs != "" {
		return fmt.Sprintf("move tip from %s to %s: needs %s: %v", r.From, r.To, r.Needs, r.Because)
	}
	return fmt.Sprintf("move tip from %s to %s: %v", r.From, r.To, r.Because)
}

// Unwrap gives the sentinel.
func (r *TipRefusal) Unwrap() error { return r.Because }

// Check tells whether an actor may ask for a move of t now: nil, or a *TipRefusal.
// Reasons are looked for in this order: the role, staleness, the table, what must
// come with it.
func (t Tip) Check(by Actor, m TipMove) error {
	refuse := func(because error, needs TipNeed) error {
		return &TipRefusal{Because: because, From: t.State, To: m.To, Needs: needs}
	}
	if !by.May(MayTriage) {
		return refuse(ErrForbidden, "")
	}
	if m.Seen != t.State {
		return refuse(ErrStale, "")
	}
	step, ok := TipStepTo(t.State, m.To)
	if !ok {
		return refuse(ErrStage, "")
	}
	for _, need := range step.Needs {
		switch {
		case need.met(t, m):
		case need == NeedAskBack:
			return refuse(ErrConsent, need)
		default:
			return refuse(ErrIncomplete, need)
		}
	}
	return nil
}

func (n TipNeed) met(t Tip, m TipMove) bool {
	switch n {
	case NeedWord:
		return m.Why != ""
	case NeedWorth:
		return m.Worth != t.Worth && slices.Contains(Worths(), m.Worth)
	case NeedTipAsk:
		return m.Question != ""
	case NeedAskBack:
		return t.AskBack
	case NeedTipCase:
		return m.Case != 0
	case NeedFresh:
		return m.Case != t.Case
	default:
		return false
	}
}

// CheckUnask tells whether an actor may take the open question back: nil, or a
// *TipRefusal.
func (t Tip) CheckUnask(by Actor, seen TipState) error {
	refuse := func(because error) error { return &TipRefusal{Because: because, From: t.State, To: t.AskedAt} }
	switch {
	case !by.May(MayTriage):
		return refuse(ErrForbidden)
	case seen != t.State:
		return refuse(ErrStale)
	case t.State != TipClarifying:
		return refuse(ErrStage)
	}
	return nil
}

// Moved is t after it entered a state. Unlinking and reopening leave it without a
// case; a supervisor's own verdict lifts the guard, for they have read it.
func (t Tip) Moved(m TipMove) Tip {
	old := t.State
	t.State = m.To
	switch m.To {
	case TipClarifying:
		t.AskedAt = old
		return t
	case TipLinked:
		t.Case = m.Case
	case TipTriaged:
		if m.Worth != "" {
			t.Worth, t.ByHand, t.Guarded = m.Worth, true, false
		}
		if old != TipTriaged {
			t.Case = 0
		}
	}
	t.AskedAt = ""
	return t
}

// Answered is t after its tipster said something: an open question is closed and
// leads back to where it was asked.
func (t Tip) Answered() Tip {
	if t.State == TipClarifying {
		t.State, t.AskedAt = t.AskedAt, ""
	}
	return t
}

// CaseGone is t after the case it concerned was erased: what was found about it then
// belongs to nothing, so a person looks at the tip again.
func (t Tip) CaseGone(gone CaseID) Tip {
	if t.Meant == gone {
		t.Meant = 0
	}
	if t.Case != gone {
		return t
	}
	t.Case = 0
	switch {
	case t.State == TipClarifying:
		t.AskedAt = TipTriaged
	case t.State != TipArchived:
		t.State = TipTriaged
	}
	return t
}
