package flow

import (
	"maps"
	"slices"
)

// Start begins a conversation under an id of at most MaxID characters of
// [A-Za-z0-9_-] that no other conversation of the person has, and asks the first
// question.
func Start(f Flow, id string, in Input, notes ...Note) Outcome {
	s := State{saved{ID: id, Flow: f.Name, Version: f.Version, Round: -1, Notes: notes}}
	t := f.wake(s, in)
	if t.at < 0 {
		t.finish()
	} else {
		t.ask()
	}
	return t.end()
}

// Turn takes one input and gives the new state and what to say. It is pure: the
// same state and input give the same outcome, and s stays as it was.
func (f Flow) Turn(s State, in Input) Outcome {
	t := f.wake(s, in)
	switch {
	case t.at < 0:
		t.finish()
	case in.Kind == Resume:
		t.ask()
	case in.Kind == Edited:
		t.tell("flow.edited")
		t.ask()
	case in.Kind == Press || in.Data != "":
		t.press(in.Data)
	case in.Kind == Text && isCommand(in.Text):
		t.command(in.Text)
	default:
		t.hearAnswer()
	}
	return t.end()
}

// Resume gives the waiting question once more, after a pause or a restart. The
// state stays as it is.
func (f Flow) Resume(s State) []Message {
	return f.Turn(s, Input{Kind: Resume}).Messages
}

// Answers are the answers of the steps that apply.
func (f Flow) Answers(s State) Answers { return f.walk(&s).seen }

// turn is one turn while it is made.
type turn struct {
	f       Flow
	s       State
	in      Input
	w       walk
	at      int // the waiting spot's index on the path, -1: nothing waits
	wide    bool
	notices []Value // said before the question
	out     Outcome
}

// wake makes a turn on a copy of the state, brought to the flow's version.
func (f Flow) wake(s State, in Input) *turn {
	s.Lines, s.Aside = slices.Clone(s.Lines), slices.Clone(s.Aside)
	s.Rounds = maps.Clone(s.Rounds)
	if s.saved.Flow != f.Name || s.Version != f.Version {
		f.adopt(&s)
	}
	t := &turn{f: f, s: s, in: in}
	t.w = f.walk(&t.s)
	t.at = t.w.index(f, t.s.saved.Step, t.s.Round)
	if t.at < 0 && t.w.gap < len(t.w.path) {
		t.wait(t.w.gap)
	}
	return t
}

func (t *turn) end() Outcome {
	t.out.State = t.s
	if t.out.End == Cancelled {
		t.out.State = State{}
	}
	return t.out
}

// wait moves to a spot of the path. Keyboards shown before are stale from now on.
func (t *turn) wait(i int) {
	p := t.w.path[i]
	t.at = i
	t.s.saved.Step, t.s.Round = t.f.Steps[p.step].Key, p.round
	t.s.View, t.s.Edit = asking, false
	t.bump()
}

func (t *turn) bump() { t.s.saved.Turn = (max(t.s.saved.Turn, 0) + 1) % (MaxTurn + 1) }

// advance goes to the first question without an answer, or ends the conversation
// where none is left.
func (t *turn) advance() {
	t.w = t.f.walk(&t.s)
	if t.w.gap == len(t.w.path) {
		t.finish()
		return
	}
	t.wait(t.w.gap)
	t.ask()
}

// finish ends the conversation with the answers of the steps that apply.
func (t *turn) finish() {
	t.s.Lines = slices.DeleteFunc(t.s.Lines, func(l line) bool {
		return t.w.index(t.f, l.Step, l.Round) < 0
	})
	t.s.Rounds, t.s.Aside = t.w.seen.rounds, nil
	t.bump()
	t.unkey()
	t.out.End = Done
}

// step gives the waiting step.
func (t *turn) step() *Step { return &t.f.Steps[t.w.path[t.at].step] }

// spot gives the waiting spot.
func (t *turn) spot() spot { return t.w.path[t.at] }

// answer gives the waiting step's answer so far; nil where there is none.
func (t *turn) answer() *Answer { return t.w.answer(t.f, t.spot()) }

// put stores the waiting step's answer in place of an earlier one.
func (t *turn) put(a Answer) {
	t.putAt(t.step().Key, t.spot().round, a)
}

// putAt stores an answer; the conversation waits where it waited.
func (t *turn) putAt(key string, round int, a Answer) {
	at, in := t.step().Key, t.spot().round
	t.drop(key, round)
	t.s.Lines = append(t.s.Lines, line{key, round, a})
	t.w = t.f.walk(&t.s)
	t.at = t.w.index(t.f, at, in)
}

func (t *turn) drop(key string, round int) {
	t.s.Lines = slices.DeleteFunc(t.s.Lines, func(l line) bool { return l.Step == key && l.Round == round })
}

// tell puts a line before the question.
func (t *turn) tell(key string) { t.notices = append(t.notices, Value{Key: key}) }
