package store

import (
	"fmt"
	"math"
	"time"

	"dodomu/store/cases"
)

// The outbox has lanes: a lane is a chat. A lane's due is its earliest queued
// notice; its hold says before when nothing of it leaves, and is moved by the
// sender alone: as lease, pace or pause. Claiming moves hold forward, and the new
// hold is the token that settling must show. Only the head of a lane is ever in
// flight, so its order holds across crashes and processes.

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
	id, lane := tx.newID(), int64(n.To)
	due := ms(tx.now)
	if !n.Due.IsZero() {
		due = ms(n.Due)
	}
	if n.Body == nil {
		n.Body = []byte("{}")
	}
	body, err := tx.sealTo(lane, "outbox", "body", id, n.Body)
	if err != nil {
		return err
	}
	added, err := tx.exec(`INSERT INTO outbox (id, lane, priority, due, state, attempt, kind, case_id, silent, dedupe, body, message, settled)
		VALUES ($1, $2, $3, $4, 0, 0, $5, $6, $7, $8, $9, 0, 0) ON CONFLICT DO NOTHING`,
		id, lane, int(n.Priority), due, n.Kind, int64(n.Case), n.Silent, n.Dedupe, body)
	if err != nil || added == 0 {
		return err
	}
	_, err = tx.exec(`INSERT INTO lanes (id, due, hold, priority) VALUES ($1, $2, 0, $3) ON CONFLICT (id) DO UPDATE SET
		due = CASE WHEN excluded.due < lanes.due THEN excluded.due ELSE lanes.due END,
		priority = CASE WHEN excluded.priority < lanes.priority THEN excluded.priority ELSE lanes.priority END`,
		lane, due, int(n.Priority))
	return err
}

// Recall takes a queued notice of a dedupe key back; one that went out already,
// or is in flight, stays.
func (tx *Tx) Recall(p cases.PersonID, dedupe string) error {
	n, err := tx.exec(`DELETE FROM outbox WHERE lane = $1 AND dedupe = $2 AND state = 0
		AND NOT EXISTS (SELECT 1 FROM lanes WHERE lanes.id = $1 AND lanes.hold > $3)`, int64(p), dedupe, ms(tx.now))
	if err != nil || n > 0 {
		return err
	}
	// The key is free again for what replaces the one that went out.
	_, err = tx.exec("UPDATE outbox SET dedupe = '' WHERE lane = $1 AND dedupe = $2", int64(p), dedupe)
	return err
}

// lane is a claimed lane: its record, token and what its person reads.
type lane struct {
	id, token int64
}

// Claim takes the heads of at most limit lanes that are due, replies first, under
// a lease: nobody else gets these lanes until it ends or they are settled. A hold
// further ahead than any lease or pause can be is a clock that jumped: it counts
// as free.
func (tx *Tx) Claim(limit int, lease time.Duration) ([]Claimed, error) {
	now := ms(tx.now)
	var lanes []lane
	err := tx.all(`UPDATE lanes SET hold = $1 WHERE id IN (
			SELECT id FROM lanes WHERE due <= $2 AND (hold <= $2 OR hold > $3) ORDER BY priority, due LIMIT $4`+tx.db.engine.skip+`)
		RETURNING id, hold`,
		[]any{tx.token(lease), now, now + ms(time.UnixMilli(0).Add(longestHold)), limit},
		func(scan func(...any) error) error {
			var l lane
			if err := scan(&l.id, &l.token); err != nil {
				return err
			}
			lanes = append(lanes, l)
			return nil
		})
	if err != nil {
		return nil, fmt.Errorf("claim: %w", err)
	}
	claimed := make([]Claimed, 0, len(lanes))
	for _, l := range lanes {
		c, found, err := tx.head(l)
		if err != nil {
			return nil, fmt.Errorf("claim: %w", err)
		}
		if found {
			claimed = append(claimed, c)
			continue
		}
		if err := tx.free(l.id, l.token, now); err != nil {
			return nil, err
		}
	}
	return claimed, nil
}

// longestHold is further ahead than any hold: Telegram has named waits of most of
// a day.
const longestHold = 25 * time.Hour

// token is the hold of a claim of this transaction. It differs from that of an
// earlier claim of the same lane: each claim comes later than the one before.
func (tx *Tx) token(lease time.Duration) int64 { return ms(tx.now.Add(lease)) }

// head reads the notice that leaves a lane next.
func (tx *Tx) head(l lane) (Claimed, bool, error) {
	c := Claimed{token: l.token, Lease: time.UnixMilli(l.token)}
	var body, chat, wrap []byte
	found, err := tx.one(`SELECT o.id, o.lane, o.priority, o.kind, o.case_id, o.silent, o.body, o.attempt, p.chat, p.language, p.quiet, p.zone, s.wrap
		FROM outbox o JOIN people p ON p.id = o.lane JOIN scopes s ON s.id = o.lane
		WHERE o.lane = $1 AND o.state = 0 AND o.due <= $2 ORDER BY o.priority, o.due, o.id LIMIT 1`,
		[]any{l.id, ms(tx.now)},
		&c.ID, &c.To, &c.Priority, &c.Kind, &c.Case, &c.Silent, &body, &c.Attempt, &chat, &c.Language, &c.Quiet, &c.Zone, &wrap)
	if err != nil || !found {
		return Claimed{}, false, err
	}
	if err := tx.learn(l.id, wrap); err != nil {
		return Claimed{}, false, err
	}
	if c.Body, err = tx.openFrom(l.id, "outbox", "body", c.ID, body); err != nil {
		return Claimed{}, false, err
	}
	c.Chat, err = tx.openChat(l.id, chat)
	return c, true, err
}

// free lets a lane go: nothing of it leaves before hold, and it is due again when
// its earliest queued notice is.
func (tx *Tx) free(id, token, hold int64) error {
	_, err := tx.exec(`UPDATE lanes SET hold = $3,
		due = COALESCE((SELECT MIN(due) FROM outbox WHERE lane = $1 AND state = 0), $4),
		priority = COALESCE((SELECT MIN(priority) FROM outbox WHERE lane = $1 AND state = 0), 0)
		WHERE id = $1 AND hold = $2`, id, token, hold, int64(never))
	return err
}

// NextDue is when the next lane can be claimed; false where nothing is queued.
func (tx *Tx) NextDue() (time.Time, bool, error) {
	var at *int64
	_, err := tx.one(`SELECT MIN(CASE WHEN hold > due AND hold <= $1 THEN hold ELSE due END) FROM lanes WHERE due < $2`,
		[]any{ms(tx.now.Add(longestHold)), int64(never)}, &at)
	if err != nil || at == nil {
		return time.Time{}, false, err
	}
	return time.UnixMilli(*at), true, nil
}

// Depths counts the outbox: what waits, what was given up, and since when the
// oldest due notice waits (zero: none).
func (tx *Tx) Depths() (waiting, dead int, oldest time.Time, err error) {
	var since *int64
	_, err = tx.one(`SELECT COALESCE(SUM(CASE WHEN state = 0 THEN 1 ELSE 0 END), 0),
			COALESCE(SUM(CASE WHEN state = 2 THEN 1 ELSE 0 END), 0),
			MIN(CASE WHEN state = 0 AND due <= $1 THEN due END) FROM outbox`, []any{ms(tx.now)}, &waiting, &dead, &since)
	if since != nil {
		oldest = time.UnixMilli(*since)
	}
	return waiting, dead, oldest, err
}
