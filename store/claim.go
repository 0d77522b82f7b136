package store

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// clockSlack, in milliseconds, is how far clocks of processes may differ. A lane
// that was held later than that from now was held before a clock went back: it
// counts as free, and what it said of time counts for nothing.
const clockSlack = 60_000

// Claim takes the heads of at most limit lanes that are due, replies before pushes
// before broadcasts, under a lease: nobody else gets these lanes until it ends or
// they are settled.
func (tx *Tx) Claim(limit int, lease time.Duration) ([]Claimed, error) {
	var claimed []Claimed
	for p := Reply; p < Priorities && len(claimed) < limit; p++ {
		lanes, token, err := tx.takeLanes(p, limit-len(claimed), lease)
		if err != nil {
			return nil, fmt.Errorf("claim: %w", err)
		}
		for _, id := range lanes {
			c, found, err := tx.head(id)
			if err == nil && !found {
				err = tx.release(holding{id, token, ms(tx.now)})
			}
			if err != nil {
				return nil, fmt.Errorf("claim: %w", err)
			}
			if found {
				c.token, c.Lease = token, tx.now.Add(lease)
				claimed = append(claimed, c)
			}
		}
	}
	return claimed, nil
}

// takeLanes holds lanes of a priority that are due and free, the longest waiting
// first, under one token.
func (tx *Tx) takeLanes(p Priority, limit int, lease time.Duration) (lanes []int64, token int64, err error) {
	now := ms(tx.now)
	token = tx.newID()
	err = tx.all(`UPDATE lanes SET hold = $1, held = $2, token = $3 WHERE id IN (
			SELECT id FROM lanes WHERE priority = $4 AND due <= $2 AND (hold <= $2 OR held > $5)
			ORDER BY due, hold LIMIT $6`+tx.db.engine.skip+`)
		RETURNING id`,
		[]any{ms(tx.now.Add(lease)), now, token, int(p), now + clockSlack, limit},
		func(scan func(...any) error) error {
			var id int64
			err := scan(&id)
			lanes = append(lanes, id)
			return err
		})
	return lanes, token, err
}

// head reads the notice that leaves a lane next.
func (tx *Tx) head(id int64) (c Claimed, found bool, err error) {
	var body, chat, wrap []byte
	found, err = tx.one(`SELECT o.id, o.lane, o.priority, o.kind, o.case_id, o.silent, o.body, o.attempt, p.chat, p.language, p.quiet, p.zone, s.wrap
		FROM outbox o JOIN people p ON p.id = o.lane JOIN scopes s ON s.id = o.lane
		WHERE o.lane = $1 AND o.state = 0 AND o.due <= $2 ORDER BY o.priority, o.seq LIMIT 1`,
		[]any{id, ms(tx.now)},
		&c.ID, &c.To, &c.Priority, &c.Kind, &c.Case, &c.Silent, &body, &c.Attempt, &chat, &c.Language, &c.Quiet, &c.Zone, &wrap)
	if err != nil || !found {
		return Claimed{}, false, err
	}
	if err := tx.learn(id, wrap); err != nil {
		return Claimed{}, false, err
	}
	if c.Body, err = tx.openFrom(id, "outbox", "body", c.ID, body); err != nil {
		return Claimed{}, false, err
	}
	c.Chat, err = tx.openChat(id, chat)
	return c, true, err
}

// holding is a lane that somebody has under a token, and before when nothing of it
// leaves once they let it go.
type holding struct{ lane, token, hold int64 }

var (
	lockLanes = newGroup("SELECT id FROM lanes WHERE id IN (", "?", ") ORDER BY id FOR UPDATE")
	letLanes  = newGroup("UPDATE lanes SET token = 0 FROM (VALUES ", "(CAST(? AS BIGINT), CAST(? AS BIGINT))",
		") AS v WHERE lanes.id = v.column1 AND lanes.token = v.column2 RETURNING lanes.id")
	freeLanes = newGroup("UPDATE lanes SET hold = v.column2, held = v.column3, "+recounted+" FROM (VALUES ",
		"(CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS BIGINT))", ") AS v WHERE lanes.id = v.column1")
	countLanes = newGroup("UPDATE lanes SET "+recounted+" WHERE id IN (", "?", ")")
)

