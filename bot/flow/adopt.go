package flow

import "slices"

// adopt brings a draft of another version to this one. Answers whose step this
// version knows stay; the others are kept aside, out of sight, and come back if a
// later version knows them again. The conversation then goes on at the waiting
// step, or where that is gone at the first question without an answer.
func (f Flow) adopt(s *State) {
	all := append(s.Lines, s.Aside...)
	s.Lines, s.Aside = nil, nil
	for _, l := range all {
		switch {
		case f.fits(l):
			s.Lines = append(s.Lines, l)
		case len(s.Aside) < maxAside:
			s.Aside = append(s.Aside, l)
		}
	}
	s.saved.Flow, s.Version, s.View, s.Edit = f.Name, f.Version, asking, false
	t := turn{s: *s}
	t.bump()
	s.saved.Turn = t.s.saved.Turn
}

// maxAside bounds what is kept for steps that are gone.
const maxAside = 200

// fits tells whether an answer is one the flow's step could have taken.
func (f Flow) fits(l line) bool {
	i := f.find(l.Step)
	if i < 0 {
		return false
	}
	step := &f.Steps[i]
	if (step.Group != "" && step.Kind != Again) != (l.Round >= 0) {
		return false
	}
	return !l.Given() || step.takes(&l.Answer)
}

// takes tells whether an answer has the form of the step's kind.
func (s *Step) takes(a *Answer) bool {
	switch s.Kind {
	case Choose:
		return slices.Contains(s.Options, a.Choice)
	case ChooseMany:
		return len(a.Choices) > 0 && !slices.ContainsFunc(a.Choices, func(c string) bool { return !contains(s.Options, c) })
	case Write:
		return a.Text != ""
	case When:
		return a.Date != nil
	case Born:
		return a.Date != nil || a.AgeTo > 0
	case Where:
		return a.Text != "" || a.Located
	case Pictures:
		return len(a.Files) > 0 || a.Text != ""
	case Tell:
		return a.Text != "" || len(a.Files) > 0 || len(a.Posts) > 0
	case Call:
		return a.Phone != ""
	case Again:
		return a.Choice == "yes" || a.Choice == "no"
	}
	return false
}
