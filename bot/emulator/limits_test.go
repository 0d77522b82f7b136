package emulator

import (
	"fmt"
	"testing"
	"time"
)

// burst sends until the first refusal and returns how many went through.
func (w *world) burst(body string, most int) (n int, last answer) {
	for n < most {
		if last = w.call("sendMessage", body); !last.OK {
			return n, last
		}
		n++
	}
	return n, last
}

func TestLimitOfAChat(t *testing.T) {
	w := newWorld(t, Options{})
	n, last := w.burst(`{"chat_id":77,"text":"a"}`, 100)
	if n != 5 || last.Status != 429 || last.Parameters.RetryAfter != 1 || last.Description != "Too Many Requests: retry after 1" {
		t.Errorf("%d went through, then %+v", n, last)
	}
	w.clock.pass(time.Second)
	if n, _ := w.burst(`{"chat_id":77,"text":"a"}`, 100); n != 1 {
		t.Errorf("after a second %d went through", n)
	}
}

func TestLimitOfAGroup(t *testing.T) {
	w := newWorld(t, Options{})
	w.Group(-9, "Штаб", w.ann)
	n, last := w.burst(`{"chat_id":-9,"text":"a"}`, 100)
	if n != 20 || last.Parameters.RetryAfter != 3 {
		t.Errorf("%d went through, then %+v", n, last.Parameters)
	}
}

func TestLimitInAll(t *testing.T) {
	w := newWorld(t, Options{})
	for id := int64(100); id < 2000; id++ {
		w.Person(Profile{ID: id, FirstName: "x"}).Say("/start")
	}
	count := func(extra string) (n int) {
		for id := 100; id < 2000; id++ {
			if w.call("sendMessage", fmt.Sprintf(`{"chat_id":%d,"text":"a"%s}`, id, extra)).OK {
				n++
			}
		}
		return n
	}
	if n := count(""); n != 30 {
		t.Errorf("%d went through, want 30", n)
	}
	if n := count(`,"allow_paid_broadcast":true`); n != 1000 {
		t.Errorf("%d paid went through, want 1000", n)
	}
	w.clock.pass(500 * time.Millisecond)
	if n := count(""); n != 15 {
		t.Errorf("%d went through after half a second, want 15", n)
	}
}

func TestWhoWaitsAsToldIsLetIn(t *testing.T) {
	w := newWorld(t, Options{})
	for range 50 {
		a := w.call("sendMessage", `{"chat_id":77,"text":"a"}`)
		if a.OK {
			continue
		}
		w.clock.pass(time.Duration(a.Parameters.RetryAfter) * time.Second)
		w.good("sendMessage", `{"chat_id":77,"text":"a"}`)
	}
}
