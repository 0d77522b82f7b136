package bot

import (
	"context"
	"time"

	"dodomu/store"
)

// letterboxEvery is how often anonymous tips are taken in: long enough for several to
// mix, short enough for a child who was seen today.
const letterboxEvery = 10 * time.Minute

// emptyLetterbox takes anonymous tips in. What was left when the program ended is taken
// in by the next run, not at its start: a start may follow a tip by a second.
func (b *Bot) emptyLetterbox(ctx context.Context) error {
	tick := time.NewTicker(letterboxEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		taken := 0
		err := b.db.Update(ctx, func(tx *store.Tx) (err error) {
			taken, err = tx.EmptyLetterbox()
			return err
		})
		switch {
		case err != nil && ctx.Err() == nil:
			b.log.Error("empty letterbox", "cause", err.Error())
		case taken > 0:
			b.notifier.Wake()
		}
	}
}
