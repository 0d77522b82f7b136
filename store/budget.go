package store

import (
	"fmt"
	"time"
)

// Budget is a rate that all processes on a store keep together.
type Budget string

// The budgets of Telegram.
const (
	AllBudget  Budget = "all"  // messages of the bot
	PaidBudget Budget = "paid" // messages that are paid for
)

// Shared tells whether several processes may have this store open at once: then
// the limits are kept in it, and one process at a time polls.
func (db *DB) Shared() bool { return db.engine == server }

// Slots books n sends of a budget, every apart: the first may leave at the time
// that is given, or later. Who books next gets what follows, on whatever machine.
func (tx *Tx) Slots(b Budget, n int, every time.Duration) (first time.Time, err error) {
	cost := (time.Duration(n) * every).Microseconds()
	var free int64
	found, err := tx.one(`UPDATE budgets SET free = $4 + CASE WHEN free < $2 OR held > $3 THEN $2 ELSE free END, held = $5
		WHERE name = $1 RETURNING free`,
		[]any{string(b), tx.now.UnixMicro(), ms(tx.now) + clockSlack, cost, ms(tx.now)}, &free)
	if err != nil || !found {
		return time.Time{}, fmt.Errorf("book %d of budget %s: %w", n, b, err)
	}
	return time.UnixMicro(free - cost), nil
}

// Pause lets no process book anything before until: Telegram asked the whole bot
// to wait. A longer pause stays.
func (tx *Tx) Pause(until time.Time) error {
	_, err := tx.exec("UPDATE budgets SET free = CASE WHEN free < $1 OR held > $2 THEN $1 ELSE free END, held = $3",
		until.UnixMicro(), ms(tx.now)+clockSlack, ms(tx.now))
	if err != nil {
		return fmt.Errorf("pause: %w", err)
	}
	return nil
}

// Paused is when the bot may send again, as far as the store knows; zero: now.
func (tx *Tx) Paused() (until time.Time, err error) {
	var free int64
	_, err = tx.one("SELECT free FROM budgets WHERE name = $1 AND free > $2 AND held <= $3",
		[]any{string(AllBudget), tx.now.UnixMicro(), ms(tx.now) + clockSlack}, &free)
	if err != nil {
		return time.Time{}, fmt.Errorf("read pause: %w", err)
	}
	if free == 0 {
		return time.Time{}, nil
	}
	return time.UnixMicro(free), nil
}

// Pace is how often one chat is written to: a message every Every, and after a rest
// so many at once.
type Pace struct {
	Every time.Duration
	Burst int
}

// longestPace is more than any pace holds a chat up; what stands beyond was written
// before a clock went back.
const longestPace = 10 * time.Minute

// Paced takes a place in a chat's pace for a claimed notice, whichever process wrote
// there before; where there is none it tells how long until there is.
func (tx *Tx) Paced(c Claimed, p Pace) (wait time.Duration, err error) {
	now, every := ms(tx.now), p.Every.Milliseconds()
	room := now + every*int64(p.Burst-1)
	taken, err := tx.exec(`UPDATE lanes SET pace = $4 + CASE WHEN pace < $2 OR pace > $5 THEN $2 ELSE pace END
		WHERE id = $1 AND (pace <= $3 OR pace > $5)`, int64(c.To), now, room, every, now+longestPace.Milliseconds())
	if err != nil || taken == 1 {
		return 0, err
	}
	var pace int64
	if _, err := tx.one("SELECT pace FROM lanes WHERE id = $1", []any{int64(c.To)}, &pace); err != nil {
		return 0, err
	}
	return time.Duration(max(pace-room, 1)) * time.Millisecond, nil
}
