package follow

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dodomu/bot/flow"
	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

// Whatever was said, the pages together show every entry once, newest page first,
// none over a message's size unless it is one entry alone.
func TestPaged(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		sizes := rapid.SliceOfN(rapid.IntRange(1, 4000), 0, 60).Draw(r, "sizes")
		var all []told
		for i, size := range sizes {
			all = append(all, told{size: size, value: count(i)})
		}
		pages := paged(all)
		next := len(sizes)
		for _, page := range pages {
			total := 0
			for i := len(page) - 1; i >= 0; i-- {
				next--
				if *page[i].Count != next {
					r.Fatalf("entry %d stands where %d belongs", *page[i].Count, next)
				}
				total += sizes[next]
			}
			if len(page) > pageTold || len(page) > 1 && total > pageSize {
				r.Fatalf("a page of %d entries has %d", len(page), total)
			}
		}
		if next != 0 || len(pages) == 0 {
			r.Fatalf("%d entries are on no page of %d", next, len(pages))
		}
	})
}

// A long story is cut at first sight and offered whole; the pages hold every word.
func TestWholeStory(t *testing.T) {
	h := storetest.Staffed(storetest.Embedded(t))
	mother := h.Person(1, "uk")
	ref := h.Report(mother, storetest.Sheet(1)).Cases[0].Ref
	for i := range 14 {
		h.Clock.Advance(time.Hour)
		h.Do(func(tx *store.Tx) error {
			return tx.AddToReport(mother, ref, cases.Addition{Text: strings.Repeat("слово ", 150) + "кінець" + string(rune('а'+i))})
		})
	}
	first := press(t, h, mother, actCase, string(ref))
	if strings.Contains(first, "кінець") || !strings.Contains(first, "f.all."+string(ref)) {
		t.Errorf("the first look is not cut, or offers no more: %s", first)
	}
	var whole string
	for page := range 10 {
		whole += press(t, h, mother, actAll, string(ref), string(rune('0'+page)))
	}
	for i := range 14 {
		if !strings.Contains(whole, "кінець"+string(rune('а'+i))) {
			t.Errorf("addition %d is on no page", i)
		}
	}
}

// What a person wrote unasked survives any moving between their cases, and lands
// in the case it was last moved to, once, only after it was confirmed.
func TestMovingLosesNothing(t *testing.T) {
	catalog := loadWords(t)
	rapid.Check(t, func(r *rapid.T) {
		c := newChat(t, catalog, "uk")
		c.as("mother")
		c.report("3")
		if rapid.Bool().Draw(r, "asked") {
			c.play("take")
			c.play("ask Коли ви говорили востаннє?")
		}
		photo := rapid.Bool().Draw(r, "photo")
		if photo {
			c.play("photo 2")
		} else {
			c.play("say Нам дзвонили з табору")
		}
		to := c.refs[0]
		for _, i := range rapid.SliceOfN(rapid.IntRange(0, 2), 1, 5).Draw(r, "moves") {
			to = c.refs[i]
			c.play("forge to." + string(to))
		}
		if n := saidIn(t, c); n[0]+n[1]+n[2] != 0 {
			r.Fatalf("sent before it was confirmed: %v", n)
		}
		if photo {
			c.play("press flow.proceed")
		}
		c.play("press flow.submit")
		for i, n := range saidIn(t, c) {
			if want := c.refs[i] == to; (n == 1) != want || n > 1 {
				r.Fatalf("case %d has %d, and it was moved to %s", i, n, to)
			}
		}
	})
}

// saidIn counts what the family said in each case.
func saidIn(t *testing.T, c *chat) (n [3]int) {
	t.Helper()
	c.h.Do(func(tx *store.Tx) error {
		for i, ref := range c.refs {
			view, err := tx.MyCase(c.people["mother"], ref)
			if err != nil {
				return err
			}
			for _, s := range view.Said {
				if s.Text == "Нам дзвонили з табору" || len(s.Files) == 2 {
					n[i]++
				}
			}
		}
		return nil
	})
	return n
}

// Erasing takes the drafts about the case along, and leaves those about others.
func TestEraseForgetsDrafts(t *testing.T) {
	h := storetest.Staffed(storetest.Embedded(t))
	mother := h.Person(1, "uk")
	opened := h.Report(mother, storetest.Sheet(2)).Cases
	add, _ := flowNamed(nameAdd)
	answer, _ := flowNamed(nameAnswer)
	draft := func(f flow.Flow, ref cases.Ref) []byte {
		return flow.Start(f, "c", flow.Input{}, flow.Note{Key: noteRef, Text: string(ref)}).State.Marshal()
	}
	h.Do(func(tx *store.Tx) error {
		if err := tx.Park(mother, nameAdd, draft(add, opened[0].Ref)); err != nil {
			return err
		}
		return tx.Park(mother, nameAnswer, draft(answer, opened[1].Ref))
	})
	erase, _ := flowNamed(nameErase)
	out := flow.Start(erase, "e", flow.Input{}, flow.Note{Key: noteRef, Text: string(opened[0].Ref)})
	out = erase.Turn(out.State, flow.Input{Kind: flow.Text, Text: eraseCase})
	h.Do(func(tx *store.Tx) error {
		who, err := tx.Person(mother)
		if err != nil {
			return err
		}
		if _, err := Closer(nameErase)(tx, who, out.State.Answers()); err != nil {
			return err
		}
		left, err := tx.Parked(mother)
		if text, _ := json.Marshal(left); len(left) != 1 || left[0].Flow != nameAnswer {
			t.Errorf("left are %s", text)
		}
		return err
	})
}
