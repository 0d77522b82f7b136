package store

import (
	"fmt"
	"time"

	"dodomu/store/cases"
)

// ground is what staff wrote for staff.
type ground struct {
	Text    string         `json:"text"`
	Sources []cases.Source `json:"sources,omitempty"`
	Care    cases.CareType `json:"care,omitempty"`
	Into    cases.Ref      `json:"into,omitempty"`
}

// addQuestion keeps a question to the family; the newest is the open one.
func (tx *Tx) addQuestion(id cases.CaseID, by cases.StaffID, text string) error {
	row := tx.newID()
	sealed, err := tx.hide(scopeOf(id), spot{"questions", "text", row}, text)
	if err != nil {
		return fmt.Errorf("add question: %w", err)
	}
	if err := tx.put(`INSERT INTO questions (id, case_id, staff, at, text) VALUES ($1, $2, $3, $4, $5)`,
		row, id, by, ms(tx.Now()), sealed); err != nil {
		return fmt.Errorf("add question: %w", err)
	}
	return nil
}

// addNote keeps a note of staff. Nothing reads this table for a family.
func (tx *Tx) addNote(id cases.CaseID, by cases.StaffID, kind cases.Kind, g ground) error {
	row := tx.newID()
	sealed, err := tx.hide(scopeOf(id), spot{"notes", "text", row}, g)
	if err != nil {
		return fmt.Errorf("add note: %w", err)
	}
	if err := tx.put(`INSERT INTO notes (id, case_id, staff, kind, at, text) VALUES ($1, $2, $3, $4, $5, $6)`,
		row, id, by, kind, ms(tx.Now()), sealed); err != nil {
		return fmt.Errorf("add note: %w", err)
	}
	return nil
}

// said is what a family said after the report.
type said struct {
	Text  string         `json:"text,omitempty"`
	Files []cases.FileID `json:"files,omitempty"`
}

// addSaid keeps what a family said; question 0 is an addition.
func (tx *Tx) addSaid(id cases.CaseID, p cases.PersonID, question int64, a cases.Addition) error {
	if err := tx.adopt(id, p, a.Files); err != nil {
		return err
	}
	row := tx.newID()
	sealed, err := tx.hide(scopeOf(id), spot{"answers", "body", row}, said{Text: a.Text, Files: a.Files})
	if err != nil {
		return fmt.Errorf("add answer: %w", err)
	}
	if err := tx.put(`INSERT INTO answers (id, case_id, person, question, at, body) VALUES ($1, $2, $3, $4, $5, $6)`,
		row, id, p, question, ms(tx.Now()), sealed); err != nil {
		return fmt.Errorf("add answer: %w", err)
	}
	return nil
}

// question is a question as it stands in the store.
type question struct {
	id, at int64
	text   []byte
}

// questions gives the questions of a case, oldest first, by their row.
func (tx *Tx) questions(id cases.CaseID) ([]int64, []cases.Asked, error) {
	var rows []question
	err := tx.all(`SELECT id, at, text FROM questions WHERE case_id = $1 ORDER BY id`, []any{id},
		func(scan func(...any) error) error {
			var q question
			err := scan(&q.id, &q.at, &q.text)
			rows = append(rows, q)
			return err
		})
	if err != nil {
		return nil, nil, fmt.Errorf("read questions: %w", err)
	}
	ids, asked := make([]int64, len(rows)), make([]cases.Asked, len(rows))
	for i, q := range rows {
		ids[i], asked[i].At = q.id, time.UnixMilli(q.at)
		if err := tx.reveal(scopeOf(id), spot{"questions", "text", q.id}, q.text, &asked[i].Text); err != nil {
			return nil, nil, err
		}
	}
	return ids, asked, nil
}

// answer is an answer or addition as it stands in the store.
type answer struct {
	id, question, at int64
	person           cases.PersonID
	body             []byte
	said             said
}

// answers gives what was said in a case, oldest first.
func (tx *Tx) answers(id cases.CaseID) ([]answer, error) {
	var rows []answer
	err := tx.all(`SELECT id, person, question, at, body FROM answers WHERE case_id = $1 ORDER BY id`, []any{id},
		func(scan func(...any) error) error {
			var a answer
			err := scan(&a.id, &a.person, &a.question, &a.at, &a.body)
			rows = append(rows, a)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("read answers: %w", err)
	}
	for i := range rows {
		a := &rows[i]
		if err := tx.reveal(scopeOf(id), spot{"answers", "body", a.id}, a.body, &a.said); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// conversation gives all that was asked and said in a case, oldest first. relation
// names who said it, for staff.
func (tx *Tx) conversation(id cases.CaseID, relation func(cases.PersonID) cases.Relation) ([]cases.Asked, []cases.Said, error) {
	ids, asked, err := tx.questions(id)
	if err != nil {
		return nil, nil, err
	}
	texts := make(map[int64]string, len(ids))
	for i, row := range ids {
		texts[row] = asked[i].Text
	}
	rows, err := tx.answers(id)
	if err != nil {
		return nil, nil, err
	}
	all := make([]cases.Said, len(rows))
	for i, a := range rows {
		all[i] = cases.Said{At: time.UnixMilli(a.at), Question: texts[a.question], Text: a.said.Text, Files: a.said.Files,
			Relation: relation(a.person)}
	}
	return asked, all, nil
}
