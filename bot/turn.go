package bot

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"dodomu/bot/notify"
	"dodomu/bot/telegram"
	"dodomu/store"
)

// Turn gives a batch of updates to the rooms in one transaction and puts every
// answer into the outbox. nil means committed: now the batch may be acknowledged.
// An update that cannot be handled is rolled back alone, tried once more, then set
// aside with an incident code and an apology; it never holds up the others. Any
// error means that nothing of the batch was kept.
func (b *Bot) Turn(ctx context.Context, updates []telegram.Update) error {
	arrivals := b.arrivals(updates)
	var presses []string
	var replies []store.Claimed
	err := b.db.Update(ctx, func(tx *store.Tx) error {
		presses = presses[:0]
		tx.HandOver(notify.Lease)
		for _, a := range arrivals {
			if err := b.take(tx, a); err != nil {
				return err
			}
			if a.press != "" {
				presses = append(presses, a.press)
			}
		}
		replies = tx.Handed()
		return nil
	})
	if err != nil {
		return fmt.Errorf("turn: %w", err)
	}
	b.after(presses, replies)
	return nil
}

// take handles one update in a savepoint of its own.
func (b *Bot) take(tx *store.Tx, a arrival) error {
	var err error
	for range attempts {
		err = tx.Savepoint(func() error { return b.guarded(tx, a) })
		if err == nil || store.Fault(err) {
			return err
		}
	}
	return b.setAside(tx, a, err)
}

// attempts is how often an update is tried before it is set aside.
const attempts = 2

// errPanic marks an update whose handling panicked; its text stays out of the
// log, for it may quote what a person wrote.
var errPanic = errors.New("panic in a turn")

// guarded is handle with a panic turned into an error.
func (b *Bot) guarded(tx *store.Tx, a arrival) (err error) {
	defer func() {
		if r := recover(); r != nil {
			b.log.Error("turn panicked", "update", a.update, "stack", string(debug.Stack()))
			err = errPanic
		}
	}()
	if a.broken != nil {
		return a.broken
	}
	return b.handle(tx, a)
}

// setAside keeps the update sealed for an operator and tells the person kindly.
func (b *Bot) setAside(tx *store.Tx, a arrival, cause error) error {
	code, err := tx.SetAside(a.update, a.raw, outline(cause))
	if err != nil {
		return fmt.Errorf("set update %d aside: %w", a.update, err)
	}
	b.log.Error("update set aside", "update", a.update, "incident", code, "act", a.act.String(), "cause", outline(cause))
	if a.chat == 0 || !a.private {
		return nil
	}
	return tx.Savepoint(func() error { return b.apologise(tx, a, code) })
}

// outline is an error without the values that its text may carry.
func outline(err error) string {
	for ; err != nil; err = errors.Unwrap(err) {
		if next := errors.Unwrap(err); next == nil {
			return fmt.Sprintf("%T", err)
		}
	}
	return "none"
}
