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
	for _, o := range outcomes {
		if err := tx.settle(o); err != nil {
			return fmt.Errorf("settle %d: %w", o.ID, err)
		}
	}
	return nil
}

func (tx *Tx) settle(o Outcome) error {
	hold := ms(tx.now)
	if o.How == Later || o.How == Failed {
		hold = max(hold, ms(o.Until))
	}
	lane := int64(o.To)
	mine, err := tx.unhold(lane, o.token, hold)
	if err != nil {
		return err
	}
	if err := tx.outcome(o); err != nil || !mine {
		return err
	}
	return tx.recount(lane)
}

// outcome writes what an outcome says of the notice and of its chat.
func (tx *Tx) outcome(o Outcome) error {
	switch o.How {
	case Sent:
		return tx.end(o, sent)
	case Failed:
		return tx.fail(o)
	case Gone:
		if err := tx.end(o, dead); err != nil {
			return err
		}
		return tx.Reachable(o.To, false)
	case Migrated:
		return tx.migrated(o)
	case Refused:
		return tx.end(o, dead)
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
	if err := tx.end(o, sent); err != nil {
		return err
	}
	n := o.Notice
	n.To = heir
	return tx.Enqueue(n)
}

// end takes a notice out of the queue. Of one that is spent only its message id is
// kept; another that was given up keeps its sealed body for an operator.
func (tx *Tx) end(o Outcome, state int) error {
	if o.spent(state) {
		_, err := tx.exec("UPDATE outbox SET state = 1, body = NULL, message = $2, settled = $3 WHERE id = $1",
			o.ID, o.Message, ms(tx.now))
		return err
	}
	_, err := tx.exec("UPDATE outbox SET state = 2, settled = $2 WHERE id = $1 AND state = 0", o.ID, ms(tx.now))
	return err
}

func (tx *Tx) fail(o Outcome) error {
	if o.Attempt+1 >= MaxAttempts {
		return tx.end(o, dead)
	}
	_, err := tx.exec("UPDATE outbox SET attempt = attempt + 1 WHERE id = $1 AND state = 0", o.ID)
	return err
}
