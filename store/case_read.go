package store

import (
	"fmt"
	"time"

	"dodomu/store/cases"
)

// ReadCase is everything staff may read of a case. Staff to whom it is visible:
// ErrForbidden for who is not staff, ErrNotFound where there is none for them. The
// reading itself is a line of the case's history, so it needs an Update.
func (tx *Tx) ReadCase(by cases.Actor, ref cases.Ref) (cases.File, error) {
	d, err := tx.desk(by, ref, cases.MayRead)
	if err != nil {
		return cases.File{}, fmt.Errorf("read case: %w", err)
	}
	if _, err := tx.record(line{Case: d.c.ID, Kind: cases.KindRead, By: d.by}); err != nil {
		return cases.File{}, fmt.Errorf("read case: %w", err)
	}
	f, err := tx.caseFile(d.c)
	if err == nil {
		f.Alike, err = tx.waitingMatches(d)
	}
	if err != nil {
		return cases.File{}, fmt.Errorf("read case: %w", err)
	}
	return f, nil
}

func (tx *Tx) caseFile(c *cases.Case) (cases.File, error) {
	f := cases.File{Case: *c}
	names := staffNames{tx: tx}
	f.Worker = names.of(c.Assignee)
	if c.Proposed != nil {
		f.Proposer = names.of(c.Proposed.By)
	}
	all, err := tx.followersOf(c.ID)
	if err != nil {
		return f, err
	}
	relations := map[cases.PersonID]cases.Relation{}
	for _, one := range all {
		relations[one.person] = one.relation
	}
	if f.Followers, err = tx.followed(c, all); err != nil {
		return f, err
	}
	if f.Asked, f.Said, err = tx.conversation(c.ID, func(p cases.PersonID) cases.Relation { return relations[p] }); err != nil {
		return f, err
	}
	if f.Reports, err = tx.filed(c.ID); err != nil {
		return f, err
	}
	if f.Notes, err = tx.notes(c.ID, &names); err != nil {
		return f, err
	}
	if f.Held, err = tx.held(c.ID); err != nil {
		return f, err
	}
	if f.Siblings, err = tx.siblings(c.ID); err != nil {
		return f, err
	}
	return f, names.err
}

// followed is who is told about a case, as staff see it.
func (tx *Tx) followed(c *cases.Case, all []follower) ([]cases.Follow, error) {
	view := make([]cases.Follow, len(all))
	for i, one := range all {
		p, err := tx.Person(one.person)
		if err != nil {
			return nil, err
		}
		view[i] = cases.Follow{Relation: one.relation, Language: p.Language, Reporter: one.reporter, Contact: one.contact,
			Quiet: p.Quiet || p.Hidden || !c.Safety.Pushes(), Unreachable: !p.Reachable}
	}
	return view, nil
}

// filed gives the reports of a case, the first one first.
func (tx *Tx) filed(id cases.CaseID) ([]cases.Filed, error) {
	type row struct {
		cases.Filed
		person cases.PersonID
		at     int64
		sealed []byte
	}
	var rows []row
	err := tx.all(`SELECT f.report, r.person, r.at, f.sheet FROM filings f JOIN reports r ON r.id = f.report WHERE f.case_id = $1 ORDER BY r.at, r.id`,
		[]any{id}, func(scan func(...any) error) error {
			var r row
			err := scan(&r.Report, &r.person, &r.at, &r.sealed)
			rows = append(rows, r)
			return err
		})
	if err != nil {
		return nil, err
	}
	all := make([]cases.Filed, len(rows))
	for i, r := range rows {
		if err := tx.reveal(scopeOf(id), spot{"filings", "sheet", int64(r.Report)}, r.sealed, &r.Sheet); err != nil {
			return nil, err
		}
		all[i] = cases.Filed{Report: r.Report, At: time.UnixMilli(r.at), Sheet: r.Sheet}
		if all[i].Consents, err = tx.consents(id, r.person); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// notes gives the notes of a case, oldest first.
func (tx *Tx) notes(id cases.CaseID, names *staffNames) ([]cases.Note, error) {
	type row struct {
		id, at int64
		staff  cases.StaffID
		kind   cases.Kind
		sealed []byte
	}
	var rows []row
	err := tx.all(`SELECT id, staff, kind, at, text FROM notes WHERE case_id = $1 ORDER BY id`, []any{id},
		func(scan func(...any) error) error {
			var r row
			err := scan(&r.id, &r.staff, &r.kind, &r.at, &r.sealed)
			rows = append(rows, r)
			return err
		})
	if err != nil {
		return nil, err
	}
	all := make([]cases.Note, len(rows))
	for i, r := range rows {
		var g ground
		if err := tx.reveal(scopeOf(id), spot{"notes", "text", r.id}, r.sealed, &g); err != nil {
			return nil, err
		}
		all[i] = cases.Note{At: time.UnixMilli(r.at), By: names.of(r.staff), Text: g.Text, Kind: r.kind,
			Sources: g.Sources, Care: g.Care, Into: g.Into}
	}
	return all, nil
}

// siblings gives the other cases of the reports of a case.
func (tx *Tx) siblings(id cases.CaseID) ([]cases.Ref, error) {
	rows, err := tx.casesWhere(`FROM cases c WHERE c.erased IS NULL AND c.id <> $1 AND c.id IN (
		SELECT o.case_id FROM filings o JOIN filings m ON m.report = o.report WHERE m.case_id = $1) ORDER BY c.id`, id)
	var refs []cases.Ref
	for _, r := range rows {
		refs = append(refs, r.Case.Ref)
	}
	return refs, err
}
