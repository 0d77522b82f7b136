package notify

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
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
	Paid      float64       // broadcasts a second that are paid for, beside PerSecond; 0: none
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
	// Where there may be other processes, what they put there waits no longer.
	sharedSleep = 250 * time.Millisecond
	// What is claimed waits here and keeps its chat from being answered: never more
	// than goes out in half a second, so that replies need not wait for long.
	mostAhead, leastAhead = 64, 4
	settleMost            = 256
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
	all     budget
	paid    budget // of broadcasts, where they are paid for
	queue   queue
	ahead   int          // how many are claimed at most
	look    bool         // something may be new in the table
	held    atomic.Int64 // how many wait in the queue
	flying  int
	ended   []store.Outcome // not recorded yet
	halt    time.Time       // of the whole bot, not recorded yet
	kept    chan kept
	keeping bool      // a transaction is under way
	more    bool      // the last claim did not take all
	due     time.Time // when the next will be
	work    sync.WaitGroup
}

// sent is a claimed notice and how its send ended.
type sent struct {
	store.Claimed
	Result
	began time.Time
	paced bool // it was not sent: its chat's own pace holds it back
}

// New makes a Notifier over a store and a way out.
func New(db *store.DB, send Sender, o Options) *Notifier {
	if o.Now == nil {
		o.Now = db.Now // leases are told by the store's clock: by another one they would be over, or never end
	}
	o = o.complete()
	n := &Notifier{db: db, send: send, o: o,
		wake: make(chan struct{}, 1), handed: make(chan store.Claimed, handRoom), results: make(chan sent, o.Workers), kept: make(chan kept, 1), look: true,
		pace: pacer{chats: map[int64]*paced{}, off: o.Unpaced}, all: newBudget(store.AllBudget, o.PerSecond, db.Shared())}
	if o.Paid > 0 {
		n.paid = newBudget(store.PaidBudget, o.Paid, db.Shared())
	}
	n.ahead = int(min(max(max(o.PerSecond, o.Paid)*ahead(db.Shared()).Seconds(), leastAhead), mostAhead))
	return n
}

// ahead is how much of the rate is claimed before it can leave. Where others send
// too each has a part of the rate only, and what a killed one had claimed waits for
// its lease to end.
func ahead(shared bool) time.Duration {
	if shared {
		return time.Second / 6
	}
	return time.Second / 2
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

// Room tells whether replies should be handed over: whether they would go out
// soon. Where they would not, they are better left in the table: another process
// may send them, and their lease does not run.
func (n *Notifier) Room() bool {
	most := min(handRoom/2, n.o.PerSecond*n.o.Lease.Seconds()/8)
	if n.db.Shared() {
		most = float64(n.ahead)
	}
	return float64(n.held.Load())+float64(len(n.handed)) < most
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
	n.recall(ctx)
	for ctx.Err() == nil {
		n.takeHanded()
		n.dispatch(ctx)
		n.keep(ctx)
		n.rest(ctx)
	}
	n.drain(context.WithoutCancel(ctx))
	return nil
}

// recall takes up a pause of the whole bot that an earlier run was asked for.
func (n *Notifier) recall(ctx context.Context) {
	err := n.db.View(ctx, func(tx *store.Tx) error {
		until, err := tx.Paused()
		n.breaker.paused(n.o.Now(), until)
		return err
	})
	if err != nil && ctx.Err() == nil {
		n.storeFailed(ctx, "read pause", err)
	}
}
