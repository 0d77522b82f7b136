package emulator

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// refusals: what Telegram refuses, and the words it says.
var refusals = []struct{ name, method, body, words string }{
	{"no chat", "sendMessage", `{"text":"a"}`, "Bad Request: chat_id is empty"},
	{"unknown chat", "sendMessage", `{"chat_id":5,"text":"a"}`, "Bad Request: chat not found"},
	{"chat by name", "sendMessage", `{"chat_id":"@nobody","text":"a"}`, "chat not found"},
	{"no text", "sendMessage", `{"chat_id":77}`, "message text is empty"},
	{"only spaces", "sendMessage", `{"chat_id":77,"text":" \n "}`, "message text is empty"},
	{"unknown parameter", "sendMessage", `{"chat_id":77,"text":"a","texts":"b"}`, `unknown parameter "texts"`},
	{"text is a number", "sendMessage", `{"chat_id":77,"text":5}`, `field "text" must be of type String`},
	{"chat is an object", "sendMessage", `{"chat_id":{},"text":"a"}`, `field "chat_id" must be`},
	{"bool is a word", "sendMessage", `{"chat_id":77,"text":"a","protect_content":"yes"}`, "must be of type Boolean"},
	{"bool is a number", "sendMessage", `{"chat_id":77,"text":"a","protect_content":1}`, "must be of type Boolean"},
	{"id is a fraction", "deleteMessage", `{"chat_id":77,"message_id":1.5}`, "must be a valid Integer"},
	{"not JSON", "sendMessage", `{"chat_id":77`, "can't parse request JSON object"},
	{"a list", "sendMessage", `[]`, "can't parse request JSON object"},
	{"parse mode", "sendMessage", `{"chat_id":77,"text":"a","parse_mode":"BBCode"}`, "unsupported parse_mode"},
	{"markup text", "sendMessage", `{"chat_id":77,"text":"a","reply_markup":"x"}`, "must be a JSON object"},
	{"markup empty", "sendMessage", `{"chat_id":77,"text":"a","reply_markup":{}}`, "object expected as reply markup"},
	{"markup unknown", "sendMessage", `{"chat_id":77,"text":"a","reply_markup":{"inline_keyboards":[]}}`, `unknown field "inline_keyboards"`},
	{"button empty", "sendMessage", inlineText(`{"text":"","callback_data":"a"}`), "Text must be non-empty"},
	{"button idle", "sendMessage", inlineText(`{"text":"a"}`), "Text buttons are unallowed in the inline keyboard"},
	{"button double", "sendMessage", inlineText(`{"text":"a","callback_data":"a","url":"https://a.b"}`), "exactly one action"},
	{"button style", "sendMessage", inlineText(`{"text":"a","callback_data":"a","style":"gold"}`), "invalid button style"},
	{"button unknown", "sendMessage", inlineText(`{"text":"a","data":"a"}`), `unknown field "data"`},
	{"button type", "sendMessage", inlineText(`{"text":1,"callback_data":"a"}`), "must be of another type"},
	{"button data 65", "sendMessage", inlineText(`{"text":"a","callback_data":"` + strings.Repeat("a", 65) + `"}`), "BUTTON_DATA_INVALID"},
	{"button data 66 bytes", "sendMessage", inlineText(`{"text":"a","callback_data":"` + strings.Repeat("ї", 33) + `"}`), "BUTTON_DATA_INVALID"},
	{"button url", "sendMessage", inlineText(`{"text":"a","url":"nowhere"}`), "Wrong HTTP URL"},
	{"101 buttons", "sendMessage", inlineText(strings.Repeat(`{"text":"a","callback_data":"a"},`, 100) + `{"text":"a","callback_data":"a"}`), "reply markup is too long"},
	{"keys empty", "sendMessage", `{"chat_id":77,"text":"a","reply_markup":{"keyboard":[[]]}}`, "reply keyboard is empty"},
	{"key unknown", "sendMessage", `{"chat_id":77,"text":"a","reply_markup":{"keyboard":[[{"text":"a","callback_data":"b"}]]}}`, "unknown field"},
	{"reply to nothing", "sendMessage", `{"chat_id":77,"text":"a","reply_parameters":{"message_id":9999}}`, "message to be replied not found"},
	{"preview unknown", "sendMessage", `{"chat_id":77,"text":"a","link_preview_options":{"off":true}}`, "unknown field"},
	{"entity too long", "sendMessage", `{"chat_id":77,"text":"a","entities":[{"type":"bold","offset":0,"length":2}]}`, "ends after the end"},
	{"entity unknown", "sendMessage", `{"chat_id":77,"text":"a","entities":[{"type":"loud","offset":0,"length":1}]}`, "Unsupported type"},
	{"topic", "sendMessage", `{"chat_id":77,"text":"a","message_thread_id":3}`, "message thread not found"},
	{"no photo", "sendPhoto", `{"chat_id":77}`, "there is no photo in the request"},
	{"wrong photo", "sendPhoto", `{"chat_id":77,"photo":"AgACAgxx"}`, "wrong file identifier"},
	{"photo by address", "sendPhoto", `{"chat_id":77,"photo":"https://a.b/c.jpg"}`, "failed to get HTTP URL content"},
	{"no document", "sendDocument", `{"chat_id":77}`, "there is no document in the request"},
	{"album of one", "sendMediaGroup", `{"chat_id":77,"media":[{"type":"photo","media":"a"}]}`, "2 to 10"},
	{"album unattached", "sendMediaGroup", `{"chat_id":77,"media":[{"type":"photo","media":"attach://a"},{"type":"photo","media":"attach://b"}]}`, "can't find uploaded file"},
	{"album mixed", "sendMediaGroup", `{"chat_id":77,"media":[{"type":"photo","media":"a"},{"type":"document","media":"b"}]}`, "album"},
	{"album strange", "sendMediaGroup", `{"chat_id":77,"media":[{"type":"document","media":"a","has_spoiler":true},{"type":"document","media":"b"}]}`, "unknown for type"},
	{"edit nothing", "editMessageText", `{"chat_id":77,"message_id":9999,"text":"b"}`, "message to edit not found"},
	{"edit theirs", "editMessageText", `{"chat_id":77,"message_id":1,"text":"b"}`, "message can't be edited"},
	{"edit unnamed", "editMessageText", `{"chat_id":77,"text":"b"}`, "message identifier is not specified"},
	{"edit inline", "editMessageText", `{"inline_message_id":"a","text":"b"}`, "MESSAGE_ID_INVALID"},
	{"delete nothing", "deleteMessage", `{"chat_id":77,"message_id":9999}`, "message to delete not found"},
	{"delete none", "deleteMessages", `{"chat_id":77,"message_ids":[]}`, "message identifiers are not specified"},
	{"delete 101", "deleteMessages", `{"chat_id":77,"message_ids":[` + strings.Repeat("1,", 100) + `1]}`, "too many message identifiers"},
	{"delete zero", "deleteMessages", `{"chat_id":77,"message_ids":[0]}`, "invalid message identifier"},
	{"copy nothing", "copyMessage", `{"chat_id":77,"from_chat_id":77,"message_id":9999}`, "message to copy not found"},
	{"copy from nobody", "copyMessage", `{"chat_id":77,"from_chat_id":4,"message_id":1}`, "chat not found"},
	{"forward nothing", "forwardMessage", `{"chat_id":77,"from_chat_id":77,"message_id":9999}`, "message to forward not found"},
	{"answer unknown", "answerCallbackQuery", `{"callback_query_id":"1"}`, "query is too old and response timeout expired or query ID is invalid"},
	{"answer long", "answerCallbackQuery", `{"callback_query_id":"1","text":"` + strings.Repeat("ї", 201) + `"}`, "MESSAGE_TOO_LONG"},
	{"action", "sendChatAction", `{"chat_id":77,"action":"thinking"}`, "wrong parameter action"},
	{"file", "getFile", `{"file_id":"nope"}`, "wrong file_id or the file is temporarily unavailable"},
	{"command upper", "setMyCommands", `{"commands":[{"command":"Report","description":"a"}]}`, "BOT_COMMAND_INVALID"},
	{"command long", "setMyCommands", `{"commands":[{"command":"` + strings.Repeat("a", 33) + `","description":"a"}]}`, "BOT_COMMAND_INVALID"},
	{"command mute", "setMyCommands", `{"commands":[{"command":"a","description":""}]}`, "BOT_COMMAND_DESCRIPTION_INVALID"},
	{"command language", "setMyCommands", `{"commands":[],"language_code":"ukr"}`, "language code"},
	{"command scope", "setMyCommands", `{"commands":[],"scope":{"type":"world"}}`, "Unsupported type"},
	{"command scope chat", "setMyCommands", `{"commands":[],"scope":{"type":"chat","chat_id":5}}`, "chat not found"},
	{"name long", "setMyName", `{"name":"` + strings.Repeat("ї", 65) + `"}`, "too long"},
	{"description long", "setMyDescription", `{"description":"` + strings.Repeat("ї", 513) + `"}`, "too long"},
	{"short long", "setMyShortDescription", `{"short_description":"` + strings.Repeat("ї", 121) + `"}`, "too long"},
	{"menu", "setChatMenuButton", `{"menu_button":{"type":"wheel"}}`, "unsupported type"},
	{"member", "getChatMember", `{"chat_id":77,"user_id":5}`, "PARTICIPANT_ID_INVALID"},
	{"leave", "leaveChat", `{"chat_id":77}`, "private chats"},
	{"pin", "pinChatMessage", `{"chat_id":77,"message_id":999}`, "message to pin not found"},
	{"kind", "getUpdates", `{"allowed_updates":["news"]}`, "unknown kind of update"},
	{"kinds", "getUpdates", `{"allowed_updates":[1]}`, "Array of String"},
	{"hook http", "setWebhook", `{"url":"http://example.org/"}`, "An HTTPS URL must be provided"},
	{"hook port", "setWebhook", `{"url":"https://example.org:444/"}`, "only on ports 80, 88, 443 or 8443"},
	{"hook url", "setWebhook", `{"url":"::"}`, "invalid webhook URL"},
	{"hook secret", "setWebhook", `{"url":"https://a.b/","secret_token":"a b"}`, "unallowed characters"},
	{"hook secret long", "setWebhook", `{"url":"https://a.b/","secret_token":"` + strings.Repeat("a", 257) + `"}`, "too long"},
	{"hook many", "setWebhook", `{"url":"https://a.b/","max_connections":101}`, "between 1 and 100"},
	{"hook ip", "setWebhook", `{"url":"https://a.b/","ip_address":"a"}`, "Invalid IP address"},
}

