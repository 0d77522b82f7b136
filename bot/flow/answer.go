package flow

// Date is a calendar date of which parts may be unknown (0). Season is 1 winter,
// 2 spring, 3 summer, 4 autumn. Winter of a year is the one that begins it.
type Date struct {
	Year   int  `json:"y,omitempty"`
	Month  int  `json:"m,omitempty"`
	Day    int  `json:"d,omitempty"`
	Season int  `json:"s,omitempty"`
	About  bool `json:"about,omitempty"`
}

// Answer is what was read at one step. Which fields count depends on the step's
// kind. Skipped and Unknown are answers too: not now, and I do not know.
type Answer struct {
	Text    string   `json:"t,omitempty"`  // Write, Tell, Where; the caption of Pictures; the name of a contact
	Choice  string   `json:"c,omitempty"`  // Choose; Again: yes or no
	Choices []string `json:"cs,omitempty"` // ChooseMany, in the order of the options
	Date    *Date    `json:"d,omitempty"`  // When, Born
	AgeFrom int      `json:"af,omitempty"` // Born: completed years on the day of the answer
	AgeTo   int      `json:"at,omitempty"` // the same number where one age was given; never 0 with an age
	Phone   string   `json:"ph,omitempty"` // E.164
	Lat     float64  `json:"lat,omitempty"`
	Lon     float64  `json:"lon,omitempty"`
	Located bool     `json:"lo,omitempty"` // Lat and Lon were shared
	Files   []File   `json:"f,omitempty"`
	Posts   []Post   `json:"po,omitempty"` // Tell: what was forwarded
	Skipped bool     `json:"s,omitempty"`
	Unknown bool     `json:"x,omitempty"`
	Partial bool     `json:"p,omitempty"` // several presses or photos, not yet continued
}

// Given tells whether the answer holds something: it was given, and is neither
// skipped nor unknown. Several choices of which none was taken hold nothing.
func (a Answer) Given() bool {
	if a.Skipped || a.Unknown {
		return false
	}
	return a.Text != "" || a.Choice != "" || a.Date != nil || a.AgeTo > 0 ||
		a.Phone != "" || a.Located || len(a.Choices) > 0 || len(a.Files) > 0 || len(a.Posts) > 0
}

// written counts the bytes of what was written or forwarded.
func (a Answer) written() int {
	n := len(a.Text)
	for _, p := range a.Posts {
		n += len(p.Text)
	}
	return n
}

// File is a photo or document that came in: the store's id once it is recorded.
type File struct {
	ID       int64 `json:"i"`
	Document bool  `json:"d,omitempty"` // sent as a file: it may carry metadata
}

// Post is a message that was forwarded as a part of an answer.
type Post struct {
	Origin
	Text string `json:"t,omitempty"`
}
