package bot

import (
	"context"
	"errors"
	"time"

	"dodomu/store"
)

// How a duty changes hands. The holder tells that it lives every dutyBeat; when it
// cannot for dutyLost it stops by itself. Who has seen no sign for dutyDead, looking
// every dutyLook, takes the duty over: so two of them at once are rare, and a death
// is made up for within ten seconds.
const (
	dutyBeat = time.Second
	dutyLost = 4 * time.Second
	dutyLook = 500 * time.Millisecond
	dutyDead = 6 * time.Second
)

// onDuty runs work while this process has the duty: from the start where the store
// is this process's alone. Two processes that both think they have it harm nothing,
// as each update is used once and those of one person follow each other in the
// store; Telegram answers one asker only, which is why there is one.
func (b *Bot) onDuty(ctx context.Context, d store.Duty, work func(context.Context) error) error {
	if !b.db.Shared() {
		return work(ctx)
	}
	for ctx.Err() == nil {
		mine, err := b.awaitDuty(ctx, d)
		if err != nil {
			return nil // stopped
		}
		b.log.Info("duty taken", "duty", string(d))
		if err := b.holdDuty(ctx, d, mine, work); err != nil {
			return err
		}
	}
	return nil
}

// awaitDuty waits until the duty is free or its holder gives no sign, and takes it.
// An error only when ctx ended.
func (b *Bot) awaitDuty(ctx context.Context, d store.Duty) (mine store.Watch, err error) {
	tick := time.NewTicker(dutyLook)
	defer tick.Stop()
	var seen store.Watch
	since := time.Now()
	for {
		now, taken, err := b.lookAtDuty(ctx, d, func(now store.Watch) bool {
			return !now.Held || now == seen && time.Since(since) >= dutyDead
		})
		switch {
		case taken:
			return now, nil
		case err != nil && ctx.Err() == nil:
			b.log.Warn("duty not seen", "duty", string(d), "cause", err.Error())
			since = time.Now() // who cannot look knows nothing of the holder
		case now != seen:
			seen, since = now, time.Now()
		}
		select {
		case <-ctx.Done():
			return store.Watch{}, ctx.Err()
		case <-tick.C:
		}
	}
}

// lookAtDuty sees the duty and takes it where it may be taken.
func (b *Bot) lookAtDuty(ctx context.Context, d store.Duty, may func(store.Watch) bool) (now store.Watch, taken bool, err error) {
	err = b.db.Update(ctx, func(tx *store.Tx) (err error) {
		taken = false
		if now, err = tx.Watch(d); err != nil || !may(now) {
			return err
		}
		mine, err := tx.TakeDuty(d, now)
		if errors.Is(err, store.ErrLost) {
			return nil
		}
		now, taken = mine, err == nil
		return err
	})
	return now, taken && err == nil, err
}

// holdDuty works until ctx ends, the work does, or the duty is lost.
func (b *Bot) holdDuty(ctx context.Context, d store.Duty, mine store.Watch, work func(context.Context) error) error {
	ctx, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- work(ctx) }()
	tick := time.NewTicker(dutyBeat)
	defer tick.Stop()
	kept := time.Now()
	for {
		select {
		case err := <-ended:
			stop()
			b.leaveDuty(context.WithoutCancel(ctx), d, mine)
			return err
		case <-tick.C:
		}
		next, err := b.keepDuty(ctx, d, mine)
		if err == nil {
			mine, kept = next, time.Now()
			continue
		}
		if errors.Is(err, store.ErrLost) || time.Since(kept) > dutyLost {
			b.log.Warn("duty lost", "duty", string(d), "cause", err.Error())
			stop()
			return <-ended
		}
	}
}

func (b *Bot) keepDuty(ctx context.Context, d store.Duty, mine store.Watch) (next store.Watch, err error) {
	ctx, stop := context.WithTimeout(ctx, dutyBeat)
	defer stop()
	err = b.db.Update(ctx, func(tx *store.Tx) (err error) {
		next, err = tx.KeepDuty(d, mine)
		return err
	})
	return next, err
}

// leaveDuty gives the duty up; where that fails the others see it by the silence.
func (b *Bot) leaveDuty(ctx context.Context, d store.Duty, mine store.Watch) {
	ctx, stop := context.WithTimeout(ctx, dutyBeat)
	defer stop()
	err := b.db.Update(ctx, func(tx *store.Tx) error { return tx.LeaveDuty(d, mine) })
	if err != nil && !errors.Is(err, store.ErrLost) {
		b.log.Warn("duty not given up", "duty", string(d), "cause", err.Error())
	}
}
