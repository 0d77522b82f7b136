package store

import (
	"fmt"
	"strings"
)

// group is a statement over many rows at once. It is kept for a few numbers of rows,
// so that each is prepared once: rows beyond the greatest go in several.
type group struct {
	width int // values a row
	texts [len(groupSizes)]string
	plain [len(groupSizes)]string // for the embedded engine, which knows no types of values
}

// groupSizes are the numbers of rows, the greatest first.
var groupSizes = [...]int{64, 16, 4, 1}

// newGroup makes a statement of its beginning, one row with ? for each value, and
// its end. A value whose type a server cannot tell from its place is cast.
func newGroup(head, row, tail string) group {
	g := group{width: strings.Count(row, "?")}
	bare := strings.NewReplacer("CAST(? AS BIGINT)", "?", "CAST(? AS BYTEA)", "?").Replace(row)
	for i, n := range groupSizes {
		g.texts[i] = head + numbered(row, n) + tail
		g.plain[i] = head + numbered(bare, n) + tail
	}
	return g
}

// numbered repeats a row and numbers its values.
func numbered(row string, n int) string {
	var b strings.Builder
	at := 0
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		for j, part := range strings.Split(row, "?") {
			if j > 0 {
				at++
				fmt.Fprintf(&b, "$%d", at)
			}
			b.WriteString(part)
		}
	}
	return b.String()
}

// chunk is the largest statement that all its rows can fill, and its values.
func (g *group) chunk(e engine, args []any) (text string, now, rest []any) {
	for i, n := range groupSizes {
		if size := n * g.width; size <= len(args) {
			if text = g.texts[i]; e == embedded {
				text = g.plain[i]
			}
			return text, args[:size], args[size:]
		}
	}
	return "", nil, nil
}

// execGroup runs a group over the values of all rows and tells how many rows of the
// table it touched.
func (tx *Tx) execGroup(g *group, args []any) (int64, error) {
	var total int64
	for len(args) > 0 {
		text, now, rest := g.chunk(tx.db.engine, args)
		n, err := tx.rawExec(text, now...)
		if err != nil {
			return total, err
		}
		total, args = total+n, rest
	}
	return total, nil
}

// allGroup gives each row that a group returns to f; f must not use the transaction.
func (tx *Tx) allGroup(g *group, args []any, f func(scan func(...any) error) error) error {
	for len(args) > 0 {
		text, now, rest := g.chunk(tx.db.engine, args)
		if err := tx.rawAll(text, now, f); err != nil {
			return err
		}
		args = rest
	}
	return nil
}
