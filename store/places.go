package store

import (
	"encoding/json"
	"fmt"

	"dodomu/store/cases"
	"dodomu/store/names"
)

// PlacesImport says what an import of the codifier changed.
type PlacesImport struct{ Added, Changed, Removed, Kept int }

// ImportPlaces makes the settlements of a codifier those of the store, for whoever
// may tune the matching; ErrForbidden for others. What is as it was stays untouched,
// so that a second import of the same file changes nothing. The index takes them up
// when it is built next.
func (tx *Tx) ImportPlaces(by cases.Actor, rows []names.PlaceRow) (PlacesImport, error) {
	var done PlacesImport
	if !by.May(cases.MayTuneMatching) {
		return done, fmt.Errorf("import places: %w", cases.ErrForbidden)
	}
	had, err := tx.codifier()
	if err != nil {
		return done, fmt.Errorf("import places: %w", err)
	}
	left := make(map[string]names.PlaceRow, len(had))
	for _, r := range had {
		left[r.Code] = r
	}
	for _, r := range rows {
		old, known := left[r.Code]
		delete(left, r.Code)
		switch {
		case known && old == r:
			done.Kept++
			continue
		case known:
			done.Changed++
		default:
			done.Added++
		}
		if err := tx.put(`INSERT INTO places (code, settlement, raion, oblast) VALUES ($1, $2, $3, $4)
			ON CONFLICT (code) DO UPDATE SET settlement = excluded.settlement, raion = excluded.raion, oblast = excluded.oblast`,
			r.Code, r.Settlement, r.Raion, r.Oblast); err != nil {
			return done, fmt.Errorf("import places: %w", err)
		}
	}
	for code := range left {
		if err := tx.put(`DELETE FROM places WHERE code = $1`, code); err != nil {
			return done, fmt.Errorf("import places: %w", err)
		}
		done.Removed++
	}
	return done, nil
}

// codifier reads the settlements that were imported; none where none were.
func (tx *Tx) codifier() ([]names.PlaceRow, error) {
	var rows []names.PlaceRow
	err := tx.all(`SELECT code, settlement, raion, oblast FROM places ORDER BY code`, nil, func(scan func(...any) error) error {
		var r names.PlaceRow
		err := scan(&r.Code, &r.Settlement, &r.Raion, &r.Oblast)
		rows = append(rows, r)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read places: %w", err)
	}
	return rows, nil
}

// weightsSetting is where the calibration stands among the settings.
const weightsSetting = "match-weights"

// SetMatchWeights keeps a calibration of the matching, for whoever may tune it;
// ErrForbidden for others. The index takes it up when it is built next.
func (tx *Tx) SetMatchWeights(by cases.Actor, w names.Weights) error {
	if !by.May(cases.MayTuneMatching) {
		return fmt.Errorf("keep calibration: %w", cases.ErrForbidden)
	}
	text, err := json.Marshal(w)
	if err != nil {
		return fmt.Errorf("keep calibration: %w", err)
	}
	if err := tx.SetSetting(weightsSetting, text); err != nil {
		return fmt.Errorf("keep calibration: %w", err)
	}
	return nil
}

// MatchWeights reads the calibration; the weights by default where there is none, or
// one that this program cannot read.
func (tx *Tx) MatchWeights() (names.Weights, error) {
	text, err := tx.Setting(weightsSetting)
	if err != nil || text == nil {
		return names.DefaultWeights(), err
	}
	var w names.Weights
	if err := json.Unmarshal(text, &w); err != nil {
		tx.db.log.Warn("the calibration of the matching cannot be read, the default serves: calibrate anew")
		return names.DefaultWeights(), nil
	}
	return w, nil
}
