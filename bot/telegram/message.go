package telegram

// The limits of the Bot API that a caller can keep before asking. Lengths are
// UTF-16 units (see [Len]) unless they say bytes.
const (
	MaxText       = 4096 // after entities; see [VisibleLen]
	MaxCaption    = 1024 // after entities
	MaxPressText  = 200
	MaxData       = 64 // bytes of a button's data: a Cyrillic letter is two
	MaxAlbum      = 10
	MinAlbum      = 2
	MaxDelete     = 100
	MaxName       = 64
	MaxAbout      = 512
	MaxShortAbout = 120
	MaxCommand    = 256
	MaxPhoto      = 10 << 20 // bytes of an uploaded photo
	MaxFetch      = 20 << 20 // bytes of a file that a bot may fetch
)

// To says where a message goes and how it arrives.
type To struct {
	Chat    int64
	Topic   int  // of a forum; 0: the general one
	ReplyTo int  // message id; sent without the reply if that message is gone
	Silent  bool // no sound
	Protect bool // cannot be forwarded or saved
	Paid    bool // paid broadcast: up to 1,000 a second, for money
}

// Text is a message of words.
type Text struct {
	To
	HTML     string // Telegram's subset of HTML; see [EscapeHTML]
	Keyboard Keyboard
	Preview  bool // of links; off unless asked for
}

// Edit gives a message of ours other words.
type Edit struct {
	Chat    int64
	Message int
	HTML    string
	Inline  [][]Button // nil takes the buttons away
	Preview bool
}

// Upload is a file to send: bytes, or the id of one that Telegram has.
type Upload struct {
	Name   string // file name shown with a document
	Bytes  []byte
	FileID string // instead of Bytes
}

// Photo is a picture with an optional caption.
type Photo struct {
	To
	File     Upload
	HTML     string // caption
	Keyboard Keyboard
	Spoiler  bool // covered until touched
}

// Document is a file with an optional caption.
type Document struct {
	To
	File     Upload
	HTML     string // caption
	Keyboard Keyboard
}

// Picture is one photo of an album.
type Picture struct {
	File    Upload
	HTML    string // caption; the first one's is shown under the album
	Spoiler bool
}

// Album is two to ten photos shown as one.
type Album struct {
	To
	Pictures []Picture
}

// Sent is a message with a file after it was sent.
type Sent struct {
	Message int    // message id
	FileID  string // to send the same file again without uploading; "" when Telegram gave none
}

// Answer ends the waiting sign on a pressed button.
type Answer struct {
	Press string // callback query id
	Text  string // "" shows nothing
	Alert bool   // as a window to be closed instead of a passing line
}
