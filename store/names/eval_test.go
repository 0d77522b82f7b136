package names

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"time"
)

// asked is one question of a measure with its answer.
type asked struct {
	Kind, Truth string
	Ops         []string
	Query       Query
}

// figures are what a measure shows.
type figures struct {
	n, first, ten       map[string]int
	strong, strongWrong int
	strongRight         int
	took                []time.Duration
	bins                [10]struct {
		sum  float64
		hit  int
		seen int
	}
	misses []string
	x      *Index
}

func (f *figures) share(m map[string]int, kind string) float64 {
	return 100 * float64(m[kind]) / float64(max(f.n[kind], 1))
}

func measure(x *Index, questions []asked) *figures {
	f := &figures{x: x, n: map[string]int{}, first: map[string]int{}, ten: map[string]int{}}
	for _, a := range questions {
		start := time.Now()
		top := x.Find(a.Query, TopTen)
		f.took = append(f.took, time.Since(start))
		f.count(a, top)
	}
	slices.Sort(f.took)
	return f
}

func (f *figures) count(a asked, top []Match) {
	f.n[a.Kind]++
	at := slices.IndexFunc(top, func(m Match) bool { return m.ID == a.Truth })
	if at == 0 {
		f.first[a.Kind]++
	}
	if at >= 0 {
		f.ten[a.Kind]++
	}
	if at != 0 && a.Kind != "neg" {
		best := "-"
		if len(top) > 0 {
			best = fmt.Sprintf("%s %.1f", top[0].ID, top[0].Bits)
		}
		if len(top) > 0 && at < 0 {
			if m, ok := f.x.Same(a.Query, a.Truth); ok {
				best += fmt.Sprintf("\n   TOP %v\n   TRUE %.1f %v\n", top[0].Fields[:6], m.Bits, m.Fields[:6])
			}
		}
		f.misses = append(f.misses, fmt.Sprintf("%s truth %s at %d, first %s: %q %v %v", a.Kind, a.Truth, at, best, a.Query.Typed, a.Query.Places, a.Ops))
	}
	if len(top) == 0 {
		return
	}
	if top[0].Bits >= Strong && a.Kind == "neg" {
		f.strong++
	}
	if top[0].Bits >= Strong && a.Kind == "pos" && at != 0 {
		f.strongWrong++
	}
	if top[0].Bits >= Strong && a.Kind == "pos" && at == 0 {
		f.strongRight++
	}
	bin := &f.bins[min(int(top[0].Probability*10), 9)]
	bin.sum += top[0].Probability
	bin.seen++
	if at == 0 {
		bin.hit++
	}
}

func (f *figures) String() string {
	var b strings.Builder
	for _, k := range []string{"pos", "adv"} {
		fmt.Fprintf(&b, "%s %d: R@1 %.2f R@10 %.2f\n", k, f.n[k], f.share(f.first, k), f.share(f.ten, k))
	}
	fmt.Fprintf(&b, "neg %d: first ≥ %d bits %.2f %%; wrong first ≥ %d bits among positives %.3f %%\n", f.n["neg"], Strong,
		100*float64(f.strong)/float64(max(f.n["neg"], 1)), Strong, 100*float64(f.strongWrong)/float64(max(f.n["pos"], 1)))
	fmt.Fprintf(&b, "positives found first with ≥ %d bits %.1f %%\n", Strong, 100*float64(f.strongRight)/float64(max(f.n["pos"], 1)))
	at := func(p float64) time.Duration { return f.took[int(p*float64(len(f.took)-1))] }
	fmt.Fprintf(&b, "p50 %v p95 %v p99 %v\n", at(0.5), at(0.95), at(0.99))
	for i, bin := range f.bins {
		n := float64(max(bin.seen, 1))
		fmt.Fprintf(&b, "probability %d0 %%: n %d said %.3f was %.3f\n", i, bin.seen, bin.sum/n, float64(bin.hit)/n)
	}
	return b.String()
}

func load(records []Record) (*Index, time.Duration, uint64) {
	var before, after runtime.MemStats
	known()
	atlas()
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	x := NewIndex(Options{Expected: len(records)})
	for _, r := range records {
		x.Put(r)
	}
	took := time.Since(start)
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(records)
	return x, took, after.HeapAlloc - min(before.HeapAlloc, after.HeapAlloc)
}
