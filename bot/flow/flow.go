package flow

// Flow is a conversation as data: its steps in the order they are asked. Its
// catalogue keys derive from Name and the step's Key: <name>.<step>.ask is the
// question; .why and .example may follow; .label names the line in the review.
type Flow struct {
	Name    string
	Version int
	Steps   []Step
}

// Kind is how a step is answered.
type Kind int

// The kinds of steps.
const (
	Choose     Kind = iota // one press
	ChooseMany             // several presses, then continue
	Write                  // free text
	When                   // a date, exact, partial or a season
	Born                   // a birth date or an age
	Where                  // a place: text or a shared location
	Pictures               // photos and albums
	Call                   // a phone number, typed or shared
	Again                  // repeat the group? yes or no
	Review                 // the summary: edit any line, submit
)

// Step is one question.
type Step struct {
	Key      string
	Kind     Kind
	Required bool                         // cannot be skipped
	Unknown  bool                         // "I do not know" is offered
	Secret   bool                         // the answer may be deleted from the chat in quiet mode
	Options  []string                     // of Choose and ChooseMany: labels are <name>.<key>.<option>, or Labels+option
	Labels   string                       // prefix of the option labels where they are shared
	Group    string                       // the repeated group the step belongs to
	Applies  func(Answers) bool           // nil: always
	Check    func(Answers, Answer) string // a reason key where an answer that could be read is still refused; "" accepts
	Max      int                          // longest text in characters, or most photos; 0: the engine's limit
}

// End tells whether a turn ended the conversation.
type End int

// The ends of a turn.
const (
	Open      End = iota // the conversation goes on
	Done                 // submitted: the answers are complete
	Cancelled            // left for good: the answers are to be forgotten
	Paused               // left for now: parked
)

// Outcome is what a turn gives.
type Outcome struct {
	State    State
	Messages []Message
	End      End
	Language string // set where the person asked for another language
}
