package store

import (
	"fmt"
	"time"

	"dodomu/store/cases"
)

// MyCases lists the cases a person follows, oldest first; none is no error.
func (tx *Tx) MyCases(p cases.PersonID) ([]cases.Glance, error) {
	rows, err := tx.casesWhere(`FROM followers f JOIN cases c ON c.id = f.case_id
		WHERE f.person = $1 AND c.erased IS NULL ORDER BY c.opened, c.id`, p)
	if err != nil {
		return nil, fmt.Errorf("my cases: %w", err)
	}
	all := make([]cases.Glance, 0, len(rows))
	for _, r := range rows {
		f, err := tx.followerOf(r.ID, p)
		if err != nil {
			return nil, fmt.Errorf("my cases: %w", err)
		}
		g, err := tx.glanceAt(r, f)
		if err != nil {
			return nil, fmt.Errorf("my cases: %w", err)
		}
		all = append(all, g)
	}
	return all, nil
}

// glanceAt is a case in a follower's list.
func (tx *Tx) glanceAt(r *caseRow, f follower) (cases.Glance, error) {
	g := cases.Glance{Ref: r.Case.Ref, Reads: r.Told, Question: asks(r), Opened: r.Case.Opened}
	if f.reporter {
		g.Given = r.card.Given
	}
	var changed *int64
	if _, err := tx.one(`SELECT MAX(at) FROM passed WHERE case_id = $1`, []any{r.ID}, &changed); err != nil {
		return cases.Glance{}, err
	}
	g.Changed = g.Opened
	if changed != nil {
		g.Changed = time.UnixMilli(*changed)
	}
	return g, nil
}

// asks tells whether the family may see an open question: staff asked, and the
// case's safety let them know of it.
func asks(r *caseRow) bool { return r.Asks() && r.Told == cases.NeedsInfo }

// MyCase is what a person may read of a case they follow: the stage in the words
// for families, the open question, what they themselves said, and what they were
// told. ErrNotFound for a number that is unknown, somebody else's or erased.
func (tx *Tx) MyCase(p cases.PersonID, ref cases.Ref) (cases.FamilyView, error) {
	r, f, err := tx.own(p, ref)
	if err != nil {
		return cases.FamilyView{}, fmt.Errorf("my case: %w", err)
	}
	v, err := tx.familyView(r, f)
	if err != nil {
		return cases.FamilyView{}, fmt.Errorf("my case: %w", err)
	}
	return v, nil
}

func (tx *Tx) familyView(r *caseRow, f follower) (cases.FamilyView, error) {
	g, err := tx.glanceAt(r, f)
	if err != nil {
		return cases.FamilyView{}, err
	}
	v := cases.FamilyView{Glance: g, Reporter: f.reporter}
	var quiet, hidden bool
	if err := tx.must(`SELECT quiet, hidden FROM people WHERE id = $1`, []any{f.person}, &quiet, &hidden); err != nil {
		return cases.FamilyView{}, err
	}
	v.Quiet = quiet || hidden || !f.contact || !r.Safety.Pushes()
	asked, all, err := tx.conversation(r.ID, func(p cases.PersonID) cases.Relation {
		if p == f.person {
			return ""
		}
		return cases.OtherRelative
	})
	if err != nil {
		return cases.FamilyView{}, err
	}
	if g.Question && len(asked) > 0 {
		v.Asked = &asked[len(asked)-1]
	}
	for _, said := range all {
		if said.Relation == "" {
			v.Said = append(v.Said, said)
		}
	}
	if v.Consents, err = tx.consents(r.ID, f.person); err != nil {
		return cases.FamilyView{}, err
	}
	v.History, err = tx.passed(r.ID)
	return v, err
}

// passed gives what the family of a case was told of, oldest first.
func (tx *Tx) passed(id cases.CaseID) ([]cases.Passed, error) {
	var all []cases.Passed
	err := tx.all(`SELECT at, kind FROM passed WHERE case_id = $1 ORDER BY id`, []any{id}, func(scan func(...any) error) error {
		var at int64
		var line cases.Passed
		err := scan(&at, &line.Kind)
		line.At = time.UnixMilli(at)
		all = append(all, line)
		return err
	})
	return all, err
}
