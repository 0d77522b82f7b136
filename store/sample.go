package store

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// sealedColumns are all places where something sealed stands: whose it is, its row,
// and by what the rows are walked.
func sealedColumns() []sealedColumn {
	return []sealedColumn{
		{"people", "chat", "id", "id", "id"},
		{"people", "state", "id", "id", "id"},
		{"drafts", "state", "person", "row_id", "person"},
		{"aside", "raw", "id", "id", "id"},
		{"outbox", "body", "lane", "id", "id"},
		{"files", "reference", "scope", "id", "id"},
		{"files", "sha256", "scope", "id", "id"},
		{"files", "original", "scope", "id", "id"},
		{"files", "working", "scope", "id", "id"},
		{"files", "print", "scope", "id", "id"},
		{"staff", "sealed", "1", "id", "id"},
		{"cases", "card", "id", "id", "id"},
		{"cases", "proposal", "id", "id", "id"},
		{"filings", "sheet", "case_id", "report", "case_id"},
		{"followers", "sealed", "case_id", "person", "case_id"},
		{"questions", "text", "case_id", "id", "id"},
		{"answers", "body", "case_id", "id", "id"},
		{"notes", "text", "case_id", "id", "id"},
		{"tips", "card", "id", "id", "id"},
		{"tips", "sheet", "id", "id", "id"},
		{"tip_questions", "text", "tip", "id", "id"},
		{"tip_answers", "body", "tip", "id", "id"},
		{"tip_notes", "text", "tip", "id", "id"},
		{"letters", "body", "id", "id", "id"},
		{"matches", "why", "case_id", "id", "id"},
		{"events", "body", "CASE WHEN case_id = 0 THEN 1 ELSE case_id END", "leaf", "leaf"},
	}
}

type sealedColumn struct{ table, column, scope, row, key string }

// OpenSample opens at most n values of each place where something sealed stands,
// from a random row on, and gives how many it opened. What they say is looked at by
// nobody. An error that names the place and wraps seal.ErrKey where one does not
// open, for it was changed, moved, or its key is gone.
func (tx *Tx) OpenSample(n int) (int, error) {
	opened := 0
	for _, c := range sealedColumns() {
		did, err := tx.sample(c, n)
		opened += did
		if err != nil {
			return opened, fmt.Errorf("open sample of %s.%s: %w", c.table, c.column, err)
		}
	}
	return opened, nil
}

func (tx *Tx) sample(c sealedColumn, n int) (int, error) {
	var first, last *int64
	fill := strings.NewReplacer("KEY", c.key, "TABLE", c.table, "COLUMN", c.column, "SCOPE", c.scope, "ROW", c.row)
	if err := tx.must(fill.Replace("SELECT MIN(KEY), MAX(KEY) FROM TABLE WHERE COLUMN IS NOT NULL"), nil, &first, &last); err != nil {
		return 0, err
	}
	if first == nil {
		return 0, nil
	}
	start := *first + rand.Int64N(*last-*first+1)
	opened := 0
	for _, side := range []string{">=", "<"} {
		query := fill.Replace("SELECT SCOPE, ROW, COLUMN FROM TABLE WHERE COLUMN IS NOT NULL AND KEY " + side + " $1 ORDER BY KEY LIMIT $2")
		values, err := tx.sealedValues(query, start, n-opened)
		if err != nil {
			return opened, err
		}
		for _, v := range values {
			if _, err := tx.openFrom(v.scope, c.table, c.column, v.row, v.sealed); err != nil {
				return opened, fmt.Errorf("row %d: %w", v.row, err)
			}
			opened++
		}
	}
	return opened, nil
}

// sealedValue is a sealed value with what its place needs to open.
type sealedValue struct {
	scope, row int64
	sealed     []byte
}

func (tx *Tx) sealedValues(query string, start int64, n int) (values []sealedValue, err error) {
	err = tx.all(query, []any{start, n}, func(scan func(...any) error) error {
		var v sealedValue
		err := scan(&v.scope, &v.row, &v.sealed)
		values = append(values, v)
		return err
	})
	return values, err
}
