package tip

import (
	"fmt"

	"dodomu/bot/flow"
	"dodomu/store"
	"dodomu/store/cases"
)

// closeTip is the closing act: it keeps the tip, by name or without any, and says what
// was kept and what happens next. A receipt is in these messages and nowhere else. It
// says nothing of a case, whatever link the teller came by.
func closeTip(tx *store.Tx, who store.Person, a flow.Answers) (flow.Reply, error) {
	if a.Get("who").Choice == withReceipt {
		return flow.Reply{Begin: nameReceipt}, nil
	}
	by := cases.Actor{Person: who.ID, Role: cases.Volunteer}
	if a.Get("who").Choice == anonymous {
		by.Role = cases.Tipster
	}
	sheet := Sheet(a, cases.DateOf(tx.Now()), who.Language)
	done, err := tx.SubmitTip(by, cases.Invitation(a.Get(noteLink).Text), sheet)
	if err != nil {
		return flow.Reply{}, fmt.Errorf("submit tip: %w", err)
	}
	said := farewell(done, sheet.AskBack)
	if grown(sheet.Birth, cases.DateOf(tx.Now())) {
		said = append(said[:len(said)-1:len(said)-1], flow.Message{Key: "tip.done.adult"}, said[len(said)-1])
	}
	return flow.Reply{Messages: said}, nil
}

// farewell says what happened and what happens next, one thought a message. What holds
// the receipt is said once.
func farewell(done store.SubmittedTip, askBack bool) []flow.Message {
	if done.Receipt == "" {
		next := "tip.done.next"
		if !askBack {
			next = "tip.done.next_silent"
		}
		return []flow.Message{{Key: "tip.done.received", Args: flow.Args{"ref": {Text: done.Ref.String()}}}, {Key: next}}
	}
	next := "tip.done.return"
	if !askBack {
		next = "tip.done.return_silent"
	}
	return []flow.Message{
		{Key: "tip.done.anonymous"},
		{Key: "tip.done.receipt", Secret: true, Once: true, Args: flow.Args{"receipt": {Text: done.Receipt.String()}}},
		{Key: next, Buttons: [][]flow.Button{row(button("menu.hide", "m.hide"))}},
	}
}

// grown tells whether a tip is certainly about somebody older than any child that is
// looked for.
func grown(b cases.Birth, today cases.Date) bool {
	return b.AgeFrom > flow.OldestChild || b.Date.Year > 0 && today.Year-b.Date.Year-1 > flow.OldestChild
}
