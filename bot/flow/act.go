package flow

import (
	"slices"
	"strconv"
	"strings"
)

// data makes the callback data of a button of this turn.
func (t *turn) data(op string) string {
	return t.s.saved.ID + "." + strconv.Itoa(t.s.saved.Turn) + "." + op
}

// press takes a button: one of the waiting question, or the current question is
// asked again.
func (t *turn) press(data string) {
	rest, mine := strings.CutPrefix(data, t.data(""))
	op, arg, _ := strings.Cut(rest, ".")
	if !mine || !t.act(op, arg) {
		t.tell("flow.stale")
		t.ask()
	}
}

// act does what a button says. False where the button does not belong to what is
// waiting: presses can be old, doubled or forged.
func (t *turn) act(op, arg string) bool {
	switch op {
	case "back", "skip", "pause", "stop", "help", "lang", "more", "cont", "stay":
		return t.actAnywhere(op, arg)
	case "quit":
		return t.quit()
	}
	if t.step().Kind == Review {
		return t.actReview(op, arg)
	}
	if op == "drop" || op == "dropped" {
		return t.actDrop(op, arg)
	}
	return t.actAnswer(op, arg)
}

// actAnywhere does the acts of the engine, which work at every step.
func (t *turn) actAnywhere(op, arg string) bool {
	if t.f.Passing != nil && (op == "pause" || op == "stop") {
		op = "skip" // there is nothing to keep and nothing to forget
	}
	switch op {
	case "back":
		t.back()
	case "skip":
		t.skip()
	case "pause":
		t.pause()
	case "stop":
		t.stop()
	case "help":
		t.help()
	case "lang":
		return t.language(arg)
	case "more":
		t.wide = true
		t.askInPlace()
	case "cont", "stay":
		t.s.View = asking
		t.askInPlace()
	}
	return true
}

// actAnswer does the acts that answer a question.
func (t *turn) actAnswer(op, arg string) bool {
	step, had := t.step(), t.answer()
	switch op {
	case "c":
		return t.chooseOne(arg)
	case "on", "off":
		return t.toggle(arg, op == "on")
	case "go":
		return t.proceed()
	case "unk":
		if !step.Unknown {
			return false
		}
		t.accept(Answer{Unknown: true})
	case "same":
		first := t.shared()
		if first == nil {
			return false
		}
		t.accept(*first)
	case "keep":
		if had == nil || had.Partial {
			return false
		}
		t.keep()
	case "erase":
		if had == nil || step.Required || step.Kind == Again {
			return false
		}
		t.accept(Answer{Skipped: true})
	default:
		return false
	}
	return true
}

// chooseOne takes an option of Choose, or yes or no of Again.
func (t *turn) chooseOne(option string) bool {
	step := t.step()
	switch {
	case step.Kind == Choose && slices.Contains(step.Options, option):
		t.accept(Answer{Choice: option})
	case step.Kind == Again && option == "no":
		t.accept(Answer{Choice: option})
	case step.Kind == Again && option == "yes":
		t.repeat()
	default:
		return false
	}
	return true
}

// repeat opens another round of the group.
func (t *turn) repeat() {
	step := t.step()
	t.chosen(Answer{Choice: "yes"})
	if t.s.Rounds == nil {
		t.s.Rounds = make(map[string]int, 1)
	}
	t.s.Rounds[step.Group] = t.w.seen.Count(step.Group) + 1
	t.drop(step.Key, -1)
	t.advance()
}

// toggle sets or clears one of several choices. It says which, not "the other
// way", so that a press that comes twice does no harm.
func (t *turn) toggle(option string, on bool) bool {
	step := t.step()
	if step.Kind != ChooseMany || !slices.Contains(step.Options, option) {
		return false
	}
	var had []string
	if a := t.answer(); a != nil {
		had = a.Choices
	}
	var taken []string
	for _, o := range step.Options {
		if o == option && on || o != option && slices.Contains(had, o) {
			taken = append(taken, o)
		}
	}
	t.s.View = asking
	t.put(Answer{Choices: taken, Partial: true})
	t.askInPlace()
	return true
}

// proceed takes several choices or photos as complete.
func (t *turn) proceed() bool {
	step := t.step()
	if step.Kind != ChooseMany && step.Kind != Pictures && step.Kind != Tell {
		return false
	}
	var a Answer
	if had := t.answer(); had != nil {
		a = *had
	}
	a.Partial = false
	if !a.Given() && step.Required {
		reason := "flow.refused.none"
		if step.Kind == Tell {
			reason = "flow.refused.empty"
		}
		t.refuse(Value{Key: reason})
		return true
	}
	if step.Kind != ChooseMany && !a.Given() {
		a.Skipped = true
	}
	t.accept(a)
	return true
}

// shared gives the first round's answer where this step offers it.
func (t *turn) shared() *Answer {
	if !t.step().Shared || t.spot().round < 1 {
		return nil
	}
	first := t.w.seen.given[ref{t.step().Key, 0}]
	if first == nil || !first.Given() || first.Partial {
		return nil
	}
	return first
}
