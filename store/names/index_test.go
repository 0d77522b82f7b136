package names

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

// small gives an index of a generated village with a family of known children.
func small(t testing.TB) *Index {
	t.Helper()
	x := NewIndex(Options{})
	for _, c := range newWorld(3).population(300) {
		x.Put(c.record)
	}
	for _, r := range family() {
		x.Put(r)
	}
	return x
}

// family is a girl, her twin brother and sister, and an older brother.
func family() []Record {
	at := []Place{{Settlement: "Маріуполь", Raion: "Маріупольський", Oblast: "UA-14"}}
	day := Birth{Date: Date{2014, 3, 5}}
	all := []Record{
		{ID: "anna", Name: Name{"Мельниченко", "Анна", "Сергіївна"}, Sex: Female, Birth: day, Places: at},
		{ID: "olga", Name: Name{"Мельниченко", "Ольга", "Сергіївна"}, Sex: Female, Birth: day, Places: at},
		{ID: "petro", Name: Name{"Мельниченко", "Петро", "Сергійович"}, Sex: Male, Birth: day, Places: at},
		{ID: "ivan", Name: Name{"Мельниченко", "Іван", "Сергійович"}, Sex: Male, Birth: Birth{Date: Date{2009, 11, 21}}, Places: at},
	}
	for i := range all {
		for j := range all {
			if i != j {
				all[i].Siblings = append(all[i].Siblings, all[j].ID)
			}
		}
	}
	return all
}

func first(t testing.TB, x *Index, q Query) Match {
	t.Helper()
	top := x.Find(q, 3)
	if len(top) == 0 {
		t.Fatalf("nothing found for %+v", q)
	}
	return top[0]
}

func TestFindsOneChildInManySpellings(t *testing.T) {
	x := small(t)
	born := Birth{Date: Date{2014, 3, 5}}
	for _, q := range []Query{
		{Typed: "Анна Мельниченко", Birth: born},
		{Typed: "МЕЛЬНИЧЕНКО АННА СЕРГЕЕВНА"},
		{Typed: "Аня Мельниченко", Birth: Birth{Date: Date{Year: 2014}}},
		{Typed: "Hanna Melnychenko", Birth: born},
		{Typed: "Anja Melnytschenko", Birth: born},
		{Typed: "Melnyczenko Ania", Birth: born},
		{Typed: "vtkmybxtyrj fyyf", Birth: born},
		{Typed: "Мeльничeнкo Aннa", Birth: born},
		{Typed: "Мельничнеко Ганнуся", Birth: Birth{Date: Date{2014, 5, 3}}},
		{Typed: "Анна С. Мельниченко", Birth: Birth{AgeFrom: 8, AgeTo: 9, AsOf: Date{2022, 9, 1}}},
		{Typed: "Анна Сергеевна Воробьёва", Birth: born, Places: []Place{{Text: "г. Мариуполь, Донецкая область"}}},
		{Name: Name{Surname: "Мельниченко", Given: "Анна"}, Birth: born},
		{Name: Name{Surname: "Мельниченко Анна Сергіївна"}},
		{Birth: born, Places: []Place{{Text: "Жданов"}}, Sex: Female, Typed: "Аннушка"},
		{Typed: "я бачив її на вокзалі у п'ятницю, казала що звуть Анна Мельниченко, 2014 року"},
	} {
		if m := first(t, x, q); m.ID != "anna" || m.Bits < 0 {
			t.Errorf("%+v: found %s with %.1f bits", q, m.ID, m.Bits)
		}
	}
}

func TestOrderOfWordsNeverMatters(t *testing.T) {
	x := small(t)
	names := []string{"Мельниченко", "Анна", "Сергіївна", "Hanna", "Роман", "Иванова", "О.", "Саша", "Дмитрович", "Kowal"}
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfNDistinct(rapid.SampledFrom(names), 1, 4, rapid.ID).Draw(t, "words")
		shuffled := rapid.Permutation(words).Draw(t, "shuffled")
		a := x.Find(Query{Typed: strings.Join(words, " ")}, 5)
		b := x.Find(Query{Typed: strings.Join(shuffled, " ")}, 5)
		for i := range a {
			if a[i].Bits != b[i].Bits || a[i].ID != b[i].ID && i > 0 && a[i].Bits != a[i-1].Bits && i+1 < len(a) && a[i].Bits != a[i+1].Bits {
				t.Fatalf("%v: %v, %v: %v", words, a[i], shuffled, b[i])
			}
		}
	})
}

