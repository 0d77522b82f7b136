package emulator

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// echo is a tiny bot that speaks the wire: it repeats words, tells of photos,
// answers presses, and says what it is told to.
type echo struct {
	t      *testing.T
	base   string
	slow   chan string // presses of the slow button, to be answered by the test
	stop   context.CancelFunc
	silent bool
}

type echoUpdate struct {
	ID      int          `json:"update_id"`
	Message *echoMessage `json:"message"`
	Edited  *echoMessage `json:"edited_message"`
	Press   *struct {
		ID      string      `json:"id"`
		Data    string      `json:"data"`
		Message echoMessage `json:"message"`
	} `json:"callback_query"`
}

type echoMessage struct {
	ID   int    `json:"message_id"`
	Text string `json:"text"`
	Chat struct {
		ID int64 `json:"id"`
	} `json:"chat"`
	Photo []struct {
		Width  int `json:"width"`
		Height int `json:"height"`
	} `json:"photo"`
	Document *struct {
		Name string `json:"file_name"`
	} `json:"document"`
}

const echoToken = "123456:echo"

// startEcho runs the bot against a server until the test ends.
func startEcho(t *testing.T, bot http.Handler) *echo {
	t.Helper()
	wire := httptest.NewServer(bot)
	ctx, stop := context.WithCancel(context.Background())
	e := &echo{t: t, base: wire.URL + "/bot" + echoToken + "/", slow: make(chan string, 10), stop: stop}
	e.call("setMyCommands", map[string]any{"commands": []Command{{"start", "Begin"}, {"keys", "Show the keyboard"}, {"long", "A long message"}}})
	e.call("setMyDescription", map[string]any{"description": "I repeat what you say."})
	done := make(chan struct{})
	go func() {
		defer close(done)
		e.poll(ctx)
	}()
	t.Cleanup(func() { stop(); <-done; wire.Close() })
	return e
}

func (e *echo) poll(ctx context.Context) {
	offset := 0
	for ctx.Err() == nil {
		body := fmt.Sprintf(`{"offset":%d,"timeout":20}`, offset)
		req, _ := http.NewRequestWithContext(ctx, http.MethodPost, e.base+"getUpdates", strings.NewReader(body))
		req.Header.Set("Content-Type", "application/json")
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			continue
		}
		var answer struct{ Result []echoUpdate }
		err = json.NewDecoder(resp.Body).Decode(&answer)
		resp.Body.Close()
		for _, u := range answer.Result {
			offset = u.ID + 1
			e.turn(u)
		}
		if err != nil && ctx.Err() == nil {
			e.t.Errorf("echo: %v", err)
			return
		}
	}
}

func (e *echo) call(method string, params map[string]any) int {
	body, _ := json.Marshal(params)
	resp, err := http.Post(e.base+method, "application/json", bytes.NewReader(body))
	if err != nil {
		e.t.Errorf("echo: %v", err)
		return 0
	}
	defer resp.Body.Close()
	text, _ := io.ReadAll(resp.Body)
	var answer struct {
		OK     bool
		Result json.RawMessage
	}
	if err := json.Unmarshal(text, &answer); err != nil || !answer.OK {
		e.t.Errorf("echo: %s answers %s", method, text)
	}
	var m echoMessage
	_ = json.Unmarshal(answer.Result, &m)
	return m.ID
}

// upload calls a method with a file.
func (e *echo) upload(method string, fields map[string]string, part string, file []byte) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range fields {
		_ = form.WriteField(name, value)
	}
	w, _ := form.CreateFormFile(part, "photo.jpg")
	_, _ = w.Write(file)
	form.Close()
	resp, err := http.Post(e.base+method, form.FormDataContentType(), &body)
	if err != nil || resp.StatusCode != http.StatusOK {
		e.t.Errorf("echo: %s: %v %v", method, resp, err)
		return
	}
	resp.Body.Close()
}

func (e *echo) say(chat int64, html string, markup any) int {
	params := map[string]any{"chat_id": chat, "text": html, "parse_mode": "HTML"}
	if markup != nil {
		params["reply_markup"] = markup
	}
	return e.call("sendMessage", params)
}

func inlineMarkup(rows ...[]string) any {
	var keys [][]map[string]string
	for _, row := range rows {
		var list []map[string]string
		for _, text := range row {
			list = append(list, map[string]string{"text": text, "callback_data": strings.ToLower(text)})
		}
		keys = append(keys, list)
	}
	return map[string]any{"inline_keyboard": keys}
}

func (e *echo) turn(u echoUpdate) {
	switch {
	case u.Press != nil:
		e.pressed(u)
	case u.Edited != nil:
		e.say(u.Edited.Chat.ID, "Now it says: "+escaped(u.Edited.Text), nil)
	case u.Message == nil || e.silent:
	case len(u.Message.Photo) > 0:
		p := u.Message.Photo[len(u.Message.Photo)-1]
		e.say(u.Message.Chat.ID, fmt.Sprintf("A photo of %d × %d", p.Width, p.Height), nil)
	case u.Message.Document != nil:
		e.say(u.Message.Chat.ID, "A file: "+escaped(u.Message.Document.Name), nil)
	default:
		e.heard(u.Message)
	}
}

func (e *echo) heard(m *echoMessage) {
	switch m.Text {
	case "/start":
		e.say(m.Chat.ID, "Hello. <b>Is it you?</b>", inlineMarkup([]string{"Yes", "No"}, []string{"Toast", "Alert", "Slow"}))
	case "/keys":
		e.say(m.Chat.ID, "Choose below.", map[string]any{"resize_keyboard": true, "input_field_placeholder": "Day or night",
			"keyboard": [][]any{{map[string]any{"text": "Day"}, map[string]any{"text": "Night"}}, {map[string]any{"text": "My number", "request_contact": true}}}})
	case "":
		e.say(m.Chat.ID, "Something without words.", nil)
	default:
		e.say(m.Chat.ID, "You said: "+escaped(m.Text), nil)
	}
}

func (e *echo) pressed(u echoUpdate) {
	answer := map[string]any{"callback_query_id": u.Press.ID}
	switch u.Press.Data {
	case "slow":
		e.slow <- u.Press.ID
		return
	case "toast":
		answer["text"] = "A passing line"
	case "alert":
		answer["text"], answer["show_alert"] = "Read this, then close it", true
	default:
		e.call("editMessageText", map[string]any{"chat_id": u.Press.Message.Chat.ID, "message_id": u.Press.Message.ID,
			"text": "You chose " + u.Press.Data, "reply_markup": inlineMarkup([]string{"Back"})})
	}
	e.call("answerCallbackQuery", answer)
}

func escaped(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
}
