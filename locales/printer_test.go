package locales

import (
	"testing"
	"testing/fstest"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

func catalog(t testing.TB) *Catalog {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestDate(t *testing.T) {
	c := catalog(t)
	tests := []struct {
		tag             string
		y, m, d, season int
		about           bool
		want            string
	}{
		{"uk", 2022, 3, 12, 0, false, "12 березня 2022 р."},
		{"uk", 2022, 3, 0, 0, false, "березень 2022 р."},
		{"uk", 2022, 0, 0, 2, false, "навесні 2022 р."},
		{"uk", 2022, 0, 0, 0, true, "приблизно 2022 р."},
		{"en", 2022, 3, 12, 0, false, "12 March 2022"},
		{"en", 2022, 0, 0, 4, true, "about autumn 2022"},
		{"ru", 2022, 3, 12, 0, false, "12 марта 2022 г."},
		{"ru", 2022, 3, 0, 0, true, "примерно март 2022 г."},
		{"pl", 2022, 3, 12, 0, false, "12 marca 2022 r."},
		{"pl", 2022, 0, 0, 3, false, "latem 2022 r."},
		{"pl", 0, 0, 0, 0, true, ""},
	}
	for _, tt := range tests {
		if got := c.Printer(tt.tag).Date(tt.y, tt.m, tt.d, tt.season, tt.about); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.tag, got, tt.want)
		}
	}
}

func TestTime(t *testing.T) {
	kyiv := time.FixedZone("Kyiv", 2*60*60)
	at := time.Date(2026, 3, 12, 6, 5, 0, 0, time.UTC).In(kyiv)
	if got, want := catalog(t).Printer("uk").Time(at), "12 березня 2026 р., 08:05"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestMatch(t *testing.T) {
	c := catalog(t)
	for code, want := range map[string]string{
		"uk": "uk", "uk-UA": "uk", "en": "en", "en-GB": "en", "ru": "ru", "pl": "pl", "pl-PL": "pl",
		"de": "uk", "": "uk", "not a code": "uk", "zh-hans": "uk",
	} {
		if got := c.Match(code); got != want {
			t.Errorf("Match(%q) = %s, want %s", code, got, want)
		}
	}
}

func TestList(t *testing.T) {
	p := catalog(t).Printer("uk")
	for want, items := range map[string][]string{
		"":         nil,
		"а":        {"а"},
		"а і б":    {"а", "б"},
		"а, б і в": {"а", "б", "в"},
	} {
		if got := p.List(items); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// sample is a catalogue of its own, so that the rules of Say are tested apart
// from what the files happen to say.
func sample(t testing.TB, uk string) (*Catalog, error) {
	t.Helper()
	from := fstest.MapFS{}
	for _, tag := range order() {
		from["active."+tag+".toml"] = &fstest.MapFile{Data: []byte(`"x" = "x"`)}
	}
	from["active.uk.toml"] = &fstest.MapFile{Data: []byte(uk)}
	return load(from)
}

func TestSay(t *testing.T) {
	c, err := sample(t, `
"plain" = "Слово"
"named" = "Було {{.old}}, стало {{.new}}."
"days" = { one = "{{.count}} день", few = "{{.count}} дні", many = "{{.count}} днів", other = "{{.count}} дня" }
`)
	if err != nil {
		t.Fatal(err)
	}
	p := c.Printer("uk")
	tests := []struct {
		key  string
		args map[string]any
		want string
	}{
		{"plain", nil, "Слово"},
		{"named", map[string]any{"old": "А", "new": "{{.old}}"}, "Було А, стало {{.old}}."},
		{"named", nil, "Було , стало ."},
		{"days", map[string]any{"count": 1}, "1 день"},
		{"days", map[string]any{"count": 3}, "3 дні"},
		{"days", map[string]any{"count": 11}, "11 днів"},
		{"days", map[string]any{"count": int64(21)}, "21 день"},
		{"days", map[string]any{"count": 25000}, "25\u00a0000 днів"},
		{"nowhere", nil, unsaid},
	}
	for _, tt := range tests {
		if got := p.Say(tt.key, tt.args); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.key, got, tt.want)
		}
	}
	if got := c.Printer("pl").Say("plain", nil); got != "Слово" {
		t.Errorf("a key missing in Polish says %q, want the Ukrainian words", got)
	}
}

func TestLoadRefuses(t *testing.T) {
	for name, file := range map[string]string{
		"a call in a template":    `"a" = "{{printf .x}}"`,
		"an open placeholder":     `"a" = "{{.x"`,
		"a capital":               `"a" = "{{.Name}}"`,
		"no form other":           `"a" = { one = "x" }`,
		"a key twice":             "\"a\" = \"x\"\n\"a\" = \"y\"",
		"something else entirely": `[[[`,
	} {
		if _, err := sample(t, file); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func BenchmarkSay(b *testing.B) {
	p := catalog(b).Printer("uk")
	args := map[string]any{"day": "12", "month": "березня", "year": "2022"}
	b.ReportAllocs()
	for b.Loop() {
		p.Say("date.day", args)
	}
}

// BenchmarkLocalizer is what the same sentence costs by go-i18n alone.
func BenchmarkLocalizer(b *testing.B) {
	bundle := i18n.NewBundle(language.Ukrainian)
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	if _, err := bundle.LoadMessageFileFS(files, "active.uk.toml"); err != nil {
		b.Fatal(err)
	}
	l := i18n.NewLocalizer(bundle, "uk")
	args := map[string]any{"day": "12", "month": "березня", "year": "2022"}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := l.Localize(&i18n.LocalizeConfig{MessageID: "date.day", TemplateData: args}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLoad is what the words cost at every start.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}
