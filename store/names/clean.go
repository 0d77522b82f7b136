package names

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxRunes bounds what is read of one text: the longest real names stay under
// it, and a pasted page costs no more than a name.
const maxRunes = 200

// maxTokens bounds the words of one text that are taken for a name: of a whole
// sentence, those that look most like one.
const maxTokens = 5

// clean lower-cases, composes and bounds s, and makes every apostrophe one.
func clean(s string) string {
	if len(s) > maxRunes*8 {
		s = strings.ToValidUTF8(s[:maxRunes*8], "")
	}
	if !norm.NFC.IsNormalString(s) {
		s = norm.NFC.String(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	n := 0
	for _, r := range s {
		if n == maxRunes {
			break
		}
		n++
		if r = unicode.ToLower(r); isApostrophe(r) {
			r = '\''
		}
		b.WriteRune(r)
	}
	return b.String()
}

func isApostrophe(r rune) bool {
	if r > '"' && r < '`' || r >= 'а' && r <= 'я' {
		return r == '\''
	}
	switch r {
	case '\'', '’', '‘', 'ʼ', 'ʹ', 'ʺ', '′', '″', '`', '´', '"', '“', '”', '‛':
		return true
	}
	return false
}

// split breaks a cleaned text into words: letters, digits, apostrophes and inner
// hyphens. A dot after one or two letters stays, since it marks an initial.
func split(s string) []string {
	var words []string
	for _, f := range strings.FieldsFunc(s, func(r rune) bool { return !isWordRune(r) }) {
		for _, w := range cutDots(f) {
			if w = strings.Trim(w, "-'"); w != "" && w != "." {
				words = append(words, w)
			}
		}
	}
	return words
}

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) || r == '\'' || r == '-' || r == '.'
}

// cutDots turns "а.с." into "а." and "с.", and drops the dots elsewhere.
func cutDots(f string) []string {
	if !strings.Contains(f, ".") {
		return []string{f}
	}
	var out []string
	parts := strings.Split(f, ".")
	for i, p := range parts {
		switch {
		case p == "":
		case i < len(parts)-1 && len([]rune(p)) <= 2:
			out = append(out, p+".")
		default:
			out = append(out, p)
		}
	}
	return out
}

func isCyrillic(r rune) bool { return r >= 0x400 && r <= 0x52f }

func isLatin(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= 0xc0 && r <= 0x24f || r >= 0x1e00 && r <= 0x1eff
}

// scripts tells whether s holds Cyrillic letters and whether it holds Latin ones.
func scripts(s string) (cyrillic, latin bool) {
	for _, r := range s {
		cyrillic = cyrillic || isCyrillic(r)
		latin = latin || isLatin(r)
	}
	return cyrillic, latin
}

// lookalike gives the Cyrillic letter that a Latin one is mistaken for, or 0.
func lookalike(r rune) rune {
	const latin, cyrillic = "aebcikmhoptxy", "аевсікмнортху"
	i := strings.IndexRune(latin, r)
	if i < 0 {
		return 0
	}
	return []rune(cyrillic)[i]
}

// unmask replaces Latin look-alikes in the words of a text that is otherwise
// Cyrillic. Words with Latin letters that look like no Cyrillic one are left.
func unmask(s string) string {
	cyrillic, latin := scripts(s)
	if !cyrillic || !latin {
		return s
	}
	words := strings.Fields(s)
	for i, w := range words {
		if !strings.ContainsFunc(w, func(r rune) bool { return isLatin(r) && lookalike(r) == 0 }) {
			words[i] = strings.Map(func(r rune) rune {
				if c := lookalike(r); c != 0 {
					return c
				}
				return r
			}, w)
		}
	}
	return strings.Join(words, " ")
}

// isInitial tells whether a word of split is an initial: one letter, or up to
// two with a dot ("О", "Ю.", "Ie.").
func isInitial(w string) bool {
	n := len([]rune(strings.TrimSuffix(w, ".")))
	return n == 1 || n == 2 && strings.HasSuffix(w, ".")
}

// distinct sorts words and drops those without a letter and those said twice, so
// that their order says nothing.
func distinct(words []string) []string {
	words = slices.DeleteFunc(words, func(w string) bool { return !strings.ContainsFunc(w, unicode.IsLetter) })
	slices.Sort(words)
	return slices.Compact(words)
}
