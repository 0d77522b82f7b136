package flow

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// aText is what people write, and what nobody should.
func aText() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{
			"Оля", "7 років", "12.03.2022", "0501234567", "yes", "no", "search", "camp", "other", "/back", "/skip", "/pause",
			"/cancel", "/help", "/language", "/language uk", "/what", "flow.back", "flow.proceed", "flow.submit", "<b>", "\u202e", "",
		}),
		rapid.String(),
	)
}

// anInput draws one input a person could send while the state waits: most often a
// button on offer, sometimes an old or a forged one.
func anInput(f Flow, s State) *rapid.Generator[Input] {
	return rapid.Custom(func(t *rapid.T) Input {
		in := Input{Today: today(), Message: rapid.IntRange(0, 99).Draw(t, "message")}
		switch rapid.IntRange(0, 9).Draw(t, "form") {
		case 0, 1, 2, 3:
			in.Kind = Press
			offers := f.Offers(s)
			if len(offers) > 0 {
				in.Data = offers[rapid.IntRange(0, len(offers)-1).Draw(t, "button")].Data
			}
		case 4:
			in.Kind = Press
			op := rapid.SampledFrom([]string{"c.x", "e.name.0", "e.summary", "send", "part.9", "drop.0", "dropped.0", "quit", "same", "erase", "go"}).Draw(t, "op")
			in.Data = fmt.Sprintf("%s.%d.%s", s.ID(), s.saved.Turn-rapid.IntRange(0, 1).Draw(t, "age"), op)
		case 5:
			in.Kind = rapid.SampledFrom([]InputKind{Photo, Document, Place, Contact, Other, Resume, Edited}).Draw(t, "kind")
			in.Text = aText().Draw(t, "caption")
			in.Phone = "380501234567"
			in.Forwarded = rapid.Bool().Draw(t, "forwarded")
			in.Foreign = rapid.Bool().Draw(t, "foreign")
			in.Lat = rapid.Float64().Draw(t, "lat")
			in.TooLarge = rapid.Bool().Draw(t, "large")
			for _, id := range rapid.SliceOfN(rapid.Int64Range(1, 12), 0, 7).Draw(t, "files") {
				in.Files = append(in.Files, File{ID: id})
			}
		default:
			in.Text = aText().Draw(t, "text")
			in = f.Hear(s, in, plainSay)
		}
		return in
	})
}

// stored gives every answer of a state under its step and round.
func stored(s State) map[ref]Answer {
	all := make(map[ref]Answer)
	for _, l := range s.Lines {
		all[ref{l.Step, l.Round}] = l.Answer
	}
	return all
}

// lost tells which answer a turn lost that was not the waiting one. Rounds that
// are taken away, and the answer that asked for another round, may go.
func lost(f Flow, was State, out Outcome) (ref, bool) {
	if !maps.Equal(was.Rounds, out.State.Rounds) || out.End == Done || out.End == Cancelled {
		return ref{}, false
	}
	now := stored(out.State)
	for key, a := range stored(was) {
		if key == (ref{was.Step(), was.Round}) || key.step == f.Catch && now[key].written() >= a.written() {
			continue
		}
		if !reflect.DeepEqual(now[key], a) {
			return key, true
		}
	}
	return ref{}, false
}

func flows() []Flow { return []Flow{rich(), single(), hidden(), telling()} }

func TestTurnsKeepTheirPromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := flows()[rapid.IntRange(0, len(flows())-1).Draw(t, "flow")]
		out := Start(f, "c1", Input{Today: today()})
		for range rapid.IntRange(1, 60).Draw(t, "turns") {
			was := out.State
			in := anInput(f, was).Draw(t, "input")
			if out = turnChecked(t, f, was, in); out.End == Done || out.End == Cancelled {
				return
			}
		}
		checkLeaving(t, f, out.State)
	})
}

// turnChecked makes a turn and holds it to what every turn promises.
func turnChecked(t *rapid.T, f Flow, was State, in Input) Outcome {
	before := was.Marshal()
	out := f.Turn(was, in)
	if string(was.Marshal()) != string(before) {
		t.Fatal("the turn changed the state it was given")
	}
	saved, err := Unmarshal(before)
	if err != nil {
		t.Fatalf("a saved state does not resume: %v", err)
	}
	again := f.Turn(saved, in)
	if string(again.State.Marshal()) != string(out.State.Marshal()) || !reflect.DeepEqual(again.Messages, out.Messages) || again.End != out.End {
		t.Fatal("the same turn after a restart gave something else")
	}
	if key, gone := lost(f, was, out); gone {
		t.Fatalf("the answer to %v was lost", key)
	}
	if len(out.Messages) == 0 && out.End != Done {
		t.Fatal("nothing was said")
	}
	checkMessages(t, f, out)
	return out
}

func checkMessages(t *rapid.T, f Flow, out Outcome) {
	for _, m := range out.Messages {
		buttons := slices.Concat(m.Buttons...)
		if m.Key == "" || len(buttons) > maxButtons || len(buttons) > 0 && (m.Keys != nil || m.Unkey) || m.Edit > 0 && (m.Keys != nil || m.Unkey) {
			t.Fatalf("message cannot be sent: %+v", m)
		}
		for _, b := range buttons {
			if len(b.Data) > maxData || b.Data == "" {
				t.Fatalf("button data %q", b.Data)
			}
		}
	}
	if size := len(out.State.Marshal()); size > MaxState/2 {
		t.Fatalf("state of %d bytes", size)
	}
	if out.End != Open {
		return
	}
	if len(f.Resume(out.State)) == 0 {
		t.Fatal("nothing to say when resumed")
	}
}

// checkLeaving holds that every conversation can be paused and stopped.
func checkLeaving(t *rapid.T, f Flow, s State) {
	if out := f.Turn(s, Input{Text: "/pause"}); out.End != Paused || len(stored(out.State)) != len(stored(s)) {
		t.Fatal("it cannot be paused")
	}
	out := f.Turn(s, Input{Text: "/cancel"})
	if out.End == Open {
		out = f.Turn(out.State, Input{Text: "/cancel"})
	}
	if out.End != Cancelled {
		t.Fatal("it cannot be stopped")
	}
}

// Whatever was answered, pressing on leads to the end.
func TestEveryConversationCanBeFinished(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := flows()[rapid.IntRange(0, len(flows())-1).Draw(t, "flow")]
		out := Start(f, "c1", Input{Today: today()})
		for range rapid.IntRange(0, 30).Draw(t, "turns") {
			out = f.Turn(out.State, anInput(f, out.State).Draw(t, "input"))
			if out.End == Done || out.End == Cancelled {
				return
			}
		}
		for range 200 {
			if out = f.Turn(out.State, onward(f, out.State)); out.End == Done {
				return
			}
		}
		t.Fatalf("it never ends: waits at %s", out.State.Step())
	})
}

// onward answers the waiting question in the shortest way.
func onward(f Flow, s State) Input {
	for _, op := range []string{".stay", ".send", ".go", ".keep", ".c.no", ".skip"} {
		for _, b := range f.Offers(s) {
			required := f.Steps[f.find(s.Step())].Required
			if len(b.Data) > len(op) && b.Data[len(b.Data)-len(op):] == op && (op != ".skip" || !required) {
				return Input{Kind: Press, Data: b.Data, Today: today()}
			}
		}
	}
	return Input{Text: "x", Today: today()}
}
