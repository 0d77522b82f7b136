package store

import (
	"errors"
	"fmt"
	"time"

	"dodomu/store/cases"
)

// HandOver lets replies that this transaction puts into the outbox be sent without
// being read again: where a chat waits for nothing, its lane is taken under a
// lease at once, and the reply is among Handed. Should the process end before it
// sends, the lease ends too and the reply is claimed as any other.
func (tx *Tx) HandOver(lease time.Duration) { tx.handLease = lease }

// Handed gives the replies taken by HandOver so far, the first of each chat, in order:
// what follows it waits in the table until that one is settled, for of one chat only
// what is next may be under way. They count only once the transaction has committed:
// hand them to the sender then.
func (tx *Tx) Handed() []Claimed {
	if err := tx.direct(); err != nil {
		tx.failed = errors.Join(tx.failed, err)
	}
	return tx.handed
}

// Left tells whether something was put into the outbox that Handed does not give.
func (tx *Tx) Left() bool { return tx.left }

// hand adds the first reply of a lane that was taken.
func (tx *Tx) hand(p *post) error {
	reader, known := tx.met[cases.PersonID(p.lane)]
	if !known {
		var found bool
		var err error
		if reader, found, err = tx.readerOf(p.lane); err != nil || !found {
			return fmt.Errorf("hand over to %d: %w", p.lane, errors.Join(err, cases.ErrNotFound))
		}
	}
	tx.handed = append(tx.handed, Claimed{Notice: p.parcels[0].Notice, Chat: reader.Chat, Language: reader.Language, Quiet: reader.Quiet,
		Zone: reader.Zone, Lease: tx.now.Add(tx.handLease), token: p.first()})
	return nil
}

// readerOf reads what a sender needs to know of a person.
func (tx *Tx) readerOf(id int64) (p Person, found bool, err error) {
	var chat, wrap []byte
	err = tx.rawAll("SELECT p.chat, p.language, p.quiet, p.zone, s.wrap FROM people p JOIN scopes s ON s.id = p.id WHERE p.id = $1", []any{id},
		func(scan func(...any) error) error {
			found = true
			return scan(&chat, &p.Language, &p.Quiet, &p.Zone, &wrap)
		})
	if err != nil || !found {
		return Person{}, false, err
	}
	if err := tx.learn(id, wrap); err != nil {
		return Person{}, false, err
	}
	p.Chat, err = tx.openChat(id, chat)
	return p, err == nil, err
}
