package cases

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// MatchID names a match.
type MatchID int64

// MatchState is how far people are with a suggestion that a later report or a tip,
// the subject, and a case are about one child. It says nothing of either case: a
// match moves none.
type MatchState string

// The states of section 6 of the domain page.
const (
	Suggested          MatchState = "suggested"           // by the program; nobody looked yet
	UnderCheck         MatchState = "under_check"         // somebody is finding out
	Confirmed          MatchState = "confirmed"           // a person decided: one child
	Rejected           MatchState = "rejected"            // a person decided: two; never suggested again
	ConfirmedElsewhere MatchState = "confirmed_elsewhere" // the subject was found to be another case's child
)

// MatchStates lists the states in their order.
func MatchStates() []MatchState {
	return []MatchState{Suggested, UnderCheck, Confirmed, Rejected, ConfirmedElsewhere}
}

// Open tells whether a match still waits for a decision.
func (s MatchState) Open() bool { return s == Suggested || s == UnderCheck }

// MatchStep is a way from one state to another that a person may take.
type MatchStep struct {
	From, To MatchState
	Why      bool // only with a reason in words
}

// MatchSteps is what a person may do. What is confirmed was under check before: two
// presses lie between a suggestion and a hope. A decision is taken back by putting the
// pair under check again; no other way leads out of one.
func MatchSteps() []MatchStep {
	return []MatchStep{
		{From: Suggested, To: UnderCheck},
		{From: Suggested, To: Rejected, Why: true},
		{From: UnderCheck, To: Confirmed},
		{From: UnderCheck, To: Rejected, Why: true},
		{From: Confirmed, To: UnderCheck, Why: true},
		{From: Rejected, To: UnderCheck, Why: true},
	}
}

// Decision is what a person makes of a match.
type Decision struct {
	To   MatchState
	Seen MatchState // the state that was read before deciding
	Why  string     // for staff alone
}

// Decided is the state a decision leads to. ErrStale where the match is not as it
// was seen, ErrStage where no person may take this way, ErrIncomplete without the
// reason it needs, ErrInvalid for one that cannot be kept.
func (s MatchState) Decided(d Decision) (MatchState, error) {
	if s != d.Seen {
		return s, fmt.Errorf("decide match: it is %s: %w", s, ErrStale)
	}
	i := slices.IndexFunc(MatchSteps(), func(step MatchStep) bool { return step.From == s && step.To == d.To })
	if i < 0 {
		return s, fmt.Errorf("decide match: from %s to %s: %w", s, d.To, ErrStage)
	}
	err := Addition{Text: d.Why}.Check()
	if !MatchSteps()[i].Why && errors.Is(err, ErrIncomplete) {
		err = nil
	}
	if err != nil {
		return s, fmt.Errorf("decide match: %w", err)
	}
	return d.To, nil
}

// Beside is the state of a match while another one of its subject is confirmed, or
// is so no longer: a child is found once, so what was open is set aside and comes
// back. What a person rejected stays rejected.
func (s MatchState) Beside(confirmed bool) MatchState {
	switch {
	case confirmed && s.Open():
		return ConfirmedElsewhere
	case !confirmed && s == ConfirmedElsewhere:
		return Suggested
	}
	return s
}

// Kind is the line of history that entering the state leaves.
func (s MatchState) Kind() Kind {
	switch s {
	case Suggested:
		return KindMatch
	case UnderCheck:
		return KindMatchCheck
	case Confirmed:
		return KindMatchConfirmed
	case Rejected:
		return KindMatchRejected
	default:
		return KindMatchElsewhere
	}
}

// Verdict is how two records compare in one field.
type Verdict string

// The verdicts.
const (
	Agree   Verdict = "agree"
	Differ  Verdict = "differ"
	NotSaid Verdict = "missing" // one side says nothing of it
)

// MatchField is how the two sides of a match compare in one thing.
type MatchField struct {
	Name    string // of the field in package names: surname, given, birth, …
	Level   string // how they compare: same, typo, year_apart, …
	Verdict Verdict
	Bits    float64 // what it adds; the bits of the fields and of the size of the index make the score
}

// Match is one suggestion as staff see it, from the side they look from. Scores are
// as of now.
type Match struct {
	ID          MatchID
	State       MatchState
	Other       Ref     // the number of the case on the other side; empty where that is a tip
	Tip         TipRef  // the number of the tip on the other side; empty where that is a case
	Readable    bool    // who asks may read the other side
	May         bool    // who asks may decide
	Scored      bool    // bits, probability and fields are there
	Bits        float64 // see StrongBits
	Probability float64
	Picture     bool // a picture of both may be the same
	Fields      []MatchField
	By          string // whose decision was the latest; empty: nobody decided yet
	Why         string // its reason; only where Readable
	Changed     time.Time

	Mine, Theirs []Child   // what the reports of both sides say; Theirs only where Readable; none in a list
	TheirTip     *TipSheet // what the tip says, likewise
}

// Number is the number of the other side, as people say it.
func (m Match) Number() string {
	if m.Tip != "" {
		return m.Tip.String()
	}
	return m.Other.String()
}

// Count gives how many fields compare so.
func (m Match) Count(v Verdict) (n int) {
	for _, f := range m.Fields {
		if f.Verdict == v {
			n++
		}
	}
	return n
}

// Chance is a probability in words.
type Chance string

// The chances, by bits as package names scores them: from StrongBits on a match is
// shown as strong, from 0 as possible, below on request alone.
const (
	ChanceStrong   Chance = "strong"
	ChancePossible Chance = "possible"
	ChanceWeak     Chance = "weak"
)

// StrongBits is the score from which a match is called strong.
const StrongBits = 10

// Chance words a match. Even a strong one is wrong now and then: a person decides.
func (m Match) Chance() Chance {
	switch {
	case m.Bits >= StrongBits:
		return ChanceStrong
	case m.Bits >= 0:
		return ChancePossible
	}
	return ChanceWeak
}
