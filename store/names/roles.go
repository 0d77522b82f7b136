package names

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// person is one reading of a name: which words are the surname, the given name
// and the father's, each with the alternatives its alphabet leaves open.
type person struct {
	surnames []string // stems
	whole    []string // folds of surnames whose stem is shorter
	givens   []given
	fathers  []patronymic
	prior    float64 // log2 of how probable the reading is among the others
}

const (
	maxReadings = 4  // of one typed name
	maxOfOther  = 2  // of each other spelling
	maxPeople   = 12 // of all that is said of one child's name
)

// word is one token of a typed name with what it could be.
type word struct {
	folds    []string
	initial  bool
	given    []given
	father   []patronymic
	asGiven  float64 // log2 weights of the three roles
	asFather float64
	asFamily float64
}

// reader reads names with what the index has learned.
type reader struct {
	know    *knowledge
	learned *bigrams
	givens  *lexicon // given names of the rows
	seen    []given  // by number of a given name: what it stands for
	stems   *lexicon // surnames of the rows
}

// words prepares the tokens of a cleaned text for roles. Of a sentence it keeps
// those that look most like names.
func (r *reader) words(text string) []word {
	out := fold(text)
	for i := range out {
		r.weigh(&out[i])
	}
	if len(out) > maxTokens {
		slices.SortStableFunc(out, func(a, b word) int { return cmp.Compare(b.nameLike(), a.nameLike()) })
		out = out[:maxTokens]
	}
	return out
}

// nameLike tells how much a word of a sentence looks like part of a name: a word
// that is a surname of the index most, one letter least.
func (w *word) nameLike() float64 {
	switch {
	case w.initial:
		return 0
	case w.asFamily > 0:
		return max(w.asGiven, w.asFather, w.asFamily+3)
	}
	return max(w.asGiven, w.asFather)
}

// tokens folds the tokens of a typed name.
func (r *reader) tokens(typed string) []word {
	texts := r.learned.unkey(clean(typed), r.know.base)
	return fold(texts[0])
}

// fold folds the tokens of a cleaned text typed on the right keyboard.
func fold(s string) []word {
	s = unmask(s)
	schemes := schemesFor(s)
	var out []word
	for _, token := range distinct(split(s)) {
		w := word{initial: isInitial(token)}
		for _, sch := range schemes {
			if f := foldWord(token, sch); f != "" && !slices.Contains(w.folds, f) {
				w.folds = append(w.folds, f)
			}
		}
		if len(w.folds) > 0 {
			out = append(out, w)
		}
	}
	return out
}

// weigh finds what a word could be and how well each role suits it.
func (r *reader) weigh(w *word) {
	if w.initial {
		w.asGiven, w.asFather, w.asFamily = 1, 4, -12
		return
	}
	w.asFather = -9
	for _, f := range w.folds {
		g := r.understand(f)
		w.given = append(w.given, g)
		w.asGiven = max(w.asGiven, [...]float64{0, 2.5, 4, 6, 7}[g.sure])
		if id := r.givens.ids[f]; id != 0 && r.givens.count[id] > 0 {
			w.asGiven = max(w.asGiven, 3+min(math.Log2(float64(r.givens.count[id])), 4))
		}
		if id := r.stems.ids[stemSurname(f)]; id != 0 && r.stems.count[id] > 0 {
			w.asFamily = max(w.asFamily, 2+min(math.Log2(float64(r.stems.count[id]))/2, 3))
		}
		if p, ok := r.know.readPatronymic(f); ok {
			w.father = append(w.father, p)
			w.asFather = max(w.asFather, patronymicWeight(p))
		}
	}
}

// understand is knowledge.understand, remembered for the names of the rows.
func (r *reader) understand(f string) given {
	if id := r.givens.ids[f]; id != 0 {
		return r.seen[id]
	}
	return r.know.understand(f)
}

func patronymicWeight(p patronymic) float64 {
	switch {
	case p.sure && len(p.concepts) > 0:
		return 8
	case p.sure:
		return 6
	case len(p.concepts) > 0:
		return 3
	}
	return 0
}

// roles is one way to deal the words out; -1 is nobody.
type roles struct {
	given, father int
	weight        float64
}

// deal weighs every way to say which word is the given name and which the
// father's; the rest is the surname.
func deal(words []word) []roles {
	var out []roles
	for g := -1; g < len(words); g++ {
		for f := -1; f < len(words); f++ {
			if g >= 0 && g == f {
				continue
			}
			out = append(out, roles{g, f, weightOf(words, g, f)})
		}
	}
	slices.SortStableFunc(out, func(a, b roles) int { return cmp.Compare(b.weight, a.weight) })
	return out
}

func weightOf(words []word, g, f int) float64 {
	sum, families := 0.0, 0
	for i := range words {
		switch i {
		case g:
			sum += words[i].asGiven
		case f:
			sum += words[i].asFather
		default:
			families++
			sum += words[i].asFamily
		}
	}
	switch {
	case families == 0 && len(words) > 1:
		sum -= 5
	case families > 1:
		sum -= 4 * float64(families-1)
	}
	if g < 0 && len(words) > 1 {
		sum -= 4
	}
	return sum
}

