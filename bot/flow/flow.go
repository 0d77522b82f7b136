package flow

// Flow is a conversation as data: its steps in the order they are asked. Its
// catalogue keys derive from Name and the step's Key: <name>.<step>.ask is the
// question, .label its line in the review; Keys lists them all. Steps of a Group
// stand together; the group repeats where its last step is Again. A flow whose
// last step is Review ends when it is submitted, any other with its last answer.
type Flow struct {
	Name      string
	Version   int
	Languages []string // tags the person may change to, worded flow.language.<tag>; none: not offered
	Catch     string   // key of a Tell step without a group that also keeps what comes where something else is asked; "": nothing does
	Steps     []Step
	Passing   func(text string) bool // see GivesWay; nil: a conversation that waits until it is answered or left
}

// GivesWay tells whether a passing conversation is to end by an input that is no
// answer to it. A passing conversation asks what nothing depends on: it is never
// parked, to leave it is to skip it, and words that its Passing does not take for
// an answer are for somebody else to hear. Call [Flow.Hear] first.
func (f Flow) GivesWay(in Input) bool {
	if f.Passing == nil || in.Kind == Press || in.Kind == Resume || in.Kind == Edited || in.Data != "" {
		return false
	}
	return in.Kind != Text || !isCommand(in.Text) && !f.Passing(in.Text)
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
	Pictures               // photos and albums, then continue
	Tell                   // free words, files and forwarded posts, whatever is at hand
	Call                   // a phone number, typed or shared
	Again                  // repeat the group? yes or no; the last step of its group
	Review                 // the summary: edit any line, submit; the last step
)

// Step is one question. Applies and Check must be pure; they see the answers of
// the steps before this one, those of its own round of the group among them.
type Step struct {
	Key      string
	Kind     Kind
	Required bool                         // cannot be skipped
	Unknown  bool                         // "I do not know" is offered
	Secret   bool                         // the answer may be deleted from the chat in quiet mode
	Shared   bool                         // in later rounds of the group the first round's answer is offered
	Share    bool                         // a key that shares the phone's own contact (Call) or place (Where)
	Foreign  bool                         // of Call: another person's contact is welcome
	Many     bool                         // of Tell: words do not complete it, more may come; then continue
	Grown    bool                         // of Born: nobody is too old
	Names    bool                         // the answer names its round of the group: {who}
	Why      bool                         // the question is followed by <name>.<key>.why
	Example  bool                         // and by <name>.<key>.example, which a refusal repeats
	Help     bool                         // help is <name>.<key>.help, not the kind's own
	Options  []string                     // of Choose and ChooseMany: labels are <name>.<key>.<option>, or Labels+option
	Labels   string                       // prefix of the option labels where they are shared
	Reads    func(text string) string     // of Choose: the option that a text names in other words than its label; "" for none
	Group    string                       // the repeated group the step belongs to
	Applies  func(Answers) bool           // nil: always
	Check    func(Answers, Answer) string // a reason key where an answer that could be read is still refused; "" accepts
	Max      int                          // longest text in characters, most files, most rounds (of Again); 0: the engine's limit
}
