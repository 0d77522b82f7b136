package names

import "strings"

// stemSurname reduces a folded surname to what its gender and language share:
// Ковальова, Ковальов, Ковалев; Білий, Біла, Белый, Белая.
func stemSurname(f string) string {
	s := strings.TrimRight(f, "ai")
	if len(s) < 2 {
		return f
	}
	if n := len(s) - 2; n > 1 && s[n+1] == 'v' && (s[n] == 'i' || s[n] == 'e') {
		s = s[:n] + "ov"
	}
	return s
}

// stemPlace reduces a folded word of a place name: endings and the vowels that
// Ukrainian, Russian and Latin spellings exchange (-івка, -овка; Сіверськ, Северск).
func stemPlace(f string) string {
	s := trimVowels(f)
	if s == "" {
		s = f
	}
	return strings.Map(func(r rune) rune {
		if r == 'e' || r == 'i' {
			return 'o'
		}
		return r
	}, s)
}
