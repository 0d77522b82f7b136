package staff

import (
	"slices"

	"dodomu/bot/flow"
	"dodomu/store/cases"
)

// form are the labels and options of the report: staff read the words that the
// family answered.
const form = "report."

// answers collects fields, those that were answered.
type answers []flow.Value

func (l *answers) words(step, s string) {
	if s != "" {
		*l = append(*l, field(form+step+".label", text(s)))
	}
}

func (l *answers) choice(step, option string) {
	if option != "" {
		*l = append(*l, field(form+step+".label", optionWord(step, option)))
	}
}

func (l *answers) date(step string, d cases.Date) {
	if d.Given() {
		*l = append(*l, field(form+step+".label", dateWord(d)))
	}
}

// optionWord is the label of an option as the form has it; "unknown" is the engine's
// own answer, yes and no too.
func optionWord(step, option string) flow.Value {
	switch option {
	case "unknown":
		return flow.Value{Key: "flow.said.unknown"}
	case "yes", "no":
		return flow.Value{Key: "flow." + option}
	}
	return flow.Value{Key: form + step + "." + option}
}

func dateWord(d cases.Date) flow.Value {
	date := flow.Date(d)
	return flow.Value{Date: &date}
}

// reportLines are one report of a case, field by field.
func reportLines(n int, r cases.Filed) []flow.Value {
	s := r.Sheet
	l := answers{{Key: "staff.file.report", Args: flow.Args{"n": number(n), "time": {Time: r.At.UnixMilli()}}}}
	for _, c := range s.Children {
		l.child(c)
	}
	l = append(l, flow.Value{}, flow.Value{Key: "staff.file.reporter"},
		field("staff.file.relation", relationWord(s.Relation)),
		field("staff.file.shared", optionWord("safety", string(s.SharedPhone))),
		field(form+"language.label", flow.Value{Key: "flow.language." + s.Language}))
	l.words("phone", s.Reach.Phone)
	l.words("reach", s.Reach.How)
	l.words("second", s.Reach.Second)
	l.words("message", s.Message)
	for _, ref := range s.References {
		l = append(l, referenceLine(ref))
	}
	l = append(l, flow.Value{}, flow.Value{Key: "staff.file.consents"})
	return append(l, consentLines(r.Consents)...)
}

func referenceLine(r cases.Reference) flow.Value {
	if r.Number == "" {
		return field(form+"reported.label", optionWord("reported", string(r.Body)))
	}
	return flow.Value{Key: "flow.line", Args: flow.Args{"label": optionWord("reported", string(r.Body)), "answer": text(r.Number)}}
}

// consentLines are every purpose as it stands now: what was not answered was not
// given.
func consentLines(all []cases.Consent) []flow.Value {
	out := make([]flow.Value, 0, len(cases.Purposes()))
	for _, p := range cases.Purposes() {
		given := flow.Value{Key: "flow.no"}
		if slices.ContainsFunc(all, func(c cases.Consent) bool { return c.Purpose == p && c.Given }) {
			given = flow.Value{Key: "flow.yes"}
		}
		out = append(out, field("staff.consent."+string(p), given))
	}
	return out
}

// child are the fields of the child.
func (l *answers) child(c cases.Child) {
	l.words("surname", c.Name.Surname)
	l.words("given", c.Name.Given)
	l.words("patronymic", c.Name.Patronymic)
	l.words("other_names", c.Name.Other)
	l.words("name_after", c.Name.After)
	l.choice("sex", string(c.Sex))
	if birth, ok := birthWord(c.Birth); ok {
		*l = append(*l, field(form+"birth.label", birth))
	}
	l.choice("papers", string(c.Papers))
	l.choice("lived_in", string(c.LivedIn))
	l.date("separated", c.Separation.Date)
	l.choice("cause", string(c.Separation.Cause))
	l.from(c.From)
	l.last(c.Last)
	l.date("contact_date", c.LastContact.Date)
	l.words("contact_means", c.LastContact.Means)
	l.words("with", c.With)
	l.words("marks", c.Marks)
	l.words("health", c.Health)
	l.words("languages", c.Languages)
	l.words("school", c.School)
	if n := len(c.Photos); n > 0 {
		*l = append(*l, field(form+"photos.label", flow.Value{Key: "flow.said.photos", Args: flow.Args{"n": number(n)}}))
	}
}

// birthWord words a birth date, or the age as of the day it was told.
func birthWord(b cases.Birth) (flow.Value, bool) {
	if b.Date.Given() {
		return dateWord(b.Date), true
	}
	if !b.AsOf.Given() {
		return flow.Value{}, false
	}
	age := flow.Value{Key: "flow.said.age", Args: flow.Args{"n": number(b.AgeTo)}}
	if b.AgeFrom != b.AgeTo {
		age = flow.Value{Key: "flow.said.ages", Args: flow.Args{"from": number(b.AgeFrom), "to": number(b.AgeTo)}}
	}
	return flow.Value{Key: "staff.file.age", Args: flow.Args{"age": age, "date": dateWord(b.AsOf)}}, true
}

func (l *answers) from(p cases.Place) {
	l.choice("oblast", p.Oblast)
	l.words("settlement", p.Settlement)
}

// last is the last known place. A country that is not one of the form's was typed.
func (l *answers) last(p cases.Place) {
	if slices.Contains([]string{"occupied", "russia", "belarus", "ukraine", "other", "unknown"}, p.Country) {
		l.choice("last_country", p.Country)
	} else {
		l.words("last_country", p.Country)
	}
	if p.Oblast != "" {
		*l = append(*l, field(form+"last_oblast.label", optionWord("oblast", p.Oblast)))
	}
	l.words("last_region", p.Region)
	l.words("last_settlement", p.Settlement)
	l.words("last_institution", p.Institution)
}
