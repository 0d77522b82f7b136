package emulator

import "time"

// Limits are how much a bot may send. The exact figures of Telegram are not
// published; the zero value has those it names in its FAQ.
type Limits struct {
	Off       bool    // no limits at all
	All       float64 // messages and edits a second in all; 0: 30. A second's worth may come at once
	Chat      float64 // messages a second in one chat; 0: 1
	ChatBurst float64 // messages at once in a chat that was quiet; 0: 5
	Group     float64 // messages a minute in one group; 0: 20
	Paid      float64 // messages a second with allow_paid_broadcast; 0: 1000
}

func (l Limits) complete() Limits {
	l.All = orElse(l.All, 30)
	l.Chat = orElse(l.Chat, 1)
	l.ChatBurst = orElse(l.ChatBurst, 5)
	l.Group = orElse(l.Group, 20)
	l.Paid = orElse(l.Paid, 1000)
	return l
}

// bucket is a token bucket. Its zero value is full.
type bucket struct {
	used float64
	at   time.Time
}

// rate is how a bucket fills.
type rate struct{ perSecond, burst float64 }

// missing is how long until n tokens are there; 0 when they are.
func (b *bucket) missing(r rate, n float64, now time.Time) time.Duration {
	if passed := now.Sub(b.at).Seconds(); passed > 0 {
		b.used = max(0, b.used-passed*r.perSecond)
		b.at = now
	}
	// More than the whole bucket, as an album can be, passes when it is full.
	over := b.used + min(n, r.burst) - r.burst
	if over <= 1e-9 {
		return 0
	}
	return time.Duration(over / r.perSecond * float64(time.Second))
}

func (b *bucket) take(n float64) { b.used += n }

type limiter struct {
	off                 bool
	allRate, paidRate   rate
	chatRate, groupRate rate
	all, paid           bucket
}

func newLimiter(l Limits) limiter {
	off := l.Off
	l = l.complete()
	return limiter{
		off: off, allRate: rate{l.All, l.All}, paidRate: rate{l.Paid, l.Paid},
		chatRate: rate{l.Chat, l.ChatBurst}, groupRate: rate{l.Group / 60, l.Group},
	}
}

// load is what a call asks of the limits.
type load struct {
	chat *chat
	n    int  // messages
	paid bool // allow_paid_broadcast
	edit bool // changes a message instead of making one
}

// admit takes what the call needs, or says how long to wait and takes nothing.
func (l *limiter) admit(a load, now time.Time) time.Duration {
	if l.off {
		return 0
	}
	n := float64(a.n)
	all, allRate := &l.all, l.allRate
	if a.paid {
		all, allRate = &l.paid, l.paidRate
	}
	wait := all.missing(allRate, n, now)
	if a.edit {
		if wait == 0 {
			all.take(n)
		}
		return wait
	}
	r := l.chatRate
	if a.chat.kind != private {
		r = l.groupRate
	}
	wait = max(wait, a.chat.bucket.missing(r, n, now))
	if wait == 0 {
		all.take(n)
		a.chat.bucket.take(n)
	}
	return wait
}
