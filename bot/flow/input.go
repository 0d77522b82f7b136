package flow

// InputKind is the form in which a person answered.
type InputKind int

// The forms of input. Other is anything the bot cannot read: a sticker, a voice
// message, a poll. Resume is no answer: say the waiting question again.
const (
	Text InputKind = iota
	Press
	Photo
	Document
	Place
	Contact
	Other
	Resume
)

// Input wakes a conversation.
type Input struct {
	Kind      InputKind
	Text      string  // the text, or a caption
	Data      string  // of a press
	Message   int     // the message it came with; for a press the message that carries the button
	Files     []File  // of a photo, an album or a document
	TooLarge  bool    // a file over the limit came and was not taken
	Lat, Lon  float64 // of a place
	Phone     string  // of a contact
	Foreign   bool    // the contact is not the sender's own
	Forwarded bool
	Today     Date // the date at the person's place, for answers that may not lie in the future
}
