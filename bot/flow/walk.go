package flow

import "slices"

// spot is one question of the way: the index of its step, and its round.
type spot struct{ step, round int }

// walk is the way through the steps that apply, in the order they are asked.
type walk struct {
	path []spot
	seen Answers // the answers of the path, and those not yet reached
	gap  int     // the first of path without an answer; len(path) where none is left
}

// walk goes the way once. Answers whose step does not apply are out of sight, so
// that a question asked because of them is not asked either.
func (f Flow) walk(s *State) walk {
	w := walk{path: make([]spot, 0, len(f.Steps)+8), seen: s.Answers()}
	w.seen.rounds = nil
	for i := 0; i < len(f.Steps); {
		if f.Steps[i].Group == "" {
			w.visit(f, spot{i, -1})
			i++
			continue
		}
		end := f.groupEnd(i)
		w.visitGroup(f, s, i, end)
		i = end
	}
	w.gap = slices.IndexFunc(w.path, func(p spot) bool { return !w.answered(f, p) })
	if w.gap < 0 {
		w.gap = len(w.path)
	}
	return w
}

// groupEnd gives the index after the last step of the group that i begins.
func (f Flow) groupEnd(i int) int {
	end := i
	for end < len(f.Steps) && f.Steps[end].Group == f.Steps[i].Group {
		end++
	}
	return end
}

func (w *walk) visitGroup(f Flow, s *State, from, to int) {
	group, start := f.Steps[from].Group, len(w.path)
	if w.seen.rounds == nil {
		w.seen.rounds = make(map[string]int, 1)
	}
	rounds := min(max(s.Rounds[group], 1), f.maxRounds(group))
	w.seen.rounds[group] = rounds
	for round := range rounds {
		for i := from; i < to; i++ {
			if f.Steps[i].Kind != Again {
				w.visit(f, spot{i, round})
			}
		}
	}
	if len(w.path) == start {
		w.seen.rounds[group] = 0
		return
	}
	if again := f.Steps[to-1]; again.Kind == Again && rounds < f.maxRounds(group) {
		if again.Applies == nil || again.Applies(w.view(rounds-1)) {
			w.path = append(w.path, spot{to - 1, -1})
		}
	}
}

// visit puts a spot on the path if its step applies.
func (w *walk) visit(f Flow, p spot) {
	step := &f.Steps[p.step]
	if step.Applies != nil && !step.Applies(w.view(p.round)) {
		delete(w.seen.given, ref{step.Key, p.round})
		return
	}
	w.path = append(w.path, p)
}

// view gives the answers as seen from a round.
func (w *walk) view(round int) Answers {
	a := w.seen
	a.round = round
	return a
}

func (w *walk) answer(f Flow, p spot) *Answer {
	return w.seen.given[ref{f.Steps[p.step].Key, p.round}]
}

func (w *walk) answered(f Flow, p spot) bool {
	if f.Steps[p.step].Kind == Review {
		return false
	}
	a := w.answer(f, p)
	return a != nil && !a.Partial
}

// index gives where on the path a step is asked, -1 where it is not.
func (w *walk) index(f Flow, step string, round int) int {
	return slices.IndexFunc(w.path, func(p spot) bool {
		return p.round == round && f.Steps[p.step].Key == step
	})
}

// maxRounds gives how often a group may repeat: once where it has no Again.
func (f Flow) maxRounds(group string) int {
	for i := range f.Steps {
		if s := &f.Steps[i]; s.Group == group && s.Kind == Again {
			if s.Max > 0 && s.Max < MaxRounds {
				return s.Max
			}
			return MaxRounds
		}
	}
	return 1
}

// find gives the index of a step, -1 where the flow has none of that key.
func (f Flow) find(key string) int {
	return slices.IndexFunc(f.Steps, func(s Step) bool { return s.Key == key })
}
