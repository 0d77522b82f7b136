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
	defer func() { n.held.Store(int64(n.queue.size)) }()
	room := n.ahead - n.queue.claimed
	if n.breaker.probing() {
		room = min(room, 1-n.queue.size)
	}
	if room <= 0 || n.breaker.wait(n.o.Now()) > 0 || !n.look && room < n.ahead/2 {
		return
	}
	n.look = false
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
	timer := time.NewTimer(n.sleep(ctx))
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
		n.look = true
	case <-n.wake:
		n.look = true
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
	longest := longestSleep
	if n.db.Shared() {
		longest = sharedSleep
	}
	if n.queue.size > 0 {
		return n.turn(now, longest)
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
		return longest
	}
	return max(0, min(due.Sub(now), longest))
}

// turn is when the next of those that wait here may leave.
func (n *Notifier) turn(now time.Time, longest time.Duration) time.Duration {
	if n.flying >= n.o.Workers || n.breaker.probing() && n.flying > 0 {
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
