package names

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestFoldMeetsAcrossAlphabets(t *testing.T) {
	for _, same := range [][]string{
		{"Зеленський", "Зеленский", "Zelenskyi", "Zelensky", "ZELENSKYY"},
		{"Щербак", "Shcherbak"},
		{"Григорій", "Grigorii", "Hryhorii"},
		{"Юлія", "Юлия", "Yuliia", "Iuliia", "Julia"},
		{"Яна", "Yana", "Iana", "Jana"},
		{"Соловйов", "Соловьёв", "Соловьев", "Soloviov", "Solovyov"},
		{"Дар'я", "Дар’я", "Дарья", "Daria", "Darya"},
		{"Цимбал", "Цымбал", "Tsymbal"},
		{"Хмельницький", "Khmelnytskyi", "Гмельницкий"},
		{"Є", "Е", "Ye"},
		{"Ğ", "Г"},
	} {
		for _, s := range same[1:] {
			if Fold(s) != Fold(same[0]) {
				t.Errorf("%s folds to %s, %s to %s", same[0], Fold(same[0]), s, Fold(s))
			}
		}
	}
	if Fold("Яна") == Fold("Анна") {
		t.Error("Яна and Анна fold alike")
	}
	if Fold("!…") != "" {
		t.Error("a word without letters has a fold")
	}
}

func TestSurnameStemsForgetGenderAndLanguage(t *testing.T) {
	for _, same := range [][]string{
		{"Ковальова", "Ковалева", "Ковальов", "Ковалёв"},
		{"Білий", "Біла", "Белый", "Белая"},
		{"Яковлів", "Яковлев", "Яковлева"},
		{"Зеленська", "Зеленский", "Zelenska", "Zelenskaya"},
	} {
		first := stemSurname(Fold(same[0]))
		for _, s := range same[1:] {
			if got := stemSurname(Fold(s)); compareWords(first, got) > sounding {
				t.Errorf("%s has the stem %s, %s has %s", same[0], first, s, got)
			}
		}
	}
}

func compareWords(a, b string) closeness { return newPattern(a).compare([]byte(b), 3) }

func TestLatinReadings(t *testing.T) {
	for word, want := range map[string]string{
		"Kowalczuk": "Ковальчук", "Szewczenko": "Шевченко", "Schewtschenko": "Шевченко", "Chevtchenko": "Шевченко",
		"Zhuk": "Жук", "Żuk": "Жук", "Achmetow": "Ахметов", "Goumarov": "Гумаров", "Šatìlova": "Шатілова",
	} {
		found := false
		for _, s := range schemesFor(clean(word)) {
			found = found || foldWord(clean(word), s) == Fold(want)
		}
		if !found {
			t.Errorf("no reading of %s is %s (%s)", word, want, Fold(want))
		}
	}
}

// someName draws words of the alphabets at hand with marks and signs.
func someName() *rapid.Generator[string] {
	letters := []rune("абвгґдеєжзиіїйклмнопрстуфхцчшщьюяёъыэ'’-.abcdefghijklmnopqrstuvwxyzłżčšâûğ 0145679АБЄЩXYZ")
	return rapid.StringOfN(rapid.SampledFrom(letters), 0, 40, -1)
}

func TestFoldIsIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(someName(), rapid.String()).Draw(t, "s")
		once := Fold(s)
		if twice := Fold(once); twice != once {
			t.Fatalf("%q folds to %q, and that to %q", s, once, twice)
		}
		if strings.Trim(once, "abdefiklmnoprstuvz014567") != "" || len(once) > maxFold {
			t.Fatalf("%q folds to %q, which is no skeleton", s, once)
		}
	})
}

func TestDistanceIsAMetric(t *testing.T) {
	words := rapid.StringOfN(rapid.SampledFrom([]rune("abeik01")), 0, 9, -1)
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := words.Draw(t, "a"), words.Draw(t, "b"), words.Draw(t, "c")
		ab := Distance(a, b)
		switch {
		case (ab == 0) != (a == b):
			t.Fatalf("distance of %q and %q is %d", a, b, ab)
		case ab != Distance(b, a):
			t.Fatalf("%q and %q: not symmetric", a, b)
		case Distance(a, c) > ab+Distance(b, c):
			t.Fatalf("%q, %q, %q: the way round is shorter", a, b, c)
		case ab != longDistance(a, b):
			t.Fatalf("%q and %q: %d, long %d", a, b, ab, longDistance(a, b))
		}
	})
}

// The bit-parallel distance may count one edit more than Distance, never less.
func TestPatternAgreesWithDistance(t *testing.T) {
	words := rapid.StringOfN(rapid.SampledFrom([]rune("abeik01")), 1, 10, -1)
	rapid.Check(t, func(t *rapid.T) {
		a, b := words.Draw(t, "a"), words.Draw(t, "b")
		want, got := Distance(a, b), newPattern(a).edits([]byte(b), maxFold)
		if got < want || got > 2*want {
			t.Fatalf("%q and %q: %d edits, distance %d", a, b, got, want)
		}
	})
}

// A long run: go test -fuzz FuzzFold -fuzztime 10000000x ./store/names, and the same
// for FuzzDistance and FuzzParse.
func FuzzFold(f *testing.F) {
	for _, s := range []string{"Зеленський", "Zelenskyi", "vtkmybr", "ьоьоть", "тстцsst", "İ", "\xff", "🙂", strings.Repeat("щ", 300)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if once := Fold(s); Fold(once) != once {
			t.Fatalf("%q folds to %q and on to %q", s, once, Fold(once))
		}
	})
}

func FuzzDistance(f *testing.F) {
	f.Add("abc", "acb", "cab")
	f.Add("", "\x00", strings.Repeat("a", 50))
	f.Fuzz(func(t *testing.T, a, b, c string) {
		a, b, c = a[:min(len(a), 60)], b[:min(len(b), 60)], c[:min(len(c), 60)]
		if Distance(a, c) > Distance(a, b)+Distance(b, c) || Distance(a, b) != Distance(b, a) || Distance(a, a) != 0 {
			t.Fatalf("no metric: %q %q %q", a, b, c)
		}
	})
}
