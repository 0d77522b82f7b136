package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"dodomu/bot/staff"
	"dodomu/store"
	"dodomu/store/cases"
)

type caseCommand struct {
	storeFlags
	speech
	As    string   `help:"The handle of the member of staff who acts." env:"DODOMU_STAFF" required:""`
	Yes   bool     `help:"Send to the family what the preview shows."`
	Out   string   `help:"Of photo: the file to write the working copy to."`
	Words []string `arg:"" help:"A command of staff and what follows it: queue, open NUMBER, ask NUMBER 'text', … All: help."`
}

// Run carries out one command of the table of staff and prints what it says. What
// the family would read is only printed until --yes is given.
func (c caseCommand) Run(d *door) error {
	words, err := c.words()
	if err != nil {
		return err
	}
	if c.Words[0] == "photo" {
		return c.photo(d)
	}
	answer, err := c.act(d, func(tx *store.Tx, by cases.Actor) (staff.Answer, error) {
		return staff.Type(tx, by, c.Words, c.Yes)
	})
	if err != nil {
		return err
	}
	return words.print(d.out, answer)
}

// act runs f as the member of staff, in one transaction that is kept.
func (c caseCommand) act(d *door, f func(*store.Tx, cases.Actor) (staff.Answer, error)) (staff.Answer, error) {
	var before []func(*store.DB, context.Context) error
	if c.Words[0] == "match" { // a command is a process of its own: its index is not there yet
		before = append(before, (*store.DB).BuildIndex)
	}
	return within(d, c.storeFlags, func(tx *store.Tx) (staff.Answer, error) {
		s, err := tx.StaffByHandle(c.As)
		if errors.Is(err, cases.ErrNotFound) {
			return staff.Answer{}, fmt.Errorf("--as %s: nobody of staff has this handle, see dodomu staff list", c.As)
		}
		if err != nil {
			return staff.Answer{}, err
		}
		return f(tx, s.Actor())
	}, before...)
}

// photo writes the working copy of a photo to a file that only its owner may read.
func (c caseCommand) photo(d *door) error {
	if c.Out == "" {
		return usageError{errors.New("a terminal shows no photo: add --out FILE")}
	}
	var picture []byte
	_, err := c.act(d, func(tx *store.Tx, by cases.Actor) (answer staff.Answer, err error) {
		picture, err = staff.Picture(tx, by, strings.Join(c.Words[1:], " "))
		return answer, err
	})
	if err != nil {
		return fmt.Errorf("photo: %w", err)
	}
	if picture == nil {
		return errors.New("photo: there is no copy of this file yet, try a little later")
	}
	if err := os.WriteFile(c.Out, picture, 0o600); err != nil {
		return fmt.Errorf("photo: %w", err)
	}
	return nil
}
