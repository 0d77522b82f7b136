package report

import (
	"slices"

	"dodomu/bot/flow"
	"dodomu/store/cases"
	"dodomu/store/names"
)

// The answers that decide which questions follow.
const (
	brief       = "brief"
	full        = "full"
	eachConsent = "each"
	allConsents = "all"
	yes         = "yes"
	no          = "no"
	abroad      = "abroad"
)

// The prefixes of labels that several steps share.
const (
	yesNo        = "flow."
	oblastLabels = "report.oblast."
)

// oblast reads a region that is named in any of its names: whoever types does not
// have to find one button of 28.
func oblast(text string) string {
	code, _ := names.OblastOf(text)
	return code
}

func quiet(a flow.Answers) bool {
	shared := Safety(a)
	return shared != "" && shared.Quiet()
}

func onShortPath(a flow.Answers) bool { return a.Get("path").Choice == brief }

func onFullPath(a flow.Answers) bool { return !onShortPath(a) }

func isTheChild(a flow.Answers) bool {
	return cases.Relation(a.Get("relation").Choice) == cases.IAmTheChild
}

func aboutAnother(a flow.Answers) bool { return onFullPath(a) && !isTheChild(a) }

func consentsOneByOne(a flow.Answers) bool { return a.Get("consents").Choice != allConsents }

func afterSurname(a flow.Answers) bool { return onFullPath(a) && a.Has("surname") }

func withoutSurname(a flow.Answers) bool { return onFullPath(a) && !a.Has("surname") }

func lastKnown(a flow.Answers) bool { return onFullPath(a) && a.Has("last_country") }

func lastElsewhere(a flow.Answers) bool {
	return lastKnown(a) && a.Get("last_country").Choice == elsewhere
}

func lastInUkraine(a flow.Answers) bool {
	return lastKnown(a) && slices.Contains([]string{ukraine, occupied}, a.Get("last_country").Choice)
}

func lastAbroad(a flow.Answers) bool { return lastKnown(a) && !lastInUkraine(a) }

func hadContact(a flow.Answers) bool { return onFullPath(a) && a.Has("contact_date") }

func hadOthers(a flow.Answers) bool { return onFullPath(a) && a.Get("others").Choice == yes }

func reportedTo(b cases.Body) func(flow.Answers) bool {
	return func(a flow.Answers) bool {
		return onFullPath(a) && slices.Contains(a.Get("reported").Choices, string(b))
	}
}

// afterBirth refuses a date before the year in which the child was born: one of
// the two was mistyped, and only the family can tell which.
func afterBirth(a flow.Answers, answer flow.Answer) string {
	born := a.Get("birth").Date
	if born == nil || answer.Date == nil || answer.Date.Year == 0 || answer.Date.Year >= born.Year {
		return ""
	}
	return "report.refused.before_birth"
}
