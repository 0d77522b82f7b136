package flow

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
)

// rich is a flow with every kind of step, a group and questions that depend on
// others.
func rich() Flow {
	long := func(a Answers) bool { return a.Get("watched").Choice != "yes" }
	f := Flow{Name: "rich", Version: 3, Languages: []string{"uk", "en"}}
	f.Steps = []Step{
		{Key: "watched", Kind: Choose, Required: true, Options: []string{"no", "maybe", "yes"}},
		{Key: "consent", Kind: ChooseMany, Options: []string{"search", "share", "contact"}, Why: true},
		{Key: "name", Kind: Write, Group: "child", Required: true, Names: true, Secret: true, Max: 60},
		{Key: "birth", Kind: Born, Group: "child", Unknown: true, Example: true},
		{Key: "from", Kind: Where, Group: "child", Shared: true, Share: true},
		{Key: "taken", Kind: When, Group: "child", Shared: true, Unknown: true, Applies: long},
		{Key: "cause", Kind: Choose, Group: "child", Options: []string{"camp", "other", "unknown"}, Labels: "cause.", Applies: long},
		{Key: "which", Kind: Write, Group: "child", Applies: func(a Answers) bool { return a.Get("cause").Choice == "other" }},
		{Key: "more", Kind: Again, Group: "child", Applies: long},
		{Key: "photos", Kind: Pictures, Applies: long},
		{Key: "phone", Kind: Call, Share: true, Secret: true},
		{Key: "second", Kind: Call, Foreign: true, Applies: func(a Answers) bool { return a.Has("phone") }},
		{Key: "words", Kind: Write, Help: true, Check: func(_ Answers, a Answer) string {
			if a.Text == "forbidden" {
				return "rich.words.bad"
			}
			return ""
		}},
		{Key: "summary", Kind: Review},
	}
	return f
}

// single is the smallest flow: one question and no review.
func single() Flow {
	return Flow{Name: "single", Version: 1, Steps: []Step{{Key: "reply", Kind: Write, Required: true}}}
}

// hidden is a flow whose middle and end may not apply.
func hidden() Flow {
	on := func(a Answers) bool { return a.Has("first") }
	return Flow{Name: "hidden", Version: 1, Steps: []Step{
		{Key: "first", Kind: Write},
		{Key: "who", Kind: Write, Group: "g", Names: true, Applies: on},
		{Key: "again", Kind: Again, Group: "g", Max: 2},
		{Key: "last", Kind: When, Applies: on},
	}}
}

// telling is a flow that takes stories, and keeps what comes at the wrong moment.
func telling() Flow {
	return Flow{Name: "telling", Version: 1, Catch: "story", Steps: []Step{
		{Key: "who", Kind: Choose, Required: true, Options: []string{"me", "no"}},
		{Key: "story", Kind: Tell, Required: true, Secret: true},
		{Key: "seen", Kind: When, Unknown: true},
		{Key: "born", Kind: Born, Grown: true, Check: func(a Answers, own Answer) string {
			if own.AgeTo > 0 && a.Get("seen").Date != nil && a.Today().Year-own.AgeTo > a.Get("seen").Date.Year+1 {
				return "telling.born.bad"
			}
			return ""
		}},
		{Key: "name", Kind: Write, Max: 60},
		{Key: "proof", Kind: Tell, Many: true},
		{Key: "summary", Kind: Review},
	}}
}

// chat plays a conversation as a person sees it.
type chat struct {
	t    *testing.T
	f    Flow
	last Outcome
	s    State
	n    int
}

func begin(t *testing.T, f Flow, notes ...Note) *chat {
	t.Helper()
	out := Start(f, "c1", Input{Today: today()}, notes...)
	return &chat{t: t, f: f, last: out, s: out.State}
}

func (c *chat) put(in Input) *chat {
	c.t.Helper()
	c.n++
	in.Today = today()
	if in.Message == 0 {
		in.Message = 100 + c.n
	}
	if in.Kind == Text {
		in = c.f.Hear(c.s, in, plainSay)
	}
	c.last = c.f.Turn(c.s, in)
	c.s = c.last.State
	return c
}

func (c *chat) say(text string) *chat { c.t.Helper(); return c.put(Input{Kind: Text, Text: text}) }

// press presses the button with that act, which must be on offer.
func (c *chat) press(op string) *chat {
	c.t.Helper()
	for _, b := range c.f.Offers(c.s) {
		if strings.HasSuffix(b.Data, "."+op) {
			return c.put(Input{Kind: Press, Data: b.Data, Message: 50})
		}
	}
	c.t.Fatalf("no button %q at %s; there are %v", op, c.s.Step(), c.f.Offers(c.s))
	return c
}

func (c *chat) at(step string) *chat {
	c.t.Helper()
	if c.s.Step() != step {
		c.t.Fatalf("waits at %s, want %s; said %s", c.s.Step(), step, c.said())
	}
	return c
}

func (c *chat) sees(keys ...string) *chat {
	c.t.Helper()
	for _, key := range keys {
		if !strings.Contains(c.said(), key) {
			c.t.Fatalf("nothing said %s: %s", key, c.said())
		}
	}
	return c
}

func (c *chat) seesNot(key string) *chat {
	c.t.Helper()
	if strings.Contains(c.said(), key) {
		c.t.Fatalf("%s was said: %s", key, c.said())
	}
	return c
}

func (c *chat) said() string {
	var b strings.Builder
	for _, m := range c.last.Messages {
		b.WriteString("[" + plainSay(Value{Key: m.Key, Args: m.Args}) + "]")
	}
	return b.String()
}

// plainSay words a value as its key and values, which is no language but enough
// to see what was meant.
func plainSay(v Value) string {
	switch {
	case v.Date != nil:
		return fmt.Sprintf("%04d-%02d-%02d", v.Date.Year, v.Date.Month, v.Date.Day)
	case v.Count != nil:
		return strconv.Itoa(*v.Count)
	case v.Parts != nil:
		var lines []string
		for _, p := range v.Parts {
			lines = append(lines, plainSay(p))
		}
		return strings.Join(lines, "\n")
	case v.Key == "":
		return v.Text
	}
	text := v.Key
	for _, name := range []string{"ask", "label", "answer", "who", "n", "limit", "at", "total", "case", "lines"} {
		if arg, ok := v.Args[name]; ok {
			text += " " + name + "=" + plainSay(arg)
		}
	}
	return text
}
