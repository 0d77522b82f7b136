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
	lane := int64(n.To)
	if n.Body == nil {
		n.Body = []byte("{}")
	}
	body, err := tx.sealTo(lane, "outbox", "body", n.ID, n.Body)
	if err != nil {
		return err
	}
	seq, taken, err := tx.queue(n)
	if err != nil {
		return err
	}
	added, err := tx.exec(`INSERT INTO outbox (id, lane, seq, priority, due, state, attempt, kind, case_id, silent, dedupe, body, message, settled)
		VALUES ($1, $2, $3, $4, $5, 0, 0, $6, $7, $8, $9, $10, 0, 0) ON CONFLICT (lane, dedupe) WHERE dedupe <> '' DO NOTHING`,
		n.ID, lane, seq, int(n.Priority), dueOf(n), n.Kind, int64(n.Case), n.Silent, n.Dedupe, body)
	if err != nil {
		return err
	}
	if added == 0 {
		return tx.recount(lane)
	}
	if taken {
		return tx.hand(n)
	}
	return nil
}

// dueOf is a notice's due as its row has it: 0 is at once.
func dueOf(n Notice) int64 {
	if n.Due.IsZero() {
		return 0
	}
	return ms(n.Due)
}

// queue counts a notice into its lane, which stays locked until the commit, and
// gives its place. true when the lane was free and is now held for this very
// notice, under its id as the token.
func (tx *Tx) queue(n Notice) (seq int64, taken bool, err error) {
	var token int64
	now := ms(tx.now)
	hand := tx.handLease > 0 && n.Priority == Reply && n.Due.IsZero() && n.Dedupe == ""
	_, err = tx.one(joinLane, []any{int64(n.To), dueOf(n), int(n.Priority), hand, now, now + clockSlack, ms(tx.now.Add(tx.handLease)), n.ID},
		&seq, &token)
	return seq, token == n.ID, err
}

// joinLane: $1 lane, $2 due, $3 priority, $4 hand over, $5 now, $6 now and slack,
// $7 end of the lease, $8 token. A lane is handed over where nothing of it is due.
const joinLane = `INSERT INTO lanes (id, due, hold, held, token, priority, seq)
	VALUES ($1, $2, CASE WHEN $4 THEN CAST($7 AS BIGINT) ELSE 0 END, $5, CASE WHEN $4 THEN CAST($8 AS BIGINT) ELSE 0 END, $3, 1)
	ON CONFLICT (id) DO UPDATE SET seq = lanes.seq + 1,
	hold = CASE WHEN ` + handable + ` THEN $7 ELSE lanes.hold END,
	held = CASE WHEN ` + handable + ` THEN $5 ELSE lanes.held END,
	token = CASE WHEN ` + handable + ` THEN $8 ELSE lanes.token END,
	due = CASE WHEN excluded.due < lanes.due THEN excluded.due ELSE lanes.due END,
	priority = CASE WHEN excluded.priority < lanes.priority THEN excluded.priority ELSE lanes.priority END
	RETURNING seq, token`

const handable = `$4 AND lanes.due > $5 AND (lanes.hold <= $5 OR lanes.held > $6)`

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
