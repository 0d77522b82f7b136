package cases

import "slices"

// Closing is why a case was closed.
type Closing string

// The closing reasons of the domain page.
const (
	ReunitedDone      Closing = "reunited_followup_done"
	FamilyCareDone    Closing = "family_care_followup_done"
	ContactRestored   Closing = "contact_restored_no_return_requested"
	TurnedEighteen    Closing = "turned_18_transferred"
	FoundInControlled Closing = "found_in_controlled_territory"
	ReportedInError   Closing = "reported_in_error"
	Duplicate         Closing = "duplicate"
	FalseReport       Closing = "false_report"
	AcceptedElsewhere Closing = "accepted_elsewhere"
	RequesterWithdrew Closing = "requester_withdrew"
	RequesterSilent   Closing = "requester_unreachable"
	DeceasedConfirmed Closing = "deceased_confirmed"
	ErasedOnRequest   Closing = "erased_on_request"
)

// Closings lists the closing reasons in order.
func Closings() []Closing {
	return []Closing{ReunitedDone, FamilyCareDone, ContactRestored, TurnedEighteen, FoundInControlled,
		ReportedInError, Duplicate, FalseReport, AcceptedElsewhere, RequesterWithdrew, RequesterSilent,
		DeceasedConfirmed, ErasedOnRequest}
}

// ByStaff tells whether staff may close a case for this reason: every known one
// but ErasedOnRequest, which only the family's own act sets.
func (c Closing) ByStaff() bool { return c != ErasedOnRequest && slices.Contains(Closings(), c) }

// Suits tells whether the reason can be true of a case that stands at s: the
// follow-ups are done only after there were some, and accepted elsewhere is what a
// case is that was referred out.
func (c Closing) Suits(s Stage) bool {
	switch c {
	case ReunitedDone, FamilyCareDone:
		return s == Reintegration
	case AcceptedElsewhere:
		return s == ReferredOut
	default:
		return c.ByStaff()
	}
}
