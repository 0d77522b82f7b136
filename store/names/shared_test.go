//go:build measure

package names

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The measures that want data from outside of the project or many minutes: they
// are built and run only with -tags measure.

// evalDir names the folder with population_20000.csv and queries_train.jsonl; the
// evaluation is skipped where it is not set.
const evalDir = "DODOMU_MATCHING_DIR"

func readPopulation(t testing.TB, path string) []Record {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	told, err := ReadPopulation(f)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]Record, 0, len(told))
	for _, c := range told {
		out = append(out, c.Record)
	}
	return out
}

func readQueries(t testing.TB, path string) []Asked {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	asked, err := ReadQuestions(f)
	if err != nil {
		t.Fatal(err)
	}
	return asked
}

// TestSharedMeasure prints the figures of the shared population and questions.
func TestSharedMeasure(t *testing.T) {
	dir := os.Getenv(evalDir)
	if dir == "" {
		t.Skip("set " + evalDir + " to the folder with the shared measure")
	}
	population := readPopulation(t, filepath.Join(dir, "population_20000.csv"))
	questions := readQueries(t, filepath.Join(dir, "queries_train.jsonl"))
	x, took, heap := load(population)
	if os.Getenv("DODOMU_MATCHING_CALIBRATE") != "" {
		x.SetWeights(calibrated(t, x, questions))
	}
	f := measure(x, questions)
	t.Logf("build %v heap %d MB\n%s", took, heap>>20, inWords(f))
}

// calibrated fits the weights to the pairs of a measure and prints them.
func calibrated(t *testing.T, x *Index, questions []Asked) Weights {
	var pairs []Pair
	for _, a := range questions {
		pairs = append(pairs, Pair{a.Query, a.Truth})
	}
	w := x.Calibrate(pairs)
	for _, g := range groups {
		var line []string
		for l := g[0]; l <= g[1]; l++ {
			line = append(line, fmt.Sprintf("%s %.6f", l, w.Likely[l]))
		}
		t.Log(strings.Join(line, ", "))
	}
	t.Logf("trust %.2f absent %.1f", w.Trust, w.Absent)
	return w
}

// TestGazetteerAgainstTheCodifier holds that every raion and every city of the official
// codifier is known without an import.
func TestGazetteerAgainstTheCodifier(t *testing.T) {
	dir := os.Getenv(evalDir)
	if dir == "" {
		t.Skip("set " + evalDir + " to the folder with the codifier")
	}
	text, err := os.ReadFile(filepath.Join(dir, "katotth.csv"))
	if err != nil {
		t.Fatal(err)
	}
	oblast := map[string]string{}
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.TrimSpace(line), ";")
		name := strings.TrimSpace(cells[6])
		switch cells[5] {
		case "O", "K":
			oblast[cells[0]] = oblastKey(clean(name))
		case "P":
			if !slices.Contains(atlas().raions[placeKey(clean(name))], oblast[cells[0]]) {
				t.Errorf("raion %s", name)
			}
		case "M":
			if !slices.ContainsFunc(atlas().towns[placeKey(clean(name))], func(a area) bool { return a.oblast == oblast[cells[0]] }) {
				t.Errorf("city %s", name)
			}
		}
	}
}

// TestLargeMeasure prints the figures of a generated population as large as the
// environment says; skipped otherwise.
func TestLargeMeasure(t *testing.T) {
	n := environ(t, "DODOMU_MATCHING_SIZE")
	if n == 0 {
		t.Skip("set DODOMU_MATCHING_SIZE to the number of records")
	}
	w := newWorld(uint64(environ(t, "DODOMU_MATCHING_SEED")))
	w.surnames = realSurnames(t)
	w.given = len(w.surnames)
	children := w.population(n)
	questions := w.questions(children, 4000, 1000, 1000)
	list := records(children)
	x, took, heap := load(list)
	f := measure(x, questions)
	t.Logf("%d surnames, %d given names, %d places, %d births", len(x.stems.words), len(x.givens.words), len(x.places.sets), len(x.births.spans))
	t.Logf("%d records: build %v heap %d MB\n%s", n, took, heap>>20, inWords(f))
	if os.Getenv("DODOMU_MATCHING_CALIBRATE") != "" {
		x.SetWeights(calibrated(t, x, questions))
		t.Logf("calibrated\n%s", inWords(measure(x, questions)))
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
