package bot

import (
	"errors"
	"testing"
	"time"
)

// TestHearing holds when the bot says that it is not ready for want of Telegram: two
// minutes after the first failure, until the first answer.
func TestHearing(t *testing.T) {
	var h hearing
	start := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	ready := func(after time.Duration, want error) {
		t.Helper()
		if err := h.ready(start.Add(after)); !errors.Is(err, want) {
			t.Errorf("after %v: %v, want %v", after, err, want)
		}
	}
	ready(time.Hour, nil)
	h.failed(start)
	h.failed(start.Add(50 * time.Second)) // the first failure counts
	ready(119*time.Second, nil)
	ready(deafTime, errDeaf)
	h.heard()
	ready(2*time.Hour, nil)
	h.failed(start.Add(2 * time.Hour))
	ready(2*time.Hour+30*time.Second, nil)
	ready(3*time.Hour, errDeaf)
}
