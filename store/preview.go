package store

import (
	"fmt"

	"dodomu/store/cases"
)

// Preview is what would be pushed if an act were done now. The words are those of
// Kind in each language.
type Preview struct {
	Kind       cases.Kind
	Class      cases.Class
	Held       bool           // class B: nothing leaves until somebody spoke to the family
	Count      int            // people who get it, at once or after their quiet hours
	ByLanguage map[string]int // of those
	Later      int            // of those, after their quiet hours
	Silent     int            // people who follow the case and get no push
}

// Preview tells who would hear of a move, and writes nothing. It refuses what Move
// or Propose would refuse, for the same reasons.
func (tx *Tx) Preview(by cases.Actor, ref cases.Ref, m cases.Move) (Preview, error) {
	d, err := tx.glance(by, ref, cases.MayTake)
	if err != nil {
		return Preview{}, fmt.Errorf("preview: %w", err)
	}
	if err := d.c.Check(d.by, m); err != nil {
		return Preview{}, fmt.Errorf("preview: %w", err)
	}
	return tx.preview(d.c, m.To.Kind())
}

// PreviewConfirm tells who would hear if what waits were confirmed, and refuses
// what Confirm would refuse.
func (tx *Tx) PreviewConfirm(by cases.Actor, ref cases.Ref) (Preview, error) {
	d, err := tx.glance(by, ref, cases.MayConfirm)
	if err != nil {
		return Preview{}, fmt.Errorf("preview: %w", err)
	}
	if err := d.c.CheckConfirm(d.by, d.c.Stage); err != nil {
		return Preview{}, fmt.Errorf("preview: %w", err)
	}
	return tx.preview(d.c, d.c.Proposed.Move.To.Kind())
}

// PreviewSpoke tells who would hear if somebody recorded now that they spoke to the
// family. ErrNothing where nothing is held.
func (tx *Tx) PreviewSpoke(by cases.Actor, ref cases.Ref) (Preview, error) {
	d, err := tx.glance(by, ref, cases.MaySpeak)
	if err != nil {
		return Preview{}, fmt.Errorf("preview: %w", err)
	}
	held, err := tx.held(d.c.ID)
	if err == nil && len(held) == 0 {
		err = cases.ErrNothing
	}
	if err != nil {
		return Preview{}, fmt.Errorf("preview: %w", err)
	}
	p, err := tx.preview(d.c, held[len(held)-1])
	p.Held = false
	return p, err
}

func (tx *Tx) preview(c *cases.Case, kind cases.Kind) (Preview, error) {
	p := Preview{Kind: kind, Class: kind.Class(), ByLanguage: map[string]int{}}
	p.Held = p.Class == cases.ClassB
	if p.Class != cases.ClassA && p.Class != cases.ClassB {
		return p, nil
	}
	all, err := tx.readers(c)
	if err != nil {
		return Preview{}, fmt.Errorf("preview: %w", err)
	}
	for _, r := range all {
		if !r.push {
			p.Silent++
			continue
		}
		p.Count++
		p.ByLanguage[r.language]++
		if tx.due(r).After(tx.Now()) {
			p.Later++
		}
	}
	return p, nil
}
