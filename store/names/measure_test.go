package names

import (
	"fmt"
	"math"
	"testing"
)

// TestGeneratedMeasure asserts the figures of a small generated population, so
// that a change that loses children fails.
func TestGeneratedMeasure(t *testing.T) {
	w := newWorld(11)
	children := w.population(4000)
	x, _, _ := load(records(children))
	f := measure(x, w.questions(children, 1200, 300, 300))
	t.Log(inWords(f))
	least := func(what string, got, want float64) {
		if got < want {
			t.Errorf("%s: %.2f, want at least %.2f", what, got, want)
		}
	}
	least("positives first", f.Kind("pos").R1(), 99.0)
	least("positives among ten", f.Kind("pos").R10(), 99.6)
	least("renamed among ten", f.Kind("adv").R10(), 98.5)
	if strong, _ := f.Absent(Strong); strong > 1 || f.StrongWrong > 1 {
		t.Errorf("strong answers that are wrong: %.2f %% of negatives, %d of positives", strong, f.StrongWrong)
	}
}

// A probability means what it says: of the first answers given 70 %, about seven
// in ten are right, also where many questions ask for a child the index has not.
func TestProbabilitiesComeTrue(t *testing.T) {
	w := newWorld(17)
	children := w.population(5000)
	x, _, _ := load(records(children))
	f := measure(x, w.questions(children, 6000, 1500, 1500))
	t.Log(inWords(f))
	said, was, n := 0.0, 0.0, 0.0
	for i, bin := range f.Bins[5:] {
		off := math.Abs(bin.said-float64(bin.right)) / float64(bin.N)
		chance := 2 * math.Sqrt(0.25/float64(bin.N))
		if off > 0.05+chance {
			t.Errorf("answers of %d0 %%: off by %.3f in %d", i+5, off, bin.N)
		}
		if i < 4 {
			said, was, n = said+bin.said, was+float64(bin.right), n+float64(bin.N)
		}
	}
	if off := math.Abs(said-was) / n; off > 0.05 {
		t.Errorf("answers of 50 to 90 %%: said %.3f, %.3f were right, of %.0f", said/n, was/n, n)
	}
}

// A surname that no record bears speaks for a child nobody has reported, one that
// a single record bears against it, one that many bear neither way.
func TestUnheardSurnameSpeaksForAnAbsentChild(t *testing.T) {
	x := small(t)
	for i := range 60 {
		x.Put(Record{ID: fmt.Sprint("many", i), Name: Name{Surname: "Гайворонський"}})
	}
	x.Put(Record{ID: "one", Name: Name{Surname: "Журавель"}})
	for surname, within := range map[string][2]float32{"Пшеничнюк": {1.5, 5}, "Журавель": {-1, -0.4}, "Гайворонський": {-0.1, 0.1}} {
		q := Query{Name: Name{Surname: surname}}
		var s search
		s.prepare(x, &q)
		if s.absent < within[0] || s.absent > within[1] {
			t.Errorf("%s: %.2f bits for a child who is not there, want %v", surname, s.absent, within)
		}
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
