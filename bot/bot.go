package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"dodomu/bot/flow"
	"dodomu/bot/follow"
	"dodomu/bot/notify"
	"dodomu/bot/ops"
	"dodomu/bot/staff"
	"dodomu/bot/telegram"
	"dodomu/bot/tip"
	"dodomu/bot/wording"
	"dodomu/locales"
	"dodomu/store"
)

// Options are what a Bot is made of. DB and Wire are required.
type Options struct {
	DB            *store.DB
	Wire          *telegram.Client
	StaffChat     int64  // the group that is told of new cases; 0: none
	WebhookURL    string // "": the bot polls
	WebhookSecret string
	Notify        notify.Options
	Log           *slog.Logger
}

// Bot joins the store, the conversations and the wire.
type Bot struct {
	db        *store.DB
	wire      *telegram.Client
	catalog   *locales.Catalog
	rooms     rooms
	notifier  *notify.Notifier
	presses   chan string
	fetches   chan struct{}
	account   telegram.Account
	staffChat int64
	webhook   string
	secret    string
	log       *slog.Logger
	kyiv      *time.Location
	meters    *ops.Meters
	paid      bool        // broadcasts are paid for
	failing   atomic.Bool // the last batch was not kept
	hearing   hearing
	excuses   *excuses
}

// New makes a bot and checks what can be checked without the network: every
// conversation against the catalogue in every language.
func New(o Options) (*Bot, error) {
	catalog, err := locales.Load()
	if err != nil {
		return nil, fmt.Errorf("load the catalogue: %w", err)
	}
	all, err := openRooms(catalog)
	if err != nil {
		return nil, err
	}
	kyiv, err := time.LoadLocation("Europe/Kyiv")
	if err != nil {
		return nil, fmt.Errorf("load time zones: %w", err)
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	b := &Bot{db: o.DB, wire: o.Wire, catalog: catalog, rooms: all, staffChat: o.StaffChat, kyiv: kyiv,
		webhook: o.WebhookURL, secret: o.WebhookSecret, paid: o.Notify.Paid > 0, log: o.Log,
		excuses: newExcuses(), presses: make(chan string, 1024), fetches: make(chan struct{}, 1)}
	b.meters = ops.NewMeters(b.levels)
	o.Notify.Log, o.Notify.Sent = o.Log, b.sent
	b.notifier = notify.New(o.DB, sender{b}, o.Notify)
	return b, nil
}

// Webhook takes updates by HTTP; without a webhook it answers 404.
func (b *Bot) Webhook() http.Handler {
	if b.webhook == "" {
		return http.NotFoundHandler()
	}
	return telegram.Webhook(b.secret, b.Turn)
}

// Probes tell whether the parts of the bot can do their work now: whether the store
// answers and takes a transaction, whether the last turn could be kept, and whether
// Telegram is heard.
func (b *Bot) Probes() map[string]ops.Probe {
	return map[string]ops.Probe{"store": b.storeReady, "turns": b.turnsReady, "telegram": b.receivingReady}
}

func (b *Bot) storeReady(ctx context.Context) error {
	if err := b.db.Ping(ctx); err != nil {
		return err
	}
	return b.db.Update(ctx, func(*store.Tx) error { return nil })
}

// errTurn means that the last batch of updates was not kept: it comes again.
var errTurn = errors.New("the last turn was not kept, see the log")

func (b *Bot) turnsReady(context.Context) error {
	if b.failing.Load() {
		return errTurn
	}
	return nil
}

// sent tells the meters how one send ended.
func (b *Bot) sent(outcome string, wait time.Duration) {
	b.meters.Send(outcome)
	if wait > 0 {
		b.meters.TooMany(wait)
	}
}

// Meters count what the bot does; serve them with ops.Metered.
func (b *Bot) Meters() *ops.Meters { return b.meters }

// levels reads how much waits.
func (b *Bot) levels(ctx context.Context) (ops.Levels, error) {
	var counts store.Counts
	var now time.Time
	err := b.db.View(ctx, func(tx *store.Tx) (err error) {
		now = tx.Now()
		counts, err = tx.Counts()
		return err
	})
	if err != nil {
		return ops.Levels{}, err
	}
	size, err := b.db.Size(ctx)
	index := b.db.IndexState()
	levels := ops.Levels{Waiting: counts.Waiting, Due: counts.Due, Dead: counts.Dead, Files: counts.Files, Aside: counts.Aside, StoreBytes: size,
		IndexComplete: index.Complete, IndexChildren: index.Children, IndexBuild: index.Took}
	if !counts.OldestDue.IsZero() {
		levels.OldestDue = now.Sub(counts.OldestDue)
	}
	return levels, err
}

// apologise tells a person that their message could not be handled, and the code
// under which an operator finds it.
func (b *Bot) apologise(tx *store.Tx, a arrival, code string) error {
	who, err := tx.Meet(a.chat, b.catalog.Match(a.language))
	if err != nil {
		return err
	}
	t := &turn{bot: b, tx: tx, at: a, who: who}
	if first, err := t.firstSight(); err != nil || !first {
		return err
	}
	return t.say(flow.Message{Key: "bot.incident", Args: flow.Args{"code": {Text: code}}})
}

// wording is how this person reads.
func (b *Bot) wording(p store.Person) wording.Wording {
	return wording.New(b.catalog, wording.Reader{Tag: p.Language, Zone: b.zone(p.Zone), Quiet: p.Quiet, Bot: b.account.Username})
}

// wordingFor is how the reader of a notice reads.
func (b *Bot) wordingFor(n store.Claimed) wording.Wording {
	return wording.New(b.catalog, wording.Reader{Tag: n.Language, Zone: b.zone(n.Zone), Quiet: n.Quiet, Bot: b.account.Username})
}

func (b *Bot) zoneOf(p store.Person) *time.Location { return b.zone(p.Zone) }

func (b *Bot) zone(name string) *time.Location {
	if name == "" {
		return b.kyiv
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return b.kyiv
	}
	return zone
}

// notice makes the message of a notice of the store's.
func (b *Bot) notice(n store.Claimed) (flow.Message, error) {
	if kind, ours := strings.CutPrefix(n.Kind, "staff."); ours {
		m, known := staff.Notice("staff."+kind, n.Body)
		if !known {
			return flow.Message{}, fmt.Errorf("notice %s: no words for it", n.Kind)
		}
		return b.inPublic(n, m), nil
	}
	if m, ours, err := tip.Notice(n.Kind, n.Body); ours {
		return m, err
	}
	if !json.Valid(n.Body) {
		return flow.Message{}, errors.New("notice: body is not JSON")
	}
	return follow.Notice(n.Kind, n.Body), nil
}

// inPublic turns the buttons of a message to a group into links to a private
// chat: what is opened there must not be read by the group.
func (b *Bot) inPublic(n store.Claimed, m flow.Message) flow.Message {
	if n.Chat > 0 {
		return m
	}
	m.Buttons = slices.Clone(m.Buttons)
	for i, row := range m.Buttons {
		m.Buttons[i] = slices.Clone(row)
		for j, button := range row {
			ref, isOpen := strings.CutPrefix(button.Data, "s.open.")
			if isOpen {
				m.Buttons[i][j] = flow.Button{Label: button.Label, URL: wording.DeepLink(b.account.Username, "open_"+ref)}
			}
		}
	}
	return m
}

// recent lists the messages that a cleaning is about.
func (b *Bot) recent(ctx context.Context, n store.Claimed, c cleaning) ([]int, error) {
	var ids []int
	err := b.db.View(ctx, func(tx *store.Tx) (err error) {
		ids, err = tx.Messages(n.To)
		return err
	})
	if c.All {
		return ids, err
	}
	return slices.DeleteFunc(ids, func(id int) bool { return id > c.Before }), err
}
