package flow

// Date is a calendar date of which parts may be unknown (0). Season is 1 winter,
// 2 spring, 3 summer, 4 autumn.
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
	Text    string   `json:"t,omitempty"`
	Choice  string   `json:"c,omitempty"`
	Choices []string `json:"cs,omitempty"`
	Date    *Date    `json:"d,omitempty"`
	AgeFrom int      `json:"af,omitempty"`
	AgeTo   int      `json:"at,omitempty"`
	Phone   string   `json:"ph,omitempty"`
	Lat     float64  `json:"lat,omitempty"`
	Lon     float64  `json:"lon,omitempty"`
	Files   []File   `json:"f,omitempty"`
	Skipped bool     `json:"s,omitempty"`
	Unknown bool     `json:"x,omitempty"`
}

// File is a photo or document that came in: the store's id once it is recorded.
type File struct {
	ID       int64 `json:"i"`
	Document bool  `json:"d,omitempty"` // sent as a file: it may carry metadata
}
