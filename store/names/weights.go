package names

import "math"

// Weights are the numbers that calibration sets; the rest of a score comes from
// the index itself at the moment of the question.
type Weights struct {
	// M is, for each level, the share of pairs that are one child among the pairs
	// whose field falls into the level's group. Levels of no group are not used.
	M [levelCount]float64
	// Trust scales the bits of a match before its probability is computed: below 1
	// where fields depend on each other.
	Trust float64
	// Absent is log2 of the odds that the child asked for is not in the index.
	Absent float64
}

// DefaultWeights gives the numbers for an index nobody has calibrated: rounded
// from generated pairs and from how often people err, not from one file.
func DefaultWeights() Weights {
	w := Weights{Trust: 0.85, Absent: -1}
	set := func(first Level, m ...float64) {
		for i, v := range m {
			w.M[int(first)+i] = v
		}
	}
	set(SurnameSame, 0.62, 0.04, 0.16, 0.07, 0.11)
	set(GivenSame, 0.69, 0.23, 0.055, 0.010, 0.015)
	set(FatherSame, 0.92, 0.02, 0.06)
	set(InitialSame, 0.97, 0.03)
	set(SexSame, 0.97, 0.03)
	set(DaySame, 0.70, 0.04, 0.07, 0.04, 0.035, 0.06, 0.006, 0.025, 0.003, 0.007, 0.006, 0.004, 0.004)
	set(MonthSame, 0.92, 0.01, 0.02, 0.02, 0.015, 0.01, 0.005)
	set(YearSame, 0.92, 0.05, 0.01, 0.02)
	set(AgeFits, 0.90, 0.08, 0.01, 0.01)
	set(TownSame, 0.88, 0.05, 0.02, 0.03, 0.01, 0.01)
	set(AreaRaion, 0.93, 0.04, 0.03)
	set(RaionSame, 0.96, 0.02, 0.02)
	set(OblastSame, 0.97, 0.03)
	set(PartedSame, 0.75, 0.15, 0.06, 0.04)
	return w
}

// m gives the share of a level, never 0.
func (w *Weights) m(l Level) float64 { return max(w.M[l], 1e-4) }

// tally counts rows by level for one question.
type tally [levelCount]uint32

// bits turns counted rows into the worth of every level: log2(m/u), u being the
// share of the level among the rows of its group.
func (w *Weights) bits(count *tally, into *[levelCount]float32) {
	for _, g := range groups {
		total := uint32(0)
		for l := g[0]; l <= g[1]; l++ {
			total += count[l]
		}
		if total == 0 {
			continue
		}
		for l := g[0]; l <= g[1]; l++ {
			u := (float64(count[l]) + 0.5) / (float64(total) + 0.5)
			into[l] = float32(math.Log2(w.m(l) / u))
		}
	}
}
