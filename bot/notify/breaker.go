package notify

import "time"

const (
	firstPause = time.Second
	// While Telegram is down one send at most leaves in this time. The asking for
	// updates goes on beside it: both together are one request in five seconds.
	longestPause = 15 * time.Second
	// After a refusal for too many the others wait so long at most before one of
	// them tries: by then it may be known whether one chat was meant or all.
	alarmPause = time.Second
)

// breaker holds everything back while Telegram cannot be reached, or wants nothing
// from the bot: after a failure one send at a time may probe, with growing pauses;
// the first success opens the way again. The zero value lets everything through.
//
// A refusal for too many does not say whether it is about its chat or about the
// whole bot. So it raises an alarm: nothing new leaves until one send to another
// chat has been tried. A refusal of that one too, or of another chat's send that was
// under way, means the whole bot: then nothing leaves before the pause is over.
type breaker struct {
	failures int
	until    time.Time
	alarm    alarm
}

// alarm is a refusal for too many that nothing has gone out after. The zero value
// is none.
type alarm struct {
	chat  int64
	since time.Time
	ends  time.Time // when its chat may be written to again
	whole bool      // the whole bot is meant
}

// wait tells how long nothing may be sent; 0 lets the next one through.
func (b *breaker) wait(now time.Time) time.Duration {
	return max(0, b.until.Sub(now))
}

// probing tells whether only one send may be under way.
func (b *breaker) probing() bool { return b.failures > 0 || !b.alarm.since.IsZero() }

func (b *breaker) failed(now time.Time) {
	pause := min(firstPause<<min(b.failures, 10), longestPause)
	b.failures++
	b.hold(now.Add(pause))
}

// hold stops everything for a time that Telegram named.
func (b *breaker) hold(until time.Time) {
	if until.After(b.until) {
		b.until = until
	}
}

// refused takes a refusal for too many, and tells whether the whole bot is meant.
func (b *breaker) refused(chat int64, now time.Time, wait time.Duration) (whole bool) {
	heard := now.Before(b.alarm.ends) && chat != b.alarm.chat
	b.alarm = alarm{chat: chat, since: now, ends: now.Add(wait), whole: heard || b.alarm.whole}
	if !b.alarm.whole {
		wait = min(wait, alarmPause)
	}
	b.hold(now.Add(wait))
	return b.alarm.whole
}

// paused is a pause of the whole bot that is known from elsewhere.
func (b *breaker) paused(now, until time.Time) {
	if until.After(now) {
		b.alarm = alarm{since: now, ends: until, whole: true}
		b.hold(until)
	}
}

// worked takes a success. One that began before the alarm says nothing of it.
func (b *breaker) worked(began time.Time) {
	if b.alarm.since.IsZero() || began.After(b.alarm.since) {
		*b = breaker{}
	}
}
