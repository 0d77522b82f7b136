package names

import (
	"slices"
	"strings"
	"testing"
	"unicode"
)

func TestGivenNamesAreManyAndClean(t *testing.T) {
	k := known()
	if len(k.concepts) < 500 {
		t.Errorf("%d given-name concepts, want at least 500", len(k.concepts))
	}
	for _, table := range []string{givenMale, givenFemale, placesTable} {
		for _, w := range strings.FieldsFunc(table, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("|,/:", r) }) {
			if cyrillic, latin := scripts(w); cyrillic && latin {
				t.Errorf("%s mixes alphabets", w)
			}
		}
	}
	for i, c := range k.concepts {
		if c.sex == SexUnknown || len(k.firsts[i]) == 0 {
			t.Errorf("concept %s has no sex or no full form", c.name)
		}
	}
}

// meansSame tells whether two given names share a concept.
func meansSame(a, b string) bool {
	k := known()
	return meet(k.understand(Fold(a)).concepts, k.understand(Fold(b)).concepts)
}

func TestGivenNamesMeet(t *testing.T) {
	for _, pair := range [][2]string{
		{"Микола", "Николай"}, {"Микола", "Nicholas"}, {"Олена", "Елена"}, {"Олена", "Helen"}, {"Ганна", "Anna"}, {"Катруся", "Екатерина"},
		{"Сашко", "Александр"}, {"Саша", "Олександра"}, {"Тёма", "Артем"}, {"Дмитро", "Dima"}, {"Юрко", "Юрий"}, {"Маша", "Марія"},
		{"Назарчик", "Назар"}, {"Вікуся", "Виктория"}, {"Іскендер", "İskender"}, {"Аляксандр", "Олександр"}, {"Андрэй", "Андрій"},
		{"Соломійка", "Соломия"}, {"Владислаав", "Владислав"}, {"Эмине", "Еміне"}, {"Мустафа", "Mustafa"}, {"Yevhen", "Eugene"},
	} {
		if !meansSame(pair[0], pair[1]) {
			t.Errorf("%s and %s share no concept", pair[0], pair[1])
		}
	}
	for _, pair := range [][2]string{{"Анна", "Олена"}, {"Микита", "Микола"}, {"Марія", "Оксана"}, {"Юрій", "Єгор"}, {"Іван", "Іванна"}} {
		if meansSame(pair[0], pair[1]) {
			t.Errorf("%s and %s share a concept", pair[0], pair[1])
		}
	}
}

func TestPatronymicsMeetTheirFathers(t *testing.T) {
	k := known()
	for _, c := range []struct {
		patronymic, father string
		sex                Sex
	}{
		{"Миколайович", "Микола", Male}, {"Николаевна", "Микола", Female}, {"Сергіївна", "Сергій", Female}, {"Serhiiovych", "Сергій", Male},
		{"Якович", "Яків", Male}, {"Львовна", "Лев", Female}, {"Ильинична", "Ілля", Female}, {"Ілліч", "Ілля", Male}, {"Лукич", "Лука", Male},
		{"Oleksandrowytsch", "Олександр", Male}, {"Григорович", "Григорій", Male}, {"Федорівна", "Федір", Female}, {"Павлович", "Павло", Male},
	} {
		var got patronymic
		for _, s := range schemesFor(clean(c.patronymic)) {
			if p, ok := k.readPatronymic(foldWord(clean(c.patronymic), s)); ok && len(p.concepts) > 0 {
				got = p
			}
		}
		if got.sex != c.sex || !slices.ContainsFunc(got.concepts, func(id uint16) bool { return k.concepts[id].name == c.father }) {
			t.Errorf("%s: father %v, sex %d; want %s, %d", c.patronymic, got.concepts, got.sex, c.father, c.sex)
		}
	}
}

// The gazetteer of the project holds every oblast and raion, and of the towns those
// that people name: where the number falls, somebody took places out.
func TestGazetteerHoldsEveryRaion(t *testing.T) {
	oblasts, raions, towns, renamed := 0, 0, 0, 0
	for line := range strings.Lines(placesTable) {
		switch {
		case strings.HasPrefix(line, "= "):
			oblasts++
		case strings.HasPrefix(line, "- "):
			head, list, _ := strings.Cut(line[2:], ":")
			if strings.TrimSpace(head) != "-" {
				raions++
			}
			for town := range strings.SplitSeq(list, ",") {
				towns++
				renamed += strings.Count(town, "/")
			}
		}
	}
	if oblasts != 27 || raions != 136 || towns < 780 || renamed < 150 {
		t.Errorf("%d oblasts, %d raions, %d towns with %d other names; want 27, 136, 780 and 150", oblasts, raions, towns, renamed)
	}
}

