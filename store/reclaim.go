package store

import "fmt"

// Reclaim frees what an earlier run of the program had in flight when it ended
// without a word. Only one process has an embedded store, so at its start every
// lease is such a one; with PostgreSQL others may be sending, and their leases end
// by themselves. Pauses that Telegram asked for stay.
func (tx *Tx) Reclaim() error {
	if tx.db.engine != embedded {
		return nil
	}
	if _, err := tx.exec("UPDATE lanes SET hold = held, token = 0 WHERE token <> 0"); err != nil {
		return fmt.Errorf("reclaim: %w", err)
	}
	if _, err := tx.exec("UPDATE files SET next_try = $1 WHERE state = 0 AND attempt = 0", ms(tx.now)); err != nil {
		return fmt.Errorf("reclaim files: %w", err)
	}
	return nil
}
