package names

import "math"

func log2(v float64) float32 { return float32(math.Log2(v)) }

// score gives the bits of one row.
func (s *search) score(n uint32) float32 {
	at := &s.x.rows[n]
	bits := s.prior + s.bits[s.birth[at.birth]] + s.bits[s.place[at.place]] + s.bits[s.sexLevel(at.sex)] + s.side.partedBits(at)
	if at.more == 0 {
		return bits + s.nameBits(at.name)
	}
	e := &s.x.extra[at.more]
	best := s.nameBits(at.name)
	for _, k := range e.names {
		best = max(best, s.nameBits(k))
	}
	return bits + best + s.side.bits(s, n, e)
}

// nameBits gives the bits of a name under the best reading.
func (s *search) nameBits(k nameKey) float32 {
	if len(s.readings) == 0 {
		return 0
	}
	best := float32(math.Inf(-1))
	for i := range s.readings {
		best = max(best, s.readings[i].worth(k))
	}
	return best
}

func (r *reading) worth(k nameKey) float32 {
	return float32(r.prior) + r.surname.worth(k.surname) + r.given.worth(k.given) + r.father.worth(k.father)
}

// levels gives the levels of the three parts of a name.
func (r *reading) levels(k nameKey) [3]Level {
	return [3]Level{r.surname.level(k.surname), r.given.level(k.given), r.father.level(k.father)}
}

// sexLevel compares the sexes. Agreement is told only where the name leaves the
// sex open, else the same thing would count twice.
func (s *search) sexLevel(other Sex) Level {
	switch {
	case s.sex == SexUnknown || other == SexUnknown:
		return Missing
	case s.sex != other:
		return SexDiffers
	case s.sexTells:
		return SexSame
	}
	return Missing
}

// fields explains a row field by field under its best reading.
func (s *search) fields(n uint32) []Field {
	at := &s.x.rows[n]
	names := append([]nameKey{at.name}, s.x.extra[at.more].names...)
	var out []Field
	add := func(name FieldName, l Level, bits float32) {
		out = append(out, Field{name, l, float64(bits), verdict(l, float64(bits))})
	}
	var levels [3]Level
	bits := [levelCount]float32{}
	if r, k := s.bestReading(names); r != nil {
		levels, bits = r.levels(k), r.bits
	}
	for i, name := range []FieldName{Surname, Given, Patronymic} {
		add(name, levels[i], bits[levels[i]])
	}
	sex := s.sexLevel(at.sex)
	if sex == Missing && s.sex != SexUnknown && s.sex == at.sex {
		out = append(out, Field{SexField, SexSame, 0, Agree})
	} else {
		add(SexField, sex, s.bits[sex])
	}
	add(BirthField, s.birth[at.birth], s.bits[s.birth[at.birth]])
	add(PlaceField, s.place[at.place], s.bits[s.place[at.place]])
	return append(out, s.side.fields(s, n)...)
}

// bestReading finds the reading and the name that fit together best.
func (s *search) bestReading(names []nameKey) (*reading, nameKey) {
	var best *reading
	var with nameKey
	top := float32(math.Inf(-1))
	for i := range s.readings {
		for _, k := range names {
			if v := s.readings[i].worth(k); v > top {
				best, with, top = &s.readings[i], k, v
			}
		}
	}
	return best, with
}
