package tip

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dodomu/bot/flow"
	"dodomu/bot/wording"
	"dodomu/locales"
	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

// chat plays what people do with this room on a real store, several by turns, and
// writes down what both sides see: what we say behind "<", buttons in brackets, what
// they do behind ">", pushes behind "!".
type chat struct {
	t       *testing.T
	h       *storetest.House
	catalog *locales.Catalog
	tag     string
	who     string
	chats   map[string]int64
	shown   map[string][]flow.Button // what each may press, the newest first
	posters map[string]cases.Invitation
	receipt string // the newest
	hidden  map[string]string
	inputs  map[string]int
	updates int
	said    []flow.Message // everything the room ever said
	log     strings.Builder
}

func newChat(t *testing.T, catalog *locales.Catalog, tag string) *chat {
	t.Helper()
	return &chat{t: t, h: storetest.Staffed(storetest.Embedded(t)), catalog: catalog, tag: tag,
		chats: map[string]int64{}, shown: map[string][]flow.Button{}, posters: map[string]cases.Invitation{},
		hidden: map[string]string{}, inputs: map[string]int{}}
}

// me is who acts now, as the store has them; whom it has forgotten is met anew.
func (c *chat) me(tx *store.Tx) store.Person {
	p, err := tx.Meet(c.chats[c.who], c.tag)
	if err != nil {
		panic(err) // ending the test here would leave the transaction open
	}
	return p
}

// as lets somebody else act.
func (c *chat) as(name string) {
	c.who = name
	if c.chats[name] == 0 {
		c.chats[name] = int64(100 + len(c.chats))
	}
	c.print("\n== " + name)
}

// print writes a line down, with a name for each number that chance made.
func (c *chat) print(line string) {
	for secret, name := range c.hidden {
		line = strings.ReplaceAll(line, secret, name)
	}
	c.log.WriteString(line + "\n")
}

// room does one act of the room in a transaction and says what it answered.
func (c *chat) room(act func(tx *store.Tx, who store.Person) (flow.Reply, error)) {
	c.t.Helper()
	c.inputs[c.who]++
	c.h.Do(func(tx *store.Tx) error {
		r, err := act(tx, c.me(tx))
		if err != nil {
			return err
		}
		return c.reply(tx, r)
	})
}

func (c *chat) reply(tx *store.Tx, r flow.Reply) error {
	who := c.me(tx)
	c.learn(tx, who, r)
	c.hear(who, r.Messages...)
	if r.Begin == "" {
		return nil
	}
	if r.Begin == Name {
		c.hear(who, Opening()...)
	}
	f := c.flow(r.Begin)
	c.updates++
	return c.conclude(tx, f, flow.Start(f, "c"+strconv.Itoa(c.updates), c.input(flow.Input{Kind: flow.Resume}), r.Notes...))
}

// learn notes the numbers and receipts that the store drew.
func (c *chat) learn(tx *store.Tx, who store.Person, r flow.Reply) {
	for _, m := range r.Messages {
		if receipt, ok := m.Args["receipt"]; ok {
			if _, fits := cases.ParseReceipt(receipt.Text); !fits || !m.Secret || !m.Once {
				c.t.Errorf("receipt %q, secret %v, once %v", receipt.Text, m.Secret, m.Once)
			}
			c.receipt = receipt.Text
			c.hidden[receipt.Text] = "1234 5678 9012 3456"
		}
	}
	all, err := tx.MyTips(who.ID)
	if err != nil {
		panic(err)
	}
	for i, g := range all {
		c.hidden[g.Ref.String()] = "TIP-" + strconv.Itoa(i+1)
	}
}

func (c *chat) flow(name string) flow.Flow {
	for _, f := range Flows() {
		if f.Name == name {
			f.Languages = c.catalog.Tags()
			return f
		}
	}
	panic("no flow " + name)
}

// input is an input on the day on which the store's clock stands.
func (c *chat) input(in flow.Input) flow.Input {
	now := c.h.Clock.Now()
	in.Today = flow.Date{Year: now.Year(), Month: int(now.Month()), Day: now.Day()}
	return in
}

func (c *chat) conclude(tx *store.Tx, f flow.Flow, out flow.Outcome) error {
	who := c.me(tx)
	state := out.State.Marshal()
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
	c.inputs[c.who]++
	c.updates++
	in.Message = c.updates
	c.h.Do(func(tx *store.Tx) error {
		who := c.me(tx)
		if who.State == nil {
			r, err := Unasked(tx, who)
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
		in = c.input(in)
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

// press presses the newest button with this label: a key, or TIP with a number.
func (c *chat) press(label string) {
	c.t.Helper()
	for _, b := range c.shown[c.who] {
		if b.Label.Key == label || b.Label.Key == "" && c.hidden[b.Label.Text] == label {
			c.pressed(b)
			return
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
	if rest, ours := strings.CutPrefix(b.Data, "t."); ours {
		c.room(func(tx *store.Tx, who store.Person) (flow.Reply, error) {
			return Press(tx, who, strings.Split(rest, "."))
		})
		return
	}
	if strings.HasPrefix(b.Data, "m.") {
		c.inputs[c.who]++
		return
	}
	c.converse(flow.Input{Kind: flow.Press, Data: b.Data})
}

// sheet is the newest tip as staff read it, without the numbers of its files.
func (c *chat) sheet() string {
	var read cases.TipSheet
	c.h.Do(func(tx *store.Tx) error {
		lines, err := tx.TipQueue(c.h.Supervisor.Actor(), store.TipFilter{})
		if err != nil || len(lines) == 0 {
			return fmt.Errorf("%d tips in the queue: %w", len(lines), err)
		}
		file, err := tx.ReadTip(c.h.Supervisor.Actor(), lines[len(lines)-1].Ref)
		read = file.Sheet
		return err
	})
	clear(read.Files)
	text, err := json.MarshalIndent(read, "", "  ")
	if err != nil {
		c.t.Fatal(err)
	}
	return string(text)
}

// somebody is who acts now.
func (c *chat) somebody() (who store.Person) {
	c.h.Do(func(tx *store.Tx) error { who = c.me(tx); return nil })
	return who
}
