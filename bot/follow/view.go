package follow

import (
	"fmt"

	"dodomu/bot/flow"
	"dodomu/store/cases"
)

// open shows one case: where it stands, the open question in full, and the newest
// of its story. A closed case is shown as any other and can be written to.
func open(v visit) (flow.Reply, error) {
	read, err := v.read()
	if err != nil {
		return flow.Reply{}, err
	}
	own, err := v.tx.MyCases(v.who.ID)
	if err != nil {
		return flow.Reply{}, fmt.Errorf("open case: %w", err)
	}
	lines := v.standing(read)
	story, whole := v.newest(read)
	lines = append(lines, story...)
	rows := v.acts(read, whole)
	if len(own) > 1 {
		rows = append(rows, row(toList()))
	}
	rows = append(rows, row(v.leaving(read)))
	return flow.Reply{Messages: []flow.Message{v.page(lines, rows)}}, nil
}

func (v visit) page(lines []flow.Value, rows [][]flow.Button) flow.Message {
	return flow.Message{Key: "flow.lines", Args: flow.Args{"lines": {Parts: lines}}, Buttons: rows, Secret: v.who.Quiet}
}

// standing is the head of a case: its name, its stage, whether we write first, and
// the open question.
func (v visit) standing(read cases.FamilyView) []flow.Value {
	lines := []flow.Value{
		{Key: "follow.case.title", Args: flow.Args{"case": words(about(v.who, read.Glance))}},
		{Key: stageWords(read.Reads)},
	}
	if read.Quiet {
		lines = append(lines, flow.Value{Key: "follow.case.silent"})
	}
	if read.Asked != nil {
		lines = append(lines, flow.Value{}, flow.Value{Key: "follow.case.question", Args: flow.Args{"question": words(read.Asked.Text)}})
	}
	return lines
}

// acts are what a person can do with a case, what is waited for first.
func (v visit) acts(read cases.FamilyView, whole bool) [][]flow.Button {
	var rows [][]flow.Button
	if read.Asked != nil {
		rows = append(rows, row(do("follow.answer.button", actAnswer, v.ref)))
	}
	rows = append(rows, row(do("follow.add.button", actAdd, v.ref)))
	if !whole {
		rows = append(rows, row(do("follow.all.button", actAll, v.ref)))
	}
	consents := row(do("follow.consents.button", actConsents, v.ref))
	if read.Reporter && !v.who.Volunteer {
		consents = append(row(do("follow.invite.button", actInvite, v.ref)), consents...)
	}
	return append(append(rows, consents), v.writing(read)...)
}

// writing is the button that lets us write first, or forbids it. On a phone that
// others see, and while the chat is hidden, neither would change anything.
func (v visit) writing(read cases.FamilyView) [][]flow.Button {
	if v.who.Quiet || v.who.Hidden {
		return nil
	}
	b := do("follow.stop.button", actRefuse, v.ref)
	if read.Quiet {
		b = do("follow.allow.button", actAllow, v.ref)
	}
	b.Data += "." + string(cases.ConsentContact)
	return [][]flow.Button{row(b)}
}

// leaving is the last button of a case: who reported erases, who joined leaves.
func (v visit) leaving(read cases.FamilyView) flow.Button {
	if read.Reporter {
		return do("follow.erase.button", actErase, v.ref)
	}
	return do("follow.leave.button", actLeave, v.ref)
}
