package cases

// Sheet is one report as one person submitted it: never edited afterwards,
// only added to (Addition). Every field but the starred ones of the form may be
// empty: empty means not given, which is not the same as Unknown.
type Sheet struct {
	SharedPhone SharedPhone `json:"shared_phone"`
	Relation    Relation    `json:"relation"`
	Consents    []Consent   `json:"consents"`
	Children    []Child     `json:"children"`
	References  []Reference `json:"references,omitempty"`
	Reach       Reach       `json:"reach"`
	Message     string      `json:"message,omitempty"` // for the child; kept, never delivered by the bot
	Language    string      `json:"language"`          // BCP 47, the language the report was given in
	Short       bool        `json:"short,omitempty"`   // the short path was taken
}

// Child is what one report says about one child.
type Child struct {
	Name        Name        `json:"name"`
	Sex         Sex         `json:"sex,omitempty"`
	Birth       Birth       `json:"birth"`
	Papers      Tristate    `json:"papers,omitempty"` // citizenship or documents changed
	LivedIn     LivedIn     `json:"lived_in,omitempty"`
	Separation  Separation  `json:"separation"`
	From        Place       `json:"from"`
	Last        Place       `json:"last"`
	LastContact LastContact `json:"last_contact"`
	With        string      `json:"with,omitempty"` // who the child is with
	Marks       string      `json:"marks,omitempty"`
	Health      string      `json:"health,omitempty"`
	Languages   string      `json:"languages,omitempty"`
	School      string      `json:"school,omitempty"`
	Photos      []FileID    `json:"photos,omitempty"`
}

// Name is a child's name as given, in whatever alphabet it was typed.
type Name struct {
	Surname    string `json:"surname,omitempty"`
	Given      string `json:"given,omitempty"`
	Patronymic string `json:"patronymic,omitempty"`
	Other      string `json:"other,omitempty"` // other spellings and nickname, as typed
	After      string `json:"after,omitempty"` // a name given after the transfer
}

// Birth is a birth date as far as it is known, or an age range as of a day.
// Year, Month and Day are 0 where unknown; AgeFrom and AgeTo are years, and
// count only when AsOf is set.
type Birth struct {
	Date    Date `json:"date,omitzero"`
	AgeFrom int  `json:"age_from,omitempty"`
	AgeTo   int  `json:"age_to,omitempty"`
	AsOf    Date `json:"as_of,omitzero"`
}

// Date is a calendar date of which the day, or the day and the month, may be
// unknown (0). About marks a date the person was not sure of. Season (1 winter,
// 2 spring, 3 summer, 4 autumn) stands where a month is not known but a season is.
type Date struct {
	Year   int  `json:"y,omitempty"`
	Month  int  `json:"m,omitempty"`
	Day    int  `json:"d,omitempty"`
	Season int  `json:"s,omitempty"`
	About  bool `json:"about,omitempty"`
}

// Place is a place as a person named it. Oblast is a code of Oblasts for places
// in Ukraine and empty elsewhere.
type Place struct {
	Country     string `json:"country,omitempty"`
	Oblast      string `json:"oblast,omitempty"`
	Region      string `json:"region,omitempty"`
	Settlement  string `json:"settlement,omitempty"`
	Institution string `json:"institution,omitempty"`
}

// Separation is when and how the child and the family lost each other.
type Separation struct {
	Date  Date  `json:"date,omitzero"`
	Cause Cause `json:"cause,omitempty"`
}

// LastContact is when and by what means the family last heard of the child.
type LastContact struct {
	Date  Date   `json:"date,omitzero"`
	Means string `json:"means,omitempty"`
}

// Reference is where the family has reported already, with the number given there.
type Reference struct {
	Body   Body   `json:"body"`
	Number string `json:"number,omitempty"`
}

// Reach is how and when it is safe to reach the person, and who else may be asked.
type Reach struct {
	Phone  string `json:"phone,omitempty"` // E.164 where it could be read so, else as typed
	How    string `json:"how,omitempty"`
	Second string `json:"second,omitempty"`
}

// Consent is one purpose the person allowed or refused, and the version of the
// words they read when they did.
type Consent struct {
	Purpose Purpose `json:"purpose"`
	Given   bool    `json:"given"`
	Version string  `json:"version"`
}

// Addition is something added to a report after it was submitted.
type Addition struct {
	Text  string   `json:"text,omitempty"`
	Files []FileID `json:"files,omitempty"`
}
