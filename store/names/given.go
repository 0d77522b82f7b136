package names

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// Sex of a child as far as it is known.
type Sex uint8

// The answers about sex.
const (
	SexUnknown Sex = iota
	Male
	Female
)

//go:embed given_m.txt
var givenMale string

//go:embed given_f.txt
var givenFemale string

// concept is one given name in all its languages and forms.
type concept struct {
	name string // the first Ukrainian form
	sex  Sex
}

// knowledge is what the package knows of given names, read once from its tables.
type knowledge struct {
	concepts []concept
	full     map[string][]uint16 // fold of a full form → concepts
	short    map[string][]uint16 // fold of a short form → concepts
	roots    map[string][]uint16 // fold without its last vowels → concepts
	fathers  map[string][]uint16 // root of a patronymic → concepts of men
	firsts   [][]byte            // by concept: the symbols its full forms begin with
	lex      *lexicon            // folds of full forms, for typing errors
	base     *bigrams            // how folded names run, learned from the tables
}

// known gives the knowledge, reading the tables at the first call.
var known = sync.OnceValue(readKnowledge)

func readKnowledge() *knowledge {
	k := &knowledge{
		full: map[string][]uint16{}, short: map[string][]uint16{}, roots: map[string][]uint16{},
		fathers: map[string][]uint16{}, lex: newLexicon(false), base: &bigrams{},
	}
	k.readTable(givenMale, Male)
	k.readTable(givenFemale, Female)
	return k
}

// readTable reads one table; its head says what the columns are.
func (k *knowledge) readTable(table string, sex Sex) {
	for line := range strings.Lines(table) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		columns := strings.Split(line, "|")
		id := uint16(len(k.concepts))
		k.concepts = append(k.concepts, concept{name: strings.Fields(columns[0])[0], sex: sex})
		k.firsts = append(k.firsts, nil)
		last := len(columns) - 1
		for i, column := range columns {
			for _, form := range strings.Fields(column) {
				k.readForm(id, form, i == last)
			}
		}
	}
}

// readForm enters one form of a concept under every reading of it.
func (k *knowledge) readForm(id uint16, form string, short bool) {
	form = clean(form)
	for _, s := range schemesFor(form) {
		f := foldWord(form, s)
		if f == "" {
			continue
		}
		k.base.learn(f, 1)
		into := k.full
		if short {
			into = k.short
		}
		addConcept(into, f, id)
		if root := trimVowels(f); len(root) >= 2 {
			addConcept(k.roots, root, id)
		}
		if !short || len(f) >= 5 {
			k.lex.add(f)
		}
		if short {
			continue
		}
		k.firsts[id] = append(k.firsts[id], initialOf(f))
		if k.concepts[id].sex == Male {
			k.readFather(id, f)
		}
	}
}

func addConcept(m map[string][]uint16, key string, id uint16) {
	if !slices.Contains(m[key], id) {
		m[key] = append(m[key], id)
	}
}

// initialOf is the symbol a fold begins with, past the mark of я and ю.
func initialOf(f string) byte {
	if len(f) > 1 && f[0] == symYot {
		return f[1]
	}
	return f[0]
}

// certainty is how a given name was understood.
type certainty uint8

const (
	notKnown   certainty = iota
	misspelt             // one edit away from a full form
	affection            // by taking off an affectionate ending
	diminutive           // a short form of the tables
	fullForm             // a full form of the tables
)

// given is one reading of a given name.
type given struct {
	fold     string
	concepts []uint16
	sure     certainty
}

// understand finds what a folded given name stands for.
func (k *knowledge) understand(f string) given {
	full, short := k.full[f], k.short[f]
	switch {
	case len(full) > 0 && len(short) > 0:
		return given{f, union(full, short), fullForm}
	case len(full) > 0:
		return given{f, full, fullForm}
	case len(short) > 0:
		return given{f, short, diminutive}
	}
	if c := k.affectionate(f); len(c) > 0 {
		return given{f, c, affection}
	}
	if c := k.misspelt(f); len(c) > 0 {
		return given{f, c, misspelt}
	}
	return given{fold: f}
}

// affectionate takes an affectionate ending off and looks the root up.
func (k *knowledge) affectionate(f string) []uint16 {
	for _, ending := range []string{
		"o4ka", "e4ka", "i4ka", "onka", "enka", "u6ka", "u6a", "usa", "usik", "us", "una", "un4ik", "ula", "ik", "4ik",
		"ok", "ek", "ko", "ka", "ak", "an", "asik", "as", "ina", "inka", "inonka", "isa", "si", "5a", "ona", "iko",
	} {
		root, ok := strings.CutSuffix(f, ending)
		if root = trimVowels(root); !ok || len(root) < 2 {
			continue
		}
		if c := k.roots[root]; len(c) > 0 {
			return c[:min(len(c), maxConcepts)]
		}
	}
	return nil
}

// maxConcepts bounds the concepts of one form: past it a form says nothing.
const maxConcepts = 6

// misspelt finds the forms one edit away, if they agree on a few concepts.
func (k *knowledge) misspelt(f string) []uint16 {
	if len(f) < 4 {
		return nil
	}
	var out []uint16
	k.lex.near(f, func(id uint32, c closeness) {
		if c <= oneSlip {
			out = union(out, union(k.full[k.lex.words[id]], k.short[k.lex.words[id]]))
		}
	})
	if len(out) > maxConcepts {
		return nil
	}
	return out
}

func union(a, b []uint16) []uint16 {
	out := slices.Clone(a)
	for _, x := range b {
		if !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

func meet(a, b []uint16) bool {
	for _, x := range a {
		if slices.Contains(b, x) {
			return true
		}
	}
	return false
}

// sexOf tells the sex all concepts agree on.
func (k *knowledge) sexOf(concepts []uint16) Sex {
	s := SexUnknown
	for i, c := range concepts {
		if i > 0 && k.concepts[c].sex != s {
			return SexUnknown
		}
		s = k.concepts[c].sex
	}
	return s
}
