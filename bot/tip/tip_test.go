package tip

import (
	"slices"
	"strings"
	"testing"

	"dodomu/bot/flow"
	"dodomu/store/cases"
)

// A question that no transcript shows is a question nobody has read.
func TestEveryQuestionIsShown(t *testing.T) {
	catalog := loadWords(t)
	var log strings.Builder
	for _, script := range scripts(t) {
		c := newChat(t, catalog, "uk")
		c.playAll(script)
		log.WriteString(c.log.String())
	}
	words := catalog.Printer("uk")
	for _, f := range Flows() {
		for _, step := range f.Steps {
			if ask := words.Say(f.Name+"."+step.Key+".ask", nil); !strings.Contains(log.String(), ask) {
				t.Errorf("%s.%s is in no transcript: %s", f.Name, step.Key, ask)
			}
		}
	}
}

// Whoever comes by a link of a poster is told word for word the same, whether the case
// is open, closed or erased, or never was.
func TestLinksTellNothing(t *testing.T) {
	catalog, heard := loadWords(t), map[string]string{}
	for _, which := range []string{"open", "closed", "erased", "unknown"} {
		c := newChat(t, catalog, "uk")
		c.as("somebody")
		for _, line := range []string{"link " + which, "press tip.who.named", "say Бачила", "press flow.no", "press tip.path.brief", "tip"} {
			c.play(line)
		}
		heard[which] = strings.ReplaceAll(c.log.String(), "tip_"+which, "tip_CODE")
	}
	for which, log := range heard {
		if log != heard["unknown"] {
			t.Errorf("by a link of an %s case:\n%s\nby an unknown one:\n%s", which, log, heard["unknown"])
		}
	}
}

// A receipt is in the message that shows it, and that message is kept by nothing.
func TestReceiptIsShownOnce(t *testing.T) {
	c := newChat(t, loadWords(t), "uk")
	c.as("somebody")
	for _, line := range []string{"tip", "press tip.who.anonymous", "say Бачила", "press flow.yes", "press tip.path.brief"} {
		c.play(line)
	}
	shown := 0
	for _, m := range c.said {
		if strings.Contains(c.words(c.somebody()).Say(m), c.receipt) {
			shown++
			if !m.Once || !m.Secret {
				t.Errorf("%s holds the receipt: once %v, secret %v", m.Key, m.Once, m.Secret)
			}
		}
	}
	if shown != 1 {
		t.Errorf("the receipt was shown %d times", shown)
	}
}

func TestContradiction(t *testing.T) {
	today := flow.Date{Year: 2026, Month: 3, Day: 2}
	seen := func(year int) flow.Answer { return flow.Answer{Date: &flow.Date{Year: year}} }
	for _, tt := range []struct {
		name  string
		seen  flow.Answer
		birth flow.Answer
		bad   bool
	}{
		{"an age that fits", seen(2022), flow.Answer{AgeFrom: 8, AgeTo: 8}, false},
		{"an age that may just fit", seen(2022), flow.Answer{AgeFrom: 3, AgeTo: 3}, false},
		{"an age that cannot be", seen(2021), flow.Answer{AgeFrom: 3, AgeTo: 3}, true},
		{"the older end of a range counts", seen(2021), flow.Answer{AgeFrom: 3, AgeTo: 6}, false},
		{"a birth date", seen(2014), flow.Answer{Date: &flow.Date{Year: 2015, Month: 3, Day: 12}}, true},
		{"about a year", seen(2014), flow.Answer{Date: &flow.Date{Year: 2015, About: true}}, false},
		{"no year of the day", flow.Answer{Date: &flow.Date{Month: 5}}, flow.Answer{AgeFrom: 3, AgeTo: 3}, false},
		{"no day", flow.Answer{Unknown: true}, flow.Answer{AgeFrom: 3, AgeTo: 3}, false},
		{"no age", seen(1990), flow.Answer{Unknown: true}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := contradiction(tt.seen, tt.birth, today) != ""; got != tt.bad {
				t.Errorf("refused: %v, want %v", got, tt.bad)
			}
		})
	}
}

func TestLinks(t *testing.T) {
	got := links("дивіться (https://t.me/x/1), або www.example.org. Пишіть на t.me/kanal; http://", "HTTPS://T.ME/X https://t.me/x/1")
	want := []string{"https://t.me/x/1", "www.example.org", "t.me/kanal", "HTTPS://T.ME/X"}
	if !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
}

// Two whole messages are kept whole, though no text of a tip holds both.
func TestNothingIsCut(t *testing.T) {
	story, proof := strings.Repeat("я", cases.MaxText), strings.Repeat("ж", cases.MaxText)
	f := Flows()[0]
	out := flow.Start(f, "c", flow.Input{})
	for _, said := range []string{anonymous, story, yes, full, "/skip", "/skip", "/skip", "/skip", "/skip", "/skip", "/skip", proof, "flow.proceed"} {
		in := flow.Input{Kind: flow.Text, Text: said}
		in = f.Hear(out.State, in, func(v flow.Value) string { return v.Key })
		out = f.Turn(out.State, in)
	}
	s := Sheet(out.State.Answers(), cases.Date{Year: 2026}, "uk")
	if s.What != story || len(s.Forwarded) != 1 || s.Forwarded[0].Text != proof {
		t.Errorf("kept %d characters and %d posts", len([]rune(s.What)), len(s.Forwarded))
	}
	if err := s.Check(cases.Date{Year: 2026}); err != nil {
		t.Error(err)
	}
}

// The sender of an anonymous tip is in no field of it.
func TestAnonymousSheet(t *testing.T) {
	f := Flows()[0]
	out := flow.Start(f, "c", flow.Input{})
	for _, said := range []string{named, "Бачила", yes, full, "/skip", "/skip", "/skip", "/skip", "/skip", "/skip", "/skip", "/skip", "Марта"} {
		out = f.Turn(out.State, flow.Input{Kind: flow.Text, Text: said})
	}
	if got := Sheet(out.State.Answers(), cases.Date{Year: 2026}, "uk").Sender; got != "Марта" {
		t.Fatalf("the sender is %q", got)
	}
	for _, said := range []string{"flow.edit", "tip.who.label", anonymous} {
		in := f.Hear(out.State, flow.Input{Kind: flow.Text, Text: said}, func(v flow.Value) string { return v.Key })
		out = f.Turn(out.State, in)
	}
	if got := Sheet(out.State.Answers(), cases.Date{Year: 2026}, "uk").Sender; got != "" {
		t.Errorf("the sender is %q", got)
	}
}
