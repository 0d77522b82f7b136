package report

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dodomu/bot/flow"
	"dodomu/store/cases"
)

// Whatever a person presses and types, what they can submit is a sheet that the
// store takes: nothing starred is missing, nothing in it is impossible.
func TestSubmittedSheetsAreWhole(t *testing.T) {
	f := Flow()
	rapid.Check(t, func(t *rapid.T) {
		out := flow.Start(f, "t", flow.Input{Kind: flow.Resume, Today: today})
		for n := 0; out.End != flow.Done; n++ {
			if n > 600 {
				t.Fatalf("no end in sight at step %s", out.State.Step())
			}
			out = f.Turn(out.State, anyInput(t, f, out.State))
		}
		sheet := Sheet(out.State.Answers(), cases.Date(today), "uk")
		if err := sheet.Check(cases.Date(today)); err != nil {
			t.Fatal(err)
		}
	})
}

// anyInput draws a press of any button but those that leave or go back, or a text.
func anyInput(t *rapid.T, f flow.Flow, s flow.State) flow.Input {
	var forward []flow.Button
	for _, b := range f.Offers(s) {
		op := b.Data[strings.LastIndexByte(b.Data, '.')+1:]
		switch op {
		case "back", "pause", "stop", "quit", "help", "lang", "cont", "stay":
			continue
		}
		forward = append(forward, b)
	}
	texts := []string{"Коваль Олена", "12.03.2015", "2010", "2022", "7 років", "0-1", "25", "067 123 45 67", "Ізюм"}
	n := rapid.IntRange(0, len(forward)+2).Draw(t, "input")
	if n < len(forward) {
		return flow.Input{Kind: flow.Press, Data: forward[n].Data, Today: today, Message: 1}
	}
	return flow.Input{Kind: flow.Text, Text: rapid.SampledFrom(texts).Draw(t, "text"), Today: today, Message: 1}
}
