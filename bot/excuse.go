package bot

import (
	"context"
	"sync"
	"time"

	"dodomu/bot/flow"
	"dodomu/bot/telegram"
	"dodomu/store"
)

const (
	// What fails for less is a hiccup, as a restart of the store's server, that nobody
	// need be told of.
	excuseAfter = 10 * time.Second
	// One excuse in a chat is enough for so long, however often somebody writes.
	excuseAgain = 30 * time.Minute
	// Excuses go out slower than Telegram allows: the outbox may be sending, too.
	excusePace = time.Second / 10
)

// excuses tells people kindly that nothing can be kept now. That cannot go by the
// outbox: the outbox is in the store, and it is the store that fails. What is lost of
// them with the process is no harm.
type excuses struct {
	mu    sync.Mutex
	since time.Time           // when the first turn of those in a row was not kept; zero: the last was kept
	told  map[int64]time.Time // when a chat was told
	due   chan arrival
}

func newExcuses() *excuses {
	return &excuses{told: map[int64]time.Time{}, due: make(chan arrival, 128)}
}

// kept ends the row of turns that failed.
func (e *excuses) kept() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.since = time.Time{}
}

// failed makes an excuse due to those of a batch that was not kept, once the store
// has failed for a while: to who waits for an answer, in a private chat.
func (e *excuses) failed(batch []arrival, now time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.since.IsZero() {
		e.since = now
	}
	if now.Sub(e.since) < excuseAfter {
		return
	}
	for _, a := range batch {
		waits := a.private && (a.act == actSay || a.act == actCommand || a.act == actPress)
		if !waits || now.Sub(e.told[a.chat]) < excuseAgain {
			continue
		}
		select {
		case e.due <- a:
			e.told[a.chat] = now
		default: // the batch comes again, and with it the chance
		}
	}
	e.forget(now)
}

// forget keeps the memory of who was told within what an outage can need.
func (e *excuses) forget(now time.Time) {
	for chat, at := range e.told {
		if now.Sub(at) >= excuseAgain {
			delete(e.told, chat)
		}
	}
}

// excuse sends what is due of the excuses, until ctx ends.
func (b *Bot) excuse(ctx context.Context) error {
	pace := time.NewTicker(excusePace)
	defer pace.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case a := <-b.excuses.due:
			_, err := b.wire.SendText(ctx, telegram.Text{To: telegram.To{Chat: a.chat}, HTML: telegram.EscapeHTML(b.excuseFor(ctx, a))})
			if err != nil {
				b.log.Warn("excuse not sent", "outcome", telegram.OutcomeOf(err).String())
			}
		}
		select {
		case <-ctx.Done():
		case <-pace.C:
		}
	}
}

// excuseFor words the excuse as the person reads. What the store cannot even read it
// does without.
func (b *Bot) excuseFor(ctx context.Context, a arrival) string {
	who := store.Person{Language: b.catalog.Match(a.language)}
	err := b.db.View(ctx, func(tx *store.Tx) error {
		known, err := tx.Meet(a.chat, who.Language) // cannot make anybody here
		if err == nil {
			who = known
		}
		return err
	})
	if err != nil {
		b.log.Debug("excuse without the person's own words", "update", a.update)
	}
	return b.wording(who).Say(flow.Message{Key: "bot.not_kept"})
}
