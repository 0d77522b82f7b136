package cases

import (
	"fmt"
	"slices"
	"unicode/utf8"
)

const (
	// MaxChildren is how many children one report may name: larger groups are taken
	// by a person.
	MaxChildren = 20
	// MaxPhotos is how many photos one child may have in a report.
	MaxPhotos = 5
	// MaxText is the longest single answer in runes: one Telegram message.
	MaxText = 4096
)

// Check tells whether a sheet may be submitted on a day: nil, or *Gaps, which
// names every starred field that is missing and every answer that cannot be.
func (s Sheet) Check(today Date) error {
	g := &Gaps{}
	g.need("shared_phone", s.SharedPhone != "")
	g.may("shared_phone", s.SharedPhone == "" || slices.Contains([]SharedPhone{SharedNo, SharedPerhaps, SharedYes}, s.SharedPhone))
	g.need("relation", s.Relation != "")
	g.may("relation", s.Relation == "" || slices.Contains(Relations(), s.Relation))
	g.consents(s.Consents)
	g.need("children", len(s.Children) > 0)
	g.may("children.many", len(s.Children) <= MaxChildren)
	for i, child := range s.Children {
		g.child(fmt.Sprintf("children.%d", i), child, today)
	}
	for _, r := range s.References {
		g.may("references", slices.Contains(Bodies(), r.Body))
		g.texts("references", r.Number)
	}
	g.texts("reach", s.Reach.Phone, s.Reach.How, s.Reach.Second)
	g.texts("message", s.Message)
	if len(g.Missing)+len(g.Invalid) == 0 {
		return nil
	}
	return g
}

func (g *Gaps) need(path string, given bool) {
	if !given {
		g.Missing = append(g.Missing, path)
	}
}

func (g *Gaps) may(path string, possible bool) {
	if !possible && !slices.Contains(g.Invalid, path) {
		g.Invalid = append(g.Invalid, path)
	}
}

func (g *Gaps) texts(path string, texts ...string) {
	for _, text := range texts {
		g.may(path+".long", utf8.RuneCountInString(text) <= MaxText)
		g.may(path+".encoding", utf8.ValidString(text))
	}
}

// consents wants an answer for every purpose, with the version of the words, and
// no purpose twice.
func (g *Gaps) consents(all []Consent) {
	for _, purpose := range Purposes() {
		i := slices.IndexFunc(all, func(c Consent) bool { return c.Purpose == purpose })
		g.need("consent."+string(purpose), i >= 0 && all[i].Version != "")
	}
	for i, c := range all {
		twice := slices.ContainsFunc(all[:i], func(o Consent) bool { return o.Purpose == c.Purpose })
		g.may("consent", slices.Contains(Purposes(), c.Purpose) && !twice)
	}
}

func (g *Gaps) child(path string, c Child, today Date) {
	g.need(path+".name", c.Name.Surname != "" || c.Name.Given != "")
	g.texts(path+".name", c.Name.Surname, c.Name.Given, c.Name.Patronymic, c.Name.Other, c.Name.After)
	g.may(path+".sex", c.Sex == "" || slices.Contains([]Sex{Girl, Boy, SexUnknown}, c.Sex))
	g.may(path+".papers", c.Papers == "" || slices.Contains([]Tristate{Yes, No, Unknown}, c.Papers))
	g.may(path+".lived_in", c.LivedIn == "" || slices.Contains(LivedIns(), c.LivedIn))
	if trouble := c.Birth.trouble(today); trouble != "" {
		g.may(path+".birth."+trouble, false)
	}
	g.may(path+".separation.cause", c.Separation.Cause == "" || slices.Contains(Causes(), c.Separation.Cause))
	g.past(path+".separation", c.Separation.Date, today)
	g.past(path+".last_contact", c.LastContact.Date, today)
	g.place(path+".from", c.From)
	g.place(path+".last", c.Last)
	g.texts(path, c.With, c.Marks, c.Health, c.Languages, c.School, c.LastContact.Means)
	g.may(path+".photos", len(c.Photos) <= MaxPhotos)
}

func (g *Gaps) past(path string, d, today Date) {
	g.may(path+".impossible", d.Possible())
	g.may(path+".future", !d.After(today))
}

func (g *Gaps) place(path string, p Place) {
	g.may(path+".oblast", p.Oblast == "" || KnownOblast(p.Oblast))
	g.texts(path, p.Country, p.Region, p.Settlement, p.Institution)
}

// Allows tells whether the sheet gives consent for a purpose. No answer is no.
func (s Sheet) Allows(p Purpose) bool {
	i := slices.IndexFunc(s.Consents, func(c Consent) bool { return c.Purpose == p })
	return i >= 0 && s.Consents[i].Given
}

// About is the sheet as it stands in the case of one child: the shared answers and
// this child alone. Erasing one case then leaves nothing of it in its siblings'.
func (s Sheet) About(child int) Sheet {
	s.Children = []Child{s.Children[child]}
	return s
}

// Empty tells whether nothing was added.
func (a Addition) Empty() bool { return a.Text == "" && len(a.Files) == 0 }

// Check tells whether an addition or answer may be kept: nil, ErrIncomplete when it
// is empty, ErrInvalid when it is too long or not text.
func (a Addition) Check() error {
	switch {
	case a.Empty():
		return fmt.Errorf("check addition: write something or send a file: %w", ErrIncomplete)
	case utf8.RuneCountInString(a.Text) > MaxText || !utf8.ValidString(a.Text):
		return fmt.Errorf("check addition: at most %d signs of text: %w", MaxText, ErrInvalid)
	}
	return nil
}

// Check tells whether a consent can be kept: nil, ErrInvalid for an unknown purpose,
// ErrIncomplete where the version of the words is missing.
func (c Consent) Check() error {
	switch {
	case !slices.Contains(Purposes(), c.Purpose):
		return fmt.Errorf("check consent: unknown purpose: %w", ErrInvalid)
	case c.Version == "":
		return fmt.Errorf("check consent: which words were read: %w", ErrIncomplete)
	}
	return nil
}
