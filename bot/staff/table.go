package staff

import (
	"slices"

	"dodomu/bot/flow"
	"dodomu/store/cases"
)

// command is one row of the table. Its words are staff.help.<name>, what follows it
// staff.usage.<name>, and its button staff.act.<name>.button.
type command struct {
	name  string
	may   cases.Permission // empty: everybody of staff
	about bool             // its first word is a case number
	plain bool             // nothing may follow it
	run   func(order) (flow.Reply, error)
	fits  func(cases.Case, cases.Actor) bool // whether its button stands under a case; nil: never

	// The same word about a tip, whose number may stand where a case number does; nil:
	// the command knows no tips. Its words of the worker are staff.tip_<name>.
	tip     func(order) (flow.Reply, error)
	tipFits func(cases.Tip, cases.Actor) bool // whether its button stands under a tip; nil: never
}

// table is every command of staff, in the order help lists them.
func table() []command {
	return []command{
		{name: "queue", may: cases.MayQueue, run: queue},
		{name: "open", may: cases.MayRead, about: true, run: open, tip: openTip},
		{name: "take", may: cases.MayTake, about: true, run: take, fits: canTake},
		{name: "confirm", may: cases.MayConfirm, about: true, run: confirm, fits: canConfirm},
		{name: "ask", may: cases.MayWork, about: true, run: moving(cases.NeedsInfo), fits: canMove(cases.NeedsInfo),
			tip: askTip, tipFits: canMoveTip(cases.TipClarifying)},
		{name: "resume", may: cases.MayWork, about: true, run: resume, fits: canGoBack(cases.NeedsInfo),
			tip: unaskTip, tipFits: canUnask},
		{name: "register", may: cases.MayWork, about: true, run: register, fits: canRegister},
		{name: "search", may: cases.MayWork, about: true, run: moving(cases.Searching), fits: canSearch},
		{name: "note", may: cases.MayWork, about: true, run: note, fits: canWork},
		{name: "hold", may: cases.MayWork, about: true, run: moving(cases.OnHold), fits: canMove(cases.OnHold)},
		{name: "release", may: cases.MayWork, about: true, run: release, fits: canGoBack(cases.OnHold)},
		{name: "reopen", may: cases.MayReopen, about: true, run: moving(cases.UnderReview), fits: canReopen,
			tip: wayBack(archived), tipFits: canGoBackFrom(archived)},
		{name: "spoke", may: cases.MaySpeak, about: true, run: spoke},
		{name: "mark", may: cases.MayWork, about: true, run: mark, fits: canWork},
		{name: "assign", may: cases.MayAssign, about: true, run: assign, fits: canAssign},
		{name: "match", may: cases.MayRead, about: true, run: match, fits: canRead},
		{name: "history", may: cases.MayRead, about: true, run: history, fits: canRead, tip: tipHistory, tipFits: canTriage},
		{name: "photo", may: cases.MayRead, about: true, run: photo, tip: tipPhoto},
		{name: "decline", may: cases.MayWork, about: true, run: decline, fits: canDecline},
		{name: "tips", may: cases.MayTriage, run: tips},
		{name: "triage", may: cases.MayTriage, tip: triage, tipFits: canOverrule},
		{name: "link", may: cases.MayTriage, tip: link, tipFits: canMoveTip(cases.TipLinked)},
		{name: "corroborate", may: cases.MayTriage, tip: movingTip(cases.TipCorroborated), tipFits: canMoveTip(cases.TipCorroborated)},
		{name: "refute", may: cases.MayTriage, tip: movingTip(cases.TipRefuted), tipFits: canMoveTip(cases.TipRefuted)},
		{name: "inconclusive", may: cases.MayTriage, tip: movingTip(cases.TipInconclusive), tipFits: canMoveTip(cases.TipInconclusive)},
		{name: "unlink", may: cases.MayTriage, tip: wayBack(linked), tipFits: canGoBackFrom(linked)},
		{name: "archive", may: cases.MayTriage, tip: movingTip(cases.TipArchived), tipFits: canMoveTip(cases.TipArchived)},
		{name: "poster", may: cases.MayTriage, about: true, run: poster, fits: canWork},
		{name: "staff", may: cases.MayManageStaff, run: people},
		{name: "help", plain: true, run: help},
	}
}

// Knows tells whether staff have a command of this name.
func Knows(name string) bool {
	_, ok := find(name)
	return ok
}

func find(name string) (command, bool) {
	all := table()
	i := slices.IndexFunc(all, func(c command) bool { return c.name == name })
	if i < 0 {
		return command{}, false
	}
	return all[i], true
}

// open to whom: a row without a permission is open to everybody of staff.
func (c command) openTo(may func(cases.Permission) bool) bool { return c.may == "" || may(c.may) }

// Menu is the row of the menu that staff have: the queue, their own cases, and tips.
func Menu() []flow.Button {
	return []flow.Button{button("queue", "queue"), button("mine", "queue.mine"), button("tips", "tips")}
}

// Help lists the commands that a role may use, with what follows them.
func Help(role cases.Role) flow.Reply {
	lines := []flow.Value{{Key: "staff.help.head"}, {}}
	for _, c := range table() {
		if c.openTo(role.May) {
			lines = append(lines, c.helpLine())
		}
	}
	m := said(lines)
	m.Buttons = [][]flow.Button{Menu()}
	return flow.Reply{Messages: []flow.Message{m}}
}

func (c command) helpLine() flow.Value {
	args := flow.Args{"name": {Text: "/" + c.name}, "help": {Key: "staff.help." + c.name}}
	if c.plain {
		return flow.Value{Key: "staff.help.bare", Args: args}
	}
	args["usage"] = flow.Value{Key: "staff.usage." + c.name}
	return flow.Value{Key: "staff.help.line", Args: args}
}

func help(o order) (flow.Reply, error) { return Help(o.by.Role), nil }
