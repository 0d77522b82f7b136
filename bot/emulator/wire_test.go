package emulator

import (
	"context"
	"encoding/json"
	"encoding/pem"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// line is an emulator behind a real connection.
type line struct {
	*Server
	t   *testing.T
	url string
	ann *Person
}

func newLine(t *testing.T) *line {
	s := New(Options{Token: testToken, Limits: Limits{Off: true}, WebhookRetry: time.Millisecond})
	server := httptest.NewServer(s.Handler())
	t.Cleanup(server.Close)
	t.Cleanup(s.Close)
	ann := s.Person(Profile{ID: 77, FirstName: "Анна"})
	ann.Start("")
	return &line{s, t, server.URL + "/bot" + testToken + "/", ann}
}

// get calls and returns status and body; an error when the answer breaks.
func (l *line) get(what string) (int, string, error) {
	resp, err := http.Get(l.url + what)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(b), err
}

const hello = "sendMessage?chat_id=77&text=hello"

func TestFaults(t *testing.T) {
	cases := []struct {
		name   string
		fault  Fault
		status int    // 0: the answer breaks
		body   string // begins so
		effect bool
	}{
		{"storm", Fault{Status: 429, RetryAfter: 7}, 429, `{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 7","parameters":{"retry_after":7}}`, false},
		{"server error", Fault{Status: 502}, 502, `{"ok":false,"error_code":502,"description":"Bad Gateway"}`, false},
		{"html", Fault{Status: 503, Body: "<html>", ContentType: "text/html"}, 503, "<html>", false},
		{"lost answer", Fault{Status: 500, Effect: true}, 500, `{"ok":false`, true},
		{"malformed", Fault{Body: `{"ok":`, Effect: true}, 200, `{"ok":`, true},
		{"reset before", Fault{Before: true}, 0, "", false},
		{"reset after", Fault{After: true}, 0, "", true},
		{"cut", Fault{Cut: 20}, 0, `{"ok":true,"result":`, true},
		{"slow", Fault{Slow: 5000}, 200, `{"ok":true,"result":{"message_id":`, true},
		{"delay", Fault{Delay: time.Millisecond}, 200, `{"ok":true`, true},
		{"another chat", Fault{Chat: 5, Before: true}, 200, `{"ok":true`, true},
		{"another method", Fault{Method: "getMe", Before: true}, 200, `{"ok":true`, true},
		{"not yet", Fault{Skip: 1, Before: true}, 200, `{"ok":true`, true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			l := newLine(t)
			c.fault.Times = 1
			l.Fault(c.fault)
			before := len(l.ann.Messages())
			status, body, err := l.get(hello)
			if c.status == 0 && err == nil || c.status != 0 && (err != nil || status != c.status) {
				t.Errorf("status %d, error %v", status, err)
			}
			if !strings.HasPrefix(body, c.body) {
				t.Errorf("body %q", body)
			}
			if effect := len(l.ann.Messages()) > before; effect != c.effect {
				t.Errorf("effect %v", effect)
			}
			if c.fault.Skip > 0 {
				return
			}
			if status, _, err := l.get("getMe?"); err != nil && c.name != "another method" || err == nil && status != 200 {
				t.Errorf("afterwards: %d %v", status, err)
			}
		})
	}
}

func TestFaultsAreCounted(t *testing.T) {
	l := newLine(t)
	l.Fault(Fault{Status: 500, Times: 2})
	remove := l.Fault(Fault{Status: 502})
	var got []int
	for range 4 {
		status, _, _ := l.get(hello)
		got = append(got, status)
	}
	remove()
	status, _, _ := l.get(hello)
	if got = append(got, status); !slices.Equal(got, []int{500, 500, 502, 502, 200}) {
		t.Errorf("statuses %v", got)
	}
}

func TestHang(t *testing.T) {
	l := newLine(t)
	remove := l.Fault(Fault{Hang: true, Effect: true})
	seen := l.Version()
	ctx, leave := context.WithCancel(t.Context())
	go func() {
		for len(l.ann.Messages()) < 2 {
			seen, _ = l.Wait(t.Context(), seen)
		}
		leave()
	}()
	r, _ := http.NewRequestWithContext(ctx, "GET", l.url+hello, nil)
	if _, err := http.DefaultClient.Do(r); !errors.Is(err, context.Canceled) {
		t.Errorf("the call ended with %v", err)
	}
	remove()
	if status, _, err := l.get("getMe"); status != 200 || err != nil {
		t.Errorf("%d %v", status, err)
	}
}

