package names

import "slices"

// search is one question held against an index: the level of every word, date and
// place the index knows, and what each level is worth.
type search struct {
	x        *Index
	q        *Query
	readings []reading
	birth    []Level // by number of a date
	place    []Level // by number of a set of places
	bits     [levelCount]float32
	count    tally
	sex      Sex
	sexTells bool // the given name leaves the sex open, so that agreement says something
	probes   []probe
	hidden   map[uint32]bool
	side     sideEvidence
	prior    float32
	absent   float32  // bits of what was said for a child the index does not hold
	later    []uint32 // rows for the second pass
}

// reading is one reading of the name with the level of every word of the index.
type reading struct {
	person
	surname, given, father graded
	bits                   [levelCount]float32
	count                  tally
	absent                 float32
}

// graded holds the level of every word of a lexicon. The words not reached are
// not written, so that a question touches few of many.
type graded struct {
	levels  []Level  // by word; 0 where not reached
	reached []uint32 // the others
	rest    Level    // of the words not reached; Missing when nothing was asked
	bits    [levelCount]float32
}

func (g *graded) clear(n int) {
	g.levels, g.reached, g.rest = sized(g.levels, n), g.reached[:0], Missing
	g.bits = [levelCount]float32{}
}

// mark keeps the lower of the levels a word is given.
func (g *graded) mark(id uint32, l Level) {
	switch old := g.levels[id]; {
	case old == Missing:
		g.reached = append(g.reached, id)
		g.levels[id] = l
	case l < old:
		g.levels[id] = l
	}
}

// level gives the level of a word; Missing for the word 0.
func (g *graded) level(id uint32) Level {
	if l := g.levels[id]; l != Missing || id == 0 {
		return l
	}
	return g.rest
}

// worth gives the bits of a word's level.
func (g *graded) worth(id uint32) float32 {
	if id == 0 {
		return 0
	}
	return g.bits[g.levels[id]]
}

// settle says what the words not reached are, and counts the rows of each level.
func (g *graded) settle(l *lexicon, rest Level, count *tally) {
	left := l.weight
	for _, id := range g.reached {
		count[g.levels[id]] += l.count[id]
		left -= l.count[id]
	}
	g.rest = rest
	count[rest] += left
}

// value takes over what the levels are worth.
func (g *graded) value(bits *[levelCount]float32) {
	if g.rest != Missing {
		g.bits = *bits
		g.bits[Missing] = bits[g.rest]
	}
}

// prepare sets the search up for a question. The index is read-locked.
func (s *search) prepare(x *Index, q *Query) {
	s.x, s.q = x, q
	s.prior = -log2(float64(max(len(x.rowOf), 1)))
	rd := x.reader()
	people := rd.people(q.Name, q.Typed, q.Other)
	s.readings = s.readings[:min(len(people), cap(s.readings))]
	for len(s.readings) < len(people) {
		s.readings = append(s.readings, reading{})
	}
	for i, p := range people {
		s.readings[i].prepare(x, p)
	}
	s.prepareSex(people)
	s.prepareDates()
	s.prepareHidden()
	s.side.prepare(x, q)
}

// prepareSex takes the sex as said, or as a patronymic shows it.
func (s *search) prepareSex(people []person) {
	s.sex, s.sexTells = s.q.Sex, false
	for i, p := range people {
		for _, f := range p.fathers {
			if s.sex == SexUnknown && f.sure && i == 0 {
				s.sex = f.sex
			}
		}
		s.sexTells = s.sexTells || len(p.givens) == 0
		for _, g := range p.givens {
			s.sexTells = s.sexTells || len(g.concepts) > 0 && s.x.know.sexOf(g.concepts) == SexUnknown
		}
	}
}

// prepareDates finds the level of every birth and place of the index, and with
// them how common each level is.
func (s *search) prepareDates() {
	s.count = tally{}
	count := &s.count
	x := s.x
	s.birth = sized(s.birth, len(x.births.spans))
	if q := s.q.Birth.span(); q.precision != noDate {
		for id, r := range x.births.spans {
			s.birth[id] = dateLevel(q, r)
			count[s.birth[id]] += x.births.count[id]
		}
	}
	s.place = sized(s.place, len(x.places.sets))
	if s.probes = x.places.probes(s.q.Places); len(s.probes) > 0 {
		for id, set := range x.places.sets {
			s.place[id] = placeLevel(s.probes, set)
			count[s.place[id]] += x.places.count[id]
		}
	}
	count[SexSame], count[SexDiffers] = 1, 1
	s.absent = x.weights.bits(count, &s.bits) + s.bestAbsent()
	s.bits[Missing] = 0
}

// bestAbsent is what the name is worth for a child the index does not hold.
func (s *search) bestAbsent() float32 {
	if len(s.readings) == 0 {
		return 0
	}
	best := s.readings[0].absent
	for i := range s.readings {
		best = max(best, s.readings[i].absent)
	}
	return best
}

func (s *search) prepareHidden() {
	s.hidden = nil
	for _, id := range slices.Concat(s.q.Not, s.q.Siblings) {
		if n, ok := s.x.rowOf[id]; ok {
			if s.hidden == nil {
				s.hidden = map[uint32]bool{}
			}
			s.hidden[n] = true
		}
	}
}

