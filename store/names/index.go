package names

import (
	"slices"
	"strings"
	"sync"
)

// Index holds children in memory and finds the one a question means. Find may
// run at any time and from anywhere; Put and Remove wait for the questions that
// are being answered. Nothing in it reaches a disk.
type Index struct {
	mu      sync.RWMutex
	weights Weights
	know    *knowledge
	learned *bigrams

	stems   *lexicon // surnames
	givens  *lexicon // given names
	fathers *lexicon // roots of patronymics
	births  *dates
	parted  *dates
	places  *places
	words   *lexicon // of institutions and marks

	understood []given       // by number of a given name
	fatherings [][]uint16    // by number of a father's root: concepts
	byConcept  [2][][]uint32 // given names and fathers' roots of each concept
	initials   [2][]uint32   // those that are only an initial

	rows  []row
	ids   []string
	rowOf map[string]uint32
	extra []extra  // by row.more; the first is nobody's
	free  []uint32 // rows of removed records
	spare []uint32 // free places of extra
	memo  memo
	pool  sync.Pool
}

// row is one record in numbers; 0 means unknown.
type row struct {
	name   nameKey
	birth  uint32
	place  uint32
	parted uint32
	more   uint32 // its extra, 0 for none
	sex    Sex
	gone   bool
}

// nameKey is one way to read a name, in numbers.
type nameKey struct{ surname, given, father uint32 }

// extra is what few records have.
type extra struct {
	names    []nameKey // besides row.name
	siblings []string
	words    []uint32 // of the institution, then of the marks
	marks    int      // where the marks begin
}

func (e *extra) empty() bool { return len(e.names)+len(e.siblings)+len(e.words) == 0 }

// memo remembers how frequent texts were read; it spares most of the work of a
// bulk load.
type memo struct {
	given  map[string][]uint32
	father map[string][]uint32
	place  map[Place]uint32
	words  map[string]string // of institutions and marks → their folds
}

// memoSize bounds each part of the memo; past it texts are read anew.
const memoSize = 60_000

func newMemo() memo {
	return memo{map[string][]uint32{}, map[string][]uint32{}, map[Place]uint32{}, map[string]string{}}
}

// Options say what a new index starts from.
type Options struct {
	Weights  Weights    // the zero value means DefaultWeights
	Expected int        // how many records are to come; saves memory, bounds nothing
	Places   []PlaceRow // an imported codifier, may be nil
}

// NewIndex gives an empty index.
func NewIndex(o Options) *Index {
	if o.Weights == (Weights{}) {
		o.Weights = DefaultWeights()
	}
	x := &Index{
		weights: o.Weights, know: known(), learned: &bigrams{},
		stems: newLexicon(true), givens: newLexicon(true), fathers: newLexicon(false), words: newLexicon(true),
		births: newDates(), parted: newDates(), places: newPlaces(),
		understood: make([]given, 1), fatherings: make([][]uint16, 1),
		rows: make([]row, 0, o.Expected), ids: make([]string, 0, o.Expected),
		rowOf: make(map[string]uint32, o.Expected), extra: make([]extra, 1), memo: newMemo(),
	}
	for i := range x.byConcept {
		x.byConcept[i] = make([][]uint32, len(x.know.concepts))
	}
	x.places.own.importRows(o.Places)
	return x
}

// AddPlaces adds the rows of an imported codifier. Records put before keep the
// places they were understood to have.
func (x *Index) AddPlaces(rows []PlaceRow) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.places.own.importRows(rows)
	clear(x.memo.place)
}

// SetWeights replaces the calibration for the questions that follow.
func (x *Index) SetWeights(w Weights) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.weights = w
}

// Len gives how many records the index holds.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return len(x.rowOf)
}

