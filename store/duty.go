package store

import (
	"errors"
	"fmt"

	"dodomu/store/cases"
)

// Duty is something that one of the processes on a store does at a time.
type Duty string

// Polling is asking Telegram for updates: it answers one asker only.
const Polling Duty = "poll"

// Emptying is taking anonymous tips in: one process does it, so that letters lie
// together for as long as they should.
const Emptying Duty = "letterbox"

// Watch is a duty as it was seen. Two that are equal, seen with some time between
// them, say that nobody has done the duty meanwhile.
type Watch struct {
	Held  bool
	token int64
	beat  int64
}

// ErrLost means that somebody else has the duty by now.
var ErrLost = errors.New("another process has taken the duty over")

// Watch sees who does a duty; cases.ErrNotFound for one that is unknown.
func (tx *Tx) Watch(d Duty) (w Watch, err error) {
	found, err := tx.one("SELECT held, token, beat FROM duties WHERE name = $1", []any{string(d)}, &w.Held, &w.token, &w.beat)
	if err == nil && !found {
		err = cases.ErrNotFound
	}
	if err != nil {
		return Watch{}, fmt.Errorf("watch %s: %w", d, err)
	}
	return w, nil
}

// TakeDuty takes a duty that stands as it was seen; ErrLost where it does not any
// more. The token of its hold is new: what the one before does late is known by it.
func (tx *Tx) TakeDuty(d Duty, seen Watch) (Watch, error) {
	next := Watch{Held: true, token: seen.token + 1}
	return next, tx.handDuty(d, seen, next)
}

// KeepDuty tells the others that this process still does its duty; ErrLost where
// somebody took it.
func (tx *Tx) KeepDuty(d Duty, mine Watch) (Watch, error) {
	next := Watch{Held: true, token: mine.token, beat: mine.beat + 1}
	return next, tx.handDuty(d, mine, next)
}

// LeaveDuty gives a duty up, so that another process can take it at once.
func (tx *Tx) LeaveDuty(d Duty, mine Watch) error {
	return tx.handDuty(d, mine, Watch{token: mine.token, beat: mine.beat + 1})
}

// handDuty changes the row of a duty where it stands as seen.
func (tx *Tx) handDuty(d Duty, seen, next Watch) error {
	n, err := tx.exec("UPDATE duties SET held = $4, token = $5, beat = $6 WHERE name = $1 AND token = $2 AND beat = $3",
		string(d), seen.token, seen.beat, next.Held, next.token, next.beat)
	if err == nil && n == 0 {
		err = ErrLost
	}
	if err != nil {
		return fmt.Errorf("duty %s: %w", d, err)
	}
	return nil
}
