package emulator

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"
)

const (
	// longestHookDelay is where the doubling ends; Telegram takes 60 to 120 s.
	longestHookDelay = 60 * time.Second
	// longestRetryAfter bounds what a bot can ask for.
	longestRetryAfter = time.Hour
	// goneLimit: a bot that answers 410 for so long loses its webhook.
	goneLimit = 23 * time.Hour
)

// outcome is how one delivery ended.
type outcome struct {
	status     int
	retryAfter time.Duration
	err        error
}

func (o outcome) taken() bool { return o.err == nil && o.status >= 200 && o.status < 300 }

// bring takes lanes from the line until none is left, one update at a time.
func (h *webhook) bring() {
	s := h.server
	s.mu.Lock()
	defer s.mu.Unlock()
	defer func() { h.active-- }()
	for h.alive() && len(h.ready) > 0 {
		l := h.ready[0]
		h.ready = h.ready[1:]
		u, ok := h.head(l)
		if !ok {
			continue
		}
		s.mu.Unlock()
		o := h.post(u)
		s.mu.Lock()
		if !h.alive() {
			return
		}
		h.settle(l, u, o)
	}
}

// head is the next update of a lane that has not expired; an empty lane is
// forgotten.
func (h *webhook) head(l *laneQueue) (update, bool) {
	now := h.server.now()
	for len(l.updates) > 0 {
		u := l.updates[0]
		if !u.gone(now) {
			return u, true
		}
		l.updates = l.updates[1:]
	}
	h.forget(l)
	return update{}, false
}

// settle goes on to the next update, or waits and tries the same again.
func (h *webhook) settle(l *laneQueue, u update, o outcome) {
	s := h.server
	if o.taken() {
		h.goneAt = time.Time{}
		l.delay = 0
		l.updates = l.updates[1:]
		s.queue.take1(u.id, s.now())
		s.change()
		h.next(l)
		return
	}
	h.error, h.errorAt = describe(o.status, o.err), s.now()
	s.change()
	if h.abandoned(o.status) {
		s.dropHook()
		return
	}
	go h.later(l, h.pause(l, o))
}

// pause is how long a lane waits for its next try: as long as the bot asks
// for, else twice as long as the last time.
func (h *webhook) pause(l *laneQueue, o outcome) time.Duration {
	if o.retryAfter > 0 {
		return min(o.retryAfter, longestRetryAfter)
	}
	l.delay = min(max(l.delay*2, h.server.options.WebhookRetry), longestHookDelay)
	return l.delay
}

func (h *webhook) next(l *laneQueue) {
	if len(l.updates) == 0 {
		h.forget(l)
		return
	}
	h.ready = append(h.ready, l)
}

func (h *webhook) forget(l *laneQueue) {
	l.busy = false
	delete(h.lanes, l.of)
}

// abandoned counts how long a bot has been gone.
func (h *webhook) abandoned(status int) bool {
	now := h.server.now()
	if status != http.StatusGone {
		h.goneAt = time.Time{}
		return false
	}
	if h.goneAt.IsZero() {
		h.goneAt = now
	}
	return now.Sub(h.goneAt) > goneLimit
}

func (h *webhook) later(l *laneQueue, wait time.Duration) {
	t := time.NewTimer(wait)
	defer t.Stop()
	select {
	case <-t.C:
	case <-h.ctx.Done():
		return
	}
	h.server.mu.Lock()
	defer h.server.mu.Unlock()
	if h.alive() {
		h.offer(l)
	}
}

func (h *webhook) post(u update) outcome {
	r, err := http.NewRequestWithContext(h.ctx, http.MethodPost, h.url, bytes.NewReader(u.raw))
	if err != nil {
		return outcome{err: err}
	}
	r.Header.Set("Content-Type", "application/json")
	if h.secret != "" {
		r.Header.Set("X-Telegram-Bot-Api-Secret-Token", h.secret)
	}
	resp, err := h.client.Do(r)
	if err != nil {
		return outcome{err: err}
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10))
	seconds, _ := strconv.ParseInt(resp.Header.Get("Retry-After"), 10, 32)
	return outcome{status: resp.StatusCode, retryAfter: time.Duration(max(0, seconds)) * time.Second}
}

// dialTo connects to the address that the bot named instead of looking it up.
func dialTo(d *net.Dialer, ip string) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		_, port, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		return d.DialContext(ctx, network, net.JoinHostPort(ip, port))
	}
}
