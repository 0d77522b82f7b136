package names

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// With surname and given name both new, text alone cannot tell: what else is
// recorded must bring the child back among ten, and each kind of it must help.
func TestSideEvidenceFindsChildrenWithNewNames(t *testing.T) {
	w := newWorld(21)
	children := w.population(max(5000, environ(t, "DODOMU_MATCHING_SIZE")))
	w.mark(children)
	x, _, _ := load(records(children))
	var questions []Asked
	var about []child
	for range 400 {
		c := children[w.IntN(len(children))]
		questions, about = append(questions, w.ask(c, "new")), append(about, c)
	}
	alone := measure(x, questions)
	base := alone.Kind("new").R10()
	t.Logf("%d records, surname and given name new: R@10 %.1f", len(children), base)
	for _, kind := range []string{"institution", "separation", "marks", "siblings", "companion", "all"} {
		var more []Asked
		for i, a := range questions {
			more = append(more, w.tellMore(a, about[i], children, kind))
		}
		f := measure(x, more)
		t.Logf("with %s: R@1 %.1f R@10 %.1f", kind, f.Kind("new").R1(), f.Kind("new").R10())
		if got := f.Kind("new").R10(); got < base-0.5 || kind == "all" && got < 92 {
			t.Errorf("%s: R@10 %.1f, without %.1f", kind, got, base)
		}
	}
}

// mark gives half of the children distinguishing marks.
func (w *world) mark(children []child) {
	for i := range children {
		if w.chance(0.5) {
			children[i].record.Marks = w.one("шрам", "родимка", "опік", "татуювання", "окуляри") + " " +
				w.one("ліва", "права") + " " + w.one("рука", "щока", "брова", "нога", "коліно", "шия", "спина")
		}
	}
}

// tellMore adds what is recorded of a child to a question, in other words.
func (w *world) tellMore(a Asked, c child, children []child, kind string) Asked {
	r := c.record
	if kind == "institution" || kind == "all" {
		a.Query.Institution = russian(strings.Replace(r.Institution, "школа-інтернат", "интернат", 1))
	}
	if kind == "separation" || kind == "all" {
		a.Query.Parted = Date{r.Parted.Year, r.Parted.Month, max(1, r.Parted.Day-w.IntN(2))}
	}
	if kind == "marks" || kind == "all" {
		a.Query.Marks = strings.Join(reversed(strings.Fields(r.Marks)), " ")
	}
	if len(r.Siblings) == 0 {
		return a
	}
	if kind == "siblings" || kind == "all" {
		a.Query.Siblings = r.Siblings[:1]
	}
	if kind == "companion" {
		for i := range children {
			if children[i].record.ID == r.Siblings[0] {
				with := w.ask(children[i], "adv").Query
				a.Query.With = []Query{with}
			}
		}
	}
	return a
}

func TestSiblingFoundPointsToTheOther(t *testing.T) {
	x := small(t)
	q := Query{Birth: Birth{Date: Date{Year: 2014}}, Sex: Female, Siblings: []string{"ivan"}}
	top := x.Find(q, 3)
	ids := fmt.Sprint(top[0].ID, top[1].ID)
	if !strings.Contains("annaolga olgaanna", ids) || top[0].Field(Siblings).Verdict != Agree {
		t.Errorf("the sisters of ivan are not first: %v", top)
	}
	if x.Find(Query{Typed: "Мельниченко Іван", Siblings: []string{"ivan"}}, 1)[0].ID == "ivan" {
		t.Error("a known sibling is given back as the child")
	}
}

func reversed(words []string) []string {
	slices.Reverse(words)
	return words
}
