package names

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// measure asks every question and counts the answers; with DODOMU_MATCHING_MISSES set
// it prints what was not found.
func measure(x *Index, questions []Asked) *Figures {
	var f Figures
	for _, a := range questions {
		start := time.Now()
		top := x.Find(a.Query, TopTen)
		f.Add(a, top, time.Since(start))
		if a.Truth != "" && (len(top) == 0 || top[0].ID != a.Truth) && os.Getenv("DODOMU_MATCHING_MISSES") != "" {
			fmt.Println(missed(x, a, top))
		}
	}
	return &f
}

func missed(x *Index, a Asked, top []Match) string {
	text := fmt.Sprintf("%s %q %v", a.Kind, a.Query.Typed, a.Query.Places)
	if len(top) > 0 {
		text += fmt.Sprintf("\n   first %.1f %v", top[0].Bits, top[0].Fields[:6])
	}
	if m, ok := x.Same(a.Query, a.Truth); ok {
		text += fmt.Sprintf("\n   truth %.1f %v", m.Bits, m.Fields[:6])
	}
	return text
}

// inWords shows figures in a test's log.
func inWords(f *Figures) string {
	var b strings.Builder
	for _, k := range []string{"pos", "adv"} {
		fmt.Fprintf(&b, "%s %d: R@1 %.2f R@10 %.2f\n", k, f.Kind(k).Asked, f.Kind(k).R1(), f.Kind(k).R10())
	}
	share, n := f.Absent(Strong)
	fmt.Fprintf(&b, "neg %d: first ≥ %d bits %.2f %%; positives: wrong first %d, right first %d\n", n, Strong, share, f.StrongWrong, f.StrongRight)
	fmt.Fprintf(&b, "p50 %v p95 %v p99 %v\n", f.Took(0.5), f.Took(0.95), f.Took(0.99))
	for i, bin := range f.Bins {
		fmt.Fprintf(&b, "probability %d0 %%: n %d said %.3f was %.3f\n", i, bin.N, bin.Said(), bin.Was())
	}
	return b.String()
}

// load puts records into a new index; it tells how long that took and how much the
// heap grew.
func load(records []Record) (*Index, time.Duration, uint64) {
	known()
	atlas()
	before := heap()
	start := time.Now()
	x := NewIndex(Options{Expected: len(records)})
	for _, r := range records {
		x.Put(r)
	}
	took := time.Since(start)
	after := heap()
	runtime.KeepAlive(records)
	return x, took, after - min(before, after)
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// environ reads a whole number of the environment; 0 where it is not set.
func environ(t testing.TB, name string) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}
