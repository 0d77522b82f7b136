package staff

import (
	"slices"

	"dodomu/bot/flow"
	"dodomu/store/cases"
)

// card shows both sides of a match field by field: what agrees, what differs, what
// one side does not say. Of a case that the worker may not open only the names of the
// fields are there.
func (o order) card(m cases.Match) flow.Reply {
	lines := []flow.Value{{Key: sideKey("staff.match.pair", m), Args: flow.Args{"ref": text(o.ref.String()), "other": text(m.Number())}},
		{Key: "staff.match.stands", Args: flow.Args{"state": matchState(m.State)}}}
	if m.By != "" {
		lines = append(lines, flow.Value{Key: "staff.match.by", Args: flow.Args{"who": text(m.By), "time": {Time: m.Changed.UnixMilli()}}})
	}
	if m.Why != "" {
		lines = append(lines, text(m.Why))
	}
	lines = append(append(lines, flow.Value{}), scoreLines(m)...)
	for _, v := range []cases.Verdict{cases.Agree, cases.Differ} {
		lines = append(lines, comparedLines(m, v)...)
	}
	if silent := fieldNames(m, cases.NotSaid); len(silent) > 0 {
		lines = append(lines, flow.Value{}, flow.Value{Key: "staff.match.missing"}, joined(silent))
	}
	if !m.Readable {
		lines = append(lines, flow.Value{}, flow.Value{Key: "staff.match.unreadable"})
	}
	if m.State.Open() {
		lines = append(lines, flow.Value{}, flow.Value{Key: "staff.match.person"})
	}
	all := pages(lines)
	all[len(all)-1].Buttons = o.cardButtons(m)
	return flow.Reply{Messages: all}
}

// comparedLines are the fields that compare so, with the words of both sides.
func comparedLines(m cases.Match, v cases.Verdict) []flow.Value {
	if m.Count(v) == 0 {
		return nil
	}
	lines := []flow.Value{{}, {Key: "staff.match." + string(v)}}
	for _, f := range m.Fields {
		mine, theirs := sideWords(f.Name, m.Mine), theirWords(f.Name, m)
		switch {
		case f.Verdict != v:
		case !m.Readable || len(mine)+len(theirs) == 0:
			lines = append(lines, fieldName(f))
		default:
			lines = append(lines, flow.Value{Key: "staff.match.sides", Args: flow.Args{
				"label": fieldName(f), "mine": joined(mine), "theirs": joined(theirs)}})
		}
	}
	return lines
}

// theirWords is what the other side says of a field. A tip has the name in one piece.
func theirWords(field string, m cases.Match) []flow.Value {
	if m.TheirTip == nil {
		return sideWords(field, m.Theirs)
	}
	t := m.TheirTip
	c := cases.Child{Sex: t.Sex, Birth: t.Birth, From: cases.Place{Settlement: t.Where.Text}}
	c.Name = cases.Name{Surname: t.Name, Given: t.Name, Patronymic: t.Name}
	return sideWords(field, []cases.Child{c})
}

// sideWords is what the reports of one side say of a field, each thing once.
func sideWords(field string, side []cases.Child) []flow.Value {
	var all []flow.Value
	var seen []string
	words := func(texts ...string) {
		for _, s := range texts {
			if s != "" && !slices.Contains(seen, s) {
				seen, all = append(seen, s), append(all, text(s))
			}
		}
	}
	option := func(step, o string) {
		if key := optionWord(step, o); o != "" && !slices.Contains(seen, key.Key) {
			seen, all = append(seen, key.Key), append(all, key)
		}
	}
	date := func(d cases.Date, v flow.Value, ok bool) {
		if ok && !slices.Contains(seen, d.String()) {
			seen, all = append(seen, d.String()), append(all, v)
		}
	}
	for _, c := range side {
		switch field {
		case "surname":
			words(c.Name.Surname, c.Name.After)
		case "given":
			words(c.Name.Given, c.Name.Other)
		case "patronymic":
			words(c.Name.Patronymic)
		case "sex":
			option("sex", string(c.Sex))
		case "birth":
			v, ok := birthWord(c.Birth)
			date(c.Birth.Date, v, ok)
		case "place":
			words(c.From.Settlement)
			option("oblast", c.From.Oblast)
			words(c.Last.Settlement, c.Last.Region)
		case "institution":
			words(c.Last.Institution, c.From.Institution, c.School)
		case "separation":
			date(c.Separation.Date, dateWord(c.Separation.Date), c.Separation.Date.Given())
		case "marks":
			words(c.Marks)
		}
	}
	return all
}

// cardButtons are what the worker may make of the pair now, and both cases.
func (o order) cardButtons(m cases.Match) [][]flow.Button {
	var rows [][]flow.Button
	for _, v := range verbs() {
		possible := slices.ContainsFunc(cases.MatchSteps(), func(s cases.MatchStep) bool { return s.From == m.State && s.To == v.to })
		if !possible || !m.May {
			continue
		}
		b := about(o.name, o.ref, otherSide(m)+"."+v.name+"."+seenMark+string(m.State))
		b.Label.Key = "staff.act.match." + v.name + ".button"
		rows = append(rows, []flow.Button{b})
	}
	list := about(o.name, o.ref, "")
	list.Label.Key = "staff.act.match_all.button"
	rows = append(rows, []flow.Button{list}, []flow.Button{about("open", o.ref, "")})
	if m.Readable && m.Tip == "" {
		other := about("open", m.Other, "")
		other.Label = flow.Value{Key: "staff.act.match_other.button", Args: flow.Args{"ref": text(m.Other.String())}}
		rows = append(rows, []flow.Button{other})
	}
	return rows
}
