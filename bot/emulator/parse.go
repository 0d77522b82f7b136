package emulator

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// Limits of the Bot API. Lengths count UTF-16 units unless they say bytes.
const (
	maxText       = 4096
	maxCaption    = 1024
	maxData       = 64 // bytes
	maxPressText  = 200
	maxButtons    = 100
	maxButtonText = 256 // a label longer than this is no label
	maxEntities   = 100
	maxHint       = 64
	maxCopied     = 256
)

// entityKinds are those that a bot may name itself.
var entityKinds = [...]string{
	"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bold", "italic", "underline",
	"strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre", "text_link", "text_mention",
	"custom_emoji", "date_time",
}

// words is a text to be parsed as a bot sends it.
type words struct {
	text, mode string
	entities   []messageEntity
}

// words reads the three parameters that make a text.
func (c *call) words(text, entities string) (words, *refusal) {
	w := words{text: c.str(text), mode: c.str("parse_mode")}
	no := c.json(entities, "MessageEntity", &w.entities)
	return w, no
}

// parse is the text that readers will see. Explicit entities count only
// without a parse mode, as with Telegram.
func (w words) parse() (formatted, *refusal) {
	var f formatted
	var no *refusal
	switch strings.ToLower(w.mode) {
	case "html":
		f, no = parseHTML(w.text)
	case "markdownv2":
		f, no = parseMarkdown(w.text)
	case "", "none":
		f, no = explicit(w.text, w.entities)
	case "markdown":
		no = bad("unsupported parse_mode: legacy Markdown is not emulated")
	default:
		no = bad("unsupported parse_mode")
	}
	if no != nil {
		return f, no
	}
	f = f.trim().detect()
	f.entities = f.entities[:min(len(f.entities), maxEntities)]
	return f, nil
}

func explicit(text string, list []messageEntity) (formatted, *refusal) {
	f := formatted{text: text}
	length := 0
	if len(list) > 0 {
		length = units(text)
	}
	for _, e := range list {
		if !slices.Contains(entityKinds[:], e.Type) {
			return f, bad("can't parse MessageEntity: Unsupported type specified")
		}
		if e.Offset < 0 || e.Length <= 0 || e.Offset+e.Length > length {
			return f, bad("entity beginning at UTF-16 offset %d ends after the end of the text at UTF-16 offset %d", e.Offset, e.Offset+e.Length)
		}
		out := entity{kind: e.Type, offset: e.Offset, length: e.Length, url: e.URL, language: e.Language, emoji: e.CustomEmojiID}
		if e.User != nil {
			out.user = e.User.ID
		}
		f.entities = append(f.entities, out)
	}
	return f, nil
}

// text is the words of a message.
func (w words) message() (formatted, *refusal) {
	f, no := w.parse()
	switch {
	case no != nil:
		return f, no
	case f.text == "":
		return f, bad("message text is empty")
	case units(f.text) > maxText:
		return f, bad("message is too long")
	}
	return f, nil
}

func (w words) caption() (formatted, *refusal) {
	f, no := w.parse()
	if no == nil && units(f.text) > maxCaption {
		return f, bad("message caption is too long")
	}
	return f, no
}

// keyboards are what reply_markup asks for; at most one is set.
type keyboards struct {
	inline [][]Button
	json   []byte // of inline
	reply  *ReplyKeyboard
	remove bool
}

// markup reads reply_markup.
func (c *call) markup() (keyboards, *refusal) {
	var k keyboards
	if !c.given("reply_markup") {
		return k, nil
	}
	var m markup
	if rows, ok := plainInline(c.str("reply_markup")); ok {
		return inlineKeyboard(&markup{InlineKeyboard: rows})
	}
	if no := c.json("reply_markup", "reply keyboard markup", &m); no != nil {
		return k, no
	}
	switch {
	case m.InlineKeyboard != nil:
		return inlineKeyboard(&m)
	case m.Keyboard != nil:
		return replyKeyboard(&m)
	case m.RemoveKeyboard:
		return keyboards{remove: true}, nil
	case m.ForceReply:
		if units(m.Placeholder) > maxHint {
			return k, bad("input field placeholder is too long")
		}
		return keyboards{reply: &ReplyKeyboard{Force: true, Placeholder: m.Placeholder}}, nil
	}
	return k, bad("object expected as reply markup")
}

// inlineOnly is markup where only an inline keyboard is possible.
func (c *call) inlineOnly() (keyboards, *refusal) {
	k, no := c.markup()
	if no == nil && (k.reply != nil || k.remove) {
		return k, bad("inline keyboard expected")
	}
	return k, no
}

