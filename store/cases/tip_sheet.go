package cases

import "slices"

// TipSheet is one tip as it was sent: never edited afterwards, only added to. Every
// field may be empty, for a tip is taken however little it says.
type TipSheet struct {
	What      string      `json:"what,omitempty"` // what was seen or heard, as told
	Where     TipPlace    `json:"where,omitzero"`
	When      Date        `json:"when,omitzero"`
	Knowing   Knowing     `json:"knowing,omitempty"`
	How       string      `json:"how,omitempty"`   // how they know
	Links     []string    `json:"links,omitempty"` // as typed: nothing opens them
	Forwarded []Forwarded `json:"forwarded,omitempty"`
	Files     []FileID    `json:"files,omitempty"`
	AskBack   bool        `json:"ask_back,omitempty"` // we may ask back

	Name  string `json:"name,omitempty"` // the child's name or names, as one line
	Birth Birth  `json:"birth,omitzero"` // birth date or age; an adult's is no error
	Sex   Sex    `json:"sex,omitempty"`

	Sender   string `json:"sender,omitempty"` // how a volunteer calls themselves; never kept of an anonymous tip
	Language string `json:"language"`         // BCP 47, the language the tip was given in
	Short    bool   `json:"short,omitempty"`  // the short path was taken
}

// TipPlace is where something was seen, as far as the tipster knows.
type TipPlace struct {
	Text    string `json:"text,omitempty"`
	Pin     *Pin   `json:"pin,omitempty"`
	Unknown bool   `json:"unknown,omitempty"` // they said they do not know
}

// Given tells whether a place was named or pinned.
func (p TipPlace) Given() bool { return p.Text != "" || p.Pin != nil }

// Pin is a place on the map.
type Pin struct {
	Latitude  float64 `json:"lat"`
	Longitude float64 `json:"lon"`
}

// Forwarded is a post of a channel that the tipster passed on.
type Forwarded struct {
	From string `json:"from,omitempty"` // the channel's name as Telegram gave it
	Link string `json:"link,omitempty"` // empty for a closed channel
	Text string `json:"text,omitempty"`
	At   Date   `json:"at,omitzero"`
}

// Knowing is how near a tipster is to what they tell.
type Knowing string

// The answers; empty means not answered.
const (
	FirstHand Knowing = "first_hand"
	Heard     Knowing = "heard"
)

// Knowings lists the answers in the order they are asked.
func Knowings() []Knowing { return []Knowing{FirstHand, Heard} }

// The bounds of one tip.
const (
	MaxTipLinks = 30 // also of forwarded posts: more than the conversation takes
	MaxTipFiles = 20 // an album with the story, another beside it
	MaxTipName  = 200
)

// Check tells whether a tip can be kept: nil, or *Gaps. All it must have is anything
// at all: words, a link, a post, a file.
func (s TipSheet) Check(today Date) error {
	g := &Gaps{}
	g.need("what", s.What != "" || len(s.Links)+len(s.Forwarded)+len(s.Files) > 0)
	g.texts("what", s.What, s.How, s.Where.Text, s.Sender, s.Language)
	g.texts("name", s.Name)
	g.may("name.long", len([]rune(s.Name)) <= MaxTipName)
	g.may("links", len(s.Links) <= MaxTipLinks)
	g.texts("links", s.Links...)
	g.may("forwarded", len(s.Forwarded) <= MaxTipLinks)
	for _, f := range s.Forwarded {
		g.texts("forwarded", f.From, f.Link, f.Text)
	}
	g.may("files", len(s.Files) <= MaxTipFiles)
	g.may("knowing", s.Knowing == "" || slices.Contains(Knowings(), s.Knowing))
	g.may("sex", s.Sex == "" || slices.Contains([]Sex{Girl, Boy, SexUnknown}, s.Sex))
	g.past("when", s.When, today)
	if trouble := s.Birth.trouble(today); trouble != "" && trouble != "too_old" {
		g.may("birth."+trouble, false)
	}
	if p := s.Where.Pin; p != nil {
		g.may("where.pin", p.Latitude >= -90 && p.Latitude <= 90 && p.Longitude >= -180 && p.Longitude <= 180)
	}
	if len(g.Missing)+len(g.Invalid) == 0 {
		return nil
	}
	return g
}

// texts are all words of the tip, for the rules that look at words.
func (s TipSheet) texts() []string {
	all := []string{s.What, s.How}
	for _, f := range s.Forwarded {
		all = append(all, f.Text)
	}
	return all
}
