package flow

import "slices"

// accept stores an answer and asks what comes next. A reason of the step's own
// Check refuses it.
func (t *turn) accept(a Answer) {
	step := t.step()
	if step.Check != nil && a.Given() {
		seen := t.w.view(t.spot().round)
		seen.today = t.in.Today
		if reason := step.Check(seen, a); reason != "" {
			t.refuse(Value{Key: reason})
			return
		}
	}
	if t.full(a) {
		t.refuse(Value{Key: "flow.refused.full"})
		return
	}
	t.clean()
	t.chosen(a)
	t.put(a)
	t.advance()
}

// full tells whether an answer would take the conversation over MaxTotal.
func (t *turn) full(a Answer) bool {
	total := a.written()
	for i := range t.s.Lines {
		total += t.s.Lines[i].written()
	}
	return a.written() > 0 && total > MaxTotal
}

// clean names the messages that hold a secret question and its answer.
func (t *turn) clean() {
	t.cleanInput(t.step())
}

// cleanInput names the messages of this turn as secret, where the step they are
// about is.
func (t *turn) cleanInput(about *Step) {
	if !about.Secret {
		return
	}
	for _, m := range []int{t.in.Message, t.in.Asked} {
		if m > 0 && !slices.Contains(t.out.Clean, m) {
			t.out.Clean = append(t.out.Clean, m)
		}
	}
}

// keep leaves the answer as it is and goes on.
func (t *turn) keep() {
	t.chosen(*t.answer())
	t.advance()
}

// skip means not now. What has been given already stays.
func (t *turn) skip() {
	step, had := t.step(), t.answer()
	t.s.View = asking
	switch {
	case step.Kind == Review:
		t.ask()
	case had != nil && had.Partial && had.Given():
		t.proceed()
	case had != nil && !had.Partial:
		t.keep()
	case step.Required, step.Kind == Again:
		t.refuse(Value{Key: "flow.refused.required"})
	default:
		t.accept(Answer{Skipped: true})
	}
}

// back closes what lies over the question; from an edit it goes back to the
// summary, else to the question before.
func (t *turn) back() {
	switch {
	case t.s.View == lining && len(t.parts()) > 1:
		t.s.View = parting
		t.askInPlace()
	case t.s.View != asking:
		t.s.View = asking
		t.askInPlace()
	case t.s.Edit:
		t.backToSummary()
	case t.freshRound():
		t.removeRound(t.step().Group, t.spot().round)
		t.advanceInPlace()
	case t.at == 0:
		t.tell("flow.first")
		t.ask()
	default:
		t.moveKeys("flow.unkey")
		t.wait(t.at - 1)
		t.askInPlace()
	}
}

// backToSummary leaves an edit. Several choices or photos half given are complete
// by that.
func (t *turn) backToSummary() {
	if had := t.answer(); had != nil && had.Partial {
		t.proceed()
		return
	}
	t.advanceInPlace()
}

// freshRound tells whether the waiting question begins a later round in which
// nothing is answered: going back from it takes the round away again.
func (t *turn) freshRound() bool {
	p := t.spot()
	if p.round < 1 || t.w.path[t.at-1].round == p.round {
		return false
	}
	group := t.step().Group
	return p.round == t.w.seen.Count(group)-1 && !slices.ContainsFunc(t.s.Lines, func(l line) bool {
		return l.Round == p.round && t.f.inGroup(l.Step, group)
	})
}

func (f Flow) inGroup(step, group string) bool {
	i := f.find(step)
	return i >= 0 && f.Steps[i].Group == group
}

// removeRound takes a round and its answers away; later rounds move up.
func (t *turn) removeRound(group string, round int) {
	t.s.Lines = slices.DeleteFunc(t.s.Lines, func(l line) bool {
		return l.Round == round && t.f.inGroup(l.Step, group)
	})
	for i := range t.s.Lines {
		if l := &t.s.Lines[i]; l.Round > round && t.f.inGroup(l.Step, group) {
			l.Round--
		}
	}
	t.s.Rounds[group] = t.w.seen.Count(group) - 1
}

// pause parks the conversation; everything stays.
func (t *turn) pause() {
	t.s.View = asking
	m := Message{Key: "flow.paused", Unkey: t.s.Keyed}
	if !t.s.Keyed {
		m.Buttons = [][]Button{{t.button("flow.continue", "cont")}}
	}
	t.s.Keyed = false
	t.out.Messages = append(t.out.Messages, m)
	t.out.End = Paused
}

// stop asks once whether to stop for good; asked again, it does.
func (t *turn) stop() {
	if t.s.View == stopping {
		t.quit()
		return
	}
	t.s.View = stopping
	t.askInPlace()
}

// quit ends the conversation for good, where that was asked.
func (t *turn) quit() bool {
	if t.s.View != stopping {
		return false
	}
	t.say(Message{Key: "flow.cancelled", Unkey: t.s.Keyed})
	t.out.End = Cancelled
	return true
}

// language asks for a language, or changes to the one named.
func (t *turn) language(tag string) bool {
	if len(t.f.Languages) == 0 {
		return false
	}
	if !slices.Contains(t.f.Languages, tag) {
		t.s.View = speaking
		t.askInPlace()
		return true
	}
	t.s.View = asking
	t.out.Language = tag
	t.askInPlace()
	return true
}