// Put adds a record, or replaces the one with its id. A record without an id is
// not kept.
func (x *Index) Put(r Record) {
	if r.ID == "" {
		return
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.remove(r.ID)
	x.put(r)
}

// Remove forgets a record. An unknown id is no error.
func (x *Index) Remove(id string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.remove(id)
}

func (x *Index) put(r Record) {
	n := x.newRow(r.ID)
	names := x.nameKeys(r)
	at := row{birth: x.births.add(r.Birth.span()), place: x.placeSet(r.Places), parted: x.parted.add(spanOf(r.Parted)), sex: r.Sex}
	if len(names) > 0 {
		at.name = names[0]
	}
	institution, marks := x.wordKeys(r.Institution, n), x.wordKeys(r.Marks, n)
	at.more = x.newExtra(extra{names: slices.Clone(names[min(1, len(names)):]), siblings: slices.Clone(r.Siblings),
		words: slices.Concat(institution, marks), marks: len(institution)})
	x.rows[n] = at
	x.births.enter(at.birth, n)
	x.parted.enter(at.parted, n)
	x.places.count[at.place]++
	for _, k := range names {
		x.stems.enter(k.surname, n)
		x.givens.enter(k.given, n)
		x.fathers.enter(k.father, n)
		x.learned.learn(x.stems.words[k.surname], 1)
		x.learned.learn(x.givens.words[k.given], 1)
	}
}

func (x *Index) newExtra(e extra) uint32 {
	if e.empty() {
		return 0
	}
	if last := len(x.spare) - 1; last >= 0 {
		n := x.spare[last]
		x.spare = x.spare[:last]
		x.extra[n] = e
		return n
	}
	x.extra = append(x.extra, e)
	return uint32(len(x.extra) - 1)
}

// placeSet numbers the places of a record.
func (x *Index) placeSet(list []Place) uint32 {
	if len(list) != 1 {
		return x.places.add(list)
	}
	if id, ok := x.memo.place[list[0]]; ok {
		return id
	}
	id := x.places.add(list)
	if len(x.memo.place) < memoSize {
		x.memo.place[list[0]] = id
	}
	return id
}

// newRow takes a free row or a new one.
func (x *Index) newRow(id string) uint32 {
	var n uint32
	if last := len(x.free) - 1; last >= 0 {
		n = x.free[last]
		x.free = x.free[:last]
		x.ids[n] = id
	} else {
		n = uint32(len(x.rows))
		x.rows = append(x.rows, row{})
		x.ids = append(x.ids, id)
	}
	x.rowOf[id] = n
	return n
}

func (x *Index) remove(id string) {
	n, ok := x.rowOf[id]
	if !ok {
		return
	}
	at := x.rows[n]
	names := []nameKey{at.name}
	if at.more != 0 {
		e := &x.extra[at.more]
		names = append(names, e.names...)
		for _, w := range e.words {
			x.words.leave(w, n)
		}
		*e = extra{}
		x.spare = append(x.spare, at.more)
	}
	x.parted.leave(at.parted, n)
	for _, k := range names {
		x.stems.leave(k.surname, n)
		x.givens.leave(k.given, n)
		x.fathers.leave(k.father, n)
	}
	x.births.leave(at.birth, n)
	x.places.count[at.place]--
	x.rows[n] = row{gone: true}
	x.ids[n] = ""
	delete(x.rowOf, id)
	x.free = append(x.free, n)
}

func (x *Index) reader() reader {
	return reader{know: x.know, learned: x.learned, givens: x.givens, seen: x.understood, stems: x.stems}
}

// maxNames bounds the readings of one record's names.
const maxNames = 8

// nameKeys numbers every reading of a record's names.
func (x *Index) nameKeys(r Record) []nameKey {
	others := r.Other
	if r.After != "" {
		others = append(slices.Clone(others), r.After)
	}
	rd := x.reader()
	if r.Typed == "" && len(others) == 0 && r.Name.apart() {
		return x.keysApart(&rd, r.Name)
	}
	var out []nameKey
	for _, p := range rd.people(r.Name, r.Typed, others) {
		for _, k := range x.keysOf(p) {
			if k != (nameKey{}) && !slices.Contains(out, k) && len(out) < maxNames {
				out = append(out, k)
			}
		}
	}
	return out
}

// keysApart numbers a name whose parts are known apart, by the memo where it can.
func (x *Index) keysApart(rd *reader, n Name) []nameKey {
	givens, ok := x.memo.given[n.Given]
	if !ok {
		for _, g := range rd.givenPart(n.Given) {
			givens = append(givens, x.addGiven(g))
		}
		remember(x.memo.given, n.Given, givens)
	}
	fathers, ok := x.memo.father[n.Patronymic]
	if !ok {
		for _, f := range rd.fatherPart(n.Patronymic) {
			fathers = append(fathers, x.addFather(f))
		}
		remember(x.memo.father, n.Patronymic, fathers)
	}
	var p person
	rd.familyPart(&p, n.Surname)
	return x.crossed(p.surnames, givens, fathers)
}

func remember(m map[string][]uint32, text string, ids []uint32) {
	if len(m) < memoSize {
		m[text] = ids
	}
}

// keysOf numbers one person: every surname, every given name, every father.
func (x *Index) keysOf(p person) []nameKey {
	givens, fathers := []uint32{}, []uint32{}
	for _, g := range p.givens {
		givens = append(givens, x.addGiven(g))
	}
	for _, f := range p.fathers {
		fathers = append(fathers, x.addFather(f))
	}
	return x.crossed(p.surnames, givens, fathers)
}

func (x *Index) crossed(stems []string, givens, fathers []uint32) []nameKey {
	surnames := make([]uint32, 0, len(stems))
	for _, s := range stems {
		surnames = append(surnames, x.stems.add(s))
	}
	out := make([]nameKey, 0, 1)
	for _, s := range orNone(surnames) {
		for _, g := range orNone(givens) {
			for _, f := range orNone(fathers) {
				out = append(out, nameKey{s, g, f})
			}
		}
	}
	return out[:min(len(out), maxNames)]
}

func orNone(ids []uint32) []uint32 {
	if len(ids) == 0 {
		return []uint32{0}
	}
	return ids
}

func (x *Index) addGiven(g given) uint32 {
	id := x.givens.add(g.fold)
	if int(id) == len(x.understood) {
		x.understood = append(x.understood, g)
		x.file(0, id, g.fold, g.concepts)
	}
	return id
}

func (x *Index) addFather(p patronymic) uint32 {
	id := x.fathers.add(p.root)
	if int(id) == len(x.fatherings) {
		x.fatherings = append(x.fatherings, p.concepts)
		x.file(1, id, p.root, p.concepts)
	}
	return id
}

// file enters a new given name (0) or father's root (1) under its concepts.
func (x *Index) file(which int, id uint32, f string, concepts []uint16) {
	if len(f) == 1 {
		x.initials[which] = append(x.initials[which], id)
	}
	for _, c := range concepts {
		x.byConcept[which][c] = append(x.byConcept[which][c], id)
	}
}

// wordKeys numbers the words of an institution or of marks.
func (x *Index) wordKeys(text string, n uint32) []uint32 {
	var out []uint32
	if text == "" {
		return nil
	}
	for _, f := range wordFolds(text, x.memo.words) {
		if id := x.words.add(f); !slices.Contains(out, id) {
			out = append(out, id)
			x.words.enter(id, n)
		}
	}
	return out
}

// wordFolds gives the folded words of a text; figures stay as they are, marked so
// that they meet no sign of the skeleton. What it folds it remembers in seen.
func wordFolds(text string, seen map[string]string) []string {
	var out []string
	for i, w := range split(unmask(clean(text))) {
		if i == maxWords {
			break
		}
		f, known := seen[w]
		if !known {
			f = wordFold(w)
			if seen != nil && len(seen) < memoSize {
				seen[w] = f
			}
		}
		if f != "" {
			out = append(out, f)
		}
	}
	return out
}

// wordFold folds one word of an institution or of marks; "" where it says nothing.
func wordFold(w string) string {
	if strings.Trim(w, "0123456789.-") == "" {
		return "n" + strings.Trim(w, ".-")
	}
	if f := stemPlace(foldWord(w, english)); len(f) > 2 {
		return f
	}
	return ""
}

// maxWords bounds the words read of an institution or of marks.
const maxWords = 24
