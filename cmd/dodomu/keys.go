package main

import "fmt"

type keysCommand struct {
	Rotate keysRotateCommand `cmd:"" help:"Add a wrapping key to the key file and wrap every data key of the store under it. Stop the bot first."`
	New    keysNewCommand    `cmd:"" help:"Make a new key file. Without it the store cannot be read: keep a copy apart from the store."`
}

type keysNewCommand struct {
	keyFlags
	File string `arg:"" help:"The file to make; one that exists is never overwritten."`
}

// Run makes a key file that only its owner may read.
func (c keysNewCommand) Run(d *door) error {
	cover, err := c.cover()
	if err != nil {
		return err
	}
	if err := cover.NewFile(c.File); err != nil {
		return fmt.Errorf("keys new: %w", err)
	}
	fmt.Fprintf(d.out, "%s made. Keep a copy apart from the store: without it nothing in the store can be read again.\n", c.File)
	return nil
}

type keysRotateCommand struct{ storeFlags }

// Run rotates the key file, then the store. Broken off in between it may be run
// again: the key file opens what is wrapped either way.
func (c keysRotateCommand) Run(d *door) error {
	if _, err := c.keys(); err != nil {
		return err
	}
	cover, err := c.cover()
	if err != nil {
		return err
	}
	if err := cover.Rotate(c.KeyFile); err != nil {
		return fmt.Errorf("keys rotate: %w", err)
	}
	log, err := logTo(d, "error")
	if err != nil {
		return err
	}
	db, err := c.open(d.ctx, log)
	if err != nil {
		return err
	}
	defer db.Close()
	n, err := db.Rewrap(d.ctx)
	if err != nil {
		return fmt.Errorf("keys rotate: %w", err)
	}
	fmt.Fprintf(d.out, "%d data keys are wrapped under the new key. Copy %s to where its copies are; %s.old opens nothing that is sealed from now on.\n", n, c.KeyFile, c.KeyFile)
	return nil
}
