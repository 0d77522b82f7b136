package cases_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"dodomu/store/cases"
)

var today = cases.Date{Year: 2026, Month: 11, Day: 23}

func sheet() cases.Sheet {
	s := cases.Sheet{SharedPhone: cases.SharedNo, Relation: cases.Mother,
		Children: []cases.Child{{Name: cases.Name{Given: "Оля"}}}}
	for _, p := range cases.Purposes() {
		s.Consents = append(s.Consents, cases.Consent{Purpose: p, Given: true, Version: "1"})
	}
	return s
}

func TestStarredFieldsAreNamed(t *testing.T) {
	if err := sheet().Check(today); err != nil {
		t.Fatalf("the shortest sheet: %v", err)
	}
	want := []string{"shared_phone", "relation", "consent.search", "consent.authorities", "consent.partners", "consent.contact", "children"}
	var gaps *cases.Gaps
	if err := (cases.Sheet{}).Check(today); !errors.As(err, &gaps) || !errors.Is(err, cases.ErrIncomplete) || !slices.Equal(gaps.Missing, want) {
		t.Errorf("an empty sheet: %v", err)
	}
	nameless := sheet()
	nameless.Children = append(nameless.Children, cases.Child{Name: cases.Name{Other: "Лялька"}})
	if err := nameless.Check(today); !errors.As(err, &gaps) || !slices.Equal(gaps.Missing, []string{"children.1.name"}) {
		t.Errorf("a child without a name: %v", err)
	}
	unversioned := sheet()
	unversioned.Consents[2].Version = ""
	if err := unversioned.Check(today); !errors.As(err, &gaps) || !slices.Equal(gaps.Missing, []string{"consent.partners"}) {
		t.Errorf("a consent to unknown words: %v", err)
	}
}

