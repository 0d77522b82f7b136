package flow

import "strconv"

// ask says what is waiting anew.
func (t *turn) ask() { t.pose(false) }

// askInPlace puts what is waiting in place of the message whose button was
// pressed, where there is one.
func (t *turn) askInPlace() { t.pose(true) }

// advanceInPlace goes to the first question without an answer, in place.
func (t *turn) advanceInPlace() {
	t.moveKeys("flow.unkey")
	t.w = t.f.walk(&t.s)
	if t.w.gap == len(t.w.path) {
		t.finish()
		return
	}
	t.wait(t.w.gap)
	t.askInPlace()
}

func (t *turn) pose(inPlace bool) {
	if t.step().Kind == Review && t.s.View == asking {
		t.summary()
		return
	}
	m := Message{Key: "flow.lines", Secret: t.step().Secret}
	m.Args = Args{"lines": {Parts: t.lines()}}
	rows := t.rows()
	if t.s.View == asking && t.step().Share {
		m.Keys = t.keys(rows)
		t.s.Keyed = true
		inPlace = false
	} else {
		m.Buttons = rows
	}
	if inPlace {
		t.say(m)
		return
	}
	t.out.Messages = append(t.out.Messages, m)
}

// say puts a message in place of the one whose button was pressed. A message that
// touches the reply keyboard cannot be an edit.
func (t *turn) say(m Message) {
	if t.in.Kind == Press && t.in.Message > 0 && !m.Unkey {
		m.Edit = t.in.Message
	}
	t.out.Messages = append(t.out.Messages, m)
}

// lines are the question with what belongs before and after it. An empty part is
// a blank line.
func (t *turn) lines() []Value {
	var parts []Value
	if len(t.notices) > 0 {
		parts = append(append(parts, t.notices...), Value{})
	}
	switch t.s.View {
	case asking:
		return t.question(parts)
	case stopping:
		return append(parts, Value{Key: "flow.stop.ask"})
	case speaking:
		return append(parts, Value{Key: "flow.language.ask"})
	case dropping:
		return append(parts, t.word("flow.drop.ask", t.part()))
	}
	return append(parts, Value{Key: "flow.edit.ask"})
}

func (t *turn) question(parts []Value) []Value {
	step := t.step()
	parts = append(parts, t.own("ask"))
	if step.Why {
		parts = append(parts, t.own("why"))
	}
	if step.Example && len(t.notices) == 0 {
		parts = append(parts, t.own("example"))
	}
	if a := t.answer(); a != nil && (a.Given() || !a.Partial) {
		parts = append(parts, Value{}, said("flow.current", t.f.show(step, *a)))
	} else if first := t.shared(); first != nil {
		v := said("flow.shared", t.f.show(step, *first))
		v.Args["who"] = t.who(part{step.Group, 0})
		parts = append(parts, Value{}, v)
	}
	return append(parts, t.progress()...)
}

func said(key string, answer Value) Value {
	return Value{Key: key, Args: Args{"answer": answer}}
}

// own gives one of the waiting step's own texts with the values it may show.
func (t *turn) own(role string) Value {
	step := t.step()
	return t.word(t.f.Name+"."+step.Key+"."+role, part{step.Group, t.spot().round})
}

// word gives a text with the notes of the conversation and, in a round of a
// group, its number and whom it is about.
func (t *turn) word(key string, p part) Value {
	v := Value{Key: key}
	if len(t.s.Notes) == 0 && p.round < 0 {
		return v
	}
	v.Args = make(Args, len(t.s.Notes)+2)
	for _, n := range t.s.Notes {
		v.Args[n.Key] = Value{Text: n.Text}
	}
	if p.round >= 0 {
		v.Args["n"] = count(p.round + 1)
		v.Args["who"] = t.who(p)
	}
	return v
}

// maxWho is how much of a name stands in questions and on buttons.
const maxWho = 24

// who names a round: by the answer of the step that Names it, else by its number.
func (t *turn) who(p part) Value {
	for i := range t.f.Steps {
		step := &t.f.Steps[i]
		if !step.Names || step.Group != p.group {
			continue
		}
		if a := t.w.seen.given[ref{step.Key, p.round}]; a != nil && a.Text != "" {
			return Value{Text: clip(a.Text, maxWho)}
		}
	}
	return Value{Key: t.f.Name + "." + p.group + ".nth", Args: Args{"n": count(p.round + 1)}}
}

// progress says which of how many questions waits, as far as is known now. An only
// question is not counted.
func (t *turn) progress() []Value {
	total := len(t.w.path)
	if last := t.w.path[total-1]; t.f.Steps[last.step].Kind == Review {
		total--
	}
	if total <= 1 {
		return nil
	}
	return []Value{{}, {Key: "flow.progress", Args: Args{
		"at": {Text: strconv.Itoa(t.at + 1)}, "total": {Text: strconv.Itoa(total)},
	}}}
}

// refuse asks the same question again with the reason and an example.
func (t *turn) refuse(reason Value) {
	t.s.View = asking
	t.notices = append(t.notices, reason)
	step := t.step()
	if step.Example {
		t.notices = append(t.notices, t.own("example"))
	} else if step.Kind == When || step.Kind == Born || step.Kind == Call {
		t.tell("flow.example." + step.Kind.String())
	}
	t.ask()
}

// help explains the waiting step and asks it again.
func (t *turn) help() {
	t.s.View = asking
	step := t.step()
	if step.Help {
		t.notices = append(t.notices, t.own("help"))
	} else {
		t.tell("flow.help." + step.Kind.String())
	}
	t.tell("flow.help.acts")
	t.ask()
}

// chosen leaves a pressed question standing with its answer and without buttons;
// after a shared contact or place it takes the reply keyboard away.
func (t *turn) chosen(a Answer) {
	step := t.step()
	if t.in.Kind == Press && t.in.Message > 0 && !t.s.Keyed {
		t.out.Messages = append(t.out.Messages, Message{
			Key: "flow.chosen", Edit: t.in.Message, Secret: step.Secret,
			Args: Args{"ask": t.own("ask"), "answer": t.f.show(step, a)},
		})
		return
	}
	if t.s.Keyed {
		t.s.Keyed = false
		t.out.Messages = append(t.out.Messages, Message{
			Key: "flow.noted", Unkey: true, Secret: step.Secret, Args: Args{"answer": t.f.show(step, a)},
		})
		return
	}
	if step.Kind == When || step.Kind == Born || step.Kind == Call || step.Reads != nil && t.in.Kind == Text {
		t.notices = append(t.notices, said("flow.noted", t.f.show(step, a)))
	}
}

// moveKeys takes the reply keyboard away before another question.
func (t *turn) moveKeys(key string) {
	if t.s.Keyed {
		t.s.Keyed = false
		t.out.Messages = append(t.out.Messages, Message{Key: key, Unkey: true})
	}
}

// unkey takes the reply keyboard away at the end.
func (t *turn) unkey() { t.moveKeys("flow.unkey") }
