package storetest

import (
	"database/sql"
	"fmt"
	"strings"

	"dodomu/store/seal"
)

// Row is a row as somebody reads it who has the store and all its keys.
type Row struct {
	Table  string
	Values map[string]any    // as they stand, by column
	Opened map[string][]byte // what opened of them, by column
	Writer string            // of PostgreSQL the transaction that wrote it; "" otherwise
}

// Holds tells whether one of the row's whole numbers is n.
func (r Row) Holds(n int64) bool {
	for _, v := range r.Values {
		if v == n {
			return true
		}
	}
	return false
}

// Text is all that the row says, as one text in which anything can be looked for.
func (r Row) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:", r.Table)
	for column, v := range r.Values {
		if raw, ok := v.([]byte); ok {
			fmt.Fprintf(&b, " %s=%x %s", column, raw, raw)
			continue
		}
		fmt.Fprintf(&b, " %s=%v", column, v)
	}
	for column, plain := range r.Opened {
		fmt.Fprintf(&b, " %s opened=%x %s", column, plain, plain)
	}
	return b.String()
}

// Dump reads every column of every row of every table, and opens everything that any
// key of the store opens at any place its row could name.
func (s *Store) Dump() (all []Row) {
	s.t.Helper()
	db := s.Outside()
	for _, table := range s.tables(db) {
		all = append(all, s.rows(db, table)...)
	}
	keys := s.unwrapped(all)
	for i := range all {
		all[i].Opened = open(all[i], keys)
	}
	return all
}

// tables lists the tables by what the engine says, not by what the program knows.
func (s *Store) tables(db *sql.DB) (names []string) {
	s.t.Helper()
	query := `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`
	if s.File != "" {
		query = `SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1`
	}
	rows, err := db.Query(query)
	if err != nil {
		s.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			s.t.Fatal(err)
		}
		names = append(names, name)
	}
	return names
}

func (s *Store) rows(db *sql.DB, table string) (all []Row) {
	s.t.Helper()
	what := "'' AS writer, *"
	if s.File == "" {
		what = "xmin::text AS writer, *"
	}
	rows, err := db.Query("SELECT " + what + " FROM " + table)
	if err != nil {
		s.t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		s.t.Fatal(err)
	}
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			s.t.Fatal(err)
		}
		r := Row{Table: table, Values: map[string]any{}, Writer: fmt.Sprint(values[0])}
		for i, column := range columns[1:] {
			r.Values[column] = values[i+1]
		}
		all = append(all, r)
	}
	return all
}

// unwrapped gives the data key of every scope that has one.
func (s *Store) unwrapped(all []Row) map[int64]seal.Key {
	s.t.Helper()
	keys := map[int64]seal.Key{}
	for _, r := range all {
		scope, _ := r.Values["id"].(int64)
		wrap, _ := r.Values["wrap"].([]byte)
		if r.Table != "scopes" || wrap == nil {
			continue
		}
		key, err := s.Keys.Unwrap(scope, wrap)
		if err != nil {
			s.t.Fatal(err)
		}
		keys[scope] = key
	}
	return keys
}

// houseScope is whose the values are that belong to no record of their own.
const houseScope = 1

// open opens what opens of a row: each of its whole numbers may be the scope, and each
// the row.
func open(r Row, keys map[int64]seal.Key) map[string][]byte {
	opened := map[string][]byte{}
	numbers := []int64{houseScope}
	for _, v := range r.Values {
		if n, ok := v.(int64); ok {
			numbers = append(numbers, n)
		}
	}
	for column, v := range r.Values {
		sealed, _ := v.([]byte)
		for _, scope := range numbers {
			key, known := keys[scope]
			for _, row := range numbers {
				if !known || sealed == nil || opened[column] != nil {
					continue
				}
				if plain, err := key.Open(sealed, seal.Place{Table: r.Table, Column: column, Scope: scope, Row: row}); err == nil {
					opened[column] = append([]byte{}, plain...)
				}
			}
		}
	}
	return opened
}
