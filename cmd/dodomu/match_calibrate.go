package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"dodomu/store"
	"dodomu/store/names"
)

type matchCalibrateCommand struct {
	storeFlags
	measureFlags
	Out  string `help:"Write the calibration here: for dodomu match eval --weights."`
	Keep bool   `help:"Keep the calibration in the store; a bot that runs takes it up when it starts next."`
}

// Help says where a calibration comes from and where it goes.
func (matchCalibrateCommand) Help() string {
	return "How people err is learned from questions with known answers: from files (--population, --queries), or, without them, from " +
		"what workers confirmed and rejected in the store. Of files, a half of the questions is fitted to and the other half shows what " +
		"that is worth; what is written is fitted to all. Few answers change little: each level starts from fifteen imagined ones."
}

// Run fits the weights and writes them.
func (c matchCalibrateCommand) Run(d *door) error {
	if c.Out == "" && !c.Keep {
		return usageError{errors.New("say where the calibration is to go: --out FILE, or --keep for the store")}
	}
	fit := c.fromFiles
	if c.Population == "" && c.Queries == "" {
		fit = c.fromDecisions
	}
	weights, err := fit(d)
	if err != nil {
		return err
	}
	if err := c.write(weights); err != nil || !c.Keep {
		return err
	}
	err = c.update(d.ctx, func(tx *store.Tx) error { return tx.SetMatchWeights(operator(), weights) })
	if err == nil {
		fmt.Fprintln(d.out, "The store keeps the calibration. A bot that runs takes it up when it starts next.")
	}
	return err
}

func (c matchCalibrateCommand) write(weights names.Weights) error {
	if c.Out == "" {
		return nil
	}
	text, err := json.MarshalIndent(weights, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.Out, append(text, '\n'), 0o644); err != nil {
		return fmt.Errorf("--out: %w", err)
	}
	return nil
}

// fromFiles fits to files, and shows on the questions it did not see what a fit to
// the others is worth.
func (c matchCalibrateCommand) fromFiles(d *door) (names.Weights, error) {
	trial, asked, err := c.trial(d, store.Tuning{})
	if err != nil {
		return names.Weights{}, err
	}
	defer trial.Close()
	fmt.Fprintf(d.out, "%d questions\n", len(asked))
	var seen, unseen []names.Asked
	for i, a := range asked {
		if i%2 == 0 {
			seen = append(seen, a)
		} else {
			unseen = append(unseen, a)
		}
	}
	half := trial.Calibrate(seen)
	if err := c.show(d, trial, unseen, "before, on the half not fitted to"); err != nil {
		return names.Weights{}, err
	}
	trial.Use(half)
	if err := c.show(d, trial, unseen, "after, on the same half"); err != nil {
		return names.Weights{}, err
	}
	trial.Use(names.DefaultWeights())
	return trial.Calibrate(asked), nil
}

func (c matchCalibrateCommand) show(d *door, trial *store.Trial, asked []names.Asked, when string) error {
	figures, err := trial.Measure(asked, func(names.Asked, []names.Match, time.Duration) error { return nil })
	if err != nil {
		return err
	}
	fmt.Fprintf(d.out, "\n%s:\n", when)
	return printFigures(d.out, figures)
}

// fromDecisions fits to what workers decided in the store.
func (c matchCalibrateCommand) fromDecisions(d *door) (weights names.Weights, err error) {
	db, err := c.existing(d.ctx)
	if err != nil {
		return weights, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	weights, n, err := db.Calibrate(d.ctx)
	if err != nil {
		return weights, err
	}
	fmt.Fprintf(d.out, "fitted to %d decisions of workers\n", n)
	return weights, nil
}
