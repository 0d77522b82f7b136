package flow

// Message is one thing to say: a key of the catalogue and its values, with the
// buttons under it. It holds no sentence.
type Message struct {
	Key     string     `json:"k"`
	Args    Args       `json:"a,omitempty"`
	Buttons [][]Button `json:"b,omitempty"` // inline, under the message
	Keys    [][]Key    `json:"r,omitempty"` // reply keyboard; needed where the phone must share a contact or a place
	Unkey   bool       `json:"u,omitempty"` // take the reply keyboard away
	Edit    int        `json:"e,omitempty"` // put this in place of that message instead of sending anew
	Files   []int64    `json:"f,omitempty"` // attachments to show with it
	Secret  bool       `json:"s,omitempty"` // protect from forwarding; delete when self-cleaning
	Once    bool       `json:"o,omitempty"` // holds what is shown once: nothing keeps it once its sending ended, however
	Delete  []int      `json:"d,omitempty"` // say nothing: delete these messages of the chat
}

// Button is one answer or act under a message: its label is a key with values,
// its data (≤ 64 bytes) comes back when it is pressed.
type Button struct {
	Label Value  `json:"l"`
	Data  string `json:"d,omitempty"`
	URL   string `json:"u,omitempty"`
}

// Key is one key of a reply keyboard.
type Key struct {
	Label   Value `json:"l"`
	Contact bool  `json:"c,omitempty"` // shares the person's own contact
	Place   bool  `json:"p,omitempty"` // shares where the phone is
}

// Args are the values of a message by their placeholder.
type Args map[string]Value

// Value is something worded when it is sent, in the reader's language. Exactly
// one of its forms is set; Parts are worded one a line.
type Value struct {
	Text  string  `json:"t,omitempty"` // as a person wrote it; escaped when sent
	Key   string  `json:"k,omitempty"` // a key of the catalogue
	Args  Args    `json:"a,omitempty"` // of Key
	Date  *Date   `json:"d,omitempty"`
	Count *int    `json:"n,omitempty"` // chooses the plural form where the key has one
	Time  int64   `json:"u,omitempty"` // unix milliseconds
	Start string  `json:"s,omitempty"` // the payload of a link that opens the bot: [A-Za-z0-9_-], at most 64 characters
	Parts []Value `json:"p,omitempty"`
	Lang  string  `json:"l,omitempty"` // of Key: worded in this language instead of the reader's
}
