package emulator

import (
	"bytes"
	"encoding/json"
	"io"
)

// The objects that come as parameters. Their tags are the fields that the Bot
// API names; another one, or one of another type, is refused.

type linkPreviewOptions struct {
	IsDisabled       bool   `json:"is_disabled,omitempty"`
	URL              string `json:"url,omitempty"`
	PreferSmallMedia bool   `json:"prefer_small_media,omitempty"`
	PreferLargeMedia bool   `json:"prefer_large_media,omitempty"`
	ShowAboveText    bool   `json:"show_above_text,omitempty"`
}

type replyParameters struct {
	MessageID                int             `json:"message_id"`
	ChatID                   json.RawMessage `json:"chat_id"`
	AllowSendingWithoutReply bool            `json:"allow_sending_without_reply"`
	Quote                    string          `json:"quote"`
	QuoteParseMode           string          `json:"quote_parse_mode"`
	QuoteEntities            []messageEntity `json:"quote_entities"`
	QuotePosition            int             `json:"quote_position"`
	ChecklistTaskID          int             `json:"checklist_task_id"`
	PollOptionID             string          `json:"poll_option_id"`
}

type messageEntity struct {
	Type           string `json:"type"`
	Offset         int    `json:"offset"`
	Length         int    `json:"length"`
	URL            string `json:"url"`
	User           *user  `json:"user"`
	Language       string `json:"language"`
	CustomEmojiID  string `json:"custom_emoji_id"`
	UnixTime       int64  `json:"unix_time"`
	DateTimeFormat string `json:"date_time_format"`
}

// user is one that a bot sends back; only the id counts.
type user struct {
	ID int64 `json:"id"`
}

// UnmarshalJSON takes every field of a user, as bots hand on what they got.
func (u *user) UnmarshalJSON(b []byte) error {
	var loose struct{ ID int64 }
	err := json.Unmarshal(b, &loose)
	u.ID = loose.ID
	return err
}

// markup is any of the four kinds of reply_markup.
type markup struct {
	InlineKeyboard [][]inlineButton `json:"inline_keyboard"`

	Keyboard        [][]keyboardButton `json:"keyboard"`
	IsPersistent    bool               `json:"is_persistent"`
	ResizeKeyboard  bool               `json:"resize_keyboard"`
	OneTimeKeyboard bool               `json:"one_time_keyboard"`
	Placeholder     string             `json:"input_field_placeholder"`
	Selective       bool               `json:"selective"`

	RemoveKeyboard bool `json:"remove_keyboard"`
	ForceReply     bool `json:"force_reply"`
}

type inlineButton struct {
	Text                         string          `json:"text"`
	IconCustomEmojiID            string          `json:"icon_custom_emoji_id,omitempty"`
	Style                        string          `json:"style,omitempty"`
	URL                          string          `json:"url,omitempty"`
	CallbackData                 string          `json:"callback_data,omitempty"`
	WebApp                       *webApp         `json:"web_app,omitempty"`
	LoginURL                     *loginURL       `json:"login_url,omitempty"`
	SwitchInlineQuery            *string         `json:"switch_inline_query,omitempty"`
	SwitchInlineQueryCurrentChat *string         `json:"switch_inline_query_current_chat,omitempty"`
	SwitchInlineQueryChosenChat  json.RawMessage `json:"switch_inline_query_chosen_chat,omitempty"`
	CopyText                     *copyText       `json:"copy_text,omitempty"`
	CallbackGame                 json.RawMessage `json:"callback_game,omitempty"`
	Pay                          bool            `json:"pay,omitempty"`
}

type webApp struct {
	URL string `json:"url"`
}

type loginURL struct {
	URL                string `json:"url"`
	ForwardText        string `json:"forward_text,omitempty"`
	BotUsername        string `json:"bot_username,omitempty"`
	RequestWriteAccess bool   `json:"request_write_access,omitempty"`
}

type copyText struct {
	Text string `json:"text"`
}

type keyboardButton struct {
	Text              string          `json:"text"`
	IconCustomEmojiID string          `json:"icon_custom_emoji_id"`
	Style             string          `json:"style"`
	RequestUsers      json.RawMessage `json:"request_users"`
	RequestChat       json.RawMessage `json:"request_chat"`
	RequestManagedBot json.RawMessage `json:"request_managed_bot"`
	RequestContact    bool            `json:"request_contact"`
	RequestLocation   bool            `json:"request_location"`
	RequestPoll       json.RawMessage `json:"request_poll"`
	WebApp            *webApp         `json:"web_app"`
}

// UnmarshalJSON takes a string for a button that is only a text.
func (k *keyboardButton) UnmarshalJSON(b []byte) error {
	if b[0] == '"' {
		return json.Unmarshal(b, &k.Text)
	}
	type object keyboardButton
	return strictly(b, (*object)(k))
}

// inputMedia is InputMediaPhoto or InputMediaDocument.
type inputMedia struct {
	Type                        string          `json:"type"`
	Media                       string          `json:"media"`
	Thumbnail                   string          `json:"thumbnail"`
	Caption                     string          `json:"caption"`
	ParseMode                   string          `json:"parse_mode"`
	CaptionEntities             []messageEntity `json:"caption_entities"`
	ShowCaptionAboveMedia       bool            `json:"show_caption_above_media"`
	HasSpoiler                  bool            `json:"has_spoiler"`
	DisableContentTypeDetection bool            `json:"disable_content_type_detection"`
}

type commandScope struct {
	Type   string          `json:"type"`
	ChatID json.RawMessage `json:"chat_id"`
	UserID int64           `json:"user_id"`
}

type menuButton struct {
	Type   string  `json:"type"`
	Text   string  `json:"text,omitempty"`
	WebApp *webApp `json:"web_app,omitempty"`
}

// strictly decodes one object and nothing behind it.
func strictly(b []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return io.ErrUnexpectedEOF
	}
	return nil
}

// json decodes an object parameter; what names it in the refusal.
func (c *call) json(name, what string, into any) *refusal {
	v := c.value(name)
	if !v.given {
		return nil
	}
	if err := strictly([]byte(v.text), into); err != nil {
		return bad("can't parse %s JSON object: %s", what, reason(err))
	}
	return nil
}

// reason names the field, never what stood there.
func reason(err error) string {
	if typ, ok := err.(*json.UnmarshalTypeError); ok {
		return "field \"" + typ.Field + "\" must be of another type"
	}
	return err.Error()
}
