package bot

import (
	"strings"
	"time"

	"dodomu/bot/flow"
	"dodomu/bot/telegram"
	"dodomu/locales"
)

// Wording turns keys and values into sentences of one reader's language. It is a
// value and may be copied.
type Wording struct {
	catalog *locales.Catalog
	print   locales.Printer
	zone    *time.Location
	quiet   bool   // prefer the short form of a message, where there is one
	name    string // the bot's username, for links to it; "": not known here
}

// NewWording words for a reader of the language tag, times by zone. It knows no
// bot's name, so that a link to the bot becomes the words to send to it.
func NewWording(catalog *locales.Catalog, tag string, zone *time.Location) Wording {
	return Wording{catalog: catalog, print: catalog.Printer(tag), zone: zone}
}

// shortForm ends the key of a message's short form.
const shortForm = ".short"

// Say words a message. The catalogue has no marks of its own and what people
// wrote is no markup, so that it is escaped as a whole where it is sent.
func (w Wording) Say(m flow.Message) string { return w.say(w.form(m.Key), m.Args) }

func (w Wording) form(key string) string {
	if w.quiet && w.catalog.Has(key+shortForm) {
		return key + shortForm
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
		return w.print.Time(time.UnixMilli(v.Time).In(w.zone))
	case v.Start != "":
		return w.start(v.Start)
	default:
		return v.Text
	}
}

// start is the way into the bot with a payload: a link, or what to send it.
func (w Wording) start(payload string) string {
	if w.name == "" {
		return "/start " + payload
	}
	return deepLink(w.name, payload)
}

// deepLink opens the bot of that name in Telegram and sends /start with the payload
// (Bot API, "Deep linking").
func deepLink(name, payload string) string { return "https://t.me/" + name + "?start=" + payload }

// inline words the buttons under a message.
func (w Wording) inline(rows [][]flow.Button) [][]telegram.Button {
	if rows == nil {
		return nil
	}
	out := make([][]telegram.Button, len(rows))
	for i, row := range rows {
		for _, b := range row {
			out[i] = append(out[i], telegram.Button{Label: w.Value(b.Label), Data: b.Data, URL: b.URL})
		}
	}
	return out
}

// keyboard words whatever keyboard goes with a message.
func (w Wording) keyboard(m flow.Message) telegram.Keyboard {
	k := telegram.Keyboard{Inline: w.inline(m.Buttons), Remove: m.Unkey && m.Buttons == nil && m.Keys == nil}
	for _, row := range m.Keys {
		var out []telegram.Key
		for _, key := range row {
			out = append(out, telegram.Key{Label: w.Value(key.Label), Contact: key.Contact, Place: key.Place})
		}
		k.Keys = append(k.Keys, out)
	}
	return k
}
