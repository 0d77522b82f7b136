package telegram

import (
	"context"
	"errors"
	"time"
)

// Handle is given updates in the order in which they came. nil means they are
// committed and may be acknowledged; after an error the same ones come again.
// Its context outlives a stop by the time given for finishing.
type Handle func(ctx context.Context, updates []Update) error

// PollOptions say how [Client.Poll] receives.
type PollOptions struct {
	// Allowed are the kinds of update wanted, as "message"; always sent, for
	// Telegram keeps the earlier setting otherwise.
	Allowed []string
	// Wait is the longest poll; zero means Telegram's most, 50 s.
	Wait time.Duration
	// Limit is the most updates at a time, 1 to 100; zero means 100.
	Limit int
	// Finish is what a handle may still take after the stop; zero means 4 s.
	Finish time.Duration
	// Rand spreads the pauses, in [0,1); nil leaves them as they are.
	Rand func() float64
	// Report is told of every failure, with the pause that follows; nil tells
	// nobody. The error is a *Error of getUpdates or what the handle returned.
	Report func(err error, pause time.Duration)
	// Heard is told of every answer of Telegram that was received and handled, also
	// an empty one; nil tells nobody.
	Heard func()
}

const (
	longestWait   = 50 * time.Second
	mostUpdates   = 100
	defaultFinish = 4 * time.Second
	// Within half a second Telegram answers the same offset with one update
	// only, and a store that has just failed needs a breath as well.
	shortestPause = 500 * time.Millisecond
	// Even when halved by chance it stays above 5 s.
	longestBackoff = 12 * time.Second
	farewellTime   = time.Second
)

// errNameless: only updates without an id came, so that none can be
// acknowledged. Telegram sends no such thing; a broken server may.
var errNameless = errors.New("getUpdates: no update of the answer has an id")

// Poll receives until ctx ends, then finishes the handle under way, tells
// Telegram what was committed and returns nil. Only the update ids that a
// handle has returned nil for are ever acknowledged; it starts without an
// offset, so that whatever waits comes first.
//
// Failures are reported and tried again. Two end it, for no waiting mends
// them: the outcome [TokenBad], and [ErrWebhookActive]. [ErrOtherPoller] is
// reported and waited out: the other one may be just leaving.
func (c *Client) Poll(ctx context.Context, o PollOptions, handle Handle) error {
	p := poller{client: c, options: o.complete(), handle: handle}
	for ctx.Err() == nil {
		err := p.round(ctx)
		if err == nil {
			p.failures = 0
			p.options.Heard()
			continue
		}
		if OutcomeOf(err) == TokenBad || errors.Is(err, ErrWebhookActive) {
			return err
		}
		p.rest(ctx, err)
	}
	p.farewell(ctx)
	return nil
}

func (o PollOptions) complete() PollOptions {
	if o.Wait <= 0 || o.Wait > longestWait {
		o.Wait = longestWait
	}
	if o.Limit <= 0 || o.Limit > mostUpdates {
		o.Limit = mostUpdates
	}
	if o.Finish <= 0 {
		o.Finish = defaultFinish
	}
	if o.Report == nil {
		o.Report = func(error, time.Duration) {}
	}
	if o.Heard == nil {
		o.Heard = func() {}
	}
	if o.Allowed == nil {
		o.Allowed = []string{}
	}
	return o
}

type poller struct {
	client  *Client
	options PollOptions
	handle  Handle
	// offset acknowledges all that is below it. It is forgotten as soon as
	// Telegram has answered a request with it: ids start anew somewhere else
	// after an idle week, and an old offset would then hide them.
	offset   int64
	failures int
}

// round receives once and hands over what came.
func (p *poller) round(ctx context.Context) error {
	updates, err := p.client.getUpdates(ctx, question{
		Offset: p.offset, Limit: p.options.Limit, Timeout: int(p.options.Wait / time.Second), Allowed: p.options.Allowed,
	})
	if err != nil {
		return err
	}
	p.offset = 0
	if len(updates) == 0 {
		return nil
	}
	if err := p.deliver(ctx, updates); err != nil {
		return err
	}
	last := newest(updates)
	if last == 0 {
		return errNameless
	}
	p.offset = last + 1
	return nil
}

func newest(updates []Update) (id int64) {
	for _, u := range updates {
		id = max(id, u.ID)
	}
	return id
}

// deliver gives the handle a context that a stop ends only after a while, so
// that a transaction under way is finished.
func (p *poller) deliver(ctx context.Context, updates []Update) error {
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(p.options.Finish, cancel) })()
	return p.handle(work, updates)
}

// rest reports a failure and waits. A stop is no failure and needs no wait.
func (p *poller) rest(ctx context.Context, err error) {
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		return
	}
	pause := p.pause(err)
	p.failures++
	p.options.Report(err, pause)
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// pause doubles from half a second, is shortened by chance to at least a half,
// and is never shorter than Telegram asks.
func (p *poller) pause(err error) time.Duration {
	d := min(shortestPause<<min(p.failures, 10), longestBackoff)
	if p.options.Rand != nil {
		d = time.Duration(float64(d) * (1 + p.options.Rand()) / 2)
	}
	d = max(d, shortestPause)
	var e *Error
	if errors.As(err, &e) {
		d = max(d, e.RetryAfter)
	}
	return d
}

// farewell acknowledges what was committed last, so that it does not come
// again after the restart. What it may receive is left unacknowledged.
func (p *poller) farewell(ctx context.Context) {
	if p.offset == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewellTime)
	defer cancel()
	_, err := p.client.getUpdates(ctx, question{Offset: p.offset, Limit: 1, Allowed: p.options.Allowed})
	if err != nil {
		p.options.Report(err, 0)
	}
}
