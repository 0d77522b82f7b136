package bot

import (
	"fmt"

	"dodomu/bot/flow"
	"dodomu/bot/follow"
	"dodomu/bot/report"
	"dodomu/bot/staff"
	"dodomu/bot/tip"
	"dodomu/locales"
	"dodomu/store"
)

// room is one conversation and the act that ends it.
type room struct {
	flow    flow.Flow
	opening []flow.Message // said before the first question
	staff   bool           // held with staff alone
	private bool           // holds what leads to something anonymous: never put aside
	commit  func(tx *store.Tx, who store.Person, a flow.Answers) (flow.Reply, error)
}

// rooms holds every conversation by the name of its flow.
type rooms map[string]room

// openRooms lists the conversations and checks them against the catalogue; an
// error names the flow and what is missing.
func openRooms(catalog *locales.Catalog) (rooms, error) {
	all := rooms{}
	add := func(f flow.Flow, commit func(*store.Tx, store.Person, flow.Answers) (flow.Reply, error)) {
		f.Languages = catalog.Tags()
		all[f.Name] = room{flow: f, commit: commit}
	}
	add(report.Flow(), report.Close)
	add(report.Kept(), report.CloseKept)
	for _, f := range tip.Flows() {
		add(f, tip.Closer(f.Name))
	}
	for _, f := range follow.Flows() {
		add(f, follow.Closer(f.Name))
	}
	for _, f := range staff.Flows() {
		add(f, staff.Closer(f.Name))
		r := all[f.Name]
		r.staff = true
		all[f.Name] = r
	}
	for name, r := range all {
		r.private = tip.Private(name)
		switch name {
		case report.Name:
			r.opening = report.Opening()
		case tip.Name:
			r.opening = tip.Opening()
		}
		all[name] = r
		if err := r.flow.Check(catalog.Has); err != nil {
			return nil, fmt.Errorf("check conversation %s: %w", name, err)
		}
	}
	return all, nil
}
