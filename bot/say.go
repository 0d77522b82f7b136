package bot

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"dodomu/bot/flow"
	"dodomu/bot/wording"
	"dodomu/store"
)

// The kinds of the bot's own rows in the outbox; every other kind is a notice of
// the store's, worded by its name.
const (
	kindReply = "reply" // Body: a flow.Message
	kindClean = "clean" // Body: a cleaning
)

// cleaning says which messages of a chat are to go: all up to Before, those of
// the last 48 hours that the store remembers. All means also what came after.
type cleaning struct {
	Before int  `json:"b,omitempty"`
	All    bool `json:"a,omitempty"`
}

// say puts messages into the outbox, in this order.
func (t *turn) say(messages ...flow.Message) error {
	for _, m := range messages {
		kind := kindReply
		if m.Once {
			kind = store.KindOnce
		}
		if err := t.enqueue(kind, m, m.Edit == 0); err != nil {
			return err
		}
	}
	return nil
}

// reply says what a room answered and begins the conversation it asks for.
func (t *turn) reply(r flow.Reply) error {
	if err := t.say(r.Messages...); err != nil {
		return err
	}
	if r.Begin == "" {
		return nil
	}
	return t.begin(r.Begin, r.Notes...)
}

// clean removes what stands in the chat when the person is in quiet mode: what is
// not on the screen cannot be read there. What came after their last words stays
// until they go on: the waiting question, and the receipt, which is shown once.
func (t *turn) clean(due bool) error {
	if !due || !t.who.Quiet {
		return nil
	}
	return t.enqueue(kindClean, cleaning{Before: t.at.lastMessage()}, false)
}

func (t *turn) enqueue(kind string, body any, album bool) error {
	text, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("enqueue %s: %w", kind, err)
	}
	n := store.Notice{To: t.who.ID, Priority: store.Reply, Kind: kind, Body: text, Said: body}
	if album && t.at.album != "" {
		return t.settle(n)
	}
	return t.tx.Enqueue(n)
}

// albumTime is how long the parts of an album may take to arrive: Telegram sends
// them apart and marks no end.
const albumTime = time.Second

// settledMost is how many messages of an answer to an album can be taken back.
const settledMost = 4

// settle lets the answer to an album wait until its other parts are in; the
// answer to a later part takes its place.
func (t *turn) settle(n store.Notice) error {
	key := func(i int) string { return "album:" + t.at.album + "." + strconv.Itoa(i) }
	if t.settled == 0 {
		for i := range settledMost {
			if err := t.tx.Recall(n.To, key(i)); err != nil {
				return err
			}
		}
	}
	if t.settled < settledMost {
		n.Dedupe = key(t.settled)
	}
	t.settled++
	n.Due = t.tx.Now().Add(albumTime)
	return t.tx.Enqueue(n)
}

// words is the wording of the person's own language and place.
func (t *turn) words() wording.Wording { return t.bot.wording(t.who) }

// today is the date at the person's place.
func (t *turn) today() flow.Date {
	now := t.tx.Now().In(t.bot.zoneOf(t.who))
	return flow.Date{Year: now.Year(), Month: int(now.Month()), Day: now.Day()}
}
