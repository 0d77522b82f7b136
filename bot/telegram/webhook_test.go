package telegram

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// bring posts one body as Telegram does.
func bring(h http.Handler, secret, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
	r.Header.Set(SecretHeader, secret)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestWebhookAnswers(t *testing.T) {
	fine := func(context.Context, []Update) error { return nil }
	busy := func(context.Context, []Update) error { return ErrBusy }
	broken := func(context.Context, []Update) error { return errors.New("disk full PLANTED") }
	tests := []struct {
		name, secret, given, body string
		handle                    Handle
		want                      int
	}{
		{"fine", "s", "s", text(1), fine, 200},
		{"busy", "s", "s", text(1), busy, 503},
		{"failed", "s", "s", text(1), broken, 503},
		{"another secret", "s", "t", text(1), fine, 401},
		{"the beginning of the secret", "long", "lon", text(1), fine, 401},
		{"no secret given", "s", "", text(1), fine, 401},
		{"no secret set", "", "", text(1), fine, 401},
		{"garbage", "s", "s", "nonsense", fine, 400},
		{"nothing", "s", "s", "", fine, 400},
		{"no id", "s", "s", `{"message":{}}`, fine, 400},
		{"undecodable with an id", "s", "s", `{"update_id":4,"message":"x"}`, fine, 200},
		{"cut short after the id", "s", "s", `{"update_id":4,"message":{"te`, fine, 200},
		{"a megabyte and more", "s", "s", strings.Repeat("x", maxUpdate+1), fine, 413},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			handled := 0
			w := bring(Webhook(tt.secret, func(ctx context.Context, u []Update) error { handled++; return tt.handle(ctx, u) }), tt.given, tt.body)
			if w.Code != tt.want {
				t.Errorf("answered %d, want %d", w.Code, tt.want)
			}
			if reached := handled > 0; reached != (tt.want == 200 || tt.want == 503) {
				t.Errorf("handled %d times", handled)
			}
			if again := w.Header().Get("Retry-After") != ""; again != (tt.want == 503) {
				t.Errorf("Retry-After %q", w.Header().Get("Retry-After"))
			}
			if w.Body.Len() > 0 {
				t.Errorf("said %q", w.Body)
			}
		})
	}
}

func TestWebhookTakesOnlyPOST(t *testing.T) {
	h := Webhook("s", func(context.Context, []Update) error { t.Error("handled"); return nil })
	for _, method := range []string{"GET", "PUT", "HEAD", "DELETE"} {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(method, "/", strings.NewReader(text(1)))
		r.Header.Set(SecretHeader, "s")
		h.ServeHTTP(w, r)
		if w.Code != 405 || w.Header().Get("Allow") != "POST" {
			t.Errorf("%s: %d, Allow %q", method, w.Code, w.Header().Get("Allow"))
		}
	}
}

// crowd brings updates first to last one after another while the handle works
// on what came before, and returns the answers in the same order.
func crowd(h http.Handler, first, last int) (answers []int, done func()) {
	var all sync.WaitGroup
	answers = make([]int, last-first+1)
	for id := first; id <= last; id++ {
		all.Go(func() { answers[id-first] = bring(h, "s", text(id)).Code })
		synctest.Wait()
	}
	return answers, all.Wait
}

func TestWebhookHandlesACrowdTogetherAndInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var batches [][]int64
		h := Webhook("s", func(_ context.Context, u []Update) error {
			batches = append(batches, ids(u))
			time.Sleep(time.Second)
			if len(batches) == 2 {
				return errors.New("disk full")
			}
			return nil
		})
		answers, done := crowd(h, 1, 5)
		done()
		if diff := cmp.Diff([][]int64{{1}, {2, 3, 4, 5}}, batches); diff != "" {
			t.Errorf("batches: %s", diff)
		}
		if diff := cmp.Diff([]int{200, 503, 503, 503, 503}, answers); diff != "" {
			t.Errorf("answers: %s", diff)
		}
		if w := bring(h, "s", text(6)); w.Code != 200 {
			t.Errorf("afterwards %d", w.Code)
		}
	})
}

func TestWebhookHandsTheLeadOnThroughLongQueues(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var got []int64
		most := 0
		h := Webhook("s", func(_ context.Context, u []Update) error {
			got = append(got, ids(u)...)
			most = max(most, len(u))
			time.Sleep(time.Second)
			return nil
		})
		_, done := crowd(h, 1, 350)
		done()
		for i, id := range got {
			if id != int64(i+1) {
				t.Fatalf("at %d came %d", i, id)
			}
		}
		if len(got) != 350 || most != maxBatch {
			t.Errorf("%d updates, at most %d together", len(got), most)
		}
	})
}

func TestWebhookSendsAwayWhatTheQueueCannotHold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := Webhook("s", func(context.Context, []Update) error { time.Sleep(time.Second); return nil })
		answers, done := crowd(h, 1, maxWaiting+2)
		done()
		for i, code := range answers {
			if want := map[bool]int{true: 503, false: 200}[i > maxWaiting]; code != want {
				t.Fatalf("request %d: %d, want %d", i, code, want)
			}
		}
	})
}

// A panic is net/http's to report; those that shared the call must not hang.
func TestWebhookSurvivesAPanic(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls := 0
		h := Webhook("s", func(context.Context, []Update) error {
			calls++
			time.Sleep(time.Second)
			if calls == 2 {
				panic("poison")
			}
			return nil
		})
		calm := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			defer func() {
				if recover() != nil {
					w.WriteHeader(500)
				}
			}()
			h.ServeHTTP(w, r)
		})
		answers, done := crowd(calm, 1, 3)
		done()
		if diff := cmp.Diff([]int{200, 500, 503}, answers); diff != "" {
			t.Error(diff)
		}
		if w := bring(h, "s", text(4)); w.Code != 200 {
			t.Errorf("afterwards %d", w.Code)
		}
	})
}

// Telegram hanging up is no reason to leave a transaction half done.
func TestWebhookFinishesWhenTheCallerHangsUp(t *testing.T) {
	finished := make(chan error, 1)
	begun := make(chan struct{})
	s := httptest.NewServer(Webhook("s", func(ctx context.Context, _ []Update) error {
		close(begun)
		select {
		case <-ctx.Done():
		case <-time.After(50 * time.Millisecond):
		}
		finished <- ctx.Err()
		return nil
	}))
	defer s.Close()
	ctx, hangUp := context.WithCancel(t.Context())
	r, _ := http.NewRequestWithContext(ctx, http.MethodPost, s.URL, strings.NewReader(text(1)))
	r.Header.Set(SecretHeader, "s")
	go func() { <-begun; hangUp() }()
	if resp, err := http.DefaultClient.Do(r); err == nil {
		io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
	}
	if err := <-finished; err != nil {
		t.Errorf("the handle was ended: %v", err)
	}
}
