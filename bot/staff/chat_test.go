package staff

import (
	"slices"
	"strings"
	"testing"
	"time"

	"dodomu/bot/flow"
	"dodomu/bot/wording"
	"dodomu/locales"
	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

// desk is one member of staff at their phone: the conversation that waits, and the
// buttons under the latest message that has any.
type desk struct {
	staff   cases.Staff
	state   []byte
	buttons []flow.Button
}

// chat plays the private chats of staff with a real store and writes down what each
// sees: what we say behind "<", buttons in brackets, what they do behind ">".
type chat struct {
	t     *testing.T
	house *storetest.House
	words wording.Wording
	desks map[string]*desk
	at    *desk
	refs  []cases.Ref
	kept  bool // the index is kept
	tips  []cases.TipRef
	slips []cases.Receipt // of anonymous tips
	log   strings.Builder
}

func newChat(t *testing.T, catalog *locales.Catalog, tag string) *chat {
	t.Helper()
	h := storetest.Staffed(storetest.Embedded(t))
	c := &chat{t: t, house: h, words: wording.New(catalog, wording.Reader{Tag: tag, Bot: "dodomu_bot"}), desks: map[string]*desk{}}
	for _, s := range []cases.Staff{h.Worker, h.Other, h.Supervisor, h.Second} {
		c.desks[s.Handle] = &desk{staff: s}
	}
	c.at = c.desks[h.Worker.Handle]
	return c
}

// person is the person of the chat as the store knows them now.
func (c *chat) person(tx *store.Tx) store.Person {
	p, err := tx.Person(c.at.staff.Person)
	if err != nil {
		c.t.Fatal(err)
	}
	return p
}

// do gives a command to the table, as the bot does for who is staff.
func (c *chat) do(argv []string) {
	c.house.Do(func(tx *store.Tx) error {
		r, err := Do(tx, c.at.staff.Actor(), argv)
		if err == nil {
			c.hear(r)
		}
		return err
	})
}

// command splits a typed line as the bot does.
func (c *chat) command(line string) {
	name, rest, _ := strings.Cut(strings.TrimPrefix(line, "/"), " ")
	argv := []string{name}
	if first, tail, cut := strings.Cut(strings.TrimSpace(rest), " "); first != "" {
		argv = append(argv, first)
		if cut {
			argv = append(argv, tail)
		}
	}
	c.do(argv)
}

// hear writes a reply down and begins the conversation it asks for.
func (c *chat) hear(r flow.Reply) {
	c.show(r.Messages)
	if r.Begin != "" {
		c.take(flow.Start(Flows()[0], "c1", flow.Input{Kind: flow.Resume}, r.Notes...))
	}
}

// say gives an input to the conversation that waits.
func (c *chat) say(in flow.Input) {
	state, err := flow.Unmarshal(c.at.state)
	if err != nil {
		c.t.Fatalf("%s: nothing waits: %v\n%s", c.at.staff.Handle, err, c.log.String())
	}
	f := Flows()[0]
	if in.Kind == flow.Text {
		in = f.Hear(state, in, c.words.Value)
	}
	c.take(f.Turn(state, in))
}

func (c *chat) take(out flow.Outcome) {
	c.at.state = out.State.Marshal()
	c.show(out.Messages)
	if out.End != flow.Done {
		return
	}
	c.at.state = nil
	c.house.Do(func(tx *store.Tx) error {
		r, err := Closer(Name)(tx, c.person(tx), out.State.Answers())
		if err == nil {
			c.hear(r)
		}
		return err
	})
}

func (c *chat) show(messages []flow.Message) {
	for _, m := range messages {
		mark := "< "
		if m.Edit != 0 {
			mark = "~ "
		}
		for line := range strings.SplitSeq(c.words.Say(m), "\n") {
			c.log.WriteString(strings.TrimRight(mark+line, " ") + "\n")
			mark = "  "
		}
		if m.Files != nil {
			c.log.WriteString("  (photo)\n")
		}
		if m.Buttons != nil {
			c.at.buttons = slices.Concat(m.Buttons...)
		}
		for _, row := range m.Buttons {
			c.log.WriteString(" ")
			for _, b := range row {
				c.log.WriteString(" [" + c.words.Value(b.Label) + "]")
			}
			c.log.WriteString("\n")
		}
	}
}

// press finds a button by the key of its label, or by its words.
func (c *chat) press(label string) {
	i := slices.IndexFunc(c.at.buttons, func(b flow.Button) bool { return b.Label.Key == label || b.Label.Text == label })
	if i < 0 {
		c.t.Fatalf("no button %s after:\n%s", label, c.log.String())
	}
	b := c.at.buttons[i]
	c.log.WriteString("> [" + c.words.Value(b.Label) + "]\n")
	c.pressed(b)
}

func (c *chat) pressed(b flow.Button) {
	if rest, ours := strings.CutPrefix(b.Data, "s."); ours {
		c.do(strings.Split(rest, "."))
		return
	}
	c.say(flow.Input{Kind: flow.Press, Data: b.Data, Message: 7})
}

// play does one line of a script.
func (c *chat) play(line string) {
	verb, rest, _ := strings.Cut(line, " ")
	for i, ref := range c.refs {
		rest = strings.ReplaceAll(rest, "$"+string(rune('1'+i)), ref.String())
	}
	for i, ref := range c.tips {
		rest = strings.ReplaceAll(rest, "%"+string(rune('1'+i)), ref.String())
	}
	switch verb {
	case "as":
		c.at = c.desks[rest]
		c.log.WriteString("\n== " + c.at.staff.Name + "\n")
	case "say":
		c.log.WriteString("> " + rest + "\n")
		if strings.HasPrefix(rest, "/") {
			c.command(rest)
			return
		}
		c.say(flow.Input{Kind: flow.Text, Text: rest})
	case "press":
		c.press(rest)
	case "wait":
		d, err := time.ParseDuration(rest)
		if err != nil {
			c.t.Fatal(err)
		}
		c.house.Clock.Advance(d)
	default:
		c.family(verb, rest)
	}
}