func TestTwinsAndSiblingsAreKeptApart(t *testing.T) {
	x := small(t)
	for _, r := range family() {
		q := r.Question()
		q.Siblings, q.Not = nil, nil
		top := x.Find(q, 4)
		if top[0].ID != r.ID || top[0].LooksLikeSibling() {
			t.Fatalf("%s: first is %+v", r.ID, top[0])
		}
		for _, m := range top[1:] {
			if m.Bits > top[0].Bits-8 {
				t.Errorf("%s: %s comes as near as %.1f to %.1f bits", r.ID, m.ID, m.Bits, top[0].Bits)
			}
		}
		for _, other := range family() {
			if m, ok := x.Same(q, other.ID); !ok || m.LooksLikeSibling() != (other.ID != r.ID) {
				t.Errorf("%s and %s: a sibling is not told from the child: %+v", r.ID, other.ID, m)
			}
		}
		for _, m := range x.Find(r.Question(), 10) {
			if m.Bits > 0 {
				t.Errorf("the question of %s gives %s with %.1f bits", r.ID, m.ID, m.Bits)
			}
		}
	}
}

func TestSameExplainsFieldByField(t *testing.T) {
	x := small(t)
	q := Query{Typed: "Анюта Мельниченко", Sex: Male, Birth: Birth{Date: Date{2014, 3, 6}}, Places: []Place{{Text: "Херсон"}}}
	m, ok := x.Same(q, "anna")
	if !ok {
		t.Fatal("no such record")
	}
	for name, want := range map[FieldName]struct {
		level   Level
		verdict Verdict
	}{
		Surname: {SurnameSame, Agree}, Given: {GivenForm, Agree}, Patronymic: {Missing, NotSaid}, SexField: {SexDiffers, Differ},
		BirthField: {DayNext, Agree}, PlaceField: {TownDiffers, Differ}, Institution: {Missing, NotSaid},
	} {
		if f := m.Field(name); f.Level != want.level || f.Verdict != want.verdict {
			t.Errorf("%s: %s, %s; want %s, %s", name, f.Level, f.Verdict, want.level, want.verdict)
		}
	}
	sum := -log2(float64(x.Len()))
	for _, f := range m.Fields {
		sum += float32(f.Bits)
	}
	if d := float64(sum) - m.Bits; d < -3 || d > 3 {
		t.Errorf("the fields add up to %.1f, the match has %.1f bits", sum, m.Bits)
	}
	if _, ok := x.Same(q, "nobody"); ok {
		t.Error("a record that is not there is explained")
	}
}

func TestPutReplacesAndRemoveForgets(t *testing.T) {
	x := small(t)
	before := x.Len()
	q := Query{Typed: "Анна Мельниченко", Birth: Birth{Date: Date{2014, 3, 5}}}
	r := family()[0]
	r.Name.Surname, r.Name.Given = "Гончаренко", "Дарина"
	x.Put(r)
	if m, _ := x.Same(q, "anna"); m.Field(Surname).Level != SurnameDiffers || x.Len() != before {
		t.Errorf("the replaced record still has its old name: %+v, %d records", m, x.Len())
	}
	for _, r := range family() {
		x.Remove(r.ID)
		x.Remove(r.ID)
	}
	for _, m := range x.Find(q, 0) {
		if m.Bits > 0 || m.ID == "" || strings.Contains("anna olga petro ivan", m.ID) {
			t.Errorf("found %+v after all were removed", m)
		}
	}
	x.Put(family()[0])
	if m := first(t, x, q); m.ID != "anna" {
		t.Errorf("found %s in a row used again", m.ID)
	}
	if x.Put(Record{}); x.Len() != before-len(family())+1 {
		t.Error("a record without an id was kept")
	}
}

// An index that has just begun tells a sure answer from a doubtful one as a large
// one does.
func TestFewRecordsAreEnough(t *testing.T) {
	x := NewIndex(Options{})
	for _, r := range family()[:3] {
		x.Put(r)
	}
	sure := first(t, x, Query{Typed: "Мельниченко Анна", Birth: Birth{Date: Date{2014, 3, 5}}, Places: []Place{{Text: "Маріуполь"}}})
	if sure.ID != "anna" || sure.Bits < Strong || sure.Probability < 0.95 {
		t.Errorf("a full agreement is %+v", sure)
	}
	stranger := first(t, x, Query{Typed: "Бондаренко Петро", Birth: Birth{Date: Date{2016, 7, 30}}, Places: []Place{{Text: "Харків"}}})
	if stranger.Bits > 0 || stranger.Probability > 0.5 {
		t.Errorf("a stranger is taken for %+v", stranger)
	}
}

