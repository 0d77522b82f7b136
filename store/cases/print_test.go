package cases_test

import (
	"math/bits"
	"math/rand/v2"
	"testing"

	"dodomu/store/cases"
)

// changed is a print some of whose bits say the other.
func changed(p cases.Print, n int) cases.Print {
	for i := range n {
		p.Plain ^= 1 << (5 * i % 64)
		p.Mirrored ^= 1 << (5 * i % 64)
	}
	return p
}

// TestPrintsApart holds what may be one picture: as it is or in the mirror, a little
// changed, and from both sides alike.
func TestPrintsApart(t *testing.T) {
	p := cases.Print{Plain: 0x0f1e2d3c4b5a6978, Mirrored: 0xa5a5c3c3f00f3366}
	mirror := cases.Print{Plain: p.Mirrored, Mirrored: p.Plain}
	for name, row := range map[string]struct {
		a, b  cases.Print
		apart int
		near  bool
	}{
		"the same":             {p, p, 0, true},
		"mirrored":             {p, mirror, 0, true},
		"a little":             {p, changed(p, 10), 10, true},
		"mirrored, a little":   {p, changed(mirror, 10), 10, true},
		"more":                 {p, changed(p, 11), 11, false},
		"two blank pages":      {cases.Print{}, cases.Print{}, 0, false},
		"two shades":           {cases.Print{Plain: 1<<64 - 1}, cases.Print{Plain: 1<<64 - 1}, 0, false},
		"nearly blank":         {cases.Print{Plain: 1<<11 - 1, Mirrored: p.Plain}, cases.Print{Plain: 1<<11 - 1, Mirrored: p.Plain}, 0, false},
		"just enough is there": {cases.Print{Plain: 1<<12 - 1, Mirrored: p.Plain}, cases.Print{Plain: 1<<12 - 1, Mirrored: p.Plain}, 0, true},
	} {
		apart, near := row.a.Apart(row.b)
		if apart != row.apart || near != row.near {
			t.Errorf("%s: %d, %t", name, apart, near)
		}
		if back, same := row.b.Apart(row.a); back != apart || same != near {
			t.Errorf("%s, from the other side: %d, %t", name, back, same)
		}
	}
}

// TestPrintsByChance counts how many of 10⁶ pairs of any prints are taken for one
// picture.
func TestPrintsByChance(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	any := func() cases.Print {
		p := cases.Print{Plain: r.Uint64()}
		p.Mirrored = bits.Reverse64(^p.Plain)
		return p
	}
	for range 1_000_000 {
		if apart, near := any().Apart(any()); near {
			t.Errorf("two of nothing in common are %d apart", apart)
		}
	}
}
