package cases

import (
	"errors"
	"fmt"
	"strings"
)

// The reasons an act is refused. Callers tell them apart with errors.Is and word
// them for people themselves; none of them says whether a record exists.
var (
	// ErrNotFound is the one answer for a number, code or receipt that is unknown,
	// somebody else's, used up, expired or erased: nobody can learn which.
	ErrNotFound = errors.New("no such case here")
	// ErrForbidden is the answer to an actor whose role does not allow the act,
	// whatever the act is about.
	ErrForbidden = errors.New("not allowed for this role")
	// ErrStage is a move that the table of stages does not have.
	ErrStage = errors.New("the stage of the case does not allow this")
	// ErrFourEyes is a confirmation by the person who proposed, or a single person
	// setting what two must.
	ErrFourEyes = errors.New("a second person must confirm this")
	// ErrStale is an act decided on a case that has changed since it was shown.
	ErrStale = errors.New("the case has changed since: read it again")
	// ErrIncomplete is a move or a sheet that lacks what must exist first.
	ErrIncomplete = errors.New("something required is missing")
	// ErrConsent is an act the family has not agreed to.
	ErrConsent = errors.New("there is no consent for this")
	// ErrTooMany is a person, or everybody together, trying too often.
	ErrTooMany = errors.New("too many attempts: try later")
	// ErrLastSupervisor refuses to leave the house without a supervisor.
	ErrLastSupervisor = errors.New("this is the last supervisor: add another one first")
	// ErrTaken is a name, handle or place that somebody has already.
	ErrTaken = errors.New("already taken")
	// ErrNothing is an act that finds nothing to do: no open question, nothing
	// proposed, nothing held.
	ErrNothing = errors.New("nothing waits for this")
	// ErrInvalid is a value that cannot be: a future date, an unknown word.
	ErrInvalid = errors.New("not a possible value")
)

// Refusal says why a move was refused, in words a program can act on. It unwraps
// to one of the sentinels.
type Refusal struct {
	Because  error       // ErrStage, ErrFourEyes, ErrStale, ErrForbidden, ErrIncomplete or ErrConsent
	From, To Stage       // the move that was asked for
	Needs    Requirement // what is missing; empty unless Because is ErrIncomplete or ErrConsent
}

// Error names the move and the reason.
func (r *Refusal) Error() string {
	if r.Needs != "" {
		return fmt.Sprintf("move from %s to %s: needs %s: %v", r.From, r.To, r.Needs, r.Because)
	}
	return fmt.Sprintf("move from %s to %s: %v", r.From, r.To, r.Because)
}

// Unwrap gives the sentinel.
func (r *Refusal) Unwrap() error { return r.Because }

// Gaps says which fields of a sheet are missing or impossible. It unwraps to
// ErrIncomplete and, when a value is impossible, to ErrInvalid.
type Gaps struct {
	Missing []string // paths of starred fields without an answer: "relation", "children.0.name"
	Invalid []string // paths of answers that cannot be: "children.1.birth.future"
}

// Error lists the paths; it holds no answers.
func (g *Gaps) Error() string {
	return fmt.Sprintf("check sheet: missing %s; impossible %s", list(g.Missing), list(g.Invalid))
}

// Unwrap gives the sentinels that apply.
func (g *Gaps) Unwrap() []error {
	var because []error
	if len(g.Missing) > 0 {
		because = append(because, ErrIncomplete)
	}
	if len(g.Invalid) > 0 {
		because = append(because, ErrInvalid)
	}
	return because
}

func list(paths []string) string {
	if len(paths) == 0 {
		return "nothing"
	}
	return strings.Join(paths, ", ")
}
