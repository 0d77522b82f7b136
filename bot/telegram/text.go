package telegram

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Len is the length of a text as Telegram counts it: in UTF-16 units. A
// Cyrillic letter is one, most emoji are two.
func Len(s string) int {
	n := 0
	for _, r := range s {
		n += units(r)
	}
	return n
}

func units(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}

// VisibleLen is Len of what is left of our HTML when Telegram has taken the
// tags out and the entities together: what [MaxText] and [MaxCaption] limit.
func VisibleLen(markup string) int {
	var b strings.Builder
	for markup != "" {
		words, rest, tag := strings.Cut(markup, "<")
		b.WriteString(words)
		if !tag {
			break
		}
		_, markup, _ = strings.Cut(rest, ">")
	}
	return Len(html.UnescapeString(b.String()))
}

// EscapeHTML makes words safe to stand in a message, also in an attribute.
func EscapeHTML(s string) string { return html.EscapeString(s) }

// Split cuts plain text into parts of at most limit UTF-16 units, before it is
// escaped: after a line where there is one in the second half, else after a
// word, else between two signs that are not written as one. Joined, the parts
// are the text again. limit is at least 2, room for any one letter.
func Split(s string, limit int) []string {
	var parts []string
	for limit = max(limit, 2); Len(s) > limit; {
		n := cut(s, limit)
		parts = append(parts, s[:n])
		s = s[n:]
	}
	if s == "" {
		return parts
	}
	return append(parts, s)
}

// cut is how many bytes of s, longer than limit, go into one part.
func cut(s string, limit int) int {
	fits := prefix(s, limit)
	half := prefix(s, limit/2)
	for _, end := range [...]string{"\n", " "} {
		if i := strings.LastIndex(s[:fits], end); i >= half {
			return i + 1
		}
	}
	return whole(s, half, fits)
}

// prefix is how many bytes of s fit into limit units.
func prefix(s string, limit int) int {
	n := 0
	for i, r := range s {
		if n += units(r); n > limit {
			return i
		}
	}
	return len(s)
}

// whole moves a cut back to where no sign is taken apart, but not before least.
func whole(s string, least, at int) int {
	for i := at; i > least; {
		next, _ := utf8.DecodeRuneInString(s[i:])
		last, size := utf8.DecodeLastRuneInString(s[:i])
		if !joins(next) && last != zeroWidthJoiner {
			return i
		}
		i -= size
	}
	return at
}

const zeroWidthJoiner = '\u200d'

// joins: written onto the sign before it, as an accent, the colour of a skin
// or the joint of a family.
func joins(r rune) bool {
	return r == zeroWidthJoiner || unicode.Is(unicode.M, r) || (r >= 0x1F3FB && r <= 0x1F3FF)
}
