package locales

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/sync/errgroup"
	"golang.org/x/text/language"
)

// Fallback is the language of a person whose own is not known or not spoken here.
const Fallback = "uk"

// order is how languages are listed: the fallback first, as the matcher wants it.
func order() []string { return []string{Fallback, "en", "ru", "pl"} }

//go:embed active.*.toml
var files embed.FS

// Catalog is every sentence in every language, compiled. It never changes.
type Catalog struct {
	tags    []string
	words   map[string]*words
	matcher language.Matcher
}

// words is one language.
type words struct {
	tag      language.Tag
	fallback *words // where a key is missing here; nil in the fallback itself
	messages map[string]entry
}

// Load reads and compiles the embedded files. An error says which file and key.
func Load() (*Catalog, error) { return load(files) }

// load reads the languages beside each other: parsing them is most of a start.
func load(from fs.FS) (*Catalog, error) {
	tags := order()
	all := make([]*words, len(tags))
	var group errgroup.Group
	for i, tag := range tags {
		group.Go(func() (err error) {
			all[i], err = readWords(from, tag)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	c := &Catalog{tags: tags, words: make(map[string]*words, len(tags))}
	known := make([]language.Tag, 0, len(tags))
	for i, tag := range tags {
		all[i].fallback = c.words[Fallback]
		c.words[tag] = all[i]
		known = append(known, all[i].tag)
	}
	c.matcher = language.NewMatcher(known)
	return c, nil
}

func readWords(from fs.FS, tag string) (*words, error) {
	name := "active." + tag + ".toml"
	raw, err := fs.ReadFile(from, name)
	if err != nil {
		return nil, fmt.Errorf("read the words: %w", err)
	}
	parsed, err := i18n.ParseMessageFileBytes(raw, name, map[string]i18n.UnmarshalFunc{"toml": toml.Unmarshal})
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	w := &words{tag: parsed.Tag, messages: make(map[string]entry, len(parsed.Messages))}
	for _, m := range parsed.Messages {
		compiled, err := compile(m)
		if err != nil {
			return nil, fmt.Errorf("read %s: %s: %w", name, m.ID, err)
		}
		w.messages[m.ID] = compiled
	}
	return w, nil
}

// Tags lists the languages as BCP 47 tags, the fallback first.
func (c *Catalog) Tags() []string { return slices.Clone(c.tags) }

// Match gives the tag of the language to speak with a person whose Telegram says
// code ("uk", "en-GB", ""): the nearest one spoken here, else the fallback.
func (c *Catalog) Match(code string) string {
	asked, err := language.Parse(code)
	if err != nil {
		return Fallback
	}
	_, index, confidence := c.matcher.Match(asked)
	if confidence == language.No {
		return Fallback
	}
	return c.tags[index]
}

// Has tells whether the key stands in the catalogue, in every language.
func (c *Catalog) Has(key string) bool {
	for _, w := range c.words {
		if _, ok := w.messages[key]; !ok {
			return false
		}
	}
	return true
}

// Keys lists every key, sorted.
func (c *Catalog) Keys() []string {
	keys := make([]string, 0, len(c.words[Fallback].messages))
	for k := range c.words[Fallback].messages {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// Printer speaks the language of the tag; the fallback where it is not spoken here.
func (c *Catalog) Printer(tag string) Printer {
	if w, ok := c.words[tag]; ok {
		return Printer{words: w}
	}
	return Printer{words: c.words[Fallback]}
}
