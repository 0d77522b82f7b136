package report

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"dodomu/locales"
	"dodomu/store/cases"
)

var update = flag.Bool("update", false, "write the transcripts anew")

func loadWords(t testing.TB) *locales.Catalog {
	t.Helper()
	catalog, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	return catalog
}

// TestTranscripts plays every script in every language. A transcript says what a
// person sees, and the sheet says what is kept of it.
func TestTranscripts(t *testing.T) {
	catalog := loadWords(t)
	for name, script := range scripts(t) {
		for _, tag := range catalog.Tags() {
			t.Run(name+"."+tag, func(t *testing.T) {
				t.Parallel()
				c := newChat(t, catalog, tag)
				playAll(c, script)
				checkGolden(t, name+"."+tag, record(t, c))
			})
		}
	}
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

// A question that no transcript shows is a question nobody has read.
func TestEveryQuestionIsShown(t *testing.T) {
	catalog, asked := loadWords(t), map[string]bool{}
	for _, script := range scripts(t) {
		c := newChat(t, catalog, locales.Fallback)
		playAll(c, script)
		maps.Copy(asked, c.asked)
	}
	for _, step := range Flow().Steps {
		if !asked[step.Key] {
			t.Errorf("%s is in no transcript", step.Key)
		}
	}
}

func playAll(c *chat, script string) {
	for line := range strings.SplitSeq(script, "\n") {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			c.play(line)
		}
	}
}

func record(t *testing.T, c *chat) *txtar.Archive {
	t.Helper()
	a := &txtar.Archive{Files: []txtar.File{{Name: "transcript", Data: []byte(c.log.String())}}}
	if c.done && c.state.Flow() != "" {
		a.Files = append(a.Files, txtar.File{Name: "farewell", Data: []byte(closing(t, c))})
		sheet := Sheet(c.state.Answers(), cases.Date(today), c.tag)
		if err := sheet.Check(cases.Date(today)); err != nil {
			t.Errorf("the sheet is refused: %v", err)
		}
		data, err := json.MarshalIndent(sheet, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		a.Files = append(a.Files, txtar.File{Name: "sheet", Data: append(data, '\n')})
	}
	return a
}

func checkGolden(t *testing.T, name string, got *txtar.Archive) {
	t.Helper()
	path := filepath.Join("testdata", name+".txtar")
	if *update {
		if err := os.WriteFile(path, txtar.Format(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err, "(write it with -update and read it)")
	}
	if !bytes.Equal(want, txtar.Format(got)) {
		t.Errorf("%s differs (read the difference, then -update):\n%s", path, cmp.Diff(string(want), string(txtar.Format(got))))
	}
}
