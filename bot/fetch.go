package bot

import (
	"context"
	"errors"
	"time"

	"dodomu/bot/flow"
	"dodomu/bot/telegram"
	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/photo"
)

const (
	fetchLease = 5 * time.Minute
	fetchMost  = 4
	fetchSleep = 30 * time.Second
	// The first try again comes soon, for most failures are of a moment.
	fetchPause = 5 * time.Second
)

// fetchFiles fetches what came in, after the commit that recorded it: the
// original is sealed as received, beside a working copy without metadata.
func (b *Bot) fetchFiles(ctx context.Context) error {
	for ctx.Err() == nil {
		var due []store.Fetch
		err := b.db.Update(ctx, func(tx *store.Tx) (err error) {
			due, err = tx.FilesToFetch(fetchMost, fetchLease)
			return err
		})
		if err != nil && ctx.Err() == nil {
			b.log.Error("files to fetch", "cause", err.Error())
		}
		for _, f := range due {
			b.fetch(ctx, f)
		}
		if len(due) == 0 {
			b.waitForFiles(ctx)
		}
	}
	return nil
}

func (b *Bot) waitForFiles(ctx context.Context) {
	timer := time.NewTimer(b.nextFetch(ctx))
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	case <-b.fetches:
	}
}

func (b *Bot) nextFetch(ctx context.Context) time.Duration {
	pause := fetchSleep
	err := b.db.View(ctx, func(tx *store.Tx) error {
		at, any, err := tx.NextFetch()
		if any {
			pause = min(pause, max(at.Sub(tx.Now()), 10*time.Millisecond))
		}
		return err
	})
	if err != nil {
		return fetchSleep
	}
	return pause
}

// fetch gets one file and keeps it. What is being fetched when the program stops
// is fetched again after the next start.
func (b *Bot) fetch(ctx context.Context, f store.Fetch) {
	original, err := b.wire.Fetch(ctx, f.Telegram, maxFetch)
	if err == nil {
		err = b.keep(ctx, f, original)
	}
	defer b.notifier.Wake() // the owner may have been told something
	if err == nil || ctx.Err() != nil {
		return
	}
	b.log.Warn("file not fetched", "file", int64(f.File), "attempt", f.Attempt, "outcome", telegram.OutcomeOf(err).String())
	if err := b.fetchFailed(ctx, f, err); err != nil {
		b.log.Error("record failed file", "file", int64(f.File), "cause", err.Error())
	}
}

// keep stores the original and the working copy; what is no picture has none.
func (b *Bot) keep(ctx context.Context, f store.Fetch, original []byte) error {
	copied, err := photo.Working(original)
	if err != nil && !errors.Is(err, photo.ErrNotPicture) && !errors.Is(err, photo.ErrTooLarge) {
		return err
	}
	unreadable := err != nil
	picture := store.Picture{JPEG: copied.JPEG, Print: cases.Print{Plain: copied.Hash, Mirrored: copied.Mirrored}}
	return b.db.Update(ctx, func(tx *store.Tx) error {
		if err := tx.KeepFile(f.File, original, picture); err != nil {
			return err
		}
		if !unreadable {
			return nil
		}
		return b.tellOwner(tx, f, "bot.file_refused")
	})
}

func (b *Bot) fetchFailed(ctx context.Context, f store.Fetch, cause error) error {
	return b.db.Update(ctx, func(tx *store.Tx) error {
		if errors.Is(cause, telegram.ErrTooBig) || telegram.OutcomeOf(cause) == telegram.Refused {
			if err := tx.FileRefused(f.File); err != nil {
				return err
			}
			return b.tellOwner(tx, f, "bot.file_lost")
		}
		last, err := tx.FileFailed(f.File, f.Attempt, tx.Now().Add(fetchPause<<min(f.Attempt, 8)))
		if err != nil || !last {
			return err
		}
		return b.tellOwner(tx, f, "bot.file_lost")
	})
}

// tellOwner says something about a file to the person who sent it. Of a file of an
// anonymous tip nobody knows who that is.
func (b *Bot) tellOwner(tx *store.Tx, f store.Fetch, key string) error {
	if f.Owner == 0 {
		return nil
	}
	who, err := tx.Person(f.Owner)
	if err != nil {
		return err
	}
	t := &turn{bot: b, tx: tx, who: who}
	return t.say(flow.Message{Key: key})
}