func TestRepeatAndShuffle(t *testing.T) {
	w := quiet(t)
	for range 20 {
		w.ann.Say("a")
	}
	all := w.pollFor(`{}`)
	w.pollFor(`{"offset":` + string(number(all[19]+1)) + `,"timeout":1}`)
	w.Fault(Fault{Method: "getUpdates", Repeat: 20, Shuffle: true, Times: 1})
	again := w.pollFor(`{"offset":` + string(number(all[19]+1)) + `}`)
	ordered := true
	for i := 1; i < len(again); i++ {
		ordered = ordered && again[i] > again[i-1]
	}
	if len(again) != 20 || ordered {
		t.Errorf("%d came again, in order: %v", len(again), ordered)
	}
}

// hookBot is a bot that takes a webhook.
type hookBot struct {
	mu      sync.Mutex
	answers []int // then 200
	after   string
	taken   []string // texts, in order of arrival
	tries   int
	secret  string
	changed chan struct{}
}

func (h *hookBot) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var u gotUpdate
	_ = json.NewDecoder(r.Body).Decode(&u)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.tries++
	h.secret = r.Header.Get("X-Telegram-Bot-Api-Secret-Token")
	if len(h.answers) > 0 {
		w.Header().Set("Retry-After", h.after)
		w.WriteHeader(h.answers[0])
		h.answers = h.answers[1:]
		return
	}
	if u.Message != nil {
		h.taken = append(h.taken, u.Message.Text)
	}
	select {
	case h.changed <- struct{}{}:
	default:
	}
}

func (h *hookBot) count() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.taken)
}

func TestWebhook(t *testing.T) {
	for _, secure := range []bool{false, true} {
		l := newLine(t)
		b := &hookBot{answers: []int{500, 503, 301}, changed: make(chan struct{}, 1)}
		server := httptest.NewUnstartedServer(b)
		w := &world{Server: l.Server, t: t}
		fields := map[string]string{"secret_token": "s-1", "max_connections": "2"}
		var files []formFile
		if secure {
			server.StartTLS()
			cert := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
			files = append(files, formFile{"certificate", "c.pem", string(cert)})
		} else {
			server.Start()
		}
		defer server.Close()
		fields["url"] = server.URL
		if a := w.form("setWebhook", fields, files...); !a.OK {
			t.Fatal(a.Description)
		}
		for _, text := range []string{"1", "2", "3"} {
			l.ann.Say(text)
		}
		for b.count() < 4 || l.Pending() > 0 {
			seen := l.Version()
			if b.count() < 4 || l.Pending() > 0 {
				_, _ = l.Wait(t.Context(), seen)
			}
		}
		if got := strings.Join(b.taken, " "); got != "/start 1 2 3" || b.secret != "s-1" || b.tries != 7 {
			t.Errorf("taken %q after %d tries with secret %q", got, b.tries, b.secret)
		}
		info := string(w.good("getWebhookInfo", `{}`).Result)
		for _, want := range []string{`"pending_update_count":0`, `"last_error_message":"Wrong response from the webhook: Moved Permanently"`, `"max_connections":2`} {
			if !strings.Contains(info, want) {
				t.Errorf("info %s has no %s", info, want)
			}
		}
	}
}

func TestWebhookWaitsAsAsked(t *testing.T) {
	h := &webhook{server: quiet(t).Server}
	h.server.hook = h
	h.ctx, h.end = context.WithCancel(t.Context())
	h.client = http.DefaultClient
	l := &laneQueue{updates: []update{{id: 1}}}
	var waits []time.Duration
	for _, o := range []outcome{{status: 500}, {status: 500}, {status: 503, retryAfter: 9 * time.Second}, {status: 500}, {err: io.EOF}} {
		waits = append(waits, h.pause(l, o))
	}
	want := []time.Duration{time.Second, 2 * time.Second, 9 * time.Second, 4 * time.Second, 8 * time.Second}
	for i := range want {
		if waits[i] != want[i] {
			t.Errorf("waits %v, want %v", waits, want)
		}
	}
	for range 10 {
		l.delay = h.pause(l, outcome{status: 500})
	}
	if l.delay != longestHookDelay {
		t.Errorf("the longest pause is %v", l.delay)
	}
}

