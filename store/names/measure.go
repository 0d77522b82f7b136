package names

import (
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
	took        []time.Duration
	sorted      bool
}

// KindFigures count the questions of one kind: all, those whose truth came first,
// those whose truth came among ten.
type KindFigures struct{ Asked, First, Ten int }

// R1 is the share of questions whose truth came first, in percent.
func (k *KindFigures) R1() float64 { return percent(k.First, k.Asked) }

// R10 is the share of questions whose truth came among ten, in percent.
func (k *KindFigures) R10() float64 { return percent(k.Ten, k.Asked) }

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
	b := &f.Bins[min(int(first.Probability*10), 9)]
	b.N++
	b.said += first.Probability
	if right {
		b.right++
	}
}

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
