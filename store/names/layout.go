package names

import (
	"math"
	"strings"
)

// bigrams counts which symbol follows which in folded names, to tell a name from
// keys pressed under the wrong keyboard layout.
type bigrams struct {
	pair [32][32]uint32
	from [32]uint32
}

// symbolIndex numbers the symbols of the skeleton from 1; 0 is the edge of a word.
func symbolIndex(c byte) int {
	const symbols = "abdefiklmnoprstuvz014567"
	return strings.IndexByte(symbols, c) + 1
}

// learn adds n sights of a folded word.
func (b *bigrams) learn(f string, n uint32) {
	last := 0
	for i := range len(f) {
		next := symbolIndex(f[i])
		b.pair[last][next] += n
		b.from[last] += n
		last = next
	}
	b.pair[last][0] += n
	b.from[last] += n
}

// plausible gives the mean log2 probability of the steps of a folded word, by the
// counts of b and base together.
func (b *bigrams) plausible(f string, base *bigrams) float64 {
	sum, last := 0.0, 0
	for i := range len(f) + 1 {
		next := 0
		if i < len(f) {
			next = symbolIndex(f[i])
		}
		hits := float64(b.pair[last][next] + base.pair[last][next])
		all := float64(b.from[last] + base.from[last])
		sum += math.Log2((hits + 0.3) / (all + 8))
		last = next
	}
	return sum / float64(len(f)+1)
}

// keys holds what the Ukrainian layout types where the English one types the
// letter before it.
const keys = "qйwцeуrкtеyнuгiшoщpз[х]їaфsіdвfаgпhрjоkлlд;ж'єzяxчcсvмbиnтmь,б.ю\\ґ`'"

// retype gives what the same keys type under the Ukrainian layout. The Russian
// one differs in letters that fold alike.
func retype(s string) string {
	runes := []rune(keys)
	return strings.Map(func(r rune) rune {
		for i := 0; i < len(runes); i += 2 {
			if runes[i] == r {
				return runes[i+1]
			}
		}
		return r
	}, s)
}

// A retyped text that looks more like a name by layoutMargin bits a step is
// believed alone; one that looks hardly less like one is tried as well.
const (
	layoutMargin = 0.9
	layoutDoubt  = -0.2
)

// unkey undoes the wrong keyboard layout in a cleaned text with Latin letters: it
// gives the one or two texts that may have been meant, the likelier first.
func (b *bigrams) unkey(s string, base *bigrams) []string {
	if _, latin := scripts(s); !latin {
		return []string{s}
	}
	typed := retype(s)
	asIs, ok1 := b.mean(s, base)
	retyped, ok2 := b.mean(typed, base)
	switch {
	case !ok1 || !ok2 || retyped < asIs+layoutDoubt:
		return []string{s}
	case retyped > asIs+layoutMargin:
		return []string{typed}
	case retyped > asIs:
		return []string{typed, s}
	}
	return []string{s, typed}
}

// mean is the plausibility of all words of a text under its likeliest reading.
func (b *bigrams) mean(s string, base *bigrams) (float64, bool) {
	best, ok := math.Inf(-1), false
	words := split(s)
	for _, sch := range schemesFor(s) {
		sum, n := 0.0, 0
		for _, w := range words {
			if f := foldWord(w, sch); len(f) > 1 {
				sum += b.plausible(f, base) * float64(len(f)+1)
				n += len(f) + 1
			}
		}
		if n > 0 {
			best, ok = max(best, sum/float64(n)), true
		}
	}
	return best, ok
}
