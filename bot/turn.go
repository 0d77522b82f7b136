package bot

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"dodomu/bot/notify"
	"dodomu/bot/ops"
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
	var left bool
	var now time.Time
	uses := make([]ops.Use, len(arrivals))
	began := time.Now()
	err := b.db.Update(ctx, func(tx *store.Tx) (err error) {
		presses, now = presses[:0], tx.Now()
		if err := tx.LockPeople(chats(arrivals)); err != nil {
			return err
		}
		tx.Expect(ids(arrivals))
		if b.notifier.Room() {
			tx.HandOver(notify.Lease)
		}
		for i, a := range arrivals {
			if uses[i], err = b.take(tx, a); err != nil {
				return err
			}
			if a.press != "" {
				presses = append(presses, a.press)
			}
		}
		replies, left = tx.Handed(), tx.Left()
		return nil
	})
	b.failing.Store(err != nil)
	if err != nil {
		if ctx.Err() == nil { // a stop is no failure of the store
			b.excuses.failed(arrivals, time.Now())
		}
		return fmt.Errorf("turn: %w", err)
	}
	b.excuses.kept()
	b.meters.Turn(time.Since(began))
	b.count(arrivals, uses, now)
	b.after(presses, replies, left)
	return nil
}

// chats are whose updates these are, each once.
func chats(arrivals []arrival) []int64 {
	var all []int64
	for _, a := range arrivals {
		if a.private && !slices.Contains(all, a.chat) {
			all = append(all, a.chat)
		}
	}
	return all
}

// ids are the updates of a batch, those of the parts of albums included.
func ids(arrivals []arrival) []int64 {
	all := make([]int64, 0, len(arrivals))
	for _, a := range arrivals {
		all = append(all, a.update)
		for _, part := range a.parts {
			all = append(all, part.update)
		}
	}
	return all
}

// count tells the meters what became of a committed batch, received at now.
func (b *Bot) count(arrivals []arrival, uses []ops.Use, now time.Time) {
	for i, a := range arrivals {
		b.meters.Update(uses[i])
		if !a.written.IsZero() {
			b.meters.Lag(now.Sub(a.written))
		}
	}
}

// take handles one update in a savepoint of its own and tells what became of it.
func (b *Bot) take(tx *store.Tx, a arrival) (ops.Use, error) {
	var err error
	for range attempts {
		use := ops.Used
		err = tx.Savepoint(func() (err error) {
			use, err = b.guarded(tx, a)
			return err
		})
		if err == nil || store.Fault(err) {
			return use, err
		}
	}
	return ops.SetAside, b.setAside(tx, a, err)
}

// attempts is how often an update is tried before it is set aside.
const attempts = 2

// errPanic marks an update whose handling panicked; its text stays out of the
// log, for it may quote what a person wrote.
var errPanic = errors.New("panic in a turn")

// guarded is handle with a panic turned into an error.
func (b *Bot) guarded(tx *store.Tx, a arrival) (use ops.Use, err error) {
	defer func() {
		if r := recover(); r != nil {
			b.log.Error("turn panicked", "update", a.update, "stack", string(debug.Stack()))
			err = errPanic
		}
	}()
	if a.broken != nil {
		return ops.SetAside, a.broken
	}
	return b.handle(tx, a)
}

// setAside keeps the update sealed for an operator and tells the person kindly.
func (b *Bot) setAside(tx *store.Tx, a arrival, cause error) error {
	code, err := tx.SetAside(a.update, a.wholeRaw(), outline(cause))
	if err != nil {
		return fmt.Errorf("set update %d aside: %w", a.update, err)
	}
	b.log.Error("update set aside", "update", a.update, "incident", code, "act", a.act.String(), "cause", outline(cause))
	if a.chat == 0 || !a.private {
		return nil
	}
	err = tx.Savepoint(func() error { return b.apologise(tx, a, code) })
	if err == nil || store.Fault(err) {
		return err
	}
	b.log.Error("nobody was told of an incident", "update", a.update, "incident", code, "cause", outline(err))
	return nil
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
