package telegram

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// form is what one request carried: its fields, files as "file NAME: BYTES".
type form map[string]string

func read(t *testing.T, r *http.Request) form {
	t.Helper()
	f := form{"": path.Base(r.URL.Path)}
	if r.ContentLength == 0 {
		return f
	}
	if r.Header.Get("Content-Type") == "application/json" {
		var all map[string]json.RawMessage
		if err := json.NewDecoder(r.Body).Decode(&all); err != nil {
			t.Errorf("%s: %v", r.URL.Path, err)
		}
		for k, v := range all {
			f[k] = string(v)
			var text string
			if json.Unmarshal(v, &text) == nil {
				f[k] = text
			}
		}
		return f
	}
	if err := r.ParseMultipartForm(1 << 20); err != nil {
		t.Errorf("%s: %v", r.URL.Path, err)
		return f
	}
	for k, v := range r.MultipartForm.Value {
		f[k] = strings.Join(v, "|")
	}
	for k, files := range r.MultipartForm.File {
		in, _ := files[0].Open()
		b, _ := io.ReadAll(in)
		f[k] = fmt.Sprintf("file %s: %s", files[0].Filename, b)
	}
	return f
}

const (
	message  = `{"message_id":77,"date":1,"chat":{"id":5,"type":"private"}}`
	photo    = `{"message_id":78,"date":1,"chat":{"id":5,"type":"private"},"photo":[{"file_id":"small","file_unique_id":"s","width":1,"height":1},{"file_id":"large","file_unique_id":"l","width":9,"height":9}]}`
	document = `{"message_id":79,"date":1,"chat":{"id":5,"type":"private"},"document":{"file_id":"doc","file_unique_id":"d"}}`
)

// sendCase is one call: what it puts on the wire, and what it makes of the answer.
type sendCase struct {
	name   string
	answer string
	call   func(context.Context, *Client) (any, error)
	result any
	forms  []form // together, what is sent
}

// Every field of To, and what it becomes.
var (
	to     = To{Chat: 5, Topic: 3, ReplyTo: 9, Silent: true, Protect: true, Paid: true}
	common = form{"chat_id": "5", "message_thread_id": "3", "disable_notification": "true", "protect_content": "true", "allow_paid_broadcast": "true",
		"reply_parameters": `{"message_id":9,"allow_sending_without_reply":true}`}
	noPreview  = form{"link_preview_options": `{"is_disabled":true}`}
	markup     = form{"parse_mode": "HTML"}
	buttons    = [][]Button{{{Label: "Так", Data: "t:1", Style: "success"}, {Label: "Сайт", URL: "https://x"}}, {{Label: "Номер", Copy: "AB"}}}
	inlineJSON = `{"inline_keyboard":[[{"text":"Так","style":"success","callback_data":"t:1"},{"text":"Сайт","url":"https://x"}],[{"text":"Номер","copy_text":{"text":"AB"}}]]}`
)

func wordCases() []sendCase {
	return []sendCase{
		{"text", message, func(ctx context.Context, c *Client) (any, error) {
			return c.SendText(ctx, Text{To: to, HTML: `<b>"Ї"</b>`, Keyboard: Keyboard{Inline: buttons}})
		}, 77, []form{{"": "sendMessage", "text": `<b>"Ї"</b>`, "reply_markup": inlineJSON}, common, noPreview, markup}},
		{"plain text with preview", message, func(ctx context.Context, c *Client) (any, error) {
			return c.SendText(ctx, Text{To: To{Chat: -100}, HTML: "x", Preview: true})
		}, 77, []form{{"": "sendMessage", "text": "x", "chat_id": "-100"}, markup}},
		{"keys", message, func(ctx context.Context, c *Client) (any, error) {
			k := Keyboard{Keys: [][]Key{{{Label: "Я", Contact: true}, {Label: "Тут", Place: true}}}, OneTime: true, Hint: "пишіть"}
			return c.SendText(ctx, Text{To: To{Chat: 5}, HTML: "x", Keyboard: k})
		}, 77, []form{{"": "sendMessage", "text": "x", "chat_id": "5", "reply_markup": `{"keyboard":[[{"text":"Я","request_contact":true},{"text":"Тут","request_location":true}]],"resize_keyboard":true,"one_time_keyboard":true,"input_field_placeholder":"пишіть"}`}, markup, noPreview}},
		{"keys away", message, func(ctx context.Context, c *Client) (any, error) {
			return c.SendText(ctx, Text{To: To{Chat: 5}, HTML: "x", Keyboard: Keyboard{Remove: true}})
		}, 77, []form{{"": "sendMessage", "text": "x", "chat_id": "5", "reply_markup": `{"remove_keyboard":true}`}, markup, noPreview}},
		{"force reply", message, func(ctx context.Context, c *Client) (any, error) {
			return c.SendText(ctx, Text{To: To{Chat: 5}, HTML: "x", Keyboard: Keyboard{ForceReply: true, Hint: "h"}})
		}, 77, []form{{"": "sendMessage", "text": "x", "chat_id": "5", "reply_markup": `{"force_reply":true,"input_field_placeholder":"h"}`}, markup, noPreview}},
	}
}

