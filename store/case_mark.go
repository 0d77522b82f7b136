package store

import (
	"fmt"
	"slices"

	"dodomu/store/cases"
)

// Marks are new values of the axes besides the stage; an empty one stays as it is.
type Marks struct {
	Verification cases.Verification
	Whereabouts  cases.Whereabouts
	Safety       cases.Safety
	Why          string
}

// Mark sets the axes besides the stage, with a reason. Staff who have the case in
// hand; letting news leave again after hold or suspected duress is for supervisors.
// ErrInvalid for an unknown value, ErrNothing where nothing changes. Hold and
// quiet take queued pushes back; contact made is news of class B.
func (tx *Tx) Mark(by cases.Actor, ref cases.Ref, m Marks) (Moved, error) {
	d, err := tx.desk(by, ref, cases.MayWork)
	if err != nil {
		return Moved{}, fmt.Errorf("mark case: %w", err)
	}
	if err := m.check(d); err != nil {
		return Moved{}, fmt.Errorf("mark case: %w", err)
	}
	before := *d.c
	m.set(d.c)
	if d.c.Verification == before.Verification && d.c.Whereabouts == before.Whereabouts && d.c.Safety == before.Safety {
		return Moved{}, fmt.Errorf("mark case: %w", cases.ErrNothing)
	}
	moved, err := tx.marked(d, before, m)
	if err != nil {
		return Moved{}, fmt.Errorf("mark case: %w", err)
	}
	return moved, nil
}

func (m Marks) check(d desk) error {
	switch {
	case !d.c.WorkedBy(d.by):
		return cases.ErrForbidden
	case m.Verification != "" && !slices.Contains(cases.Verifications(), m.Verification),
		m.Whereabouts != "" && !slices.Contains(cases.WhereaboutsAll(), m.Whereabouts),
		m.Safety != "" && !slices.Contains(cases.Safeties(), m.Safety):
		return cases.ErrInvalid
	case m.Safety != "" && m.Safety.Shows() && !d.c.Safety.Shows() && !d.by.May(cases.MaySpeak):
		return cases.ErrForbidden
	}
	return checkText(m.Why)
}

func (m Marks) set(c *cases.Case) {
	if m.Verification != "" {
		c.Verification = m.Verification
	}
	if m.Whereabouts != "" {
		c.Whereabouts = m.Whereabouts
	}
	if m.Safety != "" {
		c.Safety = m.Safety
		*c = c.Shown()
	}
}

func (tx *Tx) marked(d desk, before cases.Case, m Marks) (Moved, error) {
	if err := tx.saveCase(d.c); err != nil {
		return Moved{}, err
	}
	why := fmt.Sprintf("%s → %s, %s → %s, %s → %s: %s", before.Verification, d.c.Verification,
		before.Whereabouts, d.c.Whereabouts, before.Safety, d.c.Safety, m.Why)
	leaf, err := tx.record(line{Case: d.c.ID, Kind: cases.KindMarked, By: d.by, Why: why})
	if err != nil {
		return Moved{}, err
	}
	if !d.c.Safety.Pushes() {
		if err := tx.recall(d.c.ID, 0); err != nil {
			return Moved{}, err
		}
	}
	if d.c.Told != before.Told {
		if err := tx.pass(d.c.ID, d.c.Told.Kind()); err != nil {
			return Moved{}, err
		}
	}
	if d.c.Whereabouts == before.Whereabouts || d.c.Whereabouts != cases.ContactMade {
		return Moved{Case: *d.c}, nil
	}
	return tx.news(d.c, cases.KindContactMade, leaf)
}
