package staff

import (
	"dodomu/bot/flow"
	"dodomu/store/cases"
)

// register proposes a registration with its evidence; where one waits and no
// evidence is given, it shows that one to the second person.
func register(o order) (flow.Reply, error) {
	o, err := o.placed()
	if err != nil {
		return flow.Reply{}, err
	}
	if o.rest != "" {
		return o.done(o.tx.ProposeRegister(o.by, o.ref, o.seen, o.rest))
	}
	if _, err := o.tx.PreviewConfirm(o.by, o.ref); err == nil {
		o.name = "confirm"
		return confirm(o)
	}
	return o.wantsFor(cases.Registered)
}

// confirm sets what waits. The evidence and what would leave are shown first.
func confirm(o order) (flow.Reply, error) {
	if o.sure {
		return o.confirmed()
	}
	p, err := o.tx.PreviewConfirm(o.by, o.ref)
	if err != nil {
		return flow.Reply{}, err
	}
	f, err := o.tx.ReadCase(o.by, o.ref)
	if err != nil {
		return flow.Reply{}, err
	}
	if o.seen != "" && o.seen != f.Case.Stage {
		return flow.Reply{}, cases.ErrStale
	}
	o.seen, o.rest = f.Case.Stage, ""
	return o.preview(p, append(proposal(f), flow.Value{})...), nil
}

func (o order) confirmed() (flow.Reply, error) {
	o, err := o.placed()
	if err != nil {
		return flow.Reply{}, err
	}
	return o.done(o.tx.Confirm(o.by, o.ref, o.seen))
}

// decline takes back what waits, with a reason.
func decline(o order) (flow.Reply, error) {
	if o.rest == "" {
		o, err := o.placed()
		if err != nil {
			return flow.Reply{}, err
		}
		return o.wants()
	}
	return o.done(o.tx.Decline(o.by, o.ref, o.rest))
}

// proposal says what waits for a second person, and on what ground.
func proposal(f cases.File) []flow.Value {
	if f.Case.Proposed == nil {
		return nil
	}
	m := f.Case.Proposed.Move
	lines := []flow.Value{{Key: "staff.file.proposed", Args: flow.Args{"stage": stageWord(m.To), "who": text(f.Proposer)}}}
	if m.Ground != "" {
		lines = append(lines, field("staff.file.ground", text(m.Ground)))
	}
	for _, s := range m.Sources {
		lines = append(lines, field("staff.file.source", text(s.Name)))
	}
	return lines
}
