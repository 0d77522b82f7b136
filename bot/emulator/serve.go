package emulator

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Handler answers POST and GET /bot<token>/<method> and GET
// /file/bot<token>/<path>, nothing else.
func (s *Server) Handler() http.Handler { return http.HandlerFunc(s.serve) }

// buffers are for bodies of requests: what is kept of them is copied.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// giveBack keeps small buffers for the next request; a photo's is let go.
func giveBack(b *bytes.Buffer) {
	if b.Cap() <= 64<<10 {
		b.Reset()
		buffers.Put(b)
	}
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if path, ok := strings.CutPrefix(r.URL.Path, "/file/bot"); ok {
		s.serveFile(w, r, path)
		return
	}
	path, ok := strings.CutPrefix(r.URL.Path, "/bot")
	token, name, ok2 := strings.Cut(path, "/")
	switch {
	case !ok || !ok2 || r.Method != http.MethodGet && r.Method != http.MethodPost:
		refuse(w, &refusal{status: 404, text: "Not Found"})
	case token != s.options.Token:
		refuse(w, &refusal{status: 401, text: "Unauthorized"})
	default:
		s.serveMethod(w, r, name)
	}
}

func refuse(w http.ResponseWriter, no *refusal) {
	var out writer
	no.append(&out)
	write(w, no, out.b)
}

// write sends an answer; no is nil for a good one.
func write(w http.ResponseWriter, no *refusal, body []byte) { writePart(w, no, body, len(body)) }

// writePart sends the beginning of an answer of so many bytes.
func writePart(w http.ResponseWriter, no *refusal, body []byte, length int) {
	h := w.Header()
	h["Content-Type"] = jsonType
	h["Content-Length"] = []string{strconv.Itoa(length)}
	if no != nil {
		if no.retryAfter > 0 {
			h.Set("Retry-After", strconv.Itoa(no.retryAfter))
		}
		w.WriteHeader(no.status)
	}
	_, _ = w.Write(body)
}

var jsonType = []string{"application/json"}

func (s *Server) serveMethod(w http.ResponseWriter, r *http.Request, name string) {
	m := s.methods[strings.ToLower(name)]
	if m == nil {
		refuse(w, &refusal{status: 404, text: "Not Found: method not found"})
		return
	}
	c := &call{server: s, ctx: r.Context(), method: m, values: make([]value, len(m.params))}
	no := c.read(w, r)
	f := s.meet(m.name, c.chatID())
	if f != nil {
		if s.bend(w, r, c, f) {
			return
		}
	}
	at := s.now()
	body, no := c.answer(no)
	s.record(c, no, body, at)
	if f != nil {
		f.write(w, r, no, body)
		return
	}
	write(w, no, body)
}

// answer runs the method, unless the request was refused already, and returns
// the whole body.
func (c *call) answer(no *refusal) ([]byte, *refusal) {
	const head = `{"ok":true,"result":`
	c.out.b = append(make([]byte, 0, 768), head...)
	if no == nil {
		no = c.method.run(c)
	}
	if no == nil {
		no = c.loose()
	}
	if no != nil {
		c.server.log.Debug("refused", "method", c.method.name, "status", no.status)
		c.out.b = c.out.b[:0]
		no.append(&c.out)
		return c.out.b, no
	}
	c.out.b = append(c.out.b, '}')
	return c.out.b, nil
}

// chatID is the chat that a call names; 0 if none.
func (c *call) chatID() int64 {
	if i := c.method.index("chat_id"); i >= 0 {
		n, _ := strconv.ParseInt(c.values[i].text, 10, 64)
		return n
	}
	return 0
}

// callRing keeps the last calls as they came; they are made readable when
// somebody asks.
type callRing struct {
	keep  int
	next  int
	calls []callRecord
}

type callRecord struct {
	method *method
	values []value
	status int
	answer []byte
	at     time.Time
}

func (s *Server) record(c *call, no *refusal, body []byte, at time.Time) {
	if s.options.KeepCalls < 0 {
		return
	}
	r := callRecord{method: c.method, values: c.values, status: 200, answer: body, at: at}
	if no != nil {
		r.status = no.status
	}
	for i := range c.values {
		if f := c.values[i].file; f != nil {
			c.values[i] = value{given: true, text: "file:" + f.name + ":" + strconv.Itoa(len(f.data))}
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls.add(r)
	s.change()
}

func (r *callRing) add(c callRecord) {
	if len(r.calls) < r.keep {
		r.calls = append(r.calls, c)
		return
	}
	r.calls[r.next] = c
	r.next = (r.next + 1) % r.keep
}

// Calls are the calls of the Bot API, oldest first, as many as
// Options.KeepCalls. Those that a fault answered before they had an effect are
// not among them.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]Call, 0, len(s.calls.calls))
	for i := range s.calls.calls {
		all = append(all, s.calls.calls[(s.calls.next+i)%len(s.calls.calls)].readable())
	}
	return all
}

func (r callRecord) readable() Call {
	c := Call{Method: r.method.name, Params: map[string]string{}, Status: r.status, Answer: string(r.answer), At: r.at}
	for i, v := range r.values {
		if v.given {
			c.Params[r.method.params[i].name] = v.text
		}
	}
	return c
}

// ForgetCalls empties what [Server.Calls] returns.
func (s *Server) ForgetCalls() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls.calls, s.calls.next = nil, 0
}
