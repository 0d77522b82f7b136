package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// arrows says which package may import which of ours. A package that is not
// listed may not exist; an arrow that is not listed may not be drawn. Tests of a
// package may also import what testArrows allows.
var arrows = map[string][]string{
	"store/cases":      {},
	"store/names":      {},
	"store/seal":       {},
	"store/photo":      {},
	"store/migrations": {},
	"store":            {"store/cases", "store/names", "store/seal", "store/migrations"},
	"store/storetest":  {"store", "store/cases", "store/names", "store/seal", "store/photo"},
	"locales":          {},
	"bot/flow":         {},
	"bot/ops":          {},
	"bot/wording":      {"bot/flow", "locales"},
	"bot/telegram":     {},
	"bot/emulator":     {},
	"bot/export":       {"store/cases", "locales"},
	"bot/report":       {"bot/flow", "store", "store/cases", "store/names"},
	"bot/tip":          {"bot/flow", "store", "store/cases", "store/names"},
	"bot/follow":       {"bot/flow", "store", "store/cases", "store/names"},
	"bot/staff":        {"bot/flow", "store", "store/cases", "bot/export"},
	"bot/notify":       {"store", "store/cases"},
	"bot": {"bot/flow", "bot/report", "bot/tip", "bot/follow", "bot/staff", "bot/notify", "bot/telegram",
		"bot/export", "bot/ops", "bot/wording", "locales", "store", "store/cases", "store/names", "store/seal", "store/photo"},
	"cmd/dodomu": {"bot", "bot/flow", "bot/report", "bot/tip", "bot/follow", "bot/staff", "bot/notify", "bot/telegram",
		"bot/emulator", "bot/export", "bot/ops", "bot/wording", "locales", "store", "store/cases", "store/names", "store/seal"},
}

// testArrows is what the tests of any package may import besides.
var testArrows = []string{"store/storetest", "bot/emulator", "bot/flow", "bot/wording", "bot/telegram", "locales", "store", "store/cases", "store/seal"}

// topLevel is the whole of the top level, hidden files apart.
var topLevel = []string{"Dockerfile", "README.md", "bot", "cmd", "go.mod", "go.sum", "locales", "store"}

func TestLayout(t *testing.T) {
	root := filepath.Join("..", "..")
	seen := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata"):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go"):
			return nil
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		from := filepath.ToSlash(filepath.Dir(rel))
		seen[from] = true
		checkArrows(t, from, path)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for from := range seen {
		if _, listed := arrows[from]; !listed {
			t.Errorf("package %s stands in no row of the layout", from)
		}
	}
}

func checkArrows(t *testing.T, from, path string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	for _, spec := range file.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		to, ours := strings.CutPrefix(name, "dodomu/")
		if !ours || to == from || slices.Contains(arrows[from], to) {
			continue
		}
		if strings.HasSuffix(path, "_test.go") && slices.Contains(testArrows, to) {
			continue
		}
		t.Errorf("%s: %s may not import %s", path, from, to)
	}
}

// TestPureRooms holds the rooms without I/O, clock and chance to it.
func TestPureRooms(t *testing.T) {
	for _, room := range []string{"store/cases", "store/names", "bot/flow"} {
		files, err := filepath.Glob(filepath.Join("..", "..", room, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", room, len(files), err)
		}
		for _, path := range files {
			if !strings.HasSuffix(path, "_test.go") {
				checkPure(t, room, path)
			}
		}
	}
}

func checkPure(t *testing.T, room, path string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, spec := range file.Imports {
		name := strings.Trim(spec.Path.Value, `"`)
		first, _, _ := strings.Cut(name, "/")
		if slices.Contains([]string{"os", "net", "database", "syscall"}, first) || name == "crypto/rand" || strings.HasPrefix(name, "math/rand") {
			t.Errorf("%s imports %s, but %s is pure", path, name, room)
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.SelectorExpr)
		if ok && call.Sel.Name == "Now" {
			if pkg, ok := call.X.(*ast.Ident); ok && pkg.Name == "time" {
				t.Errorf("%s reads the clock, but %s is pure", path, room)
			}
		}
		return true
	})
}

func TestTopLevel(t *testing.T) {
	entries, err := os.ReadDir(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	var have []string
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") {
			have = append(have, e.Name())
		}
	}
	if !slices.Equal(have, topLevel) {
		t.Errorf("the top level holds %v, want %v", have, topLevel)
	}
}
