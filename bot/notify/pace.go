package notify

import (
	"time"

	"golang.org/x/time/rate"
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

func limiterFor(chat int64) *rate.Limiter {
	if chat < 0 {
		return rate.NewLimiter(rate.Every(time.Minute/GroupPerMinute), groupBurst)
	}
	return rate.NewLimiter(ChatPerSecond, ChatBurst)
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
