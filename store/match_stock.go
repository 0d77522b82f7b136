package store

import (
	"context"
	"fmt"
	"iter"

	"dodomu/store/cases"
)

// stockBatch is how many sheets one transaction of Stock stores.
const stockBatch = 500

// Stock fills a new store with children for a measure: one case for each child of a
// sheet, sealed and indexed as any other, but without the rest of a report: nobody
// reported it, nobody is told, and there is no history. f is handed the cases of
// each sheet. ErrNotEmpty for a store that has cases: it is never for one that
// people use.
func (db *DB) Stock(ctx context.Context, sheets iter.Seq[cases.Sheet], f func([]cases.CaseID)) error {
	next, stop := iter.Pull(sheets)
	defer stop()
	for first := true; ; first = false {
		var batch []cases.Sheet
		for sheet, ok := next(); ok; sheet, ok = next() {
			if batch = append(batch, sheet); len(batch) == stockBatch {
				break
			}
		}
		var stocked [][]cases.CaseID
		err := db.Update(ctx, func(tx *Tx) (err error) {
			stocked, err = tx.stock(batch, first)
			return err
		})
		if err != nil {
			return fmt.Errorf("stock: %w", err)
		}
		for _, ids := range stocked {
			f(ids)
		}
		if len(batch) < stockBatch {
			return nil
		}
	}
}

// stock stores one batch; the first one makes sure that the store is empty.
func (tx *Tx) stock(batch []cases.Sheet, first bool) ([][]cases.CaseID, error) {
	if first {
		var there int64
		if err := tx.must(`SELECT COUNT(*) FROM cases`, nil, &there); err != nil {
			return nil, err
		}
		if there > 0 {
			return nil, ErrNotEmpty
		}
	}
	all := make([][]cases.CaseID, 0, len(batch))
	for _, sheet := range batch {
		ids, err := tx.stockSheet(sheet)
		if err != nil {
			return nil, err
		}
		all = append(all, ids)
	}
	return all, nil
}

func (tx *Tx) stockSheet(sheet cases.Sheet) ([]cases.CaseID, error) {
	report := cases.ReportID(tx.newID())
	if err := tx.put(`INSERT INTO reports (id, person, role, receipt, at) VALUES ($1, 0, $2, NULL, $3)`,
		report, cases.System, ms(tx.Now())); err != nil {
		return nil, err
	}
	ids := make([]cases.CaseID, 0, len(sheet.Children))
	for i := range sheet.Children {
		r, err := tx.newCase(sheet.About(i))
		if err != nil {
			return nil, err
		}
		if err := tx.addFiling(r.ID, report, sheet.About(i)); err != nil {
			return nil, err
		}
		ids = append(ids, r.ID)
	}
	return ids, nil
}
