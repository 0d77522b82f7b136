package emulator

import (
	"encoding/json"
	"slices"
	"time"
)

// longestPoll is the longest that Telegram lets a call wait.
const longestPoll = 50 * time.Second

// poller is the memory of getUpdates: what was asked last, and who waits.
type poller struct {
	offset  int64
	started time.Time
	waiting *waiter
}

// waiter is a long poll that waits.
type waiter struct {
	news chan struct{} // holds one
	end  *refusal      // set before the end is told through news
}

func (p *poller) wake() {
	if p.waiting != nil {
		select {
		case p.waiting.news <- struct{}{}:
		default:
		}
	}
}

// stop ends the poll that waits.
func (p *poller) stop(why *refusal) {
	if p.waiting != nil {
		p.waiting.end = why
		p.wake()
		p.waiting = nil
	}
}

var (
	errOtherPoller = conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
	errSetWebhook  = conflict("terminated by setWebhook request")
	errHookActive  = conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
	errClosing     = &refusal{status: 502, text: "Bad Gateway"}
)

// ask is one getUpdates.
type ask struct {
	offset int64
	limit  int
	wait   time.Duration
}

func (c *call) getUpdates() *refusal {
	kinds, no := c.kinds()
	if no != nil {
		return no
	}
	s := c.server
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.hook != nil {
		return errHookActive
	}
	if c.given("allowed_updates") {
		s.queue.allowed = kinds
	}
	a := s.poll.hear(c, s.now())
	s.queue.confirm(a.offset)
	batch := s.queue.take(a.limit, s.now())
	repeated := c.repeated()
	if len(batch)+len(repeated) == 0 && a.wait > 0 {
		if batch, no = c.longPoll(a); no != nil {
			return no
		}
	}
	c.updates(append(repeated, batch...))
	return nil
}

// kinds reads allowed_updates; an empty list goes back to the kinds that need
// no asking.
func (c *call) kinds() ([]string, *refusal) {
	var kinds []string
	if c.given("allowed_updates") && json.Unmarshal([]byte(c.str("allowed_updates")), &kinds) != nil {
		return nil, bad("expected an Array of String as allowed_updates")
	}
	if len(kinds) == 0 {
		return nil, nil
	}
	for _, k := range kinds {
		if !slices.Contains(updateKinds[:], k) {
			return nil, bad("unknown kind of update \"%s\" in allowed_updates", k)
		}
	}
	return kinds, nil
}

// updateKinds are the members that an update can have.
var updateKinds = [...]string{
	"message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message",
	"edited_business_message", "deleted_business_messages", "guest_message", "message_reaction", "message_reaction_count",
	"inline_query", "chosen_inline_result", "callback_query", "shipping_query", "pre_checkout_query",
	"purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_member", "chat_join_request", "chat_boost",
	"removed_chat_boost", "managed_bot",
}

// hear reads the call and slows down who asks the same again at once: within
// half a second one update at a time, within three seconds no short polls.
func (p *poller) hear(c *call, now time.Time) ask {
	a := ask{
		offset: c.num("offset"),
		limit:  int(min(max(c.numOr("limit", 100), 1), 100)),
		wait:   min(max(time.Duration(c.num("timeout"))*time.Second, 0), longestPoll),
	}
	if again := a.offset == p.offset && !p.started.IsZero(); again {
		since := now.Sub(p.started)
		if since < 3*time.Second {
			a.wait = max(a.wait, 3*time.Second)
		}
		if since < time.Second/2 {
			a.limit = 1
		}
	}
	p.offset, p.started = a.offset, now
	return a
}

// longPoll waits until something comes, another poll takes over, or time is
// up. It gives the lock away meanwhile.
func (c *call) longPoll(a ask) ([]update, *refusal) {
	s := c.server
	s.poll.stop(errOtherPoller)
	me := &waiter{news: make(chan struct{}, 1)}
	s.poll.waiting = me
	timer := time.NewTimer(a.wait)
	defer timer.Stop()
	for {
		s.mu.Unlock()
		up := false
		select {
		case <-me.news:
		case <-timer.C:
			up = true
		case <-c.ctx.Done():
			up = true
		}
		s.mu.Lock()
		if me.end != nil {
			return nil, me.end
		}
		batch := s.queue.take(a.limit, s.now())
		if c.ctx.Err() != nil {
			batch = nil
		}
		if up || len(batch) > 0 {
			s.poll.waiting = nil
			return batch, nil
		}
	}
}

// repeated is what a fault brings again.
func (c *call) repeated() []update {
	if c.fault == nil || c.fault.Repeat == 0 {
		return nil
	}
	recent := c.server.queue.recent
	return slices.Clone(recent[max(0, len(recent)-c.fault.Repeat):])
}

func (c *call) updates(batch []update) {
	if c.fault != nil && c.fault.Shuffle {
		c.server.random.Shuffle(len(batch), func(i, j int) { batch[i], batch[j] = batch[j], batch[i] })
	}
	c.out.openList()
	for i := range batch {
		c.out.comma()
		c.out.b = append(c.out.b, batch[i].raw...)
	}
	c.out.closeList()
}
