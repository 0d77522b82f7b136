package names

import "math"

// Pair is a question and the record that a person found to be its answer.
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
// level). Pairs whose record the index does not hold are passed over. The index
// keeps its weights; give the result to SetWeights.
func (x *Index) Calibrate(pairs []Pair) Weights {
	x.mu.RLock()
	defer x.mu.RUnlock()
	sights := make([][]sight, len(groups)+1)
	for i := range pairs {
		n, ok := x.rowOf[pairs[i].ID]
		if !ok {
			continue
		}
		s := &search{}
		s.prepare(x, &pairs[i].Query)
		s.sights(n, sights)
	}
	w := x.weights
	for g, seen := range sights[1:] {
		w.fit(groups[g], seen)
	}
	return w
}

// sights adds what the question shows about row n, group by group.
func (s *search) sights(n uint32, into [][]sight) {
	at := &s.x.rows[n]
	names := []nameKey{at.name}
	if at.more {
		names = append(names, s.x.extra[n].names...)
	}
	see := func(l Level, count *tally) {
		if g := groupOf[l]; g != 0 {
			into[g] = append(into[g], sight{l, *count})
		}
	}
	if r, k := s.bestReading(names); r != nil {
		see(r.surname[k.surname], &r.count)
		see(r.given[k.given], &r.count)
		see(r.father[k.father], &r.count)
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
	for i := range seen {
		count := &seen[i].count
		total := count.total(g)
		said := 0.0
		for l := g[0]; l <= g[1]; l++ {
			said += w.Likely[l] * count.scaled(l, total)
		}
		for l := g[0]; l <= g[1]; l++ {
			rate[l] += count.scaled(l, total) / max(said, 1e-12)
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
