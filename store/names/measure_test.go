package names

import (
	"testing"
)

// TestGeneratedMeasure asserts the figures of a small generated population, so
// that a change that loses children fails.
func TestGeneratedMeasure(t *testing.T) {
	w := newWorld(11)
	children := w.population(4000)
	x, _, _ := load(records(children))
	f := measure(x, w.questions(children, 1200, 300, 300))
	t.Log(f)
	least := func(what string, got, want float64) {
		if got < want {
			t.Errorf("%s: %.2f, want at least %.2f", what, got, want)
		}
	}
	least("positives first", f.share(f.first, "pos"), 99.0)
	least("positives among ten", f.share(f.ten, "pos"), 99.6)
	least("renamed among ten", f.share(f.ten, "adv"), 98.5)
	if f.strong > 3 || f.strongWrong > 1 {
		t.Errorf("strong answers that are wrong: %d of negatives, %d of positives", f.strong, f.strongWrong)
	}
}

// Calibrate learns what people get wrong from what they got wrong, and leaves the
// index as it was.
func TestCalibrateLearnsFromPairs(t *testing.T) {
	w := newWorld(31)
	children := w.population(1500)
	x, _, _ := load(records(children))
	var pairs []Pair
	for _, c := range children[:400] {
		q := Query{Name: c.record.Name, Birth: c.record.Birth, Sex: c.record.Sex}
		q.Birth.Date.Year++
		if c.record.Birth.Date.Day != 0 {
			pairs = append(pairs, Pair{q, c.record.ID})
		}
	}
	before := x.Find(pairs[0].Query, 1)[0]
	fitted := x.Calibrate(append(pairs, Pair{Query: pairs[0].Query, ID: "not there"}))
	if after := x.Find(pairs[0].Query, 1)[0]; after.Bits != before.Bits {
		t.Error("calibrating changed the index")
	}
	if fitted.Likely[DayOtherYear] < 10*fitted.Likely[DaySame] {
		t.Errorf("everybody is a year off, yet the weights are %v and %v", fitted.Likely[DayOtherYear], fitted.Likely[DaySame])
	}
	x.SetWeights(fitted)
	if after := x.Find(pairs[0].Query, 1)[0]; after.ID != pairs[0].ID || after.Bits <= before.Bits {
		t.Errorf("found %s with %.1f bits, before %.1f", after.ID, after.Bits, before.Bits)
	}
	if same := NewIndex(Options{}).Calibrate(pairs); same != DefaultWeights() {
		t.Error("pairs of no record changed the weights")
	}
}
