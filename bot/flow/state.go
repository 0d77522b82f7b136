package flow

import (
	"encoding/json"
	"errors"
	"fmt"
)

// ErrState means that saved bytes are not a state this program can read.
var ErrState = errors.New("read conversation state")

// form is the version of the saved form; a reader refuses a newer one.
const form = 1

// State is a conversation between two turns. It is a value: a turn gives a new
// one and leaves the old as it was. The zero State is no conversation.
type State struct{ saved }

// saved is the state as it is written. Round is -1 outside of groups.
type saved struct {
	Form    int            `json:"v"`
	ID      string         `json:"id"`
	Flow    string         `json:"f"`
	Version int            `json:"fv"`
	Turn    int            `json:"n"`
	Step    string         `json:"at"`
	Round   int            `json:"r"`
	View    view           `json:"w,omitempty"`
	Part    int            `json:"wp,omitempty"` // of an edit view: which part of the summary
	Keyed   bool           `json:"k,omitempty"`  // a reply keyboard is up
	Edit    bool           `json:"e,omitempty"`  // the question was asked from the summary
	Rounds  map[string]int `json:"g,omitempty"`
	Notes   []Note         `json:"c,omitempty"`
	Lines   []line         `json:"a,omitempty"`
	Aside   []line         `json:"o,omitempty"` // answers whose step this version does not know
}

// line is one answer and where it belongs.
type line struct {
	Step  string `json:"k"`
	Round int    `json:"i"`
	Answer
}

// ID is the conversation's id, as given to Start.
func (s State) ID() string { return s.saved.ID }

// Flow is the name of the flow the conversation follows.
func (s State) Flow() string { return s.saved.Flow }

// Step is the key of the step the conversation waits at, for logs.
func (s State) Step() string { return s.saved.Step }

// Answers are the answers of a conversation that is Done: those of the steps that
// apply. Of a draft they are all that is stored, without the count of rounds: use
// Flow.Answers there.
func (s State) Answers() Answers {
	a := Answers{given: make(map[ref]*Answer, len(s.Lines)+len(s.Notes)), rounds: s.Rounds, round: -1}
	for i := range s.Notes {
		a.given[ref{s.Notes[i].Key, -1}] = &Answer{Text: s.Notes[i].Text}
	}
	for i := range s.Lines {
		a.given[ref{s.Lines[i].Step, s.Lines[i].Round}] = &s.Lines[i].Answer
	}
	return a
}

// Marshal gives the state as compact JSON of a versioned form.
func (s State) Marshal() []byte {
	s.Form = form
	b, err := json.Marshal(&s.saved)
	if err != nil { // no field of saved can fail: this is for a future one
		panic(fmt.Sprintf("flow: marshal state: %v", err))
	}
	return b
}

// Unmarshal reads what Marshal wrote. ErrState where the bytes are no state, come
// from a newer form, or break the limits of a conversation.
func Unmarshal(b []byte) (State, error) {
	var s State
	if len(b) > MaxState {
		return State{}, fmt.Errorf("%w: %d bytes are over the limit", ErrState, len(b))
	}
	if err := json.Unmarshal(b, &s.saved); err != nil {
		return State{}, fmt.Errorf("%w: %w", ErrState, err)
	}
	if s.Form > form {
		return State{}, fmt.Errorf("%w: form %d is newer than %d: update the program", ErrState, s.Form, form)
	}
	if s.Form < 1 || len(s.saved.ID) > MaxID || len(s.Lines) > maxLines || len(s.Aside) > maxAside {
		return State{}, fmt.Errorf("%w: it breaks the limits of a conversation", ErrState)
	}
	return s, nil
}

// view is what the conversation shows in place of the waiting question.
type view string

// The views.
const (
	asking   view = ""
	stopping view = "stop"  // stop for good? asked once
	speaking view = "lang"  // which language?
	parting  view = "parts" // which part of the summary to edit?
	lining   view = "lines" // which line of the part?
	dropping view = "drop"  // remove this round?
)
