package bot

import (
	"bytes"
	"encoding/json"

	"github.com/go-telegram/bot/models"

	"dodomu/bot/flow"
	"dodomu/bot/telegram"
)

// arrivals reads a batch and joins the parts of an album that came together
// into one arrival: an album is one answer.
func (b *Bot) arrivals(updates []telegram.Update) []arrival {
	all := make([]arrival, 0, len(updates))
	albums := map[string]int{}
	for _, u := range updates {
		a := salvage(u)
		if u.Err == nil {
			a = safely(u.Parsed)
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

// safely is read with a panic turned into an update that is broken: what nobody
// foresaw in one update must not hold up the others.
func safely(u *models.Update) (a arrival) {
	defer func() {
		if recover() != nil {
			a = arrival{update: u.ID, broken: errPanic}
		}
	}()
	return read(u)
}

// salvage reads of an update that cannot be decoded who is to be told so, where
// that much can be read.
func salvage(u telegram.Update) arrival {
	a := arrival{update: u.ID, broken: u.Err}
	type origin struct {
		Chat struct {
			ID   int64           `json:"id"`
			Type models.ChatType `json:"type"`
		} `json:"chat"`
		From struct {
			Language string `json:"language_code"`
		} `json:"from"`
	}
	var rough struct {
		Message origin `json:"message"`
	}
	if u.Err == nil || json.Unmarshal(u.Raw, &rough) != nil {
		return a
	}
	a.chat, a.private = rough.Message.Chat.ID, rough.Message.Chat.Type == models.ChatTypePrivate
	a.language = rough.Message.From.Language
	return a
}

// wholeRaw is the update as it came, and the further parts of its album a line each.
func (a arrival) wholeRaw() []byte {
	if len(a.parts) == 0 {
		return a.raw
	}
	all := [][]byte{a.raw}
	for _, part := range a.parts {
		all = append(all, part.raw)
	}
	return bytes.Join(all, []byte("\n"))
}

// lastMessage is the newest message that the arrival came with.
func (a arrival) lastMessage() int {
	last := a.message
	for _, part := range a.parts {
		last = max(last, part.message)
	}
	return last
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
