package follow

import (
	"fmt"
	"slices"
	"strconv"
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

// chat plays what families do with this room on a real store, several people by
// turns, and writes down what both sides see: what we say behind "<", buttons in
// brackets, what they do behind ">", pushes behind "!".
type chat struct {
	t       *testing.T
	h       *storetest.House
	catalog *locales.Catalog
	tag     string
	who     string
	people  map[string]cases.PersonID
	shown   map[string][]flow.Button // what each may press, the newest first
	refs    []cases.Ref
	seen    cases.Stage
	code    string // of the newest invitation
	updates int
	said    []flow.Message // everything the room ever said
	log     strings.Builder
}

func newChat(t *testing.T, catalog *locales.Catalog, tag string) *chat {
	t.Helper()
	return &chat{t: t, h: storetest.Staffed(storetest.Embedded(t)), catalog: catalog, tag: tag,
		people: map[string]cases.PersonID{}, shown: map[string][]flow.Button{}}
}

// me is who acts now, as the store has them.
func (c *chat) me(tx *store.Tx) store.Person {
	c.t.Helper()
	p, err := tx.Person(c.people[c.who])
	if err != nil {
		c.t.Fatal(err)
	}
	return p
}

// as lets somebody else act; somebody new is met first.
func (c *chat) as(name string) {
	c.who = name
	if c.people[name] == 0 {
		c.people[name] = c.h.Person(int64(100+len(c.people)), c.tag)
	}
	c.log.WriteString("\n== " + name + "\n")
}

func (c *chat) print(line string) { c.log.WriteString(line + "\n") }

// room does one act of the room in a transaction and says what it answered.
func (c *chat) room(act func(tx *store.Tx, who store.Person) (flow.Reply, error)) {
	c.t.Helper()
	c.h.Do(func(tx *store.Tx) error {
		r, err := act(tx, c.me(tx))
		if err != nil {
			return err
		}
		return c.reply(tx, r)
	})
}

func (c *chat) reply(tx *store.Tx, r flow.Reply) error {
	c.hear(c.me(tx), r.Messages...)
	if r.Begin == "" {
		return nil
	}
	who := c.me(tx)
	if who.State != nil {
		s, err := flow.Unmarshal(who.State)
		if err != nil {
			return err
		}
		if err := tx.Park(who.ID, s.Flow(), who.State); err != nil {
			return err
		}
	}
	f := c.flow(r.Begin)
	c.updates++
	return c.conclude(tx, f, flow.Start(f, "c"+strconv.Itoa(c.updates), flow.Input{Kind: flow.Resume}, r.Notes...))
}

func (c *chat) flow(name string) flow.Flow {
	f, ok := flowNamed(name)
	if !ok {
		c.t.Fatalf("no flow %s", name)
	}
	f.Languages = c.catalog.Tags()
	return f
}

func (c *chat) conclude(tx *store.Tx, f flow.Flow, out flow.Outcome) error {
	who := c.me(tx)
	state := out.State.Marshal()
	if out.End == flow.Paused {
		if err := tx.Park(who.ID, f.Name, state); err != nil {
			return err
		}
	}
	if out.End != flow.Open {
		state = nil
	}
	if err := tx.SaveConversation(who.ID, state); err != nil {
		return err
	}
	c.hear(who, out.Messages...)
	if out.End != flow.Done {
		return nil
	}
	r, err := Closer(f.Name)(tx, c.me(tx), out.State.Answers())
	if err != nil {
		return err
	}
	return c.reply(tx, r)
}

// converse gives an input to what waits; when nothing waits, to Unasked.
func (c *chat) converse(in flow.Input) {
	c.t.Helper()
	c.h.Do(func(tx *store.Tx) error {
		who := c.me(tx)
		if who.State == nil {
			r, err := Unasked(tx, who, in.Kind)
			if err != nil {
				return err
			}
			if r.Begin == "" {
				c.print("= nothing waits")
				return nil
			}
			if err := c.reply(tx, r); err != nil {
				return err
			}
			who = c.me(tx)
		}
		s, err := flow.Unmarshal(who.State)
		if err != nil {
			return err
		}
		f := c.flow(s.Flow())
		if in.Kind == flow.Text {
			in = f.Hear(s, in, c.words(who).Value)
		}
		return c.conclude(tx, f, f.Turn(s, in))
	})
}

func (c *chat) words(who store.Person) wording.Wording {
	return wording.New(c.catalog, wording.Reader{Tag: c.tag, Quiet: who.Quiet, Bot: "dodomu_bot"})
}

func (c *chat) hear(who store.Person, messages ...flow.Message) {
	w := c.words(who)
	for _, m := range messages {
		c.said = append(c.said, m)
		mark := "< "
		if m.Edit != 0 {
			mark = "~ "
		}
		c.write(mark, w.Say(m))
		c.keyboard(w, m)
		if link, ok := m.Args["link"]; ok {
			c.code = strings.TrimPrefix(link.Start, invitation)
		}
	}
}

func (c *chat) write(mark, text string) {
	for line := range strings.SplitSeq(text, "\n") {
		c.print(strings.TrimRight(mark+line, " "))
		mark = "  "
	}
}

func (c *chat) keyboard(w wording.Wording, m flow.Message) {
	c.shown[c.who] = append(slices.Concat(m.Buttons...), c.shown[c.who]...)
	for _, row := range m.Buttons {
		line := " "
		for _, b := range row {
			line += " [" + w.Value(b.Label) + "]"
		}
		c.print(line)
	}
}

// press presses the nth button shown that has this label, the newest first: a key,
// or the beginning of a text.
func (c *chat) press(label string) {
	c.t.Helper()
	label, nth, _ := strings.Cut(label, " ")
	n, _ := strconv.Atoi(nth)
	for _, b := range c.shown[c.who] {
		own := b.Label.Key == label || b.Label.Key == "" && strings.HasPrefix(b.Label.Text, label)
		if own && n <= 1 {
			c.pressed(b)
			return
		}
		if own {
			n--
		}
	}
	tail := c.log.String()
	c.t.Fatalf("%s: no button %s, after:\n%s", c.tag, label, tail[max(0, len(tail)-4000):])
}

func (c *chat) pressed(b flow.Button) {
	c.h.Do(func(tx *store.Tx) error {
		c.print("> [" + c.words(c.me(tx)).Value(b.Label) + "]")
		return nil
	})
	if rest, ours := strings.CutPrefix(b.Data, "f."); ours {
		c.room(func(tx *store.Tx, who store.Person) (flow.Reply, error) {
			return Press(tx, who, strings.Split(rest, "."))
		})
		return
	}
	if b.Data == "m.cases" {
		c.room(Cases)
		return
	}
	c.updates++
	c.converse(flow.Input{Kind: flow.Press, Data: b.Data, Message: c.updates})
}

// play does one line of a script. A verb with a language runs in that language only.
func (c *chat) play(line string) {
	verb, rest, _ := strings.Cut(line, " ")
	rest = strings.TrimSpace(rest)
	verb, tag, only := strings.Cut(verb, ".")
	if only && tag != c.tag {
		return
	}
	if c.playStaff(verb, rest) {
		return
	}
	switch verb {
	case "as":
		c.as(rest)
	case "report":
		c.report(rest)
	case "cases":
		c.print("> /cases")
		c.room(Cases)
	case "press":
		c.press(rest)
	case "forge":
		c.print("> (forged) " + rest)
		c.room(func(tx *store.Tx, who store.Person) (flow.Reply, error) {
			return Press(tx, who, strings.Split(c.withRefs(rest), "."))
		})
	case "link":
		if rest == "" {
			rest = c.code
		}
		c.print("> /start join_" + rest)
		c.room(func(tx *store.Tx, who store.Person) (flow.Reply, error) { return Join(tx, who, rest) })
	case "pushes":
		c.pushes()
	case "later":
		hours, _ := strconv.Atoi(rest)
		c.h.Clock.Advance(time.Duration(hours) * time.Hour)
	default:
		c.send(verb, rest)
	}
}

func (c *chat) withRefs(s string) string {
	for i, ref := range c.refs {
		s = strings.ReplaceAll(s, "REF"+strconv.Itoa(i+1), string(ref))
	}
	return s
}

// report submits a report about so many children, perhaps on a phone others see.
func (c *chat) report(rest string) {
	c.t.Helper()
	n, quiet, _ := strings.Cut(rest, " ")
	children, err := strconv.Atoi(n)
	if err != nil {
		c.t.Fatal(err)
	}
	sheet := storetest.Sheet(children)
	if quiet == "quiet" {
		sheet.SharedPhone = cases.SharedYes
	}
	for _, opened := range c.h.Report(c.people[c.who], sheet).Cases {
		c.refs = append(c.refs, opened.Ref)
	}
	c.seen = cases.Received
}

// playStaff lets staff act on the first case.
func (c *chat) playStaff(verb, rest string) bool {
	acts := map[string]func(tx *store.Tx, by cases.Actor, ref cases.Ref) (store.Moved, error){
		"take": func(tx *store.Tx, by cases.Actor, ref cases.Ref) (store.Moved, error) {
			return tx.Take(by, ref, cases.Received)
		},
		"ask": func(tx *store.Tx, by cases.Actor, ref cases.Ref) (store.Moved, error) {
			return tx.Ask(by, ref, cases.UnderReview, rest)
		},
		"unask": func(tx *store.Tx, by cases.Actor, ref cases.Ref) (store.Moved, error) {
			return tx.Resume(by, ref, cases.NeedsInfo)
		},
		"spoke": func(tx *store.Tx, _ cases.Actor, ref cases.Ref) (store.Moved, error) {
			return tx.Spoke(c.h.Supervisor.Actor(), ref, "говорила з родиною")
		},
	}
	if verb == "bring" {
		c.h.Bring(c.refs[0], cases.Stage(rest))
		c.print("# staff: " + verb + " " + rest)
		return true
	}
	act, ok := acts[verb]
	if !ok {
		return false
	}
	c.print("# staff: " + verb)
	c.h.Do(func(tx *store.Tx) error {
		_, err := act(tx, c.h.Worker.Actor(), c.refs[0])
		return err
	})
	return true
}

// pushes shows what has come to the person by itself.
func (c *chat) pushes() {
	for _, n := range c.h.Outbox() {
		if n.To != c.people[c.who] {
			continue
		}
		m := Notice(n.Kind, n.Body)
		c.said = append(c.said, m)
		w := wording.New(c.catalog, wording.Reader{Tag: c.tag, Quiet: n.Quiet, Bot: "dodomu_bot"})
		c.write("! ", w.Say(m))
		c.keyboard(w, m)
	}
}

// send does what is neither press nor command.
func (c *chat) send(verb, rest string) {
	n, _ := strconv.Atoi(rest)
	files := make([]flow.File, n)
	c.h.Do(func(tx *store.Tx) error {
		for i := range files {
			id, err := tx.PendingFile(c.people[c.who], store.FileRef{Telegram: fmt.Sprint("f", i), Unique: fmt.Sprint("u", i)})
			if err != nil {
				return err
			}
			files[i].ID = int64(id)
		}
		return nil
	})
	in, ok := map[string]flow.Input{
		"say":     {Kind: flow.Text, Text: rest},
		"photo":   {Kind: flow.Photo, Files: files},
		"sticker": {Kind: flow.Other},
		"place":   {Kind: flow.Place, Lat: 49.9935, Lon: 36.2304},
		"contact": {Kind: flow.Contact, Phone: "380509876543", Name: "Ганна", Foreign: true},
		"forward": {Kind: flow.Text, Text: rest, Forwarded: true},
	}[verb]
	if !ok {
		c.t.Fatalf("a script has no verb %q", verb)
	}
	if verb == "say" {
		c.print("> " + rest)
	} else {
		c.print(strings.TrimSpace("> (" + verb + ") " + rest))
	}
	c.converse(in)
}
