package locales

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// literals gives every string literal of the program's own code in the folders,
// tests apart.
func literals(t *testing.T, folders ...string) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			return collect(path, found)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}

func collect(path string, found map[string]bool) error {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		return err
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if s, err := strconv.Unquote(lit.Value); err == nil {
				found[s] = true
			}
		}
		return true
	})
	return nil
}

var keyLike = regexp.MustCompile(`^(bot|date|flow|follow|list|menu|notice|report|staff|tip)(\.[a-zA-Z0-9_-]+)+$`)

// Every key that the code names stands in the catalogue. The store names kinds of
// events and notices, which look alike and are none.
func TestNothingUndefined(t *testing.T) {
	c := catalog(t)
	for s := range literals(t, "../bot", "../cmd") {
		key := strings.TrimSuffix(s, ".") // with the dot: code completes it to a key
		if keyLike.MatchString(key) && (s != key || !c.Has(s)) && !isBeginning(c, key) {
			t.Errorf("%s is said and has no words", s)
		}
	}
}

// isBeginning tells whether code completes the literal to a key.
func isBeginning(c *Catalog, s string) bool {
	return slices.ContainsFunc(c.Keys(), func(key string) bool { return strings.HasPrefix(key, s+".") })
}

// Every key of the catalogue is named by the code: whole, as a prefix that code
// completes, or by its parts: area, step and role, of which the engine makes keys.
// What a conversation says exactly is tested beside the conversation.
func TestNothingUnused(t *testing.T) {
	said := literals(t, "..")
	for _, key := range catalog(t).Keys() {
		base := strings.TrimSuffix(strings.TrimSuffix(key, ".short"), ".words")
		if !said[base] && !said[key] && !hasPrefix(said, base) && !isAssembled(said, base) {
			t.Errorf("%s is never said", key)
		}
	}
}

// hasPrefix tells whether a literal that ends in a dot begins the key.
func hasPrefix(said map[string]bool, key string) bool {
	for i := strings.LastIndexByte(key, '.'); i > 0; i = strings.LastIndexByte(key[:i], '.') {
		if area := key[:i+1]; strings.Count(area, ".") > 1 && said[area] {
			return true
		}
	}
	return false
}

func isAssembled(said map[string]bool, key string) bool {
	parts := strings.Split(key, ".")
	for _, part := range parts[1:] {
		if !said[part] && !said["."+part] && !said[part+"."] && !isComposed(said, part) {
			return false
		}
	}
	return len(parts) > 2 || said[parts[0]+"."]
}

// isComposed tells whether a part is two literals: consent_ and search.
func isComposed(said map[string]bool, part string) bool {
	head, tail, ok := strings.Cut(part, "_")
	return ok && said[head+"_"] && said[tail]
}
