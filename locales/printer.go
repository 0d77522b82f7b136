package locales

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/message"
)

// unsaid stands where no language has the key: never an empty message, never a key.
const unsaid = "…"

// grouped is the least number written with its thousands apart.
const grouped = 10_000

// Printer says things in one language. It holds no state and may be copied.
type Printer struct{ words *words }

// Tag is the BCP 47 tag of the language spoken.
func (p Printer) Tag() string { return p.words.tag.String() }

// Has tells whether the key has words.
func (p Printer) Has(key string) bool {
	_, ok := p.words.find(key)
	return ok
}

// Say words the key. Placeholders take their values from args: a string as it is,
// an integer in the language's form. The plural form follows the arg "count", else
// "n", else "to", the end of a range (CLDR: a range takes the form of its end). It
// never fails in front of a person: a value that is missing stays empty, and a
// key that no language has gives "…"; the tests of the catalogue see to it that
// neither happens.
func (p Printer) Say(key string, args map[string]any) string {
	m, ok := p.words.find(key)
	if !ok {
		return unsaid
	}
	t := m.forms[plural.Other]
	if m.plural {
		t = m.form(p.words.pluralForm(args))
	}
	if len(t.args) == 0 {
		return t.text[0]
	}
	var b strings.Builder
	b.Grow(t.size(args))
	for i, name := range t.args {
		b.WriteString(t.text[i])
		b.WriteString(p.value(args[name]))
	}
	b.WriteString(t.text[len(t.args)])
	return b.String()
}

// List joins items as the language does: a, b and c.
func (p Printer) List(items []string) string {
	switch len(items) {
	case 0:
		return ""
	case 1:
		return items[0]
	}
	head := strings.Join(items[:len(items)-1], p.Say("list.comma", nil))
	return p.Say("list.last", map[string]any{"head": head, "tail": items[len(items)-1]})
}

func (w *words) find(key string) (entry, bool) {
	if m, ok := w.messages[key]; ok {
		return m, true
	}
	if w.fallback == nil {
		return entry{}, false
	}
	return w.fallback.find(key)
}

// counters are the args that may pick the plural form, the first that is a number.
func counters() [3]string { return [3]string{"count", "n", "to"} }

// pluralForm gives the CLDR form for the whole number that the args count.
func (w *words) pluralForm(args map[string]any) plural.Form {
	for _, name := range counters() {
		if n, ok := whole(args[name]); ok {
			return plural.Cardinal.MatchPlural(w.tag, max(n, -n), 0, 0, 0, 0)
		}
	}
	return plural.Other
}

func whole(v any) (int, bool) {
	switch n := v.(type) {
	case int:
		return n, true
	case int64:
		return int(n), true
	}
	return 0, false
}

func (p Printer) value(v any) string {
	if n, ok := whole(v); ok {
		return p.number(n)
	}
	switch s := v.(type) {
	case nil:
		return ""
	case string:
		return s
	}
	return fmt.Sprint(v)
}

// number writes n in the language's form.
func (p Printer) number(n int) string {
	if n > -grouped && n < grouped {
		return strconv.Itoa(n)
	}
	return message.NewPrinter(p.words.tag).Sprint(n)
}

// size guesses the length of the worded template, to grow a builder once.
func (t template) size(args map[string]any) int {
	n := 0
	for _, s := range t.text {
		n += len(s)
	}
	for _, name := range t.args {
		if s, ok := args[name].(string); ok {
			n += len(s)
		} else {
			n += len("10000")
		}
	}
	return n
}