// recounted is when a lane is due and how urgent it is, from what is queued; where
// nothing is: never, and as a broadcast.
const recounted = `due = COALESCE((SELECT MIN(due) FROM outbox WHERE lane = lanes.id AND state = 0), 9223372036854775807),
	priority = COALESCE((SELECT MIN(priority) FROM outbox WHERE lane = lanes.id AND state = 0), 2)`

// let ends leases and keeps the lanes locked until the commit; it gives those that
// were held under their tokens. What somebody else holds meanwhile stays theirs.
func (tx *Tx) let(held []holding) ([]holding, error) {
	slices.SortFunc(held, func(a, b holding) int { return cmp.Compare(a.lane, b.lane) })
	if tx.db.engine == server {
		ids := make([]any, len(held))
		for i, h := range held {
			ids[i] = h.lane
		}
		if err := tx.allGroup(&lockLanes, ids, func(func(...any) error) error { return nil }); err != nil {
			return nil, err
		}
	}
	args := make([]any, 0, 2*len(held))
	for _, h := range held {
		args = append(args, h.lane, h.token)
	}
	mine := make(map[int64]bool, len(held))
	err := tx.allGroup(&letLanes, args, func(scan func(...any) error) error {
		var id int64
		err := scan(&id)
		mine[id] = true
		return err
	})
	return slices.DeleteFunc(held, func(h holding) bool { return !mine[h.lane] }), err
}

// free opens lanes that were let go, from their hold on. They must be locked by an
// earlier statement: at READ COMMITTED a statement that had to wait for the lane
// would count with the eyes of before, and a notice that came meanwhile would never
// be due.
func (tx *Tx) free(lanes []holding) error {
	args := make([]any, 0, 3*len(lanes))
	for _, h := range lanes {
		args = append(args, h.lane, h.hold, ms(tx.now))
	}
	_, err := tx.execGroup(&freeLanes, args)
	return err
}

// release lets lanes go: nothing of them leaves before their hold.
func (tx *Tx) release(lanes ...holding) error {
	mine, err := tx.let(lanes)
	if err != nil {
		return err
	}
	return tx.free(mine)
}

// recount sets when lanes are due, and how urgent, from what is queued. They must be
// locked by an earlier statement, as for free.
func (tx *Tx) recount(lanes []int64) error {
	args := make([]any, len(lanes))
	for i, id := range lanes {
		args[i] = id
	}
	_, err := tx.execGroup(&countLanes, args)
	return err
}

// NextDue is when the next lane can be claimed; false where nothing is queued.
func (tx *Tx) NextDue() (next time.Time, found bool, err error) {
	now := ms(tx.now)
	for p := Reply; p < Priorities; p++ {
		var later, held *int64
		if _, err := tx.one("SELECT MIN(due) FROM lanes WHERE priority = $1 AND due > $2 AND due < $3",
			[]any{int(p), now, int64(never)}, &later); err != nil {
			return time.Time{}, false, err
		}
		if _, err := tx.one(`SELECT MIN(CASE WHEN hold > $2 AND held <= $3 THEN hold ELSE $2 END) FROM lanes
			WHERE priority = $1 AND due <= $2`, []any{int(p), now, now + clockSlack}, &held); err != nil {
			return time.Time{}, false, err
		}
		for _, at := range []*int64{later, held} {
			if at != nil && (!found || *at < ms(next)) {
				next, found = time.UnixMilli(*at), true
			}
		}
	}
	return next, found, nil
}

// Depths counts the outbox: what waits, what was given up, and since when the
// oldest due notice waits (zero: none).
func (tx *Tx) Depths() (waiting, dead int, oldest time.Time, err error) {
	var since *int64
	_, err = tx.one(`SELECT COUNT(*), MIN(CASE WHEN due <= $1 THEN CASE WHEN due > 0 THEN due ELSE id / $2 + $3 END END)
		FROM outbox WHERE state = 0`, []any{ms(tx.now), int64(1) << idBits, int64(idEpoch)}, &waiting, &since)
	if err != nil {
		return 0, 0, time.Time{}, err
	}
	if since != nil {
		oldest = time.UnixMilli(*since)
	}
	_, err = tx.one("SELECT COUNT(*) FROM outbox WHERE state = 2", nil, &dead)
	return waiting, dead, oldest, err
}
