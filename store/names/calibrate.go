package names

import "math"

// Pair is a question and the record that a person found to be its answer; an empty
// ID says that the index has none.
type Pair struct {
	Query Query
	ID    string
}

// rounds is how often the fit of Calibrate is repeated; it settles within a few.
const rounds = 40

// habit is how many imagined pairs speak for the weights there are, so that few
// true ones change little.
const habit = 15

// sight is what one pair shows about one group: the level of the answer, and how
// the rows of the index spread over the levels.
type sight struct {
	level Level
	count tally
}

// Calibrate fits the weights to pairs decided by people: those under which the
// answers would have been said most likely (iterative proportional fitting by
// level), and the Trust and Absent that make probabilities come true. Pairs whose
// record the index does not hold are passed over. The index keeps its weights (give
// the result to SetWeights) but answers nobody meanwhile.
func (x *Index) Calibrate(pairs []Pair) Weights {
	x.mu.Lock()
	defer x.mu.Unlock()
	before := x.weights
	defer func() { x.weights = before }()
	sights := make([][]sight, len(groups)+1)
	for i := range pairs {
		if n, ok := x.rowOf[pairs[i].ID]; ok {
			s := &search{}
			s.prepare(x, &pairs[i].Query)
			s.sights(n, sights)
		}
	}
	for g, seen := range sights[1:] {
		x.weights.fit(groups[g], seen)
	}
	x.weights.fitChances(x.outcomes(pairs))
	return x.weights
}

// outcome is what a question got: the scores, and whether the first was right.
type outcome struct {
	top    []answer
	absent float32
	right  bool
}

func (x *Index) outcomes(pairs []Pair) []outcome {
	var out []outcome
	for i := range pairs {
		n, ok := x.rowOf[pairs[i].ID]
		if !ok && pairs[i].ID != "" {
			continue
		}
		s := &search{}
		s.prepare(x, &pairs[i].Query)
		if a := s.run(keptAnswers); len(a.top) > 0 {
			out = append(out, outcome{a.top, s.absent, ok && a.top[0].row == n})
		}
	}
	return out
}

// fitChances tries a grid of Trust and Absent for the least surprise.
func (w *Weights) fitChances(seen []outcome) {
	if len(seen) == 0 {
		return
	}
	least, best := math.Inf(1), *w
	for trust := 0.5; trust < 1.31; trust += 0.05 {
		for absent := -6.0; absent <= 3; absent += 0.5 {
			w.Trust, w.Absent = trust, absent
			if surprise := w.surprise(seen); surprise < least {
				least, best = surprise, *w
			}
		}
	}
	*w = best
}

// surprise is the mean log loss of the first answers' probabilities.
func (w *Weights) surprise(seen []outcome) float64 {
	sum := 0.0
	for _, o := range seen {
		sum -= math.Log2(max(chanceOf(o.right, w.chances(o.top, o.absent)[0]), 1e-6))
	}
	return sum / float64(max(len(seen), 1))
}

// sights adds what the question shows about row n, group by group.
func (s *search) sights(n uint32, into [][]sight) {
	at := &s.x.rows[n]
	names := append([]nameKey{at.name}, s.x.extra[at.more].names...)
	see := func(l Level, count *tally) {
		if g := groupOf[l]; g != 0 {
			into[g] = append(into[g], sight{l, *count})
		}
	}
	if r, k := s.bestReading(names); r != nil {
		for _, l := range r.levels(k) {
			see(l, &r.count)
		}
	}
	see(s.birth[at.birth], &s.count)
	see(s.place[at.place], &s.count)
	if s.sex != SexUnknown && at.sex != SexUnknown {
		see(pick(s.sex == at.sex, SexSame, SexDiffers), &s.count)
	}
}

// fit finds the likelihoods of one group, the largest of them being 1.
func (w *Weights) fit(g [2]Level, seen []sight) {
	if len(seen) == 0 {
		return
	}
	var hits, old [levelCount]float64
	expect := 0.0
	for l := g[0]; l <= g[1]; l++ {
		old[l] = w.Likely[l]
	}
	for _, s := range seen {
		hits[s.level]++
		expect++
	}
	imagined := w.shares(g, seen, &old)
	for range rounds {
		rate := w.rates(g, seen)
		top := 0.0
		for l := g[0]; l <= g[1]; l++ {
			w.Likely[l] = (hits[l] + habit*imagined[l]) / ((1 + habit/expect) * max(rate[l], 1e-9))
			top = max(top, w.Likely[l])
		}
		for l := g[0]; l <= g[1]; l++ {
			w.Likely[l] = math.Max(w.Likely[l]/top, 1e-9)
		}
	}
}

// rates sums, over the sights, how many rows of each level stand against what was
// said.
func (w *Weights) rates(g [2]Level, seen []sight) (rate [levelCount]float64) {
	var rows [levelCount]float64
	for i := range seen {
		seen[i].count.spread(g, &rows)
		said := max(w.said(g, &rows), 1e-12)
		for l := g[0]; l <= g[1]; l++ {
			rate[l] += rows[l] / said
		}
	}
	return rate
}

// shares gives the share of each level that the likelihoods given would make.
func (w *Weights) shares(g [2]Level, seen []sight, likely *[levelCount]float64) (share [levelCount]float64) {
	rate := w.rates(g, seen)
	for l := g[0]; l <= g[1]; l++ {
		share[l] = likely[l] * rate[l] / float64(len(seen))
	}
	return share
}
