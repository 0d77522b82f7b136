package report

import (
	"bytes"
	"encoding/json"
	"flag"
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
				playAll(c, string(script))
				checkGolden(t, name+"."+tag, record(t, c))
			})
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
