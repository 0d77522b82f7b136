package report

import (
	"strings"

	"dodomu/bot/flow"
	"dodomu/store"
)

// nameKept is the flow that asks whether the receipt was kept.
const nameKept = "kept"

// keptVersion of its question.
const keptVersion = 1

// noteTail is the end of the receipt. It waits in the sealed conversation until
// the question is answered or left; the store knows the receipt by a slow hash.
const noteTail = "receipt_tail"

// stepTail asks for it.
const stepTail = "tail"

// Kept gives the one question after a report: the end of the receipt, typed back
// to prove that it was kept. Nothing depends on it.
func Kept() flow.Flow {
	return flow.Flow{Name: nameKept, Version: keptVersion, Passing: digits, Steps: []flow.Step{
		{Key: stepTail, Kind: flow.Write, Secret: true, Max: 40, Check: matchesTail},
	}}
}

// digits tells whether a text looks like a part of a receipt.
func digits(text string) bool {
	return strings.ContainsAny(text, "0123456789") && strings.Trim(text, "0123456789 -–.\u00a0\n") == ""
}

// receiptLength is how many digits a receipt has.
const receiptLength = 16

// matchesTail refuses what does not end as the receipt does; who typed more than its
// end is believed.
func matchesTail(a flow.Answers, typed flow.Answer) string {
	tail := a.Get(noteTail).Text
	got := strings.Map(onlyDigits, typed.Text)
	if tail != "" && strings.HasSuffix(got, tail) && len(got) <= receiptLength {
		return ""
	}
	return "kept.tail.differs"
}

func onlyDigits(r rune) rune {
	if r < '0' || r > '9' {
		return -1
	}
	return r
}

// CloseKept says that the digits match, or that the receipt can still be noted.
func CloseKept(_ *store.Tx, _ store.Person, answers flow.Answers) (flow.Reply, error) {
	if answers.Has(stepTail) {
		return flow.Say("kept.done", nil), nil
	}
	return flow.Say("kept.skipped", nil), nil
}
