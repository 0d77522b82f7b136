package telegram

import (
	"context"
	"errors"
	"sync"
	"time"
)

const (
	maxBatch   = 100  // updates in one call, as many as a poll brings
	maxWaiting = 1000 // requests; more are sent away to come again
	// Telegram gives a webhook about a minute.
	handleTime = 30 * time.Second
)

// errUnfinished: the handle panicked in another request's goroutine.
var errUnfinished = errors.New("handle did not finish")

// coalescer makes one call of many requests. There is no goroutine of its own:
// the request at the head of the queue takes what has gathered behind it, and
// when done hands the lead to the next. So a lone request waits for nobody,
// and under load everything that came during one call shares the next.
type coalescer struct {
	handle  Handle
	mu      sync.Mutex
	waiting []*waiter // in the order of arrival
	led     bool      // somebody is handling or about to
}

// waiter is one request. wake is sent to once: done when its update was
// handled, otherwise it is its turn to lead.
type waiter struct {
	update Update
	wake   chan struct{}
	done   bool
	err    error
}

// do returns when the update has been handled, with the error of that call.
func (c *coalescer) do(ctx context.Context, u Update) error {
	w := &waiter{update: u, wake: make(chan struct{}, 1)}
	leads, ok := c.join(w)
	if !ok {
		return ErrBusy
	}
	if !leads {
		<-w.wake
		if w.done {
			return w.err
		}
	}
	return c.lead(ctx)
}

func (c *coalescer) join(w *waiter) (leads, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.waiting) >= maxWaiting {
		return false, false
	}
	c.waiting = append(c.waiting, w)
	leads = !c.led
	c.led = true
	return leads, true
}

// lead handles what waits; its own update is the first of it. The others learn
// the end even if the handle panics.
func (c *coalescer) lead(ctx context.Context) (err error) {
	batch := c.take()
	err = errUnfinished
	defer func() { c.end(batch[1:], err) }()
	ctx, cancel := context.WithTimeout(ctx, handleTime)
	defer cancel()
	updates := make([]Update, len(batch))
	for i, w := range batch {
		updates[i] = w.update
	}
	err = c.handle(ctx, updates)
	return err
}

func (c *coalescer) take() []*waiter {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := min(len(c.waiting), maxBatch)
	batch := c.waiting[:n:n]
	c.waiting = c.waiting[n:]
	return batch
}

func (c *coalescer) end(handled []*waiter, err error) {
	for _, w := range handled {
		w.done, w.err = true, err
		w.wake <- struct{}{}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.waiting) == 0 {
		c.led, c.waiting = false, nil
		return
	}
	c.waiting[0].wake <- struct{}{}
}
