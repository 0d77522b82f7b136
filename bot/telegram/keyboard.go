package telegram

import "github.com/go-telegram/bot/models"

// Button is under a message: it sends Data back, opens URL or copies Copy.
// Exactly one of the three is set.
type Button struct {
	Label string
	Data  string // 1 to [MaxData] bytes
	URL   string
	Copy  string
	Style string // "", "primary", "success" or "danger"
}

// Key is in place of the letters: it sends its label, or the person's own
// contact or place (private chats only).
type Key struct {
	Label   string
	Contact bool
	Place   bool
}

// Keyboard goes with a message. At most one of Inline, Keys, Remove and
// ForceReply is set; none leaves what the person has.
type Keyboard struct {
	Inline     [][]Button
	Keys       [][]Key
	OneTime    bool   // Keys hide after one was used
	Hint       string // in the empty input field, with Keys or ForceReply
	Remove     bool   // takes away the Keys of an earlier message
	ForceReply bool
}

// markup is the keyboard in the library's words; nil for the empty one. ok is
// false when it asks for two things at once.
func (k Keyboard) markup() (m models.ReplyMarkup, ok bool) {
	set := 0
	for _, asked := range [...]bool{k.Inline != nil, k.Keys != nil, k.Remove, k.ForceReply} {
		if asked {
			set++
		}
	}
	switch {
	case set > 1:
		return nil, false
	case k.Inline != nil:
		return inline(k.Inline), true
	case k.Keys != nil:
		return k.keys(), true
	case k.Remove:
		return &models.ReplyKeyboardRemove{RemoveKeyboard: true}, true
	case k.ForceReply:
		return &models.ForceReply{ForceReply: true, InputFieldPlaceholder: k.Hint}, true
	}
	return nil, true
}

func inline(rows [][]Button) *models.InlineKeyboardMarkup {
	out := make([][]models.InlineKeyboardButton, len(rows))
	for i, row := range rows {
		out[i] = make([]models.InlineKeyboardButton, len(row))
		for j, b := range row {
			out[i][j] = models.InlineKeyboardButton{Text: b.Label, CallbackData: b.Data, URL: b.URL, Style: b.Style}
			if b.Copy != "" {
				out[i][j].CopyText = &models.CopyTextButton{Text: b.Copy}
			}
		}
	}
	return &models.InlineKeyboardMarkup{InlineKeyboard: out}
}

func (k Keyboard) keys() *models.ReplyKeyboardMarkup {
	out := make([][]models.KeyboardButton, len(k.Keys))
	for i, row := range k.Keys {
		out[i] = make([]models.KeyboardButton, len(row))
		for j, b := range row {
			out[i][j] = models.KeyboardButton{Text: b.Label, RequestContact: b.Contact, RequestLocation: b.Place}
		}
	}
	return &models.ReplyKeyboardMarkup{Keyboard: out, ResizeKeyboard: true, OneTimeKeyboard: k.OneTime, InputFieldPlaceholder: k.Hint}
}