func changeCases() []sendCase {
	return []sendCase{
		{"edit", message, func(ctx context.Context, c *Client) (any, error) {
			return nil, c.EditText(ctx, Edit{Chat: 5, Message: 77, HTML: "y", Inline: buttons})
		}, nil, []form{{"": "editMessageText", "chat_id": "5", "message_id": "77", "text": "y", "reply_markup": inlineJSON}, noPreview, markup}},
		{"buttons away", message, func(ctx context.Context, c *Client) (any, error) {
			return nil, c.EditKeyboard(ctx, 5, 77, nil)
		}, nil, []form{{"": "editMessageReplyMarkup", "chat_id": "5", "message_id": "77"}}},
		{"other buttons", "true", func(ctx context.Context, c *Client) (any, error) {
			return nil, c.EditKeyboard(ctx, 5, 77, buttons)
		}, nil, []form{{"": "editMessageReplyMarkup", "chat_id": "5", "message_id": "77", "reply_markup": inlineJSON}}},
		{"delete", "true", func(ctx context.Context, c *Client) (any, error) {
			return nil, c.Delete(ctx, 5, []int{1, 2})
		}, nil, []form{{"": "deleteMessages", "chat_id": "5", "message_ids": "[1,2]"}}},
		{"answer", "true", func(ctx context.Context, c *Client) (any, error) {
			return nil, c.AnswerPress(ctx, Answer{Press: "q", Text: "Ні", Alert: true})
		}, nil, []form{{"": "answerCallbackQuery", "callback_query_id": "q", "text": "Ні", "show_alert": "true"}}},
		{"action", "true", func(ctx context.Context, c *Client) (any, error) {
			return nil, c.ChatAction(ctx, 5, Typing)
		}, nil, []form{{"": "sendChatAction", "chat_id": "5", "action": "typing"}}},
	}
}

func mediaCases() []sendCase {
	return []sendCase{
		{"photo", photo, func(ctx context.Context, c *Client) (any, error) {
			return c.SendPhoto(ctx, Photo{To: to, File: Upload{Name: "a.jpg", Bytes: []byte("JPEG")}, HTML: "c", Spoiler: true})
		}, Sent{78, "large"}, []form{{"": "sendPhoto", "photo": "file a.jpg: JPEG", "caption": "c", "has_spoiler": "true"}, common, markup}},
		{"photo again", photo, func(ctx context.Context, c *Client) (any, error) {
			return c.SendPhoto(ctx, Photo{To: To{Chat: 5}, File: Upload{FileID: "large"}})
		}, Sent{78, "large"}, []form{{"": "sendPhoto", "chat_id": "5", "photo": "large"}, markup}},
		{"document", document, func(ctx context.Context, c *Client) (any, error) {
			return c.SendDocument(ctx, Document{To: to, File: Upload{Bytes: []byte("PDF")}, HTML: "c", Keyboard: Keyboard{Remove: true}})
		}, Sent{79, "doc"}, []form{{"": "sendDocument", "document": "file file: PDF", "caption": "c", "disable_content_type_detection": "true", "reply_markup": `{"remove_keyboard":true}`}, common, markup}},
		{"album", "[" + photo + "," + photo + "]", func(ctx context.Context, c *Client) (any, error) {
			return c.SendAlbum(ctx, Album{To: to, Pictures: []Picture{{File: Upload{Bytes: []byte("1")}, HTML: "c"}, {File: Upload{FileID: "known"}, Spoiler: true}}})
		}, []Sent{{78, "large"}, {78, "large"}}, []form{{"": "sendMediaGroup", "picture0": "file picture0: 1",
			"media": `[{"type":"photo","media":"attach://picture0","caption":"c","parse_mode":"HTML"},{"type":"photo","media":"known","parse_mode":"HTML","has_spoiler":true}]`}, common}},
	}
}

