package names

import (
	"math"
	"slices"
)

// sideEvidence is what a question says besides name, sex, birth and place. Few
// records hold such things, so they are compared one by one.
type sideEvidence struct {
	institution []uint32
	marks       []uint32
	parted      []Level             // by number of a date
	worth       [levelCount]float32 // of the levels of parted
	kin         map[uint32]float64  // rows → the probability that a sister or brother was meant
	kinFound    float64             // that any was
}

const (
	wordsCap     = 14.0 // bits that shared words add at most
	wordsTrust   = 0.6  // words of one text hang together
	noInstWords  = -1.5 // bits when two institutions share no word
	noMarksWords = -0.4
	kinShare     = 0.85 // the share of true siblings that are recorded as such
)

// prepare sets the evidence up. The index is read-locked.
func (e *sideEvidence) prepare(x *Index, q *Query) {
	*e = sideEvidence{institution: x.findWords(q.Institution), marks: x.findWords(q.Marks)}
	if p := spanOf(q.Parted); p.precision != noDate {
		e.prepareParted(x, p)
	}
	for _, id := range q.Siblings {
		e.addKin(x, id, 1)
	}
	for _, with := range q.With {
		with.With = nil
		with.Not = slices.Concat(with.Not, q.Not)
		for _, m := range x.find(&with, 5) {
			e.addKin(x, m.ID, m.Probability)
		}
	}
	e.kinFound = min(e.kinFound, 1)
}

func (e *sideEvidence) prepareParted(x *Index, q span) {
	var count tally
	e.parted = make([]Level, len(x.parted.spans))
	for id, r := range x.parted.spans {
		e.parted[id] = partedLevel(dateLevel(q, r))
		count[e.parted[id]] += x.parted.count[id]
	}
	count[Missing] = 0
	x.weights.bits(&count, &e.worth)
}

// partedLevel makes four levels of a separation date of the many of a birth date.
func partedLevel(l Level) Level {
	switch l {
	case Missing:
		return Missing
	case DaySame, DayNext, DayNear:
		return PartedSame
	case DaySwapped, DayDigit, DayMonth, MonthSame, MonthNext:
		return PartedMonth
	case DayOtherMonth, DayYear, MonthYear, YearSame:
		return PartedYear
	}
	return PartedDiffers
}

// addKin notes that the record id is, with probability p, a sister or brother of
// the child asked for: then the siblings it names are likely answers.
func (e *sideEvidence) addKin(x *Index, id string, p float64) {
	n, ok := x.rowOf[id]
	if !ok {
		return
	}
	more := &x.extra[x.rows[n].more]
	if len(more.siblings) == 0 {
		return
	}
	if e.kin == nil {
		e.kin = map[uint32]float64{}
	}
	e.kinFound += p
	for _, sibling := range more.siblings {
		if other, ok := x.rowOf[sibling]; ok {
			e.kin[other] = min(e.kin[other]+p/float64(len(more.siblings)), 1)
		}
	}
}

// findWords gives the words of the index that a text holds, slips allowed.
func (x *Index) findWords(text string) []uint32 {
	var out []uint32
	for _, f := range wordFolds(text, nil) {
		x.words.near(f, func(id uint32, c closeness) {
			if (c == identical || c <= oneSlip && len(f) > 4 && f[0] != 'n') && !slices.Contains(out, id) {
				out = append(out, id)
			}
		})
	}
	return out
}

// candidates tries the rows the evidence itself points to.
func (e *sideEvidence) candidates(s *search, a *answers) {
	for n := range e.kin {
		s.try(a, n)
	}
	const common = 2000
	for _, w := range slices.Concat(e.institution, e.marks) {
		if s.x.words.count[w] <= common {
			for _, n := range s.x.words.rows[w] {
				s.try(a, n)
			}
		}
	}
}

// bits gives what the evidence adds for a row with an extra.
func (e *sideEvidence) bits(s *search, n uint32, more *extra) float32 {
	return float32(e.wordBits(s.x, e.institution, more.words[:more.marks], noInstWords) +
		e.wordBits(s.x, e.marks, more.words[more.marks:], noMarksWords) + e.kinBits(s.x, n, more))
}

func (e *sideEvidence) partedBits(at *row) float32 {
	if e.parted == nil {
		return 0
	}
	return e.worth[e.parted[at.parted]]
}

// wordBits weighs shared words by how rare they are among the rows with words.
func (e *sideEvidence) wordBits(x *Index, asked, held []uint32, none float64) float64 {
	if len(asked) == 0 || len(held) == 0 {
		return 0
	}
	sum, shared := 0.0, 0
	for _, w := range held {
		if slices.Contains(asked, w) {
			sum += math.Log2(float64(len(x.extra)+1) / (float64(x.words.count[w]) + 0.5))
			shared++
		}
	}
	if shared == 0 {
		return none
	}
	return min(max(sum, 0)*wordsTrust, wordsCap)
}

// kinBits weighs being named as a sibling of a child that was probably meant.
func (e *sideEvidence) kinBits(x *Index, n uint32, more *extra) float64 {
	if e.kinFound == 0 || len(more.siblings) == 0 {
		return 0
	}
	rows := float64(max(len(x.rowOf), 2))
	return math.Log2(1 - kinShare*e.kinFound + kinShare*e.kin[n]*rows + 1/rows)
}

// fields explains the evidence for a row.
func (e *sideEvidence) fields(s *search, n uint32) []Field {
	at := &s.x.rows[n]
	more := &s.x.extra[at.more]
	institution, marked := more.words[:more.marks], more.words[more.marks:]
	var out []Field
	add := func(name FieldName, l Level, bits float64, both bool) {
		if !both {
			l, bits = Missing, 0
		}
		out = append(out, Field{name, l, bits, verdict(l, bits)})
	}
	inst := e.wordBits(s.x, e.institution, institution, noInstWords)
	add(Institution, InstitutionWords, inst, len(e.institution) > 0 && len(institution) > 0)
	parted := Missing
	if e.parted != nil {
		parted = e.parted[at.parted]
	}
	add(Separation, parted, float64(e.partedBits(at)), parted != Missing)
	add(Siblings, SiblingsShared, e.kinBits(s.x, n, more), e.kinFound > 0 && len(more.siblings) > 0)
	marks := e.wordBits(s.x, e.marks, marked, noMarksWords)
	add(Marks, MarksWords, marks, len(e.marks) > 0 && len(marked) > 0)
	return out
}
