package names

import "math"

// Weights are the numbers that calibration sets; the rest of a score comes from
// the index itself at the moment of the question.
type Weights struct {
	// Likely is, for each level, how likely people are to say what was said of a
	// child whose record compares with it at that level, next to the other levels
	// of the group. Only ratios within a group count.
	Likely [levelCount]float64
	// Trust scales the bits of a match before its probability is computed: below 1
	// where fields depend on each other.
	Trust float64
	// Absent is log2 of the odds that the child asked for is not in the index.
	Absent float64
}

// DefaultWeights gives the numbers for an index nobody has calibrated: rounded
// from several generated populations, not fitted to one file.
func DefaultWeights() Weights {
	w := Weights{Trust: 0.95, Absent: -2}
	set := func(first Level, likely ...float64) {
		for i, v := range likely {
			w.Likely[int(first)+i] = v
		}
	}
	set(SurnameSame, 1, 0.05, 0.05, 0.002, 0.0002, 0.08)
	set(GivenSame, 1, 0.14, 0.03, 0.001, 0.00003)
	set(FatherSame, 1, 0.02, 0.003)
	set(InitialSame, 1, 0.001)
	set(SexSame, 1, 0.015)
	set(DaySame, 1, 0.035, 0.035, 0.1, 0.004, 0.003, 0.001, 0.015, 0.0001, 0.00002, 0.00001, 0.000005, 0.000001)
	set(MonthSame, 1, 0.005, 0.005, 0.001, 0.0002, 0.0001, 0.00003)
	set(YearSame, 1, 0.05, 0.0005, 0.0003)
	set(AgeFits, 1, 0.15, 0.001, 0.0001)
	set(TownSame, 1, 0.03, 0.0005, 0.0003, 0.002, 0.00002)
	set(AreaRaion, 1, 0.02, 0.001)
	set(RaionSame, 1, 0.003, 0.0003)
	set(OblastSame, 1, 0.002)
	set(PartedSame, 1, 0.02, 0.0006, 0.0002)
	return w
}

// tally counts rows by level for one question.
type tally [levelCount]uint32

// scaled gives the rows of a level of a group as they count. A child with a new
// surname got one that others bear: the more bear it, the likelier.
func (t *tally) scaled(l Level, total uint32) float64 {
	if l == SurnameDiffers {
		return float64(t[l]) * (float64(t[SurnameSame]) + 1) / (float64(total) + 1)
	}
	return float64(t[l])
}

// total counts the rows of a group.
func (t *tally) total(group [2]Level) uint32 {
	sum := uint32(0)
	for l := group[0]; l <= group[1]; l++ {
		sum += t[l]
	}
	return sum
}

// bits gives the worth of every level: how much likelier what was said is for
// that level than for a row at random.
func (w *Weights) bits(count *tally, into *[levelCount]float32) {
	for _, g := range groups {
		total := count.total(g)
		if total == 0 {
			continue
		}
		said := 0.0
		for l := g[0]; l <= g[1]; l++ {
			said += w.Likely[l] * count.scaled(l, total)
		}
		said = math.Log2(said/float64(total) + 1e-12)
		for l := g[0]; l <= g[1]; l++ {
			likely := w.Likely[l]
			if l == SurnameDiffers {
				likely *= (float64(count[SurnameSame]) + 1) / (float64(total) + 1)
			}
			into[l] = float32(math.Log2(max(likely, 1e-12)) - said)
		}
	}
}
