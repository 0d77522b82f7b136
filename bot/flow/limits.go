package flow

// The limits of a conversation. They keep a saved state small enough to be sealed
// and written on every turn, and every message within the Bot API.
const (
	MaxText   = 1000    // characters of one written answer: a long message, not a book
	MaxPlace  = 200     // characters of a place: longer is a story, and is asked as one
	MaxPhotos = 5       // photos of one answer
	MaxStory  = 4096    // characters of the words of a Tell: one message of Telegram
	MaxTold   = 10      // files of a Tell, one album; and as many forwarded posts
	MaxRounds = 12      // rounds of a group: the largest families known to register at once
	MaxTotal  = 100_000 // bytes of all written answers together
	MaxTurn   = 99_999  // the turn number starts again after it: five digits of callback data
	MaxID     = 16      // bytes of a conversation's id, of [A-Za-z0-9_-]
	MaxState  = 1 << 20
)

// maxLines bounds the answers of a saved state: steps times rounds of any flow.
const maxLines = 100 * MaxRounds

// The limits of the Bot API that a definition is checked against.
const (
	maxData    = 64   // bytes of callback data
	maxButtons = 100  // buttons under one message
	maxSaid    = 3000 // UTF-16 units of one message of the summary as guessed here, well under 4096
)
