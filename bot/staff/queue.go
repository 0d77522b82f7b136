package staff

import (
	"strconv"
	"time"

	"dodomu/bot/flow"
	"dodomu/store"
	"dodomu/store/cases"
)

// perPage is how many cases one screen of the queue shows.
const perPage = 8

// queue lists waiting cases, those that wait longest first, without anything
// personal: all that are visible, or those of a filter.
func queue(o order) (flow.Reply, error) {
	name, rest := cutWord(o.rest)
	filter, ok := filterNamed(name)
	if !ok {
		name, rest = "all", o.rest
	}
	page := 1
	if rest != "" {
		n, err := strconv.Atoi(rest)
		if err != nil || n < 1 {
			return flow.Reply{}, errUsage
		}
		page = n
	}
	first := (page - 1) * perPage
	filter.Limit = first + perPage + 1
	lines, err := o.tx.Queue(o.by, filter)
	if err != nil {
		return flow.Reply{}, err
	}
	lines = lines[min(first, len(lines)):]
	s := screen{name: name, page: page, more: len(lines) > perPage}
	s.lines = lines[:min(perPage, len(lines))]
	return flow.Reply{Messages: []flow.Message{s.message(first, o.tx.Now())}}, nil
}

// filters are the words after /queue, in the order their buttons stand.
func filters() []string { return []string{"all", "mine", "waiting", "proposed", "held"} }

func filterNamed(name string) (store.Filter, bool) {
	switch name {
	case "all":
		return store.Filter{}, true
	case "mine":
		return store.Filter{Mine: true}, true
	case "waiting":
		return store.Filter{Waiting: true}, true
	case "proposed":
		return store.Filter{Proposed: true}, true
	case "held":
		return store.Filter{Held: true}, true
	}
	return store.Filter{}, false
}

// screen is one page of the queue.
type screen struct {
	name  string
	page  int
	lines []cases.Line
	more  bool
}

func (s screen) message(first int, now time.Time) flow.Message {
	parts := []flow.Value{{Key: "staff.queue." + s.name}}
	if len(s.lines) == 0 {
		parts = append(parts, flow.Value{}, flow.Value{Key: "staff.queue.empty"})
	}
	var opens []flow.Button
	for i, l := range s.lines {
		n := strconv.Itoa(first + i + 1)
		parts = append(append(parts, flow.Value{}), queueLines(n, l, now)...)
		opens = append(opens, flow.Button{Label: text(n), Data: "s.open." + string(l.Ref)})
	}
	m := flow.Message{Key: "flow.lines", Args: flow.Args{"lines": {Parts: parts}}}
	m.Buttons = append(inRows(opens, 4), s.turns()...)
	m.Buttons = append(m.Buttons, inRows(s.others(), 2)...)
	return m
}

// turns are the buttons that turn the page.
func (s screen) turns() [][]flow.Button {
	var row []flow.Button
	if s.page > 1 {
		row = append(row, button("before", "queue."+s.name+"."+strconv.Itoa(s.page-1)))
	}
	if s.more {
		row = append(row, button("next", "queue."+s.name+"."+strconv.Itoa(s.page+1)))
	}
	if row == nil {
		return nil
	}
	return [][]flow.Button{row}
}

// others are the buttons of the other filters.
func (s screen) others() []flow.Button {
	var row []flow.Button
	for _, name := range filters() {
		if name != s.name {
			row = append(row, button(name, "queue."+name))
		}
	}
	return row
}

// queueLines are a case as the queue shows it.
func queueLines(n string, l cases.Line, now time.Time) []flow.Value {
	lines := []flow.Value{{Key: "staff.queue.line", Args: flow.Args{
		"n": text(n), "ref": text(l.Ref.String()), "stage": stageWord(l.Stage), "age": ageWord(l.Age),
		"waits": waited(now.Sub(l.Waiting)), "worker": workerWord(l.Name),
	}}}
	if l.Proposed != "" {
		lines = append(lines, flow.Value{Key: "staff.queue.waits_second", Args: flow.Args{"stage": stageWord(l.Proposed)}})
	}
	if l.Held > 0 {
		lines = append(lines, flow.Value{Key: "staff.queue.waits_talk"})
	}
	if l.Reopen {
		lines = append(lines, flow.Value{Key: "staff.queue.wrote_again"})
	}
	return lines
}

func ageWord(a cases.AgeBand) flow.Value {
	if a == cases.AgeUnknown || a == "" {
		return flow.Value{Key: "staff.age_unknown"}
	}
	return text(string(a))
}

func workerWord(name string) flow.Value {
	if name == "" {
		return flow.Value{Key: "staff.nobody"}
	}
	return text(name)
}

// waited words how long somebody has been waiting, as roughly as it matters.
func waited(d time.Duration) flow.Value {
	const day = 24 * time.Hour
	switch {
	case d < time.Hour:
		return flow.Value{Key: "staff.waits.minutes"}
	case d < 2*day:
		return flow.Value{Key: "staff.waits.hours", Args: flow.Args{"n": number(int(d / time.Hour))}}
	}
	return flow.Value{Key: "staff.waits.days", Args: flow.Args{"n": number(int(d / day))}}
}
