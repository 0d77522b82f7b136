package store

import (
	"fmt"
	"time"

	"dodomu/store/cases"
)

// Submitted is what a report has become.
type Submitted struct {
	Report  cases.ReportID
	Receipt cases.Receipt // to be shown once: only a slow hash of it is kept
	Cases   []cases.Case  // one for each child, in the order of the sheet
}

// Submit stores a report and opens one case for each child. For a person who is
// family or volunteer: ErrForbidden for others; *cases.Gaps for a sheet that lacks a
// starred answer or holds an impossible one. The staff group gets a card for each case.
// The person themselves hears of it in the answer to this very message, so no
// push is queued for them. Their files are sealed anew under the case's key.
func (tx *Tx) Submit(by cases.Actor, sheet cases.Sheet) (Submitted, error) {
	if by.Person == 0 || by.Staff != 0 || !by.May(cases.MaySubmit) {
		return Submitted{}, fmt.Errorf("submit report: %w", cases.ErrForbidden)
	}
	// It is tomorrow already in some places; nobody is refused for living there.
	if err := sheet.Check(cases.DateOf(tx.Now().UTC().Add(14 * time.Hour))); err != nil {
		return Submitted{}, fmt.Errorf("submit report: %w", err)
	}
	if err := tx.lockHistory(); err != nil {
		return Submitted{}, fmt.Errorf("submit report: %w", err)
	}
	done, err := tx.submit(filer(by, sheet), sheet)
	if err != nil {
		return Submitted{}, fmt.Errorf("submit report: %w", err)
	}
	return done, nil
}

// filer is who a report is by: whoever writes for a family is a volunteer here,
// and only relays.
func filer(by cases.Actor, sheet cases.Sheet) cases.Actor {
	if sheet.Relation == cases.ForFamily || sheet.Relation == cases.Organisation {
		by.Role = cases.Volunteer
	}
	return by
}

func (tx *Tx) submit(by cases.Actor, sheet cases.Sheet) (Submitted, error) {
	receipt, err := cases.NewReceipt(tx.db.random)
	if err != nil {
		return Submitted{}, err
	}
	hash, err := tx.receiptHash(receipt)
	if err != nil {
		return Submitted{}, err
	}
	done := Submitted{Report: cases.ReportID(tx.newID()), Receipt: receipt}
	if err := tx.put(`INSERT INTO reports (id, person, role, receipt, at) VALUES ($1, $2, $3, $4, $5)`,
		done.Report, by.Person, by.Role, hash, ms(tx.Now())); err != nil {
		return Submitted{}, err
	}
	for i := range sheet.Children {
		c, err := tx.openCase(filing{report: done.Report, by: by, sheet: sheet.About(i)})
		if err != nil {
			return Submitted{}, err
		}
		done.Cases = append(done.Cases, c)
	}
	return done, tx.SetQuiet(by.Person, sheet.SharedPhone)
}

// filing is a report as it enters one case.
type filing struct {
	report cases.ReportID
	by     cases.Actor
	sheet  cases.Sheet // about one child
}

// newCase stores the case of the one child of a sheet.
func (tx *Tx) newCase(sheet cases.Sheet) (*caseRow, error) {
	ref, err := cases.NewRef(tx.db.random)
	if err != nil {
		return nil, err
	}
	child := sheet.Children[0]
	r := &caseRow{Case: cases.Opens(cases.CaseID(tx.newID()), ref, sheet, tx.Now()),
		card: card{Ref: ref, Birth: child.Birth, Given: givenName(child.Name)}}
	return r, tx.addCase(r)
}

// openCase opens the case of one child.
func (tx *Tx) openCase(f filing) (cases.Case, error) {
	r, err := tx.newCase(f.sheet)
	if err != nil {
		return cases.Case{}, err
	}
	if err := tx.file(r.ID, f); err != nil {
		return cases.Case{}, err
	}
	leaf, err := tx.record(line{Case: r.ID, Kind: cases.Received.Kind(), By: f.by, New: cases.Received})
	if err != nil {
		return cases.Case{}, err
	}
	if err := tx.pass(r.ID, cases.Received.Kind()); err != nil {
		return cases.Case{}, err
	}
	d := desk{by: f.by, c: &r.Case, card: r.card}
	return r.Case, tx.tellGroup(cardOf(d, tx.Now()), KindStaffNew, leaf)
}

// file keeps the sheet in its case, with its files, who follows and what they
// agreed to.
func (tx *Tx) file(id cases.CaseID, f filing) error {
	if err := tx.adopt(id, f.by.Person, f.sheet.Children[0].Photos); err != nil {
		return err
	}
	if err := tx.addFiling(id, f.report, f.sheet); err != nil {
		return err
	}
	return tx.follow(follower{caseID: id, person: f.by.Person, role: f.by.Role, relation: f.sheet.Relation, reporter: true}, f.sheet.Consents)
}

// addFiling keeps the sheet of a report in one case.
func (tx *Tx) addFiling(id cases.CaseID, report cases.ReportID, sheet cases.Sheet) error {
	sealed, err := tx.hide(scopeOf(id), spot{"filings", "sheet", int64(report)}, sheet)
	if err != nil {
		return err
	}
	if err := tx.put(`INSERT INTO filings (case_id, report, sheet) VALUES ($1, $2, $3)`, id, report, sealed); err != nil {
		return fmt.Errorf("file report: %w", err)
	}
	return nil
}

// adopt seals a person's files under the case they belong to now. ErrNotFound for a
// file that is not theirs.
func (tx *Tx) adopt(id cases.CaseID, p cases.PersonID, files []cases.FileID) error {
	for _, f := range files {
		if err := tx.rehome(f, p, scopeOf(id)); err != nil {
			return fmt.Errorf("keep file in case: %w", err)
		}
	}
	return nil
}

func givenName(n cases.Name) string {
	if n.Given != "" {
		return n.Given
	}
	return n.Surname
}
