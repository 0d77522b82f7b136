package staff

import (
	"fmt"
	"math"
	"strings"

	"dodomu/bot/flow"
	"dodomu/store"
	"dodomu/store/cases"
)

// bestMatches is how many matches are shown before more are asked for.
const bestMatches = 3

// moreWord asks for the matches after the best.
const moreWord = "more"

// match shows what may be the same child as in a case, the likeliest first; with
// another number the card of the pair, and with a word after it what a person makes
// of the pair.
func match(o order) (flow.Reply, error) {
	if o.rest == "" || o.rest == moreWord {
		return o.matchList(o.rest == moreWord)
	}
	p := store.Pair{Mine: o.ref}
	var rest string
	var ok bool
	word, tail := cutWord(o.rest)
	if p.Tip, ok = cases.ParseTipRef(word); ok {
		rest = tail
	} else if p.Other, rest, ok = cutRef(o.rest); !ok {
		return flow.Reply{}, errBadRef
	}
	verb, rest := cutWord(rest)
	if verb == "" {
		m, err := o.tx.Match(o.by, p)
		if err != nil {
			return flow.Reply{}, err
		}
		return o.card(m), nil
	}
	return o.decide(p, verb, rest)
}

// verbs are what a worker may make of a pair, in the order of their buttons: the
// careful ones first.
func verbs() []struct {
	name string
	to   cases.MatchState
} {
	return []struct {
		name string
		to   cases.MatchState
	}{{"check", cases.UnderCheck}, {"reject", cases.Rejected}, {"confirm", cases.Confirmed}}
}

// decide records what a worker makes of a pair. The state they saw comes with the
// button; typed blind, it is the one the pair has.
func (o order) decide(p store.Pair, verb, rest string) (flow.Reply, error) {
	d := cases.Decision{}
	for _, v := range verbs() {
		if v.name == verb {
			d.To = v.to
		}
	}
	if d.To == "" {
		return flow.Reply{}, errUsage
	}
	seen, why := cutWord(rest)
	if state, marked := strings.CutPrefix(seen, seenMark); marked {
		d.Seen, d.Why = cases.MatchState(state), why
	} else {
		m, err := o.tx.Match(o.by, p)
		if err == nil && !m.May {
			err = cases.ErrForbidden
		}
		if err != nil {
			return flow.Reply{}, err
		}
		d.Seen, d.Why = m.State, rest
	}
	if d.Why == "" && needsWhy(d) {
		o.rest = strings.Join([]string{string(p.Other) + string(p.Tip), verb, seenMark + string(d.Seen)}, " ")
		return o.wants()
	}
	m, err := o.tx.DecideMatch(o.by, p, d)
	if err != nil {
		return flow.Reply{}, err
	}
	reply := o.card(m)
	reply.Messages = append([]flow.Message{said([]flow.Value{{Key: "staff.done.match"}})}, reply.Messages...)
	return reply, nil
}

func needsWhy(d cases.Decision) bool {
	for _, step := range cases.MatchSteps() {
		if step.From == d.Seen && step.To == d.To {
			return step.Why
		}
	}
	return false
}

// matchList shows the three best, or those after them.
func (o order) matchList(more bool) (flow.Reply, error) {
	all, err := o.tx.Matches(o.by, o.ref)
	if err != nil {
		return flow.Reply{}, err
	}
	lines := []flow.Value{{Key: "staff.match.head", Args: flow.Args{"ref": text(o.ref.String())}}}
	first := 0
	if more {
		first = min(bestMatches, len(all))
	}
	shown := all[first:]
	if !more {
		shown = shown[:min(bestMatches, len(shown))]
	}
	if len(shown) == 0 {
		lines = append(lines, flow.Value{}, flow.Value{Key: "staff.match.none"})
	}
	var cards []flow.Button
	for i, m := range shown {
		lines = append(append(lines, flow.Value{}), shortMatch(first+i+1, m)...)
		cards = append(cards, flow.Button{Label: text(fmt.Sprint(first + i + 1)), Data: about(o.name, o.ref, otherSide(m)).Data})
	}
	message := pages(lines)
	rows := inRows(cards, 5)
	if len(all) > first+len(shown) {
		b := about(o.name, o.ref, moreWord)
		b.Label.Key = "staff.act.more.button"
		rows = append(rows, []flow.Button{b})
	}
	message[len(message)-1].Buttons = append(rows, []flow.Button{about("open", o.ref, "")})
	return flow.Reply{Messages: message}, nil
}

// shortMatch is a match in a list: whose number, how likely, and which fields agree
// and differ; no word of what anybody wrote.
func shortMatch(n int, m cases.Match) []flow.Value {
	lines := []flow.Value{{Key: sideKey("staff.match.line", m), Args: flow.Args{"n": text(fmt.Sprint(n)), "ref": text(m.Number()), "state": matchState(m.State)}}}
	lines = append(lines, scoreLines(m)...)
	for _, v := range []cases.Verdict{cases.Agree, cases.Differ} {
		if names := fieldNames(m, v); len(names) > 0 {
			lines = append(lines, flow.Value{Key: "staff.match.only." + string(v), Args: flow.Args{"fields": joined(names)}})
		}
	}
	return lines
}

// sideKey is the key of a sentence about the other side: a case, or a tip.
func sideKey(key string, m cases.Match) string {
	if m.Tip != "" {
		return key + ".tip"
	}
	return key
}

// otherSide is the number of the other side as a button carries it.
func otherSide(m cases.Match) string { return string(m.Other) + string(m.Tip) }

func matchState(s cases.MatchState) flow.Value {
	return flow.Value{Key: "staff.match.state." + string(s)}
}

// scoreLines say how likely a match is, in words, bits and percent.
func scoreLines(m cases.Match) []flow.Value {
	var lines []flow.Value
	if m.Picture {
		lines = append(lines, flow.Value{Key: "staff.match.picture"})
	}
	if !m.Scored {
		return append(lines, flow.Value{Key: "staff.match.unscored"})
	}
	percent := min(max(int(math.Round(100*m.Probability)), 1), 99) // never sure
	return append(lines, flow.Value{Key: "staff.match.score", Args: flow.Args{
		"chance": {Key: "staff.match.chance." + string(m.Chance())}, "n": number(int(math.Round(m.Bits))), "percent": text(fmt.Sprint(percent)),
	}})
}

func fieldNames(m cases.Match, v cases.Verdict) []flow.Value {
	var names []flow.Value
	for _, f := range m.Fields {
		if f.Verdict == v {
			names = append(names, fieldName(f))
		}
	}
	return names
}

func fieldName(f cases.MatchField) flow.Value { return flow.Value{Key: "staff.match.field." + f.Name} }

// joined words several values one after another.
func joined(all []flow.Value) flow.Value {
	if len(all) == 0 {
		return flow.Value{Key: "staff.match.nothing"}
	}
	v := all[0]
	for _, next := range all[1:] {
		v = flow.Value{Key: "staff.match.and", Args: flow.Args{"a": v, "b": next}}
	}
	return v
}

// alikeLines say on a case that it may be about the same child as another.
func alikeLines(m cases.Match) []flow.Value {
	lines := shortMatch(0, m)
	lines[0] = flow.Value{Key: sideKey("staff.match.alike", m), Args: flow.Args{"ref": text(m.Number()), "state": matchState(m.State)}}
	return lines
}
