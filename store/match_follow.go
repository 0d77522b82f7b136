package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"dodomu/store/cases"
)

const (
	// indexPoll is how often the index looks for what other processes committed;
	// its own process wakes it.
	indexPoll = time.Second
	// indexRetry is the pause after the store failed.
	indexRetry = 5 * time.Second
	// linesPage is how many lines of history are followed at a time.
	linesPage = 512
)

// KeepIndex builds the index of children and keeps it current until ctx ends:
// with the acts of this process as they commit, with those of others within about a
// second. What was reported is held against the rest, and what is alike suggested to
// staff. A store that fails is tried again; nil is all it returns.
func (db *DB) KeepIndex(ctx context.Context) error {
	db.tryOn(ctx, db.BuildIndex)
	asks := asker{db: db}
	for ctx.Err() == nil {
		var pause time.Duration
		db.tryOn(ctx, func(ctx context.Context) (err error) {
			if err := db.followIndex(ctx); err != nil {
				return err
			}
			pause, err = asks.step(ctx)
			return err
		})
		if pause == 0 {
			db.index.asked(asks.at)
			pause = indexPoll
		}
		db.index.rest(ctx, pause)
	}
	return nil
}

// tryOn does something until it succeeds or ctx ends.
func (db *DB) tryOn(ctx context.Context, f func(context.Context) error) {
	for {
		err := f(ctx)
		if err == nil || ctx.Err() != nil {
			return
		}
		db.log.Warn("the index waits for the store", "cause", err.Error())
		db.index.rest(ctx, indexRetry)
	}
}

// rest waits until something is committed here, until a while has passed, or ctx
// ends.
func (x *matchIndex) rest(ctx context.Context, while time.Duration) {
	t := time.NewTimer(while)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-x.wake:
	case <-t.C:
	}
}

// followIndex reads what was committed since the index was current, and what it
// means for the index.
func (db *DB) followIndex(ctx context.Context) error {
	for {
		state, _ := db.index.look()
		changed, next, err := db.changes(ctx, state.Leaf)
		if err != nil {
			return fmt.Errorf("follow the history: %w", err)
		}
		if next == state.Leaf {
			return nil
		}
		if err := db.refresh(ctx, changed); err != nil {
			return fmt.Errorf("follow the history: %w", err)
		}
		db.index.reach(next, 0)
	}
}

// changes reads at most a page of history from a leaf on: the cases that may be
// another in the index now, and the leaf after the last one read.
func (db *DB) changes(ctx context.Context, from int64) (changed []cases.CaseID, next int64, err error) {
	err = db.View(ctx, func(tx *Tx) error {
		var erased []eventRow
		next = from
		err := tx.all(`SELECT leaf, case_id, kind, body FROM events WHERE leaf >= $1 ORDER BY leaf LIMIT $2`,
			[]any{from, linesPage}, func(scan func(...any) error) error {
				var row eventRow
				err := scan(&row.leaf, &row.caseID, &row.kind, &row.body)
				next = row.leaf + 1
				switch {
				case row.kind == cases.KindErased:
					erased = append(erased, row)
				case shapesIndex(row.kind) && !slices.Contains(changed, row.caseID):
					changed = append(changed, row.caseID)
				}
				return err
			})
		if err != nil {
			return err
		}
		for _, row := range erased {
			e, err := tx.read(row)
			if err != nil {
				return err
			}
			changed = append(changed, e.Case)
		}
		return nil
	})
	return changed, next, err
}

// refresh reads cases again: each is put into the index anew or taken out.
func (db *DB) refresh(ctx context.Context, changed []cases.CaseID) error {
	for part := range slices.Chunk(changed, indexPage) {
		var page childPage
		err := db.View(ctx, func(tx *Tx) (err error) {
			if page.lines, err = tx.treeSize(); err != nil {
				return err
			}
			for _, id := range part {
				one, err := tx.sealedChildren(id, id)
				if err != nil {
					return err
				}
				if page.all = append(page.all, one...); len(one) == 0 {
					db.index.drop(id)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		db.enter(page)
	}
	return nil
}
