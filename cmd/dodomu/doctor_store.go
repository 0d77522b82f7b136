package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"dodomu/store"
	"dodomu/store/seal"
)

// ward is where an open store is looked at.
type ward struct {
	ctx context.Context
	db  *store.DB
}

// opening says what to do about a store that does not open.
func opening(err error) error {
	switch {
	case errors.Is(err, seal.ErrKey):
		return fmt.Errorf("%w: name in DODOMU_KEY_FILE the key it was made with", err)
	case errors.Is(err, store.ErrNewer), errors.Is(err, store.ErrDamaged):
		return err
	}
	return fmt.Errorf("%w: see DODOMU_DB and DODOMU_KEY_FILE", err)
}

func (x ward) integrity() (string, error) {
	if err := x.db.Check(x.ctx); err != nil {
		return "", fmt.Errorf("%w with dodomu restore", err)
	}
	size, err := x.db.Size(x.ctx)
	return fmt.Sprintf("whole, %d bytes", size), err
}

// history verifies every event, and the tree against what it was at a checkpoint.
func (x ward) history(checkpoint string) (found string, err error) {
	var against [][]byte
	if checkpoint != "" {
		note, err := os.ReadFile(checkpoint)
		if err != nil {
			return "", fmt.Errorf("--checkpoint: %w", err)
		}
		against = append(against, note)
	}
	err = x.db.View(x.ctx, func(tx *store.Tx) error {
		if err := tx.VerifyTree(against...); err != nil {
			return fmt.Errorf("%w: somebody or something wrote into the store behind the program; keep it, and compare with a backup", err)
		}
		tree, err := tx.Tree()
		found = fmt.Sprintf("%d events, root %s", tree.N, tree.Hash)
		return err
	})
	return found, err
}

// sampled is how many values of each sealed column are opened.
const sampled = 50

func (x ward) sealed() (found string, err error) {
	err = x.db.View(x.ctx, func(tx *store.Tx) error {
		n, err := tx.OpenSample(sampled)
		found = fmt.Sprintf("%d values opened", n)
		return err
	})
	if err != nil {
		err = fmt.Errorf("%w: compare with a backup", err)
	}
	return found, err
}

// clockSlack is how far clocks of machines may differ.
const clockSlack = time.Minute

func (x ward) clock() (found string, err error) {
	err = x.db.View(x.ctx, func(tx *store.Tx) error {
		newest, err := tx.Newest()
		if err == nil && newest.After(tx.Now().Add(clockSlack)) {
			err = fmt.Errorf("the store knows %s, which is to come: set this machine's clock", newest.UTC().Format(time.RFC3339))
		}
		found = tx.Now().UTC().Format(time.RFC3339)
		return err
	})
	return found, err
}

// How long things may wait before somebody should look.
const (
	longestDue  = 10 * time.Minute
	longestFile = time.Hour
)

func (x ward) counts() (c store.Counts, now time.Time, err error) {
	err = x.db.View(x.ctx, func(tx *store.Tx) (err error) {
		now = tx.Now()
		c, err = tx.Counts()
		return err
	})
	return c, now, err
}

func (x ward) outbox() (string, error) {
	c, now, err := x.counts()
	if err != nil {
		return "", err
	}
	if c.Due > 0 && now.Sub(c.OldestDue) > longestDue {
		return "", fmt.Errorf("%d due, the oldest for %s: is dodomu serve running? Its log says why it cannot send", c.Due, ago(now, c.OldestDue))
	}
	found := fmt.Sprintf("%d waiting, %d due", c.Waiting, c.Due)
	if c.Dead > 0 {
		found += fmt.Sprintf(", %d given up: see dodomu outbox", c.Dead)
	}
	return found, nil
}

func (x ward) files() (string, error) {
	c, now, err := x.counts()
	if err != nil {
		return "", err
	}
	if c.Files > 0 && now.Sub(c.OldestFile) > longestFile {
		return "", fmt.Errorf("%d to be fetched, the oldest for %s: is dodomu serve running? Its log says why it cannot fetch", c.Files, ago(now, c.OldestFile))
	}
	return fmt.Sprintf("%d to be fetched", c.Files), nil
}

// incidents are no fault of the machine's: they are told and not judged.
func (x ward) incidents() (string, error) {
	c, _, err := x.counts()
	if c.Aside == 0 || err != nil {
		return "none in two weeks", err
	}
	return fmt.Sprintf("%d updates set aside, the oldest on %s: the log holds their codes", c.Aside, c.OldestAside.UTC().Format(time.DateOnly)), nil
}
