package names

import (
	"cmp"
	"math"
	"slices"
)

const (
	// smallIndex is the size up to which a weak answer makes the search look at
	// every row: a few hundred microseconds.
	smallIndex = 30_000
	// weakBits is the score under which the first pass is not trusted.
	weakBits = 8
	// hopeless is the score under which the second pass is not trusted either.
	hopeless = 2
	// keptAnswers is how many answers are weighed against each other for the
	// probability, however few are asked for.
	keptAnswers = 24
)

// answer is a row with its score.
type answer struct {
	row  uint32
	bits float32
}

// answers keeps the best rows, best first.
type answers struct {
	top  []answer
	size int
}

func (a *answers) add(n uint32, bits float32) {
	if len(a.top) == a.size && bits <= a.top[len(a.top)-1].bits {
		return
	}
	for i := range a.top {
		if a.top[i].row == n {
			return
		}
	}
	i, _ := slices.BinarySearchFunc(a.top, bits, func(t answer, b float32) int { return cmp.Compare(b, t.bits) })
	if len(a.top) == a.size {
		a.top = a.top[:a.size-1]
	}
	a.top = slices.Insert(a.top, i, answer{n, bits})
}

func (a *answers) best() float32 {
	if len(a.top) == 0 {
		return float32(math.Inf(-1))
	}
	return a.top[0].bits
}

// run finds the best rows.
func (s *search) run(size int) answers {
	a := answers{size: size}
	s.bySurname(&a, false)
	s.byBirth(&a, false)
	s.byGiven(&a)
	s.side.candidates(s, &a)
	if a.best() >= weakBits {
		return a
	}
	if len(s.x.rowOf) > smallIndex || len(s.readings) > 0 {
		s.bySurname(&a, true)
		s.byBirth(&a, true)
		for _, n := range s.later {
			s.try(&a, n)
		}
	}
	if len(s.x.rowOf) <= smallIndex && a.best() < hopeless {
		for n := range s.x.rows {
			s.try(&a, uint32(n))
		}
	}
	return a
}

// try scores a row that may be shown.
func (s *search) try(a *answers, n uint32) {
	if s.x.rows[n].gone || s.hidden[n] {
		return
	}
	a.add(n, s.score(n))
}

// bySurname tries the rows whose surname is near. Two slips and more wait for the
// second pass, and count there only with a date or a given name that fits.
func (s *search) bySurname(a *answers, wide bool) {
	for i := range s.readings {
		r := &s.readings[i]
		for _, id := range r.surname.reached {
			if wide != (r.surname.levels[id] >= SurnameSlips) {
				continue
			}
			for _, n := range s.x.stems.rows[id] {
				if !wide || s.dateFits(n) || r.givenFits(s.x.rows[n].name) {
					s.try(a, n)
				}
			}
		}
	}
}

func (r *reading) givenFits(k nameKey) bool {
	l := r.given.level(k.given)
	return l >= GivenSame && l <= GivenSlip || l == InitialSame
}

// dateFits tells whether a row's birth is the one asked for, up to a slip.
func (s *search) dateFits(n uint32) bool { return closeBirth[s.birth[s.x.rows[n].birth]] }

var closeBirth = [levelCount]bool{DaySame: true, DayNext: true, DayNear: true, DaySwapped: true, DayOtherMonth: true,
	DayDigit: true, DayOtherYear: true, MonthSame: true}

// likelyBirth holds the levels of a birth that a person with the same given name
// may well have.
var likelyBirth = [levelCount]bool{DaySame: true, DayNext: true, DayNear: true, DaySwapped: true, DayOtherMonth: true,
	DayDigit: true, DayMonth: true, DayOtherYear: true, DayYear: true, MonthSame: true, MonthNext: true, MonthOtherYear: true,
	MonthYear: true, YearSame: true, AgeFits: true}

// byBirth tries the rows born on the day asked for, or on one that is a slip away;
// the slips that many days share wait for the second pass.
func (s *search) byBirth(a *answers, wide bool) {
	for id, l := range s.birth {
		if closeBirth[l] && wide == (l == DayOtherMonth || l == DayDigit || l == MonthSame) {
			for _, n := range s.x.births.rows[id] {
				s.try(a, n)
			}
		}
	}
}

// byGiven tries the rows whose given name is the one asked for and in which two of
// birth, place and father fit. Those in which one does are kept for the second pass.
func (s *search) byGiven(a *answers) {
	s.later = s.later[:0]
	for i := range s.readings {
		r := &s.readings[i]
		for _, id := range r.given.reached {
			if r.given.levels[id] > GivenSlip {
				continue
			}
			for _, n := range s.x.givens.rows[id] {
				switch s.fits(r, n) {
				case 0:
				case 1:
					s.later = append(s.later, n)
				default:
					s.try(a, n)
				}
			}
		}
	}
}

// fits counts what fits a row besides its given name; an oblast alone is half.
func (s *search) fits(r *reading, n uint32) int {
	at := &s.x.rows[n]
	halves := 0
	if likelyBirth[s.birth[at.birth]] {
		halves += 2
	}
	switch s.place[at.place] {
	case TownSame, TownSlip, TownRaion, RaionSame, AreaRaion:
		halves += 2
	case OblastSame:
		halves++
	}
	if l := r.father.level(at.name.father); l == FatherSame || l == FatherSlip {
		halves += 2
	}
	if halves == 1 {
		return 1
	}
	return halves / 2
}
