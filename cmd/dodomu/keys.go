package main

import (
	"fmt"

	"dodomu/store/seal"
)

type keysCommand struct {
	New keysNewCommand `cmd:"" help:"Make a new key file. Without it the store cannot be read: keep a copy apart from the store."`
}

type keysNewCommand struct {
	File string `arg:"" help:"The file to make; one that exists is never overwritten."`
}

// Run makes a key file that only its owner may read.
func (c keysNewCommand) Run(d *door) error {
	if err := seal.NewFile(c.File); err != nil {
		return fmt.Errorf("keys new: %w", err)
	}
	fmt.Fprintf(d.out, "%s made. Keep a copy apart from the store: without it nothing in the store can be read again.\n", c.File)
	return nil
}
