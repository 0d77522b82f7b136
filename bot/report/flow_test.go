package report

import (
	"crypto/sha256"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dodomu/bot/flow"
	"dodomu/bot/wording"
	"dodomu/store/cases"
)

// The definition can be held: every step reachable, every text there.
func TestFlowChecks(t *testing.T) {
	if err := Flow().Check(loadWords(t).Has); err != nil {
		t.Error(err)
	}
}

// Every word of this conversation in the catalogue is said by it, and no other.
func TestWordsAreSaid(t *testing.T) {
	said := append(Flow().Keys(), literals(t)...)
	for _, key := range loadWords(t).Keys() {
		base := strings.TrimSuffix(key, ".short")
		if strings.HasPrefix(key, Name+".") && !slices.Contains(said, base) {
			t.Errorf("%s is never said", key)
		}
		if words, ok := strings.CutPrefix(base, "flow."); ok && !slices.Contains(said, base) {
			t.Errorf("flow.%s is never said by this conversation, which uses every kind of step", words)
		}
	}
}

// literals gives the string literals of this package that look like keys.
func literals(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), e.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if s, err := strconv.Unquote(lit.Value); err == nil && strings.HasPrefix(s, Name+".") {
					found = append(found, s)
				}
			}
			return true
		})
	}
	return found
}

func TestLanguagesAreSpoken(t *testing.T) {
	if got := loadWords(t).Tags(); !slices.Equal(got, languages()) {
		t.Errorf("the catalogue speaks %v, the conversation offers %v", got, languages())
	}
}

// The order of the domain page, section 3: the first step of each of its points.
func TestOrder(t *testing.T) {
	order := []string{"safety", "relation", "consent_search", "surname", "separated", "oblast", "last_country", "contact_date",
		"with", "others", "marks", "health", "languages", "school", "photos", "reported", "reach", "second", "language", "message", "review"}
	at := -1
	for _, key := range order {
		i := slices.IndexFunc(Flow().Steps, func(s flow.Step) bool { return s.Key == key })
		if i <= at {
			t.Errorf("%s is asked too early", key)
		}
		at = i
	}
}

// Only what the domain page marks with a star must be answered.
func TestRequired(t *testing.T) {
	want := []string{"safety", "path", "relation", "self", "consents", "consent_search", "consent_authorities",
		"consent_partners", "consent_contact", "name", "surname", "given_only"}
	var got []string
	for _, s := range Flow().Steps {
		if s.Required {
			got = append(got, s.Key)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("required:\n%v, want\n%v", got, want)
	}
}

// The consent is to the words that were read: when they change in any language,
// ConsentVersion changes, and the sum here with it.
func TestConsentVersion(t *testing.T) {
	catalog := loadWords(t)
	sum := sha256.New()
	for _, tag := range catalog.Tags() {
		for _, key := range consentKeys() {
			for _, quiet := range []bool{false, true} {
				words := wording.New(catalog, wording.Reader{Tag: tag, Quiet: quiet})
				fmt.Fprintln(sum, words.Say(flow.Message{Key: key}))
			}
		}
	}
	const version, want = "2026-11", "f8ec8dde0df94419"
	if got := fmt.Sprintf("%x", sum.Sum(nil))[:16]; ConsentVersion != version || got != want {
		t.Errorf("the words of the consents have the sum %s, and those of version %s had %s: give them a new version", got, version, want)
	}
}

func consentKeys() []string {
	keys := []string{"report.consents.ask", "report.consents.why", "report.consents.all", "report.consents.each"}
	for _, p := range cases.Purposes() {
		keys = append(keys, "report.consent_"+string(p)+".ask", "report.consent_"+string(p)+".why")
	}
	return keys
}

// A person in a hurry, on a phone that others see, needs at most twelve messages,
// the two that open the report among them.
func TestShortPathIsShort(t *testing.T) {
	script, catalog := scripts(t)["short"], loadWords(t)
	for _, tag := range catalog.Tags() {
		c := newChat(t, catalog, tag)
		playAll(c, script)
		const opening = 2 // /start and the button
		if !c.done || c.inputs+opening > 12 {
			t.Errorf("%s: %d messages, done: %v", tag, c.inputs+opening, c.done)
		}
	}
}
