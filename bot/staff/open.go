package staff

import (
	"strconv"

	"dodomu/bot/flow"
	"dodomu/store/cases"
)

// open shows the whole of a case on a phone, and what can be done with it now.
func open(o order) (flow.Reply, error) {
	f, err := o.tx.ReadCase(o.by, o.ref)
	if err != nil {
		return flow.Reply{}, err
	}
	lines := caseLines(f)
	for _, m := range f.Alike {
		lines = append(append(lines, flow.Value{}), alikeLines(m)...)
	}
	for i, r := range f.Reports {
		lines = append(append(lines, flow.Value{}), reportLines(i+1, r)...)
	}
	lines = append(lines, talkLines(f)...)
	lines = append(lines, noteLines(f.Notes)...)
	lines = append(lines, followerLines(f.Followers)...)
	all := pages(lines)
	all[len(all)-1].Buttons = o.fileButtons(f)
	return flow.Reply{Messages: all}, nil
}

// fileButtons are the photos, the next acts, and the other cases of the report.
func (o order) fileButtons(f cases.File) [][]flow.Button {
	var photos, others []flow.Button
	for i, id := range files(f) {
		b := about("photo", f.Case.Ref, "#"+strconv.FormatInt(int64(id), 10))
		b.Label.Args = flow.Args{"n": number(i + 1)}
		photos = append(photos, b)
	}
	for _, ref := range f.Siblings {
		b := about("open", ref, "")
		b.Label = flow.Value{Key: "staff.act.sibling.button", Args: flow.Args{"ref": text(ref.String())}}
		others = append(others, b)
	}
	rows := append(inRows(photos, 3), acts(f.Case, o.by)...)
	if len(f.Held) > 0 && o.by.May(cases.MaySpeak) {
		rows = append(rows, []flow.Button{about("spoke", f.Case.Ref, seenMark+string(f.Case.Stage))})
	}
	return append(append(rows, inRows(others, 1)...), []flow.Button{about("tips", f.Case.Ref, ""), button("queue", "queue")})
}

// caseLines are the case itself: its axes, whose it is, and what waits.
func caseLines(f cases.File) []flow.Value {
	c := f.Case
	lines := []flow.Value{
		{Key: "staff.file.head", Args: flow.Args{"ref": text(c.Ref.String())}},
		field("staff.file.stage", stageWord(c.Stage)),
	}
	if c.Told != c.Stage {
		lines = append(lines, field("staff.file.told", stageWord(c.Told)))
	}
	lines = append(lines,
		field("staff.file.verification", flow.Value{Key: "staff.verification." + string(c.Verification)}),
		field("staff.file.whereabouts", flow.Value{Key: "staff.whereabouts." + string(c.Whereabouts)}),
		field("staff.file.safety", flow.Value{Key: "staff.safety." + string(c.Safety)}),
		field("staff.file.worker", workerWord(f.Worker)),
		field("staff.file.opened", flow.Value{Time: c.Opened.UnixMilli()}),
		field("staff.file.waiting", flow.Value{Time: c.Waiting.UnixMilli()}))
	return append(lines, waitingLines(f)...)
}

// waitingLines say what of a case waits for somebody.
func waitingLines(f cases.File) []flow.Value {
	var lines []flow.Value
	if f.Case.Proposed != nil {
		lines = append(append(lines, flow.Value{}), proposal(f)...)
	}
	if len(f.Held) > 0 {
		lines = append(lines, flow.Value{}, flow.Value{Key: "staff.queue.waits_talk"})
		for _, k := range f.Held {
			lines = append(lines, field("staff.file.held", kindWord(k)))
		}
	}
	if f.Case.Reopen {
		lines = append(lines, flow.Value{}, flow.Value{Key: "staff.queue.wrote_again"})
	}
	if !f.Case.MaySearch {
		lines = append(lines, flow.Value{}, flow.Value{Key: "staff.file.no_search"})
	}
	return lines
}

// talkLines are what was asked and what the family said, in the order it happened.
func talkLines(f cases.File) []flow.Value {
	if len(f.Asked)+len(f.Said) == 0 {
		return nil
	}
	lines := []flow.Value{{}, {Key: "staff.file.talk"}}
	said := f.Said
	for i, q := range f.Asked {
		for len(said) > 0 && said[0].At.Before(q.At) {
			lines, said = append(lines, saidLines(said[0])...), said[1:]
		}
		key := "staff.file.asked"
		if i == len(f.Asked)-1 && f.Case.Asks() {
			key = "staff.file.asked_open"
		}
		lines = append(lines, flow.Value{Key: key, Args: flow.Args{"time": {Time: q.At.UnixMilli()}, "text": text(q.Text)}})
	}
	for _, s := range said {
		lines = append(lines, saidLines(s)...)
	}
	return lines
}

func saidLines(s cases.Said) []flow.Value {
	key := "staff.file.added"
	if s.Question != "" {
		key = "staff.file.answered"
	}
	args := flow.Args{"time": {Time: s.At.UnixMilli()}, "who": relationWord(s.Relation), "text": text(s.Text)}
	if s.Text == "" {
		args["text"] = flow.Value{Key: "staff.file.no_words"}
	}
	lines := []flow.Value{{Key: key, Args: args}}
	if len(s.Files) > 0 {
		lines = append(lines, flow.Value{Key: "flow.said.photos", Args: flow.Args{"n": number(len(s.Files))}})
	}
	return lines
}

func noteLines(notes []cases.Note) []flow.Value {
	if len(notes) == 0 {
		return nil
	}
	lines := []flow.Value{{}, {Key: "staff.file.notes"}}
	for _, n := range notes {
		lines = append(lines, flow.Value{Key: "staff.file.note", Args: flow.Args{
			"time": {Time: n.At.UnixMilli()}, "who": text(n.By), "what": kindWord(n.Kind), "text": text(n.Text),
		}})
		for _, s := range n.Sources {
			lines = append(lines, field("staff.file.source", text(s.Name)))
		}
	}
	return lines
}

// followerLines are who is told: how they are to the child, in which language, and
// why no push reaches them.
func followerLines(all []cases.Follow) []flow.Value {
	lines := []flow.Value{{}, {Key: "staff.file.followers"}}
	for _, f := range all {
		var marks []string
		for _, m := range []struct {
			on  bool
			key string
		}{{!f.Reporter, "joined"}, {!f.Contact, "no_contact"}, {f.Quiet, "quiet"}, {f.Unreachable, "unreachable"}} {
			if m.on {
				marks = append(marks, "staff.follow."+m.key)
			}
		}
		line := flow.Value{Key: "staff.follow.line", Args: flow.Args{
			"who": relationWord(f.Relation), "language": {Key: "flow.language." + f.Language},
		}}
		for _, key := range marks {
			line = flow.Value{Key: "staff.follow.mark", Args: flow.Args{"line": line, "mark": {Key: key}}}
		}
		lines = append(lines, line)
	}
	return lines
}

func relationWord(r cases.Relation) flow.Value {
	if r == "" {
		return flow.Value{Key: "staff.follow.relative"}
	}
	return flow.Value{Key: "staff.relation." + string(r)}
}
