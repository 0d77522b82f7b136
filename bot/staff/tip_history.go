package staff

import (
	"strings"

	"dodomu/bot/flow"
	"dodomu/store/cases"
)

// tipHistory shows who did what with a tip, and when.
func tipHistory(o order) (flow.Reply, error) {
	all, err := o.tx.TipHistory(o.by, o.tip)
	if err != nil {
		return flow.Reply{}, err
	}
	lines := []flow.Value{{Key: "staff.tip.history", Args: flow.Args{"ref": text(o.tip.String())}}}
	for _, e := range all {
		lines = append(lines, tipEventLines(e)...)
	}
	messages := pages(lines)
	messages[len(messages)-1].Buttons = [][]flow.Button{backToTip(o.tip)}
	return flow.Reply{Messages: messages}, nil
}

func tipEventLines(e cases.TipEvent) []flow.Value {
	who := actorWord(cases.Event{Who: e.Who, Role: e.Role})
	what, why := kindWord(e.Kind), e.Why
	if e.Kind == cases.KindRead {
		what = flow.Value{Key: "staff.event.tip_read"}
		if strings.HasPrefix(why, fileWhy) {
			what, why = flow.Value{Key: "staff.event.file"}, ""
		}
	}
	lines := []flow.Value{{}, {Key: "staff.history.line", Args: flow.Args{"time": {Time: e.At.UnixMilli()}, "who": who, "what": what}}}
	if e.Old != "" && e.New != "" && e.Old != e.New {
		lines = append(lines, flow.Value{Key: "staff.history.change", Args: flow.Args{"old": tipStateWord(e.Old), "new": tipStateWord(e.New)}})
	}
	if e.Kind == cases.KindTipTriaged {
		return append(lines, triagedLines(why)...)
	}
	if why != "" {
		lines = append(lines, text(why))
	}
	return lines
}

// triagedLines word a verdict, which the store writes down as "worth: rule" where a rule
// gave it and as "worth → worth: why" where a worker did.
func triagedLines(why string) []flow.Value {
	verdict, reason, _ := strings.Cut(why, ": ")
	if old, now, byHand := strings.Cut(verdict, " → "); byHand {
		change := flow.Value{Key: "staff.history.change", Args: flow.Args{"old": worthWord(cases.Worth(old)), "new": worthWord(cases.Worth(now))}}
		return []flow.Value{change, text(reason)}
	}
	return []flow.Value{field("staff.tip.worth", worthWord(cases.Worth(verdict))), {Key: "staff.tip_rule." + reason}}
}
