package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"dodomu/store/cases"
	"dodomu/store/names"
	"dodomu/store/seal"
)

// indexPage is how many cases are read at a time while the index is built: a page
// takes a few milliseconds, and nothing is held from one to the next.
const indexPage = 256

// BuildIndex builds the index of children and returns when it holds all that was
// committed before the call; KeepIndex does the same and goes on. A case that does
// not open is left out and named in the log.
func (db *DB) BuildIndex(ctx context.Context) error {
	began := time.Now()
	start, err := db.beginIndex(ctx)
	if err != nil {
		return fmt.Errorf("build index: %w", err)
	}
	group, ctx := errgroup.WithContext(ctx)
	pages := make(chan childPage, 2)
	group.Go(func() error {
		defer close(pages)
		return db.childPages(ctx, pages)
	})
	// Pages are short, so that the bot is never kept waiting for a core.
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() error {
			for page := range pages {
				db.enter(page)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return fmt.Errorf("build index: %w", err)
	}
	db.index.reach(start, max(time.Since(began), 1))
	return nil
}

// beginIndex makes an empty index, as large as it will be, with the codifier and
// the calibration of the store, and gives how much history there is already.
func (db *DB) beginIndex(ctx context.Context) (lines int64, err error) {
	var options names.Options
	err = db.View(ctx, func(tx *Tx) error {
		if lines, err = tx.treeSize(); err != nil {
			return err
		}
		if options.Places, err = tx.codifier(); err != nil {
			return err
		}
		if options.Weights, err = tx.MatchWeights(); err != nil {
			return err
		}
		return tx.must(`SELECT COUNT(*) FROM cases c WHERE `+searchable, nil, &options.Expected)
	})
	if err != nil {
		return 0, err
	}
	db.index.begin(names.NewIndex(options))
	return lines, nil
}

// searchable is which cases the index holds.
const searchable = `c.may_search = 1 AND c.erased IS NULL AND c.stage <> 'merged_into'`

// childPage is a page of cases, and how many lines the history had before it was read.
type childPage struct {
	lines int64
	all   []sealedChild
}

// childPages reads every case that may be searched for.
func (db *DB) childPages(ctx context.Context, into chan<- childPage) error {
	for next := cases.CaseID(0); ; {
		var page childPage
		var last *cases.CaseID
		err := db.View(ctx, func(tx *Tx) (err error) {
			if page.lines, err = tx.treeSize(); err != nil {
				return err
			}
			if err := tx.must(`SELECT MAX(id) FROM (SELECT id FROM cases WHERE id >= $1 ORDER BY id LIMIT $2) p`,
				[]any{next, indexPage}, &last); err != nil || last == nil {
				return err
			}
			page.all, err = tx.sealedChildren(next, *last)
			return err
		})
		if err != nil || last == nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case into <- page:
		}
		next = *last + 1
	}
}

// sealedChildren reads the cases from one id to another that may be searched for.
func (tx *Tx) sealedChildren(from, to cases.CaseID) ([]sealedChild, error) {
	var all []sealedChild
	err := tx.all(`SELECT c.id, s.wrap, f.report, f.sheet FROM cases c JOIN scopes s ON s.id = c.id JOIN filings f ON f.case_id = c.id
		WHERE c.id >= $1 AND c.id <= $2 AND s.wrap IS NOT NULL AND `+searchable+` ORDER BY c.id, f.report`,
		[]any{from, to}, func(scan func(...any) error) error {
			var c sealedChild
			var f sealedFiling
			err := scan(&c.id, &c.wrap, &f.report, &f.sheet)
			if last := len(all) - 1; last >= 0 && all[last].id == c.id {
				all[last].filed = append(all[last].filed, f)
				return err
			}
			c.filed = []sealedFiling{f}
			all = append(all, c)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("read children: %w", err)
	}
	if err := tx.addSiblings(all, from, to); err != nil {
		return nil, err
	}
	return all, tx.addPrints(all, from, to)
}

// childAt finds a case among some in the order of their ids.
func childAt(all []sealedChild, id cases.CaseID) (int, bool) {
	return slices.BinarySearchFunc(all, id, func(c sealedChild, id cases.CaseID) int { return cmp.Compare(c.id, id) })
}

// addSiblings tells each case which others came with the same report.
func (tx *Tx) addSiblings(all []sealedChild, from, to cases.CaseID) error {
	err := tx.all(`SELECT m.case_id, o.case_id FROM filings m JOIN filings o ON o.report = m.report AND o.case_id <> m.case_id
		WHERE m.case_id >= $1 AND m.case_id <= $2 ORDER BY m.case_id, o.case_id`,
		[]any{from, to}, func(scan func(...any) error) error {
			var mine, other cases.CaseID
			if err := scan(&mine, &other); err != nil {
				return err
			}
			i, found := childAt(all, mine)
			if found && !slices.Contains(all[i].siblings, other) {
				all[i].siblings = append(all[i].siblings, other)
			}
			return nil
		})
	if err != nil {
		return fmt.Errorf("read siblings: %w", err)
	}
	return nil
}

// enter opens a page and puts it into the index.
func (db *DB) enter(page childPage) {
	for _, c := range page.all {
		r, prints, err := c.open(db.keys)
		if err != nil {
			db.log.Error("a case is missing from the index", "case", int64(c.id), "sealed", errors.Is(err, seal.ErrKey))
			continue
		}
		db.index.put(r, prints, page.lines)
	}
}
