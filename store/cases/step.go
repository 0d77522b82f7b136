package cases

import "slices"

// Requirement is what must exist before a case enters a stage.
type Requirement string

// The requirements of section 4. Each is met by a field of Move or of Case.
const (
	NeedQuestion  Requirement = "question"   // a concrete question is written: Move.Question
	NeedEvidence  Requirement = "evidence"   // identity and relation checked; evidence note: Move.Ground
	NeedTracing   Requirement = "tracing"    // a tracing action or a referral: Move.Ground
	NeedConsent   Requirement = "consent"    // somebody who reported agreed to the search: Case.MaySearch
	NeedSources   Requirement = "sources"    // an authority, or two independent sources: Move.Sources
	NeedPlan      Requirement = "plan"       // an individual return plan: Move.Ground
	NeedActive    Requirement = "active"     // the plan is active: Move.Ground
	NeedSafe      Requirement = "safe"       // on safe territory, confirmed: Move.Ground
	NeedPlacement Requirement = "placement"  // the placement decision with its care type: Move.Ground and Move.Care
	NeedFollowUps Requirement = "follow_ups" // follow-ups are scheduled: Move.Ground
	NeedClosing   Requirement = "closing"    // a reason that suits the case: Move.Closing
	NeedReason    Requirement = "reason"     // why: Move.Ground
	NeedReferral  Requirement = "referral"   // a referral accepted elsewhere: Move.Ground
	NeedOther     Requirement = "other_case" // the case this one is a duplicate of: Move.Into
)

// Source is one source of what is known about where a child is.
type Source struct {
	Name      string `json:"name"`
	Authority bool   `json:"authority,omitempty"`
}

// Move is what a person asks to be done with the stage of one case.
type Move struct {
	To       Stage    `json:"to"`
	Seen     Stage    `json:"seen"`               // the stage that was read before deciding
	Ground   string   `json:"ground,omitempty"`   // why, for staff alone; never shown to a family
	Question string   `json:"question,omitempty"` // for the family
	Sources  []Source `json:"sources,omitempty"`
	Care     CareType `json:"care,omitempty"`
	Closing  Closing  `json:"closing,omitempty"`
	Into     Ref      `json:"into,omitempty"`
}

// Step is one row of the table of stages: a way into a stage.
type Step struct {
	To      Stage
	From    []Stage
	By      Permission    // who may ask for it
	Confirm Permission    // what a second person must have; empty where one is enough
	Needs   []Requirement // all of them, before anything is proposed or set
}

// Steps is the table of section 4. A case enters Received only when its report is
// stored, and leaves NeedsInfo and OnHold to where it came from: see Back.
func Steps() []Step {
	working := []Stage{UnderReview, Registered, Searching}
	return []Step{
		{To: UnderReview, From: []Stage{Received}, By: MayTake},
		{To: UnderReview, From: []Stage{Closed, ReferredOut}, By: MayReopen, Needs: []Requirement{NeedReason}},
		{To: NeedsInfo, From: working, By: MayWork, Needs: []Requirement{NeedQuestion}},
		{To: Registered, From: []Stage{UnderReview}, By: MayWork, Confirm: MayConfirm, Needs: []Requirement{NeedEvidence}},
		{To: Searching, From: []Stage{Registered}, By: MayWork, Needs: []Requirement{NeedTracing, NeedConsent}},
		{To: Searching, From: []Stage{Closed}, By: MayReopen, Needs: []Requirement{NeedTracing, NeedConsent}},
		{To: Located, From: []Stage{Searching}, By: MayWork, Confirm: MayConfirm, Needs: []Requirement{NeedSources}},
		{To: ReturnPlanning, From: []Stage{Located}, By: MayReturn, Needs: []Requirement{NeedPlan}},
		{To: ReturnInProgress, From: []Stage{ReturnPlanning}, By: MayReturn, Needs: []Requirement{NeedActive}},
		{To: Returned, From: []Stage{ReturnInProgress}, By: MayWork, Confirm: MayConfirm, Needs: []Requirement{NeedSafe}},
		{To: Reunited, From: []Stage{Returned}, By: MayWork, Confirm: MayConfirm, Needs: []Requirement{NeedPlacement}},
		{To: FamilyBasedCare, From: []Stage{Returned}, By: MayWork, Confirm: MayConfirm, Needs: []Requirement{NeedPlacement}},
		{To: OtherSafeCare, From: []Stage{Returned}, By: MayWork, Confirm: MayConfirm, Needs: []Requirement{NeedPlacement}},
		{To: Reintegration, From: []Stage{Reunited, FamilyBasedCare, OtherSafeCare}, By: MayWork, Needs: []Requirement{NeedFollowUps}},
		{To: OnHold, From: holdable(), By: MayWork, Needs: []Requirement{NeedReason}},
		{To: ReferredOut, From: working, By: MayReturn, Needs: []Requirement{NeedReferral}},
		{To: MergedInto, From: append([]Stage{Received, NeedsInfo, OnHold}, working...), By: MayReturn, Needs: []Requirement{NeedOther}},
		{To: Closed, From: closable(), By: MayWork, Confirm: MayConfirm, Needs: []Requirement{NeedClosing}},
	}
}

// holdable is every open stage that can be put aside.
func holdable() []Stage {
	return slices.DeleteFunc(Stages(), func(s Stage) bool { return !s.Open() || s == OnHold || s == ReferredOut })
}

// closable is every open stage.
func closable() []Stage {
	return slices.DeleteFunc(Stages(), func(s Stage) bool { return !s.Open() })
}

// StepTo finds the row of the table that leads from one stage to another.
func StepTo(from, to Stage) (Step, bool) {
	for _, step := range Steps() {
		if step.To == to && slices.Contains(step.From, from) {
			return step, true
		}
	}
	return Step{}, false
}

// Next lists the stages that the table lets s be followed by, in the table's order.
// Where a side step leads back to is a matter of the case: see Case.Back.
func (s Stage) Next() []Stage {
	var next []Stage
	for _, step := range Steps() {
		if slices.Contains(step.From, s) {
			next = append(next, step.To)
		}
	}
	return next
}

// met tells whether one requirement of a move is met on a case.
func (q Requirement) met(c Case, m Move) bool {
	switch q {
	case NeedQuestion:
		return m.Question != ""
	case NeedConsent:
		return c.MaySearch
	case NeedSources:
		return enough(m.Sources)
	case NeedPlacement:
		return m.Ground != "" && slices.Contains(CareTypes(), m.Care)
	case NeedClosing:
		return m.Ground != "" && m.Closing.Suits(c.Stage)
	case NeedOther:
		return m.Into.Valid() && m.Into != c.Ref
	case NeedEvidence, NeedTracing, NeedPlan, NeedActive, NeedSafe, NeedFollowUps, NeedReason, NeedReferral:
		return m.Ground != ""
	default:
		return false
	}
}

// enough is an authority, or two sources that are not one and the same.
func enough(sources []Source) bool {
	names := map[string]bool{}
	for _, s := range sources {
		if s.Name != "" && s.Authority {
			return true
		}
		names[s.Name] = true
	}
	delete(names, "")
	return len(names) >= 2
}
