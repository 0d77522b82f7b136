package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"time"
)

// tableCopy is the copy of one table under way.
type tableCopy struct {
	copying
	table   string
	columns []string
	truths  []int     // the columns that hold yes or no: an embedded store gives them as numbers
	rows    int       // of a full batch
	full    *sql.Stmt // writes one
	batch   []any
	bytes   int
	written tally
}

// The bounds of one batch: rows, so that the number of values stays within what
// both engines take in one statement; bytes, because photos are rows.
const (
	batchRows  = 200
	batchBytes = 4 << 20
	// The embedded driver looks each value up by its name among all of a statement.
	embeddedRows = 8
)

func (c copying) open(table string) (*tableCopy, error) {
	rows, err := c.dst.sql.QueryContext(c.dst.ctx, "SELECT * FROM "+table+" WHERE 1 = 0")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.ColumnTypes()
	if err != nil {
		return nil, err
	}
	t := &tableCopy{copying: c, table: table, rows: batchRows}
	if c.dst.db.engine == embedded {
		t.rows = embeddedRows
	}
	for i, column := range columns {
		t.columns = append(t.columns, column.Name())
		if strings.HasPrefix(column.DatabaseTypeName(), "BOOL") {
			t.truths = append(t.truths, i)
		}
	}
	return t, rows.Err()
}

// copy writes every row of the source.
func (t *tableCopy) copy(ctx context.Context) error {
	var err error
	if t.full, err = t.dst.sql.PrepareContext(t.dst.ctx, t.insert(t.rows)); err != nil {
		return err
	}
	defer t.full.Close()
	if err := t.each(ctx, t.src, t.add); err != nil {
		return err
	}
	return t.flush()
}

// compare reads back what was written.
func (t *tableCopy) compare(ctx context.Context) error {
	var found tally
	err := t.each(ctx, t.dst, func(row []any) error {
		found.add(row)
		return nil
	})
	if err == nil && found != t.written {
		err = fmt.Errorf("%d rows were written and %d others found: %w", t.written.rows, found.rows, ErrCopy)
	}
	return err
}

// each gives every row of one side to f, which may keep its values.
func (t *tableCopy) each(ctx context.Context, side *Tx, f func(row []any) error) error {
	rows, err := side.sql.QueryContext(side.ctx, "SELECT "+strings.Join(t.columns, ", ")+" FROM "+t.table)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() && ctx.Err() == nil {
		row := make([]any, len(t.columns))
		into := make([]any, len(t.columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		t.level(row)
		if err := f(row); err != nil {
			return err
		}
	}
	return errors.Join(rows.Err(), ctx.Err())
}

// level takes out of a row in what the engines differ: how they give yes and no,
// and an empty value, which must not be taken for none.
func (t *tableCopy) level(row []any) {
	for _, i := range t.truths {
		if n, ok := row[i].(int64); ok {
			row[i] = n != 0
		}
	}
	for i, value := range row {
		if b, ok := value.([]byte); ok && b == nil {
			row[i] = []byte{}
		}
	}
}

func (t *tableCopy) add(row []any) error {
	t.written.add(row)
	t.batch = append(t.batch, row...)
	for _, value := range row {
		if bytes, ok := value.([]byte); ok {
			t.bytes += len(bytes)
		}
	}
	if len(t.batch) == t.rows*len(t.columns) || t.bytes >= batchBytes {
		return t.flush()
	}
	return nil
}

func (t *tableCopy) flush() (err error) {
	switch rows := len(t.batch) / len(t.columns); rows {
	case 0:
		return nil
	case t.rows:
		_, err = t.full.ExecContext(t.dst.ctx, t.batch...)
	default:
		_, err = t.dst.sql.ExecContext(t.dst.ctx, t.insert(rows), t.batch...)
	}
	t.batch, t.bytes = t.batch[:0], 0
	return err
}

// insert is the statement that writes so many rows.
func (t *tableCopy) insert(rows int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "INSERT INTO %s (%s) VALUES ", t.table, strings.Join(t.columns, ", "))
	for i := range rows * len(t.columns) {
		switch {
		case i == 0:
			b.WriteString("(")
		case i%len(t.columns) == 0:
			b.WriteString("), (")
		default:
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "$%d", i+1)
	}
	b.WriteString(")")
	return b.String()
}

// tally is the number of rows of a table and a sum over what they say, whatever
// their order: two tables with the same tally hold the same rows.
type tally struct {
	rows int64
	sum  [4]uint64
}

func (t *tally) add(row []any) {
	t.rows++
	h := sha256.New()
	for _, value := range row {
		switch v := value.(type) {
		case []byte:
			fmt.Fprintf(h, "b%d:", len(v))
			h.Write(v)
		case string:
			fmt.Fprintf(h, "s%d:%s", len(v), v)
		case time.Time:
			fmt.Fprintf(h, "t%d:", v.UnixMilli())
		default: // a whole number, a yes or no, or nothing
			fmt.Fprintf(h, "v%v:", v)
		}
	}
	digest := h.Sum(nil)
	for i := range t.sum {
		t.sum[i] += binary.LittleEndian.Uint64(digest[8*i:])
	}
}
