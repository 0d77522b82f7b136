package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"dodomu/bot"
	"dodomu/bot/notify"
	"dodomu/bot/ops"
	"dodomu/bot/telegram"
	"dodomu/store"
)

// storeFlags are the settings of every command that opens the store.
type storeFlags struct {
	keyFlags
	DB string `name:"db" help:"The store: sqlite:FILE or postgres://…" env:"DODOMU_DB" default:"sqlite:dodomu.db"`
}

type serveCommand struct {
	storeFlags
	Token         string `help:"The bot's token from @BotFather. Better in a file: --token-file." env:"DODOMU_TOKEN"`
	TokenFile     string `help:"A file that holds the token." env:"DODOMU_TOKEN_FILE"`
	APIURL        string `name:"api-url" help:"Another Bot API server than Telegram's." env:"DODOMU_API_URL"`
	StaffChat     int64  `help:"The chat id of the staff group that is told of new cases." env:"DODOMU_STAFF_CHAT"`
	Listen        string `help:"The address of /healthz, /readyz, /metrics and the webhook at /telegram." env:"DODOMU_LISTEN" default:"127.0.0.1:8080"`
	WebhookURL    string `help:"The public https address of the webhook; without it the bot polls." env:"DODOMU_WEBHOOK_URL"`
	WebhookSecret string `help:"The webhook's secret. Better in a file." env:"DODOMU_WEBHOOK_SECRET"`
	SecretFile    string `name:"webhook-secret-file" help:"A file that holds the webhook's secret." env:"DODOMU_WEBHOOK_SECRET_FILE"`
	Paid          int    `name:"paid-broadcast" help:"Pay Telegram for broadcasts, so many a second: 31 to 1000. 0: they share the free limit." env:"DODOMU_PAID_BROADCAST"`
	Log           string `help:"How much to log: debug, info, warn or error." env:"DODOMU_LOG" default:"info"`
}

// drainTime is what everything together may take after a stop.
const drainTime = 5 * time.Second

// Run serves until it is told to stop, or until something ends it that waiting
// cannot mend.
func (c serveCommand) Run(d *door) error { return c.run(d, notify.Options{}) }

// run is Run with the figures of the sender.
func (c serveCommand) run(d *door, sending notify.Options) error {
	log, err := logTo(d, c.Log)
	if err != nil {
		return err
	}
	wire, err := c.wire()
	if err != nil {
		return err
	}
	if err := c.sane(); err != nil {
		return err
	}
	if _, err := c.keys(); err != nil {
		return err
	}
	db, err := c.await(d.ctx, log)
	if err != nil {
		return opening(err)
	}
	defer db.Close()
	sending.Paid = float64(c.Paid)
	secret, err := c.secret()
	if err != nil {
		return err
	}
	b, err := bot.New(bot.Options{DB: db, Wire: wire, StaffChat: c.StaffChat, Log: log, Notify: sending,
		WebhookURL: c.WebhookURL, WebhookSecret: secret})
	if err != nil {
		return err
	}
	if err := introduce(d.ctx, b, log); err != nil || d.ctx.Err() != nil {
		return err
	}
	return c.serve(d.ctx, b, log)
}

// serve runs the bot and its listener until the first of them ends.
func (c serveCommand) serve(ctx context.Context, b *bot.Bot, log *slog.Logger) error {
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("--listen %s cannot be listened on: %w", c.Listen, err)
	}
	mux := http.NewServeMux()
	probes := ops.Handler(b.Probes(), func(part string, err error) { log.Warn("not ready", "part", part, "cause", err.Error()) })
	mux.Handle("/", ops.Metered(probes, b.Meters()))
	mux.Handle("/telegram", b.Webhook())
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("listen: %w", err)
		}
		return nil
	})
	group.Go(func() error {
		<-ctx.Done()
		stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
		defer cancel()
		return server.Shutdown(stop)
	})
	group.Go(func() error { return b.Run(ctx) })
	log.Info("serving", "listen", listener.Addr().String())
	err = group.Wait()
	log.Info("stopped")
	return err
}

func (c serveCommand) wire() (*telegram.Client, error) {
	token, err := secret{c.Token, c.TokenFile, "DODOMU_TOKEN"}.read()
	if err != nil {
		return nil, err
	}
	if token == "" {
		return nil, usageError{errors.New("DODOMU_TOKEN is not set: give the token from @BotFather, or try without one: dodomu try")}
	}
	wire, err := telegram.New(token, telegram.Options{BaseURL: c.APIURL})
	if err != nil {
		return nil, usageError{fmt.Errorf("DODOMU_TOKEN or DODOMU_API_URL: %w", err)}
	}
	return wire, nil
}

func (c serveCommand) secret() (string, error) {
	s, err := secret{c.WebhookSecret, c.SecretFile, "DODOMU_WEBHOOK_SECRET"}.read()
	if err == nil && c.WebhookURL != "" && s == "" {
		return "", usageError{errors.New("DODOMU_WEBHOOK_URL is set but DODOMU_WEBHOOK_SECRET is not: anybody could pretend to be Telegram")}
	}
	return s, err
}

// errRefused says what to do when Telegram does not take the bot.
var errRefused = errors.New("DODOMU_TOKEN: Telegram refuses this token, copy it again from @BotFather")

// longestIntroduction is the longest pause between two attempts at being known to
// Telegram.
const longestIntroduction = 10 * time.Second

// introduce makes the bot known to Telegram, as often as it takes: a bot that is
// started while Telegram cannot be reached waits for it, for a service manager
// gives up on a program that keeps ending. A token that Telegram refuses ends it.
// nil also when ctx ended meanwhile.
func introduce(ctx context.Context, b *bot.Bot, log *slog.Logger) error {
	for pause := time.Second; ; pause = min(2*pause, longestIntroduction) {
		err := b.Introduce(ctx)
		if err == nil || ctx.Err() != nil {
			return nil
		}
		switch telegram.OutcomeOf(err) {
		case telegram.TokenBad:
			return errRefused
		case telegram.Failed, telegram.Later:
		default:
			return err
		}
		log.Warn("waiting for Telegram: see the network of this machine and DODOMU_API_URL", "cause", err.Error(), "pause", pause.String())
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}

// open opens the store of a command that needs its key.
func (f storeFlags) open(ctx context.Context, log *slog.Logger) (*store.DB, error) {
	keys, err := f.keys()
	if err != nil {
		return nil, err
	}
	return store.Open(ctx, f.DB, keys, store.WithLog(log))
}

// How long serve waits for a server of the store that does not answer, and how
// often it looks.
const (
	storeWait = time.Minute
	storeLook = time.Second
)

// await opens the store. One on a server that is just starting anew is waited for
// a while: a service manager gives up on a program that keeps ending.
func (f storeFlags) await(ctx context.Context, log *slog.Logger) (*store.DB, error) {
	ctx, stop := context.WithTimeout(ctx, storeWait)
	defer stop()
	for {
		db, err := f.open(ctx, log)
		if err == nil || strings.HasPrefix(f.DB, "sqlite:") || !store.Fault(err) || ctx.Err() != nil {
			return db, err
		}
		log.Warn("waiting for the store", "cause", err.Error(), "pause", storeLook.String())
		select {
		case <-ctx.Done():
			return nil, err
		case <-time.After(storeLook):
		}
	}
}