// roleMargin is how many bits below the likeliest reading one is still tried.
const roleMargin = 7

// read gives the readings of a typed name, the likeliest first.
func (r *reader) read(typed string) []person {
	var out []person
	for _, text := range r.learned.unkey(clean(typed), r.know.base) {
		out = append(out, r.readText(text)...)
	}
	return out
}

// readText reads a cleaned text typed on the right keyboard.
func (r *reader) readText(text string) []person {
	words := r.words(text)
	if len(words) == 0 {
		return nil
	}
	ways := deal(words)
	var out []person
	total := 0.0
	for _, way := range ways {
		if len(out) == maxReadings || way.weight < ways[0].weight-roleMargin {
			break
		}
		out = append(out, r.cast(words, way))
		total += math.Exp2(way.weight)
	}
	for i := range out {
		out[i].prior -= math.Log2(total)
	}
	return out
}

// cast makes the person of one way to deal the words.
func (r *reader) cast(words []word, way roles) person {
	p := person{prior: way.weight}
	for i, w := range words {
		switch i {
		case way.given:
			p.givens = r.givensOf(w)
		case way.father:
			p.fathers = r.fathersOf(w)
		default:
			for _, f := range w.folds {
				p.addSurname(f)
			}
		}
	}
	return p
}

func (p *person) addSurname(f string) {
	s := stemSurname(f)
	if !slices.Contains(p.surnames, s) {
		p.surnames = append(p.surnames, s)
	}
	if s != f && len(f) > 3 {
		p.whole = append(p.whole, f)
	}
}

func (r *reader) givensOf(w word) []given {
	if w.initial {
		return []given{{fold: string(initialOf(w.folds[0]))}}
	}
	if w.given != nil {
		return w.given
	}
	out := make([]given, 0, len(w.folds))
	for _, f := range w.folds {
		out = append(out, r.understand(f))
	}
	return out
}

func (r *reader) fathersOf(w word) []patronymic {
	if w.initial {
		return []patronymic{{root: string(initialOf(w.folds[0]))}}
	}
	if len(w.father) > 0 {
		return w.father
	}
	var out []patronymic
	for _, f := range w.folds {
		if p, ok := r.know.readPatronymic(f); ok {
			out = append(out, p)
		}
	}
	if len(out) > 0 {
		return out
	}
	return []patronymic{r.know.plainFather(w.folds[0])}
}

// apart tells whether the parts of a name are known apart: not when everything
// stands in one of them.
func (n Name) apart() bool {
	if n.Patronymic != "" || n.Surname != "" && n.Given != "" {
		return true
	}
	alone := n.Surname + n.Given
	return alone != "" && len(split(clean(alone))) == 1
}

// known reads a name whose parts are known apart.
func (r *reader) known(n Name) person {
	p := person{givens: r.givenPart(n.Given), fathers: r.fatherPart(n.Patronymic)}
	r.familyPart(&p, n.Surname)
	return p
}

func (r *reader) familyPart(p *person, surname string) {
	for _, w := range r.tokens(surname) {
		for _, f := range w.folds {
			p.addSurname(f)
		}
	}
}

func (r *reader) givenPart(name string) []given {
	var out []given
	for i, w := range r.tokens(name) {
		if i == 0 || !w.initial {
			out = append(out, r.givensOf(w)...)
		}
	}
	return out
}

// fatherPart reads a patronymic; of several words the longest is the name, the
// rest are "огли" and the like.
func (r *reader) fatherPart(name string) []patronymic {
	words := r.tokens(name)
	if len(words) == 0 {
		return nil
	}
	return r.fathersOf(slices.MaxFunc(words, func(a, b word) int { return cmp.Compare(len(a.folds[0]), len(b.folds[0])) }))
}

// people gives every reading of what a question or a record says of the name.
// The parts known apart come first; what other spellings leave out is taken
// from them.
func (r *reader) people(n Name, typed string, others []string) []person {
	var out []person
	var first person
	ok := n.apart()
	if ok {
		first = r.known(n)
	}
	if ok && !first.empty() {
		out = append(out, first)
	} else {
		out = append(out, r.read(strings.Join([]string{n.Surname, n.Given, n.Patronymic}, " "))...)
	}
	out = append(out, r.read(typed)...)
	for _, o := range others {
		readings := r.read(o)
		for _, p := range readings[:min(len(readings), maxOfOther)] {
			if ok {
				p.fillFrom(first)
			}
			out = append(out, p)
		}
	}
	return out[:min(len(out), maxPeople)]
}

// empty tells whether nothing was read: signs, but no letter.
func (p *person) empty() bool { return len(p.surnames)+len(p.givens)+len(p.fathers) == 0 }

func (p *person) fillFrom(q person) {
	if len(p.surnames) == 0 {
		p.surnames = q.surnames
	}
	if len(p.givens) == 0 {
		p.givens = q.givens
	}
	if len(p.fathers) == 0 {
		p.fathers = q.fathers
	}
}
