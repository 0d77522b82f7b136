package names

import (
	"slices"
	"strings"
)

// Place is a place as somebody named it. Fields known apart go into Settlement,
// Raion and Oblast (a name, or a code of ISO 3166-2 or of the codifier); a text
// typed in one piece goes into Text. A settlement with a comma is read as a text, for
// people add the raion. Empty means not said.
type Place struct{ Settlement, Raion, Oblast, Text string }

// spot is a place made ready: keys of its parts, "" where unknown.
type spot struct{ town, raion, oblast string }

// placeKey is the key of one name of a place: its words folded, stemmed, joined.
func placeKey(cleaned string) string {
	var b strings.Builder
	for _, w := range strings.FieldsFunc(unmask(cleaned), func(r rune) bool { return !isWordRune(r) || r == '-' || r == '.' }) {
		b.WriteString(stemPlace(foldWord(w, english)))
	}
	return b.String()[:min(b.Len(), maxFold)]
}

// kindsOfSettlement are words before a settlement's name that say only its kind.
var kindsOfSettlement = []string{"м", "с", "смт", "сел", "село", "селище", "місто", "город", "г", "пгт", "пос", "посёлок",
	"поселок", "деревня", "станица", "city", "town", "village", "of", "the", "near", "біля", "возле", "під", "misto", "selo", "miasto"}

var oblastWords = []string{"область", "обл", "oblast", "region", "області", "області", "области", "obwód", "облась", "oblast'"}

var raionWords = []string{"район", "рн", "р-н", "raion", "rayon", "district", "району", "районе", "районі", "rajon"}

// spotOf prepares a place.
func spotOf(p Place) spot {
	s := spot{raion: raionKey(clean(p.Raion)), oblast: oblastKey(clean(p.Oblast))}
	text := p.Text
	if strings.ContainsRune(p.Settlement, ',') {
		text = p.Settlement + "," + p.Text
	} else {
		s.town = townKey(clean(p.Settlement))
	}
	if text == "" {
		return s
	}
	for part := range strings.FieldsFuncSeq(clean(text), func(r rune) bool { return r == ',' || r == ';' || r == '(' || r == ')' }) {
		s.take(part)
	}
	return s
}

// take reads one part of a typed place: an oblast or a raion says what it is, or
// is known by name; anything else is a settlement.
func (s *spot) take(part string) {
	words := strings.FieldsFunc(part, func(r rune) bool { return !isWordRune(r) || r == '.' })
	name := strings.Join(words, " ")
	switch {
	case len(words) == 0:
	case slices.ContainsFunc(words, func(w string) bool { return slices.Contains(oblastWords, w) }):
		s.oblast = oblastKey(without(words, oblastWords))
	case slices.ContainsFunc(words, func(w string) bool { return slices.Contains(raionWords, w) }):
		s.raion = raionKey(without(words, raionWords))
	default:
		s.takeBare(name)
	}
}

// takeBare reads a part that does not say its kind.
func (s *spot) takeBare(name string) {
	key := placeKey(name)
	oblast, isOblast := atlas().oblasts[key]
	_, isTown := atlas().towns[key]
	if isOblast && s.oblast == "" {
		s.oblast = oblast
	}
	if s.town == "" && (isTown || !isOblast) {
		s.town = townKey(name)
	}
}

func without(words, drop []string) string {
	var out []string
	for _, w := range words {
		if !slices.Contains(drop, w) {
			out = append(out, w)
		}
	}
	return strings.Join(out, " ")
}

func townKey(cleaned string) string {
	words := strings.FieldsFunc(cleaned, func(r rune) bool { return !isWordRune(r) || r == '.' })
	for len(words) > 1 && slices.Contains(kindsOfSettlement, words[0]) {
		words = words[1:]
	}
	return placeKey(strings.Join(words, " "))
}

func raionKey(cleaned string) string {
	key := placeKey(without(strings.Fields(cleaned), raionWords))
	if now, ok := atlas().renamed[key]; ok {
		return now
	}
	return key
}

func oblastKey(cleaned string) string {
	if known, ok := atlas().oblasts[strings.TrimSpace(cleaned)]; ok {
		return known
	}
	key := placeKey(without(strings.FieldsFunc(cleaned, func(r rune) bool { return !isWordRune(r) || r == '.' }), oblastWords))
	if known, ok := atlas().oblasts[key]; ok {
		return known
	}
	return key
}
