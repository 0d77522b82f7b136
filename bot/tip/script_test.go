package tip

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dodomu/bot/flow"
	"dodomu/bot/wording"
	"dodomu/locales"
	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

var update = flag.Bool("update", false, "write the transcripts anew")

// TestTranscripts plays every script in every language. A transcript says what people
// see, and what staff read of it.
func TestTranscripts(t *testing.T) {
	catalog := loadWords(t)
	for name, script := range scripts(t) {
		for _, tag := range catalog.Tags() {
			t.Run(name+"."+tag, func(t *testing.T) {
				t.Parallel()
				c := newChat(t, catalog, tag)
				c.playAll(script)
				checkGolden(t, name+"."+tag, c.log.String())
			})
		}
	}
}

func loadWords(t testing.TB) *locales.Catalog {
	t.Helper()
	catalog, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	return catalog
}

// scripts gives the scripts of the tests by their names.
func scripts(t *testing.T) map[string]string {
	t.Helper()
	paths, err := filepath.Glob("testdata/*.script")
	if err != nil || len(paths) == 0 {
		t.Fatal("no scripts", err)
	}
	all := make(map[string]string, len(paths))
	for _, path := range paths {
		script, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all[strings.TrimSuffix(filepath.Base(path), ".script")] = string(script)
	}
	return all
}

func checkGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".txt")
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

func (c *chat) playAll(script string) {
	c.t.Helper()
	for line := range strings.SplitSeq(script, "\n") {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			c.play(line)
		}
	}
}

// play does one line of a script. A verb with a language runs in that language only.
func (c *chat) play(line string) {
	c.t.Helper()
	verb, rest, _ := strings.Cut(line, " ")
	rest = strings.TrimSpace(rest)
	verb, tag, only := strings.Cut(verb, ".")
	if only && tag != c.tag {
		return
	}
	switch verb {
	case "as":
		c.as(rest)
	case "tip":
		c.print("> /tip")
		c.room(func(tx *store.Tx, who store.Person) (flow.Reply, error) { return Begin(tx, who, "") })
	case "link":
		c.print("> /start tip_" + rest)
		code := c.code(rest)
		c.room(func(tx *store.Tx, who store.Person) (flow.Reply, error) { return Begin(tx, who, code) })
	case "press":
		c.press(rest)
	case "forge":
		c.print("> (forged) " + rest)
		c.room(func(tx *store.Tx, who store.Person) (flow.Reply, error) {
			return Press(tx, who, strings.Split(rest, "."))
		})
	case "receipt":
		c.print("> " + c.receipt)
		c.converse(flow.Input{Kind: flow.Text, Text: c.receipt})
	case "pushes":
		c.pushes()
	case "sheet":
		c.print("= staff read " + c.sheet())
	case "five":
		if n := c.inputs[c.who]; n > 5 {
			c.t.Errorf("%s: %d messages of theirs, at most five are needed", c.tag, n)
		}
	default:
		c.send(verb, rest)
	}
}

// code is that of a poster about a case: open, closed or erased, or one that never was.
func (c *chat) code(which string) string {
	c.t.Helper()
	if which == "unknown" {
		return "ZZZZZZZZZZZZZZZZ"
	}
	ref := c.h.Report(c.h.Person(900, c.tag), storetest.Sheet(1)).Cases[0].Ref
	var code cases.Invitation
	c.h.Do(func(tx *store.Tx) error {
		_, err := tx.Take(c.h.Worker.Actor(), ref, cases.Received)
		if err == nil {
			code, err = tx.MakePoster(c.h.Worker.Actor(), ref)
		}
		switch {
		case err == nil && which == "closed":
			err = tx.ClosePosters(c.h.Worker.Actor(), ref)
		case err == nil && which == "erased":
			var reporter store.Person
			if reporter, err = tx.Meet(900, c.tag); err == nil {
				err = tx.Erase(reporter.ID, ref)
			}
		}
		return err
	})
	return string(code)
}

