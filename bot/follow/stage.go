package follow

import "dodomu/store/cases"

// stageWords gives the sentence for what the family reads of a stage. Whatever a
// person must tell them first has one sentence, whichever it is; a stage that keeps
// the words of the one before, and an unknown one, say only that work goes on.
func stageWords(s cases.Stage) string {
	switch s {
	case cases.Received:
		return "follow.stage.received"
	case cases.UnderReview:
		return "follow.stage.under_review"
	case cases.NeedsInfo:
		return "follow.stage.needs_info"
	case cases.Registered:
		return "follow.stage.registered"
	case cases.Searching:
		return "follow.stage.searching"
	case cases.Reintegration:
		return "follow.stage.reintegration"
	case cases.Closed:
		return "follow.stage.closed"
	case cases.ReferredOut:
		return "follow.stage.referred_out"
	case cases.MergedInto:
		return "follow.stage.merged_into"
	case cases.Located, cases.ReturnPlanning, cases.Returned, cases.Reunited, cases.FamilyBasedCare, cases.OtherSafeCare:
		return "follow.stage.spoken"
	}
	return "follow.stage.working"
}

// passedWords gives the words for one line of the history.
func passedWords(k cases.Kind) string {
	switch k {
	case cases.Kind(cases.Received):
		return "follow.history.received"
	case cases.Kind(cases.UnderReview):
		return "follow.history.under_review"
	case cases.Kind(cases.NeedsInfo):
		return "follow.history.needs_info"
	case cases.Kind(cases.Registered):
		return "follow.history.registered"
	case cases.Kind(cases.Searching):
		return "follow.history.searching"
	case cases.Kind(cases.Reintegration):
		return "follow.history.reintegration"
	case cases.Kind(cases.Closed):
		return "follow.history.closed"
	case cases.Kind(cases.ReferredOut), cases.KindReferralAccepted:
		return "follow.history.referred_out"
	case cases.Kind(cases.MergedInto), cases.KindMerged:
		return "follow.history.merged_into"
	case cases.KindNoNews:
		return "follow.history.no_news"
	case cases.KindReferralOffered:
		return "follow.history.referral_offered"
	case cases.KindAppointment:
		return "follow.history.appointment"
	case cases.KindConsentReminder, cases.KindRetention:
		return "follow.history.reminder"
	}
	return passedByTalk(k)
}

// passedByTalk is for news that a person brought: the history says that they
// spoke, not what of.
func passedByTalk(k cases.Kind) string {
	if k.Class() == cases.ClassB && k != cases.Kind(cases.ReturnInProgress) {
		return "follow.history.spoken"
	}
	return "follow.history.working"
}
