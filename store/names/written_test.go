package names

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the small measure anew")

// The small measure lies beside the tests, for those of the command line; it is what
// the generator makes. With DODOMU_MATCHING_WRITE=FOLDER, and the size and the seed in
// DODOMU_MATCHING_SIZE and DODOMU_MATCHING_SEED, a measure of any size is written
// there instead.
func TestWrittenMeasure(t *testing.T) {
	if folder := os.Getenv("DODOMU_MATCHING_WRITE"); folder != "" {
		n := environ(t, "DODOMU_MATCHING_SIZE")
		population, questions := written(t, newWorld(uint64(environ(t, "DODOMU_MATCHING_SEED"))), n, [3]int{5000, 1000, 1000})
		write(t, folder, population, questions)
		return
	}
	folder := filepath.Join("testdata", "measure")
	population, questions := written(t, newWorld(1), 300, [3]int{120, 30, 30})
	if *update {
		write(t, folder, population, questions)
	}
	for name, want := range map[string][]byte{"population.csv": population, "questions.jsonl": questions} {
		got, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what the generator makes: go test ./store/names -run TestWrittenMeasure -update", name)
		}
	}
}

func write(t *testing.T, folder string, population, questions []byte) {
	t.Helper()
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{"population.csv": population, "questions.jsonl": questions} {
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// written makes a population and questions of three kinds as files.
func written(t *testing.T, w *world, n int, ask [3]int) (population, questions []byte) {
	t.Helper()
	children := w.population(n)
	w.mark(children)
	var csvText, lines bytes.Buffer
	table := csv.NewWriter(&csvText)
	rows := [][]string{{"id", "surname", "given", "patronymic", "sex", "birth", "settlement", "raion", "oblast", "family", "institution", "parted", "marks"}}
	for _, c := range children {
		rows = append(rows, c.cells())
	}
	if err := table.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	out := json.NewEncoder(&lines)
	for i, a := range w.questions(children, ask[0], ask[1], ask[2]) {
		a.ID = fmt.Sprintf("own-%05d", i+1)
		if err := out.Encode(textOf(a)); err != nil {
			t.Fatal(err)
		}
	}
	return csvText.Bytes(), lines.Bytes()
}

// cells is the line of a child.
func (c child) cells() []string {
	r := c.record
	return []string{r.ID, r.Name.Surname, r.Name.Given, r.Name.Patronymic, letterOf(r.Sex), dated(r.Birth.Date),
		r.Places[0].Settlement, r.Places[0].Raion, r.Places[0].Oblast, c.family, r.Institution, dated(r.Parted), r.Marks}
}

func letterOf(s Sex) string { return [...]string{"", "m", "f"}[s] }

// dated writes a date as far as it is known.
func dated(d Date) string {
	parts := []string{fmt.Sprintf("%04d", d.Year)}
	switch {
	case d.Year == 0:
		return ""
	case d.Day != 0:
		parts = append(parts, fmt.Sprintf("%02d", d.Month), fmt.Sprintf("%02d", d.Day))
	case d.Month != 0:
		parts = append(parts, fmt.Sprintf("%02d", d.Month))
	}
	return strings.Join(parts, "-")
}

func textOf(a Asked) askedText {
	q := a.Query
	t := askedText{ID: a.ID, Kind: a.Kind, Truth: a.Truth, Name: q.Typed, Sex: letterOf(q.Sex), Birth: dated(q.Birth.Date),
		Institution: q.Institution, Parted: dated(q.Parted), Marks: q.Marks, Siblings: q.Siblings}
	if q.Birth.AsOf != (Date{}) {
		t.Age, t.AsOf = &q.Birth.AgeFrom, dated(q.Birth.AsOf)
	}
	if len(q.Places) > 0 {
		t.Place = q.Places[0].Text
	}
	return t
}

// What is written is read back as it was made.
func TestMeasureFilesAreReadBack(t *testing.T) {
	w := newWorld(6)
	population, questions := written(t, w, 60, [3]int{30, 10, 10})
	told, err := ReadPopulation(bytes.NewReader(population))
	if err != nil || len(told) != 60 {
		t.Fatalf("%d children, %v", len(told), err)
	}
	again := newWorld(6)
	children := again.population(60)
	again.mark(children)
	for i, c := range children {
		want := c.record
		want.Siblings = nil
		if fmt.Sprint(told[i].Record) != fmt.Sprint(want) || told[i].Family != c.family {
			t.Fatalf("read %+v\nmade %+v", told[i], want)
		}
	}
	asked, err := ReadQuestions(bytes.NewReader(questions))
	if err != nil || len(asked) != 50 {
		t.Fatalf("%d questions, %v", len(asked), err)
	}
	for i, a := range again.questions(children, 30, 10, 10) {
		a.ID = asked[i].ID
		a.Query.Birth.AgeTo = a.Query.Birth.AgeFrom // a file holds one age
		if fmt.Sprint(asked[i]) != fmt.Sprint(a) {
			t.Fatalf("read %+v\nmade %+v", asked[i], a)
		}
	}
}

func TestBadMeasureFilesAreRefused(t *testing.T) {
	for text, why := range map[string]string{
		"":                                "population",
		"id,surname\n1,А\n":               `line 1: there is no column "given"`,
		"id,surname,given\n1,А,Б\n,А,Б\n": "line 3: its id is empty",
		"id,surname,given,birth\n1,А,Б,12.03.2014\n": "line 2: a date",
		"id,surname,given,sex\n1,А,Б,x\n":            "line 2: a sex",
		"id,surname,given\n1,А\n":                    "line 2",
	} {
		if _, err := ReadPopulation(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%q: %v, want %q", text, err, why)
		}
	}
	const good = `{"qid":"1","type":"pos","truth":"1","name":"А"}` + "\n\n"
	for text, why := range map[string]string{
		good + "{":           "line 3",
		good + `{"qid":"2"}`: "line 3: it has no qid or no type",
		`{"qid":"1","type":"pos","birth":"березень"}`: "line 1: a date",
		`{"qid":"1","type":"pos","sex":"boy"}`:        "line 1: a sex",
		`{"qid":1}`:                                   "line 1",
	} {
		if _, err := ReadQuestions(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%q: %v, want %q", text, err, why)
		}
	}
}

func TestFiguresCount(t *testing.T) {
	var f Figures
	match := func(id string, bits, p float64) Match { return Match{ID: id, Bits: bits, Probability: p} }
	f.Add(Asked{Kind: "pos", Truth: "a"}, []Match{match("a", 12, 0.99)}, 1)
	f.Add(Asked{Kind: "pos", Truth: "a"}, []Match{match("b", 11, 0.95), match("a", 3, 0.01)}, 2)
	f.Add(Asked{Kind: "pos", Truth: "a"}, nil, 3)
	f.Add(Asked{Kind: "neg"}, []Match{match("b", 10, 0.55)}, 4)
	f.Add(Asked{Kind: "neg"}, nil, 5)
	pos := f.Kind("pos")
	if *pos != (KindFigures{3, 3, 1, 2}) || f.StrongRight != 1 || f.StrongWrong != 1 {
		t.Errorf("%+v, strong %d right, %d wrong", pos, f.StrongRight, f.StrongWrong)
	}
	if got := f.Ordered(); !slices.Equal(got, []string{"pos", "neg"}) || f.StrongWrongShare() < 33 {
		t.Errorf("kinds %v, wrong %.1f %%", got, f.StrongWrongShare())
	}
	if share, n := f.Absent(Strong); share != 50 || n != 2 {
		t.Errorf("absent %v of %d", share, n)
	}
	if f.Bins[9].N != 2 || f.Bins[9].Was() != 0.5 || f.Bins[9].Said() != 0.97 || f.Bins[5].Was() != 0 {
		t.Errorf("bins %+v", f.Bins)
	}
	if f.Took(0) != 1 || f.Took(0.5) != 3 || f.Took(0.99) != 5 || f.Kind("new").R10() != 0 {
		t.Errorf("took %v %v %v", f.Took(0), f.Took(0.5), f.Took(0.99))
	}
}
