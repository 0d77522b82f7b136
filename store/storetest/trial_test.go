package storetest

import (
	"context"
	"testing"

	"dodomu/store"
	"dodomu/store/names"
)

// A measure goes the way of every case: through sealed sheets, with family, place,
// institution, separation and marks.
func TestTrialKnowsWhatIsTold(t *testing.T) {
	told := []names.Told{
		{Family: "1", Record: names.Record{ID: "olia", Name: names.Name{Surname: "Гайовий", Given: "Ольга", Patronymic: "Петрівна"}, Sex: names.Female,
			Birth: names.Birth{Date: names.Date{Year: 2014, Month: 3, Day: 5}}, Institution: "школа-інтернат №4", Marks: "шрам на лівій брові",
			Parted: names.Date{Year: 2022, Month: 10, Day: 7}, Places: []names.Place{{Settlement: "Довгеньке", Raion: "Ізюмський", Oblast: "Харківська"}}}},
		{Family: "2", Record: names.Record{ID: "ivan", Name: names.Name{Surname: "Бойко", Given: "Іван"}}},
		{Family: "1", Record: names.Record{ID: "petro", Name: names.Name{Surname: "Гайовий", Given: "Петро"}}},
		{Record: names.Record{ID: "alone", Name: names.Name{Given: "Назар"}}},
		{Record: names.Record{ID: "lonely", Name: names.Name{Given: "Устина"}}},
	}
	weights := names.DefaultWeights()
	weights.Absent = -9
	trial, err := store.NewTrial(context.Background(), told, store.Tuning{Weights: weights,
		Places: []names.PlaceRow{{Code: "UA1", Settlement: "Тестівка", Raion: "Ізюмський", Oblast: "Харківська"}}})
	if err != nil {
		t.Fatal(err)
	}
	defer trial.Close()
	q := names.Query{Typed: "Оля Гайова", Sex: names.Female, Birth: names.Birth{Date: names.Date{Year: 2014, Month: 3, Day: 5}}, Marks: "шрам на брові",
		Institution: "интернат №4", Parted: names.Date{Year: 2022, Month: 10, Day: 8}, Siblings: []string{"petro"}, Places: []names.Place{{Text: "с. Тестівка"}}}
	asked := names.Asked{ID: "q", Kind: "pos", Truth: "olia", Query: q}
	top, _ := trial.Ask(asked)
	if len(top) == 0 || top[0].ID != "olia" || q.Siblings[0] != "petro" {
		t.Fatalf("answers %+v", top)
	}
	for _, name := range []names.FieldName{names.Surname, names.Given, names.SexField, names.BirthField, names.Institution,
		names.Separation, names.Siblings, names.Marks} {
		if f := top[0].Field(name); f.Verdict != names.Agree {
			t.Errorf("%s: %s, %s", name, f.Level, f.Verdict)
		}
	}
	if f := top[0].Field(names.PlaceField); f.Level != names.TownRaion { // the codifier says where one lies, the sheet where the other
		t.Errorf("place: %s", f.Level)
	}
	if _, unknown := trial.Unknown([]names.Asked{asked, {Truth: ""}}); unknown {
		t.Error("a truth of the population is not known")
	}
	if a, unknown := trial.Unknown([]names.Asked{{ID: "x", Truth: "nobody"}}); !unknown || a.ID != "x" {
		t.Error("a truth of nobody is known")
	}
	if fitted := trial.Calibrate([]names.Asked{asked}); fitted == weights || fitted == (names.Weights{}) {
		t.Error("nothing was learned")
	}
}
