package cases

// Kind says what happened: the kind of an event, and of the notices it makes.
type Kind string

// Class says whether, and after what, news of a kind may be pushed to a family.
type Class string

// The classes of the domain page, section 5.
const (
	ClassA Class = "A" // automatic, in neutral words
	ClassB Class = "B" // held until a supervisor records that a person spoke to them
	ClassC Class = "C" // never: there are no words for it
	ClassP Class = "P" // shown when the person asks
)

// The kinds of events besides the stages, whose kind is their own name.
const (
	KindNoNews           Kind = "no_news"
	KindReferralOffered  Kind = "referral_offered"
	KindReferralAccepted Kind = "referral_accepted"
	KindAppointment      Kind = "appointment"
	KindConsentReminder  Kind = "consent_reminder"
	KindRetention        Kind = "retention_reminder"
	KindMerged           Kind = "merged"

	KindContactMade     Kind = "contact_made"
	KindContactDeclined Kind = "contact_declined"
	KindPapersChanged   Kind = "papers_changed"
	KindMoved           Kind = "moved"
	KindPlacement       Kind = "placement"

	KindTip        Kind = "tip_received"
	KindMatch      Kind = "match_suggested"
	KindLead       Kind = "lead"
	KindReturnDate Kind = "return_date"
	KindRoute      Kind = "route"
	KindCompanion  Kind = "companion"
	KindInjury     Kind = "injury"
	KindAbuse      Kind = "abuse"
	KindDetention  Kind = "detention"
	KindDeath      Kind = "death"
	KindTipSender  Kind = "tip_sender"

	KindTipTriaged      Kind = "tip_triaged"
	KindTipAsked        Kind = "tip_asked"
	KindTipUnasked      Kind = "tip_unasked"
	KindTipAnswered     Kind = "tip_answered"
	KindTipAdded        Kind = "tip_added"
	KindTipLinked       Kind = "tip_linked"
	KindTipUnlinked     Kind = "tip_unlinked"
	KindTipCorroborated Kind = "tip_corroborated"
	KindTipRefuted      Kind = "tip_refuted"
	KindTipInconclusive Kind = "tip_inconclusive"
	KindTipArchived     Kind = "tip_archived"
	KindTipReopened     Kind = "tip_reopened"
	KindTipWithdrawn    Kind = "tip_withdrawn"
	KindTipPoster       Kind = "tip_poster"
	KindTipPosterClosed Kind = "tip_poster_closed"

	KindMatchCheck     Kind = "match_check"
	KindMatchConfirmed Kind = "match_confirmed"
	KindMatchRejected  Kind = "match_rejected"
	KindMatchElsewhere Kind = "match_elsewhere"

	KindRead         Kind = "read"
	KindNote         Kind = "note"
	KindAnswered     Kind = "answered"
	KindAdded        Kind = "added"
	KindResumed      Kind = "resumed"
	KindReleased     Kind = "released"
	KindProposed     Kind = "proposed"
	KindDeclined     Kind = "declined"
	KindAssigned     Kind = "assigned"
	KindMarked       Kind = "marked"
	KindSpoke        Kind = "spoke"
	KindInvited      Kind = "invited"
	KindJoined       Kind = "joined"
	KindLeft         Kind = "left"
	KindConsent      Kind = "consent"
	KindFileKept     Kind = "file_kept" // a file that a record had already was fetched
	KindUnreachable  Kind = "unreachable"
	KindErased       Kind = "erased"
	KindReceiptUsed  Kind = "receipt_used"
	KindOriginal     Kind = "original_opened"
	KindStaffAdded   Kind = "staff_added"
	KindStaffJoined  Kind = "staff_joined"
	KindStaffRemoved Kind = "staff_removed"

	KindNoticeRetried Kind = "notice_retried"
	KindNoticeDropped Kind = "notice_dropped"
)

// Class is the table of section 5 of the domain page. A kind that is not in it is
// of class B, the careful one. What only staff may know of the work is of class C:
// nothing has words for it.
func (k Kind) Class() Class {
	switch k {
	case Kind(Received), Kind(UnderReview), Kind(NeedsInfo), Kind(Registered), Kind(Searching),
		Kind(ReferredOut), Kind(MergedInto), KindNoNews, KindReferralOffered, KindReferralAccepted,
		KindAppointment, KindConsentReminder, KindRetention, KindMerged:
		return ClassA
	case KindTip, KindMatch, KindLead, KindReturnDate, KindRoute, KindCompanion, KindInjury, KindAbuse,
		KindDetention, KindDeath, KindTipSender,
		KindTipTriaged, KindTipAsked, KindTipUnasked, KindTipAnswered, KindTipAdded, KindTipLinked, KindTipUnlinked,
		KindTipCorroborated, KindTipRefuted, KindTipInconclusive, KindTipArchived, KindTipReopened, KindTipWithdrawn,
		KindTipPoster, KindTipPosterClosed,
		KindMatchCheck, KindMatchConfirmed, KindMatchRejected, KindMatchElsewhere,
		Kind(OnHold), KindRead, KindNote, KindReleased, KindProposed, KindDeclined, KindAssigned, KindMarked,
		KindSpoke, KindLeft, KindUnreachable, KindErased, KindReceiptUsed, KindOriginal, KindFileKept,
		KindStaffAdded, KindStaffJoined, KindStaffRemoved, KindNoticeRetried, KindNoticeDropped:
		return ClassC
	case KindAnswered, KindAdded, KindResumed, KindInvited, KindJoined, KindConsent:
		return ClassP
	default:
		return ClassB
	}
}

// Told tells whether the family may read of k in the history of their case: what
// is theirs (class P) and what has words of its own. Class B counts once a person
// spoke to them; the store keeps that.
func (k Kind) Told() bool { return k.Class() != ClassC }
