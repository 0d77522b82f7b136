package follow

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"dodomu/bot/flow"
	"dodomu/store"
	"dodomu/store/cases"
)

// onePage is how many cases one message lists.
const onePage = 10

// Cases answers /cases: the person's own cases, those with an open question first,
// each with what its family reads. One case is opened at once; none gets kind words and
// the way to report.
func Cases(tx *store.Tx, who store.Person) (flow.Reply, error) { return list(tx, who, 0) }

func list(tx *store.Tx, who store.Person, page int) (flow.Reply, error) {
	all, err := tx.MyCases(who.ID)
	if err != nil {
		return flow.Reply{}, fmt.Errorf("list cases: %w", err)
	}
	switch {
	case len(all) == 0:
		return say("follow.none", nil, row(button("menu.report", "m.report"))), nil
	case len(all) == 1:
		return kindly(open(visit{tx: tx, who: who, ref: all[0].Ref}))
	}
	slices.SortStableFunc(all, openFirst)
	pages := slices.Collect(slices.Chunk(all, onePage))
	page = min(max(page, 0), len(pages)-1)
	m := listed(who, pages[page])
	m.Buttons = append(m.Buttons, turning("f.list.", page, len(pages))...)
	return flow.Reply{Messages: []flow.Message{m}}, nil
}

// openFirst orders a list: open questions, then what was told last.
func openFirst(a, b cases.Glance) int {
	if a.Question != b.Question {
		if a.Question {
			return -1
		}
		return 1
	}
	return cmp.Or(b.Changed.Compare(a.Changed), cmp.Compare(a.Ref, b.Ref))
}

// listed is one page of the list.
func listed(who store.Person, all []cases.Glance) flow.Message {
	lines := []flow.Value{{Key: "follow.list.ask"}, {}}
	var rows [][]flow.Button
	for _, g := range all {
		lines = append(lines, flow.Value{Key: "follow.list.line", Args: flow.Args{
			"case": words(about(who, g)), "stage": {Key: stageWords(g.Reads)},
		}})
		rows = append(rows, row(flow.Button{Label: label(who, g), Data: "f." + actCase + "." + string(g.Ref)}))
	}
	return flow.Message{Key: "flow.lines", Args: flow.Args{"lines": {Parts: lines}}, Buttons: rows, Secret: who.Quiet}
}

// label is a case on a button; an open question is marked.
func label(who store.Person, g cases.Glance) flow.Value {
	short := words(shortly(who, g))
	if g.Question {
		return flow.Value{Key: "follow.list.asked.button", Args: flow.Args{"case": short}}
	}
	return short
}

// shortly is a case in the width of a button: the name with the first group of the
// number, or the number.
func shortly(who store.Person, g cases.Glance) string {
	number := g.Ref.String()
	if g.Given == "" || who.Quiet {
		return number
	}
	return clip(g.Given, maxName) + " " + number[:4]
}

// turning is the row that leafs through pages; nothing where there is one.
func turning(data string, page, pages int) [][]flow.Button {
	var leaf []flow.Button
	if page > 0 {
		leaf = append(leaf, button("follow.newer.button", data+strconv.Itoa(page-1)))
	}
	if page < pages-1 {
		leaf = append(leaf, button("follow.older.button", data+strconv.Itoa(page+1)))
	}
	if leaf == nil {
		return nil
	}
	return [][]flow.Button{leaf}
}
