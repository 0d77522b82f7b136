package store

import (
	"fmt"
	"math"
	"time"

	"dodomu/store/cases"
)

// The outbox has lanes: a lane is a chat. A lane's due is its earliest queued
// notice; its hold says before when nothing of it leaves, and is moved by the
// sender alone: as lease, pace or pause. Claiming moves hold forward and leaves a
// token, which settling must show. Only the head of a lane is ever in flight, and
// the order is the lane's own count, not the clock: it holds across crashes,
// processes and clocks that are set.

// Priority says what goes first.
type Priority int

// Replies go before pushes, pushes before broadcasts.
const (
	Reply Priority = iota
	Push
	Broadcast
	Priorities = 3
)

// Notice is one thing to tell one person or group. It is worded when it is sent:
// Body holds keys and values, never a sentence, and is sealed at rest.
type Notice struct {
	ID       int64
	To       cases.PersonID
	Priority Priority
	Kind     string
	Case     cases.CaseID
	Body     []byte
	Dedupe   string    // "" or once for each person
	Due      time.Time // zero: now
	Silent   bool
	Said     any // what Body encodes, for a reply that is sent from memory; never stored
}

// KindOnce is the kind of a reply that holds what is shown once, such as a receipt.
// Nothing of it is kept once its sending has ended, however it ended: it is never a
// dead letter, for then the store would lead from a chat to what the receipt opens.
const KindOnce = "once"

// spent tells whether nothing of a notice is kept when its sending ends in a state.
func (n Notice) spent(state int) bool { return state == sent || n.Kind == KindOnce }

// Claimed is a notice in flight, with what its sender needs.
type Claimed struct {
	Notice
	Chat     int64
	Language string
	Quiet    bool
	Zone     string
	Attempt  int       // how often it failed before
	Lease    time.Time // until then it is the claimer's alone
	token    int64
}

// The states of a row of the outbox.
const (
	queued = 0
	sent   = 1
	dead   = 2
)

// never is when a lane without a queued notice is due.
const never = math.MaxInt64

// Enqueue puts notices into the outbox, in this order. One whose dedupe key the
// person has had is left out.
func (tx *Tx) Enqueue(notices ...Notice) error {
	for _, n := range notices {
		if err := tx.enqueue(n); err != nil {
			return fmt.Errorf("enqueue %s: %w", n.Kind, err)
		}
	}
	return nil
}

func (tx *Tx) enqueue(n Notice) error {
	n.ID = tx.newID()
	if n.Body == nil {
		n.Body = []byte("{}")
	}
	sealed, err := tx.sealTo(int64(n.To), "outbox", "body", n.ID, n.Body)
	if err != nil {
		return err
	}
	tx.work.queued = append(tx.work.queued, parcel{n, sealed})
	if n.Dedupe == "" {
		return nil
	}
	// It may have been said before, which only the table knows.
	return tx.direct()
}

// dueOf is a notice's due as its row has it: 0 is at once.
func dueOf(n Notice) int64 {
	if n.Due.IsZero() {
		return 0
	}
	return ms(n.Due)
}

// Recall takes a queued notice of a dedupe key back; one that went out already,
// or is in flight, stays.
func (tx *Tx) Recall(p cases.PersonID, dedupe string) error {
	n, err := tx.exec(`DELETE FROM outbox WHERE lane = $1 AND dedupe = $2 AND state = 0
		AND NOT EXISTS (SELECT 1 FROM lanes WHERE lanes.id = $1 AND lanes.token <> 0 AND lanes.hold > $3)`, int64(p), dedupe, ms(tx.now))
	if err != nil || n > 0 {
		return err
	}
	// The key is free again for what replaces the one that went out.
	_, err = tx.exec("UPDATE outbox SET dedupe = '' WHERE lane = $1 AND dedupe = $2", int64(p), dedupe)
	return err
}
