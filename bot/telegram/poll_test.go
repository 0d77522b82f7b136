package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// queue is the receiving half of Telegram, in virtual time: what is below an
// offset is forgotten, what is above is sent again and again.
type queue struct {
	t       *testing.T
	pending []string
	came    chan string
	asked   []question
	at      []time.Time
	faults  []transport // answered with, first come first, before anything else
}

func newQueue(t *testing.T, updates ...string) *queue {
	return &queue{t: t, pending: updates}
}

func (q *queue) RoundTrip(r *http.Request) (*http.Response, error) {
	var ask question
	if err := json.NewDecoder(r.Body).Decode(&ask); err != nil {
		q.t.Errorf("question: %v", err)
	}
	q.asked, q.at = append(q.asked, ask), append(q.at, time.Now())
	if len(q.faults) > 0 {
		fault := q.faults[0]
		q.faults = q.faults[1:]
		return fault(r)
	}
	q.pending = slices.DeleteFunc(q.pending, func(raw string) bool { return readID([]byte(raw)) < ask.Offset })
	if len(q.pending) == 0 {
		select {
		case raw := <-q.came:
			q.pending = append(q.pending, raw)
		case <-time.After(time.Duration(ask.Timeout) * time.Second):
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
	}
	n := min(len(q.pending), ask.Limit)
	return reply(200, `{"ok":true,"result":[`+strings.Join(q.pending[:n], ",")+`]}`), nil
}

func (q *queue) offsets() (all []int64) {
	for _, a := range q.asked {
		all = append(all, a.Offset)
	}
	return all
}

func text(id int) string {
	return fmt.Sprintf(`{"update_id":%d,"message":{"message_id":1,"date":1,"chat":{"id":5,"type":"private"},"text":"Ї"}}`, id)
}

func ids(updates []Update) (all []int64) {
	for _, u := range updates {
		all = append(all, u.ID)
	}
	return all
}

// bubble plays Poll against q in virtual time.
func bubble(t *testing.T, q *queue, play func(ctx context.Context, stop func())) {
	synctest.Test(t, func(t *testing.T) {
		q.came = make(chan string, 1)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		play(ctx, stop)
		synctest.Wait()
	})
}

func TestPollAcknowledgesOnlyWhatWasHandled(t *testing.T) {
	q := newQueue(t, text(10), text(11), text(12))
	bubble(t, q, func(ctx context.Context, stop func()) {
		var got [][]int64
		err := client(t, Options{Transport: q}).Poll(ctx, PollOptions{Limit: 2, Allowed: []string{"message"}}, func(_ context.Context, u []Update) error {
			got = append(got, ids(u))
			switch len(got) {
			case 1:
				return errors.New("disk full")
			case 3:
				stop()
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([][]int64{{10, 11}, {10, 11}, {12}}, got); diff != "" {
			t.Errorf("handled: %s", diff)
		}
	})
	if diff := cmp.Diff([]int64{0, 0, 12, 13}, q.offsets()); diff != "" {
		t.Errorf("offsets: %s", diff)
	}
	if pause := q.at[1].Sub(q.at[0]); pause < shortestPause {
		t.Errorf("asked again after %v", pause)
	}
	for _, a := range q.asked {
		if !slices.Equal(a.Allowed, []string{"message"}) {
			t.Errorf("allowed_updates %q", a.Allowed)
		}
	}
	if last := q.asked[3]; last.Timeout != 0 || last.Limit != 1 {
		t.Errorf("the farewell waits: %+v", last)
	}
	if len(q.pending) != 0 {
		t.Errorf("left to come again: %q", q.pending)
	}
}

// After an idle week ids go on anywhere: an offset must not outlive its use.
func TestPollForgetsTheOffsetOnceTelegramKnowsIt(t *testing.T) {
	q := newQueue(t, text(1000))
	bubble(t, q, func(ctx context.Context, stop func()) {
		go func() {
			time.Sleep(2 * time.Hour)
			q.came <- text(7)
		}()
		var got []int64
		client(t, Options{Transport: q}).Poll(ctx, PollOptions{}, func(_ context.Context, u []Update) error {
			got = append(got, ids(u)...)
			if len(got) == 2 {
				stop()
			}
			return nil
		})
		if diff := cmp.Diff([]int64{1000, 7}, got); diff != "" {
			t.Error(diff)
		}
	})
	if got := q.offsets()[:3]; !slices.Equal(got, []int64{0, 1001, 0}) {
		t.Errorf("offsets begin with %v", got)
	}
}

func TestPollKeepsTheOffsetUntilItWasHeard(t *testing.T) {
	q := newQueue(t, text(3))
	bubble(t, q, func(ctx context.Context, stop func()) {
		lost := transport(func(*http.Request) (*http.Response, error) { stop(); return nil, errors.New("reset") })
		client(t, Options{Transport: q}).Poll(ctx, PollOptions{}, func(context.Context, []Update) error {
			q.faults = []transport{lost}
			return nil
		})
	})
	if diff := cmp.Diff([]int64{0, 4, 4}, q.offsets()); diff != "" {
		t.Error(diff)
	}
}

func TestPollStopsBetweenHandlesAndLetsOneFinish(t *testing.T) {
	q := newQueue(t, text(1))
	bubble(t, q, func(ctx context.Context, stop func()) {
		began := time.Now()
		err := client(t, Options{Transport: q}).Poll(ctx, PollOptions{}, func(ctx context.Context, _ []Update) error {
			stop()
			select {
			case <-ctx.Done():
			case <-time.After(3 * time.Second):
			}
			return ctx.Err()
		})
		if took := time.Since(began); err != nil || took != 3*time.Second {
			t.Errorf("ended after %v with %v", took, err)
		}
	})
	if diff := cmp.Diff([]int64{0, 2}, q.offsets()); diff != "" {
		t.Error(diff)
	}
}

func TestPollGivesUpAHandleThatDoesNotFinish(t *testing.T) {
	q := newQueue(t, text(1))
	bubble(t, q, func(ctx context.Context, stop func()) {
		began := time.Now()
		client(t, Options{Transport: q}).Poll(ctx, PollOptions{Finish: 2 * time.Second}, func(ctx context.Context, _ []Update) error {
			stop()
			<-ctx.Done()
			return ctx.Err()
		})
		if took := time.Since(began); took != 2*time.Second {
			t.Errorf("ended after %v", took)
		}
	})
	if diff := cmp.Diff([]int64{0}, q.offsets()); diff != "" {
		t.Errorf("acknowledged what was not handled: %s", diff)
	}
}

func TestPollStopsWhileItWaits(t *testing.T) {
	q := newQueue(t)
	bubble(t, q, func(ctx context.Context, stop func()) {
		time.AfterFunc(20*time.Second, stop)
		began := time.Now()
		var reported []error
		err := client(t, Options{Transport: q}).Poll(ctx, PollOptions{Report: func(err error, _ time.Duration) { reported = append(reported, err) }}, nil)
		if took := time.Since(began); err != nil || took != 20*time.Second || len(reported) != 0 {
			t.Errorf("ended after %v with %v, reported %v", took, err, reported)
		}
	})
}

func TestPollHandsOverWhatCannotBeDecoded(t *testing.T) {
	q := newQueue(t, text(1), `{"update_id":2,"message":"PLANTED"}`, `{"update_id":3,"message":{"message_id":"PLANTED"}}`, text(4))
	bubble(t, q, func(ctx context.Context, stop func()) {
		client(t, Options{Transport: q}).Poll(ctx, PollOptions{}, func(_ context.Context, got []Update) error {
			stop()
			if diff := cmp.Diff([]int64{1, 2, 3, 4}, ids(got)); diff != "" {
				t.Error(diff)
			}
			for i, u := range got {
				bad := i == 1 || i == 2
				if bad != errors.Is(u.Err, ErrUndecodable) || bad != (u.Parsed == nil) {
					t.Errorf("update %d: %v", u.ID, u.Err)
				}
				if bad && (strings.Contains(u.Err.Error(), "PLANTED") || !strings.Contains(string(u.Raw), "PLANTED")) {
					t.Errorf("update %d: %v with %s", u.ID, u.Err, u.Raw)
				}
			}
			return nil
		})
	})
	if len(q.pending) != 0 {
		t.Errorf("left: %q", q.pending)
	}
}

// Ten minutes without Telegram: first quickly, then at most once in 5 s.
func TestPollBacksOffInAnOutage(t *testing.T) {
	for name, rand := range map[string]func() float64{"least": func() float64 { return 0 }, "most": func() float64 { return 0.999 }, "none": nil} {
		t.Run(name, func(t *testing.T) {
			q := newQueue(t)
			for range 1000 {
				q.faults = append(q.faults, func(*http.Request) (*http.Response, error) { return reply(502, "<html>"), nil })
			}
			bubble(t, q, func(ctx context.Context, stop func()) {
				time.AfterFunc(10*time.Minute, stop)
				client(t, Options{Transport: q}).Poll(ctx, PollOptions{Rand: rand}, nil)
			})
			if n := len(q.at); n < 40 || n > 120 {
				t.Errorf("%d requests in ten minutes", n)
			}
			if first := q.at[1].Sub(q.at[0]); first < shortestPause {
				t.Errorf("first pause %v", first)
			}
		})
	}
}

func TestPollWaitsAsLongAsTelegramAsks(t *testing.T) {
	q := newQueue(t)
	q.faults = []transport{func(*http.Request) (*http.Response, error) {
		return reply(429, `{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":300}}`), nil
	}}
	bubble(t, q, func(ctx context.Context, stop func()) {
		time.AfterFunc(301*time.Second, stop)
		client(t, Options{Transport: q}).Poll(ctx, PollOptions{}, nil)
	})
	if len(q.at) != 2 || q.at[1].Sub(q.at[0]) != 300*time.Second {
		t.Errorf("asked at %v", q.at)
	}
}

func refusal(code int, words string) transport {
	return func(*http.Request) (*http.Response, error) {
		return reply(code, fmt.Sprintf(`{"ok":false,"error_code":%d,"description":%q}`, code, words)), nil
	}
}

func TestPollEndsWhereWaitingMendsNothing(t *testing.T) {
	tests := map[string]struct {
		fault transport
		check func(error) bool
	}{
		"token":   {refusal(401, "Unauthorized"), func(err error) bool { return OutcomeOf(err) == TokenBad }},
		"webhook": {refusal(409, "Conflict: can't use getUpdates method while webhook is active"), func(err error) bool { return errors.Is(err, ErrWebhookActive) }},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			q := newQueue(t)
			q.faults = []transport{tt.fault}
			bubble(t, q, func(ctx context.Context, _ func()) {
				if err := client(t, Options{Transport: q}).Poll(ctx, PollOptions{}, nil); !tt.check(err) {
					t.Errorf("ended with %v", err)
				}
			})
		})
	}
}

func TestPollWaitsAnotherPollerOut(t *testing.T) {
	q := newQueue(t, text(1))
	q.faults = []transport{refusal(409, "Conflict: terminated by other getUpdates request"), refusal(409, "Conflict: terminated by other getUpdates request")}
	bubble(t, q, func(ctx context.Context, stop func()) {
		var pauses []time.Duration
		var heard []int
		o := PollOptions{Report: func(err error, pause time.Duration) {
			if !errors.Is(err, ErrOtherPoller) {
				t.Errorf("reported %v", err)
			}
			pauses = append(pauses, pause)
		}, Heard: func() { heard = append(heard, len(pauses)) }}
		err := client(t, Options{Transport: q}).Poll(ctx, o, func(context.Context, []Update) error { stop(); return nil })
		if want := []time.Duration{500 * time.Millisecond, time.Second}; err != nil || !slices.Equal(pauses, want) {
			t.Errorf("ended with %v after pauses %v", err, pauses)
		}
		if !slices.Equal(heard, []int{2}) {
			t.Errorf("heard after %v failures, want once, after both", heard)
		}
	})
}

// A server that sends nothing but nonsense is not asked at full speed.
func TestPollDoesNotSpinOnNamelessUpdates(t *testing.T) {
	q := newQueue(t)
	for range 1000 {
		q.faults = append(q.faults, func(*http.Request) (*http.Response, error) { return reply(200, `{"ok":true,"result":[{"x":1}]}`), nil })
	}
	bubble(t, q, func(ctx context.Context, stop func()) {
		time.AfterFunc(time.Minute, stop)
		client(t, Options{Transport: q}).Poll(ctx, PollOptions{}, func(context.Context, []Update) error { return nil })
	})
	if n := len(q.at); n > 15 {
		t.Errorf("%d requests in a minute", n)
	}
}
