package bot

import (
	"dodomu/bot/flow"
	"dodomu/bot/telegram"
	"dodomu/bot/wording"
)

// inline words the buttons under a message.
func inline(w wording.Wording, rows [][]flow.Button) [][]telegram.Button {
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
func keyboard(w wording.Wording, m flow.Message) telegram.Keyboard {
	k := telegram.Keyboard{Inline: inline(w, m.Buttons), Remove: m.Unkey && m.Buttons == nil && m.Keys == nil}
	for _, row := range m.Keys {
		var out []telegram.Key
		for _, key := range row {
			out = append(out, telegram.Key{Label: w.Value(key.Label), Contact: key.Contact, Place: key.Place})
		}
		k.Keys = append(k.Keys, out)
	}
	return k
}
