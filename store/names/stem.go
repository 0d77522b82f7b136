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
	out := make([]byte, 0, len(s))
	for i := range len(s) {
		c := s[i]
		if c == 'e' || c == 'i' {
			c = 'o'
		}
		if c != 'o' || len(out) == 0 || out[len(out)-1] != 'o' {
			out = append(out, c)
		}
	}
	return string(out)
}
