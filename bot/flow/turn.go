package flow

// Start begins a conversation under an id of at most MaxID characters of
// [A-Za-z0-9_-] that no other conversation of the person has, and asks the first
// question.
func Start(f Flow, id string, in Input, notes ...Note) Outcome {
	panic("not written yet")
}

// Turn takes one input and gives the new state and what to say. It is pure: the
// same state and input give the same outcome, and s stays as it was.
func (f Flow) Turn(s State, in Input) Outcome {
	panic("not written yet")
}

// Resume gives the waiting question once more, after a pause or a restart. The
// state stays as it is.
func (f Flow) Resume(s State) []Message {
	return f.Turn(s, Input{Kind: Resume}).Messages
}

// Answers are the answers of the steps that apply.
func (f Flow) Answers(s State) Answers {
	panic("not written yet")
}

// Hear fills in.Data where a text equals the label of a button that the person
// could press now, so that every conversation can be held by text alone. say words
// a value in the reader's language.
func (f Flow) Hear(s State, in Input, say func(Value) string) Input {
	panic("not written yet")
}

// Check tells whether the definition can be held at all: unique keys, every step
// reachable, every text there, buttons within the Bot API's limits. have tells
// whether the catalogue has a key. Call it at start-up.
func (f Flow) Check(have func(key string) bool) error {
	panic("not written yet")
}

// Keys lists the catalogue keys the flow and the engine say, sorted.
func (f Flow) Keys() []string {
	panic("not written yet")
}
