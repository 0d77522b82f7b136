package locales

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/feature/plural"
)

// Templates are compiled at load because go-i18n's localizer resolves language,
// message and plural form anew at every call: measured by BenchmarkSay beside it.

// entry is one key in one language: a template for each plural form it has.
type entry struct {
	forms       [plural.Many + 1]template
	plural      bool // it has more forms than other
	description string
}

// template is text and placeholders in turn: text[0] arg[0] text[1] … text[n].
type template struct {
	text []string
	args []string
}

var errPlaceholder = errors.New("a placeholder must read {{.name}}")

func compile(m *i18n.Message) (entry, error) {
	sources := map[plural.Form]string{
		plural.Zero: m.Zero, plural.One: m.One, plural.Two: m.Two,
		plural.Few: m.Few, plural.Many: m.Many, plural.Other: m.Other,
	}
	if m.Other == "" {
		return entry{}, errors.New(`the form "other" is missing`)
	}
	out := entry{description: m.Description}
	for form, source := range sources {
		t, err := parse(source)
		if err != nil {
			return entry{}, err
		}
		out.forms[form] = t
		out.plural = out.plural || form != plural.Other && source != ""
	}
	return out, nil
}

func parse(source string) (template, error) {
	var t template
	if source == "" {
		return t, nil
	}
	for {
		before, rest, found := strings.Cut(source, "{{")
		t.text = append(t.text, before)
		if !found {
			return t, nil
		}
		inside, after, closed := strings.Cut(rest, "}}")
		name, dotted := strings.CutPrefix(inside, ".")
		if !closed || !dotted || !isName(name) {
			return template{}, fmt.Errorf("%w: {{%s", errPlaceholder, inside)
		}
		t.args = append(t.args, name)
		source = after
	}
}

func isName(s string) bool {
	for _, r := range s {
		if (r < 'a' || r > 'z') && r != '_' {
			return false
		}
	}
	return s != ""
}

// form gives the template for the plural form, else the one for other.
func (m entry) form(f plural.Form) template {
	if t := m.forms[f]; len(t.text) > 0 {
		return t
	}
	return m.forms[plural.Other]
}

// placeholders lists the names in the message's forms, sorted, each once.
func (m entry) placeholders() []string {
	var names []string
	for _, t := range m.forms {
		names = append(names, t.args...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
