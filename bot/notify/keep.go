package notify

import (
	"context"
	"time"

	"dodomu/store"
)

// kept is what one transaction of the sender's gave.
type kept struct {
	claimed []store.Claimed
	failed  bool
	more    bool      // there may be more to claim now
	due     time.Time // else when the next will be due
}

// keep begins a transaction where none is under way and there is something for it:
// it records how sends ended and claims what is due. Sending goes on meanwhile.
func (n *Notifier) keep(ctx context.Context) {
	room := n.room()
	look := room > 0 && (n.look || n.more && room >= n.ahead/2)
	if n.keeping || len(n.ended) == 0 && !look {
		return
	}
	t := task{outcomes: n.ended, pause: n.halt, room: room, look: look}
	n.ended, n.halt, n.keeping = nil, time.Time{}, true
	n.look, n.more = n.look && !look, n.more && !look
	go func() { n.kept <- n.record(ctx, t) }()
}

// task is what one transaction is to do. Who does not look claims only what became
// due by the outcomes.
type task struct {
	outcomes []store.Outcome
	pause    time.Time // of the whole bot; zero: none
	room     int
	look     bool
}

// room is how much more may be claimed.
func (n *Notifier) room() int {
	if n.breaker.wait(n.o.Now()) > 0 {
		return 0
	}
	room := n.ahead - n.queue.claimed
	if n.breaker.probing() {
		room = min(room, 1-n.queue.size)
	}
	return room
}

// take lets go on what a transaction gave.
func (n *Notifier) take(k kept) {
	n.keeping = false
	for _, c := range k.claimed {
		n.queue.add(waiting{Claimed: c})
	}
	n.more = n.more || k.more
	n.look = n.look || k.failed
	if !k.due.IsZero() {
		n.due = k.due
	}
}

// record does a task. What is known to have been sent must not be sent twice: when the
// store cannot take it now, it is tried again until it can; a stop leaves it the time
// that is left for finishing.
func (n *Notifier) record(ctx context.Context, t task) kept {
	ctx, end := n.outlive(ctx)
	defer end()
	for range settleTries {
		k, err := n.transact(ctx, t)
		if err == nil {
			return k
		}
		n.storeFailed(ctx, "settle and claim", err)
		if ctx.Err() != nil || len(t.outcomes) == 0 {
			break
		}
	}
	if len(t.outcomes) > 0 {
		n.o.Log.Error("outcomes lost, their notices go out again", "count", len(t.outcomes))
	}
	return kept{failed: true}
}

// settleTries bounds the attempts at recording outcomes: longer than a lease,
// after which another process may send them anyway.
const settleTries = 60

func (n *Notifier) transact(ctx context.Context, t task) (k kept, err error) {
	err = n.db.Update(ctx, func(tx *store.Tx) error {
		k = kept{}
		if !t.pause.IsZero() {
			if err := tx.Pause(t.pause); err != nil {
				return err
			}
		}
		if err := tx.Settle(t.outcomes); err != nil {
			return err
		}
		if !t.look {
			if err := k.next(tx); err != nil || k.due.After(tx.Now()) {
				return err
			}
		}
		if t.room <= 0 {
			k.more = true
			return nil
		}
		if k.claimed, err = tx.Claim(t.room, n.o.Lease); err != nil {
			return err
		}
		if k.more = len(k.claimed) == t.room; k.more {
			return nil
		}
		return k.next(tx)
	})
	return k, err
}

// next finds out when the next notice will be due.
func (k *kept) next(tx *store.Tx) error {
	next, any, err := tx.NextDue()
	if k.due = next; !any {
		k.due = tx.Now().Add(longestSleep)
	}
	return err
}
