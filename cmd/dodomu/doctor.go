package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"dodomu/store"
)

type doctorCommand struct {
	serveCommand
	Offline         bool   `help:"Ask nothing of Telegram."`
	Checkpoint      string `help:"Hold the history against this checkpoint, written earlier and kept elsewhere."`
	WriteCheckpoint string `help:"Sign the history as it is now into this new file. Keep it where nobody with the store can change it."`
}

// examination prints a line for each check.
type examination struct {
	out io.Writer
	bad int
}

// check runs one check: what it found, or what is wrong and what to do.
func (e *examination) check(name string, look func() (string, error)) {
	found, err := look()
	if err != nil {
		e.bad++
		fmt.Fprintf(e.out, "bad  %-10s %v\n", name, err)
		return
	}
	fmt.Fprintf(e.out, "ok   %-10s %s\n", name, found)
}

// Run checks everything that can be checked while the bot runs or rests. An error
// where anything is bad.
func (c doctorCommand) Run(d *door) error {
	e := &examination{out: d.out}
	e.check("settings", c.settings)
	e.check("zones", zones)
	if !c.Offline {
		e.check("token", func() (string, error) { return c.account(d.ctx) })
	}
	var db *store.DB
	e.check("store", func() (found string, err error) {
		if db, err = c.existing(d.ctx); err != nil {
			return "", opening(err)
		}
		return "opens with this key", nil
	})
	if db != nil {
		defer db.Close()
		c.examine(d, e, db)
	}
	if e.bad > 0 {
		return fmt.Errorf("doctor: %d of the checks are bad", e.bad)
	}
	return nil
}

// examine looks into an open store.
func (c doctorCommand) examine(d *door, e *examination, db *store.DB) {
	x := ward{d.ctx, db}
	e.check("integrity", x.integrity)
	before := e.bad
	e.check("history", func() (string, error) { return x.history(c.Checkpoint) })
	whole := e.bad == before
	e.check("sealed", x.sealed)
	e.check("clock", x.clock)
	e.check("outbox", x.outbox)
	e.check("files", x.files)
	e.check("incidents", x.incidents)
	if c.WriteCheckpoint != "" {
		e.check("checkpoint", func() (string, error) { return x.checkpoint(c.WriteCheckpoint, whole) })
	}
}

// checkpoint writes a signed checkpoint of a history that was found whole.
func (x ward) checkpoint(file string, whole bool) (string, error) {
	if !whole {
		return "", errors.New("not written: the history is bad")
	}
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return "", fmt.Errorf("not written, name a new file: %w", err)
	}
	var note []byte
	err = x.db.Update(x.ctx, func(tx *store.Tx) (err error) {
		note, err = tx.Checkpoint()
		return err
	})
	if err == nil {
		_, err = f.Write(note)
	}
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return "", errors.Join(err, os.Remove(file))
	}
	return "written to " + file, nil
}
