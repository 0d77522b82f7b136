package store

import (
	"fmt"
	"time"

	"dodomu/store/cases"
)

// tipWords is one row of a tip's questions, answers or notes.
type tipWords struct {
	id, at, question int64
	staff            cases.StaffID
	kind             cases.Kind
	sealed           []byte
}

// tipRows reads the rows of one of the three tables, oldest first. columns stand for
// staff, question and kind, so that one reader serves all.
func (tx *Tx) tipRows(table, columns, sealed string, id cases.TipID) ([]tipWords, error) {
	var all []tipWords
	err := tx.all(`SELECT id, at, `+columns+`, `+sealed+` FROM `+table+` WHERE tip = $1 ORDER BY id`, []any{id},
		func(scan func(...any) error) error {
			var w tipWords
			err := scan(&w.id, &w.at, &w.staff, &w.question, &w.kind, &w.sealed)
			all = append(all, w)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", table, err)
	}
	return all, nil
}

// addTipQuestion keeps a question to the tipster; the newest is the open one.
func (tx *Tx) addTipQuestion(id cases.TipID, by cases.StaffID, text string) error {
	row := tx.newID()
	sealed, err := tx.hide(tipScope(id), spot{"tip_questions", "text", row}, text)
	if err != nil {
		return err
	}
	return tx.put(`INSERT INTO tip_questions (id, tip, staff, at, text) VALUES ($1, $2, $3, $4, $5)`, row, id, by, ms(tx.Now()), sealed)
}

// addTipAnswer keeps what a tipster said; question 0 is an addition.
func (tx *Tx) addTipAnswer(id cases.TipID, question int64, s said, at time.Time) error {
	row := tx.newID()
	sealed, err := tx.hide(tipScope(id), spot{"tip_answers", "body", row}, s)
	if err != nil {
		return err
	}
	return tx.put(`INSERT INTO tip_answers (id, tip, question, at, body) VALUES ($1, $2, $3, $4, $5)`, row, id, question, ms(at), sealed)
}

// addTipNote keeps why staff did something. Nothing reads this table for a tipster or
// a family.
func (tx *Tx) addTipNote(id cases.TipID, by cases.StaffID, kind cases.Kind, text string) error {
	row := tx.newID()
	sealed, err := tx.hide(tipScope(id), spot{"tip_notes", "text", row}, text)
	if err != nil {
		return err
	}
	return tx.put(`INSERT INTO tip_notes (id, tip, staff, kind, at, text) VALUES ($1, $2, $3, $4, $5, $6)`, row, id, by, kind, ms(tx.Now()), sealed)
}

// tipQuestions gives the questions of a tip, oldest first, by their row.
func (tx *Tx) tipQuestions(id cases.TipID) ([]int64, []cases.Asked, error) {
	rows, err := tx.tipRows("tip_questions", "staff, 0, ''", "text", id)
	if err != nil {
		return nil, nil, err
	}
	ids, asked := make([]int64, len(rows)), make([]cases.Asked, len(rows))
	for i, q := range rows {
		ids[i], asked[i].At = q.id, time.UnixMilli(q.at)
		if err := tx.reveal(tipScope(id), spot{"tip_questions", "text", q.id}, q.sealed, &asked[i].Text); err != nil {
			return nil, nil, err
		}
	}
	return ids, asked, nil
}

// tipTalk gives all that was asked and said of a tip, oldest first.
func (tx *Tx) tipTalk(id cases.TipID) ([]cases.Asked, []cases.Said, error) {
	ids, asked, err := tx.tipQuestions(id)
	if err != nil {
		return nil, nil, err
	}
	texts := make(map[int64]string, len(ids))
	for i, row := range ids {
		texts[row] = asked[i].Text
	}
	rows, err := tx.tipRows("tip_answers", "0, question, ''", "body", id)
	if err != nil {
		return nil, nil, err
	}
	all := make([]cases.Said, len(rows))
	for i, a := range rows {
		var s said
		if err := tx.reveal(tipScope(id), spot{"tip_answers", "body", a.id}, a.sealed, &s); err != nil {
			return nil, nil, err
		}
		all[i] = cases.Said{At: time.UnixMilli(a.at), Question: texts[a.question], Text: s.Text, Files: s.Files}
	}
	return asked, all, nil
}

// tipNotes gives the notes of a tip, oldest first.
func (tx *Tx) tipNotes(id cases.TipID) ([]cases.TipNote, error) {
	rows, err := tx.tipRows("tip_notes", "staff, 0, kind", "text", id)
	if err != nil {
		return nil, err
	}
	names := staffNames{tx: tx}
	all := make([]cases.TipNote, len(rows))
	for i, n := range rows {
		all[i] = cases.TipNote{At: time.UnixMilli(n.at), By: names.of(n.staff), Kind: n.kind}
		if err := tx.reveal(tipScope(id), spot{"tip_notes", "text", n.id}, n.sealed, &all[i].Text); err != nil {
			return nil, err
		}
	}
	return all, names.err
}
