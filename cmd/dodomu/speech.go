package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"dodomu/bot/staff"
	"dodomu/bot/wording"
	"dodomu/locales"
)

// speech is the language a command answers in.
type speech struct {
	Language string `help:"The language of the answer: uk, en, ru or pl." default:"uk"`
}

// words loads the language; times are worded by this machine's clock.
func (s speech) words() (terminal, error) {
	catalog, err := locales.Load()
	if err != nil {
		return terminal{}, err
	}
	if catalog.Match(s.Language) != s.Language {
		return terminal{}, usageError{fmt.Errorf("--language %q is not spoken here, choose %s", s.Language, strings.Join(catalog.Tags(), ", "))}
	}
	return terminal{wording.New(catalog, wording.Reader{Tag: s.Language, Zone: time.Local})}, nil
}

// terminal shows what a command said as plain text.
type terminal struct{ wording.Wording }

var errUnsent = errors.New("nothing was sent: read the words above, then add --yes to send them")

// print writes what a command said, and under it what can be done next. An answer
// that refuses is an error with its sentence.
func (t terminal) print(w io.Writer, a staff.Answer) error {
	messages := a.Messages
	if a.Refused && len(messages) > 0 {
		messages = messages[1:]
	}
	for _, m := range messages {
		fmt.Fprintln(w, t.Say(m))
		for _, row := range m.Buttons {
			for _, b := range row {
				if typed := staff.Typed(b.Data); typed != "" {
					fmt.Fprintf(w, "  [%s] %s\n", t.Value(b.Label), typed)
				}
			}
		}
	}
	switch {
	case a.Refused:
		return errors.New(t.Say(a.Messages[0]))
	case a.Unsent:
		return errUnsent
	}
	return nil
}
