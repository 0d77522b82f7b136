package emulator

import "time"

// Message is one message as a person sees it.
type Message struct {
	ID                                                  int
	Chat                                                int64  // private: the person's own id
	From                                                string // "me", "bot", or "other" in a group
	Name                                                string // display name of the sender
	At                                                  time.Time
	Text                                                string // of a message or its caption
	HTML                                                string // Text with its entities as safe HTML; line breaks stay line breaks
	Photo                                               *File
	Document, Voice, Sticker                            *File
	Contact                                             *Contact
	Location                                            *Location
	Seconds                                             int    // of a voice message
	Emoji                                               string // of a sticker
	Album                                               string // messages of one album share it
	Inline                                              [][]Button
	ReplyTo                                             int    // message id; 0: none
	Forward                                             string // name of who wrote it first; "": not forwarded
	Service                                             string // what happened, instead of words: "pinned_message", "new_chat_members", …
	Edited, Deleted, Pinned, Protected, Spoiler, Silent bool
}

// File is a photo, document, voice message or sticker of a message.
type File struct {
	ID            string // for [Server.FileContent]
	Unique        string // the same for the same content
	Name          string // of a document
	MIME          string
	Size          int64
	Width, Height int // of a photo or sticker
}

// Button is an inline button.
type Button struct {
	Text  string
	Data  string // callback_data; "" when the button does something else
	URL   string
	Copy  string
	Style string // "", "primary", "success" or "danger"
}

// Key is a button of a reply keyboard.
type Key struct {
	Text     string
	Contact  bool // sends the person's own contact
	Location bool // sends the person's own place
	Style    string
}

// ReplyKeyboard is what is shown in place of the letters.
type ReplyKeyboard struct {
	Message     int // the message that brought it
	Rows        [][]Key
	OneTime     bool // hidden after one tap
	Persistent  bool
	Placeholder string // in the empty input field
	Force       bool   // no keys: the reply field is opened for Message
}

// Contact is a shared contact.
type Contact struct {
	Phone, FirstName, LastName string
	UserID                     int64 // 0: not known as a user
}

// Location is a shared place.
type Location struct{ Lat, Lon float64 }

// Toast is an answer to a press.
type Toast struct {
	Press string // callback query id
	Text  string
	URL   string
	Alert bool // a window to be closed, not a passing line
	At    time.Time
}

// Push is what a lock screen shows of one message: the name of the sender or
// the group, and its first lines. Spoilers are covered.
type Push struct {
	Message int
	Chat    int64
	Title   string
	Text    string
	At      time.Time
}

// Command is one line of the menu of commands.
type Command struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

// Call is one call of the Bot API.
type Call struct {
	Method string
	Params map[string]string // as sent; JSON where the parameter is an object; a file is "file:NAME:SIZE"
	Status int               // of the answer; 0: the connection was reset or never answered
	Answer string            // the body of the answer before any fault bent it
	At     time.Time
}
