package staff

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"dodomu/locales"
	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

var update = flag.Bool("update", false, "write the transcripts anew")

// TestTranscripts plays every script in every language. A transcript says what each
// member of staff sees.
func TestTranscripts(t *testing.T) {
	scripts, err := filepath.Glob("testdata/*.script")
	if err != nil || len(scripts) == 0 {
		t.Fatal("no scripts", err)
	}
	catalog := loadWords(t)
	for _, path := range scripts {
		script, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(path), ".script")
		for _, tag := range catalog.Tags() {
			t.Run(name+"."+tag, func(t *testing.T) {
				t.Parallel()
				c := newChat(t, catalog, tag)
				for line := range strings.SplitSeq(string(script), "\n") {
					if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
						c.play(line)
					}
				}
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

func checkGolden(t *testing.T, name, transcript string) {
	t.Helper()
	got := txtar.Format(&txtar.Archive{Files: []txtar.File{{Name: "transcript", Data: []byte(transcript)}}})
	path := filepath.Join("testdata", name+".txtar")
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err, "(write it with -update and read it)")
	}
	if !bytes.Equal(want, got) {
		t.Errorf("%s differs (read the difference, then -update):\n%s", path, cmp.Diff(string(want), string(got)))
	}
}

// family does what the other side does: report, join, answer, add, push.
func (c *chat) family(verb, rest string) {
	switch verb {
	case "report": // a number of children, by a mother who writes Ukrainian
		sheet := storetest.Sheet(strings.Count(rest, "child"))
		if strings.Contains(rest, "photo") {
			sheet.Children[0].Photos = []cases.FileID{c.picture(600)}
		}
		if strings.Contains(rest, "nosearch") {
			sheet.Consents[0].Given = false
		}
		for _, one := range c.house.Report(c.house.Person(600, "uk"), sheet).Cases {
			c.refs = append(c.refs, one.Ref)
		}
	case "again": // the given name under which an aunt reports the first child once more
		c.again(rest)
	case "photographed": // the given name of an unlike child, reported with the photo of the first
		c.photographed(rest)
	case "saw": // the name of the child that a volunteer saw
		c.tipped(rest)
	case "join": // a relative in another language follows the first case
		c.join(rest)
	case "answer":
		c.log.WriteString("\n== the family answers: " + rest + "\n")
		c.house.Do(func(tx *store.Tx) error {
			p, err := tx.Meet(600, "uk")
			if err != nil {
				return err
			}
			return tx.Answer(p.ID, c.refs[0], cases.Addition{Text: rest})
		})
	case "pushes": // what has left for the family, and what staff were told
		for _, n := range c.house.Outbox() {
			to := "family"
			switch {
			case strings.HasPrefix(n.Kind, "staff."):
				to = "staff"
			case n.Kind == store.KindTipQuestion:
				to = "the volunteer"
			}
			c.log.WriteString("= pushed to " + to + ": " + n.Kind + "\n")
		}
	default:
		c.tipster(verb, rest)
	}
}

func (c *chat) join(tag string) {
	p := c.house.Person(700, tag)
	c.house.Do(func(tx *store.Tx) error {
		mother, err := tx.Meet(600, "uk")
		if err != nil {
			return err
		}
		code, err := tx.InviteRelative(mother.ID, c.refs[0])
		if err != nil {
			return err
		}
		_, err = tx.Join(p, code, []cases.Consent{{Purpose: cases.ConsentContact, Given: true, Version: "2026-03"}})
		return err
	})
}

// picture is a photo of a person that was fetched: to everybody the same.
func (c *chat) picture(from int64) (id cases.FileID) {
	p := c.house.Person(from, "uk")
	err := c.house.Update(context.Background(), func(tx *store.Tx) (err error) {
		if id, err = tx.PendingFile(p, store.FileRef{Telegram: "t", Unique: "u"}); err != nil {
			return err
		}
		return tx.KeepFile(id, []byte("original"), store.Picture{JPEG: []byte("working"),
			Print: cases.Print{Plain: 0x0f1e2d3c4b5a6978, Mirrored: 0xa5a5c3c3f00f3366}})
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return id
}