func inlineText(buttons string) string {
	return `{"chat_id":77,"text":"a","reply_markup":{"inline_keyboard":[[` + buttons + `]]}}`
}

func TestRefusals(t *testing.T) {
	for _, c := range refusals {
		t.Run(c.name, func(t *testing.T) {
			w := quiet(t)
			before := len(w.ann.Messages())
			if a := w.refused(c.method, c.body, c.words); a.Status != 400 {
				t.Errorf("status %d, want 400", a.Status)
			}
			if n := len(w.ann.Messages()); n != before {
				t.Errorf("%d messages appeared", n-before)
			}
		})
	}
}

func TestLimitsOfLength(t *testing.T) {
	w := quiet(t)
	photo := string(testPhoto(t, 10, 10))
	cases := []struct {
		name string
		send func(text string) answer
		unit string
		most int
	}{
		{"letters", func(s string) answer { return w.call("sendMessage", `{"chat_id":77,"text":"`+s+`"}`) }, "ї", 4096},
		{"emoji", func(s string) answer { return w.call("sendMessage", `{"chat_id":77,"text":"`+s+`"}`) }, "🌻", 2048},
		{"html", func(s string) answer {
			return w.call("sendMessage", `{"chat_id":77,"parse_mode":"HTML","text":"<b>`+s+`</b>"}`)
		}, "&amp;", 4096},
		{"caption", func(s string) answer {
			return w.form("sendPhoto", map[string]string{"chat_id": "77", "caption": s}, formFile{"photo", "a.jpg", photo})
		}, "ї", 1024},
		{"data", func(s string) answer {
			return w.call("sendMessage", inlineText(`{"text":"a","callback_data":"`+s+`"}`))
		}, "ї", 32},
		{"name", func(s string) answer { return w.call("setMyName", `{"name":"`+s+`"}`) }, "ї", 64},
	}
	for _, c := range cases {
		if a := c.send(strings.Repeat(c.unit, c.most)); !a.OK {
			t.Errorf("%s: %d refused: %s", c.name, c.most, a.Description)
		}
		if a := c.send(strings.Repeat(c.unit, c.most+1)); a.OK {
			t.Errorf("%s: %d taken", c.name, c.most+1)
		}
	}
}

