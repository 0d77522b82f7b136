package bot

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"dodomu/bot/emulator"
)

const testSecret = "s3cret_of-the-test"

// door serves a bot's webhook and notes how each request was answered.
type door struct {
	mu       sync.Mutex
	statuses map[int]int
	bot      *Bot
}

func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	noted := &status{ResponseWriter: w, code: http.StatusOK}
	d.bot.Webhook().ServeHTTP(noted, r)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.statuses[noted.code]++
}

func (d *door) count(code int) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.statuses[code]
}

type status struct {
	http.ResponseWriter
	code int
}

func (s *status) WriteHeader(code int) {
	s.code = code
	s.ResponseWriter.WriteHeader(code)
}

// hooked is a stage whose bot is brought its updates.
func hooked(t *testing.T) (*stage, *door) {
	t.Helper()
	d := &door{statuses: map[int]int{}}
	web := httptest.NewServer(d)
	t.Cleanup(web.Close)
	s := set(t, Options{WebhookURL: web.URL + "/telegram", WebhookSecret: testSecret})
	d.bot = s.bot
	return s, d
}

// With a webhook the same conversation is had; what the store cannot keep is
// answered with 503 and comes again.
func TestWebhook(t *testing.T) {
	s, d := hooked(t)
	p := s.someone(700, "uk")
	p.Say("/start") // before anything is registered
	s.play()
	s.quiet()
	s.sees(p, "bot.welcome")
	s.shortReport(p)
	s.sees(p, "kept.tail.ask")
	mend := s.harm()
	p.Say("/cases")
	s.until("Telegram to be sent away", func() bool { return d.count(http.StatusServiceUnavailable) > 0 })
	mend()
	s.quiet()
	if newest(p).ID < lastOwn(p) {
		t.Errorf("what was sent away was not answered:\n%s", chat(p))
	}
	calls := s.tele.Calls()
	if !registered(calls, testSecret) {
		t.Error("the webhook was not registered with its secret")
	}
}

func registered(calls []emulator.Call, secret string) bool {
	for _, c := range calls {
		if c.Method == "setWebhook" && c.Params["secret_token"] == secret && strings.HasSuffix(c.Params["url"], "/telegram") {
			return true
		}
	}
	return false
}

// Nobody without the secret is heard.
func TestWebhookOfAStranger(t *testing.T) {
	s, d := hooked(t)
	s.play()
	update := `{"update_id":5,"message":{"message_id":1,"date":1,"text":"x","from":{"id":700,"is_bot":false,"first_name":"x"},"chat":{"id":700,"type":"private"}}}`
	for _, secret := range []string{"", "guess", testSecret + "x"} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.options.WebhookURL, strings.NewReader(update))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
	}
	if got := d.count(http.StatusUnauthorized); got != 3 {
		t.Errorf("%d of 3 strangers were sent away", got)
	}
	s.quiet()
	if got := s.counts().Waiting; got != 0 {
		t.Errorf("%d answers to strangers", got)
	}
}

// A bot that polls removes the webhook that the one before it registered, and
// answers what came meanwhile.
func TestWebhookIsRemoved(t *testing.T) {
	s, _ := hooked(t)
	s.play()
	s.stop()
	p := s.someone(700, "uk")
	s.options.WebhookURL, s.options.WebhookSecret = "", ""
	s.rebuild()
	shut := httptest.NewRecorder()
	s.bot.Webhook().ServeHTTP(shut, httptest.NewRequest(http.MethodPost, "/telegram", http.NoBody))
	if shut.Code != http.StatusNotFound {
		t.Errorf("without a webhook the door answers %d", shut.Code)
	}
	p.Say("/start")
	s.play()
	s.quiet()
	s.sees(p, "bot.welcome")
	state, err := s.bot.wire.Registered(context.Background())
	if err != nil || state.URL != "" {
		t.Errorf("still registered: %q, %v", state.URL, err)
	}
}
