package flow

// End tells whether a turn ended the conversation.
type End int

// The ends of a turn.
const (
	Open      End = iota // the conversation goes on
	Done                 // submitted: the answers are complete
	Cancelled            // left for good: the answers are to be forgotten
	Paused               // left for now: parked
)

// Outcome is what a turn gives. A turn that is not Done always has a message;
// what is said when it is Done belongs to the closing act, and only the review
// that was pressed is edited here.
type Outcome struct {
	State    State
	Messages []Message
	End      End
	Language string // set where the person asked for another language: word the messages in it
	Clean    []int  // messages that hold a secret question or its answer: delete them when self-cleaning, after the messages
}
