package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"text/tabwriter"
	"time"

	"dodomu/store"
	"dodomu/store/names"
)

// measureFlags name a population and the questions about it.
type measureFlags struct {
	Population string `help:"The children, a CSV of UTF-8: id, surname, given and, as far as known, patronymic, sex, birth, settlement, raion, oblast, family, institution, parted, marks."`
	Queries    string `help:"The questions, a line of JSON each: qid, type (pos, adv, neg), truth (an id, empty for none), name, sex, birth or age and asof, place, institution, parted, marks, siblings."`
	Places     string `help:"The official codifier, as dodomu places import takes it."`
}

type matchEvalCommand struct {
	measureFlags
	Weights string `help:"A calibration that dodomu match calibrate wrote."`
	Answers string `help:"Write the answers here, a line of JSON a question: qid, ms, top (id and bits)."`
}

// Help says what is measured and what is not.
func (matchEvalCommand) Help() string {
	return "A store in memory is filled with the children, each sealed under a key of its own as in any store, one report a family. " +
		"The index is then built from the sealed rows by the code that builds it when the bot starts. Left out is only what no index reads: " +
		"receipts, who reported, history. The time of a question is that of the index alone, one question after the other. For one core: GOMAXPROCS=1."
}

// Run measures and prints the figures.
func (c matchEvalCommand) Run(d *door) error {
	set := store.Tuning{}
	if c.Weights != "" {
		text, err := os.ReadFile(c.Weights)
		if err != nil {
			return fmt.Errorf("--weights: %w", err)
		}
		if err := json.Unmarshal(text, &set.Weights); err != nil {
			return fmt.Errorf("--weights %s: %w", c.Weights, err)
		}
	}
	trial, asked, err := c.trial(d, set)
	if err != nil {
		return err
	}
	defer trial.Close()
	fmt.Fprintf(d.out, "stocked in %.1f s; index built in %.2f s on %d cores, heap %d MB; %d questions\n\n",
		trial.Stocked.Seconds(), trial.Built.Seconds(), runtime.GOMAXPROCS(0), trial.Heap>>20, len(asked))
	figures, err := c.measure(trial, asked)
	if err != nil {
		return err
	}
	return printFigures(d.out, figures)
}

// trial reads the files and fills a store.
func (c measureFlags) trial(d *door, set store.Tuning) (*store.Trial, []names.Asked, error) {
	if c.Population == "" || c.Queries == "" {
		return nil, nil, usageError{errors.New("name the files with --population and --queries")}
	}
	if c.Places != "" {
		rows, err := readCodifier(c.Places)
		if err != nil {
			return nil, nil, err
		}
		set.Places = rows
	}
	told, err := readFile(c.Population, names.ReadPopulation)
	if err != nil {
		return nil, nil, fmt.Errorf("--population: %w", err)
	}
	asked, err := readFile(c.Queries, names.ReadQuestions)
	if err != nil {
		return nil, nil, fmt.Errorf("--queries: %w", err)
	}
	trial, err := store.NewTrial(d.ctx, told, set)
	if err != nil {
		return nil, nil, err
	}
	if a, unknown := trial.Unknown(asked); unknown {
		return nil, nil, errors.Join(fmt.Errorf("--queries: the truth of %s is no child of the population", a.ID), trial.Close())
	}
	fmt.Fprintf(d.out, "%d children, ", len(told))
	return trial, asked, nil
}

func readFile[T any](path string, read func(io.Reader) (T, error)) (T, error) {
	file, err := os.Open(path)
	if err != nil {
		var none T
		return none, err
	}
	defer file.Close()
	return read(file)
}

// measure asks all questions and writes the answers down, where they are wanted.
func (c matchEvalCommand) measure(trial *store.Trial, asked []names.Asked) (figures *names.Figures, err error) {
	if c.Answers == "" {
		return trial.Measure(asked, func(names.Asked, []names.Match, time.Duration) error { return nil })
	}
	file, err := os.Create(c.Answers)
	if err != nil {
		return nil, fmt.Errorf("--answers: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	out := bufio.NewWriter(file)
	lines := json.NewEncoder(out)
	figures, err = trial.Measure(asked, func(a names.Asked, top []names.Match, took time.Duration) error {
		return lines.Encode(answerLine(a, top, took))
	})
	return figures, errors.Join(err, out.Flush())
}

type answerText struct {
	ID  string    `json:"qid"`
	MS  float64   `json:"ms"`
	Top []topText `json:"top"`
}

type topText struct {
	ID          string  `json:"id"`
	Bits        float64 `json:"bits"`
	Probability float64 `json:"p"`
}

func answerLine(a names.Asked, top []names.Match, took time.Duration) answerText {
	line := answerText{ID: a.ID, MS: rounded(float64(took.Microseconds())/1000, 3), Top: []topText{}}
	for _, m := range top {
		line.Top = append(line.Top, topText{m.ID, rounded(m.Bits, 2), rounded(m.Probability, 4)})
	}
	return line
}

func rounded(v float64, digits int) float64 {
	scale := math.Pow10(digits)
	return math.Round(v*scale) / scale
}

// printFigures prints the tables of a measure.
func printFigures(out io.Writer, f *names.Figures) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "type\tasked\tR@1 %\tR@10 %\t")
	for _, kind := range f.Ordered() {
		k := f.Kind(kind)
		if k.Truths == 0 {
			fmt.Fprintf(w, "%s\t%d\t-\t-\t\n", kind, k.Asked)
			continue
		}
		fmt.Fprintf(w, "%s\t%d\t%.2f\t%.2f\t\n", kind, k.Asked, k.R1(), k.R10())
	}
	if err := w.Flush(); err != nil {
		return err
	}
	fmt.Fprint(out, "\nwithout a true record, first answer of at least")
	for _, bits := range []float64{0, 5, names.Strong, 15} {
		share, _ := f.Absent(bits)
		fmt.Fprintf(out, "  %.0f bits: %.2f %%", bits, share)
	}
	fmt.Fprintf(out, "\nwrong first answer of at least %d bits: %.2f %% of the questions of type pos\n", names.Strong, f.StrongWrongShare())
	fmt.Fprintf(out, "ms a question: p50 %s, p95 %s, p99 %s\n\n", inMS(f.Took(0.5)), inMS(f.Took(0.95)), inMS(f.Took(0.99)))
	return printBins(out, f)
}

func inMS(d time.Duration) string { return fmt.Sprintf("%.2f", float64(d.Microseconds())/1000) }

// printBins prints how probabilities came true. The last column is by how much chance
// alone may move what was observed.
func printBins(out io.Writer, f *names.Figures) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "probability\tfirst answers\tpredicted\tobserved\tdifference\tchance ±\t")
	for i, b := range f.Bins {
		fmt.Fprintf(w, "%d-%d %%\t%d\t%.3f\t%.3f\t%+.3f\t%.3f\t\n", i*10, i*10+10, b.N, b.Said(), b.Was(), b.Was()-b.Said(), b.Chance())
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "surprise: %.4f bits a question\n", f.Surprise())
	return err
}
