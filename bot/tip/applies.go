package tip

import (
	"strings"
	"unicode"

	"dodomu/bot/flow"
)

// tells is for who came to tell something, and not for an earlier tip.
func tells(a flow.Answers) bool { return a.Get("who").Choice != withReceipt }

// toldFirst keeps a story from being left for an earlier one by one press.
func toldFirst(a flow.Answers, who flow.Answer) string {
	if who.Choice == withReceipt && a.Has("what") {
		return "tip.refused.unsent"
	}
	return ""
}

func inFull(a flow.Answers) bool { return a.Get("path").Choice == full && tells(a) }

func byName(a flow.Answers) bool { return inFull(a) && a.Get("who").Choice == named }

func undecided(a flow.Answers) bool { return !a.Has(noteAct) }

// chosen is what is to be done with a tip that was sent.
func chosen(a flow.Answers) string {
	before, now := a.Get(noteAct).Text, a.Get("next").Choice
	if before != "" {
		return before
	}
	return now
}

func chose(act string) func(flow.Answers) bool {
	return func(a flow.Answers) bool { return chosen(a) == act }
}

// inLetters refuses a name without a single letter. One letter is a name: an initial.
func inLetters(_ flow.Answers, name flow.Answer) string {
	if strings.ContainsFunc(name.Text, unicode.IsLetter) {
		return ""
	}
	return "tip.refused.no_name"
}

// seenAlive refuses a day before the child was born, as their age has it: one of the
// two was mistyped, and only the teller knows which.
func seenAlive(a flow.Answers, seen flow.Answer) string {
	return contradiction(seen, a.Get("birth"), a.Today())
}

// bornBefore is seenAlive for the answer that comes second.
func bornBefore(a flow.Answers, birth flow.Answer) string {
	return contradiction(a.Get("when"), birth, a.Today())
}

func contradiction(seen, birth flow.Answer, today flow.Date) string {
	first := earliest(birth, today)
	if seen.Date == nil || seen.Date.Year == 0 || first == 0 || seen.Date.Year >= first {
		return ""
	}
	return "tip.refused.not_born"
}

// earliest is the first year in which somebody can have been born; 0: not known.
func earliest(birth flow.Answer, today flow.Date) int {
	switch {
	case birth.Date != nil && birth.Date.About && birth.Date.Year > 0:
		return birth.Date.Year - 1
	case birth.Date != nil:
		return birth.Date.Year
	case birth.AgeTo > 0 && today.Year > 0:
		return today.Year - birth.AgeTo - 1
	}
	return 0
}
