package tip

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"dodomu/bot/flow"
	"dodomu/store"
	"dodomu/store/cases"
)

// onePage is how many tips one message lists.
const onePage = 5

// listed shows a page of what somebody told as themselves: open questions first, then
// the newest; each with whether it was read. The way to tell more comes first.
func listed(who store.Person, all []cases.TipGlance, page int) flow.Reply {
	slices.SortStableFunc(all, openFirst)
	pages := slices.Collect(slices.Chunk(all, onePage))
	page = min(max(page, 0), len(pages)-1)
	lines := []flow.Value{{Key: "tip.mine.ask"}}
	rows := [][]flow.Button{row(button("tip.new.button", "t.new"))}
	for _, g := range pages[page] {
		lines = append(lines, flow.Value{}, flow.Value{Key: "tip.mine.line", Args: flow.Args{
			"date": day(who, g.Received), "what": shortly(who, g), "read": readWords(g),
		}})
		label := words(g.Ref.String())
		if g.Question {
			label = flow.Value{Key: "tip.mine.asked.button", Args: flow.Args{"ref": words(g.Ref.String())}}
		}
		rows = append(rows, row(flow.Button{Label: label, Data: "t.open." + string(g.Ref)}))
	}
	rows = append(rows, turning(page, len(pages))...)
	rows = append(rows, row(button("tip.back.button", "t.back")))
	return flow.Reply{Messages: []flow.Message{lined(who, lines, rows)}}
}

func openFirst(a, b cases.TipGlance) int {
	if a.Question != b.Question {
		if a.Question {
			return -1
		}
		return 1
	}
	return cmp.Or(b.Received.Compare(a.Received), cmp.Compare(b.Ref, a.Ref))
}

// beginning is how many characters of a tip the store gives for a list.
const beginning = 60

// shortly is how a tip begins; on a phone that others see, its number.
func shortly(who store.Person, g cases.TipGlance) flow.Value {
	if g.What == "" || who.Quiet {
		return words(g.Ref.String())
	}
	line := strings.Join(strings.Fields(g.What), " ")
	if utf8.RuneCountInString(g.What) >= beginning {
		line += "…"
	}
	return words(line)
}

func readWords(g cases.TipGlance) flow.Value {
	if g.Read {
		return flow.Value{Key: "tip.read.yes"}
	}
	return flow.Value{Key: "tip.read.no"}
}

// turning is the row that leafs through pages; nothing where there is one.
func turning(page, pages int) [][]flow.Button {
	var leaf []flow.Button
	if page > 0 {
		leaf = append(leaf, button("follow.newer.button", "t.list."+strconv.Itoa(page-1)))
	}
	if page < pages-1 {
		leaf = append(leaf, button("follow.older.button", "t.list."+strconv.Itoa(page+1)))
	}
	if leaf == nil {
		return nil
	}
	return [][]flow.Button{leaf}
}

func lined(who store.Person, lines []flow.Value, rows [][]flow.Button) flow.Message {
	return flow.Message{Key: "flow.lines", Args: flow.Args{"lines": {Parts: lines}}, Buttons: rows, Secret: who.Quiet}
}

// viewed is one tip as its teller reads it: their own words, whether it was read, and
// the open question. What became of it is not in it.
func viewed(who store.Person, v cases.TipView) []flow.Value {
	title := flow.Value{Key: "tip.view.title", Args: flow.Args{"ref": words(v.Ref.String()), "date": day(who, v.Received)}}
	if v.Anonymous {
		title = flow.Value{Key: "tip.view.anonymous", Args: flow.Args{"date": day(who, v.Received)}}
	}
	lines := []flow.Value{title, readWords(v.TipGlance)}
	if v.Asked != nil {
		lines = append(lines, flow.Value{}, flow.Value{Key: "tip.view.question", Args: flow.Args{"question": words(v.Asked.Text)}})
	} else {
		lines = append(lines, flow.Value{Key: "tip.view.no_question"})
	}
	lines = append(lines, flow.Value{}, flow.Value{Key: "tip.view.told", Args: flow.Args{"what": told(v.Sheet)}})
	for _, s := range v.Said[max(0, len(v.Said)-newestSaid):] {
		lines = append(lines, said(s))
	}
	return lines
}

// What is shown of a tip at once: it is stored whole.
const (
	newestSaid = 5
	mostShown  = 300 // characters of one text
)

func told(s cases.TipSheet) flow.Value { return pieces(s.What, len(s.Files), len(s.Forwarded)) }

// pieces are words, and how many files and posts came with them.
func pieces(text string, files, posts int) flow.Value {
	var parts []flow.Value
	if text != "" {
		parts = append(parts, words(clip(text)))
	}
	if files > 0 {
		parts = append(parts, flow.Value{Key: "flow.said.photos", Args: flow.Args{"n": {Count: &files}}})
	}
	if posts > 0 {
		parts = append(parts, flow.Value{Key: "flow.said.posts", Args: flow.Args{"n": {Count: &posts}}})
	}
	return flow.Value{Parts: parts}
}

func clip(s string) string {
	if r := []rune(s); len(r) > mostShown {
		return string(r[:mostShown]) + "…"
	}
	return s
}

func said(s cases.Said) flow.Value {
	what := pieces(s.Text, len(s.Files), 0)
	if s.Question == "" {
		return flow.Value{Key: "tip.view.added", Args: flow.Args{"what": what}}
	}
	return flow.Value{Key: "tip.view.answered", Args: flow.Args{"question": words(clip(s.Question)), "what": what}}
}
