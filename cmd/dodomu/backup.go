package main

import (
	"errors"
	"fmt"
)

type backupCommand struct {
	storeFlags
	File string   `arg:"" help:"The file to make; one that exists is never overwritten."`
	To   []string `required:"" help:"Who can open it: recipients of age (age1…), one or more. Their identity files belong far from this machine." env:"DODOMU_BACKUP_TO"`
}

// Run writes an encrypted backup while the bot may go on.
func (c backupCommand) Run(d *door) (err error) {
	db, err := c.existing(d.ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	done, err := db.Archive(d.ctx, c.File, c.To...)
	if err != nil {
		return err
	}
	fmt.Fprintf(d.out, "%s made: %d bytes, %d events, root %s\n", c.File, done.Bytes, done.Tree.N, done.Tree.Hash)
	return nil
}
