package emulator

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Options say what kind of Telegram it is. Only Token is required.
type Options struct {
	Token   string           // "123456:abc…"; the part before the colon is the bot's user id
	BotName string           // username of the bot; "" is "emulated_bot"
	Title   string           // first name of the bot; "" is BotName
	Now     func() time.Time // nil: time.Now
	Seed    uint64           // of file ids, press ids and first update id: the same seed gives the same ids
	After   int              // id that the first message of a private chat comes after: for a bot that remembers an earlier server; 0: 1 is the first
	Limits  Limits           // zero: Telegram's own
	Log     *slog.Logger     // nil: discard. Holds methods, statuses and ids only

	PressLife    time.Duration // how long a press waits and can be answered; 0: 150 s
	UpdateLife   time.Duration // how long everything else waits; 0: 24 h
	WebhookRetry time.Duration // first pause after a failed webhook, doubling from there; 0: 1 s
	ReadsGroups  bool          // the bot sees all messages of its groups; else commands, replies and service messages only

	KeepCalls    int // how many calls [Server.Calls] remembers; 0: 10,000, negative: none
	KeepMessages int // how many messages of a chat are kept, the newest; 0: all
	KeepFiles    int // how many files are kept, the newest; 0: all
}

// Server is the emulated Telegram. All methods may be called at any time from
// any goroutine.
type Server struct {
	options Options
	bot     account
	log     *slog.Logger
	methods map[string]*method

	mu      sync.Mutex
	random  *rand.Rand
	chats   map[int64]*chat
	people  map[int64]*Person
	groups  []*Group
	lastID  int // of messages in private chats and basic groups, which share one count
	queue   queue
	poll    poller
	hook    *webhook
	presses presses
	files   files
	profile botProfile
	limiter limiter
	calls   callRing
	faults  []*fault
	version uint64
	changed chan struct{} // closed by the next change; nil while nobody waits
	closed  bool
}

// New makes a Telegram with one bot and nobody else. It panics if the token
// has not the form number:secret, as such a bot cannot exist.
func New(o Options) *Server {
	number, _, ok := strings.Cut(o.Token, ":")
	id, err := strconv.ParseInt(number, 10, 64)
	if !ok || err != nil || id <= 0 {
		panic("emulator: a token is number:secret")
	}
	o = o.complete()
	s := &Server{
		options: o, log: o.Log, methods: methodTable(),
		bot:    account{id: id, bot: true, first: o.Title, username: o.BotName},
		random: rand.New(rand.NewPCG(o.Seed, 0x7e1e67a3)),
		chats:  map[int64]*chat{}, people: map[int64]*Person{},
		limiter: newLimiter(o.Limits), calls: callRing{keep: o.KeepCalls},
	}
	s.queue.next = s.firstUpdate()
	s.lastID = o.After
	s.files.keep = o.KeepFiles
	s.profile = newBotProfile(o.Title)
	return s
}

func (o Options) complete() Options {
	o.BotName = orElse(o.BotName, "emulated_bot")
	o.Title = orElse(o.Title, o.BotName)
	o.PressLife = orElse(o.PressLife, 150*time.Second)
	o.UpdateLife = orElse(o.UpdateLife, 24*time.Hour)
	o.WebhookRetry = orElse(o.WebhookRetry, time.Second)
	o.KeepCalls = orElse(o.KeepCalls, 10_000)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

func orElse[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}

// Close ends the senders of the webhook and every waiting poll. Calls after it
// are answered with 502. It may be called twice.
func (s *Server) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	s.dropHook()
	s.poll.stop(errClosing)
	s.change()
}

// Version grows by every change that a person, a test or the page could see.
func (s *Server) Version() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.version
}

// Wait returns the version as soon as it is greater than after, or the error
// of ctx. A test looks, and if it does not see what it wants, waits for the
// next version and looks again.
func (s *Server) Wait(ctx context.Context, after uint64) (uint64, error) {
	for {
		s.mu.Lock()
		version := s.version
		if s.changed == nil {
			s.changed = make(chan struct{})
		}
		changed := s.changed
		s.mu.Unlock()
		if version > after {
			return version, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return version, ctx.Err()
		}
	}
}

// change wakes those who wait. Callers hold the lock.
func (s *Server) change() {
	s.version++
	if s.changed != nil {
		close(s.changed)
		s.changed = nil
	}
}

// now is the time as Telegram gives it.
func (s *Server) now() time.Time { return s.options.Now() }
