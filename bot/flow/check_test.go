package flow

import (
	"slices"
	"strings"
	"testing"
)

func any1(string) bool { return true }

func TestFlowsPassTheirCheck(t *testing.T) {
	for _, f := range flows() {
		if err := f.Check(any1); err != nil {
			t.Error(err)
		}
	}
}

func TestCheckFinds(t *testing.T) {
	never := func(a Answers) bool { return a.Get("watched").Choice == "perhaps" }
	both := func(a Answers) bool { return a.Get("watched").Choice == "yes" && a.Get("cause").Choice == "camp" }
	for want, change := range map[string]func(f *Flow){
		"step name: choose another key":       func(f *Flow) { f.Steps[4].Key = "name" },
		"step watched: give it options":       func(f *Flow) { f.Steps[0].Options = nil },
		"step which: no answers lead to it":   func(f *Flow) { f.Steps[7].Applies = never },
		"step photos: no answers lead to it":  func(f *Flow) { f.Steps[9].Applies = both },
		"step watched: shorten option":        func(f *Flow) { f.Steps[0].Options[0] = strings.Repeat("x", 40) },
		"step watched: make its options":      func(f *Flow) { f.Steps[0].Options[0] = "yes" },
		"step слова: use a-z":                 func(f *Flow) { f.Steps[12].Key = "слова" },
		"put the review last":                 func(f *Flow) { f.Steps[12], f.Steps[13] = f.Steps[13], f.Steps[12] },
		"group child: put its steps together": func(f *Flow) { f.Steps[10].Group = "child" },
		"put it last in its group":            func(f *Flow) { f.Steps[7], f.Steps[8] = f.Steps[8], f.Steps[7] },
		"step words: lower its Max":           func(f *Flow) { f.Steps[12].Max = MaxText + 1 },
		"step words: only a phone or a place": func(f *Flow) { f.Steps[12].Share = true },
		"step words: Shared and Names need":   func(f *Flow) { f.Steps[12].Names = true },
		"offer fewer options":                 func(f *Flow) { f.Steps[0].Options = strings.Split(strings.Repeat("x,", 99), ",") },
		"step words: only a contact":          func(f *Flow) { f.Steps[12].Foreign = true },
		"step words: take its options out":    func(f *Flow) { f.Steps[12].Options = []string{"a"} },
		"step words: give it a kind":          func(f *Flow) { f.Steps[12].Kind = 99 },
		"give it a name":                      func(f *Flow) { f.Name = "" },
	} {
		f := rich()
		f.Steps[0].Options = slices.Clone(f.Steps[0].Options)
		change(&f)
		if err := f.Check(any1); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
}

func TestCheckFindsEveryMissingText(t *testing.T) {
	f := rich()
	for _, key := range f.Keys() {
		err := f.Check(func(k string) bool { return k != key })
		if err == nil || !strings.Contains(err.Error(), "add the text "+key+" ") {
			t.Errorf("without %s: %v", key, err)
		}
	}
}

// Every key that random conversations say is one that Check asks for.
func TestNothingIsSaidThatCheckDoesNotKnow(t *testing.T) {
	f := rich()
	known := f.Keys()
	var walk func(v Value)
	walk = func(v Value) {
		if v.Key != "" && !slices.Contains(known, v.Key) && v.Key != "rich.words.bad" {
			t.Errorf("%s is said, but not in Keys", v.Key)
		}
		for _, p := range v.Parts {
			walk(p)
		}
		for _, p := range v.Args {
			walk(p)
		}
	}
	seen := 0
	playAll(f, func(out Outcome) {
		for _, m := range out.Messages {
			seen++
			walk(Value{Key: m.Key, Args: m.Args})
			for _, b := range slices.Concat(m.Buttons...) {
				walk(b.Label)
			}
			for _, k := range slices.Concat(m.Keys...) {
				walk(k.Label)
			}
		}
	})
	if seen < 1000 {
		t.Errorf("only %d messages were seen", seen)
	}
}

// playAll presses every button and sends every form of input at every question it
// comes to.
func playAll(f Flow, see func(Outcome)) {
	inputs := []Input{
		{Text: "Оля"}, {Text: "7"}, {Text: "2022"}, {Text: "2099"}, {Text: "0501234567"}, {Text: "/back"}, {Text: "/help"}, {Text: "/x"},
		{Text: "/skip"}, {Text: "/cancel"}, {Text: strings.Repeat("x", MaxText+1)}, {Kind: Other}, {Kind: Edited}, {Kind: Place, Lat: 99}, {Kind: Resume},
		{Kind: Place, Lat: 50, Lon: 30}, {Kind: Contact, Phone: "380501234567", Foreign: true}, {Kind: Contact, Phone: "380501234567"},
		{Kind: Photo, Files: []File{{ID: 1}, {ID: 2}, {ID: 3}, {ID: 4}, {ID: 5}, {ID: 6}}, Text: "x"}, {Kind: Document, TooLarge: true},
		{Text: "x", Forwarded: true}, {Text: "\u200b"},
	}
	seen := map[string]bool{}
	queue := []State{Start(f, "c1", Input{Today: today()}).State}
	for n := 0; len(queue) > 0 && n < 400; n++ {
		s := queue[0]
		queue = queue[1:]
		try := inputs
		for _, b := range f.Offers(s) {
			try = append(try[:len(try):len(try)], Input{Kind: Press, Data: b.Data, Message: 5})
		}
		for _, in := range try {
			in.Today = today()
			out := f.Turn(s, in)
			see(out)
			place := out.State.Step() + string(out.State.View) + string(rune('0'+out.State.Round+out.State.Rounds["child"]*3)) + string(rune('0'+len(out.State.Lines)))
			if out.End == Open && !seen[place] {
				seen[place] = true
				queue = append(queue, out.State)
			}
		}
	}
}
