package flow

import "testing"

// BenchmarkTurn is a turn as the bot makes it: state read, turned, written; once
// early in a conversation, once at the summary of five children.
func BenchmarkTurn(b *testing.B) {
	f := rich()
	out := Start(f, "c1", Input{Today: today()})
	for range 4 {
		out = f.Turn(out.State, onward(f, out.State))
	}
	b.Run("question", func(b *testing.B) { turns(b, f, out.State, "skip") })
	for range 40 {
		in := onward(f, out.State)
		if out.State.Step() == "more" && out.State.Rounds["child"] < 5 {
			in.Data = out.State.ID() + "." + f.Offers(out.State)[0].Data[3:]
		}
		out = f.Turn(out.State, in)
		if out.State.Step() == "summary" {
			break
		}
	}
	b.Run("summary", func(b *testing.B) { turns(b, f, out.State, "edit") })
}

func turns(b *testing.B, f Flow, s State, op string) {
	t := f.wake(s, Input{})
	in := Input{Kind: Press, Data: t.data(op), Today: today(), Message: 4}
	saved := s.Marshal()
	b.ReportAllocs()
	b.ReportMetric(float64(len(saved)), "state-bytes")
	for b.Loop() {
		s, err := Unmarshal(saved)
		if err != nil {
			b.Fatal(err)
		}
		f.Turn(s, in).State.Marshal()
	}
}
