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
	w := Weights{Trust: 0.95, Absent: -2.5}
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

// spread gives the rows of each level of a group as they count: those there are,
// and in a small index those that a larger one would have. A child with a new
// surname got one that others bear: the more bear it, the likelier.
func (t *tally) spread(g [2]Level, into *[levelCount]float64) (total float64) {
	rows := float64(t.total(g))
	if rows == 0 {
		return 0
	}
	imagined := backgroundRows * backgroundRows / (backgroundRows + rows)
	total = rows + imagined
	for l := g[0]; l <= g[1]; l++ {
		into[l] = float64(t[l]) + imagined*background[l]
	}
	if g[0] == SurnameSame {
		into[SurnameDiffers] *= t.borne(total)
	}
	return total
}

// borne is the share of the children who bear the surname asked for.
func (t *tally) borne(total float64) float64 { return (float64(t[SurnameSame]) + 1) / (total + 1) }

// backgroundRows is how many imagined rows stand beside the few of an index that
// has just begun; they fade as it grows.
const backgroundRows = 200

// background is how common each level is among children who are not the one asked
// for, roughly, in a large index.
var background = func() (share [levelCount]float64) {
	set := func(first, last Level, shares ...float64) {
		rest := 1.0
		for i, v := range shares {
			share[int(first)+i] = v
			rest -= v
		}
		share[last] = rest
	}
	set(SurnameSame, SurnameDiffers, 0.0005, 0.0015, 0.004, 0.02, 0.02)
	set(GivenSame, GivenDiffers, 0.01, 0.01, 0.003, 0.003)
	set(FatherSame, FatherDiffers, 0.03, 0.005)
	set(InitialSame, InitialDiffers, 0.08)
	set(SexSame, SexDiffers, 0.5)
	set(DaySame, DayDiffers, 0.00015, 0.0003, 0.0006, 0.0001, 0.0015, 0.0015, 0.002, 0.0003, 0.002, 0.04, 0.09, 0.09)
	set(MonthSame, MonthDiffers, 0.004, 0.008, 0.008, 0.04, 0.09, 0.09)
	set(YearSame, YearDiffers, 0.045, 0.09, 0.09)
	set(AgeFits, AgeFar, 0.06, 0.11, 0.11)
	set(TownSame, TownDiffers, 0.01, 0.003, 0.04, 0.1, 0.002)
	set(AreaRaion, AreaDiffers, 0.05, 0.1)
	set(RaionSame, RaionDiffers, 0.04, 0.1)
	set(OblastSame, OblastDiffers, 0.15)
	set(PartedSame, PartedDiffers, 0.005, 0.03, 0.3)
	return share
}()

// total counts the rows of a group.
func (t *tally) total(group [2]Level) uint32 {
	sum := uint32(0)
	for l := group[0]; l <= group[1]; l++ {
		sum += t[l]
	}
	return sum
}

// bits gives the worth of every level: how much likelier what was said is for
// that level than for a row at random. It returns the same for a child who is not
// in the index.
func (w *Weights) bits(count *tally, into *[levelCount]float32) (absent float32) {
	var rows [levelCount]float64
	for _, g := range groups {
		total := count.spread(g, &rows)
		if total == 0 {
			continue
		}
		sum := w.said(g, &rows)
		absent += count.unheard(g, sum)
		said := math.Log2(sum/total + 1e-12)
		for l := g[0]; l <= g[1]; l++ {
			likely := w.Likely[l]
			if l == SurnameDiffers {
				likely *= count.borne(total)
			}
			into[l] = float32(math.Log2(max(likely, 1e-12)) - said)
		}
	}
	return absent
}

// halfRow is by how much the rows of a word overstate how common it is where they
// are few, and understate it where there are none (absolute discounting).
const halfRow = 0.5

// unheard is the worth of what was said for a child the index does not hold: a
// surname, day or town of no row speaks for one, that of a single row against it.
// Said is the sum over the rows.
func (t *tally) unheard(g [2]Level, said float64) float32 {
	seen := t[g[0]]
	switch g[0] {
	case GivenSame:
		seen += t[GivenForm]
	case SurnameSame, DaySame, TownSame:
	default:
		return 0 // there are few such things, the index has them all
	}
	if seen == 0 {
		return log2(1 + halfRow/max(said, 1e-12))
	}
	return log2(1 - min(halfRow/max(said, 1e-12), halfRow))
}

// said sums over the rows of a group how likely what was said is for each.
func (w *Weights) said(g [2]Level, rows *[levelCount]float64) float64 {
	sum := 0.0
	for l := g[0]; l <= g[1]; l++ {
		sum += w.Likely[l] * rows[l]
	}
	return sum
}
