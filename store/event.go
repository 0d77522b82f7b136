package store

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"dodomu/store/cases"
)

// line is a line of history about to be written.
type line struct {
	Case   cases.CaseID // 0: the house itself
	Tip    cases.TipID  // of a line about a tip; Case is 0 then
	Kind   cases.Kind
	By     cases.Actor
	Old    cases.Stage
	New    cases.Stage
	Why    string
	Second cases.StaffID // who proposed what By confirmed
	Erased cases.CaseID  // the case a tombstone is for; the line itself is the house's
}

// about is the record a line stands with: ids of cases and tips never meet.
func (l line) about() cases.CaseID { return l.Case + cases.CaseID(l.Tip) }

// entry is what a leaf commits to: a line, and where and when it stands.
type entry struct {
	Leaf   int64          `json:"leaf"`
	Case   cases.CaseID   `json:"case"`
	Kind   cases.Kind     `json:"kind"`
	At     int64          `json:"at"`
	Role   cases.Role     `json:"role"`
	Staff  cases.StaffID  `json:"staff,omitempty"`
	Person cases.PersonID `json:"person,omitempty"`
	Old    cases.Stage    `json:"old,omitempty"`
	New    cases.Stage    `json:"new,omitempty"`
	Why    string         `json:"why,omitempty"`
	Second cases.StaffID  `json:"second,omitempty"`
}

// opening is what a sealed event body holds: with the salt destroyed, a commitment
// says nothing of its content, not even to who guesses it.
type opening struct {
	Salt  []byte          `json:"salt"`
	Entry json.RawMessage `json:"entry"`
}

const saltSize = 32

// record writes one line of history as the next leaf of the tree and gives the
// leaf's number.
func (tx *Tx) record(l line) (int64, error) {
	leaf, err := tx.nextLeaf()
	if err != nil {
		return 0, err
	}
	at := tx.Now().UnixMilli()
	text, err := json.Marshal(entry{Leaf: leaf, Case: l.about() + l.Erased, Kind: l.Kind, At: at, Role: l.By.Role, Staff: l.By.Staff,
		Person: l.By.Person, Old: l.Old, New: l.New, Why: l.Why, Second: l.Second})
	if err != nil {
		return 0, fmt.Errorf("record event: %w", err)
	}
	salt := make([]byte, saltSize)
	rand.Read(salt)
	body, err := tx.hide(scopeOf(l.about()), spot{"events", "body", leaf}, opening{Salt: salt, Entry: text})
	if err != nil {
		return 0, fmt.Errorf("record event: %w", err)
	}
	commitment := commit(salt, text)
	if err := tx.put(`INSERT INTO events (leaf, case_id, kind, at, commitment, body) VALUES ($1, $2, $3, $4, $5, $6)`,
		leaf, l.about(), l.Kind, at, commitment, body); err != nil {
		return 0, fmt.Errorf("record event: %w", err)
	}
	tx.indexed(l, leaf)
	return leaf, tx.grow(leaf, commitment)
}

// commit is the salted commitment to an entry.
func commit(salt, text []byte) []byte {
	mac := hmac.New(sha256.New, salt)
	mac.Write(text)
	return mac.Sum(nil)
}

// eventRow is an event as it stands in the store.
type eventRow struct {
	leaf       int64
	caseID     cases.CaseID
	kind       cases.Kind
	at         int64
	commitment []byte
	body       []byte
}

// History gives the lines of a case, oldest first. For staff to whom the case is
// visible; ErrForbidden for others, ErrNotFound where there is none. Asking for it
// is itself a read and stands in it as the last line.
func (tx *Tx) History(by cases.Actor, ref cases.Ref) ([]cases.Event, error) {
	d, err := tx.desk(by, ref, cases.MayRead)
	if err != nil {
		return nil, fmt.Errorf("history: %w", err)
	}
	if _, err := tx.record(line{Case: d.c.ID, Kind: cases.KindRead, By: d.by}); err != nil {
		return nil, fmt.Errorf("history: %w", err)
	}
	rows, err := tx.events(d.c.ID)
	if err != nil {
		return nil, fmt.Errorf("history: %w", err)
	}
	all := make([]cases.Event, 0, len(rows))
	names := staffNames{tx: tx}
	for _, row := range rows {
		e, err := tx.read(row)
		if err != nil {
			return nil, fmt.Errorf("history: %w", err)
		}
		all = append(all, cases.Event{ID: cases.EventID(row.leaf), At: time.UnixMilli(row.at), Kind: row.kind,
			Who: names.of(e.Staff), Role: e.Role, Old: e.Old, New: e.New, Why: e.Why})
	}
	return all, names.err
}

// events gives the rows of one case, oldest first.
func (tx *Tx) events(id cases.CaseID) ([]eventRow, error) {
	var all []eventRow
	err := tx.all(`SELECT leaf, kind, at, commitment, body FROM events WHERE case_id = $1 ORDER BY leaf`, []any{id},
		func(scan func(...any) error) error {
			row := eventRow{caseID: id}
			err := scan(&row.leaf, &row.kind, &row.at, &row.commitment, &row.body)
			all = append(all, row)
			return err
		})
	return all, err
}

// read opens an event; an erased one reads empty.
func (tx *Tx) read(row eventRow) (entry, error) {
	var e entry
	if row.body == nil {
		return e, nil
	}
	var o opening
	if err := tx.reveal(scopeOf(row.caseID), spot{"events", "body", row.leaf}, row.body, &o); err != nil {
		return e, err
	}
	return e, json.Unmarshal(o.Entry, &e)
}
