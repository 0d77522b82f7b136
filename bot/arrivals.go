package bot

import (
	"dodomu/bot/flow"
	"dodomu/bot/telegram"
)

// arrivals reads a batch and joins the parts of an album that came together
// into one arrival: an album is one answer.
func (b *Bot) arrivals(updates []telegram.Update) []arrival {
	all := make([]arrival, 0, len(updates))
	albums := map[string]int{}
	for _, u := range updates {
		a := arrival{update: u.ID, broken: u.Err}
		if u.Err == nil {
			a = read(u.Parsed)
		}
		a.raw = u.Raw
		if a.album != "" && a.act == actSay {
			if at, seen := albums[a.album]; seen {
				all[at].join(a)
				continue
			}
			albums[a.album] = len(all)
		}
		all = append(all, a)
	}
	return all
}

// join adds a part of the same album: its file, and its caption where there was none.
func (a *arrival) join(part arrival) {
	a.parts = append(a.parts, part)
	if a.input.Text == "" {
		a.input.Text = part.input.Text
	}
	a.input.TooLarge = a.input.TooLarge || part.input.TooLarge
	if a.input.Kind == flow.Other {
		a.input.Kind = part.input.Kind
	}
}
