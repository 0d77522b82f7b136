package staff

import (
	"slices"
	"strconv"
	"time"

	"dodomu/bot/flow"
	"dodomu/store"
	"dodomu/store/cases"
)

// tips lists tips without anything personal: those that may be acted on first. After it
// may stand a verdict, "archived", or the number of the case they concern; then a page.
func tips(o order) (flow.Reply, error) {
	s, f, err := o.tipScreen()
	if err != nil {
		return flow.Reply{}, err
	}
	first := (s.page - 1) * perPage
	f.Limit = first + perPage + 1
	lines, err := o.tx.TipQueue(o.by, f)
	if err != nil {
		return flow.Reply{}, err
	}
	lines = lines[min(first, len(lines)):]
	s.more = len(lines) > perPage
	s.lines = lines[:min(perPage, len(lines))]
	return flow.Reply{Messages: []flow.Message{s.message(first, o.tx.Now())}}, nil
}

// tipFilters are the words after /tips, in the order their buttons stand.
func tipFilters() []string {
	return []string{"all", string(cases.Actionable), string(cases.Unclear), string(cases.NotActionable), string(cases.TipArchived)}
}

// tipScreen is one page of the queue of tips.
type tipScreen struct {
	filter string    // one of tipFilters
	about  cases.Ref // of the case alone; empty: of any
	page   int
	lines  []cases.TipLine
	more   bool
}

// tipScreen reads which page is asked for.
func (o order) tipScreen() (tipScreen, store.TipFilter, error) {
	s, f, rest := tipScreen{filter: "all", page: 1}, store.TipFilter{}, o.rest
	word, tail := cutWord(rest)
	switch {
	case slices.Contains(names(cases.Worths()), word):
		s.filter, f.Worth, rest = word, cases.Worth(word), tail
	case word == string(cases.TipArchived):
		s.filter, f.State, rest = word, cases.TipArchived, tail
	case word == s.filter:
		rest = tail
	default:
		if ref, tail, ok := cutRef(rest); ok {
			s.about, f.Case, rest = ref, ref, tail
		}
	}
	if rest != "" {
		n, err := strconv.Atoi(rest)
		if err != nil || n < 1 {
			return s, f, errUsage
		}
		s.page = n
	}
	return s, f, nil
}

func (s tipScreen) message(first int, now time.Time) flow.Message {
	head := flow.Value{Key: "staff.tips." + s.filter}
	if s.about != "" {
		head = flow.Value{Key: "staff.tips.of_case", Args: flow.Args{"ref": text(s.about.String())}}
	}
	parts := []flow.Value{head}
	if len(s.lines) == 0 {
		parts = append(parts, flow.Value{}, flow.Value{Key: "staff.queue.empty"})
	}
	var opens []flow.Button
	for i, l := range s.lines {
		n := strconv.Itoa(first + i + 1)
		parts = append(append(parts, flow.Value{}), tipLines(n, l, now)...)
		opens = append(opens, flow.Button{Label: text(n), Data: "s.open." + string(l.Ref)})
	}
	m := flow.Message{Key: "flow.lines", Args: flow.Args{"lines": {Parts: parts}}}
	m.Buttons = append(inRows(opens, 4), s.turns()...)
	m.Buttons = append(m.Buttons, inRows(s.others(), 2)...)
	return m
}

// turns are the buttons that turn the page.
func (s tipScreen) turns() [][]flow.Button {
	what := "tips." + s.filter
	if s.about != "" {
		what = "tips." + string(s.about)
	}
	var row []flow.Button
	if s.page > 1 {
		row = append(row, button("before", what+"."+strconv.Itoa(s.page-1)))
	}
	if s.more {
		row = append(row, button("next", what+"."+strconv.Itoa(s.page+1)))
	}
	if row == nil {
		return nil
	}
	return [][]flow.Button{row}
}

// others are the buttons of the other filters; of a case's tips, the way back to it.
func (s tipScreen) others() []flow.Button {
	if s.about != "" {
		return []flow.Button{about("open", s.about, ""), button("tips", "tips")}
	}
	var all []flow.Button
	for _, name := range tipFilters() {
		if name != s.filter {
			all = append(all, button("tips_"+name, "tips."+name))
		}
	}
	return all
}

// tipLines are a tip as the queue shows it.
func tipLines(n string, l cases.TipLine, now time.Time) []flow.Value {
	lines := []flow.Value{{Key: "staff.tips.line", Args: flow.Args{"n": text(n), "ref": text(l.Ref.String()),
		"worth": worthWord(l.Worth), "state": tipStateWord(l.State), "waits": waited(now.Sub(l.Waiting))}}}
	switch {
	case l.Case != "":
		lines = append(lines, field("staff.tip.case", text(l.Case.String())))
	case l.Meant != "":
		lines = append(lines, field("staff.tip.meant", text(l.Meant.String())))
	}
	if !l.Read {
		lines = append(lines, flow.Value{Key: "staff.tips.unread"})
	}
	return lines
}

// tipStateWord names a state as staff say it.
func tipStateWord(s cases.TipState) flow.Value {
	return flow.Value{Key: "staff.tip_state." + string(s)}
}

func worthWord(w cases.Worth) flow.Value { return flow.Value{Key: "staff.worth." + string(w)} }
