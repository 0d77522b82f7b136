package emulator

import (
	"context"
	"net"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// Fault is one way in which the wire or the server misbehaves. It meets a call
// if Method and Chat agree and one of Times is left.
type Fault struct {
	Method string  // "" meets every method; "file" is the download of a file
	Chat   int64   // 0 meets every chat
	Skip   int     // so many matching calls pass unharmed first
	Times  int     // 0: until removed
	Share  float64 // of the matching calls that are met, by chance; 0: all

	Delay  time.Duration // waits before anything else
	Before bool          // resets the connection; the call has no effect
	After  bool          // the call has its effect, then the connection is reset
	Hang   bool          // never answers; no effect unless Effect

	Status      int    // answers with this status
	RetryAfter  int    // seconds; with Status 429 also in parameters
	Description string // "" has Telegram's usual words for Status
	Body        string // answers with exactly this, whatever it is; Status 0 is 200
	ContentType string // of Body; "" is application/json
	Effect      bool   // with Hang, Status or Body: the call has its effect first

	Cut     int  // the true answer breaks off after so many bytes
	Slow    int  // the true answer comes with so many bytes a second
	Repeat  int  // getUpdates: so many updates that were acknowledged last come again first
	Shuffle bool // getUpdates: the updates of one answer come in another order
}

// fault is a Fault at work. left counts down from Times; from 0 it never comes to
// 0 again, and so it goes on until it is removed.
type fault struct {
	Fault
	left int
}

// Fault lets a fault happen from now on; remove ends it. Of several that meet
// a call, the one set first has it.
func (s *Server) Fault(f Fault) (remove func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	set := &fault{Fault: f, left: f.Times}
	s.faults = append(s.faults, set)
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.faults = slices.DeleteFunc(s.faults, func(o *fault) bool { return o == set })
	}
}

// ClearFaults ends all faults.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// meet finds the fault of a call and counts it.
func (s *Server) meet(method string, chat int64) *fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return &fault{Fault: Fault{Status: http.StatusBadGateway}}
	}
	for i, f := range s.faults {
		if f.Method != "" && f.Method != method || f.Chat != 0 && f.Chat != chat {
			continue
		}
		if f.Skip > 0 {
			f.Skip--
			continue
		}
		if f.Share > 0 && s.random.Float64() >= f.Share {
			continue
		}
		if f.left--; f.left == 0 {
			s.faults = slices.Delete(s.faults, i, i+1)
		}
		return f
	}
	return nil
}

// bend does what happens before and instead of the call; true when nothing is
// left to do.
func (s *Server) bend(w http.ResponseWriter, r *http.Request, c *call, f *fault) bool {
	if f.Delay > 0 && !pause(r.Context(), f.Delay) {
		return true
	}
	c.fault = f
	instead := f.Status != 0 || f.Body != ""
	if f.Before || f.Hang && !f.Effect || instead && !f.Effect {
		f.write(w, r, nil, nil)
		return true
	}
	return false
}

// pause waits; false when the other side went away.
func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// write answers a call that a fault met. no and body are the true answer.
func (f *fault) write(w http.ResponseWriter, r *http.Request, no *refusal, body []byte) {
	switch {
	case f.Before || f.After:
		reset(w)
	case f.Hang:
		<-r.Context().Done()
	case f.Body != "":
		f.writeBody(w)
	case f.Status != 0:
		refuse(w, f.refusal())
	case f.Cut > 0:
		writePart(w, no, body[:min(f.Cut, len(body))], len(body))
		flush(w)
		reset(w)
	case f.Slow > 0:
		f.drip(w, r, no, body)
	default:
		write(w, no, body)
	}
}

func (f *fault) writeBody(w http.ResponseWriter) {
	w.Header().Set("Content-Type", orElse(f.ContentType, "application/json"))
	if f.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(f.RetryAfter))
	}
	w.WriteHeader(orElse(f.Status, http.StatusOK))
	_, _ = w.Write([]byte(f.Body))
}

func (f *fault) refusal() *refusal {
	no := &refusal{status: f.Status, text: f.Description, retryAfter: f.RetryAfter}
	if no.text == "" {
		no.text = http.StatusText(f.Status)
		if f.Status == http.StatusTooManyRequests {
			no.text += ": retry after " + strconv.Itoa(f.RetryAfter)
		}
	}
	return no
}

// drip writes ten times a second, as a bad line would.
func (f *fault) drip(w http.ResponseWriter, r *http.Request, no *refusal, body []byte) {
	step := max(1, f.Slow/10)
	first := min(step, len(body))
	writePart(w, no, body[:first], len(body))
	for rest := body[first:]; len(rest) > 0; {
		flush(w)
		if !pause(r.Context(), time.Second/10) {
			return
		}
		n := min(step, len(rest))
		if _, err := w.Write(rest[:n]); err != nil {
			return
		}
		rest = rest[n:]
	}
}

func flush(w http.ResponseWriter) {
	if f, ok := w.(http.Flusher); ok {
		f.Flush()
	}
}

// reset breaks the connection without a farewell.
func reset(w http.ResponseWriter) {
	if h, ok := w.(http.Hijacker); ok {
		if conn, _, err := h.Hijack(); err == nil {
			if tcp, ok := conn.(*net.TCPConn); ok {
				_ = tcp.SetLinger(0)
			}
			_ = conn.Close()
			return
		}
	}
	panic(http.ErrAbortHandler)
}
