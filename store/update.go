package store

import (
	"context"
	"encoding/base32"
	"fmt"
	"io"
	"time"

	"dodomu/store/cases"
)

const (
	// Telegram repeats an update within a day; after an idle week its ids start
	// anew at random, so an id must not be remembered for longer than a week or so.
	updatesKept = 8 * 24 * time.Hour
	// A bot may delete messages of a private chat within this time.
	messagesKept = 48 * time.Hour
	// What was set aside is sealed and short-lived: long enough for a weekend.
	asideKept = 14 * 24 * time.Hour
)

// FirstSight records that an update of a person was used: false for a repeat. The
// id of the person's own message goes with it (0 where there is none), so that it
// can be deleted from the chat later.
func (tx *Tx) FirstSight(update int64, p cases.PersonID, message int) (bool, error) {
	if _, known := tx.expected.seen[update]; !known {
		if err := tx.readSights(update); err != nil {
			return false, fmt.Errorf("first sight: %w", err)
		}
	}
	if tx.expected.seen[update] {
		return false, nil
	}
	tx.expected.seen[update] = true
	tx.work.sights = append(tx.work.sights, sight{update, p, message})
	return true, nil
}

var selectSights = newGroup("SELECT id FROM updates WHERE id IN (", "?", ")")

// readSights learns of an update, and of those expected, which were seen before.
func (tx *Tx) readSights(update int64) error {
	ask := []int64{update}
	if tx.expected.seen == nil {
		ask = append(ask, tx.expected.updates...)
		tx.expected.seen = make(map[int64]bool, len(ask))
	}
	args := make([]any, 0, len(ask))
	for _, id := range ask {
		if _, known := tx.expected.seen[id]; !known {
			tx.expected.seen[id] = false
			args = append(args, id)
		}
	}
	for _, s := range tx.work.sights {
		tx.expected.seen[s.update] = true
	}
	return tx.allGroup(&selectSights, args, func(scan func(...any) error) error {
		var id int64
		err := scan(&id)
		tx.expected.seen[id] = true
		return err
	})
}

// Messages lists the ids of a chat's messages that are young enough to be
// deleted, theirs and ours, oldest first.
func (tx *Tx) Messages(p cases.PersonID) ([]int, error) {
	var ids []int
	since := ms(tx.now.Add(-messagesKept))
	err := tx.all(`SELECT message FROM updates WHERE person = $1 AND seen > $2 AND message <> 0
		UNION SELECT message FROM outbox WHERE lane = $1 AND state = 1 AND settled > $2 AND message <> 0
		ORDER BY 1`, []any{int64(p), since}, func(scan func(...any) error) error {
		var id int
		if err := scan(&id); err != nil {
			return err
		}
		ids = append(ids, id)
		return nil
	})
	return ids, err
}

// ForgetMessages forgets the ids of deleted messages up to a message of a chat.
func (tx *Tx) ForgetMessages(p cases.PersonID, upTo int) error {
	if _, err := tx.exec("UPDATE updates SET message = 0 WHERE person = $1 AND message <= $2 AND message <> 0", int64(p), upTo); err != nil {
		return err
	}
	_, err := tx.exec("UPDATE outbox SET message = 0 WHERE lane = $1 AND state = 1 AND message <= $2 AND message <> 0", int64(p), upTo)
	return err
}

// SetAside keeps an update that could not be handled, sealed under a key of its
// own, and gives the incident's code: eight letters and digits to be read over a
// phone. cause is a kind of error, nothing of the update.
func (tx *Tx) SetAside(update int64, raw []byte, cause string) (string, error) {
	var b [5]byte
	if _, err := io.ReadFull(tx.db.random, b[:]); err != nil {
		return "", fmt.Errorf("set aside: %w", err)
	}
	code := base32.StdEncoding.EncodeToString(b[:])
	id := tx.newID()
	if err := tx.newScope(id); err != nil {
		return "", err
	}
	if raw == nil {
		raw = []byte{}
	}
	sealed, err := tx.sealTo(id, "aside", "raw", id, raw)
	if err != nil {
		return "", err
	}
	_, err = tx.exec("INSERT INTO aside (id, update_id, incident, cause, raw, at) VALUES ($1, $2, $3, $4, $5, $6)",
		id, update, code, cause, sealed, ms(tx.now))
	return code, err
}

// pruneMost bounds how many rows of a kind one Prune takes, so that it never holds
// up a turn for long.
const pruneMost = 5000

// Prune forgets what is no longer needed, in transactions that are short enough
// to hold up no turn: update ids after eight days, sent messages after 48 hours,
// what was set aside after two weeks.
func (db *DB) Prune(ctx context.Context) error {
	for more := true; more; {
		err := db.Update(ctx, func(tx *Tx) (err error) {
			more, err = tx.prune()
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Prune is DB.Prune within one transaction.
func (tx *Tx) Prune() error {
	for more := true; more; {
		var err error
		if more, err = tx.prune(); err != nil {
			return err
		}
	}
	return nil
}

// prune takes a bounded number of rows of each kind: true where more may be left.
func (tx *Tx) prune() (bool, error) {
	more := false
	for _, step := range []struct {
		query string
		kept  time.Duration
	}{
		{"DELETE FROM updates WHERE id IN (SELECT id FROM updates WHERE seen < $1 ORDER BY seen LIMIT $2)", updatesKept},
		{"DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE state <> 0 AND settled < $1 AND (state = 1 OR kind = 'reply') LIMIT $2)", messagesKept},
		{"DELETE FROM scopes WHERE id IN (SELECT id FROM aside WHERE at < $1 ORDER BY id LIMIT $2)", asideKept},
		{"DELETE FROM aside WHERE id IN (SELECT id FROM aside WHERE at < $1 ORDER BY id LIMIT $2)", asideKept},
	} {
		n, err := tx.exec(step.query, ms(tx.now.Add(-step.kept)), pruneMost)
		if err != nil {
			return false, fmt.Errorf("prune: %w", err)
		}
		more = more || n == pruneMost
	}
	return more, nil
}
