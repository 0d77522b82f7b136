package flow

// ref names one answer: a step and the round of its group, -1 outside of groups.
type ref struct {
	step  string
	round int
}

// Answers are the answers given so far, as seen from one place: from the whole
// conversation, or from one round of a group. The zero value holds none.
type Answers struct {
	given  map[ref]*Answer
	rounds map[string]int
	round  int // the round whose answers plain keys mean; -1: none
	probe  func(key string)
	today  Date
}

// Get gives the answer to a step: in a round of a group that round's own, else
// the one outside of groups. What was not answered or does not apply is the zero
// Answer. Notes the conversation began with are answers too.
func (a Answers) Get(key string) Answer {
	if a.probe != nil {
		a.probe(key)
	}
	if got := a.find(key); got != nil {
		return *got
	}
	return Answer{}
}

// Has tells whether a step has an answer with something in it: not skipped, and
// not "I do not know".
func (a Answers) Has(key string) bool { return a.Get(key).Given() }

// Group gives the answers as seen from round i of a group, counted from 0.
// Answers outside of groups stay in sight.
func (a Answers) Group(group string, i int) Answers {
	if i < 0 || i >= a.Count(group) {
		a.round = -1
		return a
	}
	a.round = i
	return a
}

// Round gives the round these answers are seen from, -1 outside of groups.
func (a Answers) Round() int { return a.round }

// Count gives how many rounds a group has: at least 1 where a step of it applies.
func (a Answers) Count(group string) int { return a.rounds[group] }

// Today is the date at the person's place, for a Check that counts an age back; zero
// where it is not known.
func (a Answers) Today() Date { return a.today }

func (a Answers) find(key string) *Answer {
	if a.round >= 0 {
		if got := a.given[ref{key, a.round}]; got != nil {
			return got
		}
	}
	return a.given[ref{key, -1}]
}
