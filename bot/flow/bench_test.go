package flow

import "testing"

// BenchmarkTurn is a turn as the bot makes it: state read, turned, written.
func BenchmarkTurn(b *testing.B) {
	f := rich()
	out := Start(f, "c1", Input{Today: today()})
	for range 6 {
		out = f.Turn(out.State, onward(f, out.State))
	}
	saved := out.State.Marshal()
	in := Input{Kind: Press, Data: out.State.saved.ID + "." + "1.help", Today: today(), Message: 4}
	b.ReportAllocs()
	for b.Loop() {
		s, err := Unmarshal(saved)
		if err != nil {
			b.Fatal(err)
		}
		f.Turn(s, in).State.Marshal()
	}
}
