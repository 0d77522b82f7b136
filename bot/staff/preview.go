package staff

import (
	"maps"
	"slices"

	"dodomu/bot/flow"
	"dodomu/store"
	"dodomu/store/cases"
)

// preview shows exactly what would leave, and asks for the word to send it. intro
// stands before it: the evidence of what is to be confirmed.
func (o order) preview(p store.Preview, intro ...flow.Value) flow.Reply {
	lines := append(intro, recipients(p)...)
	if o.name == "ask" {
		lines = append(lines, flow.Value{}, flow.Value{Key: "staff.preview.question", Args: flow.Args{"text": text(o.rest)}})
	}
	for _, rest := range []struct {
		n   int
		key string
	}{{p.Later, "staff.preview.later"}, {p.Silent, "staff.preview.silent"}} {
		if rest.n > 0 {
			lines = append(lines, flow.Value{}, flow.Value{Key: rest.key, Args: flow.Args{"n": number(rest.n)}})
		}
	}
	return flow.Reply{Messages: pages(lines), Begin: Name, Notes: o.notes(o.word(p))}
}

// recipients says how many get it, in which languages, and the words in each.
func recipients(p store.Preview) []flow.Value {
	key := "staff.preview.count"
	switch {
	case p.Count == 0:
		return []flow.Value{{Key: "staff.preview.nobody"}}
	case p.Held:
		key = "staff.preview.held"
	}
	lines := []flow.Value{{Key: key, Args: flow.Args{"n": number(p.Count)}}}
	for _, tag := range slices.Sorted(maps.Keys(p.ByLanguage)) {
		lines = append(lines, flow.Value{}, flow.Value{Key: "staff.preview.words", Args: flow.Args{
			"language": {Key: "flow.language." + tag}, "n": number(p.ByLanguage[tag]),
			"words": {Key: PushWords(p.Kind), Lang: tag},
		}})
	}
	return lines
}

// PushWords is the key of the words that a family's push of a kind has: its own for
// class A, the neutral ones for all that a person tells first.
func PushWords(k cases.Kind) string {
	if k.Class() == cases.ClassA {
		return "notice." + string(k)
	}
	return "notice.news"
}

// word is the step that asks for the word: a text may be edited once more, and where
// nothing leaves now, nothing is said to be sent.
func (o order) word(p store.Preview) string {
	switch {
	case o.rest != "":
		return stepSend
	case p.Held || p.Count == 0:
		return stepRecord
	}
	return stepSure
}

// done says what an act did, who hears of it, and what can be done next.
func (o order) done(m store.Moved, err error) (flow.Reply, error) {
	if err != nil {
		return flow.Reply{}, err
	}
	lines := []flow.Value{{Key: "staff.done." + o.name, Args: flow.Args{
		"ref": text(m.Case.Ref.String()), "stage": stageWord(m.Case.Stage),
	}}}
	for _, told := range []struct {
		n   int
		key string
	}{{m.Told, "staff.told.now"}, {m.Waits, "staff.told.waits"}, {m.Silent, "staff.told.silent"}} {
		if told.n > 0 {
			lines = append(lines, flow.Value{Key: told.key, Args: flow.Args{"n": number(told.n)}})
		}
	}
	message := said(lines)
	message.Buttons = append(acts(m.Case, o.by), []flow.Button{about("open", m.Case.Ref, ""), button("queue", "queue")})
	return flow.Reply{Messages: []flow.Message{message}}, nil
}
