package staff

import (
	"encoding/json"
	"errors"
	"strings"

	"dodomu/bot/flow"
	"dodomu/store"
	"dodomu/store/cases"
)

// tipNotices are the kinds of notices about tips that staff are told of.
func tipNotices() []string {
	return []string{store.KindStaffTip, store.KindStaffTipAnswered, store.KindStaffTipWithdrawn}
}

// tipNotice is a card about a tip: nothing personal, and a button that opens it.
func tipNotice(kind string, body []byte) (flow.Message, bool) {
	var c store.TipCard
	if err := json.Unmarshal(body, &c); err != nil || !c.Tip.Valid() || !c.State.Known() {
		return flow.Message{}, false
	}
	m := flow.Message{Key: "notice.staff." + strings.TrimPrefix(kind, "staff."), Args: flow.Args{
		"ref": text(c.Tip.String()), "state": tipStateWord(c.State), "worth": worthWord(c.Worth)}}
	if kind != store.KindStaffTipWithdrawn {
		m.Buttons = [][]flow.Button{backToTip(c.Tip)[:1]}
	}
	return m, true
}

// tipRefusalKey picks the sentence for an order about a tip.
func (o order) tipRefusalKey(r reason, err error) string {
	var refusal *cases.TipRefusal
	if errors.As(err, &refusal) && refusal.Needs != "" {
		return "staff.refused.tip_needs." + string(refusal.Needs)
	}
	switch r.because {
	case cases.ErrNotFound:
		if o.name == "link" {
			return "staff.refused.no_tip_or_case"
		}
		return "staff.refused.no_tip"
	case cases.ErrStale:
		return "staff.refused.tip_stale"
	case cases.ErrStage:
		return "staff.refused.tip_state"
	}
	return r.key
}

// afterTip adds where one can go on: the tip, where it was not its number that failed,
// and the queue of tips.
func (o order) afterTip(m flow.Message, r reason) flow.Reply {
	if r.again {
		if fresh, err := openTip(o); err == nil {
			return flow.Reply{Messages: append([]flow.Message{m}, fresh.Messages...)}
		}
	}
	m.Buttons = [][]flow.Button{backToTip(o.tip)}
	if r.because == cases.ErrNotFound {
		m.Buttons = [][]flow.Button{{button("tips", "tips")}}
	}
	return flow.Reply{Messages: []flow.Message{m}}
}
