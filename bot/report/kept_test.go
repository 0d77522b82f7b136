package report

import (
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"dodomu/bot/flow"
	"dodomu/store"
)

// TestKeptTranscripts holds the words with which the end of the receipt is asked
// back, on a phone of one's own and on a shared one.
func TestKeptTranscripts(t *testing.T) {
	catalog := loadWords(t)
	for _, tag := range catalog.Tags() {
		t.Run(tag, func(t *testing.T) {
			var a txtar.Archive
			for _, quiet := range []bool{false, true} {
				for _, way := range [][]string{{"say 1234", "say 9012 3456"}, {"press flow.skip"}, {"say /cancel"}} {
					c := &chat{t: t, catalog: catalog, tag: tag, began: tag, flow: Kept(), asked: map[string]bool{}, quiet: quiet}
					c.take(flow.Start(c.flow, "k", flow.Input{Kind: flow.Resume, Today: today}, flow.Note{Key: noteTail, Text: "3456"}))
					for _, line := range way {
						c.play(line)
					}
					reply, err := CloseKept(nil, store.Person{}, c.state.Answers())
					if err != nil || !c.done {
						t.Fatalf("%v: done %v, %v", way, c.done, err)
					}
					c.hear(reply.Messages...)
					a.Files = append(a.Files, txtar.File{Name: map[bool]string{false: "own phone", true: "shared phone"}[quiet], Data: []byte(c.log.String())})
				}
			}
			checkGolden(t, "kept."+tag, &a)
		})
	}
}

// TestMatchesTail: the last four digits, or the whole receipt.
func TestMatchesTail(t *testing.T) {
	f := Kept()
	for typed, want := range map[string]bool{
		"3456": true, "34 56": true, "1234 5678 9012 3456": true, "1234567890123456": true, "1234-5678-9012-3456": true,
		"3465": false, "6": false, "456": false, "9012 3456": true, "1234 5678 9012 3457": false, "12345678901234563456": false,
	} {
		state := flow.Start(f, "k", flow.Input{Kind: flow.Resume, Today: today}, flow.Note{Key: noteTail, Text: "3456"}).State
		out := f.Turn(state, flow.Input{Kind: flow.Text, Text: typed, Today: today})
		if got := out.End == flow.Done; got != want {
			t.Errorf("%q taken: %v, want %v", typed, got, want)
		}
	}
}

// TestKeptGivesWay: what is no receipt is for somebody else to hear.
func TestKeptGivesWay(t *testing.T) {
	for _, in := range []flow.Input{
		{Kind: flow.Text, Text: "Сьогодні був дзвінок"}, {Kind: flow.Text, Text: "о 15:00 дзвонили"}, {Kind: flow.Text, Text: "-"},
		{Kind: flow.Photo}, {Kind: flow.Contact}, {Kind: flow.Other},
	} {
		if !Kept().GivesWay(in) {
			t.Errorf("%+v is kept from being heard", in)
		}
	}
	for _, in := range []flow.Input{
		{Kind: flow.Text, Text: "3456"}, {Kind: flow.Text, Text: "1234 5678 9012 3456"}, {Kind: flow.Text, Text: "/help"},
		{Kind: flow.Text, Text: "пропустити", Data: "k.1.skip"}, {Kind: flow.Press, Data: "k.1.skip"}, {Kind: flow.Resume}, {Kind: flow.Edited},
	} {
		if Kept().GivesWay(in) {
			t.Errorf("%+v ends the question", in)
		}
	}
	if Flow().GivesWay(flow.Input{Kind: flow.Photo}) {
		t.Error("a report gives way")
	}
}
