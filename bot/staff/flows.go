package staff

import (
	"slices"

	"dodomu/bot/flow"
	"dodomu/store"
	"dodomu/store/cases"
)

// Name is the name of the conversation that asks for what a command still needs.
const Name = "staff"

// version of the questions: raise it when a step is added, renamed or moved.
const version = 2

// The steps that ask for the word to go on.
const (
	stepSend   = "send"   // send, edit the text, or stop
	stepSure   = "sure"   // send or stop
	stepRecord = "record" // record, where nothing leaves now, or stop
	stepRemove = "remove" // stop, or remove somebody from staff
)

// The notes that carry an order through the conversation. wanted and a step's key
// make the note that has the step asked.
const (
	wanted   = "do_"
	noteAct  = "act"
	noteRef  = "ref"
	noteSeen = "seen"
	noteText = "text"
)

// texts are the commands that need words of the worker, each with a step of its
// own name.
func texts() []string {
	all := []string{"ask", "register", "search", "note", "hold", "reopen", "spoke", "decline", "mark", "match"}
	for _, name := range []string{"ask", "reopen", "triage", "link", "corroborate", "refute", "inconclusive", "unlink", "archive"} {
		all = append(all, aboutTips+name)
	}
	return all
}

// aboutTips begins the step of a command about a tip.
const aboutTips = "tip_"

// step is the step that asks for the words of an order.
func (o order) step() string {
	if o.tip != "" {
		return aboutTips + o.name
	}
	return o.name
}

// Flows gives the conversations of staff: one, of which each order has only the
// steps asked that it needs.
func Flows() []flow.Flow {
	f := flow.Flow{Name: Name, Version: version}
	for _, name := range texts() {
		f.Steps = append(f.Steps, flow.Step{Key: name, Kind: flow.Write, Required: true, Secret: true, Why: true, Applies: asked(name)})
	}
	f.Steps = append(f.Steps,
		flow.Step{Key: stepHandle, Kind: flow.Write, Required: true, Example: true, Max: 32, Applies: asked(stepAdd), Check: checkHandle},
		flow.Step{Key: stepRole, Kind: flow.Choose, Required: true, Options: roles(), Applies: asked(stepAdd)},
		flow.Step{Key: stepName, Kind: flow.Write, Required: true, Secret: true, Why: true, Max: 100, Applies: asked(stepAdd)},
		choice(stepSend, "send", "edit", "stop"),
		choice(stepSure, "send", "stop"),
		choice(stepRecord, "record", "stop"),
		choice(stepRemove, "stop", "remove"))
	return []flow.Flow{f}
}

func choice(key string, options ...string) flow.Step {
	return flow.Step{Key: key, Kind: flow.Choose, Required: true, Options: options, Labels: "staff.word.", Applies: asked(key)}
}

// asked applies a step where an order wants it.
func asked(step string) func(flow.Answers) bool {
	return func(a flow.Answers) bool { return a.Has(wanted + step) }
}

// notes carry the order to a step of the conversation.
func (o order) notes(step string) []flow.Note {
	all := []flow.Note{{Key: wanted + step, Text: "1"}, {Key: noteAct, Text: o.name}, {Key: noteRef, Text: o.number()}}
	if seen := string(o.seen) + string(o.stood); seen != "" {
		all = append(all, flow.Note{Key: noteSeen, Text: seen})
	}
	if o.rest != "" {
		all = append(all, flow.Note{Key: noteText, Text: o.rest})
	}
	return all
}

// wants asks for the text of an order; errNoText on the command line.
func (o order) wants() (flow.Reply, error) {
	if o.typed {
		return flow.Reply{}, errNoText
	}
	return flow.Reply{Begin: Name, Notes: o.notes(o.step())}, nil
}

// Closer gives the act that ends a conversation of staff: the order goes on with
// what was answered. Who is no longer staff by then is refused.
func Closer(string) func(*store.Tx, store.Person, flow.Answers) (flow.Reply, error) {
	return func(tx *store.Tx, who store.Person, a flow.Answers) (flow.Reply, error) {
		var by cases.Actor
		if who.Staff != nil {
			by = who.Staff.Actor()
		}
		return resumed(order{tx: tx, by: by}, a)
	}
}

// resumed goes on with the order that the notes carry.
func resumed(o order, a flow.Answers) (flow.Reply, error) {
	act, value := a.Get(noteAct).Text, a.Get(noteText).Text
	switch {
	case a.Has(wanted + stepAdd):
		value = a.Get(stepHandle).Text + " " + a.Get(stepRole).Choice + " " + a.Get(stepName).Text
		return o.again([]string{act, "add", value})
	case a.Has(wanted + stepRemove):
		if a.Get(stepRemove).Choice == "stop" {
			return flow.Say("staff.stopped", nil), nil
		}
		o.sure = true
		return o.again([]string{act, value})
	}
	argv := []string{act, a.Get(noteRef).Text}
	if seen := a.Get(noteSeen).Text; seen != "" {
		argv = append(argv, seenMark+seen)
	}
	for _, name := range texts() {
		if a.Has(wanted + name) {
			return o.again(append(argv, a.Get(noteText).Text, a.Get(name).Text))
		}
	}
	return o.decided(append(argv, value), a)
}

// decided does what the worker said of the preview.
func (o order) decided(argv []string, a flow.Answers) (flow.Reply, error) {
	word := ""
	for _, step := range []string{stepSend, stepSure, stepRecord} {
		word += a.Get(step).Choice
	}
	switch word {
	case "send", "record":
		o.sure = true
		return o.again(argv)
	case "edit":
		o.edit = true
		return o.again(argv)
	}
	reply := flow.Say("staff.stopped", nil)
	if ref, ok := cases.ParseRef(argv[1]); ok {
		reply.Messages[0].Buttons = [][]flow.Button{{about("open", ref, ""), button("queue", "queue")}}
	}
	if tip, ok := cases.ParseTipRef(argv[1]); ok {
		reply.Messages[0].Buttons = [][]flow.Button{backToTip(tip)}
	}
	return reply, nil
}

// anew shows the text as it was and asks for it again.
func (o order) anew() (flow.Reply, error) {
	was := said([]flow.Value{{Key: "staff.edit.was"}, text(o.rest)})
	o.rest = ""
	reply, err := o.wants()
	reply.Messages = []flow.Message{was}
	return reply, err
}

func (o order) again(argv []string) (flow.Reply, error) {
	a, err := o.answer(slices.DeleteFunc(argv, func(s string) bool { return s == "" }))
	return a.Reply, err
}