func TestImpossibleAnswersAreNamed(t *testing.T) {
	for path, spoil := range map[string]func(*cases.Sheet){
		"shared_phone":                   func(s *cases.Sheet) { s.SharedPhone = "sometimes" },
		"relation":                       func(s *cases.Sheet) { s.Relation = "neighbour" },
		"consent":                        func(s *cases.Sheet) { s.Consents = append(s.Consents, s.Consents[0]) },
		"children.many":                  func(s *cases.Sheet) { s.Children = slices.Repeat(s.Children, 21) },
		"children.0.birth.future":        func(s *cases.Sheet) { s.Children[0].Birth.Date = cases.Date{Year: 2027} },
		"children.0.birth.too_old":       func(s *cases.Sheet) { s.Children[0].Birth.Date = cases.Date{Year: 1999} },
		"children.0.birth.impossible":    func(s *cases.Sheet) { s.Children[0].Birth.Date = cases.Date{Year: 2015, Month: 2, Day: 30} },
		"children.0.birth.range":         func(s *cases.Sheet) { s.Children[0].Birth = cases.Birth{AgeFrom: 8, AgeTo: 6, AsOf: today} },
		"children.0.separation.future":   func(s *cases.Sheet) { s.Children[0].Separation.Date = cases.Date{Year: 2026, Month: 12} },
		"children.0.separation.cause":    func(s *cases.Sheet) { s.Children[0].Separation.Cause = "fate" },
		"children.0.last_contact.future": func(s *cases.Sheet) { s.Children[0].LastContact.Date = cases.Date{Year: 2026, Month: 11, Day: 24} },
		"children.0.from.oblast":         func(s *cases.Sheet) { s.Children[0].From.Oblast = "UA-99" },
		"children.0.sex":                 func(s *cases.Sheet) { s.Children[0].Sex = "x" },
		"children.0.papers":              func(s *cases.Sheet) { s.Children[0].Papers = "maybe" },
		"children.0.lived_in":            func(s *cases.Sheet) { s.Children[0].LivedIn = "moon" },
		"children.0.photos":              func(s *cases.Sheet) { s.Children[0].Photos = make([]cases.FileID, 6) },
		"children.0.long":                func(s *cases.Sheet) { s.Children[0].Marks = strings.Repeat("я", 4097) },
		"children.0.encoding":            func(s *cases.Sheet) { s.Children[0].Health = "\xff" },
		"references":                     func(s *cases.Sheet) { s.References = []cases.Reference{{Body: "fbi"}} },
		"message.long":                   func(s *cases.Sheet) { s.Message = strings.Repeat("я", 4097) },
	} {
		s := sheet()
		spoil(&s)
		var gaps *cases.Gaps
		if err := s.Check(today); !errors.As(err, &gaps) || !errors.Is(err, cases.ErrInvalid) || !slices.Equal(gaps.Invalid, []string{path}) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestNoAnswerIsNoConsent(t *testing.T) {
	s := sheet()
	s.Consents[0].Given = false
	if s.Allows(cases.ConsentSearch) || !s.Allows(cases.ConsentContact) || (cases.Sheet{}).Allows(cases.ConsentContact) {
		t.Error("a consent that was not given")
	}
}

func TestAboutHoldsOneChild(t *testing.T) {
	s := sheet()
	s.Children = append(s.Children, cases.Child{Name: cases.Name{Given: "Ігор"}})
	if got := s.About(1); len(got.Children) != 1 || got.Children[0].Name.Given != "Ігор" || len(s.Children) != 2 {
		t.Errorf("about the second child: %+v", got.Children)
	}
}

func TestAges(t *testing.T) {
	for _, row := range []struct {
		birth    cases.Birth
		from, to int
		ok       bool
		band     cases.AgeBand
	}{
		{cases.Birth{}, 0, 0, false, "unknown"},
		{cases.Birth{Date: cases.Date{Year: 2015}}, 10, 11, true, "7-10"},
		{cases.Birth{Date: cases.Date{Year: 2015, Month: 10}}, 11, 11, true, "11-14"},
		{cases.Birth{Date: cases.Date{Year: 2015, Month: 12}}, 10, 10, true, "7-10"},
		{cases.Birth{Date: cases.Date{Year: 2015, Month: 11}}, 10, 11, true, "7-10"},
		{cases.Birth{Date: cases.Date{Year: 2015, Month: 11, Day: 23}}, 11, 11, true, "11-14"},
		{cases.Birth{Date: cases.Date{Year: 2015, Month: 11, Day: 24}}, 10, 10, true, "7-10"},
		{cases.Birth{Date: cases.Date{Year: 2026}}, 0, 0, true, "0-2"},
		{cases.Birth{AgeFrom: 6, AgeTo: 8, AsOf: today}, 6, 8, true, "3-6"},
		{cases.Birth{AgeFrom: 6, AgeTo: 8, AsOf: cases.Date{Year: 2022, Month: 3, Day: 1}}, 10, 13, true, "7-10"},
		{cases.Birth{AgeFrom: 7, AgeTo: 7, AsOf: cases.Date{Year: 2025, Month: 12, Day: 1}}, 7, 8, true, "7-10"},
		{cases.Birth{Date: cases.Date{Year: 2004}}, 21, 22, true, "18+"},
	} {
		from, to, ok := row.birth.Ages(today)
		if from != row.from || to != row.to || ok != row.ok || row.birth.Band(today) != row.band {
			t.Errorf("%+v: %d-%d %v %s", row.birth, from, to, ok, row.birth.Band(today))
		}
	}
}

func TestOblasts(t *testing.T) {
	all := cases.Oblasts()
	if len(all) != 27 || len(slices.Compact(slices.Sorted(slices.Values(all)))) != 27 {
		t.Errorf("%d oblasts", len(all))
	}
	for _, code := range all {
		if !strings.HasPrefix(code, "UA-") || len(code) != 5 || !cases.KnownOblast(code) {
			t.Errorf("%q", code)
		}
	}
	if cases.KnownOblast("") {
		t.Error("no oblast is an oblast")
	}
}
