package flow

import (
	"testing"
	"unicode/utf8"
)

func FuzzReadDate(f *testing.F) {
	for _, s := range []string{"12.03.2022", "12 березня 2022", "весна 2022", "вчора", "03/25/2022", "31.02", "12 III 22", "3 months ago", "~2022"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, reason := ReadDate(s, today())
		if reason != "" {
			return
		}
		if again := checkDate(d, today()); again != "" {
			t.Errorf("ReadDate(%q) = %+v, which is %s", s, d, again)
		}
	})
}

func FuzzReadBirth(f *testing.F) {
	for _, s := range []string{"7 років", "6-8", "1,5 роки", "8 місяців", "12.03.2015", "півроку", "7 years 3 months"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a, reason := ReadBirth(s, today())
		if (reason == "") != a.Given() {
			t.Errorf("ReadBirth(%q) = %+v, %q", s, a, reason)
		}
		if a.AgeFrom < 0 || a.AgeFrom > a.AgeTo || a.AgeTo > OldestChild || a.AgeTo > 0 && a.Date != nil {
			t.Errorf("ReadBirth(%q) = %+v", s, a)
		}
		if a.Date != nil && (a.Date.Year < 2026-OldestChild-1 || later(*a.Date, today())) {
			t.Errorf("ReadBirth(%q) = %+v", s, a.Date)
		}
	})
}

func FuzzReadPhone(f *testing.F) {
	for _, s := range []string{"050 123 45 67", "tel:+380501234567;ext=1", "+44 (0)20 7946 0018", "8 912 345 67 89", "немає"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, reason := ReadPhone(s)
		if (got == "") == (reason == "") {
			t.Fatalf("ReadPhone(%q) = %q, %q", s, got, reason)
		}
		if again, _ := ReadPhone(got); got != "" && (again != got || len(got) > 16) {
			t.Errorf("ReadPhone(%q) = %q, read again %q", s, got, again)
		}
	})
}

func FuzzTurn(f *testing.F) {
	flow := rich()
	out := Start(flow, "c1", Input{Today: today()})
	f.Add(out.State.Marshal(), 1, "c1.1.c.no", "text")
	out = flow.Turn(out.State, Input{Kind: Press, Data: "c1.1.c.no"})
	f.Add(out.State.Marshal(), 0, "", "Оля")
	f.Add([]byte(`{"v":1,"id":"c1","f":"rich","fv":3,"n":-1,"at":"name","r":99,"w":"drop","wp":-3,"g":{"child":-5},"a":[{"k":"name","i":99},{"k":"more","i":-1,"c":"x"}]}`), 1, "c1.0.dropped.1", "")
	f.Add([]byte(`{"v":1,"id":"c1","f":"rich","fv":3,"n":5,"at":"summary","r":-1,"w":"lines","wp":7,"g":{"child":70}}`), 1, "c1.5.e.name.11", "")
	f.Fuzz(func(t *testing.T, saved []byte, kind int, data, text string) {
		s, err := Unmarshal(saved)
		if err != nil {
			return
		}
		in := Input{Kind: InputKind(kind), Data: data, Text: text, Today: today(), Message: 1}
		out := flow.Turn(s, flow.Hear(s, in, plainSay))
		if len(out.Messages) == 0 && out.End != Done {
			t.Error("nothing was said")
		}
		if _, err := Unmarshal(out.State.Marshal()); err != nil && out.End != Cancelled {
			t.Errorf("state cannot be read back: %v", err)
		}
		if utf8.ValidString(text) && len(flow.Resume(s)) == 0 && out.End == Open {
			t.Error("nothing to resume")
		}
	})
}
