package follow

import (
	"fmt"
	"slices"

	"dodomu/bot/flow"
	"dodomu/store"
	"dodomu/store/cases"
)

// Unasked takes what a person says when no question waits: who has a case is led
// into adding to it, or into answering where a question is open; the caller gives
// the same input to the conversation begun, which takes its form first. Nothing is
// sent before they confirm. With several cases it says which one this is for, and a
// press takes it to another. Who has none gets an empty reply.
func Unasked(tx *store.Tx, who store.Person, kind flow.InputKind) (flow.Reply, error) {
	all, err := tx.MyCases(who.ID)
	if err != nil {
		return flow.Reply{}, fmt.Errorf("unasked: %w", err)
	}
	if len(all) == 0 {
		return flow.Reply{}, nil
	}
	slices.SortStableFunc(all, openFirst)
	read, err := tx.MyCase(who.ID, all[0].Ref)
	if err != nil {
		return flow.Reply{}, fmt.Errorf("unasked: %w", err)
	}
	r := flow.Reply{Begin: saying(read), Notes: notes(who, read)}
	if form := formOf(kind); form != "" {
		r.Notes = append(r.Notes, flow.Note{Key: form, Text: yes})
	}
	if len(all) > 1 {
		r.Messages = []flow.Message{elsewhere(who, all)}
	}
	return r, nil
}

// formOf is the note for the form somebody spoke in; "" for what cannot be read.
func formOf(kind flow.InputKind) string {
	switch kind {
	case flow.Text:
		return byText
	case flow.Photo, flow.Document:
		return byPhoto
	case flow.Place:
		return byPlace
	case flow.Contact:
		return byContact
	}
	return ""
}

// mostOffered is how many cases are offered at once: a screen or two.
const mostOffered = 20

// elsewhere says which case something is for, the first of all, and offers every
// one of them, so that a press too many can be taken back.
func elsewhere(who store.Person, all []cases.Glance) flow.Message {
	m := flow.Message{Key: "follow.which", Args: flow.Args{"case": words(about(who, all[0]))}, Secret: who.Quiet}
	for _, g := range all[:min(len(all), mostOffered)] {
		m.Buttons = append(m.Buttons, row(flow.Button{Label: label(who, g), Data: "f." + actTo + "." + string(g.Ref)}))
	}
	return m
}
