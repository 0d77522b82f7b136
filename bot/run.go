package bot

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"dodomu/bot/telegram"
	"dodomu/store"
)

// allowed are the kinds of update the bot uses.
func allowed() []string {
	return []string{"message", "edited_message", "callback_query", "my_chat_member"}
}

// Run receives, sends and fetches until ctx ends: then it takes nothing more,
// finishes the turn under way, lets what is being sent arrive, and returns nil.
// An error is one that waiting cannot mend.
func (b *Bot) Run(ctx context.Context) error {
	if err := b.reclaim(ctx); err != nil {
		if ctx.Err() != nil {
			return nil // stopped before it began
		}
		return fmt.Errorf("take up what was in flight: %w", err)
	}
	sending, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		defer stop()
		return b.receive(ctx)
	})
	group.Go(func() error { return b.notifier.Run(sending) })
	group.Go(func() error { return b.answerPresses(sending) })
	group.Go(func() error { return b.excuse(sending) })
	group.Go(func() error { return b.fetchFiles(sending) })
	group.Go(func() error { return b.prune(sending) })
	group.Go(func() error { return b.db.KeepIndex(sending) })
	group.Go(func() error { return b.onDuty(sending, store.Emptying, b.emptyLetterbox) })
	return group.Wait()
}

// reclaim takes up what an earlier run had in flight. On a store that others serve
// too it is not known whose that is: the leases end by themselves.
func (b *Bot) reclaim(ctx context.Context) error {
	if b.db.Shared() {
		return nil
	}
	return b.db.Update(ctx, func(tx *store.Tx) error { return tx.Reclaim() })
}

// receive polls while that is this process's duty, or waits while the webhook is called.
func (b *Bot) receive(ctx context.Context) error {
	if b.webhook != "" {
		<-ctx.Done()
		return nil
	}
	return b.onDuty(ctx, store.Polling, b.poll)
}

func (b *Bot) poll(ctx context.Context) error {
	err := b.wire.Poll(ctx, telegram.PollOptions{Allowed: allowed(), Rand: rand.Float64, Report: func(err error, pause time.Duration) {
		b.hearing.failed(time.Now())
		b.log.Warn("receiving failed", "cause", err.Error(), "pause", pause.String())
	}, Heard: b.hearing.heard}, b.Turn)
	b.hearing.heard() // who polls no more has nothing to hear
	if err != nil {
		return fmt.Errorf("receive: %w", err)
	}
	return nil
}

// after is what follows a commit: nothing of it is lost if the process dies here.
// left says that the outbox holds more than the replies.
func (b *Bot) after(presses []string, replies []store.Claimed, left bool) {
	b.notifier.Hand(replies)
	if left {
		b.notifier.Wake()
	}
	select {
	case b.fetches <- struct{}{}:
	default:
	}
	for _, id := range presses {
		select {
		case b.presses <- id:
		default: // the sign on the button goes away by itself
		}
	}
}

// pressers is how many presses are answered at once.
const pressers = 8

// answerPresses ends the waiting sign on pressed buttons. It is the one thing
// that does not go by the outbox: late it is worth nothing.
func (b *Bot) answerPresses(ctx context.Context) error {
	var all sync.WaitGroup
	for range pressers {
		all.Go(func() {
			for {
				select {
				case <-ctx.Done():
					return
				case id := <-b.presses:
					if err := b.wire.AnswerPress(ctx, telegram.Answer{Press: id}); err != nil {
						b.log.Debug("press not answered", "outcome", telegram.OutcomeOf(err).String())
					}
				}
			}
		})
	}
	all.Wait()
	return nil
}

// pruneEvery is how often what is no longer needed is forgotten.
const pruneEvery = time.Hour

func (b *Bot) prune(ctx context.Context) error {
	tick := time.NewTicker(pruneEvery)
	defer tick.Stop()
	for {
		if err := b.db.Prune(ctx); err != nil && ctx.Err() == nil {
			b.log.Error("prune", "cause", err.Error())
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}
