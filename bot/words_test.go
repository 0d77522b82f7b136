package bot

import (
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dodomu/bot/emulator"
	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

var update = flag.Bool("update", false, "write the transcripts anew")

// TestOwnWords plays each script of testdata in every language against the whole
// bot and holds what everybody saw against the transcript beside it.
func TestOwnWords(t *testing.T) {
	scripts, err := filepath.Glob("testdata/*.script")
	if err != nil || len(scripts) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, path := range scripts {
		script, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(path), ".script")
		for _, tag := range []string{"uk", "en", "ru", "pl"} {
			t.Run(name+"."+tag, func(t *testing.T) {
				t.Parallel()
				c := &scripted{stage: set(t, Options{}), tag: tag}
				c.play()
				for line := range strings.SplitSeq(string(script), "\n") {
					if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
						c.line(line)
					}
				}
				golden(t, name+"."+tag+".txtar", string(emulator.FormatTranscript(c.record.Script())))
			})
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err, "(write it with -update and read it)")
	}
	if string(want) != got {
		t.Errorf("%s differs (read the difference, then -update):\n%s", path, cmp.Diff(string(want), got))
	}
}

// scripted plays the lines of a script: "says words", "presses key", "presses
// first key", "edits words", "comes by payload", "sends what", "later 50h".
type scripted struct {
	*stage
	tag    string
	people []*emulator.Person
}

func (c *scripted) me() *emulator.Person {
	if len(c.people) == 0 {
		c.people = append(c.people, c.tele.Person(emulator.Profile{ID: 700, FirstName: "Somebody", Language: c.tag}))
	}
	return c.people[0]
}

func (c *scripted) line(line string) {
	c.t.Helper()
	verb, rest, _ := strings.Cut(line, " ")
	switch verb {
	case "says":
		c.say(c.me(), rest)
	case "presses":
		if key, first := strings.CutPrefix(rest, "first "); first {
			c.pressFirst(key)
			return
		}
		c.press(c.me(), rest)
	case "edits":
		c.edit(rest)
	case "comes":
		c.me().Start(strings.TrimPrefix(rest, "by "))
		c.quiet()
	case "invited":
		c.me().Start("staff_" + c.invitation())
		c.quiet()
	case "sends":
		c.send(rest)
	case "later":
		d, err := time.ParseDuration(rest)
		if err != nil {
			c.t.Fatal(err)
		}
		c.later(d)
	default:
		c.t.Fatalf("nobody can do %q", line)
	}
}

// pressFirst presses the oldest button with a label's key: one of long ago.
func (c *scripted) pressFirst(key string) {
	c.t.Helper()
	label := c.label(c.me(), key)
	for _, m := range c.me().Messages() {
		for _, row := range m.Inline {
			for _, b := range row {
				if b.Text == label {
					if _, err := c.me().Press(m.ID, b.Data); err != nil {
						c.t.Fatal(err)
					}
					c.quiet()
					return
				}
			}
		}
	}
	c.t.Fatalf("no button %s:\n%s", key, chat(c.me()))
}

func (c *scripted) edit(text string) {
	c.t.Helper()
	own := 0
	for _, m := range c.me().Messages() {
		if m.From == "me" {
			own = m.ID
		}
	}
	if err := c.me().Edit(own, text); err != nil {
		c.t.Fatal(err)
	}
	c.quiet()
}

func (c *scripted) invitation() (code string) {
	c.house.Do(func(tx *store.Tx) error {
		_, made, err := tx.AddStaff(storetest.Operator(), store.NewStaff{Handle: "olena", Name: "Olena", Role: cases.Worker})
		code = string(made)
		return err
	})
	return code
}

func (c *scripted) send(what string) {
	c.t.Helper()
	switch kind, rest, _ := strings.Cut(what, " "); kind {
	case "sticker":
		c.me().SendSticker(rest)
	case "voice":
		seconds, _ := strconv.Atoi(rest)
		c.me().SendVoice(seconds)
	default:
		c.t.Fatalf("nobody can send %q", what)
	}
	c.quiet()
}
