package main

import (
	"fmt"
	"os"

	"dodomu/store"
	"dodomu/store/names"
)

type placesCommand struct {
	Import placesImportCommand `cmd:"" help:"Take the official codifier of settlements (КАТОТТГ) into the store, so that every village is known."`
}

type placesImportCommand struct {
	storeFlags
	File string `arg:"" help:"The codifier as a text of UTF-8: four levels of codes, one more, category, name."`
}

// Run reads the whole file before anything is changed: a file with one bad line is
// refused, and nothing is.
func (c placesImportCommand) Run(d *door) error {
	rows, err := readCodifier(c.File)
	if err != nil {
		return err
	}
	var done store.PlacesImport
	err = c.update(d.ctx, func(tx *store.Tx) (err error) {
		done, err = tx.ImportPlaces(operator(), rows)
		return err
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(d.out, "%d settlements: %d new, %d changed, %d removed, %d as they were\n",
		len(rows), done.Added, done.Changed, done.Removed, done.Kept)
	if done.Kept < len(rows) || done.Removed > 0 {
		fmt.Fprintln(d.out, "A bot that runs takes them up when it starts next.")
	}
	return nil
}

func readCodifier(path string) ([]names.PlaceRow, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("the codifier cannot be read: %w", err)
	}
	defer file.Close()
	rows, err := names.ReadCodifier(file)
	if err != nil {
		return nil, fmt.Errorf("%s, %w: nothing was changed", path, err)
	}
	return rows, nil
}
