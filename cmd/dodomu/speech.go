package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"dodomu/bot/flow"
	"dodomu/bot/staff"
	"dodomu/locales"
)

// speech is the language a command answers in.
type speech struct {
	Language string `help:"The language of the answer: uk, en, ru or pl." default:"uk"`
}

// words loads the language.
func (s speech) words() (terminal, error) {
	catalog, err := locales.Load()
	if err != nil {
		return terminal{}, err
	}
	if catalog.Match(s.Language) != s.Language {
		return terminal{}, usageError{fmt.Errorf("--language %q is not spoken here, choose %s", s.Language, strings.Join(catalog.Tags(), ", "))}
	}
	return terminal{catalog, catalog.Printer(s.Language)}, nil
}

// terminal words messages as plain text, times by this machine's clock.
type terminal struct {
	catalog *locales.Catalog
	words   locales.Printer
}

var errUnsent = errors.New("nothing was sent: read the words above, then add --yes to send them")

// print writes what a command said, and under it what can be done next. An answer
// that refuses is an error with its sentence.
func (t terminal) print(w io.Writer, a staff.Answer) error {
	messages := a.Messages
	if a.Refused && len(messages) > 0 {
		messages = messages[1:]
	}
	for _, m := range messages {
		fmt.Fprintln(w, t.say(m.Key, m.Args))
		for _, row := range m.Buttons {
			for _, b := range row {
				if typed := staff.Typed(b.Data); typed != "" {
					fmt.Fprintf(w, "  [%s] %s\n", t.value(b.Label), typed)
				}
			}
		}
	}
	switch {
	case a.Refused:
		return errors.New(t.say(a.Messages[0].Key, a.Messages[0].Args))
	case a.Unsent:
		return errUnsent
	}
	return nil
}

func (t terminal) say(key string, args flow.Args) string {
	values := make(map[string]any, len(args))
	for name, v := range args {
		if v.Count != nil {
			values[name] = *v.Count
			continue
		}
		values[name] = t.value(v)
	}
	return t.words.Say(key, values)
}

func (t terminal) value(v flow.Value) string {
	if v.Lang != "" {
		t.words, v.Lang = t.catalog.Printer(v.Lang), ""
	}
	switch {
	case v.Parts != nil:
		lines := make([]string, len(v.Parts))
		for i, part := range v.Parts {
			lines[i] = t.value(part)
		}
		return strings.Join(lines, "\n")
	case v.Key != "":
		return t.say(v.Key, v.Args)
	case v.Date != nil:
		return t.words.Date(v.Date.Year, v.Date.Month, v.Date.Day, v.Date.Season, v.Date.About)
	case v.Time != 0:
		return t.words.Time(time.UnixMilli(v.Time))
	}
	return v.Text
}
