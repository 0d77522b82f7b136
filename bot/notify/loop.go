package notify

import (
	"context"
	"time"

	"dodomu/store"
)

// claim takes what was handed over and, where there is room, the heads of the
// lanes that are due.
func (n *Notifier) claim(ctx context.Context) {
	n.takeHanded()
	room := claimAhead - n.queue.claimed
	if n.breaker.probing() {
		room = min(room, 1)
	}
	if room <= 0 || n.breaker.wait(n.o.Now()) > 0 {
		return
	}
	var claimed []store.Claimed
	err := n.db.Update(ctx, func(tx *store.Tx) (err error) {
		claimed, err = tx.Claim(room, n.o.Lease)
		return err
	})
	if err != nil {
		n.storeFailed(ctx, "claim", err)
		return
	}
	for _, c := range claimed {
		n.queue.add(waiting{Claimed: c})
	}
}

func (n *Notifier) takeHanded() {
	for {
		select {
		case c := <-n.handed:
			n.queue.add(waiting{c, true})
		default:
			return
		}
	}
}

// dispatch lets go what may go now: within the overall rate, one probe only
// while Telegram is down, and each chat at its own pace.
func (n *Notifier) dispatch(ctx context.Context) {
	for n.flying < n.o.Workers && ctx.Err() == nil {
		now := n.o.Now()
		if n.breaker.wait(now) > 0 || (n.breaker.probing() && n.flying > 0) || n.limit.wait(now) > 0 {
			return
		}
		c, ok := n.queue.next()
		if !ok {
			return
		}
		if !now.Before(c.Lease.Add(-n.o.Lease / 2)) {
			continue // too late to send safely under this lease: it is claimed anew when that ends
		}
		if pause := n.pace.delay(c.Chat, now); pause > 0 {
			n.flying++
			n.results <- sent{Claimed: c, Result: Later(pause), paced: true}
			if len(n.results) == cap(n.results) {
				return
			}
			continue
		}
		n.limit.take(now)
		n.fly(ctx, c)
	}
}

// fly sends one in a goroutine of its own. A send under way is not cut off by a
// stop: a cut send is one of which nobody knows whether it arrived.
func (n *Notifier) fly(ctx context.Context, c store.Claimed) {
	n.flying++
	n.work.Add(1)
	go func() {
		defer n.work.Done()
		ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), n.o.Lease/2)
		defer stop()
		n.results <- sent{Claimed: c, Result: n.send.Send(ctx, c)}
	}()
}

// rest waits until there is something to do: a result, something new, or the
// time at which something becomes due.
func (n *Notifier) rest(ctx context.Context) {
	timer := time.NewTimer(n.sleep(ctx))
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	case <-n.wake:
	case c := <-n.handed:
		n.queue.add(waiting{c, true})
	case first := <-n.results:
		n.settle(ctx, n.gather(first))
	}
}

// sleep tells how long nothing will be due.
func (n *Notifier) sleep(ctx context.Context) time.Duration {
	now := n.o.Now()
	if pause := n.breaker.wait(now); pause > 0 {
		return pause
	}
	if n.queue.size > 0 {
		if n.flying >= n.o.Workers || n.breaker.probing() && n.flying > 0 {
			return longestSleep
		}
		return n.limit.wait(now)
	}
	var due time.Time
	var any bool
	err := n.db.View(ctx, func(tx *store.Tx) (err error) {
		due, any, err = tx.NextDue()
		return err
	})
	if err != nil {
		return firstPause
	}
	if !any {
		return longestSleep
	}
	return max(0, min(due.Sub(now), longestSleep))
}

// gather takes what else has ended meanwhile, so that many outcomes share one
// commit.
func (n *Notifier) gather(first sent) []sent {
	all := []sent{first}
	for len(all) < settleMost {
		select {
		case s := <-n.results:
			all = append(all, s)
		default:
			return all
		}
	}
	return all
}

// drain waits for the sends under way, records how they ended, and gives back
// what was claimed and not sent.
func (n *Notifier) drain(ctx context.Context) {
	ctx, stop := context.WithTimeout(ctx, n.o.Finish)
	defer stop()
	for n.flying > 0 {
		select {
		case first := <-n.results:
			n.settle(ctx, n.gather(first))
		case <-ctx.Done():
			n.o.Log.Warn("stopped with sends under way", "count", n.flying)
			return
		}
	}
	n.takeHanded()
	n.release(ctx)
}
