package staff

import (
	"errors"
	"slices"

	"dodomu/bot/flow"
	"dodomu/store"
	"dodomu/store/cases"
)

// aboutTip is a button of a command about a tip.
func aboutTip(name string, ref cases.TipRef, rest string) flow.Button {
	data := name + "." + string(ref)
	if rest != "" {
		data += "." + rest
	}
	return button(name, data)
}

// backToTip leads back to a tip, and to the queue of tips.
func backToTip(ref cases.TipRef) []flow.Button {
	open := aboutTip("open", ref, "")
	open.Label.Key = "staff.act.tip_open.button"
	return []flow.Button{open, button("tips", "tips")}
}

// tipActs are the buttons of what an actor may do with a tip as it stands. Each
// carries the state it was shown with. A word that cases have too is another button here.
func tipActs(t cases.Tip, by cases.Actor) [][]flow.Button {
	var all []flow.Button
	for _, row := range table() {
		if row.tipFits == nil || !row.tipFits(t, by) {
			continue
		}
		b := aboutTip(row.name, t.Ref, seenMark+string(t.State))
		if row.run != nil && row.name != "history" {
			b.Label.Key = "staff.act." + aboutTips + row.name + ".button"
		}
		all = append(all, b)
	}
	return inRows(all, 2)
}

// anyCase stands for the case that is still to be named.
const anyCase cases.CaseID = -1

// fullMove is a move with all that is still to be written, where it is only asked
// whether it is possible at all.
func fullMove(t cases.Tip, to cases.TipState) cases.TipMove {
	return cases.TipMove{To: to, Seen: t.State, Question: word, Why: word, Case: anyCase}
}

func canMoveTip(to cases.TipState) func(cases.Tip, cases.Actor) bool {
	return func(t cases.Tip, by cases.Actor) bool { return t.Check(by, fullMove(t, to)) == nil }
}

func canTriage(_ cases.Tip, by cases.Actor) bool { return by.May(cases.MayTriage) }

func canOverrule(t cases.Tip, by cases.Actor) bool {
	return by.May(cases.MayTriage) && t.State == cases.TipTriaged
}

func canUnask(t cases.Tip, by cases.Actor) bool { return t.CheckUnask(by, t.State) == nil }

// stoodAt is the order with the state the worker decided on: the one on their screen,
// or, where the command was typed blind, the one the tip has, which is then read. It is
// also read where words are still to be asked for: first whether the move can be.
func (o order) stoodAt(m cases.TipMove) (order, error) {
	if o.stood != "" && o.rest != "" {
		return o, nil
	}
	f, err := o.tx.ReadTip(o.by, o.tip)
	if err != nil {
		return o, err
	}
	if o.stood == "" {
		o.stood = f.Tip.State
	}
	m.Seen = o.stood
	return o, f.Tip.Check(o.by, m)
}

// movingTip is a command that moves a tip to a state with a word why.
func movingTip(to cases.TipState) func(order) (flow.Reply, error) {
	return func(o order) (flow.Reply, error) {
		o, err := o.stoodAt(fullMove(cases.Tip{}, to))
		if err != nil {
			return flow.Reply{}, err
		}
		if o.rest == "" {
			return o.wants()
		}
		return o.tipDone(o.tx.MoveTip(o.by, o.tip, cases.TipMove{To: to, Seen: o.stood, Why: o.rest}))
	}
}

// wayBack is a command that takes a tip back to where it was triaged, from the states
// that its word is for, with a word why: unlinking and reopening are one move.
func wayBack(from func(cases.TipState) bool) func(order) (flow.Reply, error) {
	return func(o order) (flow.Reply, error) {
		o, err := o.stoodAt(fullMove(cases.Tip{}, cases.TipTriaged))
		var refused *cases.TipRefusal
		switch known := err == nil || errors.As(err, &refused); {
		case known && !from(o.stood):
			return flow.Reply{}, &cases.TipRefusal{Because: cases.ErrStage, From: o.stood, To: cases.TipTriaged}
		case err != nil:
			return flow.Reply{}, err
		case o.rest == "":
			return o.wants()
		}
		return o.tipDone(o.tx.MoveTip(o.by, o.tip, cases.TipMove{To: cases.TipTriaged, Seen: o.stood, Why: o.rest}))
	}
}

func linked(s cases.TipState) bool { return s == cases.TipLinked || s.Finding() }

func archived(s cases.TipState) bool { return s == cases.TipArchived }

func canGoBackFrom(from func(cases.TipState) bool) func(cases.Tip, cases.Actor) bool {
	return func(t cases.Tip, by cases.Actor) bool { return from(t.State) && canMoveTip(cases.TipTriaged)(t, by) }
}

