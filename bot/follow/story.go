package follow

import (
	"slices"
	"strconv"
	"time"
	"unicode/utf16"

	"dodomu/bot/flow"
	"dodomu/store/cases"
)

// What the first look at a case shows of its story, and a page of the whole.
const (
	newestTold = 6    // entries at first sight
	newestText = 200  // characters of a text at first sight
	pageTold   = 10   // entries on a page
	pageSize   = 3000 // UTF-16 units of a page, well under what a message takes
)

// told is one entry of a case's story: what was told to the family, or what they
// said themselves.
type told struct {
	at    time.Time
	value flow.Value
	size  int // about how much of a message it takes, in UTF-16 units
	cut   bool
}

// story gives the entries, oldest first. most is how much of a text is shown; 0:
// all of it.
func (v visit) story(read cases.FamilyView, most int) []told {
	all := make([]told, 0, len(read.History)+len(read.Said))
	for _, passed := range read.History {
		all = append(all, told{at: passed.At, size: 80, value: flow.Value{Key: "follow.history.line", Args: flow.Args{
			"date": day(v.who, passed.At), "what": {Key: passedWords(passed.Kind)},
		}}})
	}
	for _, said := range read.Said {
		all = append(all, v.said(said, most))
	}
	slices.SortStableFunc(all, func(a, b told) int { return a.at.Compare(b.at) })
	return all
}

// said is the person's own answer or addition as an entry.
func (v visit) said(s cases.Said, most int) told {
	text, question := shorten(s.Text, most), shorten(s.Question, most)
	entry := told{at: s.At, size: 80 + units(text) + units(question), cut: text != s.Text || question != s.Question}
	entry.value = flow.Value{Key: "follow.said.added", Args: flow.Args{"date": day(v.who, s.At), "what": what(text, len(s.Files))}}
	if question != "" {
		entry.value.Key = "follow.said.answered"
		entry.value.Args["question"] = words(question)
	}
	return entry
}

// what is a text, how many photos came, or both.
func what(text string, files int) flow.Value {
	photos := flow.Value{Key: "flow.said.photos", Args: flow.Args{"n": count(files)}}
	switch {
	case files == 0:
		return words(text)
	case text == "":
		return photos
	}
	return flow.Value{Parts: []flow.Value{words(text), photos}}
}

func shorten(s string, most int) string {
	if most == 0 {
		return s
	}
	return clip(s, most)
}

func units(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// newest is the end of the story for the first look, and whether that is all.
func (v visit) newest(read cases.FamilyView) ([]flow.Value, bool) {
	all := v.story(read, newestText)
	from := max(0, len(all)-newestTold)
	lines := []flow.Value{{}, {Key: "follow.story"}}
	whole := from == 0
	for _, entry := range all[from:] {
		lines = append(lines, entry.value)
		whole = whole && !entry.cut
	}
	return lines, whole
}

// everything shows a page of the whole story, nothing cut; page 0 is the newest.
func everything(v visit) (flow.Reply, error) {
	read, err := v.read()
	if err != nil {
		return flow.Reply{}, err
	}
	pages := paged(v.story(read, 0))
	page, err := strconv.Atoi(v.arg)
	if err != nil || page < 0 || page >= len(pages) {
		page = 0
	}
	lines := append([]flow.Value{{Key: "follow.case.title", Args: flow.Args{"case": words(about(v.who, read.Glance))}}, {}}, pages[page]...)
	rows := turning("f."+actAll+"."+string(v.ref)+".", page, len(pages))
	return flow.Reply{Messages: []flow.Message{v.page(lines, append(rows, row(do("flow.back", actCase, v.ref))))}}, nil
}

// paged parts a story from its end, so that the newest page is full. There is
// always one page.
func paged(all []told) [][]flow.Value {
	var pages [][]flow.Value
	for len(all) > 0 {
		from, size := len(all), 0
		for from > 0 && len(all)-from < pageTold && (from == len(all) || size+all[from-1].size <= pageSize) {
			from--
			size += all[from].size
		}
		lines := make([]flow.Value, 0, len(all)-from)
		for _, entry := range all[from:] {
			lines = append(lines, entry.value)
		}
		pages, all = append(pages, lines), all[:from]
	}
	if pages == nil {
		pages = [][]flow.Value{nil}
	}
	return pages
}
