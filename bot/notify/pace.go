package notify

import (
	"context"
	"time"

	"golang.org/x/time/rate"

	"dodomu/store"
)

// The figures of Telegram's own advice (Bots FAQ, "My bot is hitting limits"): 30
// messages a second in all, one a second to a chat with short bursts, 20 a minute
// to a group.
const (
	AllPerSecond   = 30
	PaidMost       = 1000 // a second, with allow_paid_broadcast
	ChatPerSecond  = 1
	ChatBurst      = 4
	GroupPerMinute = 20
	groupBurst     = 3
)

// maxPaced bounds the chats whose pace is remembered; the longest idle go first,
// and a chat that was forgotten begins with its burst anew.
const maxPaced = 10_000

// pacer says when a chat may be written to next.
type pacer struct {
	chats map[int64]*paced
	off   bool
}

type paced struct {
	limit *rate.Limiter
	used  time.Time
}

// delay takes one place in the chat's pace and tells how long it is until that
// place comes. Groups have negative ids.
func (p *pacer) delay(chat int64, now time.Time) time.Duration {
	if p.off {
		return 0
	}
	c := p.chats[chat]
	if c == nil {
		p.forget(now)
		c = &paced{limit: limiterFor(chat)}
		p.chats[chat] = c
	}
	c.used = now
	if !c.limit.AllowN(now, 1) {
		r := c.limit.ReserveN(now, 1)
		d := r.DelayFrom(now)
		r.CancelAt(now) // the lane comes back after d and takes its place then
		return d
	}
	return 0
}

// pause takes a place in the pace of a notice's chat, or tells how long until there
// is one. Where several processes write to a chat its pace is kept in the store;
// broadcasts are too few for one chat to be worth that.
func (n *Notifier) pause(ctx context.Context, c store.Claimed, now time.Time) (wait time.Duration, err error) {
	if n.pace.off || !n.db.Shared() || c.Priority == store.Broadcast {
		return n.pace.delay(c.Chat, now), nil
	}
	err = n.db.Update(ctx, func(tx *store.Tx) (err error) {
		wait, err = tx.Paced(c, paceOf(c.Chat))
		return err
	})
	return wait, err
}

func paceOf(chat int64) store.Pace {
	if chat < 0 {
		return store.Pace{Every: time.Minute / GroupPerMinute, Burst: groupBurst}
	}
	return store.Pace{Every: time.Second / ChatPerSecond, Burst: ChatBurst}
}

func limiterFor(chat int64) *rate.Limiter {
	p := paceOf(chat)
	return rate.NewLimiter(rate.Every(p.Every), p.Burst)
}

// forget drops the chats that have been idle long enough to have their whole
// burst again.
func (p *pacer) forget(now time.Time) {
	if len(p.chats) < maxPaced {
		return
	}
	for chat, c := range p.chats {
		if now.Sub(c.used) > time.Minute {
			delete(p.chats, chat)
		}
	}
}
