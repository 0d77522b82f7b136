package bot

import (
	"strings"
	"time"

	"dodomu/bot/flow"
	"dodomu/bot/telegram"
	"dodomu/locales"
)

// wording turns keys and values into sentences of one reader's language.
type wording struct {
	catalog *locales.Catalog
	print   locales.Printer
	zone    *time.Location
	quiet   bool // prefer the short form of a message, where there is one
}

// shortForm ends the key of a message's short form.
const shortForm = ".short"

// text words a message. The catalogue has no marks of its own and what people
// wrote is no markup, so that it is escaped as a whole where it is sent.
func (w wording) text(m flow.Message) string { return w.say(w.form(m.Key), m.Args) }

func (w wording) form(key string) string {
	if w.quiet && w.catalog.Has(key+shortForm) {
		return key + shortForm
	}
	return key
}

func (w wording) say(key string, args flow.Args) string {
	if len(args) == 0 {
		return w.print.Say(key, nil)
	}
	values := make(map[string]any, len(args))
	for name, v := range args {
		if v.Count != nil {
			values[name] = *v.Count
			continue
		}
		values[name] = w.value(v)
	}
	return w.print.Say(key, values)
}

// value words a value.
func (w wording) value(v flow.Value) string {
	if v.Lang != "" {
		w.print, v.Lang = w.catalog.Printer(v.Lang), ""
	}
	switch {
	case v.Parts != nil:
		lines := make([]string, len(v.Parts))
		for i, part := range v.Parts {
			lines[i] = w.value(part)
		}
		return strings.Join(lines, "\n")
	case v.Key != "":
		return w.say(w.form(v.Key), v.Args)
	case v.Date != nil:
		return w.print.Date(v.Date.Year, v.Date.Month, v.Date.Day, v.Date.Season, v.Date.About)
	case v.Time != 0:
		return w.print.Time(time.UnixMilli(v.Time).In(w.zone))
	default:
		return v.Text
	}
}

// inline words the buttons under a message.
func (w wording) inline(rows [][]flow.Button) [][]telegram.Button {
	if rows == nil {
		return nil
	}
	out := make([][]telegram.Button, len(rows))
	for i, row := range rows {
		for _, b := range row {
			out[i] = append(out[i], telegram.Button{Label: w.value(b.Label), Data: b.Data, URL: b.URL})
		}
	}
	return out
}

// keyboard words whatever keyboard goes with a message.
func (w wording) keyboard(m flow.Message) telegram.Keyboard {
	k := telegram.Keyboard{Inline: w.inline(m.Buttons), Remove: m.Unkey && m.Buttons == nil && m.Keys == nil}
	for _, row := range m.Keys {
		var out []telegram.Key
		for _, key := range row {
			out = append(out, telegram.Key{Label: w.value(key.Label), Contact: key.Contact, Place: key.Place})
		}
		k.Keys = append(k.Keys, out)
	}
	return k
}
