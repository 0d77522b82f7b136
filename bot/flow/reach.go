package flow

import "slices"

// maxTries bounds the search for answers that lead to one step.
const maxTries = 20_000

// unreachable gives the steps that no answers lead to. It watches which answers a
// step's Applies asks for, and tries their values until it applies.
func (f Flow) unreachable() []string {
	var lost []string
	for i := range f.Steps {
		if !f.reachable(i) {
			lost = append(lost, f.Steps[i].Key)
		}
	}
	return lost
}

func (f Flow) reachable(i int) bool {
	var asked []string // keys that decide, found as they are asked for
	for {
		before := len(asked)
		if f.tryAll(i, &asked) {
			return true
		}
		if len(asked) == before {
			return false
		}
	}
}

// tryAll tries the values of the keys known to decide. It adds to them what else
// is asked for on the way.
func (f Flow) tryAll(target int, asked *[]string) bool {
	keys := slices.Clone(*asked)
	values := make([][]Answer, len(keys))
	total := 1
	for i, key := range keys {
		values[i] = f.samples(key)
		total = min(total*len(values[i]), maxTries)
	}
	for n := range total {
		given := make(map[ref]*Answer, len(keys))
		rest := n
		for i, key := range keys {
			given[ref{key, f.firstRound(key)}] = &values[i][rest%len(values[i])]
			rest /= len(values[i])
		}
		if f.applies(target, given, asked) {
			return true
		}
	}
	return false
}

// applies tells whether a step applies with these answers, of which those whose
// own step does not apply are out of sight.
func (f Flow) applies(target int, given map[ref]*Answer, asked *[]string) bool {
	a := Answers{given: given, rounds: map[string]int{}, round: -1}
	a.probe = func(key string) {
		if !slices.Contains(*asked, key) {
			*asked = append(*asked, key)
		}
	}
	for i := 0; i <= target; i++ {
		s := &f.Steps[i]
		_, decides := given[ref{s.Key, f.firstRound(s.Key)}]
		if s.Group != "" {
			a.rounds[s.Group] = 1
		}
		if i != target && !decides {
			continue
		}
		a.round = -1
		if s.Group != "" {
			a.round = 0
		}
		ok := s.Applies == nil || s.Applies(a)
		if i == target {
			return ok || f.appliesLater(s, a)
		}
		if !ok {
			delete(given, ref{s.Key, f.firstRound(s.Key)})
		}
	}
	return false
}

// appliesLater tells whether a step of a group applies in a second round.
func (f Flow) appliesLater(s *Step, a Answers) bool {
	if s.Group == "" || f.maxRounds(s.Group) < 2 {
		return false
	}
	a.rounds[s.Group], a.round = 2, 1
	return s.Applies(a)
}

// firstRound gives the round that holds a step's first answer.
func (f Flow) firstRound(key string) int {
	if i := f.find(key); i >= 0 && f.Steps[i].Group != "" && f.Steps[i].Kind != Again {
		return 0
	}
	return -1
}

// samples are answers a step may have, one of each sort; a note has any text.
func (f Flow) samples(key string) []Answer {
	all := []Answer{{}, {Skipped: true}, {Unknown: true}}
	i := f.find(key)
	if i < 0 {
		return []Answer{{}, {Text: "1"}}
	}
	s := &f.Steps[i]
	switch s.Kind {
	case Choose:
		for _, o := range s.Options {
			all = append(all, Answer{Choice: o})
		}
	case ChooseMany:
		all = append(all, Answer{Choices: s.Options})
		for _, o := range s.Options {
			all = append(all, Answer{Choices: []string{o}})
		}
	case Again:
		all = append(all, Answer{Choice: "no"})
	case When, Born:
		all = append(all, Answer{Date: &Date{Year: 2010}}, Answer{Date: &Date{Year: 2022, Month: 3, Day: 1}},
			Answer{AgeFrom: 3, AgeTo: 3}, Answer{AgeFrom: 16, AgeTo: 17})
	case Pictures:
		all = append(all, Answer{Files: []File{{ID: 1}}})
	case Call:
		all = append(all, Answer{Phone: "+380501234567"})
	default:
		all = append(all, Answer{Text: "1"})
	}
	return all
}
