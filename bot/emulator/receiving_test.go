package emulator

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// ids of the updates in an answer.
func idsOf(t *testing.T, a answer) []int64 {
	t.Helper()
	var ids []int64
	for _, u := range read[[]gotUpdate](t, a.Result) {
		ids = append(ids, u.ID)
	}
	return ids
}

// poll asks a second after whatever was asked before.
func (w *world) pollFor(body string) []int64 {
	w.t.Helper()
	w.clock.pass(4 * time.Second)
	return idsOf(w.t, w.good("getUpdates", body))
}

func TestOffsets(t *testing.T) {
	w := quiet(t)
	for i := range 5 {
		w.ann.Say(fmt.Sprint(i))
	}
	all := w.pollFor(`{}`)
	if len(all) != 5 || all[4] != all[0]+4 {
		t.Fatalf("got %v", all)
	}
	steps := []struct {
		body  string
		first int64
		n     int
	}{
		{`{"limit":2}`, all[0], 2},
		{fmt.Sprintf(`{"offset":%d}`, all[1]), all[1], 4},
		{`{"offset":0}`, all[1], 4},
		{fmt.Sprintf(`{"offset":%d}`, all[4]+1000), all[1], 4},
		{`{"offset":-2}`, all[3], 2},
		{`{}`, all[3], 2},
	}
	for _, s := range steps {
		got := w.pollFor(s.body)
		if len(got) != s.n || got[0] != s.first {
			t.Errorf("%s: %v, want %d from %d", s.body, got, s.n, s.first)
		}
	}
	synced := fmt.Sprintf(`{"offset":%d}`, all[4]+1)
	if got := w.pollFor(synced); len(got) != 0 || w.Pending() != 0 {
		t.Errorf("after acknowledging all: %v", got)
	}
}

func TestSameOffsetAtOnce(t *testing.T) {
	w := quiet(t)
	for range 3 {
		w.ann.Say("a")
	}
	w.pollFor(`{}`)
	w.clock.pass(400 * time.Millisecond)
	if got := idsOf(t, w.good("getUpdates", `{}`)); len(got) != 1 {
		t.Errorf("within half a second: %d updates, want 1", len(got))
	}
	w.clock.pass(600 * time.Millisecond)
	if got := idsOf(t, w.good("getUpdates", `{}`)); len(got) != 3 {
		t.Errorf("later: %d updates, want 3", len(got))
	}
}

func TestExpiry(t *testing.T) {
	w := quiet(t)
	m := read[sent](t, w.good("sendMessage", inlineText(`{"text":"Так","callback_data":"y"}`)).Result)
	press, err := w.ann.Press(m.ID, "y")
	if err != nil {
		t.Fatal(err)
	}
	w.ann.Say("text")
	w.clock.pass(151 * time.Second)
	if n := w.Pending(); n != 1 {
		t.Errorf("after 151 s %d wait, want 1", n)
	}
	w.refused("answerCallbackQuery", `{"callback_query_id":"`+press+`"}`, "query is too old")
	w.clock.pass(24 * time.Hour)
	if got := w.pollFor(`{}`); len(got) != 0 {
		t.Errorf("after a day: %v", got)
	}
}

func TestIdsJumpAfterAnIdleWeek(t *testing.T) {
	w := quiet(t)
	w.ann.Say("a")
	first := w.pollFor(`{}`)[0]
	w.clock.pass(8 * 24 * time.Hour)
	w.ann.Say("b")
	if next := w.pollFor(`{}`)[0]; next > first && next < first+1000 {
		t.Errorf("id %d follows %d", next, first)
	}
}

func TestAllowedUpdates(t *testing.T) {
	w := quiet(t)
	w.good("getUpdates", `{"allowed_updates":["callback_query"],"offset":5}`)
	w.ann.Say("a")
	w.good("getUpdates", `{"offset":6}`)
	w.ann.Say("b")
	if n := w.Pending(); n != 0 {
		t.Errorf("%d unwanted updates wait", n)
	}
	w.ann.ForgePress(1, "x")
	if n := w.Pending(); n != 1 {
		t.Errorf("%d wait, want the press", n)
	}
	w.good("getUpdates", `{"allowed_updates":[],"offset":7}`)
	w.ann.Say("c")
	if n := w.Pending(); n != 2 {
		t.Errorf("%d wait, want 2", n)
	}
}

// bubble is a world whose time is that of synctest.
func bubble(t *testing.T) *world {
	s := New(Options{Token: testToken, Limits: Limits{Off: true}})
	return &world{Server: s, t: t, ann: s.Person(Profile{ID: 77, FirstName: "Анна"})}
}

func TestLongPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := bubble(t)
		begin := time.Now()
		if a := w.call("getUpdates", `{"timeout":50}`); time.Since(begin) != 50*time.Second || string(a.Result) != "[]" {
			t.Errorf("empty poll: %s after %v", a.Result, time.Since(begin))
		}
		begin = time.Now()
		time.AfterFunc(7*time.Second, func() { w.ann.Say("a") })
		if got := idsOf(t, w.call("getUpdates", `{"timeout":500}`)); len(got) != 1 || time.Since(begin) != 7*time.Second {
			t.Errorf("%v after %v", got, time.Since(begin))
		}
	})
}

func TestSecondPoller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := bubble(t)
		var first, second answer
		var wait sync.WaitGroup
		wait.Go(func() { first = w.call("getUpdates", `{"timeout":50}`) })
		synctest.Wait()
		wait.Go(func() { second = w.call("getUpdates", `{"timeout":50}`) })
		synctest.Wait()
		w.ann.Say("a")
		wait.Wait()
		if first.Status != 409 || !strings.Contains(first.Description, "terminated by other getUpdates request") {
			t.Errorf("the first got %d %s", first.Status, first.Description)
		}
		if n := len(idsOf(t, second)); n != 1 {
			t.Errorf("the second got %d updates", n)
		}
	})
}

func TestPollerThatWentAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := bubble(t)
		ctx, leave := context.WithCancel(context.Background())
		r := httptest.NewRequest("GET", "/bot"+testToken+"/getUpdates?timeout=50", nil).WithContext(ctx)
		go w.Handler().ServeHTTP(httptest.NewRecorder(), r)
		synctest.Wait()
		leave()
		synctest.Wait()
		w.ann.Say("a")
		if got := idsOf(t, w.call("getUpdates", `{"timeout":50}`)); len(got) != 1 {
			t.Errorf("the next poller got %v", got)
		}
	})
}

func TestWebhookEndsThePoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := bubble(t)
		var poll answer
		var wait sync.WaitGroup
		wait.Go(func() { poll = w.call("getUpdates", `{"timeout":50}`) })
		synctest.Wait()
		w.good("setWebhook", `{"url":"http://127.0.0.1:1/"}`)
		wait.Wait()
		if poll.Status != 409 {
			t.Errorf("the poll got %d", poll.Status)
		}
		w.refused("getUpdates", `{}`, "can't use getUpdates method while webhook is active")
		w.good("deleteWebhook", `{}`)
		w.good("getUpdates", `{"offset":1,"timeout":1}`)
	})
}

func TestWait(t *testing.T) {
	w := quiet(t)
	seen := w.Version()
	go w.ann.Say("a")
	next, err := w.Wait(t.Context(), seen)
	if err != nil || next <= seen {
		t.Errorf("%d, %v after %d", next, err, seen)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := w.Wait(ended, 1<<60); err == nil {
		t.Error("no error although the context ended")
	}
}
