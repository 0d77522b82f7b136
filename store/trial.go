package store

import (
	"context"
	"crypto/rand"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"time"

	"dodomu/store/cases"
	"dodomu/store/names"
	"dodomu/store/seal"
)

// Trial is a store in memory, filled with the children of a measure: what they are
// told of is sealed as in any store, and the index is built from the sealed rows by
// the same code. Reports have no receipt, reporter and history.
type Trial struct {
	Stocked time.Duration // how long filling the store took
	Built   time.Duration // and building the index
	Heap    uint64        // by how many bytes the index made the heap grow
	db      *DB
	index   *names.Index
	ids     map[string]string // of a child in the index → in the measure
	cases   map[string]string // and back
}

// Tuning is what an operator may set for the matching.
type Tuning struct {
	Places  []names.PlaceRow
	Weights names.Weights // the zero value: by default
}

// NewTrial fills a store in memory with a population and builds its index. Close it.
func NewTrial(ctx context.Context, told []names.Told, set Tuning) (*Trial, error) {
	keys, err := seal.New(rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("trial: %w", err)
	}
	db, err := Open(ctx, "sqlite::memory:", keys)
	if err != nil {
		return nil, fmt.Errorf("trial: %w", err)
	}
	t := &Trial{db: db, ids: make(map[string]string, len(told)), cases: map[string]string{}}
	if err := t.fill(ctx, told, set); err != nil {
		db.Close()
		return nil, fmt.Errorf("trial: %w", err)
	}
	return t, nil
}

// Close drops the store.
func (t *Trial) Close() error { return t.db.Close() }

func (t *Trial) fill(ctx context.Context, told []names.Told, set Tuning) error {
	if err := t.db.Update(ctx, func(tx *Tx) error { return tx.tune(set) }); err != nil {
		return err
	}
	families := familiesOf(told)
	began := time.Now()
	n := 0
	if err := t.db.Stock(ctx, sheetsOf(families), func(ids []cases.CaseID) {
		for i, id := range ids {
			child := families[n][i].ID
			t.ids[childID(id)], t.cases[child] = child, childID(id)
		}
		n++
	}); err != nil {
		return err
	}
	t.Stocked = time.Since(began)
	before := heapInUse()
	if err := t.db.BuildIndex(ctx); err != nil {
		return err
	}
	t.Built = t.db.IndexState().Took
	after := heapInUse()
	t.Heap = after - min(before, after)
	t.index, _ = t.db.Index()
	runtime.KeepAlive(families)
	return nil
}

func (tx *Tx) tune(set Tuning) error {
	operator := cases.Actor{Role: cases.Operator}
	if set.Places != nil {
		if _, err := tx.ImportPlaces(operator, set.Places); err != nil {
			return err
		}
	}
	if set.Weights == (names.Weights{}) {
		return nil
	}
	return tx.SetMatchWeights(operator, set.Weights)
}

func heapInUse() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// familiesOf puts children of one family together, in the order of the first of each.
func familiesOf(told []names.Told) [][]names.Told {
	var all [][]names.Told
	at := map[string]int{}
	for _, t := range told {
		if i, known := at[t.Family]; known && t.Family != "" {
			all[i] = append(all[i], t)
			continue
		}
		at[t.Family] = len(all)
		all = append(all, []names.Told{t})
	}
	return all
}

// sheetsOf makes the report of each family.
func sheetsOf(families [][]names.Told) iter.Seq[cases.Sheet] {
	return func(yield func(cases.Sheet) bool) {
		for _, family := range families {
			s := cases.Sheet{Consents: []cases.Consent{{Purpose: cases.ConsentSearch, Given: true}}}
			for _, t := range family {
				s.Children = append(s.Children, childOf(t))
			}
			if !yield(s) {
				return
			}
		}
	}
}

// childOf is what a report would say of a child: the raion stands beside the
// settlement, where people write it.
func childOf(t names.Told) cases.Child {
	c := cases.Child{Name: cases.Name{Surname: t.Name.Surname, Given: t.Name.Given, Patronymic: t.Name.Patronymic},
		Birth: cases.Birth{Date: dateAsTold(t.Birth.Date)}, Separation: cases.Separation{Date: dateAsTold(t.Parted)}, Marks: t.Marks,
		Sex: [...]cases.Sex{names.SexUnknown: "", names.Male: cases.Boy, names.Female: cases.Girl}[t.Sex]}
	for _, p := range t.Places {
		c.From = cases.Place{Settlement: p.Settlement, Region: p.Oblast}
		if p.Raion != "" {
			c.From.Settlement += ", " + p.Raion + " район"
		}
	}
	c.Last.Institution = t.Institution
	return c
}

func dateAsTold(d names.Date) cases.Date { return cases.Date{Year: d.Year, Month: d.Month, Day: d.Day} }

// Ask puts a question of the measure to the index and gives the answers by the ids
// of the measure, and how long the index took.
func (t *Trial) Ask(a names.Asked) ([]names.Match, time.Duration) {
	q := t.translated(a.Query)
	began := time.Now()
	top := t.index.Find(q, names.TopTen)
	took := time.Since(began)
	for i := range top {
		top[i].ID = t.ids[top[i].ID]
	}
	return top, took
}

// translated names children as the index does.
func (t *Trial) translated(q names.Query) names.Query {
	q.Siblings = slices.Clone(q.Siblings)
	for i, id := range q.Siblings {
		q.Siblings[i] = t.cases[id]
	}
	return q
}

// Unknown gives the first question whose true answer is no child of the population.
func (t *Trial) Unknown(asked []names.Asked) (names.Asked, bool) {
	i := slices.IndexFunc(asked, func(a names.Asked) bool { return a.Truth != "" && t.cases[a.Truth] == "" })
	if i < 0 {
		return names.Asked{}, false
	}
	return asked[i], true
}

// Measure asks every question and counts the answers; each is also handed to f.
func (t *Trial) Measure(asked []names.Asked, f func(names.Asked, []names.Match, time.Duration) error) (*names.Figures, error) {
	var figures names.Figures
	for _, a := range asked {
		top, took := t.Ask(a)
		figures.Add(a, top, took)
		if err := f(a, top, took); err != nil {
			return nil, err
		}
	}
	return &figures, nil
}

// Calibrate fits weights to the questions and their true answers. The index goes on
// with those it has.
func (t *Trial) Calibrate(asked []names.Asked) names.Weights {
	pairs := make([]names.Pair, 0, len(asked))
	for _, a := range asked {
		pairs = append(pairs, names.Pair{Query: t.translated(a.Query), ID: t.cases[a.Truth]})
	}
	return t.index.Calibrate(pairs)
}

// Use has the index answer by other weights.
func (t *Trial) Use(w names.Weights) { t.index.SetWeights(w) }
