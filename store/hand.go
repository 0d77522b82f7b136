package store

import "time"

// HandOver lets replies that this transaction puts into the outbox be sent without
// being read again: where a chat waits for nothing, its lane is taken under a
// lease at once, and the reply is among Handed. Should the process end before it
// sends, the lease ends too and the reply is claimed as any other.
func (tx *Tx) HandOver(lease time.Duration) { tx.handLease = lease }

// Handed gives the replies taken by HandOver so far, in order. They count only
// once the transaction has committed: hand them to the sender then.
func (tx *Tx) Handed() []Claimed { return tx.handed }

// hand adds a reply whose lane was taken.
func (tx *Tx) hand(n Notice) error {
	p, known := tx.met[n.To]
	if !known {
		var err error
		if p, err = tx.Person(n.To); err != nil {
			return err
		}
	}
	tx.handed = append(tx.handed, Claimed{Notice: n, Chat: p.Chat, Language: p.Language, Quiet: p.Quiet, Zone: p.Zone,
		Lease: tx.now.Add(tx.handLease), token: n.ID})
	return nil
}
