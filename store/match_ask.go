package store

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"dodomu/store/cases"
)

// Duplicates. A report is stored and answered as if there were no matching; then,
// once the index holds its child, the index is asked who else that may be. How far in
// the history it was asked is kept among the settings, so that nothing is left out
// by a stop; asking twice does no harm, so several processes may.

const (
	// askedSetting holds the leaf before which all of history was asked about.
	askedSetting = "match-asked"
	// askPage is how many lines of history are asked about at a time.
	askPage = 64
	// askedSaved is after how many lines without a suggestion it is kept anyway.
	askedSaved = 1024
	// askShare is the part of the time that asking takes while there is much to ask:
	// one in so many.
	askShare = 4
)

// asker asks the index about what was reported.
type asker struct {
	db        *DB
	at, saved int64 // leaves: asked up to, and so kept
	begun     bool
}

// step asks about a page of history, as far as the index has seen it, and tells how
// long to leave the machine to others before the next one: 0 when all was asked.
func (a *asker) step(ctx context.Context) (time.Duration, error) {
	began := time.Now()
	if !a.begun {
		if err := a.db.View(ctx, a.begin); err != nil {
			return 0, fmt.Errorf("ask the index: %w", err)
		}
	}
	state, _ := a.db.index.look()
	if a.at >= state.Leaf {
		return 0, nil
	}
	next := min(a.at+askPage, state.Leaf)
	var found []suggestion
	err := a.db.View(ctx, func(tx *Tx) (err error) {
		found, err = tx.newlyAlike(a.at, next)
		return err
	})
	if err == nil && (len(found) > 0 || next-a.saved >= askedSaved) {
		err = a.keep(ctx, found, next)
	}
	if err != nil && (Fault(err) || ctx.Err() != nil) {
		return 0, fmt.Errorf("ask the index: %w", err)
	}
	if err != nil { // a stretch that cannot be asked about must not hold up the rest
		a.db.log.Error("reports were not held against the rest", "from", a.at, "to", next, "cause", fmt.Sprintf("%T", err))
	}
	a.at = next
	return askShare * time.Since(began), nil
}

// begin reads how far was asked.
func (a *asker) begin(tx *Tx) error {
	value, err := tx.Setting(askedSetting)
	if err != nil {
		return err
	}
	if len(value) == 8 {
		a.at = int64(binary.BigEndian.Uint64(value))
	}
	a.saved, a.begun = a.at, true
	return nil
}

// keep stores what was found, and how far was asked.
func (a *asker) keep(ctx context.Context, found []suggestion, next int64) error {
	err := a.db.Update(ctx, func(tx *Tx) error {
		if err := tx.suggest(found); err != nil {
			return err
		}
		return tx.SetSetting(askedSetting, binary.BigEndian.AppendUint64(nil, uint64(next)))
	})
	if err == nil {
		a.saved = next
	}
	return err
}

// asking is what a stretch of history gives reason to ask the index about.
type asking struct {
	reported []cases.CaseID
	tips     []int64
	pictured []int64 // cases and tips that may have another picture
}

func (tx *Tx) asking(from, to int64) (a asking, err error) {
	err = tx.all(`SELECT case_id, kind FROM events WHERE leaf >= $1 AND leaf < $2 ORDER BY leaf`, []any{from, to},
		func(scan func(...any) error) error {
			var id cases.CaseID
			var kind cases.Kind
			err := scan(&id, &kind)
			if worthLooking(kind) && !slices.Contains(a.pictured, int64(id)) {
				a.pictured = append(a.pictured, int64(id))
			}
			switch {
			case kind == cases.KindTip:
				a.tips = append(a.tips, int64(id)) // a line of a tip stands under its own id
			case worthAsking(kind) && !slices.Contains(a.reported, id):
				a.reported = append(a.reported, id)
			}
			return err
		})
	return a, err
}

// newlyAlike asks the index about the cases of a stretch of history and gives what
// is not in the store yet.
func (tx *Tx) newlyAlike(from, to int64) ([]suggestion, error) {
	a, err := tx.asking(from, to)
	if err != nil {
		return nil, err
	}
	x, _ := tx.db.Index()
	var all []suggestion
	for _, id := range a.reported {
		r, found, err := tx.childRecord(id)
		if err != nil {
			return nil, err
		}
		if found {
			all = append(all, alike(x, r)...)
		}
	}
	for _, id := range a.tips {
		alike, err := tx.tipAlike(x, id)
		if err != nil {
			return nil, err
		}
		all = append(all, alike...)
	}
	for _, id := range a.pictured {
		alike, err := tx.samePicture(id)
		if err != nil {
			return nil, err
		}
		all = append(all, alike...)
	}
	return tx.unknown(all)
}

// worthAsking tells whether after a line of this kind a case may be like others
// that it was not like before.
func worthAsking(k cases.Kind) bool { return k == cases.Received.Kind() || k == cases.KindConsent }

// worthLooking tells whether after a line of this kind a case or a tip may have a
// picture that it had not before.
func worthLooking(k cases.Kind) bool {
	return worthAsking(k) || k == cases.KindFileKept || k == cases.KindAdded || k == cases.KindAnswered ||
		k == cases.KindTip || k == cases.KindTipAdded || k == cases.KindTipAnswered
}
