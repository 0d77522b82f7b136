// Package wording turns what the rooms say, keys and values, into sentences of one
// reader's language. It is the one place where that is done: what is sent, what the
// command line prints and what the transcripts hold are worded alike. Start with New.
package wording

import (
	"strings"
	"time"

	"dodomu/bot/flow"
	"dodomu/locales"
)

// Reader is for whom something is worded. The zero Reader reads the catalogue's
// first language by UTC.
type Reader struct {
	Tag   string         // of the language
	Zone  *time.Location // of dates and hours; nil: UTC
	Quiet bool           // prefers the short form of a message, where there is one
	Bot   string         // the bot's username, for links to it; "": not known here
}

// Wording words for one reader. It is a value and may be copied.
type Wording struct {
	catalog *locales.Catalog
	print   locales.Printer
	reader  Reader
}

// New words for a reader. Where the bot's name is not known, a link to it becomes
// the words to send to it.
func New(catalog *locales.Catalog, r Reader) Wording {
	if r.Zone == nil {
		r.Zone = time.UTC
	}
	return Wording{catalog: catalog, print: catalog.Printer(r.Tag), reader: r}
}

// Short ends the key of a message's short form.
const Short = ".short"

// Say words a message. The catalogue has no marks of its own and what people
// wrote is no markup, so that it is escaped as a whole where it is sent.
func (w Wording) Say(m flow.Message) string { return w.say(w.form(m.Key), m.Args) }

func (w Wording) form(key string) string {
	if w.reader.Quiet && w.catalog.Has(key+Short) {
		return key + Short
	}
	return key
}

func (w Wording) say(key string, args flow.Args) string {
	if len(args) == 0 {
		return w.print.Say(key, nil)
	}
	values := make(map[string]any, len(args))
	for name, v := range args {
		if v.Count != nil {
			values[name] = *v.Count
			continue
		}
		values[name] = w.Value(v)
	}
	return w.print.Say(key, values)
}

// Value words a value, as a label or a line.
func (w Wording) Value(v flow.Value) string {
	if v.Lang != "" {
		w.print, v.Lang = w.catalog.Printer(v.Lang), ""
	}
	switch {
	case v.Parts != nil:
		lines := make([]string, len(v.Parts))
		for i, part := range v.Parts {
			lines[i] = w.Value(part)
		}
		return strings.Join(lines, "\n")
	case v.Key != "":
		return w.say(w.form(v.Key), v.Args)
	case v.Date != nil:
		return w.print.Date(v.Date.Year, v.Date.Month, v.Date.Day, v.Date.Season, v.Date.About)
	case v.Time != 0:
		return w.print.Time(time.UnixMilli(v.Time).In(w.reader.Zone))
	case v.Start != "":
		return w.start(v.Start)
	default:
		return v.Text
	}
}

// start is the way into the bot with a payload: a link, or what to send it.
func (w Wording) start(payload string) string {
	if w.reader.Bot == "" {
		return "/start " + payload
	}
	return DeepLink(w.reader.Bot, payload)
}

// DeepLink opens the bot of that name in Telegram and sends /start with the payload
// (Bot API, "Deep linking").
func DeepLink(name, payload string) string { return "https://t.me/" + name + "?start=" + payload }
