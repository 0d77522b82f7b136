package notify

import "time"

const (
	firstPause = time.Second
	// While Telegram is down one request at most leaves in this time.
	longestPause = 8 * time.Second
)

// breaker holds everything back while Telegram cannot be reached: after a
// failure one send at a time may probe, with growing pauses; the first success
// opens the way again. The zero value lets everything through.
type breaker struct {
	failures int
	until    time.Time
}

// wait tells how long nothing may be sent; 0 lets the next one through.
func (b *breaker) wait(now time.Time) time.Duration {
	return max(0, b.until.Sub(now))
}

// probing tells whether only one send may be under way.
func (b *breaker) probing() bool { return b.failures > 0 }

func (b *breaker) failed(now time.Time) {
	pause := min(firstPause<<min(b.failures, 10), longestPause)
	b.failures++
	b.until = now.Add(pause)
}

// hold stops everything for a time that Telegram named.
func (b *breaker) hold(until time.Time) {
	if until.After(b.until) {
		b.until = until
	}
}

func (b *breaker) worked() { b.failures, b.until = 0, time.Time{} }
