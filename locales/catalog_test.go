package locales

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/feature/plural"
)

// texts calls check with every text of every language: key, form and words.
func texts(t *testing.T, check func(tag, key, text string)) {
	t.Helper()
	c := catalog(t)
	for _, tag := range c.Tags() {
		for key, m := range c.words[tag].messages {
			for _, form := range m.forms {
				if len(form.text) > 0 {
					check(tag, key, source(form))
				}
			}
		}
	}
}

// source writes a template as it stands in the file.
func source(t template) string {
	var b strings.Builder
	for i, name := range t.args {
		b.WriteString(t.text[i] + "{{." + name + "}}")
	}
	return b.String() + t.text[len(t.args)]
}

func TestSameKeys(t *testing.T) {
	c := catalog(t)
	for _, tag := range c.Tags() {
		for key := range c.words[tag].messages {
			for _, other := range c.Tags() {
				if _, ok := c.words[other].messages[key]; !ok {
					t.Errorf("%s stands in %s and not in %s", key, tag, other)
				}
			}
		}
	}
}

func TestSamePlaceholders(t *testing.T) {
	c := catalog(t)
	for key, m := range c.words[Fallback].messages {
		for _, tag := range c.Tags() {
			if got, want := c.words[tag].messages[key].placeholders(), m.placeholders(); !slices.Equal(got, want) {
				t.Errorf("%s: %s has %v, %s has %v", key, tag, got, Fallback, want)
			}
		}
	}
}

// formsOf gives the CLDR categories of a language's cardinal numbers: those that
// whole numbers come to, and other, which fractions do.
func formsOf(w *words) []plural.Form {
	seen := []plural.Form{plural.Other}
	for n := range 201 {
		if f := plural.Cardinal.MatchPlural(w.tag, n, 0, 0, 0, 0); !slices.Contains(seen, f) {
			seen = append(seen, f)
		}
	}
	slices.Sort(seen)
	return seen
}

func TestPluralForms(t *testing.T) {
	c := catalog(t)
	for _, tag := range c.Tags() {
		want := formsOf(c.words[tag])
		for key, m := range c.words[tag].messages {
			if counts := c.words[Fallback].messages[key].plural; counts != m.plural {
				t.Errorf("%s: %s counts: %v, %s counts: %v", key, tag, m.plural, Fallback, counts)
			}
			if !m.plural {
				continue
			}
			var got []plural.Form
			for f, form := range m.forms {
				if len(form.text) > 0 {
					got = append(got, plural.Form(f))
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: %s has the forms %v, its language has %v", key, tag, got, want)
			}
			if names := m.placeholders(); !slices.ContainsFunc(names, func(n string) bool { return slices.Contains(countNames(), n) }) {
				t.Errorf("%s counts, but nothing it shows is a number", key)
			}
		}
	}
}

func countNames() []string { c := counters(); return append(c[:], "cases") }
