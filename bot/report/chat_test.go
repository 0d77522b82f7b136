package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dodomu/bot/flow"
	"dodomu/bot/wording"
	"dodomu/locales"
)

// today is the day on which every conversation of the tests is held.
var today = flow.Date{Year: 2026, Month: 3, Day: 12}

// chat plays one conversation with the report flow and writes down what both
// sides see: what we say behind "<", buttons in brackets, what they do behind ">".
type chat struct {
	t       *testing.T
	catalog *locales.Catalog
	tag     string // the language spoken now
	began   string // the language the script is played for
	flow    flow.Flow
	state   flow.State
	last    []flow.Button // under our latest message that has any
	before  []flow.Button // under the one before it: a stale keyboard
	message int
	done    bool
	inputs  int             // what they sent, presses included
	files   int64           // how many files they sent
	asked   map[string]bool // the steps that were asked
	quiet   bool            // the phone is shared, whatever this conversation knows
	log     strings.Builder
}

func newChat(t *testing.T, catalog *locales.Catalog, tag string) *chat {
	t.Helper()
	c := &chat{t: t, catalog: catalog, tag: tag, began: tag, flow: Flow(), asked: map[string]bool{}}
	c.hear(Opening()...)
	c.take(flow.Start(c.flow, "t", flow.Input{Kind: flow.Resume, Today: today}))
	return c
}

func (c *chat) words() wording.Wording {
	shared := Safety(c.state.Answers())
	return wording.New(c.catalog, wording.Reader{Tag: c.tag, Quiet: c.quiet || shared != "" && shared.Quiet()})
}

// take stores what a turn gave and writes down what it said.
func (c *chat) take(out flow.Outcome) {
	if out.Language != "" {
		c.tag = out.Language
	}
	if out.End == flow.Cancelled {
		c.done, c.state = true, flow.State{}
	} else {
		c.state = reload(c.t, out.State)
	}
	c.asked[c.state.Step()] = true
	c.hear(out.Messages...)
	switch out.End {
	case flow.Done:
		c.done = true
		c.log.WriteString("= submitted\n")
	case flow.Paused:
		c.log.WriteString("= parked\n")
	case flow.Cancelled:
		c.log.WriteString("= forgotten\n")
	}
}

// reload saves a state and reads it again: every turn survives a restart.
func reload(t *testing.T, s flow.State) flow.State {
	t.Helper()
	again, err := flow.Unmarshal(s.Marshal())
	if err != nil {
		t.Fatal(err)
	}
	return again
}

func (c *chat) hear(messages ...flow.Message) {
	w := c.words()
	for _, m := range messages {
		c.message++
		mark := "< "
		if m.Edit != 0 {
			mark = "~ " // in place of the message that was pressed
		}
		for line := range strings.SplitSeq(w.Say(m), "\n") {
			c.log.WriteString(strings.TrimRight(mark+line, " ") + "\n")
			mark = "  "
		}
		c.keyboard(w, m)
	}
}

func (c *chat) keyboard(w wording.Wording, m flow.Message) {
	if m.Buttons != nil {
		c.before, c.last = c.last, slices.Concat(m.Buttons...)
	}
	for _, row := range m.Buttons {
		c.log.WriteString(" ")
		for _, b := range row {
			c.log.WriteString(" [" + w.Value(b.Label) + "]")
		}
		c.log.WriteString("\n")
	}
	for _, row := range m.Keys {
		c.log.WriteString(" ")
		for _, k := range row {
			c.log.WriteString(" (" + w.Value(k.Label) + ")")
		}
		c.log.WriteString("\n")
	}
}

func (c *chat) turn(said string, in flow.Input) {
	c.inputs++
	c.log.WriteString("> " + said + "\n")
	in.Today, in.Message = today, c.message
	if in.Kind == flow.Text {
		in = c.flow.Hear(c.state, in, c.words().Value)
	}
	c.take(c.flow.Turn(c.state, in))
}

// play does one line of a script. Presses name the key of a label, so that one
// script serves every language; a verb with a language runs in that language only.
func (c *chat) play(line string) {
	verb, rest, _ := strings.Cut(line, " ")
	rest = strings.TrimSpace(rest)
	verb, tag, only := strings.Cut(verb, ".")
	if only && tag != c.began {
		return
	}
	switch verb {
	case "say":
		c.turn(rest, flow.Input{Kind: flow.Text, Text: rest})
	case "type": // the words of a label, typed
		said := c.words().Value(flow.Value{Key: rest})
		c.turn(said, flow.Input{Kind: flow.Text, Text: said})
	case "repeat":
		text, times, _ := strings.Cut(rest, " ")
		n, err := strconv.Atoi(times)
		if err != nil {
			c.t.Fatal(err)
		}
		c.turn(fmt.Sprintf("%s × %d", text, n), flow.Input{Kind: flow.Text, Text: strings.Repeat(text, n)})
	case "press":
		c.press(rest, c.last)
	case "until": // skip every question before this one
		for range len(c.flow.Steps) {
			if c.state.Step() != rest {
				c.press("flow.skip", c.last)
			}
		}
	case "stale":
		c.press(rest, c.before)
	default:
		c.send(verb, rest)
	}
}

func (c *chat) press(label string, buttons []flow.Button) {
	key, nth, _ := strings.Cut(label, " ")
	n := 1
	if nth != "" {
		var err error
		if n, err = strconv.Atoi(nth); err != nil {
			c.t.Fatal(err)
		}
	}
	for _, b := range buttons {
		own := b.Label.Key == key || b.Label.Key == "flow.marked" && b.Label.Args["label"].Key == key
		if own {
			n--
		}
		if own && n == 0 {
			c.turn("["+c.words().Value(b.Label)+"]", flow.Input{Kind: flow.Press, Data: b.Data})
			return
		}
	}
	tail := c.log.String()
	c.t.Fatalf("%s: no button %s to press at step %s, after:\n%s", c.tag, label, c.state.Step(), tail[max(0, len(tail)-9000):])
}

// send does what is neither text nor press.
func (c *chat) send(verb, rest string) {
	in, ok := map[string]flow.Input{
		"photo":    {Kind: flow.Photo},
		"document": {Kind: flow.Document},
		"large":    {Kind: flow.Document, TooLarge: true},
		"caption":  {Kind: flow.Photo, Text: rest},
		"sticker":  {Kind: flow.Other},
		"voice":    {Kind: flow.Other},
		"place":    {Kind: flow.Place, Lat: 49.9935, Lon: 36.2304},
		"badplace": {Kind: flow.Place, Lat: 4999, Lon: 36},
		"contact":  {Kind: flow.Contact, Phone: "380671234567"},
		"stranger": {Kind: flow.Contact, Phone: "380509876543", Name: "Ганна", Foreign: true},
		"forward":  {Kind: flow.Text, Text: rest, Forwarded: true},
		"change":   {Kind: flow.Edited, Text: rest},
		"resume":   {Kind: flow.Resume},
	}[verb]
	if !ok {
		c.t.Fatalf("a script has no verb %q", verb)
	}
	if files, err := strconv.Atoi(rest); err == nil {
		for range files {
			c.files++
			in.Files = append(in.Files, flow.File{ID: c.files, Document: in.Kind == flow.Document})
		}
	}
	c.turn(strings.TrimSpace("("+verb+") "+rest), in)
}
