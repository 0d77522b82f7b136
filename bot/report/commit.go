package report

import (
	"fmt"
	"strings"

	"dodomu/bot/flow"
	"dodomu/store"
	"dodomu/store/cases"
)

// Commit is the closing act: it submits the report and says what was stored, under
// which numbers, the receipt, and what happens next; then it asks for the end of the
// receipt. It runs in the transaction of the turn; an error leaves nothing behind.
// The whole receipt is in these messages and nowhere else, so they are marked secret.
func Commit(tx *store.Tx, by cases.Actor, answers flow.Answers) (flow.Reply, error) {
	person, err := tx.Person(by.Person)
	if err != nil {
		return flow.Reply{}, fmt.Errorf("submit report: %w", err)
	}
	sheet := Sheet(answers, cases.DateOf(tx.Now()), person.Language)
	done, err := tx.Submit(by, sheet)
	if err != nil {
		return flow.Reply{}, fmt.Errorf("submit report: %w", err)
	}
	return flow.Reply{
		Messages: farewell(sheet, done.Receipt.String(), refs(done.Cases)),
		Begin:    nameKept,
		Notes:    []flow.Note{{Key: noteTail, Text: done.Receipt.Tail()}},
	}, nil
}

// Close is Commit as the bot calls it: for the person whose conversation ended.
func Close(tx *store.Tx, who store.Person, answers flow.Answers) (flow.Reply, error) {
	return Commit(tx, cases.Actor{Person: who.ID, Role: cases.Family}, answers)
}

func refs(all []cases.Case) []string {
	out := make([]string, 0, len(all))
	for _, c := range all {
		out = append(out, c.Ref.String())
	}
	return out
}

// farewell says what happened and what happens next, one thought a message. What
// was refused is named: it decides what follows.
func farewell(sheet cases.Sheet, receipt string, refs []string) []flow.Message {
	count := len(refs)
	messages := []flow.Message{
		{Key: "report.done.received", Args: flow.Args{
			"cases": {Text: strings.Join(refs, "\n")}, "count": {Count: &count},
		}},
		{Key: "report.done.receipt", Secret: true, Args: flow.Args{"receipt": {Text: receipt}}},
	}
	next := "report.done.next"
	if !sheet.Allows(cases.ConsentContact) {
		next = "report.done.next_silent"
	}
	messages = append(messages, flow.Message{Key: next})
	if !sheet.Allows(cases.ConsentSearch) {
		messages = append(messages, flow.Message{Key: "report.done.no_search"})
	}
	return messages
}
