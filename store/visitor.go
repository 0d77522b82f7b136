package store

import (
	"fmt"
	"time"

	"dodomu/store/cases"
)

// leavingQuiet is how long who left an anonymous tip may be silent before they are
// forgotten: long enough to read the receipt, to have the chat cleaned, to begin a
// report.
const leavingQuiet = time.Hour

// remains tells whether the store holds anything about a person besides their chat.
// Files that are nobody's record yet do not count.
const remains = `(p.volunteer OR EXISTS (SELECT 1 FROM staff WHERE person = p.id) OR EXISTS (SELECT 1 FROM reports WHERE person = p.id)
	OR EXISTS (SELECT 1 FROM followers WHERE person = p.id) OR EXISTS (SELECT 1 FROM answers WHERE person = p.id)
	OR EXISTS (SELECT 1 FROM consents WHERE person = p.id) OR EXISTS (SELECT 1 FROM drafts WHERE person = p.id)
	OR EXISTS (SELECT 1 FROM tips WHERE sender = p.id))`

// markLeaving marks a person of whom nothing remains but an anonymous tip. Who is
// known for something else is not marked: a mark would say what they did.
func (tx *Tx) markLeaving(p cases.PersonID) error {
	if err := tx.put(`UPDATE people AS p SET leaving = TRUE WHERE p.id = $1 AND p.kind = 'person' AND NOT `+remains, p); err != nil {
		return fmt.Errorf("mark who leaves: %w", err)
	}
	return nil
}

// forgetLeaving forgets who was marked, has nothing open and has been silent for a
// while: their chat, their messages, what was sent to them. Who has become known for
// something else meanwhile stays, unmarked.
func (tx *Tx) forgetLeaving() error {
	if err := tx.put(`UPDATE people AS p SET leaving = FALSE WHERE p.leaving AND ` + remains); err != nil {
		return fmt.Errorf("forget who left: %w", err)
	}
	var gone []int64
	err := tx.all(`SELECT p.id FROM people p WHERE p.leaving AND p.state IS NULL
		AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.lane = p.id AND o.state = 0)
		AND NOT EXISTS (SELECT 1 FROM updates u WHERE u.person = p.id AND u.seen > $1)`,
		[]any{ms(tx.Now().Add(-leavingQuiet))}, func(scan func(...any) error) error {
			var id int64
			err := scan(&id)
			gone = append(gone, id)
			return err
		})
	if err != nil {
		return fmt.Errorf("forget who left: %w", err)
	}
	for _, id := range gone {
		if err := tx.forget(id); err != nil {
			return fmt.Errorf("forget who left: %w", err)
		}
	}
	hour := ms(tx.Now()) / 3_600_000
	return tx.put(`DELETE FROM attempts WHERE hour < $1`, hour-1)
}

// forget takes out a person of whom nothing else remains. The ids of their updates
// stay, as nobody's and with the day alone, so that a repeated one is still known.
func (tx *Tx) forget(id int64) error {
	const dayLength = int64(24 * time.Hour / time.Millisecond)
	if err := tx.put(`UPDATE updates SET person = 0, message = 0, seen = seen - seen % $2 WHERE person = $1`, id, dayLength); err != nil {
		return err
	}
	for _, query := range []string{
		`DELETE FROM outbox WHERE lane = $1`,
		`DELETE FROM lanes WHERE id = $1`,
		`DELETE FROM attempts WHERE person = $1`,
		`DELETE FROM files WHERE owner = $1`,
		`DELETE FROM people WHERE id = $1`,
		`DELETE FROM scopes WHERE id = $1`,
	} {
		if err := tx.put(query, id); err != nil {
			return err
		}
	}
	delete(tx.met, cases.PersonID(id))
	tx.note(id, scopeKey{gone: true})
	tx.lasted = append(tx.lasted, func() { tx.db.scopes.drop(id) })
	return nil
}
