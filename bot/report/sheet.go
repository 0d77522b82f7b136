package report

import (
	"fmt"
	"slices"
	"strings"

	"dodomu/bot/flow"
	"dodomu/store/cases"
)

// Sheet turns the answers of a submitted conversation into the report as it is
// kept. It is pure. An age counts as of today, the day of submission; language is
// the person's, used where they did not choose one for the search.
func Sheet(a flow.Answers, today cases.Date, language string) cases.Sheet {
	sheet := cases.Sheet{
		SharedPhone: cases.SharedPhone(a.Get("safety").Choice),
		Relation:    cases.Relation(a.Get("relation").Choice),
		Consents:    consents(a),
		References:  references(a),
		Reach:       cases.Reach{Phone: a.Get("phone").Phone, How: text(a, "reach"), Second: text(a, "second")},
		Message:     text(a, "message"),
		Language:    language,
		Short:       onShortPath(a),
	}
	if chosen := a.Get("language").Choice; chosen != "" {
		sheet.Language = chosen
	}
	for i := range a.Count(group) {
		sheet.Children = append(sheet.Children, child(a.Group(group, i), today))
	}
	return sheet
}

func consents(a flow.Answers) []cases.Consent {
	all := a.Get("consents").Choice == allConsents
	var out []cases.Consent
	for _, p := range cases.Purposes() {
		given := all || a.Get("consent_"+string(p)).Choice == yes
		out = append(out, cases.Consent{Purpose: p, Given: given, Version: ConsentVersion})
	}
	return out
}

func references(a flow.Answers) []cases.Reference {
	var out []cases.Reference
	chosen := a.Get("reported").Choices
	for _, b := range cases.Bodies() {
		if slices.Contains(chosen, string(b)) {
			out = append(out, cases.Reference{Body: b, Number: text(a, "number_"+string(b))})
		}
	}
	return out
}

// child builds one child from the answers as seen from its round.
func child(a flow.Answers, today cases.Date) cases.Child {
	return cases.Child{
		Name:        name(a),
		Sex:         sex(a.Get("sex")),
		Birth:       birth(a.Get("birth"), today),
		Papers:      tristate(a.Get("papers")),
		LivedIn:     cases.LivedIn(a.Get("lived_in").Choice),
		Separation:  cases.Separation{Date: date(a.Get("separated")), Cause: cause(a.Get("cause"))},
		From:        from(a),
		Last:        last(a),
		LastContact: cases.LastContact{Date: date(a.Get("contact_date")), Means: text(a, "contact_means")},
		With:        text(a, "with"),
		Marks:       marks(a),
		Health:      text(a, "health"),
		Languages:   text(a, "languages"),
		School:      text(a, "school"),
		Photos:      photos(a.Get("photos")),
	}
}

func name(a flow.Answers) cases.Name {
	if onShortPath(a) {
		return splitName(text(a, "name"))
	}
	given := text(a, "given")
	if given == "" {
		given = text(a, "given_only")
	}
	return cases.Name{
		Surname: text(a, "surname"), Given: given, Patronymic: text(a, "patronymic"),
		Other: text(a, "other_names"), After: text(a, "name_after"),
	}
}

// splitName parts a name given in one line: surname, given name and patronymic as
// it is asked, or the patronymic in the middle as many write it. A single word is
// taken as the given name.
func splitName(s string) cases.Name {
	words := strings.Fields(s)
	switch {
	case len(words) == 0:
		return cases.Name{}
	case len(words) == 1:
		return cases.Name{Given: words[0]}
	case len(words) == 3 && isPatronymic(words[1]) && !isPatronymic(words[2]):
		return cases.Name{Given: words[0], Patronymic: words[1], Surname: words[2]}
	}
	return cases.Name{Surname: words[0], Given: words[1], Patronymic: strings.Join(words[2:], " ")}
}

func isPatronymic(s string) bool {
	s = strings.ToLower(s)
	return slices.ContainsFunc([]string{"івна", "ївна", "овна", "евна", "ич", "іч", "ivna", "ovna", "evna", "ych", "ich"},
		func(end string) bool { return strings.HasSuffix(s, end) })
}

func sex(a flow.Answer) cases.Sex {
	if a.Unknown {
		return cases.SexUnknown
	}
	return cases.Sex(a.Choice)
}

func tristate(a flow.Answer) cases.Tristate {
	if a.Unknown {
		return cases.Unknown
	}
	return cases.Tristate(a.Choice)
}

func cause(a flow.Answer) cases.Cause {
	if a.Unknown {
		return cases.UnknownCause
	}
	return cases.Cause(a.Choice)
}

func birth(a flow.Answer, today cases.Date) cases.Birth {
	if a.AgeTo == 0 {
		return cases.Birth{Date: date(a)}
	}
	return cases.Birth{AgeFrom: a.AgeFrom, AgeTo: a.AgeTo, AsOf: today}
}

func date(a flow.Answer) cases.Date {
	if a.Date == nil {
		return cases.Date{}
	}
	return cases.Date(*a.Date)
}

func from(a flow.Answers) cases.Place {
	p := cases.Place{Oblast: a.Get("oblast").Choice, Settlement: place(a.Get("settlement"))}
	switch p.Oblast {
	case "":
	case abroad:
		p.Oblast = ""
	default:
		p.Country = ukraine
	}
	return p
}

func last(a flow.Answers) cases.Place {
	p := cases.Place{
		Country:     a.Get("last_country").Choice,
		Oblast:      a.Get("last_oblast").Choice,
		Region:      text(a, "last_region"),
		Settlement:  place(a.Get("last_settlement")),
		Institution: text(a, "last_institution"),
	}
	if typed := text(a, "last_elsewhere"); typed != "" {
		p.Country = typed
	}
	return p
}

// place gives a place as typed, or the shared location as degrees.
func place(a flow.Answer) string {
	if a.Text == "" && a.Located {
		return fmt.Sprintf("%.4f, %.4f", a.Lat, a.Lon)
	}
	return a.Text
}

// marks are the distinguishing marks with what was written under the photos, which
// has no field of its own and must not be lost.
func marks(a flow.Answers) string {
	return strings.TrimSpace(text(a, "marks") + "\n" + text(a, "photos"))
}

func photos(a flow.Answer) []cases.FileID {
	var out []cases.FileID
	for _, f := range a.Files {
		out = append(out, cases.FileID(f.ID))
	}
	return out
}

func text(a flow.Answers, key string) string { return a.Get(key).Text }
