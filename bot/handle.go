package bot

import (
	"fmt"
	"time"

	"dodomu/bot/flow"
	"dodomu/bot/ops"
	"dodomu/store"
)

// turn is one person's update inside the transaction.
type turn struct {
	bot *Bot
	tx  *store.Tx
	at  arrival
	who store.Person

	settled int // messages of the answer to an album so far
}

// handle finds who it is from and gives it to the right room. A repeat of an
// update that was handled ends here.
func (b *Bot) handle(tx *store.Tx, a arrival) (ops.Use, error) {
	switch {
	case a.act == actMove:
		return ops.Used, tx.MoveChat(a.chat, a.moved)
	case a.act == actNone || a.chat == 0:
		return ops.Used, nil
	case !a.private:
		return ops.Used, b.inGroup(tx, a)
	}
	who, err := tx.Meet(a.chat, b.catalog.Match(a.language))
	if err != nil {
		return ops.Used, fmt.Errorf("meet: %w", err)
	}
	t := &turn{bot: b, tx: tx, at: a, who: who}
	first, err := t.firstSight()
	if err != nil || !first {
		return ops.Repeated, err
	}
	return ops.Used, t.route()
}

// firstSight records the update and the parts that came with it.
func (t *turn) firstSight() (bool, error) {
	first, err := t.tx.FirstSight(t.at.update, t.who.ID, t.at.sentMessage())
	if err != nil {
		return false, fmt.Errorf("first sight: %w", err)
	}
	fresh := t.at.parts[:0]
	for _, part := range t.at.parts {
		isNew, err := t.tx.FirstSight(part.update, t.who.ID, part.message)
		if err != nil {
			return false, fmt.Errorf("first sight of a part: %w", err)
		}
		if isNew {
			fresh = append(fresh, part)
		}
	}
	t.at.parts = fresh
	if !first && len(fresh) > 0 { // the first part was used before its album was whole
		parts := fresh[1:]
		t.at = fresh[0]
		t.at.parts = parts
		return true, nil
	}
	return first, nil
}

// sentMessage is the id of the person's own message, 0 for a press: there the
// id is of ours.
func (a arrival) sentMessage() int {
	if a.act == actPress {
		return 0
	}
	return a.message
}

func (t *turn) route() error {
	if t.at.act == actBlock {
		return t.tx.Reachable(t.who.ID, !t.at.blocked)
	}
	if !t.who.Reachable { // who writes can be written to, whatever was heard before
		if err := t.tx.Reachable(t.who.ID, true); err != nil {
			return err
		}
	}
	switch t.at.act {
	case actPress:
		return t.press()
	case actCommand:
		return t.command()
	case actEdit:
		return t.edited()
	}
	return t.heard()
}

// heard takes what a person said: an answer to the waiting question, or a word
// out of the blue.
func (t *turn) heard() error {
	if err := t.giveWay(t.at.input); err != nil {
		return err
	}
	if t.who.State == nil {
		return t.unasked()
	}
	in, err := t.withFiles(t.at.input)
	if err != nil {
		return err
	}
	return t.converse(in)
}

// edited tells how an earlier answer is changed: an edit changes nothing by
// itself.
func (t *turn) edited() error {
	if t.who.State == nil {
		return t.menu("bot.edited")
	}
	return t.converse(flow.Input{Kind: flow.Edited, Message: t.at.message})
}

// groupPause is how long a group is not told again where to write: one line is
// read by all, and many would be noise.
const groupPause = 10 * time.Minute

// inGroup answers what is said to the bot in a group with one line that sends the
// person to a private chat, and nothing else: others read here.
func (b *Bot) inGroup(tx *store.Tx, a arrival) error {
	if a.act != actCommand && (a.act != actSay || a.toBot != b.account.ID || a.toBot == 0) {
		return nil
	}
	group, err := tx.Group(a.chat)
	if err != nil {
		return err
	}
	first, err := tx.FirstSight(a.update, group.ID, 0)
	if err != nil || !first {
		return err
	}
	if a.chat != b.staffChat {
		if err := tx.SetLanguage(group.ID, b.catalog.Match(a.language), false); err != nil {
			return err
		}
	}
	said := store.Notice{To: group.ID, Priority: store.Reply, Kind: kindReply, Body: []byte(groupLine),
		Dedupe: "group:" + tx.Now().Truncate(groupPause).Format(time.RFC3339)}
	return tx.Enqueue(said)
}

// groupLine is the one message that a group gets.
const groupLine = `{"k":"bot.group"}`