// sized gives a cleared slice of n levels, using the memory of the old one.
func sized(old []Level, n int) []Level {
	if cap(old) < n {
		return make([]Level, n, n+n/8)
	}
	old = old[:n]
	clear(old)
	return old
}

// prepare finds the level of every surname, given name and father of the index.
func (r *reading) prepare(x *Index, p person) {
	r.person, r.count = p, tally{}
	r.surname.clear(len(x.stems.words))
	r.given.clear(len(x.givens.words))
	r.father.clear(len(x.fathers.words))
	if len(p.surnames) > 0 {
		r.prepareSurname(x)
		r.surname.settle(x.stems, SurnameDiffers, &r.count)
	}
	if len(p.givens) > 0 {
		rest := r.prepareGiven(x)
		r.given.settle(x.givens, rest, &r.count)
	}
	if len(p.fathers) > 0 {
		rest := r.prepareFather(x)
		r.father.settle(x.fathers, rest, &r.count)
	}
	r.absent = x.weights.bits(&r.count, &r.bits) + float32(r.prior)
	r.bits[Missing] = 0
	r.surname.value(&r.bits)
	r.given.value(&r.bits)
	r.father.value(&r.bits)
}

// prepareSurname marks the surnames near one of the alternatives. Where none is
// closer than two slips, it looks farther: three slips, and the whole fold, since
// a slip at the end misleads the stem.
func (r *reading) prepareSurname(x *Index) {
	found := false
	for _, stem := range r.surnames {
		x.stems.near(stem, func(id uint32, c closeness) {
			if c == twoSlips && len(stem) < 4 {
				return
			}
			found = found || c < twoSlips && x.stems.count[id] > 0
			r.surname.mark(id, SurnameSame+Level(c))
		})
	}
	if found {
		return
	}
	for _, f := range append(r.surnames, r.whole...) {
		x.stems.within(f, 3, func(id uint32, c closeness) {
			if c < threeSlips && len(f) > 3 || c == threeSlips && len(f) > 4 {
				r.surname.mark(id, max(SurnameSame+Level(c), SurnameSlips))
			}
		})
	}
}

// prepareGiven gives the level of all given names not reached.
func (r *reading) prepareGiven(x *Index) Level {
	for _, g := range r.givens {
		if len(g.fold) == 1 {
			r.given.markByInitial(x.givens, g.fold[0], func(id int) []uint16 { return x.understood[id].concepts }, x.know)
			return InitialDiffers
		}
		for _, c := range g.concepts {
			for _, id := range x.byConcept[0][c] {
				r.given.mark(id, pick2(g.sure == misspelt || x.understood[id].sure == misspelt))
			}
		}
		x.givens.near(g.fold, func(id uint32, c closeness) { r.nearGiven(x, g, id, c) })
		r.given.markInitials(x.initials[0], x.givens, initialOf(g.fold))
	}
	return GivenDiffers
}

func pick2(misspelt bool) Level { return pick(misspelt, GivenSlip, GivenForm) }

// nearGiven grades a given name a slip or two away. Two names that are both known
// and not one are hardly ever a slip.
func (r *reading) nearGiven(x *Index, g given, id uint32, c closeness) {
	other := x.understood[id]
	apart := g.sure > affection && other.sure > affection && !meet(g.concepts, other.concepts)
	switch {
	case c == identical:
		r.given.mark(id, GivenSame)
	case c <= oneSlip && !apart && len(g.fold) > 2:
		r.given.mark(id, GivenSlip)
	case c <= oneSlip && len(g.fold) > 2, c == twoSlips && !apart && len(g.fold) > 4:
		r.given.mark(id, GivenSlips)
	}
}

// markInitials grades the entries of the index that are only an initial.
func (g *graded) markInitials(ids []uint32, l *lexicon, first byte) {
	for _, id := range ids {
		g.mark(id, pick(l.words[id][0] == first, InitialSame, InitialDiffers))
	}
}

// markByInitial grades all words of a lexicon against an initial: by their own
// first symbol, or by that of a form of the same name.
func (g *graded) markByInitial(l *lexicon, first byte, concepts func(int) []uint16, k *knowledge) {
	for id := 1; id < len(g.levels); id++ {
		if initialOf(l.words[id]) == first || slices.ContainsFunc(concepts(id), func(c uint16) bool {
			return slices.Contains(k.firsts[c], first)
		}) {
			g.mark(uint32(id), InitialSame)
		}
	}
}

// prepareFather gives the level of all fathers not reached.
func (r *reading) prepareFather(x *Index) Level {
	for _, f := range r.fathers {
		if len(f.root) == 1 {
			r.father.markByInitial(x.fathers, f.root[0], func(id int) []uint16 { return x.fatherings[id] }, x.know)
			return InitialDiffers
		}
		for _, c := range f.concepts {
			for _, id := range x.byConcept[1][c] {
				r.father.mark(id, FatherSame)
			}
		}
		x.fathers.near(f.root, func(id uint32, c closeness) {
			apart := len(f.concepts) > 0 && len(x.fatherings[id]) > 0
			switch {
			case c == identical:
				r.father.mark(id, FatherSame)
			case c <= oneSlip && !apart, c == twoSlips && !apart && len(f.root) > 5:
				r.father.mark(id, FatherSlip)
			}
		})
		r.father.markInitials(x.initials[1], x.fathers, initialOf(f.root))
	}
	return FatherDiffers
}