// pushes shows what has come to the person by itself.
func (c *chat) pushes() {
	for _, n := range c.h.Outbox() {
		if n.Chat != c.chats[c.who] {
			continue
		}
		m, ours, err := Notice(n.Kind, n.Body)
		if err != nil || !ours {
			c.t.Fatalf("a push nobody knows: %s, %v", n.Kind, err)
		}
		w := wording.New(c.catalog, wording.Reader{Tag: c.tag, Quiet: n.Quiet, Bot: "dodomu_bot"})
		c.write("! ", w.Say(m))
		c.keyboard(w, m)
	}
}

// staff lets staff act on the tip that waits in their queue.
func (c *chat) staff(verb, rest string) bool {
	acts := map[string]func(tx *store.Tx, l cases.TipLine) error{
		"read": func(tx *store.Tx, l cases.TipLine) error {
			_, err := tx.ReadTip(c.h.Supervisor.Actor(), l.Ref)
			return err
		},
		"ask": func(tx *store.Tx, l cases.TipLine) error {
			_, err := tx.AskTip(c.h.Supervisor.Actor(), l.Ref, l.State, rest)
			return err
		},
	}
	act, known := acts[verb]
	if !known {
		return false
	}
	c.print("# staff: " + verb)
	c.h.Do(func(tx *store.Tx) error {
		lines, err := tx.TipQueue(c.h.Supervisor.Actor(), store.TipFilter{})
		if err != nil || len(lines) == 0 {
			return fmt.Errorf("%d tips in the queue: %w", len(lines), err)
		}
		return act(tx, lines[len(lines)-1])
	})
	return true
}

// send does what is neither press nor command.
func (c *chat) send(verb, rest string) {
	c.t.Helper()
	if verb == "empties" {
		c.print("# the letterbox is emptied")
		c.h.Do(func(tx *store.Tx) error {
			due, err := tx.FilesToFetch(100, time.Minute)
			for _, f := range due {
				if err = tx.KeepFile(f.File, []byte("original"), store.Picture{}); err != nil {
					return err
				}
			}
			if err == nil {
				_, err = tx.EmptyLetterbox()
			}
			return err
		})
		return
	}
	if c.staff(verb, rest) {
		return
	}
	post := flow.Origin{From: "Новини Генічеська", At: flow.Date{Year: 2022, Month: 9, Day: 3}}
	open := post
	open.Link = "https://t.me/henichesk_news/17"
	n, _ := strconv.Atoi(rest)
	in, ok := map[string]flow.Input{
		"say":      {Kind: flow.Text, Text: rest},
		"repeat":   {Kind: flow.Text, Text: strings.Repeat("Ж", n)},
		"photo":    {Kind: flow.Photo, Files: c.files(verb, n)},
		"document": {Kind: flow.Document, Files: c.files(verb, n)},
		"sticker":  {Kind: flow.Other},
		"place":    {Kind: flow.Place, Lat: 46.1701, Lon: 34.8021},
		"contact":  {Kind: flow.Contact, Phone: "380509876543", Name: "Ганна", Foreign: true},
		"forward":  {Kind: flow.Text, Text: rest, Forwarded: true},
		"post":     {Kind: flow.Text, Text: rest, Forwarded: true, Origin: open},
		"closed":   {Kind: flow.Text, Text: rest, Forwarded: true, Origin: post},
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

// files are photos that the person has just sent.
func (c *chat) files(verb string, n int) []flow.File {
	files := make([]flow.File, n)
	if verb != "photo" && verb != "document" {
		return files
	}
	c.h.Do(func(tx *store.Tx) error {
		for i := range files {
			id, err := tx.PendingFile(c.me(tx).ID, store.FileRef{Telegram: fmt.Sprint("f", i), Unique: fmt.Sprint("u", i)})
			if err != nil {
				return err
			}
			files[i] = flow.File{ID: int64(id), Document: verb == "document"}
		}
		return nil
	})
	return files
}
