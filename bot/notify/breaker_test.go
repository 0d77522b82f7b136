package notify

import (
	"testing"
	"time"
)

// TestAlarm holds how the breaker tells a refusal of one chat from one of the whole
// bot.
func TestAlarm(t *testing.T) {
	start := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	at := func(seconds float64) time.Time { return start.Add(time.Duration(seconds * float64(time.Second))) }
	for name, c := range map[string]struct {
		play  func(b *breaker)
		at    float64 // is looked at then
		wait  time.Duration
		probe bool
	}{
		"one chat holds the others up for a moment": {func(b *breaker) {
			b.refused(1, at(0), 90*time.Second)
		}, 0, time.Second, true},
		"another chat that is heard opens the way": {func(b *breaker) {
			b.refused(1, at(0), 90*time.Second)
			b.worked(at(1))
		}, 1.1, 0, false},
		"a success that was under way proves nothing": {func(b *breaker) {
			b.refused(1, at(0), 90*time.Second)
			b.worked(at(-0.1))
		}, 0.5, 500 * time.Millisecond, true},
		"two chats mean the whole bot": {func(b *breaker) {
			b.refused(1, at(0), 20*time.Second)
			b.refused(2, at(0.1), 30*time.Second)
		}, 0.1, 30 * time.Second, true},
		"the same chat twice does not": {func(b *breaker) {
			b.refused(1, at(0), 5*time.Second)
			b.refused(1, at(5), 3600*time.Second)
		}, 5, time.Second, true},
		"another chat after the pause of the first does not": {func(b *breaker) {
			b.refused(1, at(0), 5*time.Second)
			b.refused(2, at(60), 3600*time.Second)
		}, 60, time.Second, true},
		"a pause of the whole bot goes on when the probe is refused": {func(b *breaker) {
			b.paused(at(0), at(10))
			b.refused(3, at(10), 40*time.Second)
		}, 10, 40 * time.Second, true},
	} {
		t.Run(name, func(t *testing.T) {
			var b breaker
			c.play(&b)
			if wait := b.wait(at(c.at)); wait != c.wait || b.probing() != c.probe {
				t.Errorf("waits %v, probes %v; want %v, %v", wait, b.probing(), c.wait, c.probe)
			}
		})
	}
}