func TestPlacesMeet(t *testing.T) {
	x := newPlaces()
	for _, c := range []struct {
		asked string
		held  Place
		want  Level
	}{
		{"г. Артёмовск", Place{Settlement: "Бахмут", Raion: "Бахмутський", Oblast: "Донецька"}, TownSame},
		{"Днепропетровск", Place{Settlement: "Дніпро", Oblast: "UA-12"}, TownSame},
		{"Kharkiv", Place{Settlement: "Харків", Oblast: "Харківська"}, TownSame},
		{"Николаевка", Place{Settlement: "Миколаївка", Raion: "Краматорський", Oblast: "Донецька"}, TownSame},
		{"Ивановка, Херсонская область", Place{Settlement: "Іванівка", Oblast: "Харківська"}, TownNamesake},
		{"смт Якимівка", Place{Settlement: "Кирилівка", Raion: "Мелітопольський", Oblast: "Запорізька"}, TownRaion},
		{"Мелітополь", Place{Settlement: "Токмак", Raion: "Пологівський", Oblast: "Запорізька"}, TownOblast},
		{"Мелітополь", Place{Oblast: "Запорізька"}, AreaOblast},
		{"Донецкая область", Place{Settlement: "Маріуполь"}, OblastSame},
		{"Крым", Place{Settlement: "Ялта", Oblast: "UA01"}, OblastSame},
		{"Куп'янський район", Place{Raion: "Куп’янський", Oblast: "Харківська"}, RaionSame},
		{"Красноармейский р-н", Place{Raion: "Покровський", Oblast: "Донецька"}, RaionSame},
		{"Львів", Place{Settlement: "Херсон", Oblast: "Херсонська"}, TownDiffers},
		{"Одеська обл.", Place{Settlement: "Херсон", Oblast: "Херсонська"}, OblastDiffers},
		{"Бахмут", Place{}, Missing},
		{"Ізюмський район", Place{Settlement: "с. Довгеньке, Ізюмський район", Oblast: "UA-63"}, RaionSame},
		{"Довгеньке", Place{Settlement: "Довгеньке, Изюмский р-н", Oblast: "Харківська"}, TownSame},
	} {
		set := x.sets[x.add([]Place{c.held})]
		x.add([]Place{{Settlement: "Одеса", Oblast: "Одеська"}, {Oblast: "Львівська"}})
		if got := placeLevel(x.probes([]Place{{Text: c.asked}}), set); got != c.want {
			t.Errorf("%s against %+v: %s (%d), want %s (%d)", c.asked, c.held, got, got, c.want, c.want)
		}
	}
}

func TestDatesCompareByTheSlipsPeopleMake(t *testing.T) {
	day := func(y, m, d int) Birth { return Birth{Date: Date{y, m, d}} }
	age := func(from, to int) Birth { return Birth{AgeFrom: from, AgeTo: to, AsOf: Date{2024, 6, 1}} }
	for _, c := range []struct {
		a, b Birth
		want Level
	}{
		{day(2014, 3, 5), day(2014, 3, 5), DaySame}, {day(2014, 3, 1), day(2014, 2, 28), DayNext}, {day(2013, 12, 31), day(2014, 1, 2), DayNear},
		{day(2014, 3, 5), day(2014, 5, 3), DaySwapped}, {day(2014, 3, 5), day(2014, 8, 5), DayOtherMonth}, {day(2014, 3, 5), day(2014, 3, 15), DayDigit},
		{day(2014, 3, 5), day(2014, 3, 28), DayMonth}, {day(2014, 3, 5), day(2015, 3, 5), DayOtherYear}, {day(2014, 3, 5), day(2018, 3, 5), DayFarYear},
		{day(2014, 3, 5), day(2014, 9, 19), DayYear}, {day(2014, 3, 5), day(2013, 9, 19), DayYear1}, {day(2014, 3, 5), day(2009, 9, 19), DayDiffers},
		{day(2014, 3, 0), day(2014, 3, 5), MonthSame}, {day(2014, 12, 0), day(2015, 1, 5), MonthNext}, {day(2014, 3, 0), day(2014, 9, 0), MonthYear},
		{day(2014, 0, 0), day(2014, 3, 5), YearSame}, {day(2014, 0, 0), day(2016, 3, 5), YearTwo},
		{age(10, 10), day(2014, 3, 5), AgeFits}, {age(10, 10), day(2013, 5, 1), AgeOneOff}, {age(6, 8), day(2017, 0, 0), AgeFits}, {age(3, 3), day(2010, 1, 1), AgeFar},
		{Birth{}, day(2014, 3, 5), Missing}, {day(2014, 3, 5), Birth{AgeFrom: 4}, Missing},
	} {
		if got := dateLevel(c.a.span(), c.b.span()); got != c.want {
			t.Errorf("%+v and %+v: %s (%d), want %s (%d)", c.a, c.b, got, got, c.want, c.want)
		}
		if dateLevel(c.a.span(), c.b.span()) != dateLevel(c.b.span(), c.a.span()) {
			t.Errorf("%+v and %+v compare otherwise the other way round", c.a, c.b)
		}
	}
}
