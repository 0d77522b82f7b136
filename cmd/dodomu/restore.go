package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"dodomu/store"
)

type restoreCommand struct {
	keyFlags
	File     string `arg:"" help:"The backup."`
	Identity string `required:"" help:"The identity file of one of the recipients, as age-keygen made it."`
	DB       string `name:"db" required:"" help:"The store to make, as sqlite:NEW; one that exists is never overwritten."`
}

// Run brings a backup back as a new store, once all of it is proven whole.
func (c restoreCommand) Run(d *door) error {
	into, embedded := strings.CutPrefix(c.DB, "sqlite:")
	if !embedded {
		return usageError{errors.New("restore: --db is sqlite:NEW; to bring it to PostgreSQL, restore it to a file and use dodomu copy")}
	}
	keys, err := c.keys()
	if err != nil {
		return err
	}
	identity, err := os.Open(c.Identity)
	if err != nil {
		return fmt.Errorf("restore: --identity: %w", err)
	}
	defer identity.Close()
	done, err := store.Restore(d.ctx, c.File, identity, into, keys)
	if err != nil {
		return err
	}
	fmt.Fprintf(d.out, "%s made: %d bytes, %d events, root %s; whole and opened by this key\n", into, done.Bytes, done.Tree.N, done.Tree.Hash)
	return nil
}
