package bot

import (
	"fmt"

	"dodomu/bot/flow"
	"dodomu/store"
)

// turn is one person's update inside the transaction.
type turn struct {
	bot *Bot
	tx  *store.Tx
	at  arrival
	who store.Person
}

// handle finds who it is from and gives it to the right room. A repeat of an
// update that was handled ends here.
func (b *Bot) handle(tx *store.Tx, a arrival) error {
	switch {
	case a.act == actMove:
		return b.move(tx, a)
	case a.act == actNone || a.chat == 0:
		return nil
	case !a.private:
		return b.inGroup(tx, a)
	}
	who, err := tx.Meet(a.chat, b.catalog.Match(a.language))
	if err != nil {
		return fmt.Errorf("meet: %w", err)
	}
	t := &turn{b, tx, a, who}
	first, err := t.firstSight()
	if err != nil || !first {
		return err
	}
	return t.route()
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
	switch t.at.act {
	case actBlock:
		return t.tx.Reachable(t.who.ID, !t.at.blocked)
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
	in, err := t.withFiles(t.at.input)
	if err != nil {
		return err
	}
	if t.who.State != nil {
		return t.converse(in)
	}
	return t.unasked(in)
}

// edited tells how an earlier answer is changed; outside of a conversation an
// edit changes nothing that anyone waits for.
func (t *turn) edited() error {
	if t.who.State == nil {
		return nil
	}
	return t.converse(flow.Input{Kind: flow.Edited, Message: t.at.message})
}

// move follows a group that became a supergroup.
func (b *Bot) move(tx *store.Tx, a arrival) error {
	return tx.MoveChat(a.chat, a.moved)
}

// inGroup answers a command in a group with one line that sends the person to a
// private chat, and nothing else: others read here.
func (b *Bot) inGroup(tx *store.Tx, a arrival) error {
	if a.act != actCommand || a.chat != b.staffChat {
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
	t := &turn{b, tx, a, group}
	return t.say(flow.Message{Key: "bot.group"})
}
