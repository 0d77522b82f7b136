package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"text/tabwriter"
	"time"

	"dodomu/store"
	"dodomu/store/cases"
)

type outboxCommand struct {
	List  outboxListCommand  `cmd:"" default:"withargs" help:"What waits, and what was given up: never to whom, about which case, or what it says."`
	Retry outboxRetryCommand `cmd:"" help:"Try again what was given up. What may no longer be pushed stays."`
	Drop  outboxDropCommand  `cmd:"" help:"Forget one that was given up."`
}

type outboxListCommand struct{ storeFlags }

type outboxRetryCommand struct {
	storeFlags
	ID  int64 `arg:"" optional:"" help:"Which, as dodomu outbox shows it."`
	All bool  `help:"All of them."`
}

type outboxDropCommand struct {
	storeFlags
	ID int64 `arg:"" help:"Which, as dodomu outbox shows it."`
}

// operator is who acts at this door: they see no case.
func operator() cases.Actor { return cases.Actor{Role: cases.Operator} }

// existing opens a store that is there already: no other command but serve makes one.
func (f storeFlags) existing(ctx context.Context) (*store.DB, error) {
	switch there, err := store.Exists(f.DB); {
	case err != nil:
		return nil, usageError{fmt.Errorf("--db %s: %w", f.DB, err)}
	case !there:
		return nil, fmt.Errorf("--db %s: there is no store, dodomu serve makes one", f.DB)
	}
	return f.open(ctx, slog.New(slog.DiscardHandler))
}

// update runs f in one transaction of a store that is there already.
func (f storeFlags) update(ctx context.Context, act func(*store.Tx) error) (err error) {
	db, err := f.existing(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.Update(ctx, act)
}

// Run lists what was given up and counts what waits.
func (c outboxListCommand) Run(d *door) error {
	var counts store.Counts
	var dead []store.DeadLetter
	var now time.Time
	err := c.update(d.ctx, func(tx *store.Tx) (err error) {
		now = tx.Now()
		if counts, err = tx.Counts(); err != nil {
			return err
		}
		dead, err = tx.DeadLetters(operator())
		return err
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(d.out, "%d waiting, %d of them due", counts.Waiting, counts.Due)
	if counts.Due > 0 {
		fmt.Fprintf(d.out, ", the oldest for %s", ago(now, counts.OldestDue))
	}
	fmt.Fprintf(d.out, "; %d given up\n", counts.Dead)
	return listLetters(d, dead)
}

func listLetters(d *door, dead []store.DeadLetter) error {
	if len(dead) == 0 {
		return nil
	}
	w := tabwriter.NewWriter(d.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "id\tkind\tclass\tpriority\tattempts\tgiven up")
	for _, one := range dead {
		class := string(one.Class)
		if class == "" {
			class = "-"
		}
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%d\t%s\n", one.ID, one.Kind, class, priorityName(one.Priority), one.Attempts, one.Since.UTC().Format(time.RFC3339))
	}
	return w.Flush()
}

func priorityName(p store.Priority) string {
	switch p {
	case store.Reply:
		return "reply"
	case store.Push:
		return "push"
	case store.Broadcast:
		return "broadcast"
	}
	return "?"
}

// ago is how long before now something was, to the second.
func ago(now, then time.Time) string { return now.Sub(then).Truncate(time.Second).String() }

// Run tries one again, or all.
func (c outboxRetryCommand) Run(d *door) error {
	if c.All == (c.ID != 0) {
		return usageError{errors.New("outbox retry: give the id of one, or --all")}
	}
	var done store.Retried
	err := c.update(d.ctx, func(tx *store.Tx) (err error) {
		if c.All {
			done, err = tx.RetryLetters(operator())
			return err
		}
		done.Queued = 1
		return tx.RetryLetter(operator(), c.ID)
	})
	switch {
	case errors.Is(err, cases.ErrConsent):
		return fmt.Errorf("outbox retry %d: its reader gets no pushes now or has left staff, so it stays; dodomu outbox drop %d forgets it", c.ID, c.ID)
	case errors.Is(err, cases.ErrNotFound):
		return fmt.Errorf("outbox retry %d: nothing of that id was given up, or its case was erased; see dodomu outbox", c.ID)
	case err != nil:
		return err
	}
	fmt.Fprintf(d.out, "%d queued again", done.Queued)
	if done.Kept > 0 {
		fmt.Fprintf(d.out, ", %d stay: their readers get no pushes now or have left staff, or their cases were erased", done.Kept)
	}
	fmt.Fprintln(d.out)
	return nil
}

// Run forgets one.
func (c outboxDropCommand) Run(d *door) error {
	err := c.update(d.ctx, func(tx *store.Tx) error { return tx.DropLetter(operator(), c.ID) })
	if errors.Is(err, cases.ErrNotFound) {
		return fmt.Errorf("outbox drop %d: nothing of that id was given up, see dodomu outbox", c.ID)
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(d.out, "dropped")
	return nil
}
