package names

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// codifierText is a small codifier: an oblast with a raion, a hromada, a city with
// a district, a settlement and a village, and a city with a status of its own.
const codifierText = "\ufeffПерший рівень;Другий рівень;Третій рівень;Четвертий рівень;Додатковий рівень;Категорія об’єкта;Назва об’єкта\r\n" +
	"UA63000000000041885;;;;;O;Харківська\r\n" +
	"UA63000000000041885;UA63080000000014565;;;;P;Ізюмський\r\n" +
	"UA63000000000041885;UA63080000000014565;UA63080070000088888;;;H;Ізюмська\r\n" +
	"UA63000000000041885;UA63080000000014565;UA63080070000088888;UA63080070010012345;;M;Ізюм\r\n" +
	"UA63000000000041885;UA63080000000014565;UA63080070000088888;UA63080070010012345;UA63080070010112345;B;Лівобережний\r\n" +
	"UA63000000000041885;UA63080000000014565;UA63080070000088888;UA63080070020054321;;C;Довгеньке \r\n" +
	"\r\n" +
	"UA80000000000093317;;;;;K;Київ\r\n" +
	"UA80000000000093317;;;;UA80000000000126643;B;Голосіївський\r\n"

func TestCodifierIsRead(t *testing.T) {
	got, err := ReadCodifier(strings.NewReader(codifierText))
	want := []PlaceRow{
		{"UA63080070010012345", "Ізюм", "Ізюмський", "Харківська"},
		{"UA63080070020054321", "Довгеньке", "Ізюмський", "Харківська"},
		{"UA80000000000093317", "Київ", "", "Київ"},
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("read %v, %v; want %v", got, err, want)
	}
}

func TestBadCodifierIsRefusedWithItsLine(t *testing.T) {
	village := "UA63000000000041885;UA63080000000014565;UA63080070000088888;UA63080070020054321;;C;Довгеньке"
	for name, c := range map[string]struct {
		old, new string
		line     int
		why      string
	}{
		"no head":           {"Категорія", "Щось", 1, "seven columns"},
		"other encoding":    {"Ізюмський", "\xb2\xe7\xfe\xec", 3, "UTF-8"},
		"too few columns":   {village, "UA63000000000041885;C;Довгеньке", 7, "3 columns"},
		"no name":           {";C;Довгеньке", ";C;", 7, "name is empty"},
		"unknown category":  {";C;Довгеньке", ";Z;Довгеньке", 7, "no category"},
		"no code":           {"UA63080070020054321", "63080070020054321", 7, "level 4"},
		"no code in a gap":  {"UA63080000000014565;UA63080070000088888;UA63080070020054321", ";UA63080070000088888;UA63080070020054321", 7, "level 2"},
		"unknown raion":     {"UA63080000000014565;UA63080070000088888;UA63080070020054321", "UA63080000000014566;UA63080070000088888;UA63080070020054321", 7, "no line before"},
		"said twice":        {"UA63080070020054321", "UA63080070010012345", 7, "stands in a line before"},
		"a line too long":   {"Довгеньке", strings.Repeat("я", 70_000), 7, "too long"},
		"a city of nothing": {"UA80000000000093317;;;;;K;Київ", ";;;;;K;Київ", 9, "level 1"},
	} {
		_, err := ReadCodifier(strings.NewReader(strings.Replace(codifierText, c.old, c.new, 1)))
		var bad *CodifierError
		if !errors.As(err, &bad) || bad.Line != c.line || !strings.Contains(err.Error(), c.why) {
			t.Errorf("%s: %v, want line %d and %q", name, err, c.line, c.why)
		}
	}
	for _, text := range []string{"", strings.Split(codifierText, "\n")[0], "PK\x03\x04\x00\x00"} {
		if rows, err := ReadCodifier(strings.NewReader(text)); err == nil {
			t.Errorf("%q was read as %v", text, rows)
		}
	}
}

func FuzzCodifier(f *testing.F) {
	f.Add(codifierText)
	f.Add("a;b;c;d;e;категорія;назва\nUA;;;;;O;x")
	f.Fuzz(func(t *testing.T, text string) {
		rows, err := ReadCodifier(strings.NewReader(text))
		if err == nil && len(rows) == 0 {
			t.Fatal("neither a row nor an error")
		}
		for _, r := range rows {
			if !isCode(r.Code) || r.Settlement == "" {
				t.Fatalf("row %+v", r)
			}
		}
	})
}
