package emulator

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"
)

// heartbeat is how long a stream may be silent: long enough to cost nothing,
// short enough for proxies.
const heartbeat = 20 * time.Second

// pageFrame is one event of the stream: what has changed since the one before.
// The first one of a stream holds everything.
type pageFrame struct {
	Run     string     `json:"run"`
	Version uint64     `json:"version"`
	Now     int64      `json:"now"` // unix milliseconds
	Tabs    []tabFrame `json:"tabs,omitempty"`
}

type tabFrame struct {
	Tab      string            `json:"tab"`
	Reset    bool              `json:"reset,omitempty"`
	Messages []json.RawMessage `json:"messages,omitempty"`
	Gone     []int             `json:"gone,omitempty"`
	Face     json.RawMessage   `json:"face,omitempty"`
	Waiting  *[]string         `json:"waiting,omitempty"` // presses without an answer, "message data"
	Toasts   []shownToast      `json:"toasts,omitempty"`
	Pushes   []shownPush       `json:"pushes,omitempty"`
}

type shownToast struct {
	Text  string `json:"text,omitempty"`
	URL   string `json:"url,omitempty"`
	Alert bool   `json:"alert,omitempty"`
}

type shownPush struct {
	Message int    `json:"message"`
	Title   string `json:"title"`
	Text    string `json:"text"`
	At      int64  `json:"at"`
}

// tabSent is what a stream has told of one tab.
type tabSent struct {
	tab      *pageTab
	begun    bool
	messages map[int]string
	face     string
	waiting  []string
	toast    Toast
	push     Push
}

// events streams frames until the browser leaves.
func (p *page) events(w http.ResponseWriter, r *http.Request) {
	control := http.NewResponseController(w)
	// A server that cannot lift its deadline cuts the stream; the page comes back.
	_ = control.SetWriteDeadline(time.Time{})
	w.Header().Set("Content-Type", "text/event-stream")
	// A browser that loses the stream comes back after so many milliseconds.
	fmt.Fprint(w, "retry: 500\n\n")
	sent := make([]tabSent, len(p.tabs))
	for i := range sent {
		sent[i].tab = &p.tabs[i]
	}
	version := p.server.Version()
	for {
		if err := p.tell(w, version, sent); err != nil || control.Flush() != nil {
			return
		}
		next, err := p.wait(r.Context(), w, control, version)
		if err != nil {
			return
		}
		version = next
	}
}

// wait returns the next version; while nothing changes it keeps the stream warm.
func (p *page) wait(ctx context.Context, w http.ResponseWriter, control *http.ResponseController, after uint64) (uint64, error) {
	for {
		patience, stop := context.WithTimeout(ctx, heartbeat)
		version, err := p.server.Wait(patience, after)
		stop()
		if !errors.Is(err, context.DeadlineExceeded) || ctx.Err() != nil {
			return version, err
		}
		if _, err := fmt.Fprint(w, ": still here\n\n"); err != nil || control.Flush() != nil {
			return version, errors.New("the browser has left")
		}
	}
}

func (p *page) tell(w http.ResponseWriter, version uint64, sent []tabSent) error {
	f := pageFrame{Run: p.run, Version: version, Now: p.server.now().UnixMilli()}
	for i := range sent {
		if t, changed := p.changes(&sent[i]); changed {
			f.Tabs = append(f.Tabs, t)
		}
	}
	data, err := json.Marshal(f)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "event: frame\ndata: %s\n\n", data)
	return err
}

// changes compares a tab with what was sent of it, and takes note.
func (p *page) changes(sent *tabSent) (tabFrame, bool) {
	t := tabFrame{Tab: sent.tab.Key, Reset: !sent.begun}
	now := p.messagesOf(sent.tab)
	for _, id := range slices.Sorted(maps.Keys(now)) {
		if sent.messages[id] != now[id] {
			t.Messages = append(t.Messages, json.RawMessage(now[id]))
		}
	}
	for id := range sent.messages {
		if _, kept := now[id]; !kept {
			t.Gone = append(t.Gone, id)
		}
	}
	if face, err := json.Marshal(p.faceOf(sent.tab, len(now) == 0)); err == nil && string(face) != sent.face {
		t.Face, sent.face = face, string(face)
	}
	if waiting := p.waiting(sent.tab); t.Reset || !slices.Equal(waiting, sent.waiting) {
		t.Waiting, sent.waiting = &waiting, waiting
	}
	p.passing(sent, &t)
	sent.messages, sent.begun = now, true
	return t, t.Reset || t.Messages != nil || t.Gone != nil || t.Face != nil || t.Waiting != nil || t.Toasts != nil || t.Pushes != nil
}

// passing adds the new toasts and pushes. What was said before the stream began
// has passed; what a lock screen showed stays.
func (p *page) passing(sent *tabSent, t *tabFrame) {
	by := sent.tab.person
	toasts := since(by.Toasts(), sent.toast)
	for _, toast := range toasts {
		sent.toast = toast
		if sent.begun {
			t.Toasts = append(t.Toasts, shownToast{toast.Text, toast.URL, toast.Alert})
		}
	}
	for _, push := range since(p.server.Pushes(by), sent.push) {
		sent.push = push
		t.Pushes = append(t.Pushes, shownPush{push.Message, push.Title, push.Text, push.At.UnixMilli()})
	}
}

// since is the part of list behind last; all of it if last is not there.
func since[T comparable](list []T, last T) []T {
	for i := len(list) - 1; i >= 0; i-- {
		if list[i] == last {
			return list[i+1:]
		}
	}
	return list
}