func TestOtherNamesCount(t *testing.T) {
	x := small(t)
	r := Record{ID: "after", Name: Name{"Лисенко", "Марко", ""}, After: "Смирнов Марк Олегович", Other: []string{"Лисэнко", "Марік"}, Birth: Birth{Date: Date{2015, 1, 2}}}
	x.Put(r)
	for _, typed := range []string{"Лысенко Марко", "Смирнов Марк", "Mark Smirnov", "Марик Лисенко"} {
		if m := first(t, x, Query{Typed: typed, Birth: r.Birth}); m.ID != "after" || m.Bits < Strong-6 {
			t.Errorf("%s: found %s with %.1f bits", typed, m.ID, m.Bits)
		}
	}
	x.Remove("after")
	if m := first(t, x, Query{Typed: "Смирнов Марк", Birth: r.Birth}); m.ID == "after" {
		t.Error("found after it was removed")
	}
}

func TestCodifierTellsWhereATownLies(t *testing.T) {
	x := small(t)
	x.Put(Record{ID: "raion", Name: Name{"Чумак", "Олег", ""}, Places: []Place{{Raion: "Сумський", Oblast: "Сумська"}}})
	q := Query{Typed: "Чумак Олег", Places: []Place{{Text: "с. Тестівка"}}}
	if m, _ := x.Same(q, "raion"); m.Field(PlaceField).Level != Missing {
		t.Errorf("an unknown village is compared: %s", m.Field(PlaceField).Level)
	}
	x.AddPlaces([]PlaceRow{{Settlement: "Тестівка", Raion: "Сумський", Oblast: "Сумська"}})
	if m, _ := x.Same(q, "raion"); m.Field(PlaceField).Level != AreaRaion {
		t.Errorf("an imported village is not found in its raion: %s", m.Field(PlaceField).Level)
	}
}

func TestBadInputIsHarmless(t *testing.T) {
	x := small(t)
	for _, typed := range []string{"", " ", "я", "🙂🙂", "...", "-'-", strings.Repeat("я", 4096), strings.Repeat("слово ", 700),
		"я бачив дівчинку біля вокзалу, їй років сім, звали наче Оля", "Іван Петро Марія", "https://example.org/x?y=1", "\xff\xfe", "a.b.c.d.e"} {
		q := Query{Typed: typed, Birth: Birth{Date: Date{2010, 13, 45}, AgeFrom: -3, AgeTo: 999, AsOf: Date{9999, 99, 99}},
			Places: []Place{{Text: typed}, {Oblast: typed}}, Institution: typed, Marks: typed, Siblings: []string{typed}}
		x.Find(q, 0)
		x.Find(Query{Typed: typed}, 3)
		x.Put(Record{ID: "bad", Typed: typed, Name: Name{typed, typed, typed}, Birth: q.Birth, Places: q.Places, Other: []string{typed}})
		x.Remove("bad")
	}
	if got := NewIndex(Options{}).Find(Query{Typed: "Анна"}, 5); len(got) != 0 {
		t.Errorf("an empty index answers %v", got)
	}
	if got := x.Find(Query{}, 5); got != nil {
		t.Errorf("an empty question is answered %v", got)
	}
}

func TestFindWhilePutting(t *testing.T) {
	x := small(t)
	children := newWorld(8).population(400)
	var all sync.WaitGroup
	for g := range 3 {
		all.Go(func() {
			for i := g; i < len(children); i += 3 {
				x.Put(children[i].record)
				if i%5 == 0 {
					x.Remove(fmt.Sprint(rand.IntN(300)))
				}
			}
		})
		all.Go(func() {
			for range 60 {
				if m := x.Find(Query{Typed: "Анна Мельниченко", Birth: Birth{Date: Date{2014, 3, 5}}}, 1); len(m) != 1 || m[0].ID != "anna" {
					t.Errorf("found %v", m)
				}
			}
		})
	}
	all.Wait()
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"Анна Мельниченко", "a. b. c.", "vtkmybr fyyf", "м. Київ, Київська обл.", "\xff", "ıİ ſ", strings.Repeat("щ ", 99)} {
		f.Add(s, 2014, 3, 5)
	}
	x := small(f)
	f.Fuzz(func(t *testing.T, s string, year, month, day int) {
		d := Date{year % 5000, month % 40, day % 70}
		r := Record{ID: "fuzz", Typed: s, Birth: Birth{Date: d}, Places: []Place{{Text: s}}, Institution: s}
		x.Put(r)
		q := r.Question()
		q.Not = nil
		for _, m := range x.Find(q, 3) {
			if m.Bits != m.Bits || m.Probability < 0 || m.Probability > 1 {
				t.Fatalf("%q: %+v", s, m)
			}
		}
		x.Remove("fuzz")
	})
}
