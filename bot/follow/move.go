package follow

import (
	"fmt"

	"dodomu/bot/flow"
)

// moveTo takes what a person is writing to another case of theirs: the waiting
// conversation is held again from its answers, about that case, and stands where it
// stood. Where nothing is being written the case is opened.
func moveTo(v visit) (flow.Reply, error) {
	read, err := v.read()
	if err != nil {
		return flow.Reply{}, err
	}
	was, old, ok := v.waiting()
	if !ok {
		return open(v)
	}
	f, _ := flowNamed(saying(read))
	given := old.Answers(was)
	about := notes(v.who, read)
	for _, form := range []string{byText, byPhoto, byPlace, byContact} {
		if given.Has(form) {
			about = append(about, flow.Note{Key: form, Text: yes})
		}
	}
	state := replay(f, flow.Start(f, nextID(was.ID()), flow.Input{Kind: flow.Resume}, about...).State, given)
	if err := v.tx.SaveConversation(v.who.ID, state.Marshal()); err != nil {
		return flow.Reply{}, fmt.Errorf("move to another case: %w", err)
	}
	return flow.Reply{Messages: f.Resume(state)}, nil
}

// waiting gives the conversation that waits, where it is one of saying something.
func (v visit) waiting() (flow.State, flow.Flow, bool) {
	if v.who.State == nil {
		return flow.State{}, flow.Flow{}, false
	}
	was, err := flow.Unmarshal(v.who.State)
	if err != nil || was.Flow() != nameAdd && was.Flow() != nameAnswer {
		return flow.State{}, flow.Flow{}, false
	}
	old, ok := flowNamed(was.Flow())
	return was, old, ok
}

// replay gives the answers again, step by step, as far as they go.
func replay(f flow.Flow, s flow.State, given flow.Answers) flow.State {
	for range f.Steps {
		at := s.Step()
		for _, in := range inputs(at, given.Get(at)) {
			s = f.Turn(s, in).State
		}
		if s.Step() == at {
			return s
		}
	}
	return s
}

// inputs are what a person did to give an answer; nothing for one not given.
func inputs(step string, a flow.Answer) []flow.Input {
	skip := flow.Input{Kind: flow.Text, Text: "/skip"} // of photos half given, it takes them as complete
	switch {
	case a.Skipped:
		return []flow.Input{skip}
	case !a.Given():
		return nil
	case step == stepPhotos && a.Partial:
		return []flow.Input{{Kind: flow.Photo, Files: a.Files, Text: a.Text}}
	case step == stepPhotos:
		return []flow.Input{{Kind: flow.Photo, Files: a.Files, Text: a.Text}, skip}
	case a.Located:
		return []flow.Input{{Kind: flow.Place, Lat: a.Lat, Lon: a.Lon}}
	case step == stepContact:
		return []flow.Input{{Kind: flow.Contact, Phone: a.Phone, Name: a.Text, Foreign: true}}
	}
	return []flow.Input{{Kind: flow.Text, Text: a.Text}}
}

// nextID makes an id for the conversation that follows another, so that buttons of
// the one before are known as old: the engine's own ids hold no capitals.
func nextID(id string) string {
	if id == "" {
		return "A"
	}
	switch last := id[len(id)-1]; {
	case last == 'Z':
		return id[:len(id)-1] + "A"
	case last >= 'A' && last < 'Z':
		return id[:len(id)-1] + string(last+1)
	}
	return id[:min(len(id), flow.MaxID-1)] + "A"
}
