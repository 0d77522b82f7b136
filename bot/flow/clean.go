package flow

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Clean gives a text as it may be stored: NFC, without characters that are not
// seen (controls of writing direction, zero-width and other formatting marks),
// spaces and empty lines single, nothing at the ends. HTML stays what it is: text.
// Cleaning twice changes nothing.
func Clean(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	spaces, lines := 0, 0
	for _, r := range s {
		switch r = visible(r); {
		case r < 0:
		case r == '\n':
			lines++
		case r == ' ':
			spaces++
		default:
			if b.Len() > 0 {
				b.WriteString(gap(spaces, lines))
			}
			spaces, lines = 0, 0
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

func gap(spaces, lines int) string {
	switch {
	case lines > 1:
		return "\n\n"
	case lines == 1:
		return "\n"
	case spaces > 0:
		return " "
	}
	return ""
}

// visible gives the character to keep: a plain space for every space, a plain
// line end for every line end, -1 for what is not seen.
func visible(r rune) rune {
	switch {
	case r > ' ' && r < utf8.RuneSelf && r != 0x7f, r == ' ', r == '\n':
		return r
	case r == 0x2028, r == 0x2029, r == '\v', r == '\f', r == 0x85:
		return '\n'
	case r == '\t', unicode.Is(unicode.Zs, r):
		return ' '
	case r == utf8.RuneError, unicode.Is(unicode.Cc, r), unicode.Is(unicode.Cf, r):
		return -1
	}
	switch r {
	case 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800, 0x3164, 0xffa0: // fillers: letters without a shape
		return -1
	}
	return r
}

// CleanPlace gives a place as one line: cleaned, line ends as commas, no
// punctuation at the ends. "" where nothing is left that names a place.
func CleanPlace(s string) string {
	s = strings.Join(strings.Fields(strings.ReplaceAll(Clean(s), "\n", ", ")), " ")
	s = strings.ReplaceAll(strings.ReplaceAll(s, " ,", ","), ",,", ",")
	s = strings.Trim(s, " ,;.-–—…!?*")
	if strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) < 0 {
		return ""
	}
	return s
}
