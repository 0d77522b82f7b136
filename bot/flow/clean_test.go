package flow

import (
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestClean(t *testing.T) {
	for text, want := range map[string]string{
		"  Оля   Шевченко ":            "Оля Шевченко",
		"a\r\nb\n\n\n\nc \n":           "a\nb\n\nc",
		"\u202eabc\u202c\u2066x\u2069": "abcx",
		"О\u200bл\u200dя\ufeff":        "Оля",
		"и\u0306":                      "й",
		"<b>Оля</b> & co":              "<b>Оля</b> & co",
		"a\u00a0b\tc":                  "a b c",
		"\u3164\u2800":                 "",
		"bad\xffbyte":                  "badbyte",
		"\u0000\u0007x":                "x",
	} {
		if got := Clean(text); got != want {
			t.Errorf("Clean(%q) = %q; want %q", text, got, want)
		}
	}
}

func TestCleanPlace(t *testing.T) {
	for text, want := range map[string]string{
		" м. Маріуполь , вул. Миру. ": "м. Маріуполь, вул. Миру",
		"Маріуполь\nДонецька обл.":    "Маріуполь, Донецька обл",
		"...":        "",
		"— Херсон —": "Херсон",
	} {
		if got := CleanPlace(text); got != want {
			t.Errorf("CleanPlace(%q) = %q; want %q", text, got, want)
		}
	}
}

func TestCleanTwiceChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "text")
		once := Clean(s)
		if !utf8.ValidString(once) || Clean(once) != once {
			t.Fatalf("Clean(%q) = %q, then %q", s, once, Clean(once))
		}
	})
}
