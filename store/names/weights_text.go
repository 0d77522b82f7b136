package names

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
)

// groupNames names the groups of levels, in their order.
var groupNames = []string{"surname", "given", "patronymic", "initial", "sex", "birth_day", "birth_month", "birth_year", "age",
	"town", "area", "raion", "oblast", "separation"}

// weightsText is how weights are written: by the names of groups and levels, so that
// a level added later keeps its own default.
type weightsText struct {
	Likely map[string]map[string]float64 `json:"likely"`
	Trust  float64                       `json:"trust"`
	Absent float64                       `json:"absent"`
}

// MarshalJSON writes the weights by the names of groups and levels.
func (w Weights) MarshalJSON() ([]byte, error) {
	t := weightsText{Likely: map[string]map[string]float64{}, Trust: w.Trust, Absent: w.Absent}
	for i, g := range groups {
		levels := map[string]float64{}
		for l := g[0]; l <= g[1]; l++ {
			levels[l.String()] = w.Likely[l]
		}
		t.Likely[groupNames[i]] = levels
	}
	return json.Marshal(t)
}

// ErrWeights means that a text holds no usable weights.
var ErrWeights = errors.New("these are no weights of a calibration")

// UnmarshalJSON reads weights. What is not in them is left as it is by default;
// ErrWeights for a name that is unknown or a number that cannot be.
func (w *Weights) UnmarshalJSON(text []byte) error {
	read := DefaultWeights()
	t := weightsText{Trust: read.Trust, Absent: read.Absent}
	if err := json.Unmarshal(text, &t); err != nil {
		return fmt.Errorf("%w: %w", ErrWeights, err)
	}
	if t.Trust <= 0 || t.Trust > 2 || math.Abs(t.Absent) > 64 {
		return fmt.Errorf("%w: trust %g, absent %g", ErrWeights, t.Trust, t.Absent)
	}
	read.Trust, read.Absent = t.Trust, t.Absent
	for group, levels := range t.Likely {
		if err := read.readGroup(group, levels); err != nil {
			return err
		}
	}
	*w = read
	return nil
}

func (w *Weights) readGroup(group string, levels map[string]float64) error {
	for i, g := range groups {
		if groupNames[i] != group {
			continue
		}
		for l := g[0]; l <= g[1]; l++ {
			if v, ok := levels[l.String()]; ok {
				w.Likely[l] = v
				delete(levels, l.String())
			}
			if v := w.Likely[l]; !(v > 0 && v <= 1) {
				return fmt.Errorf("%w: %s %s is %g", ErrWeights, group, l, v)
			}
		}
		for level := range levels {
			return fmt.Errorf("%w: %s has no level %q", ErrWeights, group, level)
		}
		return nil
	}
	return fmt.Errorf("%w: there is no group %q", ErrWeights, group)
}