// triage overrules the verdict: to what, and why. What is not said is asked.
func triage(o order) (flow.Reply, error) {
	verdict, why := cutWord(o.rest)
	switch {
	case verdict == "":
		return o.whichWorth()
	case !slices.Contains(cases.Worths(), cases.Worth(verdict)):
		return flow.Reply{}, errUsage
	}
	m := fullMove(cases.Tip{}, cases.TipTriaged)
	m.Worth = cases.Worth(verdict)
	if why == "" {
		asked, err := order{tx: o.tx, by: o.by, tip: o.tip, stood: o.stood}.stoodAt(m)
		if err != nil {
			return flow.Reply{}, err
		}
		o.stood = asked.stood
		return o.wants()
	}
	o, err := o.stoodAt(m)
	if err != nil {
		return flow.Reply{}, err
	}
	return o.tipDone(o.tx.TriageTip(o.by, o.tip, cases.TipMove{Seen: o.stood, Worth: m.Worth, Why: why}))
}

func (o order) whichWorth() (flow.Reply, error) {
	if o.typed {
		return flow.Reply{}, errNoText
	}
	f, err := o.tx.ReadTip(o.by, o.tip)
	if err != nil {
		return flow.Reply{}, err
	}
	m := flow.Message{Key: "staff.tip.which_worth", Args: flow.Args{"ref": text(o.tip.String())}}
	for _, w := range cases.Worths() {
		if w == f.Tip.Worth {
			continue
		}
		b := aboutTip("triage", o.tip, seenMark+string(f.Tip.State)+"."+string(w))
		b.Label = worthWord(w)
		m.Buttons = append(m.Buttons, []flow.Button{b})
	}
	m.Buttons = append(m.Buttons, backToTip(o.tip))
	return flow.Reply{Messages: []flow.Message{m}}, nil
}

// link says which case a tip may be about; after the number may stand why.
func link(o order) (flow.Reply, error) {
	o, err := o.stoodAt(fullMove(cases.Tip{}, cases.TipLinked))
	if err != nil {
		return flow.Reply{}, err
	}
	if o.rest == "" {
		return o.wants()
	}
	ref, why, ok := cutRef(o.rest)
	if !ok {
		return flow.Reply{}, errBadRef
	}
	return o.tipDone(o.tx.LinkTip(o.by, o.tip, store.TipLink{Seen: o.stood, Case: ref, Why: why}))
}

// askTip writes a question to the tipster, once its words were read again.
func askTip(o order) (flow.Reply, error) {
	o, err := o.stoodAt(fullMove(cases.Tip{}, cases.TipClarifying))
	switch {
	case err != nil:
		return flow.Reply{}, err
	case o.rest == "":
		return o.wants()
	case !o.sure:
		m := said([]flow.Value{{Key: "staff.tip.preview", Args: flow.Args{"text": text(o.rest)}}})
		return flow.Reply{Messages: []flow.Message{m}, Begin: Name, Notes: o.notes(stepSend)}, nil
	}
	return o.tipDone(o.tx.AskTip(o.by, o.tip, o.stood, o.rest))
}

// unaskTip takes the open question back.
func unaskTip(o order) (flow.Reply, error) {
	if o.stood == "" {
		f, err := o.tx.ReadTip(o.by, o.tip)
		if err != nil {
			return flow.Reply{}, err
		}
		o.stood = f.Tip.State
	}
	return o.tipDone(o.tx.UnaskTip(o.by, o.tip, o.stood))
}

// tipDone says what an act did and what can be done next.
func (o order) tipDone(m store.MovedTip, err error) (flow.Reply, error) {
	if err != nil {
		return flow.Reply{}, err
	}
	lines := []flow.Value{{Key: "staff.tip_done." + o.name, Args: flow.Args{"ref": text(m.Tip.Ref.String()),
		"state": tipStateWord(m.Tip.State), "worth": worthWord(m.Tip.Worth)}}}
	if o.name == "ask" {
		key := "staff.tip.told_later"
		switch {
		case m.Tip.Anonymous:
			key = "staff.tip.told_receipt"
		case m.Told:
			key = "staff.tip.told"
		}
		lines = append(lines, flow.Value{Key: key})
	}
	message := said(lines)
	message.Buttons = append(tipActs(m.Tip, o.by), backToTip(m.Tip.Ref))
	return flow.Reply{Messages: []flow.Message{message}}, nil
}

// Tell begins the start parameter of a link for posters.
const Tell = "tip_"

// poster makes a link for posters about a case, or closes those there are.
func poster(o order) (flow.Reply, error) {
	if o.rest == "close" {
		if err := o.tx.ClosePosters(o.by, o.ref); err != nil {
			return flow.Reply{}, err
		}
		return o.choose("staff.poster.closed", nil), nil
	}
	if o.rest != "" {
		return flow.Reply{}, errUsage
	}
	code, err := o.tx.MakePoster(o.by, o.ref)
	if err != nil {
		return flow.Reply{}, err
	}
	shut := about("poster", o.ref, "close")
	shut.Label.Key = "staff.act.poster_close.button"
	made := o.choose("staff.poster.made", []flow.Button{shut})
	made.Messages = append(made.Messages, flow.Message{Key: "staff.people.code", Args: flow.Args{"code": {Start: Tell + string(code)}}})
	return made, nil
}
