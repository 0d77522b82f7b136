package follow

import (
	"fmt"

	"dodomu/bot/flow"
	"dodomu/store"
	"dodomu/store/cases"
)

// beginErase asks, once, whether to withdraw and erase. Who joined leaves instead.
func beginErase(v visit) (flow.Reply, error) { return v.beginSure(nameErase, true) }

// beginLeave asks, once, whether a joined relative leaves.
func beginLeave(v visit) (flow.Reply, error) { return v.beginSure(nameLeave, false) }

func (v visit) beginSure(name string, reporter bool) (flow.Reply, error) {
	read, err := v.read()
	if err != nil {
		return flow.Reply{}, err
	}
	if read.Reporter != reporter {
		return flow.Reply{}, cases.ErrForbidden
	}
	return flow.Reply{Begin: name, Notes: notes(v.who, read)}, nil
}

// closeErase erases the case where that was confirmed, with what the person had
// begun to write to it.
func closeErase(tx *store.Tx, who store.Person, a flow.Answers) (flow.Reply, error) {
	ref := refOf(a)
	if a.Get(stepSure).Choice != eraseCase {
		return open(visit{tx: tx, who: who, ref: ref})
	}
	if err := tx.Erase(who.ID, ref); err != nil {
		return flow.Reply{}, err
	}
	if err := forgetDrafts(tx, who, ref); err != nil {
		return flow.Reply{}, err
	}
	return say("follow.erased", nil, row(toList())), nil
}

// closeLeave ends what a joined relative gets, where that was confirmed.
func closeLeave(tx *store.Tx, who store.Person, a flow.Answers) (flow.Reply, error) {
	ref := refOf(a)
	if a.Get(stepSure).Choice != leaveCase {
		return open(visit{tx: tx, who: who, ref: ref})
	}
	if err := tx.Leave(who.ID, ref); err != nil {
		return flow.Reply{}, err
	}
	if err := forgetDrafts(tx, who, ref); err != nil {
		return flow.Reply{}, err
	}
	return say("follow.left", nil, row(toList())), nil
}

// forgetDrafts takes away the conversations about a case that the person put
// aside; those about other cases stay.
func forgetDrafts(tx *store.Tx, who store.Person, ref cases.Ref) error {
	for _, name := range []string{nameAdd, nameAnswer, nameErase, nameLeave} {
		saved, err := tx.Unpark(who.ID, name)
		if err != nil {
			return fmt.Errorf("forget drafts: %w", err)
		}
		if saved == nil {
			continue
		}
		if s, err := flow.Unmarshal(saved); err == nil && refOf(s.Answers()) == ref {
			continue
		}
		if err := tx.Park(who.ID, name, saved); err != nil {
			return fmt.Errorf("forget drafts: %w", err)
		}
	}
	return nil
}
