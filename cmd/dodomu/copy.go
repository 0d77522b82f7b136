package main

import (
	"errors"
	"fmt"
	"log/slog"
	"text/tabwriter"

	"dodomu/store"
)

type copyCommand struct {
	keyFlags
	From string `required:"" help:"The store to read: sqlite:FILE or postgres://…"`
	To   string `required:"" help:"The new, empty store to fill: sqlite:FILE or postgres://…"`
}

// Run copies everything into an empty store and compares it. Nothing may be
// writing to the first meanwhile.
func (c copyCommand) Run(d *door) (err error) {
	from, err := storeFlags{DB: c.From, keyFlags: c.keyFlags}.existing(d.ctx)
	if err != nil {
		return fmt.Errorf("--from: %w", err)
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	to, err := storeFlags{DB: c.To, keyFlags: c.keyFlags}.open(d.ctx, slog.New(slog.DiscardHandler))
	if err != nil {
		return fmt.Errorf("--to: %w", err)
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	done, tree, err := store.Copy(d.ctx, from, to)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(d.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, table := range done {
		fmt.Fprintf(w, "%s\t%d\t\n", table.Table, table.Rows)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(d.out, "equal on both sides: every table, %d events, root %s\n", tree.N, tree.Hash)
	fmt.Fprintln(d.out, "What was said to the old store after this began is not in the new one: start the bot on the new one alone.")
	return nil
}
