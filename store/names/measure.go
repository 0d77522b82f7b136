package names

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"time"
)

// Asked is one question of a measure, with the answer that is right.
type Asked struct {
	ID    string
	Kind  string // "pos", "adv" (renamed), "neg" (of a child nobody reported), or another
	Truth string // id of the record; "" where there is none
	Query Query
}

// Figures are what a measure shows. The zero value is empty.
type Figures struct {
	Kinds       map[string]*KindFigures
	StrongWrong int // questions of kind "pos" whose first answer is wrong though strong
	StrongRight int // those whose first answer is right and strong
	Bins        [10]Bin
	absent      []float64 // bits of the first answers to questions without a true one
	surprise    float64
	took        []time.Duration
	sorted      bool
}

// KindFigures count the questions of one kind: all, those with a true answer, those
// whose truth came first, those whose truth came among ten.
type KindFigures struct{ Asked, Truths, First, Ten int }

// R1 is the share of the questions with a true answer whose truth came first, in percent.
func (k *KindFigures) R1() float64 { return percent(k.First, k.Truths) }

// R10 is the share of the questions with a true answer whose truth came among ten, in percent.
func (k *KindFigures) R10() float64 { return percent(k.Ten, k.Truths) }

func percent(n, of int) float64 { return 100 * float64(n) / float64(max(of, 1)) }

// Bin holds the first answers of one tenth of probability: how many there are, the
// mean of what was said, and the share that was right.
type Bin struct {
	N     int
	said  float64
	right int
}

// Said is the mean of the probabilities said.
func (b Bin) Said() float64 { return b.said / float64(max(b.N, 1)) }

// Was is the share of answers that were right.
func (b Bin) Was() float64 { return float64(b.right) / float64(max(b.N, 1)) }

// Chance is the standard error of Was: by how much a share of so many answers strays.
func (b Bin) Chance() float64 {
	p := b.Said()
	return math.Sqrt(p * (1 - p) / float64(max(b.N, 1)))
}

// Add counts the answers to one question, and how long they took.
func (f *Figures) Add(a Asked, top []Match, took time.Duration) {
	if f.Kinds == nil {
		f.Kinds = map[string]*KindFigures{}
	}
	f.took, f.sorted = append(f.took, took), false
	kind := f.Kind(a.Kind)
	f.Kinds[a.Kind] = kind
	kind.Asked++
	at := slices.IndexFunc(top[:min(len(top), TopTen)], func(m Match) bool { return m.ID == a.Truth })
	if at == 0 {
		kind.First++
	}
	if at >= 0 {
		kind.Ten++
	}
	if a.Truth == "" {
		f.absent = append(f.absent, bestOf(top))
	} else {
		kind.Truths++
	}
	if len(top) == 0 {
		return
	}
	f.addFirst(a, top[0])
}

func (f *Figures) addFirst(a Asked, first Match) {
	right := first.ID == a.Truth
	if first.Bits >= Strong && a.Kind == "pos" {
		if right {
			f.StrongRight++
		} else {
			f.StrongWrong++
		}
	}
	f.surprise -= math.Log2(max(chanceOf(right, first.Probability), 1e-6))
	b := &f.Bins[min(int(first.Probability*10), 9)]
	b.N++
	b.said += first.Probability
	if right {
		b.right++
	}
}

// chanceOf is the probability that was given to what came true.
func chanceOf(right bool, p float64) float64 {
	if right {
		return p
	}
	return 1 - p
}

// Surprise is the mean, over the questions, of the bits by which the probability of
// the first answer missed what came true: 0 where it was always sure and right.
func (f *Figures) Surprise() float64 { return f.surprise / float64(max(len(f.took), 1)) }

// nothing is the score where there is no answer.
const nothing = -1e9

func bestOf(top []Match) float64 {
	if len(top) == 0 {
		return nothing
	}
	return top[0].Bits
}

// Kind gives the figures of one kind of question.
func (f *Figures) Kind(kind string) *KindFigures {
	if k := f.Kinds[kind]; k != nil {
		return k
	}
	return &KindFigures{}
}

// Ordered gives the kinds of questions that were asked: those of the usual measure
// first.
func (f *Figures) Ordered() []string {
	usual := []string{"pos", "adv", "neg"}
	all := slices.Sorted(maps.Keys(f.Kinds))
	slices.SortStableFunc(all, func(a, b string) int {
		return cmp.Compare(uint(slices.Index(usual, a)), uint(slices.Index(usual, b)))
	})
	return all
}

// StrongWrongShare is the share, in percent, of the questions of kind "pos" whose
// first answer is wrong though strong.
func (f *Figures) StrongWrongShare() float64 { return percent(f.StrongWrong, f.Kind("pos").Asked) }

// Absent gives the share, in percent, of the questions without a true answer whose
// first answer has at least so many bits, and how many such questions there are.
func (f *Figures) Absent(bits float64) (share float64, asked int) {
	n := 0
	for _, b := range f.absent {
		if b >= bits {
			n++
		}
	}
	return percent(n, len(f.absent)), len(f.absent)
}

// Took gives the time under which a share of the questions was answered.
func (f *Figures) Took(share float64) time.Duration {
	if len(f.took) == 0 {
		return 0
	}
	if !f.sorted {
		slices.Sort(f.took)
		f.sorted = true
	}
	return f.took[min(int(share*float64(len(f.took))), len(f.took)-1)]
}