func inlineKeyboard(m *markup) (keyboards, *refusal) {
	if m.Keyboard != nil || m.RemoveKeyboard || m.ForceReply {
		return keyboards{}, bad("object expected as reply markup: one kind of keyboard at a time")
	}
	var k keyboards
	count := 0
	var rows [][]inlineButton
	for _, row := range m.InlineKeyboard {
		if len(row) == 0 {
			continue // Telegram passes over empty rows
		}
		count += len(row)
		shown := make([]Button, len(row))
		for i := range row {
			if no := row[i].check(); no != nil {
				return k, no
			}
			shown[i] = row[i].shown()
		}
		k.inline = append(k.inline, shown)
		rows = append(rows, row)
	}
	if count > maxButtons {
		return k, bad("reply markup is too long")
	}
	if count > 0 {
		k.json = appendInline(rows)
	}
	return k, nil
}

func (b *inlineButton) check() *refusal {
	if no := checkLabel(b.Text, b.Style); no != nil {
		return no
	}
	acts := 0
	for _, set := range [...]bool{
		b.URL != "", b.CallbackData != "", b.WebApp != nil, b.LoginURL != nil, b.SwitchInlineQuery != nil,
		b.SwitchInlineQueryCurrentChat != nil, len(b.SwitchInlineQueryChosenChat) > 0, b.CopyText != nil,
		len(b.CallbackGame) > 0, b.Pay,
	} {
		if set {
			acts++
		}
	}
	switch {
	case acts == 0:
		return bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
	case acts > 1:
		return bad("can't parse inline keyboard button: exactly one action is possible")
	case len(b.CallbackData) > maxData:
		return bad("BUTTON_DATA_INVALID")
	case b.URL != "" && !linkable(b.URL):
		return bad("inline keyboard button URL '%s' is invalid: Wrong HTTP URL", b.URL)
	case b.WebApp != nil && !strings.HasPrefix(b.WebApp.URL, "https://"):
		return bad("inline keyboard button Web App URL '%s' is invalid: Only HTTPS links are allowed", b.WebApp.URL)
	case b.CopyText != nil && (b.CopyText.Text == "" || units(b.CopyText.Text) > maxCopied):
		return bad("BUTTON_COPY_TEXT_INVALID")
	}
	return nil
}

func checkLabel(text, style string) *refusal {
	switch {
	case strings.TrimSpace(text) == "":
		return bad("can't parse keyboard button: Text must be non-empty")
	case units(text) > maxButtonText:
		return bad("BUTTON_TEXT_INVALID")
	}
	switch style {
	case "", "primary", "success", "danger":
		return nil
	}
	return bad("can't parse keyboard button: invalid button style specified")
}

func (b *inlineButton) shown() Button {
	out := Button{Text: b.Text, Data: b.CallbackData, URL: b.URL, Style: b.Style}
	if b.CopyText != nil {
		out.Copy = b.CopyText.Text
	}
	if b.WebApp != nil {
		out.URL = b.WebApp.URL
	}
	return out
}

// appendInline writes the keyboard as Telegram gives it back. The plain
// buttons, which are nearly all, are written by hand.
func appendInline(rows [][]inlineButton) []byte {
	var w writer
	w.open()
	w.list("inline_keyboard")
	for _, row := range rows {
		w.openList()
		for i := range row {
			b := &row[i]
			if b.CallbackData == "" || b.IconCustomEmojiID != "" {
				w.value(b)
				continue
			}
			w.open()
			w.str("text", b.Text)
			w.some("style", b.Style)
			w.str("callback_data", b.CallbackData)
			w.close()
		}
		w.closeList()
	}
	w.closeList()
	w.close()
	return w.b
}

func replyKeyboard(m *markup) (keyboards, *refusal) {
	k := &ReplyKeyboard{OneTime: m.OneTimeKeyboard, Persistent: m.IsPersistent, Placeholder: m.Placeholder}
	if units(m.Placeholder) > maxHint {
		return keyboards{}, bad("input field placeholder is too long")
	}
	count := 0
	for _, row := range m.Keyboard {
		var keys []Key
		for i := range row {
			if no := checkLabel(row[i].Text, row[i].Style); no != nil {
				return keyboards{}, no
			}
			keys = append(keys, row[i].shown())
		}
		count += len(row)
		if len(keys) > 0 {
			k.Rows = append(k.Rows, keys)
		}
	}
	switch {
	case count > maxButtons:
		return keyboards{}, bad("reply markup is too long")
	case count == 0:
		return keyboards{}, bad("reply keyboard is empty")
	}
	return keyboards{reply: k}, nil
}

func (k *keyboardButton) shown() Key {
	return Key{Text: k.Text, Contact: k.RequestContact, Location: k.RequestLocation, Style: k.Style}
}

// chatNumber is a chat id given as a number or as digits; 0 for a name, as no
// chat here has one.
func chatNumber(raw json.RawMessage) int64 {
	n, _ := strconv.ParseInt(strings.Trim(string(raw), `"`), 10, 64)
	return n
}
