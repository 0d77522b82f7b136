package store

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"dodomu/store/cases"
)

// The letterbox keeps an anonymous tip from its sender. What a turn writes can be told
// to belong together: ids hold milliseconds, rows of one transaction share its number
// on PostgreSQL, a line of history stands between two others, a card to the staff
// group leaves in the same second as the answer to the person. So the turn of an
// anonymous tipster leaves a letter and nothing else: sealed under a key of its own,
// with the day and no time. When the box is emptied, all letters that lie there become
// tips in one transaction, in random order: new ids, new keys, new rows for their
// files, their lines of history and their cards; the letters go with their keys. Until
// then, some minutes, the letter stands beside the turn. What is left to who holds the
// store and its keys is that some account that wrote that day may have been the one;
// an account that left nothing else is forgotten besides (visitor.go).

// The kinds of letters.
const (
	letterTip    = "tip"
	letterAnswer = "answer" // an answer or an addition to a tip, found by its receipt
)

// letter is what an anonymous tipster left.
type letter struct {
	id      int64
	receipt []byte
	kind    string
	meant   cases.CaseID
	day     int64
	body    []byte // sealed: a sheet, or what was said
}

// day is the beginning of the day of an instant, in UTC.
func day(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// postTip leaves a tip in the letterbox and draws its receipt.
func (tx *Tx) postTip(p cases.PersonID, meant cases.CaseID, sheet cases.TipSheet) (cases.Receipt, error) {
	receipt, err := cases.NewReceipt(tx.db.random)
	if err != nil {
		return "", err
	}
	hash, err := tx.receiptHash(receipt)
	if err != nil {
		return "", err
	}
	sheet.Sender = ""
	l := letter{receipt: hash, kind: letterTip, meant: meant}
	if err := tx.post(p, l, sheet, sheet.Files); err != nil {
		return "", err
	}
	return receipt, tx.markLeaving(p)
}

// post seals a letter with the person's files, which nobody owns from here on.
func (tx *Tx) post(p cases.PersonID, l letter, content any, files []cases.FileID) error {
	l.id = tx.newID()
	if err := tx.newScope(l.id); err != nil {
		return err
	}
	for _, f := range files {
		if err := tx.rehome(f, p, l.id); err != nil {
			return fmt.Errorf("keep file in letter: %w", err)
		}
		if err := tx.put(`UPDATE files SET owner = 0 WHERE id = $1`, f); err != nil {
			return fmt.Errorf("keep file in letter: %w", err)
		}
	}
	body, err := tx.hide(l.id, spot{"letters", "body", l.id}, content)
	if err != nil {
		return err
	}
	err = tx.put(`INSERT INTO letters (id, receipt, kind, meant, day, body) VALUES ($1, $2, $3, $4, $5, $6)`,
		l.id, l.receipt, l.kind, l.meant, ms(day(tx.Now())), body)
	if err != nil {
		return fmt.Errorf("post letter: %w", err)
	}
	return nil
}

// EmptyLetterbox makes tips and answers of the letters whose files have been fetched,
// and gives how many there were. Meant to run every few minutes: the longer the box is
// left, the more letters mix.
func (tx *Tx) EmptyLetterbox() (int, error) {
	if err := tx.lockHistory(); err != nil {
		return 0, fmt.Errorf("empty letterbox: %w", err)
	}
	all, err := tx.letters(`WHERE NOT EXISTS (SELECT 1 FROM files f WHERE f.scope = l.id AND f.state = 0)`)
	if err != nil {
		return 0, fmt.Errorf("empty letterbox: %w", err)
	}
	rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	// A tip before the answers to it.
	slices.SortStableFunc(all, func(a, b letter) int { return rank(a) - rank(b) })
	taken := 0
	for _, l := range all {
		done, err := tx.takeIn(l)
		if err != nil {
			return 0, fmt.Errorf("empty letterbox: %w", err)
		}
		if done {
			taken++
		}
	}
	if err := tx.forgetLeaving(); err != nil {
		return 0, fmt.Errorf("empty letterbox: %w", err)
	}
	return taken, nil
}

func rank(l letter) int {
	if l.kind == letterTip {
		return 0
	}
	return 1
}

// letters reads letters, in the order of their ids.
func (tx *Tx) letters(where string, args ...any) ([]letter, error) {
	var all []letter
	err := tx.all(`SELECT l.id, l.receipt, l.kind, l.meant, l.day, l.body FROM letters l `+where+` ORDER BY l.id`, args,
		func(scan func(...any) error) error {
			var l letter
			err := scan(&l.id, &l.receipt, &l.kind, &l.meant, &l.day, &l.body)
			all = append(all, l)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("read letters: %w", err)
	}
	return all, nil
}

// takeIn makes of one letter what it is for, and takes it out of the box. False for
// an answer whose tip is still in the box.
func (tx *Tx) takeIn(l letter) (bool, error) {
	if l.kind == letterTip {
		if err := tx.takeInTip(l); err != nil {
			return false, err
		}
		return true, tx.burn(l)
	}
	r, err := tx.tipWhere(`FROM tips t WHERE t.receipt = $1 AND t.withdrawn IS NULL`, l.receipt)
	if errors.Is(err, cases.ErrNotFound) {
		waiting, err := tx.letters(`WHERE l.receipt = $1 AND l.kind = $2`, l.receipt, letterTip)
		if err != nil || len(waiting) > 0 {
			return false, err
		}
		return true, tx.burn(l) // its tip was withdrawn
	}
	if err != nil {
		return false, err
	}
	if err := tx.takeInAnswer(l, r); err != nil {
		return false, err
	}
	return true, tx.burn(l)
}

func (tx *Tx) takeInTip(l letter) error {
	in := arrival{id: cases.TipID(tx.newID()), by: cases.Actor{Role: cases.Tipster}, meant: l.meant, receipt: l.receipt, at: time.UnixMilli(l.day)}
	if err := tx.reveal(l.id, spot{"letters", "body", l.id}, l.body, &in.sheet); err != nil {
		return err
	}
	if err := tx.newScope(tipScope(in.id)); err != nil {
		return err
	}
	var err error
	if in.sheet.Files, err = tx.recast(in.sheet.Files, l, tipScope(in.id)); err != nil {
		return err
	}
	_, err = tx.admit(in)
	return err
}

func (tx *Tx) takeInAnswer(l letter, r *tipRow) error {
	var s said
	if err := tx.reveal(l.id, spot{"letters", "body", l.id}, l.body, &s); err != nil {
		return err
	}
	var err error
	if s.Files, err = tx.recast(s.Files, l, tipScope(r.ID)); err != nil {
		return err
	}
	return tx.heardOfTip(r, cases.Actor{Role: cases.Tipster}, s, time.UnixMilli(l.day))
}

// recast gives the files of a letter new rows under another scope: new ids, and the
// day of the letter as when they came.
func (tx *Tx) recast(files []cases.FileID, l letter, scope int64) ([]cases.FileID, error) {
	var all []cases.FileID
	for _, old := range files {
		fresh := cases.FileID(tx.newID())
		if err := tx.recastFile(fileMove{old, fresh, l.id, scope}, l.day); err != nil {
			return nil, fmt.Errorf("keep file of letter: %w", err)
		}
		all = append(all, fresh)
	}
	return all, nil
}

// burn takes a letter out of the box with its key.
func (tx *Tx) burn(l letter) error {
	for _, query := range []string{`DELETE FROM files WHERE scope = $1`, `DELETE FROM letters WHERE id = $1`, `DELETE FROM scopes WHERE id = $1`} {
		if err := tx.put(query, l.id); err != nil {
			return fmt.Errorf("burn letter: %w", err)
		}
	}
	tx.note(l.id, scopeKey{gone: true})
	tx.lasted = append(tx.lasted, func() { tx.db.scopes.drop(l.id) })
	return nil
}
