package cases

import (
	"slices"
	"time"
)

// TipID names a tip.
type TipID int64

// TipState is where a tip stands. It says nothing of any case: a tip never moves one.
type TipState string

// The states of the domain page, section 6.
const (
	TipReceived     TipState = "received"
	TipTriaged      TipState = "triaged"
	TipClarifying   TipState = "clarifying" // a question to the tipster is open
	TipLinked       TipState = "linked"     // to a case, by a person
	TipCorroborated TipState = "corroborated"
	TipRefuted      TipState = "refuted"
	TipInconclusive TipState = "inconclusive"
	TipArchived     TipState = "archived"
)

// TipStates lists the states in their order.
func TipStates() []TipState {
	return []TipState{TipReceived, TipTriaged, TipClarifying, TipLinked, TipCorroborated, TipRefuted, TipInconclusive, TipArchived}
}

// Known tells whether s is one of TipStates.
func (s TipState) Known() bool { return slices.Contains(TipStates(), s) }

// Finding tells whether s is what a check of a linked tip came to.
func (s TipState) Finding() bool {
	return s == TipCorroborated || s == TipRefuted || s == TipInconclusive
}

// Worth is what triage makes of a tip. Whatever it is, the tip is kept and read.
type Worth string

// The values of triage.
const (
	Actionable    Worth = "actionable"
	Unclear       Worth = "unclear"
	NotActionable Worth = "not_actionable"
)

// Worths lists the values, the most urgent first.
func Worths() []Worth { return []Worth{Actionable, Unclear, NotActionable} }

// Tip is what somebody saw or heard, without its words: where it stands and what
// it is about.
type Tip struct {
	ID        TipID
	Ref       TipRef
	State     TipState
	Worth     Worth     // of triage, by rule or by a worker
	ByHand    bool      // a worker overruled the rules
	AskedAt   TipState  // where TipClarifying leads back to
	Case      CaseID    // what it is linked to; 0: nothing
	Meant     CaseID    // whose link the tipster came by; 0: none
	Anonymous bool      // nobody knows who sent it
	AskBack   bool      // the tipster lets us ask
	Guarded   bool      // it accuses one of staff: supervisors alone see it
	Read      bool      // somebody of staff opened it
	Received  time.Time // the day alone, of an anonymous one
	Waiting   time.Time // since when staff are waited for
}

// About is the case a tip concerns: the one it is linked to, else the one whose
// link it came by; 0: none.
func (t Tip) About() CaseID {
	if t.Case != 0 {
		return t.Case
	}
	return t.Meant
}

// VisibleTo tells whether a member of staff may open t. about is the case it
// concerns, nil where there is none: who may not open the case may not open its tips.
func (t Tip) VisibleTo(by Actor, about *Case) bool {
	if !by.May(MayTriage) || t.Guarded && !by.May(MaySeeAll) {
		return false
	}
	return about == nil || about.VisibleTo(by)
}

// TipLine is a tip as the queue and the staff group show it: nothing personal.
type TipLine struct {
	Ref      TipRef
	State    TipState
	Worth    Worth
	Case     Ref // linked to; empty: none
	Meant    Ref // whose link it came by; empty: none
	Read     bool
	Received time.Time
	Waiting  time.Time
}

// TipFile is everything staff may read of a tip. Nothing of it is for a family.
type TipFile struct {
	Tip     Tip
	Sheet   TipSheet
	Reasons []TipRuleName // why the rules say what they say
	Case    Ref           // linked to; empty: none
	Meant   Ref           // whose link it came by; empty: none
	Asked   []Asked       // questions to the tipster, oldest first; the last is open while State is TipClarifying
	Said    []Said        // their answers and additions, oldest first
	Notes   []TipNote     // why staff did what they did
}

// TipNote is what staff wrote of a tip, for staff.
type TipNote struct {
	At   time.Time
	By   string
	Kind Kind
	Text string
}

// TipEvent is one line of a tip's history, for staff.
type TipEvent struct {
	At   time.Time
	Kind Kind
	Who  string // name of the member of staff; empty: the tipster or the bot
	Role Role
	Old  TipState
	New  TipState
	Why  string
}

// TipGlance is one of a volunteer's own tips in their list.
type TipGlance struct {
	Ref      TipRef
	What     string // as they wrote it
	Received time.Time
	Read     bool
	Question bool // a question waits for an answer
}

// TipView is everything a tipster may read of their own tip: what they sent and
// said, whether it was read, and the open question. What became of it is not in it.
type TipView struct {
	TipGlance
	Sheet     TipSheet
	Anonymous bool
	Asked     *Asked // the open question; nil: none
	Said      []Said
}
