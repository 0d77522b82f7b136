package staff

import (
	"slices"
	"strconv"
	"strings"

	"dodomu/bot/flow"
	"dodomu/store/cases"
)

// perHistory is how many lines of a history one screen shows.
const perHistory = 25

// history shows who did what with a case, and when: the newest page first, each
// page in the order it happened.
func history(o order) (flow.Reply, error) {
	page := 1
	if o.rest != "" {
		n, err := strconv.Atoi(o.rest)
		if err != nil || n < 1 {
			return flow.Reply{}, errUsage
		}
		page = n
	}
	all, err := o.tx.History(o.by, o.ref)
	if err != nil {
		return flow.Reply{}, err
	}
	end := max(len(all)-(page-1)*perHistory, 0)
	start := max(end-perHistory, 0)
	lines := []flow.Value{{Key: "staff.history.head", Args: flow.Args{"ref": text(o.ref.String())}}}
	for _, e := range all[start:end] {
		lines = append(lines, eventLines(e)...)
	}
	messages := pages(lines)
	rows := [][]flow.Button{{about("open", o.ref, "")}}
	if start > 0 {
		b := about("history", o.ref, strconv.Itoa(page+1))
		b.Label.Key = "staff.act.before.button"
		rows = append(rows, []flow.Button{b})
	}
	messages[len(messages)-1].Buttons = rows
	return flow.Reply{Messages: messages}, nil
}

func eventLines(e cases.Event) []flow.Value {
	what, why := eventWords(e)
	args := flow.Args{"time": {Time: e.At.UnixMilli()}, "who": actorWord(e), "what": what}
	lines := []flow.Value{{}, {Key: "staff.history.line", Args: args}}
	if e.Old != "" && e.New != "" && e.Old != e.New {
		lines = append(lines, flow.Value{Key: "staff.history.change", Args: flow.Args{"old": stageWord(e.Old), "new": stageWord(e.New)}})
	}
	return append(lines, why...)
}

// fileWhy begins what the store writes down of a file that was opened; the id after
// it says nothing to people.
const fileWhy = "file "

// eventWords names what happened, and why.
func eventWords(e cases.Event) (what flow.Value, why []flow.Value) {
	file, reason, _ := strings.Cut(e.Why, ": ")
	switch {
	case e.Kind == cases.KindRead && strings.HasPrefix(file, fileWhy):
		return flow.Value{Key: "staff.event.file"}, nil
	case e.Kind == cases.KindOriginal && strings.HasPrefix(file, fileWhy):
		return kindWord(e.Kind), []flow.Value{text(reason)}
	case e.Kind == cases.KindMarked:
		return kindWord(e.Kind), markedLines(e.Why)
	case e.Why == "":
		return kindWord(e.Kind), nil
	}
	return kindWord(e.Kind), []flow.Value{text(e.Why)}
}

// markedLines words the marks that changed, which the store writes down as
// "old → new, old → new, old → new: why" in the order of the axes. What does not read
// so is shown as it stands.
func markedLines(why string) []flow.Value {
	changes, reason, _ := strings.Cut(why, ": ")
	all := strings.Split(changes, ", ")
	if len(all) != len(axes()) {
		return []flow.Value{text(why)}
	}
	var lines []flow.Value
	for i, a := range axes() {
		old, now, ok := strings.Cut(all[i], " → ")
		if !ok || !slices.Contains(a.values, now) {
			return []flow.Value{text(why)}
		}
		if old != now {
			lines = append(lines, field("staff.file."+a.name, flow.Value{Key: "staff." + a.name + "." + now}))
		}
	}
	return append(lines, text(reason))
}

// actorWord names who did it: a member of staff by name, anybody else by role.
func actorWord(e cases.Event) flow.Value {
	if e.Who != "" {
		return text(e.Who)
	}
	if slices.Contains(cases.Roles(), e.Role) {
		return flow.Value{Key: "staff.role." + string(e.Role)}
	}
	return flow.Value{Key: "staff.nobody"}
}

// worded are the kinds of events besides the stages that staff have words for.
func worded() []cases.Kind {
	return []cases.Kind{cases.KindRead, cases.KindNote, cases.KindAnswered, cases.KindAdded, cases.KindResumed,
		cases.KindReleased, cases.KindProposed, cases.KindDeclined, cases.KindAssigned, cases.KindMarked, cases.KindSpoke,
		cases.KindInvited, cases.KindJoined, cases.KindLeft, cases.KindConsent, cases.KindUnreachable, cases.KindErased,
		cases.KindMatch, cases.KindMatchCheck, cases.KindMatchConfirmed, cases.KindMatchRejected, cases.KindMatchElsewhere,
		cases.KindReceiptUsed, cases.KindOriginal, cases.KindFileKept, cases.KindContactMade,
		cases.KindTip, cases.KindTipTriaged, cases.KindTipAsked, cases.KindTipUnasked, cases.KindTipAnswered, cases.KindTipAdded,
		cases.KindTipLinked, cases.KindTipUnlinked, cases.KindTipCorroborated, cases.KindTipRefuted, cases.KindTipInconclusive,
		cases.KindTipArchived, cases.KindTipReopened, cases.KindTipWithdrawn, cases.KindTipPoster, cases.KindTipPosterClosed}
}

// kindWord names what happened: a stage, or an event of its own.
func kindWord(k cases.Kind) flow.Value {
	switch {
	case cases.Stage(k).Known():
		return stageWord(cases.Stage(k))
	case slices.Contains(worded(), k):
		return flow.Value{Key: "staff.event." + string(k)}
	}
	return flow.Value{Key: "staff.event.other"}
}
