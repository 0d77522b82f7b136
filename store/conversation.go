package store

import (
	"fmt"
	"time"

	"dodomu/store/cases"
)

// Draft is a conversation put aside.
type Draft struct {
	Flow   string
	Parked time.Time
}

// SaveConversation keeps the person's waiting conversation, sealed; nil forgets it.
func (tx *Tx) SaveConversation(p cases.PersonID, state []byte) error {
	id := int64(p)
	sealed, err := tx.sealTo(id, "people", "state", id, state)
	if err != nil {
		return fmt.Errorf("save conversation: %w", err)
	}
	was, known := tx.met[p]
	if !known {
		return tx.touch("UPDATE people SET state = $2 WHERE id = $1", id, sealed)
	}
	tx.work.states = append(tx.work.states, savedState{p, was.State, sealed})
	tx.restate(p, state)
	return nil
}

// Park puts a conversation aside under its flow's name; an earlier one of that
// flow is replaced.
func (tx *Tx) Park(p cases.PersonID, flow string, state []byte) error {
	row := tx.newID()
	sealed, err := tx.sealTo(int64(p), "drafts", "state", row, state)
	if err != nil {
		return fmt.Errorf("park: %w", err)
	}
	_, err = tx.exec(`INSERT INTO drafts (person, flow, row_id, state, parked) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (person, flow) DO UPDATE SET row_id = excluded.row_id, state = excluded.state, parked = excluded.parked`,
		int64(p), flow, row, sealed, ms(tx.now))
	return err
}

// Parked lists the conversations a person put aside, the newest first.
func (tx *Tx) Parked(p cases.PersonID) ([]Draft, error) {
	var drafts []Draft
	err := tx.all("SELECT flow, parked FROM drafts WHERE person = $1 ORDER BY parked DESC, flow", []any{int64(p)},
		func(scan func(...any) error) error {
			var d Draft
			var parked int64
			if err := scan(&d.Flow, &parked); err != nil {
				return err
			}
			d.Parked = time.UnixMilli(parked)
			drafts = append(drafts, d)
			return nil
		})
	return drafts, err
}

// Unpark takes a conversation up again: its state, or nil where none was parked.
func (tx *Tx) Unpark(p cases.PersonID, flow string) ([]byte, error) {
	var row int64
	var sealed []byte
	found, err := tx.one("SELECT row_id, state FROM drafts WHERE person = $1 AND flow = $2", []any{int64(p), flow}, &row, &sealed)
	if err != nil || !found {
		return nil, err
	}
	if _, err := tx.exec("DELETE FROM drafts WHERE person = $1 AND flow = $2", int64(p), flow); err != nil {
		return nil, err
	}
	return tx.openFrom(int64(p), "drafts", "state", row, sealed)
}
