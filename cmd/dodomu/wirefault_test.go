package main

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"dodomu/bot/emulator"
)

// page is what a proxy shows in place of Telegram's answer.
const page = "<html><body><h1>502 Bad Gateway</h1></body></html>"

// TestWireFaults lets the way to Telegram fail in each way there is while people
// report: nothing that was said is lost, each person's answers stay in order, and only
// what had its effect without an answer is said again.
func TestWireFaults(t *testing.T) {
	for _, w := range []struct {
		name   string
		repeat bool // what was sent may be sent again: nobody knows whether it arrived
		faults []emulator.Fault
	}{
		{"down", false, []emulator.Fault{{Before: true}}},
		{"5xx", false, []emulator.Fault{{Status: http.StatusBadGateway, Share: 0.3}}},
		{"a page of a proxy", false, []emulator.Fault{{Status: http.StatusBadGateway, Body: page, ContentType: "text/html", Share: 0.3}}},
		{"a page that calls itself fine", false, []emulator.Fault{{Body: page, ContentType: "text/html", Share: 0.3}}},
		{"reset before", false, []emulator.Fault{{Before: true, Share: 0.3}}},
		{"reset after", true, []emulator.Fault{{After: true, Share: 0.2}}},
		{"5xx after", true, []emulator.Fault{{Status: http.StatusInternalServerError, Effect: true, Share: 0.2}}},
		{"cut body", true, []emulator.Fault{{Cut: 20, Share: 0.2}}},
		{"malformed JSON", true, []emulator.Fault{{Body: `{"ok":true,"result":{"mess`, Effect: true, Share: 0.2}}},
		{"hanging", true, []emulator.Fault{{Method: "sendMessage", Hang: true, Times: 2}, {Method: "sendMessage", Hang: true, Effect: true, Times: 1}}},
		{"slow, 1 KB a second, a fifth dropped", true, []emulator.Fault{{Before: true, Share: 0.2}, {Delay: 2 * time.Second, Slow: 1024}}},
		{"updates again", false, []emulator.Fault{{Method: "getUpdates", Repeat: 20}}},
		{"updates again and in disorder", false, []emulator.Fault{{Method: "getUpdates", Repeat: 5, Shuffle: true}}},
	} {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			endure(t, w.name, w.repeat, w.faults)
		})
	}
}

// endure lets people report while faults work, and judges.
func endure(t *testing.T, name string, repeat bool, faults []emulator.Fault) {
	h := newHouse(t, quietTelegram())
	h.program = rushed
	th := newThrong(t, h, 6)
	h.start()
	h.ready()
	th.begin()
	th.after(10)
	for _, f := range faults {
		h.tele.Fault(f)
	}
	rest(time.Duration(often(4, 60)) * time.Second)
	if name == "hanging" {
		th.until("a send to be given up", func() bool { return th.tally.answered > 20 })
	}
	h.tele.ClearFaults()
	th.end()
	h.stop()
	th.verdict(1)
	c := th.counted()
	if c.repeated > 0 && !repeat {
		t.Errorf("%d messages came again", c.repeated)
	}
	t.Logf("figures: %s: %d words said, %d lost, %d out of order, %d messages repeated", name, c.said, c.lost(), c.disorder, c.repeated)
}

// TestPoisonOnTheWire puts updates that cannot be handled before what people say: each
// is set aside by itself, and how long the next person waits is measured.
func TestPoisonOnTheWire(t *testing.T) {
	h := newHouse(t, quietTelegram())
	h.program = rushed
	h.start()
	h.ready()
	visits := often(20, 500)
	took := make([]time.Duration, visits)
	for i := range took {
		p := h.tele.Person(emulator.Profile{ID: int64(9_500_000_000 + i), FirstName: "Ганна", Language: "uk"})
		h.tele.Inject("message", fmt.Sprintf(`{"message_id":"no number","from":{"id":%d},"chat":{"id":%d}}`, i, i))
		began := time.Now()
		p.Say("/start")
		pl := newPlayer(t, h.tele, p, grandmotherGives)
		pl.until(func() bool { return len(p.Messages()) > 1 }, "the welcome")
		took[i] = time.Since(began)
	}
	_, figures := h.page("/metrics")
	aside := number([]byte(figures), `dodomu_updates_total{outcome="set_aside"}`)
	if aside != int64(visits) {
		t.Errorf("%d updates set aside, want %d", aside, visits)
	}
	h.stop()
	slices.Sort(took)
	t.Logf("figures: %d poison updates set aside, the next person answered after %v, at most %v", aside,
		took[visits/2].Round(time.Millisecond), took[visits-1].Round(time.Millisecond))
}
