package staff

import (
	"fmt"
	"hash/fnv"
	"strconv"

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
	reply := o.preview(p, append(proposal(f), flow.Value{})...)
	reply.Notes = append(reply.Notes, flow.Note{Key: noteText, Text: fingerprint(f.Case.Proposed)})
	return reply, nil
}

// fingerprint tells one proposal from another: who confirms must have read the one
// that waits, and not one it has taken the place of.
func fingerprint(p *cases.Proposal) string {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d %+v", p.By, p.Move)
	return strconv.FormatUint(h.Sum64(), 36)
}

// confirmed confirms what was read; typed in one go, what waits now.
func (o order) confirmed() (flow.Reply, error) {
	f, err := o.tx.ReadCase(o.by, o.ref)
	if err != nil {
		return flow.Reply{}, err
	}
	if o.seen == "" {
		o.seen = f.Case.Stage
	}
	if p := f.Case.Proposed; o.rest != "" && p != nil && fingerprint(p) != o.rest {
		return flow.Reply{}, cases.ErrStale
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
