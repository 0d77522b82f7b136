package main

import (
	"context"
	"flag"
	"io"
	"iter"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/seal"
	"dodomu/store/storetest"
)

var figuresCases = flag.Int("figures.cases", 100_000, "how many cases stand in the store of the figures of cases")

// casesFigures measures what a full store costs: the start, the memory, a turn.
func casesFigures(b *testing.B, t *table) {
	full := stocked(b, *figuresCases)
	n := strconv.Itoa(*figuresCases) + " cases: "
	for range *figuresRuns {
		for name, at := range map[string]home{"empty store: ": {}, n: full} {
			began := time.Now()
			c, err := newCrowd(twoStepBook(), 10, 1)
			if err != nil {
				b.Fatal(err)
			}
			m := measure(b, "serve", c.server, at)
			m.becomes(func() bool { return m.page("/readyz") != "" })
			t.add(name+"start to ready", "ms", "≤ 150", float64(time.Since(began).Microseconds())/1000)
			m.becomes(func() bool { return m.meter("dodomu_match_index_complete") == 1 })
			t.add(name+"index built in", "s", "≤ 15", m.meter("dodomu_match_index_build_seconds"))
			t.add(name+"resident with the index", "MB", "", float64(resident(b, m.cmd.Process.Pid))/1e6)
			m.stop()
			c.server.close()
		}
		empty, loaded := pull(b, "serve", twoStepBook(), home{}), pull(b, "serve", twoStepBook(), full)
		t.add(n+"processor time of a turn to an empty store's", "", "≤ 1.5", float64(loaded.cpu)/float64(empty.cpu))
	}
}

// page is what the bot answers on a path with code 200; "" otherwise.
func (m *measured) page(path string) string {
	resp, err := http.Get("http://" + m.listen + path)
	if err != nil {
		return ""
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		return ""
	}
	return string(text)
}

// meter reads one meter; -1 where there is none.
func (m *measured) meter(name string) float64 {
	for line := range strings.Lines(m.page("/metrics")) {
		if value, ok := strings.CutPrefix(line, name+" "); ok {
			if v, err := strconv.ParseFloat(strings.TrimSpace(value), 64); err == nil {
				return v
			}
		}
	}
	return -1
}

// becomes waits until something is true of the bot.
func (m *measured) becomes(holds func() bool) {
	m.b.Helper()
	for until := time.Now().Add(5 * time.Minute); !holds(); time.Sleep(time.Millisecond) {
		if time.Now().After(until) {
			m.b.Fatalf("waited in vain:\n%s", m.log.String())
		}
	}
}

// stocked is a store with so many children of nobody real.
func stocked(b *testing.B, n int) home {
	b.Helper()
	dir := b.TempDir()
	at := home{"sqlite:" + filepath.Join(dir, "full.db"), filepath.Join(dir, "full.key")}
	if err := seal.NewFile(at.key); err != nil {
		b.Fatal(err)
	}
	keys, err := seal.ReadFile(at.key)
	if err != nil {
		b.Fatal(err)
	}
	db, err := store.Open(context.Background(), at.db, keys)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	if err := db.Stock(context.Background(), children(n), func([]cases.CaseID) {}); err != nil {
		b.Fatal(err)
	}
	return at
}

// children are sheets of one child each, made by chance from a fixed seed.
func children(n int) iter.Seq[cases.Sheet] {
	return func(yield func(cases.Sheet) bool) {
		rnd := rand.New(rand.NewPCG(7, 7))
		pick := func(all ...string) string { return all[rnd.IntN(len(all))] }
		for range n {
			s := storetest.Sheet(1)
			c := &s.Children[0]
			c.Name.Surname = pick("Ба", "Го", "Дем", "Жу", "За", "Кова", "Ли", "Мель", "Оста", "Пет", "Ру", "Си", "Ткач", "Шев") +
				pick("б", "в", "д", "л", "м", "н", "р", "т", "ч") + pick("а", "е", "и", "о", "у") + pick("льчук", "ненко", "рчук", "щенко", "вський", "ць", "ра", "к")
			c.Name.Given = pick("Олена", "Марія", "Соломія", "Анна", "Софія", "Іван", "Тарас", "Назар", "Марко", "Богдан", "Дмитро", "Олег", "Ірина", "Дарина")
			c.Birth.Date = cases.Date{Year: 2006 + rnd.IntN(17), Month: 1 + rnd.IntN(12), Day: 1 + rnd.IntN(28)}
			c.From.Oblast = cases.Oblasts()[rnd.IntN(27)]
			c.From.Settlement = pick("Олешки", "Маріуполь", "Херсон", "Бердянськ", "Мелітополь", "Токмак", "Ізюм", "Вовчанськ", "Скадовськ")
			if !yield(s) {
				return
			}
		}
	}
}
