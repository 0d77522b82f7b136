package follow

import (
	"dodomu/locales"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the transcripts anew")

// TestTranscripts plays every script in every language on a real store. A
// transcript says what a person sees.
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
				checkGolden(t, name+"."+tag, c.log.String())
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

func loadWords(t testing.TB) *locales.Catalog {
	t.Helper()
	catalog, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	return catalog
}
