package notify

import (
	"context"
	"time"

	"dodomu/store"
)

const (
	firstBackoff   = 2 * time.Second
	longestBackoff = 10 * time.Minute
	// Telegram has named waits of most of a day; a wait beyond is a mistake.
	longestWait = 24 * time.Hour
	// When the token is refused nothing helps but an operator: look again then.
	brokenPause = time.Minute
)

// end takes how sends ended: what follows from it in memory at once, in the store
// with the next transaction.
func (n *Notifier) end(all []sent) {
	n.flying -= len(all)
	now := n.o.Now()
	for _, s := range all {
		outage := n.breaker.failures > 0
		if n.observe(s, now) {
			n.halt = n.breaker.until
		}
		n.ended = append(n.ended, n.outcome(s, now, outage))
	}
}

// outlive gives a context that lasts as long as ctx and, once that is stopped, for
// the time of finishing; a deadline that ctx has holds all the same.
func (n *Notifier) outlive(ctx context.Context) (context.Context, context.CancelFunc) {
	if _, bounded := ctx.Deadline(); bounded {
		return ctx, func() {}
	}
	longer, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stopped := context.AfterFunc(ctx, func() { time.AfterFunc(n.o.Finish, cancel) })
	return longer, func() {
		stopped()
		cancel()
	}
}

// observe lets the breaker and the log learn from a result, and tells whether the
// whole bot was asked to wait.
func (n *Notifier) observe(s sent, now time.Time) (whole bool) {
	switch s.verdict {
	case done, gone, migrated, refused:
		n.breaker.worked(s.began)
	case failed:
		n.breaker.failed(now)
	case later:
		whole = !s.paced && n.breaker.refused(s.Chat, now, min(s.wait, longestWait))
	case broken:
		n.breaker.hold(now.Add(brokenPause))
	}
	if !s.paced {
		n.o.Sent(verdicts[s.verdict], s.wait)
	}
	if s.verdict == done || s.paced {
		return whole
	}
	args := []any{"notice", s.ID, "kind", s.Kind, "outcome", verdicts[s.verdict], "attempt", s.Attempt}
	if s.err != nil {
		args = append(args, "cause", s.err.Error())
	}
	n.o.Log.Warn("notice not sent", args...)
	return whole
}

// outcome turns a result into what the store records. A failure in the midst of
// an outage is no fault of the notice: no attempt is counted.
func (n *Notifier) outcome(s sent, now time.Time, outage bool) store.Outcome {
	o := store.Outcome{Claimed: s.Claimed}
	if outage && s.verdict == failed {
		o.How, o.Until = store.Later, now.Add(n.breaker.wait(now))
		return o
	}
	switch s.verdict {
	case done:
		o.How, o.Message = store.Sent, s.message
	case later:
		o.How, o.Until = store.Later, now.Add(min(max(s.wait, 0), longestWait))
	case failed:
		o.How, o.Until = store.Failed, now.Add(backoff(s.Attempt))
	case broken:
		o.How, o.Until = store.Later, now.Add(brokenPause)
	case gone:
		o.How = store.Gone
	case migrated:
		o.How, o.MovedTo = store.Migrated, s.moved
	case refused:
		o.How = store.Refused
	}
	return o
}

// backoff doubles with each attempt.
func backoff(attempt int) time.Duration {
	return min(firstBackoff<<min(attempt, 16), longestBackoff)
}

// release gives back what was claimed and not sent.
func (n *Notifier) release(ctx context.Context) {
	var outcomes []store.Outcome
	for {
		c, ok := n.queue.next()
		if !ok {
			break
		}
		outcomes = append(outcomes, store.Outcome{Claimed: c, How: store.Later, Until: n.o.Now()})
	}
	if len(outcomes) == 0 {
		return
	}
	if err := n.db.Update(ctx, func(tx *store.Tx) error { return tx.Settle(outcomes) }); err != nil {
		n.o.Log.Warn("claims not given back, they return when their lease ends", "count", len(outcomes))
	}
}

// storeFailed logs a failure of the store and rests a moment.
func (n *Notifier) storeFailed(ctx context.Context, act string, err error) {
	n.o.Log.Error("outbox", "act", act, "cause", err.Error())
	timer := time.NewTimer(firstPause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
