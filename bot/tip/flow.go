package tip

import (
	"slices"

	"dodomu/bot/flow"
	"dodomu/store/cases"
)

// Name is the name of the flow in which a tip is told, and the area of its keys in
// the catalogue.
const Name = "tip"

// Link begins the start parameter of a poster's link, before its code.
const Link = "tip"

// The flows of the way back: what a receipt is typed into, and what is said or done to
// a tip that was sent.
const (
	nameReceipt  = "receipt"
	nameDialogue = "dialogue"
)

// version of the questions: raise it when a step is added, renamed or moved.
const version = 1

// The notes that the conversations begin with.
const (
	noteLink    = "link"    // the code of a poster's link, as typed
	noteRef     = "ref"     // the number of a volunteer's own tip
	noteReceipt = "receipt" // the receipt that opened an anonymous one
	noteAct     = "act"     // what to do with it was chosen before
)

// The answers that decide what follows.
const (
	anonymous   = "anonymous"
	named       = "named"
	withReceipt = "receipt"
	brief       = "brief"
	full        = "full"
	yes         = "yes"
	no          = "no"
	actWrite    = "write"
	actClose    = "close"
	actDrop     = "drop"
	keep        = "keep"
)

// The prefix of labels that several conversations share.
const yesNo = "flow."

// Flows gives the conversations of this room.
func Flows() []flow.Flow {
	return []flow.Flow{
		{Name: Name, Version: version, Catch: "what", Steps: slices.Concat(firstSteps(), seenSteps(), childSteps(), endSteps())},
		{Name: nameReceipt, Version: version, Steps: []flow.Step{{Key: "code", Kind: flow.Write, Required: true, Secret: true, Max: 60}}},
		{Name: nameDialogue, Version: version, Catch: "words", Steps: dialogueSteps()},
	}
}

// Private tells whether a conversation holds a receipt: such a one is never put aside
// under somebody's name.
func Private(name string) bool { return name == nameReceipt || name == nameDialogue }

// Opening is what is said before the first question: what Telegram knows, who reads
// it, and that there is no money in it.
func Opening() []flow.Message { return []flow.Message{{Key: "tip.opening"}} }

// firstSteps are all that must be answered: five messages of theirs with the first.
func firstSteps() []flow.Step {
	return []flow.Step{
		{Key: "who", Kind: flow.Choose, Required: true, Why: true, Options: []string{anonymous, named, withReceipt}, Check: toldFirst},
		{Key: "what", Kind: flow.Tell, Required: true, Why: true, Secret: true, Applies: tells},
		{Key: "ask_back", Kind: flow.Choose, Required: true, Why: true, Options: []string{yes, no}, Labels: yesNo, Applies: tells},
		{Key: "path", Kind: flow.Choose, Required: true, Options: []string{brief, full}, Applies: tells},
	}
}

func seenSteps() []flow.Step {
	return []flow.Step{
		{Key: "where", Kind: flow.Where, Unknown: true, Secret: true, Example: true, Applies: inFull},
		{Key: "when", Kind: flow.When, Unknown: true, Secret: true, Example: true, Applies: inFull, Check: seenAlive},
		{Key: "knowing", Kind: flow.Choose, Secret: true, Options: []string{string(cases.FirstHand), string(cases.Heard)}, Applies: inFull},
		{Key: "how", Kind: flow.Write, Secret: true, Example: true, Applies: inFull},
	}
}

func childSteps() []flow.Step {
	return []flow.Step{
		{Key: "name", Kind: flow.Write, Unknown: true, Secret: true, Why: true, Max: cases.MaxTipName, Applies: inFull, Check: inLetters},
		{Key: "birth", Kind: flow.Born, Unknown: true, Secret: true, Example: true, Grown: true, Applies: inFull, Check: bornBefore},
		{Key: "sex", Kind: flow.Choose, Unknown: true, Secret: true, Options: []string{string(cases.Girl), string(cases.Boy)}, Applies: inFull},
	}
}

func endSteps() []flow.Step {
	return []flow.Step{
		{Key: "proof", Kind: flow.Tell, Many: true, Secret: true, Why: true, Applies: inFull},
		{Key: "sender", Kind: flow.Write, Secret: true, Why: true, Max: 80, Applies: byName, Check: inLetters},
		{Key: "review", Kind: flow.Review, Applies: inFull},
	}
}

// dialogueSteps are what can be done to a tip that was sent. Where a button said it
// already, it is not asked again.
func dialogueSteps() []flow.Step {
	return []flow.Step{
		{Key: "next", Kind: flow.Choose, Required: true, Options: []string{actWrite, actClose, actDrop}, Applies: undecided},
		{Key: "words", Kind: flow.Tell, Required: true, Secret: true, Applies: chose(actWrite)},
		{Key: "sure", Kind: flow.Choose, Required: true, Why: true, Options: []string{keep, actDrop}, Applies: chose(actDrop)},
		{Key: "review", Kind: flow.Review, Applies: chose(actWrite)},
	}
}
