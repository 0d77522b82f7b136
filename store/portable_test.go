package store

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"dodomu/store/migrations"
)

// foreign is what an engine of ours, or one that speaks PostgreSQL's language over
// many machines, does not have or does otherwise; see doc.go.
var foreign = map[string]*regexp.Regexp{
	"the engine's clock":             regexp.MustCompile(`(?i)\bNOW\s*\(|CURRENT_(TIME|DATE)|\bclock_timestamp|\bdatetime\s*\(|\bstrftime\s*\(`),
	"the engine's chance":            regexp.MustCompile(`(?i)\bRANDOM(BLOB)?\s*\(|gen_random`),
	"ids made by the engine":         regexp.MustCompile(`(?i)\b(BIG|SMALL)?SERIAL\b|AUTOINCREMENT|\bIDENTITY\b|\bnextval\b|last_insert_rowid|\browid\b`),
	"a lock of no row":               regexp.MustCompile(`(?i)advisory|\bLOCK\s+TABLE\b|\bFOR\s+(SHARE|KEY|NO\s+KEY)\b`),
	"reading inside of JSON":         regexp.MustCompile(`(?i)->|\bJSONB?\b|json_`),
	"PostgreSQL's short cast":        regexp.MustCompile(`::`),
	"types of one engine":            regexp.MustCompile(`(?i)\b(TIMESTAMPTZ?|INTERVAL|DATETIME|CITEXT|HSTORE|TSVECTOR|MONEY|BLOB)\b|\[\]`),
	"signals between sessions":       regexp.MustCompile(`(?i)^\s*(LISTEN|NOTIFY)\b|pg_notify`),
	"code in the engine":             regexp.MustCompile(`(?i)\bCREATE\s+(OR\s+REPLACE\s+)?(FUNCTION|TRIGGER|RULE|EXTENSION|SEQUENCE|MATERIALIZED)\b|^\s*DO\s+\$`),
	"isolation asked for by a query": regexp.MustCompile(`(?i)SET\s+TRANSACTION|\bSERIALIZABLE\b|\bDEFERRABLE\b|\bDEFERRED\b`),
	"what only one of them knows":    regexp.MustCompile(`(?i)\bILIKE\b|\bGLOB\b|\bNOCASE\b|INSERT\s+OR\s+(REPLACE|IGNORE)|\bctid\b|\bxmin\b|\bTRUNCATE\b|\bMERGE\s+INTO\b|\bRETURNING\s+\*`),
	"a place without its number":     regexp.MustCompile(`(=|\()\s*\?`),
}

// statement finds what is SQL among the texts of the program.
var sqlText = regexp.MustCompile(`(?s)^\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH|CREATE|ALTER|DROP|FROM|LOCK|SET|LISTEN|NOTIFY) `)

// perEngine are the files in which an engine is spoken to in its own words.
var perEngine = []string{"engine.go", "backup.go", "restore.go", "verify.go"}

// alien names what of a statement not every engine has; "" where all of it is fine.
func alien(statement string) string {
	for what, form := range foreign {
		if form.MatchString(statement) {
			return what
		}
	}
	return ""
}

// statements gives every SQL text of the store's own code, by where it stands.
func statements(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || strings.Contains(strings.Join(perEngine, " "), file) {
			continue
		}
		set := token.NewFileSet()
		tree, err := parser.ParseFile(set, file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if text, err := strconv.Unquote(lit.Value); err == nil && sqlText.MatchString(text) {
					found[set.Position(lit.Pos()).String()] = text
				}
			}
			return true
		})
	}
	return found
}

// TestPortable holds the SQL to what PostgreSQL, SQLite and the distributed engines
// that speak PostgreSQL's language all take.
func TestPortable(t *testing.T) {
	all := statements(t)
	if len(all) < 100 {
		t.Fatalf("only %d statements were found", len(all))
	}
	err := fs.WalkDir(migrations.Files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(migrations.Files, path)
		for i, line := range strings.Split(string(text), "\n") {
			line, _, _ = strings.Cut(line, "--")
			all["migrations/"+path+":"+strconv.Itoa(i+1)] = line
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for where, text := range all {
		if what := alien(text); what != "" {
			t.Errorf("%s: %s: %s", where, what, text)
		}
	}
	for _, file := range perEngine {
		if _, err := os.Stat(file); err != nil {
			t.Errorf("%s is no file: %v", file, err)
		}
	}
}

// TestAlien shows that each rule of TestPortable catches what it is for.
func TestAlien(t *testing.T) {
	for _, bad := range []string{
		"SELECT NOW()", "INSERT INTO a (at) VALUES (CURRENT_TIMESTAMP)", "SELECT RANDOM()", "CREATE TABLE a (id BIGSERIAL)",
		"CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT)", "SELECT pg_advisory_lock(1)", "SELECT a FROM b FOR SHARE",
		"SELECT body->>'k' FROM a", "SELECT $1::BIGINT", "CREATE TABLE a (at TIMESTAMPTZ)", "LISTEN outbox",
		"CREATE TRIGGER x", "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", "SELECT a FROM b WHERE c ILIKE $1",
		"INSERT OR REPLACE INTO a", "SELECT a FROM b WHERE c = ?",
	} {
		if alien(bad) == "" {
			t.Errorf("%q passes", bad)
		}
	}
	if what := alien("SELECT id FROM lanes WHERE due <= $1 ORDER BY due LIMIT $2"); what != "" {
		t.Errorf("a plain query is taken for %s", what)
	}
}
