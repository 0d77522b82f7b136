package storetest

import (
	"context"
	"errors"
	"testing"

	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/names"
)

// The codifier and the calibration belong to the operator, are kept across a
// restart and are the same on every engine.
func TestMatchingIsTunedByTheOperator(t *testing.T) {
	Each(t, func(t *testing.T, s *Store) {
		rows := []names.PlaceRow{{Code: "UA1", Settlement: "Каланчак", Raion: "Скадовський", Oblast: "Херсонська"},
			{Code: "UA2", Settlement: "Київ", Oblast: "Київ"}}
		weights := names.DefaultWeights()
		weights.Trust = 0.75
		var first, again store.PlacesImport
		s.Do(func(tx *store.Tx) (err error) {
			if first, err = tx.ImportPlaces(Operator(), rows); err != nil {
				return err
			}
			if again, err = tx.ImportPlaces(Operator(), append(rows[:1:1], names.PlaceRow{Code: "UA3", Settlement: "Зуя"})); err != nil {
				return err
			}
			return tx.SetMatchWeights(Operator(), weights)
		})
		if first != (store.PlacesImport{Added: 2}) || again != (store.PlacesImport{Added: 1, Removed: 1, Kept: 1}) {
			t.Errorf("imported %+v, then %+v", first, again)
		}
		s.Reopen()
		s.Do(func(tx *store.Tx) error {
			got, err := tx.MatchWeights()
			if got != weights {
				t.Error("the calibration was not kept")
			}
			return err
		})
		h := Staffed(s)
		for _, by := range []cases.Actor{h.Worker.Actor(), h.Supervisor.Actor(), {Role: cases.Family, Person: 1}, {}} {
			refused := s.Update(context.Background(), func(tx *store.Tx) error {
				_, err := tx.ImportPlaces(by, rows)
				return errors.Join(err, tx.SetMatchWeights(by, weights))
			})
			if !errors.Is(refused, cases.ErrForbidden) {
				t.Errorf("%s: %v, want ErrForbidden", by.Role, refused)
			}
		}
	})
}

// Where no calibration is kept, or none that can be read, the default serves.
func TestCalibrationByDefault(t *testing.T) {
	s := Embedded(t)
	for _, kept := range []string{"", "{", `{"likely":{"nose":{"same":1}}}`} {
		s.Do(func(tx *store.Tx) error {
			if kept != "" {
				if err := tx.SetSetting("match-weights", []byte(kept)); err != nil {
					return err
				}
			}
			got, err := tx.MatchWeights()
			if got != names.DefaultWeights() {
				t.Errorf("%q: not the weights by default", kept)
			}
			return err
		})
	}
}
