package staff

import (
	"dodomu/bot/flow"
	"dodomu/store/cases"
)

// acts are the buttons of what an actor may do with a case as it stands, by the
// table of stages. Each carries the stage it was shown with.
func acts(c cases.Case, by cases.Actor) [][]flow.Button {
	var all []flow.Button
	for _, row := range table() {
		if row.fits == nil || !row.openTo(by.May) || !row.fits(c, by) {
			continue
		}
		b := about(row.name, c.Ref, seenMark+string(c.Stage))
		if row.name == "confirm" && c.Proposed.Move.To == cases.Registered {
			b.Label.Key = "staff.act.confirm_registered.button"
		}
		all = append(all, b)
	}
	return inRows(all, 2)
}

// word stands for the text that is still to be written, where it is only asked
// whether an act is possible at all.
const word = "?"

// moveTo is a move with its text: what the family is asked, or why, for staff.
func moveTo(to, seen cases.Stage, text string) cases.Move {
	if to == cases.NeedsInfo {
		return cases.Move{To: to, Seen: seen, Question: text}
	}
	return cases.Move{To: to, Seen: seen, Ground: text}
}

func canMove(to cases.Stage) func(cases.Case, cases.Actor) bool {
	return func(c cases.Case, by cases.Actor) bool { return c.Check(by, moveTo(to, c.Stage, word)) == nil }
}

func canGoBack(side cases.Stage) func(cases.Case, cases.Actor) bool {
	return func(c cases.Case, by cases.Actor) bool { return c.CheckBack(by, side, c.Stage) == nil }
}

func canTake(c cases.Case, by cases.Actor) bool {
	if !c.Stage.Open() || !c.VisibleTo(by) {
		return false
	}
	return c.Assignee == 0 || c.Assignee == by.Staff && c.Stage == cases.Received
}

func canSearch(c cases.Case, by cases.Actor) bool {
	return c.Stage != cases.Closed && canMove(cases.Searching)(c, by)
}

func canReopen(c cases.Case, by cases.Actor) bool {
	return c.Stage != cases.Received && canMove(cases.UnderReview)(c, by)
}

// canRegister: not while a registration waits, for it would be written over.
func canRegister(c cases.Case, by cases.Actor) bool {
	return c.Proposed == nil && canMove(cases.Registered)(c, by)
}

func canConfirm(c cases.Case, by cases.Actor) bool { return c.CheckConfirm(by, c.Stage) == nil }

func canDecline(c cases.Case, by cases.Actor) bool {
	return c.Proposed != nil && (by.May(cases.MayConfirm) || c.Proposed.By == by.Staff)
}

func canWork(c cases.Case, by cases.Actor) bool { return c.WorkedBy(by) }

func canRead(c cases.Case, by cases.Actor) bool { return c.VisibleTo(by) }

func canAssign(c cases.Case, _ cases.Actor) bool { return c.Stage.Open() }
