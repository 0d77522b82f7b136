package names

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// scheme is one way to read Latin letters: its digraphs, longest first by length,
// and where it departs from the common letters.
type scheme struct {
	long   map[string]string // groups of two to seven letters
	single map[rune]string   // letters read otherwise than commonLetter says
}

// The four readings. A name in Latin letters says seldom which it follows, so
// hints in the whole string choose the plausible ones (schemesFor).
var (
	english = &scheme{
		long: map[string]string{
			"shch": "64", "schch": "64", "shh": "64", "zh": "7", "kh": "0", "gh": "0", "ts": "5", "tz": "5",
			"ch": "4", "sh": "6", "ph": "f", "th": "t", "ck": "k", "cz": "5", "ce": "5e", "ci": "5i", "cy": "5i",
			"tch": "4", "sch": "6",
		},
		single: map[rune]string{'c': "k"},
	}
	polish = &scheme{
		long: map[string]string{
			"szcz": "64", "sz": "6", "cz": "4", "rz": "7", "ch": "0", "dż": "d7", "dź": "d5", "ks": "ks",
		},
		single: map[rune]string{'c': "5"},
	}
	german = &scheme{
		long: map[string]string{
			"schtsch": "64", "tsch": "4", "sch": "6", "sh": "7", "ch": "0", "tz": "5", "ts": "5", "ck": "k", "chs": "ks",
		},
		single: map[rune]string{'z': "5", 'c': "k"},
	}
	french = &scheme{
		long: map[string]string{
			"chtch": "64", "tch": "4", "ch": "6", "dj": "d7", "ou": "u", "gu": "0", "kh": "0", "ts": "5", "qu": "k",
			"ce": "se", "ci": "si", "zh": "7", "sh": "6",
		},
		single: map[rune]string{'j': "7", 'c': "k"},
	}
)

// read gives the symbols of the first letters of w and how many letters they took.
func (s *scheme) read(w []rune) (string, int) {
	if w[0] <= 'z' && strings.ContainsRune("bcdghkopqrstze", w[0]) {
		for n := min(7, len(w)); n >= 2; n-- {
			if syms, ok := s.long[string(w[:n])]; ok {
				return syms, n
			}
		}
	}
	if syms, ok := s.single[w[0]]; ok {
		return syms, 1
	}
	return commonLetter(w[0]), 1
}

// commonLetter reads the letters all schemes agree on, with the marks of ISO 9,
// Polish, Crimean Tatar and Turkish. A sign of the skeleton stands for itself.
func commonLetter(r rune) string {
	const plain = "ab_de_____klmnop_rstuv___"
	switch r {
	case 'g', 'h', 'ğ', 'ġ', 'ĝ', 'ħ', 'ḥ':
		return "0"
	case 'i', 'j', 'y', 'ı', 'ì', 'í', 'î', 'ï', 'ȳ', 'ý', 'ŷ', 'ỳ', 'ÿ':
		return "i"
	case 'f':
		return "f"
	case 'w':
		return "v"
	case 'x':
		return "ks"
	case 'q', 'ķ':
		return "k"
	case 'z', 'ź':
		return "z"
	case 'c', 'ç', 'č', 'ć':
		return "4"
	case 'š', 'ş', 'ș':
		return "6"
	case 'ŝ':
		return "64"
	case 'ž', 'ż':
		return "7"
	case 'â':
		return "ia"
	case 'û':
		return "iu"
	case 'ë', 'è', 'ê', 'é', 'ę', 'ě':
		return "e"
	case 'ł':
		return "l"
	case 'ß':
		return "s"
	case '0', '1', '4', '5', '6', '7':
		return string(r)
	}
	if r >= 'a' && r < 'z' {
		if c := plain[r-'a']; c != '_' {
			return plain[r-'a' : r-'a'+1]
		}
		return ""
	}
	return unmarked(r)
}

// unmarked reads a letter with a mark as the letter without it.
func unmarked(r rune) string {
	if r < utf8.RuneSelf {
		return ""
	}
	base, _ := utf8.DecodeRuneInString(norm.NFD.String(string(r)))
	if base >= 'a' && base <= 'z' {
		return commonLetter(base)
	}
	return ""
}

// schemesFor gives the readings a cleaned text deserves, at least one, at most four.
func schemesFor(s string) []*scheme {
	_, latin := scripts(s)
	if !latin {
		return []*scheme{english}
	}
	has := func(hints ...string) bool {
		for _, h := range hints {
			if strings.Contains(s, h) {
				return true
			}
		}
		return false
	}
	out := []*scheme{english}
	if has("ł", "ż", "ź", "ś", "ć", "ń", "ó", "sz", "cz", "rz", "w", "ck", "ic", "ch") {
		out = append(out, polish)
	}
	if has("sch", "tsch", "w", "ch", "z") && !has("ł", "ż", "sz", "cz", "zh", "kh", "sh") {
		out = append(out, german)
	}
	if has("ou", "tch", "dj", "ï", "j", "ch") && !has("w", "ł", "sz", "cz", "sch") {
		out = append(out, french)
	}
	return out
}
