package names

import (
	"math"
	"slices"
)

// TopTen is how many answers a person is shown; Find gives them for a limit of 0.
const TopTen = 10

// Find gives the records that fit a question best, best first, at most limit
// (TopTen for 0). Every record scores somehow, so the list is rarely empty: what
// is worth showing is for the reader of Bits to say (Strong).
func (x *Index) Find(q Query, limit int) []Match {
	if limit <= 0 {
		limit = TopTen
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.find(&q, limit)
}

// find is Find inside the lock.
func (x *Index) find(q *Query, limit int) []Match {
	s, _ := x.pool.Get().(*search)
	if s == nil {
		s = &search{}
	}
	defer x.pool.Put(s)
	s.prepare(x, q)
	if s.silent() {
		return nil
	}
	a := s.run(max(limit, keptAnswers))
	chances := x.weights.chances(a.top, s.absent)
	out := make([]Match, 0, min(limit, len(a.top)))
	for i, t := range a.top[:min(limit, len(a.top))] {
		out = append(out, Match{ID: x.ids[t.row], Bits: float64(t.bits), Probability: chances[i], Fields: s.fields(t.row)})
	}
	return out
}

// silent tells whether the question says nothing that a record could answer.
func (s *search) silent() bool {
	return len(s.readings) == 0 && len(s.probes) == 0 && s.q.Birth.span().precision == noDate &&
		len(s.side.institution)+len(s.side.marks)+len(s.side.kin) == 0 && s.side.parted == nil
}

// chances turns scores into probabilities: at most one answer is right, and none
// may be, for which speak absent bits.
func (w *Weights) chances(top []answer, absent float32) []float64 {
	total := math.Exp2(w.Absent + w.Trust*float64(absent))
	out := make([]float64, len(top))
	for i, t := range top {
		out[i] = math.Exp2(w.Trust * float64(t.bits))
		total += out[i]
	}
	for i := range out {
		out[i] /= total
	}
	return out
}

// Same holds a question against one record of the index and says field by field
// why the two are or are not one child. Probability is that of the pair alone. ok
// is false when the index has no such record.
func (x *Index) Same(q Query, id string) (m Match, ok bool) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	n, ok := x.rowOf[id]
	if !ok {
		return Match{}, false
	}
	q.Not = nil
	s := &search{}
	s.prepare(x, &q)
	bits := s.score(n)
	return Match{ID: id, Bits: float64(bits), Probability: x.weights.chances([]answer{{n, bits}}, s.absent)[0], Fields: s.fields(n)}, true
}

// Question turns a record into the question whether the index has the child
// already. The record itself and its siblings are not given back.
func (r Record) Question() Query {
	others := slices.Clone(r.Other)
	if r.After != "" {
		others = append(others, r.After)
	}
	return Query{Name: r.Name, Typed: r.Typed, Other: others, Sex: r.Sex, Birth: r.Birth, Places: r.Places,
		Institution: r.Institution, Parted: r.Parted, Marks: r.Marks, Siblings: r.Siblings, Not: []string{r.ID}}
}

// Field gives the line of one field; Missing when the match has none.
func (m Match) Field(name FieldName) Field {
	for _, f := range m.Fields {
		if f.Name == name {
			return f
		}
	}
	return Field{Name: name}
}

// LooksLikeSibling tells whether the two are rather sisters or brothers than one
// child: the surname agrees, the father or the place agrees, but the given name
// differs. Twins share the birth date too; other siblings differ in it.
func (m Match) LooksLikeSibling() bool {
	surname, given := m.Field(Surname).Level, m.Field(Given).Level
	father, place := m.Field(Patronymic).Level, m.Field(PlaceField).Level
	home := place == TownSame || place == TownSlip || father == FatherSame || father == FatherSlip || father == InitialSame
	return surname >= SurnameSame && surname <= SurnameSlip && home && father != FatherDiffers &&
		(given == GivenDiffers || given == GivenSlips || given == InitialDiffers)
}
