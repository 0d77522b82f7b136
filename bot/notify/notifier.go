package notify

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"dodomu/store"
)

// Sender is the way out: it words one notice and hands it to Telegram. It is the
// one boundary of this package to the world outside of the process.
type Sender interface {
	Send(ctx context.Context, n store.Claimed) Result
}

// Options are the figures of a Notifier; the zero value takes Telegram's.
type Options struct {
	PerSecond float64       // messages a second in all; 0: AllPerSecond
	Unpaced   bool          // no pace of our own for each chat, only the overall rate
	Workers   int           // sends under way at once; 0: 64
	Lease     time.Duration // how long a claimed notice is ours; 0: Lease
	Finish    time.Duration // what sends under way may still take after a stop; 0: 3 s
	Now       func() time.Time
	Log       *slog.Logger
	// Sent is told how each send ended, by the name of its outcome, and how long
	// Telegram asked to wait (0: not at all); nil tells nobody.
	Sent func(outcome string, wait time.Duration)
}

// Lease is how long a claimed notice is its claimer's alone.
const Lease = 30 * time.Second

// handRoom is how many replies may wait in memory; more find their way by the
// table.
const handRoom = 8192

const (
	defaultWorkers = 64
	defaultFinish  = 3 * time.Second
	// Another process may put something into the outbox; it is looked at this often
	// even when nobody wakes us.
	longestSleep = 10 * time.Second
	// What is claimed beyond the free workers waits here under a lease, so it is
	// never more than goes out well within one.
	claimAhead = 64
	settleMost = 256
)

// Notifier empties the outbox. One runs in each process.
type Notifier struct {
	db      *store.DB
	send    Sender
	o       Options
	wake    chan struct{}
	handed  chan store.Claimed
	results chan sent
	pace    pacer
	breaker breaker
	limit   limiter
	queue   queue
	flying  int
	work    sync.WaitGroup
}

// sent is a claimed notice and how its send ended.
type sent struct {
	store.Claimed
	Result
	paced bool // it was not sent: its chat's own pace holds it back
}

// New makes a Notifier over a store and a way out.
func New(db *store.DB, send Sender, o Options) *Notifier {
	o = o.complete()
	return &Notifier{db: db, send: send, o: o,
		wake: make(chan struct{}, 1), handed: make(chan store.Claimed, handRoom), results: make(chan sent, o.Workers),
		pace: pacer{chats: map[int64]*paced{}, off: o.Unpaced}, limit: newLimiter(o.PerSecond)}
}

func (o Options) complete() Options {
	if o.PerSecond == 0 {
		o.PerSecond = AllPerSecond
	}
	if o.Workers == 0 {
		o.Workers = defaultWorkers
	}
	if o.Lease == 0 {
		o.Lease = Lease
	}
	if o.Finish == 0 {
		o.Finish = defaultFinish
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sent == nil {
		o.Sent = func(string, time.Duration) {}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

// Wake tells that something was put into the outbox. It never blocks and may be
// called from anywhere.
func (n *Notifier) Wake() {
	select {
	case n.wake <- struct{}{}:
	default:
	}
}

// Hand gives over notices that are claimed already, so that they need not be
// read again. What finds no room keeps its lease and comes back when that ends.
func (n *Notifier) Hand(claimed []store.Claimed) {
	for _, c := range claimed {
		select {
		case n.handed <- c:
		default:
			n.Wake()
			return
		}
	}
}

// Run sends until ctx ends, then lets the sends under way finish, settles them
// and gives back what it had claimed. The error is of the store, and only one
// that waiting cannot mend.
func (n *Notifier) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		n.claim(ctx)
		n.dispatch(ctx)
		n.rest(ctx)
	}
	n.drain(context.WithoutCancel(ctx))
	return nil
}
