package cases

import "slices"

// Stage is where a case stands on its way home.
type Stage string

// The stages of the domain page, section 4, then its side steps.
const (
	Received         Stage = "received"
	UnderReview      Stage = "under_review"
	Registered       Stage = "registered"
	Searching        Stage = "searching"
	Located          Stage = "located"
	ReturnPlanning   Stage = "return_planning"
	ReturnInProgress Stage = "return_in_progress"
	Returned         Stage = "returned"
	Reunited         Stage = "reunited"
	FamilyBasedCare  Stage = "family_based_care"
	OtherSafeCare    Stage = "other_safe_care"
	Reintegration    Stage = "reintegration"
	Closed           Stage = "closed"

	NeedsInfo   Stage = "needs_info"
	OnHold      Stage = "on_hold"
	ReferredOut Stage = "referred_out"
	MergedInto  Stage = "merged_into"
)

// Stages lists every stage: the way in its order, then the side steps.
func Stages() []Stage {
	return []Stage{Received, UnderReview, Registered, Searching, Located, ReturnPlanning, ReturnInProgress,
		Returned, Reunited, FamilyBasedCare, OtherSafeCare, Reintegration, Closed,
		NeedsInfo, OnHold, ReferredOut, MergedInto}
}

// Known tells whether s is one of Stages.
func (s Stage) Known() bool { return slices.Contains(Stages(), s) }

// Open tells whether staff still work on a case of this stage. Merged cases go on
// in another case; a case referred out is worked elsewhere but may come back.
func (s Stage) Open() bool { return s.Known() && s != Closed && s != MergedInto }

// Reading says when the family reads that a case has entered a stage.
type Reading int

// The ways a stage becomes visible. The zero value is the careful one.
const (
	AfterTalk Reading = iota // once a supervisor recorded that a person spoke to them
	AtOnce                   // as soon as it is set
	AsBefore                 // the words of the stage before stay
)

// Reading is the last column of section 4 as a rule. An unknown stage is
// AfterTalk. A closed case reads AfterTalk too, although its words are neutral: a
// family must not find a closed case before somebody told them why.
func (s Stage) Reading() Reading {
	switch s {
	case Received, UnderReview, NeedsInfo, Registered, Searching, ReturnInProgress, Reintegration, ReferredOut, MergedInto:
		return AtOnce
	case ReturnPlanning, OnHold:
		return AsBefore
	default:
		return AfterTalk
	}
}

// Kind is the kind of the event, and of the notice, that entering s makes.
func (s Stage) Kind() Kind { return Kind(s) }
