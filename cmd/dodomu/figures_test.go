package main

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

var (
	figuresRuns     = flag.Int("figures.runs", 5, "how often each figure is taken; the median counts")
	figuresTime     = flag.Duration("figures.time", 4*time.Second, "how long each figure is taken")
	figuresOnly     = flag.String("figures.only", "", "the figures wanted, as turns,report,latency,cases; all where none is named")
	figuresProfiles = flag.String("figures.profiles", "", "a folder for profiles of the bots' processor time")
)

// BenchmarkFigures measures the bot as it serves, over HTTP, in a process of its own,
// and prints a table: medians with the spread. Run it by
//
//	go test ./cmd/dodomu -run '^$' -bench Figures
//
// Ratios are within a run: machines differ, and are never alone.
func BenchmarkFigures(b *testing.B) {
	for range b.N {
		t := &table{}
		for _, part := range []struct {
			name string
			take func(*testing.B, *table)
		}{{"turns", turnFigures}, {"report", reportFigures}, {"latency", latencyFigures}, {"cases", casesFigures}} {
			if *figuresOnly == "" || slices.Contains(strings.Split(*figuresOnly, ","), part.name) {
				part.take(b, t)
			}
		}
		t.print()
	}
}

// table holds what was measured, in the order of its lines.
type table struct {
	names []string
	lines map[string]*line
}

type line struct {
	unit, want string
	values     []float64
}

// add takes one value of a figure; want is what it is to reach.
func (t *table) add(name, unit, want string, value float64) {
	if t.lines == nil {
		t.lines = map[string]*line{}
	}
	l := t.lines[name]
	if l == nil {
		l = &line{unit: unit, want: want}
		t.lines[name] = l
		t.names = append(t.names, name)
	}
	l.values = append(l.values, value)
}

func (t *table) print() {
	fmt.Printf("\n%-52s %10s %10s %10s %-7s %s\n", "figure", "median", "least", "most", "unit", "wanted")
	for _, name := range t.names {
		l := t.lines[name]
		v := slices.Sorted(slices.Values(l.values))
		fmt.Printf("%-52s %10.4g %10.4g %10.4g %-7s %s\n", name, v[len(v)/2], v[0], v[len(v)-1], l.unit, l.want)
	}
}

// The size of a crowd, and how many of it have said something at once.
const (
	crowdSize = 2000
	atOnce    = 300
)

// rate is what a bot did in a time.
type rate struct {
	perSecond float64
	cpu       time.Duration // a turn
	both      time.Duration // a turn, with the server's
}

// pull measures how many turns a second a bot makes of a crowd once all are in the
// loop, or after a while where there is none.
func pull(b *testing.B, part string, book playbook, at home) rate {
	b.Helper()
	c, err := newCrowd(book, crowdSize, atOnce)
	if err != nil {
		b.Fatal(err)
	}
	defer c.server.close()
	m := measure(b, part, c.server, at)
	defer m.stop()
	c.warm(m)
	m.profile()
	turns, cpu, own, began := c.turns.Load(), m.cpu(), cpuOf(b, os.Getpid()), time.Now()
	time.Sleep(*figuresTime)
	n, spent, ours, took := c.turns.Load()-turns, m.cpu()-cpu, cpuOf(b, os.Getpid())-own, time.Since(began)
	if n == 0 {
		b.Fatalf("%s stands still:\n%s%s", part, c.stuck(), m.log.String())
	}
	if *figuresProfiles != "" {
		m.batches()
		fmt.Printf("%s: %.0f turns a second, %v each, %v with the server\n", part, float64(n)/took.Seconds(), spent/time.Duration(n), (spent+ours)/time.Duration(n))
	}
	return rate{float64(n) / took.Seconds(), spent / time.Duration(n), (spent + ours) / time.Duration(n)}
}

// warm waits until everybody is in the loop, or until as many turns were made as
// there are people.
func (c *crowd) warm(m *measured) {
	m.b.Helper()
	until := time.Now().Add(2 * time.Minute)
	for c.turns.Load() < 2*crowdSize || c.book.loop != nil && c.looping() < crowdSize {
		if time.Now().After(until) {
			m.b.Fatalf("the crowd stands still:\n%s%s", c.stuck(), m.log.String())
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func turnFigures(b *testing.B, t *table) {
	echoBook := playbook{loop: []move{{text: motherGives["surname"], answers: 1}}}
	for range *figuresRuns {
		e := pull(b, "echo", echoBook, home{})
		s := pull(b, "serve", twoStepBook(), home{})
		t.add("echo without a state", "1/s", "", e.perSecond)
		t.add("durable turns, two steps, synchronous FULL", "1/s", "≥ 7000", s.perSecond)
		t.add("  to the echo of the same run", "", "≥ 0.55", s.perSecond/e.perSecond)
		t.add("  processor time of the echo, a turn", "µs", "", float64(e.cpu.Microseconds()))
		t.add("  processor time of the bot, a turn", "µs", "", float64(s.cpu.Microseconds()))
		t.add("  ratio of processor time, server included", "", "", float64(e.both)/float64(s.both))
	}
}

func reportFigures(b *testing.B, t *table) {
	for range *figuresRuns {
		s := pull(b, "serve", reportBook(), home{})
		t.add("turns of the whole report, sealed", "1/s", "≥ 2500", s.perSecond)
		t.add("  processor time of the bot, a turn", "µs", "", float64(s.cpu.Microseconds()))
	}
}

// offeredPerSecond is the load under which the time of an answer is measured: as
// much as Telegram lets a bot send.
const offeredPerSecond = 30

func latencyFigures(b *testing.B, t *table) {
	for range *figuresRuns {
		c, err := newCrowd(twoStepBook(), 300, 100)
		if err != nil {
			b.Fatal(err)
		}
		m := measure(b, "serve", c.server, home{})
		for c.looping() < 300 {
			time.Sleep(10 * time.Millisecond)
		}
		took := c.steady(max(10*time.Second, *figuresTime))
		m.stop()
		c.server.close()
		t.add("answer at 30 updates a second, median", "ms", "", took[len(took)/2].Seconds()*1000)
		t.add("answer at 30 updates a second, p99", "ms", "≤ 20", took[len(took)*99/100].Seconds()*1000)
	}
}

// steady offers updates at an even rate for a time and gives how long each answer
// took, sorted.
func (c *crowd) steady(long time.Duration) []time.Duration {
	var mu sync.Mutex
	var took []time.Duration
	c.pace(nil)
	time.Sleep(time.Second) // for what is under way
	c.pace(func(d time.Duration) {
		mu.Lock()
		defer mu.Unlock()
		took = append(took, d)
	})
	tick := time.NewTicker(time.Second / offeredPerSecond)
	defer tick.Stop()
	for end := time.Now().Add(long); time.Now().Before(end); {
		<-tick.C
		c.goOn()
	}
	time.Sleep(time.Second)
	mu.Lock()
	defer mu.Unlock()
	slices.Sort(took)
	return took
}
