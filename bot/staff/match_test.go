package staff

import (
	"context"
	"strings"
	"testing"

	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

// again is a second report of the first child, by an aunt abroad who writes the name
// in Latin letters; staff have it suggested before the script goes on.
func (c *chat) again(given string) {
	sheet := storetest.Sheet(1)
	child := &sheet.Children[0]
	child.Name = cases.Name{Surname: "Kovalchuk", Given: given}
	child.Sex, child.Marks = cases.Girl, "scar on the left hand"
	child.Last = cases.Place{Country: "russia", Region: "Краснодар"}
	child.Separation.Date.Month = 11
	for _, one := range c.house.Report(c.house.Person(800, "en"), sheet).Cases {
		c.refs = append(c.refs, one.Ref)
	}
	c.matched()
}

// photographed is a report by a neighbour who knows another name and no year, but sends
// the photo of the first child.
func (c *chat) photographed(given string) {
	sheet := storetest.Sheet(1)
	child := &sheet.Children[0]
	child.Name = cases.Name{Surname: "Hnatyuk", Given: given}
	child.Birth = cases.Birth{Date: cases.Date{Year: 2009}}
	child.From, child.Last = cases.Place{}, cases.Place{Country: "russia"}
	child.Photos = []cases.FileID{c.picture(810)}
	for _, one := range c.house.Report(c.house.Person(810, "en"), sheet).Cases {
		c.refs = append(c.refs, one.Ref)
	}
	c.matched()
}

// tipped is a volunteer who saw the first child and tells it.
func (c *chat) tipped(name string) {
	c.house.Do(func(tx *store.Tx) error {
		p, err := tx.Meet(900, "ru")
		if err != nil {
			return err
		}
		_, err = tx.SubmitTip(cases.Actor{Person: p.ID, Role: cases.Volunteer}, "", cases.TipSheet{What: "видела в лагере", Name: name,
			Birth: cases.Birth{Date: cases.Date{Year: 2015}}, Sex: cases.Girl, Where: cases.TipPlace{Text: "Алёшки"}})
		return err
	})
	c.matched()
}

// matched keeps the index of the house from now on, and waits for it.
func (c *chat) matched() {
	if !c.kept {
		c.kept = true
		ctx, stop := context.WithCancel(context.Background())
		done := make(chan error)
		go func() { done <- c.house.KeepIndex(ctx) }()
		c.t.Cleanup(func() { stop(); <-done })
	}
	if err := c.house.IndexCurrent(c.t.Context()); err != nil {
		c.t.Fatal(err)
	}
}

// The words of the other side are not there for who may not open it.
func TestCardWithoutTheOtherSide(t *testing.T) {
	h := storetest.Staffed(storetest.Embedded(t))
	o := order{by: h.Worker.Actor(), name: "match", ref: "4F7K29QMB3X"}
	m := cases.Match{State: cases.Suggested, Other: "4F7K29QMB3X", Scored: true,
		Fields: []cases.MatchField{{Name: "surname", Verdict: cases.Agree}, {Name: "given", Verdict: cases.Differ}},
		Mine:   []cases.Child{{Name: cases.Name{Surname: "Ковальчук", Given: "Соломія"}}}}
	words := newChat(t, loadWords(t), "uk").words
	for _, message := range o.card(m).Messages {
		if got := words.Say(message); len(got) == 0 || strings.Contains(got, "Ковальчук") || strings.Contains(got, "Соломія") {
			t.Errorf("the card says\n%s", got)
		}
		for _, row := range message.Buttons {
			for _, b := range row {
				if b.Label.Key == "staff.act.match_other.button" || strings.Contains(b.Data, seenMark) {
					t.Errorf("the card offers %s", b.Data)
				}
			}
		}
	}
}
