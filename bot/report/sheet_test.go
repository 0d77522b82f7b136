package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dodomu/bot/flow"
	"dodomu/store/cases"
)

func TestSplitName(t *testing.T) {
	for typed, want := range map[string]cases.Name{
		"":             {},
		"Олена":        {Given: "Олена"},
		"Коваль Олена": {Surname: "Коваль", Given: "Олена"},
		"Коваль Олена Іванівна":      {Surname: "Коваль", Given: "Олена", Patronymic: "Іванівна"},
		"Олена Іванівна Коваль":      {Surname: "Коваль", Given: "Олена", Patronymic: "Іванівна"},
		"Петренко Тарас Ілліч":       {Surname: "Петренко", Given: "Тарас", Patronymic: "Ілліч"},
		"Тарас Ілліч Петренко":       {Surname: "Петренко", Given: "Тарас", Patronymic: "Ілліч"},
		"Абрамович Давид Львович":    {Surname: "Абрамович", Given: "Давид", Patronymic: "Львович"},
		"Koval  Olena\tIvanivna":     {Surname: "Koval", Given: "Olena", Patronymic: "Ivanivna"},
		"Коваль Анна Марія Олегівна": {Surname: "Коваль", Given: "Анна", Patronymic: "Марія Олегівна"},
	} {
		if got := splitName(typed); got != want {
			t.Errorf("%q: %+v, want %+v", typed, got, want)
		}
	}
}

func TestBirth(t *testing.T) {
	day := cases.Date{Year: 2026, Month: 3, Day: 12}
	tests := []struct {
		name   string
		answer flow.Answer
		want   cases.Birth
	}{
		{"nothing", flow.Answer{}, cases.Birth{}},
		{"not known", flow.Answer{Unknown: true}, cases.Birth{}},
		{"a date", flow.Answer{Date: &flow.Date{Year: 2015, Month: 3}}, cases.Birth{Date: cases.Date{Year: 2015, Month: 3}}},
		{"about a year", flow.Answer{Date: &flow.Date{Year: 2015, About: true}}, cases.Birth{Date: cases.Date{Year: 2015, About: true}}},
		{"an age", flow.Answer{AgeFrom: 7, AgeTo: 7}, cases.Birth{AgeFrom: 7, AgeTo: 7, AsOf: day}},
		{"an age from nought", flow.Answer{AgeFrom: 0, AgeTo: 2}, cases.Birth{AgeTo: 2, AsOf: day}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, birth(tt.answer, day)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestUnknownIsAnAnswer(t *testing.T) {
	unknown, skipped := flow.Answer{Unknown: true}, flow.Answer{Skipped: true}
	if got := sex(unknown); got != cases.SexUnknown {
		t.Errorf("sex: %q", got)
	}
	if got := cause(unknown); got != cases.UnknownCause {
		t.Errorf("cause: %q", got)
	}
	if got := tristate(unknown); got != cases.Unknown {
		t.Errorf("papers: %q", got)
	}
	if sex(skipped) != "" || cause(skipped) != "" || tristate(skipped) != "" {
		t.Error("what was skipped is not given")
	}
}

func TestPlace(t *testing.T) {
	for want, a := range map[string]flow.Answer{
		"":                 {},
		"Ізюм":             {Text: "Ізюм"},
		"49.9935, 36.2304": {Lat: 49.9935, Lon: 36.23039, Located: true},
	} {
		if got := place(a); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// A sheet of an empty conversation has an answer to every consent: no.
func TestNoAnswerIsNoConsent(t *testing.T) {
	sheet := Sheet(flow.Answers{}, cases.Date{}, "uk")
	if len(sheet.Consents) != len(cases.Purposes()) {
		t.Fatalf("%d consents", len(sheet.Consents))
	}
	for _, c := range sheet.Consents {
		if c.Given || c.Version != ConsentVersion {
			t.Errorf("%+v", c)
		}
	}
}
