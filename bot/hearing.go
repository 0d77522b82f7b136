package bot

import (
	"context"
	"errors"
	"sync/atomic"
	"time"
)

// deafTime is how long receiving may fail before the bot says that it is not ready:
// a long poll that nobody writes into answers after 50 s, and only an answer counts.
const deafTime = 2 * time.Minute

// errDeaf means that Telegram has not been heard for a while.
var errDeaf = errors.New("nothing was received from Telegram for two minutes: see the network of this machine, and whether another program polls with this token")

// hearing knows since when receiving fails. The zero value hears.
type hearing struct{ since atomic.Int64 } // unix milliseconds of the first failure; 0: none since the last answer

func (h *hearing) failed(now time.Time) { h.since.CompareAndSwap(0, now.UnixMilli()) }

func (h *hearing) heard() { h.since.Store(0) }

// ready tells whether Telegram was heard lately. A process that does not poll, since
// another does or the webhook is called, has nothing to hear.
func (h *hearing) ready(now time.Time) error {
	if since := h.since.Load(); since != 0 && now.Sub(time.UnixMilli(since)) >= deafTime {
		return errDeaf
	}
	return nil
}

func (b *Bot) receivingReady(context.Context) error { return b.hearing.ready(time.Now()) }
