package telegram

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"
)

func TestLengths(t *testing.T) {
	tests := []struct {
		given        string
		len, visible int
	}{
		{"", 0, 0},
		{"мама", 4, 4},
		{"🇺🇦", 4, 4},
		{"<b>Ї</b>&amp;&lt;", 17, 3},
		{`<a href="https://x">тут</a>`, 27, 3},
		{EscapeHTML(`<&>"'`), 23, 5},
	}
	for _, tt := range tests {
		if got := Len(tt.given); got != tt.len {
			t.Errorf("Len(%q) = %d, want %d", tt.given, got, tt.len)
		}
		if got := VisibleLen(tt.given); got != tt.visible {
			t.Errorf("VisibleLen(%q) = %d, want %d", tt.given, got, tt.visible)
		}
	}
}

func TestSplit(t *testing.T) {
	tests := []struct {
		given string
		limit int
		want  []string
	}{
		{"", 10, nil},
		{"коротко", 10, []string{"коротко"}},
		{"перший рядок\nдругий", 15, []string{"перший рядок\n", "другий"}},
		{"одне два три", 9, []string{"одне два ", "три"}},
		{"а\nдовгеслово", 8, []string{"а\nдовгес", "лово"}},
		{"😀😀😀", 5, []string{"😀😀", "😀"}},
		{"xxxxxxx👩‍👧yy", 10, []string{"xxxxxxx", "👩‍👧yy"}},
		{"xxxxxи\u0306и", 6, []string{"xxxxx", "и\u0306и"}},
	}
	for _, tt := range tests {
		if got := Split(tt.given, tt.limit); !slices.Equal(got, tt.want) {
			t.Errorf("Split(%q, %d) = %q, want %q", tt.given, tt.limit, got, tt.want)
		}
	}
}

func TestSplitLosesNothingAndKeepsTheLimit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.RuneFrom([]rune("аї \n😀👩\u200d👧\u0301🏽x"))).Draw(t, "text")
		limit := rapid.IntRange(2, 40).Draw(t, "limit")
		parts := Split(s, limit)
		if strings.Join(parts, "") != s {
			t.Fatalf("joined: %q", parts)
		}
		for _, p := range parts {
			if n := len(utf16.Encode([]rune(p))); n > limit || n == 0 || n != Len(p) {
				t.Fatalf("a part of %d units, Len %d: %q", n, Len(p), p)
			}
		}
	})
}

func TestEscapedWordsComeOutAsTheyWere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.RuneFrom([]rune(`<>&"'abїЇ;#/😀`))).Draw(t, "words")
		if strings.ContainsAny(EscapeHTML(s), `<>"'`) || VisibleLen(EscapeHTML(s)) != Len(s) {
			t.Fatalf("%q became %q", s, EscapeHTML(s))
		}
	})
}
