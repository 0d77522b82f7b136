package notify

import (
	"context"
	"time"

	"dodomu/store"
)

func (n *Notifier) takeHanded() {
	for {
		select {
		case c := <-n.handed:
			n.queue.add(waiting{c, true})
		default:
			n.held.Store(int64(n.queue.size))
			return
		}
	}
}

// dispatch lets go what may go now: within the overall rate, one probe only
// while Telegram is down, and each chat at its own pace.
func (n *Notifier) dispatch(ctx context.Context) {
	for !n.full() && ctx.Err() == nil {
		now := n.o.Now()
		if n.breaker.wait(now) > 0 || n.breaker.probing() && n.flying > 0 {
			return
		}
		p, ok := n.ready(ctx, now)
		if !ok {
			return
		}
		c := n.queue.take(p)
		if !now.Before(c.Lease.Add(-n.o.Lease / 2)) {
			continue // too late to send safely under this lease: it is claimed anew when that ends
		}
		pause, err := n.pause(ctx, c, now)
		if err != nil { // nothing was sent: the lane comes back when the lease ends
			n.storeFailed(ctx, "pace", err)
			return
		}
		if pause > 0 {
			n.flying++
			n.results <- sent{Claimed: c, Result: Later(pause), paced: true}
			if len(n.results) == cap(n.results) {
				return
			}
			continue
		}
		n.budget(p).take(now)
		n.fly(ctx, c)
	}
}

// budget is out of which a priority is sent.
func (n *Notifier) budget(p store.Priority) *budget {
	if p == store.Broadcast && n.o.Paid > 0 {
		return &n.paid
	}
	return &n.all
}

// ready gives the most urgent priority of which something waits and may leave now.
func (n *Notifier) ready(ctx context.Context, now time.Time) (store.Priority, bool) {
	for i, line := range n.queue.lines {
		if p := store.Priority(i); len(line) > 0 && n.may(ctx, p, now) {
			return p, true
		}
	}
	return 0, false
}

// may tells whether one of a priority may leave now, and books places where there
// are none.
func (n *Notifier) may(ctx context.Context, p store.Priority, now time.Time) bool {
	b := n.budget(p)
	if !b.spent(now) {
		return b.wait(now) == 0
	}
	count := b.most(n.queue.size)
	var from time.Time
	err := n.db.Update(ctx, func(tx *store.Tx) (err error) {
		from, err = tx.Slots(b.name, count, b.every)
		return err
	})
	if err != nil {
		n.storeFailed(ctx, "book", err)
		return false
	}
	b.book(from, count)
	if from.Sub(now) > alarmPause { // nobody books so far ahead: another process was told to wait
		n.breaker.paused(now, from)
	}
	return b.wait(now) == 0
}

// fly sends one in a goroutine of its own. A send under way is not cut off by a
// stop: a cut send is one of which nobody knows whether it arrived.
func (n *Notifier) fly(ctx context.Context, c store.Claimed) {
	n.flying++
	n.work.Add(1)
	began := n.o.Now()
	go func() {
		defer n.work.Done()
		ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), n.o.Lease/2)
		defer stop()
		n.results <- sent{Claimed: c, Result: n.send.Send(ctx, c), began: began}
	}()
}

// rest waits until there is something to do: a result, something new, or the
// time at which something becomes due.
func (n *Notifier) rest(ctx context.Context) {
	timer := time.NewTimer(n.sleep())
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
		n.look = n.look || n.queue.size == 0 || !n.o.Now().Before(n.due)
	case <-n.wake:
		n.look = true
	case c := <-n.handed:
		n.queue.add(waiting{c, true})
	case k := <-n.kept:
		n.take(k)
	case first := <-n.results:
		n.end(n.gather(first))
	}
}

// full tells whether no more may be under way: too much would go out again if the
// program died now.
func (n *Notifier) full() bool {
	return n.flying >= n.o.Workers || len(n.ended) >= settleMost
}

// sleep tells how long nothing will be due.
func (n *Notifier) sleep() time.Duration {
	now := n.o.Now()
	if pause := n.breaker.wait(now); pause > 0 {
		return pause
	}
	longest := n.longest()
	if n.queue.size > 0 {
		return n.turn(now, longest)
	}
	if n.keeping {
		return longest
	}
	return max(0, min(n.due.Sub(now), longest))
}

// longest is how long the table is not looked at, even when nobody wakes us.
func (n *Notifier) longest() time.Duration {
	if n.db.Shared() {
		return sharedSleep
	}
	return longestSleep
}

// turn is when the next of those that wait here may leave.
func (n *Notifier) turn(now time.Time, longest time.Duration) time.Duration {
	if n.full() || n.breaker.probing() && n.flying > 0 {
		return longest
	}
	for i, line := range n.queue.lines {
		if b := n.budget(store.Priority(i)); len(line) > 0 {
			longest = min(longest, b.wait(now))
		}
	}
	return longest
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
	n.look, n.more = false, false
	for n.flying > 0 || n.keeping || len(n.ended) > 0 {
		n.keep(ctx)
		select {
		case first := <-n.results:
			n.end(n.gather(first))
		case k := <-n.kept:
			n.take(k)
			n.look, n.more = false, false
		case <-ctx.Done():
			n.o.Log.Warn("stopped with sends under way", "count", n.flying)
			return
		}
	}
	n.takeHanded()
	n.release(ctx)
}
