package staff

import (
	"errors"

	"dodomu/bot/flow"
	"dodomu/store/cases"
)

// reason is a refusal and the sentence it becomes.
type reason struct {
	because error
	key     string
	silent  bool // offers nothing to press: who asks may have nothing here
	again   bool // shows the case as it is now
}

// reasons is looked through in order: an error may be several of them.
func reasons() []reason {
	return []reason{
		{because: cases.ErrForbidden, key: "staff.refused.forbidden", silent: true},
		{because: errUnknown, key: "staff.refused.unknown"},
		{because: errNoRef, key: "staff.refused.no_number"},
		{because: errBadRef, key: "staff.refused.bad_number"},
		{because: errNoTip, key: "staff.refused.no_tip_number"},
		{because: errBadTip, key: "staff.refused.bad_tip_number"},
		{because: errNoText, key: "staff.refused.usage"},
		{because: errUsage, key: "staff.refused.usage"},
		{because: errLong, key: "staff.refused.long"},
		{because: errNobody, key: "staff.refused.nobody"},
		{because: errNoPhoto, key: "staff.refused.no_photo"},
		{because: cases.ErrNotFound, key: "staff.refused.not_found"},
		{because: cases.ErrStale, key: "staff.refused.stale", again: true},
		{because: cases.ErrFourEyes, key: "staff.refused.four_eyes"},
		{because: cases.ErrConsent, key: "staff.refused.needs.consent"},
		{because: cases.ErrStage, key: "staff.refused.stage"},
		{because: cases.ErrTaken, key: "staff.refused.taken"},
		{because: cases.ErrNothing, key: "staff.refused.nothing"},
		{because: cases.ErrLastSupervisor, key: "staff.refused.last_supervisor"},
		{because: cases.ErrTooMany, key: "staff.refused.too_many"},
		{because: cases.ErrIncomplete, key: "staff.refused.usage"},
		{because: cases.ErrInvalid, key: "staff.refused.usage"},
	}
}

// refuse words why an order was not carried out. False for a fault, which is
// nobody's refusal.
func (o order) refuse(err error) (flow.Reply, bool) {
	for _, r := range reasons() {
		if !errors.Is(err, r.because) {
			continue
		}
		m := flow.Message{Key: o.refusalKey(r, err), Args: o.refusalArgs(err)}
		if r.silent {
			return flow.Reply{Messages: []flow.Message{m}}, true
		}
		return o.after(m, r), true
	}
	return flow.Reply{}, false
}

// refusalKey picks the sentence: what is missing is named, and some reasons mean
// something else for some commands.
func (o order) refusalKey(r reason, err error) string {
	var refusal *cases.Refusal
	if errors.As(err, &refusal) && refusal.Needs != "" {
		return "staff.refused.needs." + string(refusal.Needs)
	}
	if o.tip != "" {
		return o.tipRefusalKey(r, err)
	}
	switch {
	case r.because == cases.ErrNotFound && o.name == "staff":
		return "staff.refused.nobody"
	case r.because == cases.ErrTaken && o.name == "staff":
		return "staff.refused.handle_taken"
	case r.because == cases.ErrTaken && o.name == "assign":
		return "staff.refused.assigned"
	case r.because == cases.ErrTaken && o.name == "match":
		return "staff.refused.match_taken"
	case r.because == cases.ErrStage && o.name == "match":
		return "staff.refused.match_stage"
	case r.because == cases.ErrStage && o.name == "spoke":
		return "staff.refused.kept_in"
	case r.because == cases.ErrNothing && o.name == "mark":
		return "staff.refused.unchanged"
	}
	return r.key
}

func (o order) refusalArgs(err error) flow.Args {
	args := flow.Args{"name": text("/" + o.name), "limit": number(flow.MaxText)}
	if o.name != "" {
		args["usage"] = flow.Value{Key: "staff.usage." + o.name}
	}
	var refusal *cases.Refusal
	if errors.As(err, &refusal) && refusal.From != "" {
		args["stage"] = stageWord(refusal.From)
	}
	var ofTip *cases.TipRefusal
	if errors.As(err, &ofTip) {
		args["stage"] = tipStateWord(ofTip.From)
	}
	return args
}

// after adds where one can go on: the case, where it was not the number itself that
// failed, and the queue.
func (o order) after(m flow.Message, r reason) flow.Reply {
	if o.tip != "" {
		return o.afterTip(m, r)
	}
	if r.again {
		if fresh, err := open(o); err == nil {
			return flow.Reply{Messages: append([]flow.Message{m}, fresh.Messages...)}
		}
	}
	if o.by.Staffed() {
		m.Buttons = [][]flow.Button{{button("queue", "queue")}}
	}
	if o.ref != "" && r.because != cases.ErrNotFound {
		m.Buttons = append([][]flow.Button{{about("open", o.ref, "")}}, m.Buttons...)
	}
	return flow.Reply{Messages: []flow.Message{m}}
}
