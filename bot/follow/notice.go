package follow

import (
	"encoding/json"

	"dodomu/bot/flow"
	"dodomu/store"
	"dodomu/store/cases"
)

// Notice words a push to a family: a key that says nothing to somebody who reads
// the lock screen, and a button that opens the case. Only class A kinds have words of their
// own; all others, and kinds nobody knows, share one neutral sentence. A body
// without a number leads to the list of cases.
func Notice(kind string, body []byte) flow.Message {
	open := button("follow.open.button", "m.cases")
	var news store.News
	if err := json.Unmarshal(body, &news); err == nil && news.Ref.Valid() {
		open = toCase(news.Ref)
	}
	return flow.Message{Key: noticeWords(cases.Kind(kind)), Buttons: [][]flow.Button{{open}}}
}

func noticeWords(k cases.Kind) string {
	switch k {
	case cases.Kind(cases.Received):
		return "notice.received"
	case cases.Kind(cases.UnderReview):
		return "notice.under_review"
	case cases.Kind(cases.NeedsInfo):
		return "notice.needs_info"
	case cases.Kind(cases.Registered):
		return "notice.registered"
	case cases.Kind(cases.Searching):
		return "notice.searching"
	case cases.KindNoNews:
		return "notice.no_news"
	case cases.KindReferralOffered:
		return "notice.referral_offered"
	case cases.KindReferralAccepted:
		return "notice.referral_accepted"
	case cases.Kind(cases.ReferredOut):
		return "notice.referred_out"
	case cases.KindAppointment:
		return "notice.appointment"
	case cases.KindConsentReminder:
		return "notice.consent_reminder"
	case cases.KindRetention:
		return "notice.retention_reminder"
	case cases.KindMerged:
		return "notice.merged"
	case cases.Kind(cases.MergedInto):
		return "notice.merged_into"
	}
	return "notice.news"
}
