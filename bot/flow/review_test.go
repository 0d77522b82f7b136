package flow

import (
	"strings"
	"testing"
	"unicode/utf16"
)

// A family with the most children and the longest answers gets a summary in
// messages that Telegram takes, and can edit the last child in it.
func TestLongestSummary(t *testing.T) {
	c := toReview(t).press("edit").press("e.cause.0").press("c.other").say(strings.Repeat("😀", MaxText)).at("summary")
	for n := 1; n < MaxRounds; n++ {
		c.press("edit")
		if n > 1 {
			c.press("part.0")
		}
		c.press("e.more").press("c.yes").say(strings.Repeat("😀", 60)).say("7").say("ж" + strings.Repeat("😀", MaxPlace-1)).press("same")
		c.press("c.other").say(strings.Repeat("😀", MaxText))
		if c.s.Step() == "more" {
			c.press("c.no")
		}
	}
	c.at("summary")
	if n := len(c.last.Messages); n < 3 {
		t.Errorf("%d messages", n)
	}
	for i, m := range c.last.Messages {
		size := len(utf16.Encode([]rune(plainSay(Value{Key: m.Key, Args: m.Args}))))
		if size > 4096 || (m.Buttons != nil) != (i == len(c.last.Messages)-1) {
			t.Errorf("message %d: %d units, buttons %v", i, size, m.Buttons != nil)
		}
	}
	if n := len(c.s.Marshal()); n > MaxState {
		t.Errorf("state of %d bytes", n)
	}
	c.press("edit").press("part.12").press("e.name.11").say("Остання").at("summary")
	c.press("edit").press("part.12").press("drop.11").press("dropped.11").at("summary").seesNot("Остання")
	if n := c.f.Answers(c.s).Count("child"); n != MaxRounds-1 {
		t.Errorf("%d children", n)
	}
}

func TestTotalIsBounded(t *testing.T) {
	f := Flow{Name: "long", Version: 1}
	for i := range 60 {
		f.Steps = append(f.Steps, Step{Key: "s" + string(rune('A'+i)), Kind: Write})
	}
	c := begin(t, f)
	for range 50 {
		c.say(strings.Repeat("😀", MaxText))
	}
	c.sees("flow.refused.full").say("/skip").seesNot("flow.refused")
}
