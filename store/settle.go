package store

import (
	"fmt"
	"time"
)

// How is how a send ended.
type How int

// The ends of a send.
const (
	Sent     How = iota // it went out
	Later               // not before Until; no attempt is counted
	Failed              // try again at Until; given up after MaxAttempts
	Gone                // the chat takes no messages
	Migrated            // the group goes on as MovedTo
	Refused             // Telegram finds it wrong: given up at once
)

// MaxAttempts is how often a notice may fail before it is given up for an
// operator to look at: with the pauses of the sender, a good day.
const MaxAttempts = 150

// Outcome is what became of a claimed notice.
type Outcome struct {
	Claimed
	How     How
	Until   time.Time // of Later and Failed
	Message int       // of Sent: Telegram's message id, 0 where none came of it
	MovedTo int64     // of Migrated
}

// Settle records how sends ended, each under the token of its claim. One whose
// lease ended meanwhile, and whose lane somebody else has, changes only its own
// row: what went out is never queued again.
func (tx *Tx) Settle(outcomes []Outcome) error {
	if err := tx.direct(); err != nil {
		return err
	}
	mine, err := tx.let(tx.holdings(outcomes))
	if err != nil {
		return fmt.Errorf("settle: %w", err)
	}
	if err := tx.markSent(outcomes); err != nil {
		return fmt.Errorf("settle: %w", err)
	}
	for _, o := range outcomes {
		if err := tx.outcome(o); err != nil {
			return fmt.Errorf("settle %d: %w", o.ID, err)
		}
	}
	if err := tx.direct(); err != nil {
		return err
	}
	return tx.free(mine)
}

// holdings are the lanes that outcomes let go.
func (tx *Tx) holdings(outcomes []Outcome) []holding {
	all := make([]holding, 0, len(outcomes))
	for _, o := range outcomes {
		hold := ms(tx.now)
		if o.How == Later || o.How == Failed {
			hold = max(hold, ms(o.Until))
		}
		all = append(all, holding{int64(o.To), o.token, hold})
	}
	return all
}

var endSent = newGroup("UPDATE outbox SET state = 1, body = NULL, message = v.column2, settled = v.column3 FROM (VALUES ",
	"(CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS BIGINT))", ") AS v WHERE outbox.id = v.column1")

// markSent takes what went out of the queue. Only its message id is kept.
func (tx *Tx) markSent(outcomes []Outcome) error {
	var args []any
	for _, o := range outcomes {
		if o.How == Sent {
			args = append(args, o.ID, int64(o.Message), ms(tx.now))
		}
	}
	_, err := tx.execGroup(&endSent, args)
	return err
}

// outcome writes what an outcome says of the notice and of its chat, where it is not
// sent.
func (tx *Tx) outcome(o Outcome) error {
	switch o.How {
	case Failed:
		return tx.fail(o)
	case Gone:
		if err := tx.giveUp(o); err != nil {
			return err
		}
		return tx.Reachable(o.To, false)
	case Migrated:
		return tx.migrated(o)
	case Refused:
		return tx.giveUp(o)
	}
	return nil
}

// migrated follows a group to its new chat. Where that is known as another record,
// the notice goes on in that one's lane.
func (tx *Tx) migrated(o Outcome) error {
	heir, err := tx.moveChat(o.To, o.MovedTo)
	if err != nil || heir == o.To {
		return err
	}
	if err := tx.markSent([]Outcome{{Claimed: o.Claimed, How: Sent}}); err != nil {
		return err
	}
	n := o.Notice
	n.To = heir
	return tx.Enqueue(n)
}

// giveUp takes a notice out of the queue that nobody will get. Its sealed body is
// kept for an operator, where it is not spent.
func (tx *Tx) giveUp(o Outcome) error {
	if o.spent(dead) {
		return tx.markSent([]Outcome{{Claimed: o.Claimed, How: Sent}})
	}
	_, err := tx.exec("UPDATE outbox SET state = 2, settled = $2 WHERE id = $1 AND state = 0", o.ID, ms(tx.now))
	return err
}

func (tx *Tx) fail(o Outcome) error {
	if o.Attempt+1 >= MaxAttempts {
		return tx.giveUp(o)
	}
	_, err := tx.exec("UPDATE outbox SET attempt = attempt + 1 WHERE id = $1 AND state = 0", o.ID)
	return err
}