func profileCases() []sendCase {
	return []sendCase{
		{"commands", "true", func(ctx context.Context, c *Client) (any, error) {
			return nil, c.SetCommands(ctx, Commands{Language: "uk", List: []Command{{"start", "Почати"}}})
		}, nil, []form{{"": "setMyCommands", "language_code": "uk", "commands": `[{"command":"start","description":"Почати"}]`, "scope": `{"type":"all_private_chats"}`}}},
		{"commands of a chat", "true", func(ctx context.Context, c *Client) (any, error) {
			return nil, c.SetCommands(ctx, Commands{Chat: -7, List: []Command{{"queue", "Черга"}}})
		}, nil, []form{{"": "setMyCommands", "commands": `[{"command":"queue","description":"Черга"}]`, "scope": `{"type":"chat","chat_id":-7}`}}},
		{"name", "true", func(ctx context.Context, c *Client) (any, error) { return nil, c.SetName(ctx, "uk", "Додому") }, nil,
			[]form{{"": "setMyName", "language_code": "uk", "name": "Додому"}}},
		{"description", "true", func(ctx context.Context, c *Client) (any, error) { return nil, c.SetDescription(ctx, "", "d") }, nil,
			[]form{{"": "setMyDescription", "description": "d"}}},
		{"short description", "true", func(ctx context.Context, c *Client) (any, error) { return nil, c.SetShortDescription(ctx, "pl", "d") }, nil,
			[]form{{"": "setMyShortDescription", "language_code": "pl", "short_description": "d"}}},
		{"menu button", "true", func(ctx context.Context, c *Client) (any, error) { return nil, c.SetMenuButton(ctx, 5) }, nil,
			[]form{{"": "setChatMenuButton", "chat_id": "5", "menu_button": `{"type":"commands"}`}}},
		{"menu button everywhere", "true", func(ctx context.Context, c *Client) (any, error) { return nil, c.SetMenuButton(ctx, 0) }, nil,
			[]form{{"": "setChatMenuButton", "menu_button": `{"type":"commands"}`}}},
		{"webhook", "true", func(ctx context.Context, c *Client) (any, error) {
			return nil, c.SetWebhook(ctx, Registration{URL: "https://x/y", Secret: "s", Connections: 8, Allowed: []string{"message"}})
		}, nil, []form{{"": "setWebhook", "url": "https://x/y", "secret_token": "s", "max_connections": "8", "allowed_updates": `["message"]`}}},
		{"webhook away", "true", func(ctx context.Context, c *Client) (any, error) { return nil, c.DeleteWebhook(ctx) }, nil,
			[]form{{"": "deleteWebhook"}}},
		{"webhook state", `{"url":"https://x","pending_update_count":4,"has_custom_certificate":false}`, func(ctx context.Context, c *Client) (any, error) {
			s, err := c.Registered(ctx)
			return [2]any{s.URL, s.Waiting}, err
		}, [2]any{"https://x", 4}, []form{{"": "getWebhookInfo"}}},
	}
}

func TestSending(t *testing.T) {
	for _, tt := range slices.Concat(wordCases(), changeCases(), mediaCases(), profileCases()) {
		t.Run(tt.name, func(t *testing.T) {
			var got form
			c := against(t, func(w http.ResponseWriter, r *http.Request) {
				got = read(t, r)
				fmt.Fprintf(w, `{"ok":true,"result":%s}`, tt.answer)
			})
			result, err := tt.call(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.result, result); diff != "" {
				t.Errorf("result: %s", diff)
			}
			want := form{}
			for _, part := range tt.forms {
				maps.Copy(want, part)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("request: %s", diff)
			}
		})
	}
}

// What cannot be right is refused before the network is asked.
func TestRefusedWithoutAsking(t *testing.T) {
	c := client(t, Options{Transport: transport(func(r *http.Request) (*http.Response, error) {
		t.Errorf("asked %s", path.Base(r.URL.Path))
		return reply(200, `{"ok":true,"result":true}`), nil
	})})
	ctx := t.Context()
	both := Keyboard{Remove: true, ForceReply: true}
	one := Picture{File: Upload{FileID: "x"}}
	tests := map[string]func() error{
		"two keyboards":    func() error { _, err := c.SendText(ctx, Text{Keyboard: both}); return err },
		"photo, two":       func() error { _, err := c.SendPhoto(ctx, Photo{Keyboard: both}); return err },
		"document, two":    func() error { _, err := c.SendDocument(ctx, Document{Keyboard: both}); return err },
		"album of one":     func() error { _, err := c.SendAlbum(ctx, Album{Pictures: []Picture{one}}); return err },
		"album of eleven":  func() error { _, err := c.SendAlbum(ctx, Album{Pictures: make([]Picture, 11)}); return err },
		"101 to delete":    func() error { return c.Delete(ctx, 1, make([]int, 101)) },
		"webhook unlocked": func() error { return c.SetWebhook(ctx, Registration{URL: "https://x"}) },
	}
	for name, call := range tests {
		if err := call(); OutcomeOf(err) != Refused {
			t.Errorf("%s: %v, want refused", name, err)
		}
	}
	if err := c.Delete(ctx, 1, nil); err != nil {
		t.Errorf("nothing to delete: %v", err)
	}
}
