package names

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
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

// TestLargeMeasure prints the figures of a generated population as large as the
// environment says; skipped otherwise.
func TestLargeMeasure(t *testing.T) {
	n := envSize()
	if n == 0 {
		t.Skip("set DODOMU_MATCHING_SIZE to the number of records")
	}
	seed, _ := strconv.ParseUint(os.Getenv("DODOMU_MATCHING_SEED"), 10, 64)
	w := newWorld(seed)
	w.surnames = realSurnames(t)
	w.given = len(w.surnames)
	children := w.population(n)
	questions := w.questions(children, 4000, 1000, 1000)
	list := records(children)
	for i := range list {
		list[i].Institution, list[i].Siblings = "", nil
	}
	x, took, heap := load(list)
	f := measure(x, questions)
	t.Logf("%d surnames, %d given names, %d places, %d births", len(x.stems.words), len(x.givens.words), len(x.places.sets), len(x.births.spans))
	t.Logf("%d records: build %v heap %d MB\n%s", n, took, heap>>20, f)
	if os.Getenv("DODOMU_MATCHING_CALIBRATE") != "" {
		x.SetWeights(calibrated(t, x, questions))
		t.Logf("calibrated\n%s", measure(x, questions))
	}
	if os.Getenv("DODOMU_MATCHING_MISSES") != "" {
		t.Log(strings.Join(f.misses, "\n"))
	}
}

// realSurnames gives surnames as often as the shared measure has them, where its
// folder is set; made-up ones serve otherwise.
func realSurnames(t *testing.T) []string {
	dir := os.Getenv(evalDir)
	if dir == "" {
		return nil
	}
	var out []string
	for _, r := range readPopulation(t, filepath.Join(dir, "population_20000.csv")) {
		if r.Sex == Male {
			out = append(out, r.Name.Surname)
		}
	}
	list, err := os.ReadFile(filepath.Join(dir, "surname_uk_ru.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(list)) {
		out = append(out, capital(strings.Split(line, "\t")[0]))
	}
	return out
}

func envSize() int {
	n, _ := strconv.Atoi(os.Getenv("DODOMU_MATCHING_SIZE"))
	return n
}
