package store

import (
	"encoding/json"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"dodomu/store/cases"
)

// What the quick reader makes of a sheet is, for the index, what the general one makes.
func TestChildrenAreReadAsByTheGeneralReader(t *testing.T) {
	text := rapid.OneOf(rapid.Just(""), rapid.String(), rapid.StringMatching(`[а-яіїєґ'" \\<>&]{0,12}`))
	year := rapid.IntRange(0, 2030)
	rapid.Check(t, func(t *rapid.T) {
		sheet := cases.Sheet{Relation: cases.Mother, Message: text.Draw(t, "message"), Reach: cases.Reach{Phone: "+380"},
			Consents: []cases.Consent{{Purpose: cases.ConsentSearch, Given: true}}}
		for range rapid.IntRange(0, 3).Draw(t, "children") {
			word := func(what string) string { return text.Draw(t, what) }
			sheet.Children = append(sheet.Children, cases.Child{
				Name:  cases.Name{Surname: word("surname"), Given: word("given"), Patronymic: word("patronymic"), Other: word("other"), After: word("after")},
				Sex:   rapid.SampledFrom([]cases.Sex{"", cases.Boy, cases.Girl}).Draw(t, "sex"),
				Birth: cases.Birth{Date: cases.Date{Year: year.Draw(t, "year"), Month: 3}, AgeFrom: 3, AgeTo: 4, AsOf: cases.Date{Year: 2022, Month: 1, Day: 2}},
				From:  cases.Place{Country: "UA", Oblast: "UA-65", Settlement: word("settlement")}, Last: cases.Place{Region: word("region"), Institution: word("institution")},
				Separation: cases.Separation{Date: cases.Date{Year: 2022, Day: 7, About: true, Season: 2}, Cause: cases.CampTrip},
				Marks:      word("marks"), School: word("school"), Health: word("health"), Photos: []cases.FileID{1, 2}})
		}
		plain, err := json.Marshal(sheet)
		if err != nil {
			t.Fatal(err)
		}
		quick, err := childrenOf(plain)
		if err != nil || len(quick) != len(sheet.Children) {
			t.Fatalf("%d children, %v", len(quick), err)
		}
		var whole cases.Sheet
		if err := json.Unmarshal(plain, &whole); err != nil {
			t.Fatal(err)
		}
		for i, c := range whole.Children {
			if got, want := questionOf(quick[i]), questionOf(c); !reflect.DeepEqual(got, want) {
				t.Fatalf("read %+v\nwant %+v", got, want)
			}
		}
	})
}

// Whatever the quick reader does not follow is read by the general one, and refused
// where that one refuses it.
func TestStrangeSheetsAreReadOrRefused(t *testing.T) {
	for text, want := range map[string]string{
		`{"children":[{"name":{"surname":"Гай"}}]}`:                                   "Гай",
		` { "children" : [ { "name" : { "surname" : "Гай" } } ] } `:                   "Гай",
		`{"children":[{"name":{"surname":"\u0413ай"}}]}`:                              "Гай",
		`{"a":null,"b":-1.5e3,"c":[true,{}],"children":[{"name":{"surname":"Гай"}}]}`: "Гай",
		`{"children":[{"birth":{"date":{"y":1234567}},"name":{"surname":"Гай"}}]}`:    "Гай",
		`{"children":null}`: "",
		`{}`:                "",
	} {
		got, err := childrenOf([]byte(text))
		if err != nil || want == "" && len(got) != 0 || want != "" && (len(got) != 1 || got[0].Name.Surname != want) {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "{", `{"children":[{]}`, `{"children":[]}x`, `{"children":[{"name":{"surname":7}}]}`, "{\"children\":[{\"name\":{\"surname\":\"\n\"}}]}"} {
		if got, err := childrenOf([]byte(text)); err == nil {
			t.Errorf("%q was read as %+v", text, got)
		}
	}
}
