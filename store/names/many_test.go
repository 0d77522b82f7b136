package names

import (
	"math/rand/v2"
	"testing"
)

// mess makes texts that no person would type: pieces of names, signs, bytes.
type mess struct {
	*rand.Rand
	pieces []string
}

func newMess(seed uint64) *mess {
	return &mess{rand.New(rand.NewPCG(seed, 5)), []string{"Зеленськ", "щ", "ьо", "йо", "тс", "Kh", "sch", "szcz", "tch", "İ", "ſ", "ж", "'", "’", "-", ".", " ",
		"О.", "івна", "ович", "enko", "№7", "2014", "05.03", "м. ", "обл.", ",", "🙂", "\xff", "\u0301", "а\u0306", "ẞ", "ǅ", "0", "1", "4", "ё", "ъ", "я", "ю", "ab", "e", "i"}}
}

func (m *mess) text() string {
	out := make([]byte, 0, 64)
	for range m.IntN(9) {
		if m.IntN(8) == 0 {
			out = append(out, byte(m.Uint32()))
			continue
		}
		out = append(out, m.pieces[m.IntN(len(m.pieces))]...)
	}
	return string(out)
}

func (m *mess) word() string {
	out := make([]byte, m.IntN(14))
	for i := range out {
		out[i] = "abdeikno0146"[m.IntN(12)]
	}
	return string(out)
}

// TestManyExecutions reads many messes. A long run, without the slow down of the
// fuzzer: DODOMU_EXECUTIONS=10000000 go test ./store/names -run TestManyExecutions -timeout 0
func TestManyExecutions(t *testing.T) {
	n := max(environ(t, "DODOMU_EXECUTIONS"), 3000)
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	t.Run("fold", func(t *testing.T) { manyFolds(t, newMess(seed), n) })
	t.Run("distance", func(t *testing.T) { manyDistances(t, newMess(seed), n) })
	t.Run("parse", func(t *testing.T) { manyParses(t, newMess(seed), n) })
}

func manyFolds(t *testing.T, m *mess, n int) {
	for range n {
		s := m.text()
		if once := Fold(s); Fold(once) != once || len(once) > maxFold {
			t.Fatalf("%q folds to %q and on to %q", s, once, Fold(once))
		}
	}
}

func manyDistances(t *testing.T, m *mess, n int) {
	a, b := m.word(), m.word()
	for range n {
		c := m.word()
		ab, bc, ac := Distance(a, b), Distance(b, c), Distance(a, c)
		if ac > ab+bc || ab != Distance(b, a) || (ab == 0) != (a == b) {
			t.Fatalf("no metric: %q %q %q", a, b, c)
		}
		a, b = b, c
	}
}

func manyParses(t *testing.T, m *mess, n int) {
	x := small(t)
	rd := x.reader()
	for range n {
		s := m.text()
		for _, p := range rd.people(Name{Surname: s}, s, nil) {
			if p.prior > 1e-9 || p.empty() {
				t.Fatalf("%q is read as %+v", s, p)
			}
		}
		spotOf(Place{Text: s, Oblast: s})
		_ = spanOf(Date{int(m.Uint32() >> 20), m.IntN(40) - 5, m.IntN(70) - 5})
	}
}