func TestTokenAndMethod(t *testing.T) {
	w := quiet(t)
	cases := []struct {
		path   string
		status int
		words  string
	}{
		{"/bot" + testToken + "/getMe", 200, ""},
		{"/bot" + testToken + "/GETME", 200, ""},
		{"/bot1:other/getMe", 401, "Unauthorized"},
		{"/bot" + testToken + "/sendNothing", 404, "Not Found: method not found"},
		{"/elsewhere", 404, "Not Found"},
		{"/file/bot1:other/a", 401, "Unauthorized"},
		{"/file/bot" + testToken + "/photos/file_9.jpg", 404, "Not Found"},
	}
	for _, c := range cases {
		a := w.send(httptest.NewRequest("GET", c.path, nil))
		if a.Status != c.status || a.Description != c.words {
			t.Errorf("%s: %d %q, want %d %q", c.path, a.Status, a.Description, c.status, c.words)
		}
	}
}

func TestParametersByEveryWay(t *testing.T) {
	w := quiet(t)
	query := httptest.NewRequest("GET", "/bot"+testToken+"/sendMessage?chat_id=77&text=a+b&protect_content=True", nil)
	form := httptest.NewRequest("POST", "/bot"+testToken+"/sendMessage", strings.NewReader("chat_id=77&text=a+b"))
	form.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answers := map[string]answer{
		"query":     w.send(query),
		"form":      w.send(form),
		"multipart": w.form("sendMessage", map[string]string{"chat_id": "77", "text": "a b"}),
		"json":      w.call("sendMessage", `{"chat_id":"77","text":"a b","parse_mode":null}`),
	}
	for way, a := range answers {
		if got := read[sent](t, a.Result).Text; got != "a b" {
			t.Errorf("%s: %q", way, got)
		}
	}
	if a := w.form("sendMessage", map[string]string{"chat_id": "77", "text": "a"}, formFile{"stray", "a", "b"}); a.OK {
		t.Error("a file that nothing refers to was taken")
	}
}

