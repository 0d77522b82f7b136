package tip

import (
	"slices"
	"strings"
	"unicode/utf8"

	"dodomu/bot/flow"
	"dodomu/store/cases"
)

// Sheet turns the answers of a submitted conversation into the tip as it is kept. It
// is pure. An age counts as of today; language is the person's. Who sent it is in it
// only where they tell it as themselves.
func Sheet(a flow.Answers, today cases.Date, language string) cases.TipSheet {
	what, proof := a.Get("what"), a.Get("proof")
	s := cases.TipSheet{
		What:      what.Text,
		Where:     place(a.Get("where")),
		When:      date(a.Get("when")),
		Knowing:   cases.Knowing(a.Get("knowing").Choice),
		How:       a.Get("how").Text,
		Forwarded: posts(what, proof),
		Files:     files(what, proof),
		AskBack:   a.Get("ask_back").Choice == yes,
		Name:      a.Get("name").Text,
		Birth:     birth(a.Get("birth"), today),
		Sex:       sex(a.Get("sex")),
		Language:  language,
		Short:     a.Get("path").Choice == brief,
	}
	if both := strings.TrimSpace(what.Text + "\n" + proof.Text); utf8.RuneCountInString(both) <= cases.MaxText {
		s.What = both
	} else { // two whole messages are no one text: the second stands beside the first
		s.Forwarded = append(s.Forwarded, cases.Forwarded{Text: proof.Text})
	}
	s.Links = links(what.Text, proof.Text, s.How)
	if a.Get("who").Choice == named {
		s.Sender = a.Get("sender").Text
	}
	return s
}

func posts(answers ...flow.Answer) []cases.Forwarded {
	var all []cases.Forwarded
	for _, a := range answers {
		for _, p := range a.Posts {
			f := cases.Forwarded{From: p.From, Link: p.Link, Text: p.Text, At: cases.Date(p.At)}
			if !slices.Contains(all, f) {
				all = append(all, f)
			}
		}
	}
	return all
}

func files(answers ...flow.Answer) []cases.FileID {
	var all []cases.FileID
	for _, a := range answers {
		for _, f := range a.Files {
			if id := cases.FileID(f.ID); !slices.Contains(all, id) {
				all = append(all, id)
			}
		}
	}
	return all
}

// links are the addresses that stand in what was written, as typed: nobody opens
// them here.
func links(texts ...string) []string {
	var all []string
	for word := range strings.FieldsSeq(strings.Join(texts, " ")) {
		word = strings.Trim(word, "()[]<>«»„”“\"',;!?.")
		if isLink(word) && len(all) < cases.MaxTipLinks && !slices.Contains(all, word) {
			all = append(all, word)
		}
	}
	return all
}

func isLink(word string) bool {
	lower := strings.ToLower(word)
	for _, mark := range []string{"http://", "https://", "www.", "t.me/", "tg://", "ftp://"} {
		if strings.HasPrefix(lower, mark) && len(lower) > len(mark) {
			return true
		}
	}
	return false
}

func place(a flow.Answer) cases.TipPlace {
	p := cases.TipPlace{Text: a.Text, Unknown: a.Unknown}
	if a.Located {
		p.Pin = &cases.Pin{Latitude: a.Lat, Longitude: a.Lon}
	}
	return p
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

func sex(a flow.Answer) cases.Sex {
	if a.Unknown {
		return cases.SexUnknown
	}
	return cases.Sex(a.Choice)
}
