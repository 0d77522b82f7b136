package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"dodomu/bot"
	"dodomu/bot/emulator"
	"dodomu/bot/notify"
	"dodomu/bot/telegram"
	"dodomu/store"
	"dodomu/store/seal"
)

type tryCommand struct {
	Listen string `help:"The local address of the page." default:"127.0.0.1:8090"`
	DB     string `name:"db" help:"Keep what is played in this store, as sqlite:FILE; a key file is made beside it. Without it nothing is kept."`
	Record string `help:"Write what was played to this file as a transcript when you stop."`
	Log    string `help:"How much to log: debug, info, warn or error." default:"error"`
}

// tryToken is the token of the small Telegram's bot. It opens nothing elsewhere.
const tryToken = "100:try"

// tryEpoch is where the ids of messages are counted from: a second is more than
// one message, and they stay within Telegram's 31 bits until 2094.
const tryEpoch = 1_767_225_600 // 1 January 2026, unix seconds

// Run plays a small Telegram with the bot in it, on a page of this machine, until
// it is stopped.
func (c tryCommand) Run(d *door) error {
	log, err := logTo(d, c.Log)
	if err != nil {
		return err
	}
	now := daytime(time.Now)
	db, err := c.open(d.ctx, now, log)
	if err != nil {
		return err
	}
	defer db.Close()
	small := emulator.New(telegramOf(now, log))
	defer small.Close()
	cast := newCast(small)
	recorder := small.Record(cast.names())
	b, stop, err := c.bot(db, cast, recorder, log)
	if err != nil {
		return err
	}
	defer stop()
	if err := errors.Join(b.Introduce(d.ctx), cast.hire(d.ctx, db)); err != nil {
		return err
	}
	if err := c.play(d, b, small.Page(cast.page(recorder))); err != nil {
		return err
	}
	return c.write(d, recorder)
}

// telegramOf is the small Telegram of this run. A store that is kept remembers the
// updates and messages of earlier runs: their ids must not come again.
func telegramOf(now func() time.Time, log *slog.Logger) emulator.Options {
	return emulator.Options{
		Token: tryToken, BotName: "dodomu_bot", Title: "Dodomu", Now: now, Log: log,
		Seed: uint64(time.Now().UnixNano()), After: int(time.Now().Unix() - tryEpoch),
		Limits: emulator.Limits{Off: true}, // one person plays everybody here, faster than anybody writes
	}
}

// bot makes the bot over the small Telegram, which listens on a port of its own.
func (c tryCommand) bot(db *store.DB, cast *cast, recorder *emulator.Recorder, log *slog.Logger) (*bot.Bot, func(), error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, nil, fmt.Errorf("try: %w", err)
	}
	server := &http.Server{Handler: recorder.Handler(), ReadHeaderTimeout: time.Minute}
	go server.Serve(listener)
	stop := func() { server.Close() }
	wire, err := telegram.New(tryToken, telegram.Options{BaseURL: "http://" + listener.Addr().String()})
	if err != nil {
		stop()
		return nil, nil, err
	}
	b, err := bot.New(bot.Options{DB: db, Wire: wire, StaffChat: cast.group.ID(), Log: log, Notify: notify.Options{Unpaced: true}})
	return b, stop, err
}

// play runs the bot and serves the page until a stop.
func (c tryCommand) play(d *door, b *bot.Bot, page http.Handler) error {
	listener, err := emulator.ListenPage(c.Listen)
	if err != nil {
		return usageError{fmt.Errorf("--listen %s: %w", c.Listen, err)}
	}
	group, ctx := errgroup.WithContext(d.ctx)
	server := &http.Server{Handler: page, ReadHeaderTimeout: time.Minute, BaseContext: func(net.Listener) context.Context { return ctx }}
	group.Go(func() error {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	group.Go(func() error {
		<-ctx.Done()
		return server.Close()
	})
	group.Go(func() error { return b.Run(ctx) })
	fmt.Fprintf(d.out, "Open http://%s in your browser. Stop with Ctrl-C.\n", listener.Addr())
	if c.DB == "" {
		fmt.Fprintln(d.out, "Nothing is kept: to keep it, use --db sqlite:FILE.")
	}
	return group.Wait()
}

func (c tryCommand) write(d *door, recorder *emulator.Recorder) error {
	if c.Record == "" {
		return nil
	}
	if err := os.WriteFile(c.Record, emulator.FormatTranscript(recorder.Script()), 0o600); err != nil {
		return fmt.Errorf("--record: %w", err)
	}
	fmt.Fprintf(d.out, "What was played stands in %s.\n", c.Record)
	return nil
}

// open opens the store of the try: in memory, or in a file with a key beside it.
func (c tryCommand) open(ctx context.Context, now func() time.Time, log *slog.Logger) (*store.DB, error) {
	if c.DB == "" {
		keys, err := seal.New(rand.Reader)
		if err != nil {
			return nil, err
		}
		return store.Open(ctx, "sqlite::memory:", keys, store.WithNow(now), store.WithLog(log))
	}
	file, embedded := strings.CutPrefix(c.DB, "sqlite:")
	if !embedded {
		return nil, usageError{fmt.Errorf("--db %q is not of the form sqlite:FILE", c.DB)}
	}
	if err := seal.NewFile(file + ".key"); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	keys, err := seal.ReadFile(file + ".key")
	if err != nil {
		return nil, err
	}
	return store.Open(ctx, c.DB, keys, store.WithNow(now), store.WithLog(log))
}

// daytime is a clock that begins at ten in the morning in Kyiv when it is night
// there: at night the bot rightly keeps its pushes back, and a try would wait for
// them in vain.
func daytime(now func() time.Time) func() time.Time {
	kyiv, err := time.LoadLocation("Europe/Kyiv")
	if err != nil {
		return now
	}
	local := now().In(kyiv)
	if local.Hour() >= 9 && local.Hour() < 18 {
		return now
	}
	ten := time.Date(local.Year(), local.Month(), local.Day(), 10, 0, 0, 0, kyiv)
	shift := ten.Sub(local)
	return func() time.Time { return now().Add(shift) }
}