func TestEditing(t *testing.T) {
	w := quiet(t)
	m := read[sent](t, w.good("sendMessage", inlineText(`{"text":"Так","callback_data":"y"}`)).Result)
	at := fmt.Sprintf(`"chat_id":77,"message_id":%d`, m.ID)
	w.refused("editMessageText", `{`+at+`,"text":"a","reply_markup":{"inline_keyboard":[[{"text":"Так","callback_data":"y"}]]}}`, "message is not modified")
	w.refused("editMessageCaption", `{`+at+`,"caption":"b"}`, "there is no caption in the message to edit")
	w.refused("editMessageText", `{`+at+`,"text":"b","reply_markup":{"remove_keyboard":true}}`, "inline keyboard expected")
	edited := read[sent](t, w.good("editMessageText", `{`+at+`,"text":"<b>b</b>","parse_mode":"HTML"}`).Result)
	if edited.Text != "b" || edited.EditDate == 0 || edited.Markup != nil {
		t.Errorf("edited: %+v", edited)
	}
	w.refused("editMessageReplyMarkup", `{`+at+`}`, "message is not modified")
	w.good("editMessageReplyMarkup", `{`+at+`,"reply_markup":{"inline_keyboard":[[{"text":"Ні","callback_data":"n"}]]}}`)
	seen := w.ann.Messages()[1]
	if seen.HTML != "<b>b</b>" || !seen.Edited || seen.Inline[0][0].Data != "n" {
		t.Errorf("seen: %+v", seen)
	}
}

func TestDeleting(t *testing.T) {
	w := quiet(t)
	old, theirs := w.say("old").ID, w.ann.Say("mine")
	w.clock.pass(48*time.Hour + time.Second)
	fresh := w.say("fresh").ID
	w.refused("deleteMessage", fmt.Sprintf(`{"chat_id":77,"message_id":%d}`, old), "message can't be deleted")
	w.refused("deleteMessages", fmt.Sprintf(`{"chat_id":77,"message_ids":[%d,%d]}`, fresh, theirs), "message can't be deleted")
	w.good("deleteMessages", fmt.Sprintf(`{"chat_id":77,"message_ids":[%d,9999]}`, fresh))
	w.refused("deleteMessage", fmt.Sprintf(`{"chat_id":77,"message_id":%d}`, fresh), "message to delete not found")
	if n := len(w.ann.Messages()); n != 3 {
		t.Errorf("%d messages are shown, want 3", n)
	}
	last := w.ann.History()
	if m := last[len(last)-1]; !m.Deleted || m.Text != "fresh" {
		t.Errorf("history ends with %+v", m)
	}
	now := w.ann.Say("now")
	w.good("deleteMessage", fmt.Sprintf(`{"chat_id":77,"message_id":%d}`, now))
}

func TestWhoMayBeWrittenTo(t *testing.T) {
	w := quiet(t)
	stranger := w.Person(Profile{ID: 88, FirstName: "Боб"})
	toStranger := `{"chat_id":88,"text":"a"}`
	w.refused("sendMessage", toStranger, "Bad Request: chat not found")
	w.Group(-5, "Штаб", stranger)
	if a := w.refused("sendMessage", toStranger, "Forbidden: bot can't initiate conversation with a user"); a.Status != 403 {
		t.Errorf("status %d", a.Status)
	}
	stranger.Say("hello")
	w.good("sendMessage", toStranger)
	stranger.Block()
	if a := w.refused("sendMessage", toStranger, "Forbidden: bot was blocked by the user"); a.Status != 403 {
		t.Errorf("status %d", a.Status)
	}
	stranger.Unblock()
	w.good("sendMessage", toStranger)
	stranger.Deactivate()
	w.refused("sendMessage", toStranger, "Forbidden: user is deactivated")
}