func TestWebhookOfABotThatIsGone(t *testing.T) {
	w := quiet(t)
	h := &webhook{server: w.Server}
	if h.abandoned(410) {
		t.Error("given up at once")
	}
	w.clock.pass(22 * time.Hour)
	if h.abandoned(410) {
		t.Error("given up after 22 hours")
	}
	w.clock.pass(2 * time.Hour)
	if !h.abandoned(410) {
		t.Error("not given up after 24 hours")
	}
	if h.abandoned(500) || h.abandoned(410) {
		t.Error("another answer in between counts for nothing")
	}
}

// The real client must find nothing strange.
func TestTheLibrary(t *testing.T) {
	l := newLine(t)
	base, _, _ := strings.Cut(l.url, "/bot")
	heard := make(chan *models.Update, 10)
	b, err := bot.New(testToken, bot.WithServerURL(base), bot.WithDefaultHandler(func(_ context.Context, _ *bot.Bot, u *models.Update) { heard <- u }))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); b.Start(ctx) }()
	defer func() { stop(); <-done }()
	if u := <-heard; u.Message.Text != "/start" || u.Message.Entities[0].Type != models.MessageEntityTypeBotCommand {
		t.Errorf("heard %+v", u.Message)
	}
	m, err := b.SendMessage(ctx, &bot.SendMessageParams{
		ChatID: int64(77), Text: "<b>Так?</b>", ParseMode: models.ParseModeHTML,
		ReplyMarkup: &models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{{{Text: "Так", CallbackData: "y"}}}},
	})
	if err != nil || m.Entities[0].Length != 4 || m.Chat.ID != 77 {
		t.Fatalf("%+v %v", m, err)
	}
	press, err := l.ann.Press(m.ID, "y")
	if err != nil {
		t.Fatal(err)
	}
	if u := <-heard; u.CallbackQuery.ID != press || u.CallbackQuery.Message.Message.ID != m.ID {
		t.Errorf("heard %+v", u.CallbackQuery)
	}
	if ok, err := b.AnswerCallbackQuery(ctx, &bot.AnswerCallbackQueryParams{CallbackQueryID: press}); !ok || err != nil {
		t.Error(ok, err)
	}
	photo := &models.InputFileUpload{Filename: "a.jpg", Data: strings.NewReader(string(testPhoto(t, 40, 40)))}
	sentPhoto, err := b.SendPhoto(ctx, &bot.SendPhotoParams{ChatID: int64(77), Photo: photo, Caption: "x"})
	if err != nil || len(sentPhoto.Photo) != 1 {
		t.Errorf("%+v %v", sentPhoto, err)
	}
	album, err := b.SendMediaGroup(ctx, &bot.SendMediaGroupParams{ChatID: int64(77), Media: []models.InputMedia{
		&models.InputMediaPhoto{Media: "attach://p0", MediaAttachment: strings.NewReader(string(testPhoto(t, 30, 30)))},
		&models.InputMediaPhoto{Media: sentPhoto.Photo[0].FileID},
	}})
	if err != nil || len(album) != 2 {
		t.Errorf("%+v %v", album, err)
	}
	l.ann.Block()
	if u := <-heard; u.MyChatMember.NewChatMember.Type != models.ChatMemberTypeBanned {
		t.Errorf("heard %+v", u.MyChatMember)
	}
	if _, err := b.SendMessage(ctx, &bot.SendMessageParams{ChatID: int64(77), Text: "a"}); !errors.Is(err, bot.ErrorForbidden) {
		t.Errorf("to one who blocked: %v", err)
	}
	l.Fault(Fault{Method: "sendMessage", Status: 429, RetryAfter: 3, Times: 1})
	_, err = b.SendMessage(ctx, &bot.SendMessageParams{ChatID: int64(77), Text: "a"})
	var tooMany *bot.TooManyRequestsError
	if !errors.As(err, &tooMany) || tooMany.RetryAfter != 3 {
		t.Errorf("in a storm: %v", err)
	}
}
