package emulator

import (
	"bytes"
	"encoding/json"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

const testToken = "123456:secret"

// clock is a time that only the test moves.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Unix(1_790_000_000, 0)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// world is an emulator with one person who has started the bot.
type world struct {
	*Server
	t     *testing.T
	clock *clock
	ann   *Person
}

func newWorld(t *testing.T, o Options) *world {
	t.Helper()
	c := newClock()
	o.Token, o.BotName, o.Now = testToken, "test_bot", c.now
	s := New(o)
	t.Cleanup(s.Close)
	w := &world{s, t, c, s.Person(Profile{ID: 77, FirstName: "Анна", LastName: "Коваль", Language: "uk"})}
	w.ann.Start("")
	w.updates()
	return w
}

func quiet(t *testing.T) *world { return newWorld(t, Options{Limits: Limits{Off: true}}) }

// answer is a whole answer of the Bot API.
type answer struct {
	OK          bool
	Status      int
	Result      json.RawMessage
	ErrorCode   int `json:"error_code"`
	Description string
	Parameters  struct {
		RetryAfter      int   `json:"retry_after"`
		MigrateToChatID int64 `json:"migrate_to_chat_id"`
	}
}

func (w *world) send(r *http.Request) answer {
	w.t.Helper()
	rec := httptest.NewRecorder()
	w.Handler().ServeHTTP(rec, r)
	var a answer
	if err := json.Unmarshal(rec.Body.Bytes(), &a); err != nil {
		w.t.Fatalf("answer %q: %v", rec.Body, err)
	}
	a.Status = rec.Code
	if a.OK != (rec.Code == 200) || !a.OK && a.ErrorCode != rec.Code {
		w.t.Errorf("status %d and answer %s disagree", rec.Code, rec.Body)
	}
	return a
}

// call calls a method with JSON.
func (w *world) call(method, body string) answer {
	w.t.Helper()
	r := httptest.NewRequest("POST", "/bot"+testToken+"/"+method, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	return w.send(r)
}

// good is call for what must succeed.
func (w *world) good(method, body string) answer {
	w.t.Helper()
	a := w.call(method, body)
	if !a.OK {
		w.t.Fatalf("%s %s: %s", method, body, a.Description)
	}
	return a
}

// refused is call for what must be refused with these words.
func (w *world) refused(method, body, words string) answer {
	w.t.Helper()
	a := w.call(method, body)
	if a.OK || !strings.Contains(a.Description, words) {
		w.t.Errorf("%s %.200s:\n got %s %q\nwant %q", method, body, a.Result, a.Description, words)
	}
	return a
}

// upload is one file in a form.
type formFile struct{ part, name, content string }

func (w *world) form(method string, fields map[string]string, files ...formFile) answer {
	w.t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for name, v := range fields {
		if err := m.WriteField(name, v); err != nil {
			w.t.Fatal(err)
		}
	}
	for _, f := range files {
		part, err := m.CreateFormFile(f.part, f.name)
		if err != nil {
			w.t.Fatal(err)
		}
		_, _ = io.WriteString(part, f.content)
	}
	_ = m.Close()
	r := httptest.NewRequest("POST", "/bot"+testToken+"/"+method, &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return w.send(r)
}

// sent is what of a sent message the tests look at.
type sent struct {
	ID       int    `json:"message_id"`
	Text     string `json:"text"`
	Caption  string `json:"caption"`
	Entities []struct {
		Type           string
		Offset, Length int
		URL, Language  string
	}
	Photo []struct {
		FileID string `json:"file_id"`
		Unique string `json:"file_unique_id"`
		Width  int
	}
	Document struct {
		FileID string `json:"file_id"`
		Name   string `json:"file_name"`
	}
	Album    string          `json:"media_group_id"`
	EditDate int64           `json:"edit_date"`
	Markup   json.RawMessage `json:"reply_markup"`
	Origin   json.RawMessage `json:"forward_origin"`
	Reply    *sent           `json:"reply_to_message"`
	Chat     struct {
		ID   int64
		Type string
	}
}

func read[T any](t *testing.T, raw []byte) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
	return v
}

func (w *world) say(text string) sent {
	w.t.Helper()
	return read[sent](w.t, w.good("sendMessage", `{"chat_id":77,"text":`+quoted(text)+`}`).Result)
}

func quoted(s string) string {
	var w writer
	w.text(s)
	return string(w.b)
}

// gotUpdate is what of an update the tests look at.
type gotUpdate struct {
	ID       int64           `json:"update_id"`
	Message  *sent           `json:"message"`
	Edited   *sent           `json:"edited_message"`
	Press    json.RawMessage `json:"callback_query"`
	MyMember json.RawMessage `json:"my_chat_member"`
}

// updates takes and acknowledges all that waits.
func (w *world) updates() []gotUpdate {
	w.t.Helper()
	var all []gotUpdate
	for w.Pending() > 0 {
		w.clock.pass(time.Second)
		offset := int64(0)
		if len(all) > 0 {
			offset = all[len(all)-1].ID + 1
		}
		got := read[[]gotUpdate](w.t, w.good("getUpdates", `{"offset":`+string(number(offset))+`}`).Result)
		all = append(all, got...)
		if len(got) > 0 {
			w.mu.Lock()
			w.queue.confirm(got[len(got)-1].ID + 1)
			w.mu.Unlock()
		}
	}
	return all
}

// picture is a small JPEG.
func testPhoto(t *testing.T, width, height int) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for x := range width {
		img.Set(x, x%height, color.RGBA{uint8(x), 120, 10, 255})
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
