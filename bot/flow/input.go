package flow

// InputKind is the form in which a person answered.
type InputKind int

// The forms of input. Other is anything the bot cannot read: a sticker, a voice
// message, a poll. Resume is no answer: say the waiting question again. Edited is
// an earlier message that was changed: no answer changes, the person is told how.
const (
	Text InputKind = iota
	Press
	Photo
	Document
	Place
	Contact
	Other
	Resume
	Edited
)

// Input wakes a conversation.
type Input struct {
	Kind      InputKind
	Text      string  // the text, or a caption
	Data      string  // of a press; of a text that equals a button's label, set by Hear
	Message   int     // the message it came with; for a press the message that carries the button
	Asked     int     // the message that carries the waiting question, 0 where it is not known
	Files     []File  // of a photo, an album or a document
	TooLarge  bool    // a file over the limit came and was not taken
	Lat, Lon  float64 // of a place, degrees
	Phone     string  // of a contact
	Name      string  // of a contact
	Foreign   bool    // the contact is not the sender's own
	Forwarded bool
	Origin    Origin // of a forwarded post, as far as Telegram tells
	Today     Date   // the date at the person's place, for answers that may not lie in the future
}

// Origin is where a forwarded post comes from. Of a person's message nothing is
// known here: whom it came from is not ours to keep.
type Origin struct {
	From string `json:"fr,omitempty"` // a channel's or group's name
	Link string `json:"li,omitempty"` // empty where it is closed
	At   Date   `json:"at,omitzero"`
}

// Note is something a conversation knows before its first question, such as the
// case a tip is about. Answers give it as a text under its key, and every
// question may show it as {key}.
type Note struct {
	Key  string `json:"k"`
	Text string `json:"t"`
}
