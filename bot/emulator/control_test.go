package emulator

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
)

// request speaks to the control surface as another process does.
func request(t *testing.T, h http.Handler, what, body string) (int, string) {
	t.Helper()
	method, path, _ := strings.Cut(what, " ")
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, httptest.NewRequest(method, path, strings.NewReader(body)))
	return rec.Code, strings.TrimSpace(rec.Body.String())
}

func TestControl(t *testing.T) {
	w := quiet(t)
	h := w.Control()
	steps := []struct {
		request, body string
		status        int
		want          string // part of the answer
	}{
		{"POST /person", `{"ID":88,"FirstName":"Боб","Language":"pl"}`, 200, `"ID":88`},
		{"POST /person", `{"Id":88,"Nmae":"x"}`, 400, "unknown field"},
		{"POST /act", `{"Person":88,"Do":"start","Text":"abc"}`, 200, `{"Message":2}`},
		{"POST /act", `{"Person":99,"Do":"say"}`, 400, "no such person"},
		{"POST /act", `{"Person":88,"Do":"dance"}`, 400, "nobody can do"},
		{"POST /act", `[{"Person":88,"Do":"say","Text":"a"},{"Person":88,"Do":"tap","Text":"b"}]`, 200, `[{"Message":3},{"Error":"tap: no key \"b\" is shown"}]`},
		{"POST /act", `{"Person":88,"Do":"sendDocument","Name":"a.txt","MIME":"text/plain","Files":["YWJj"]}`, 200, `{"Message":4}`},
		{"POST /act", `{"Person":88,"Do":"forgePress","Message":4,"Data":"x"}`, 200, `{"Press":"`},
		{"GET /pending", "", 200, "4"},
		{"GET /messages?person=88", "", 200, `"Text":"/start abc"`},
		{"GET /keyboard?person=88", "", 200, "null"},
		{"POST /group", `{"ID":-9,"Title":"Штаб","Members":[77]}`, 200, `"ID":-9`},
		{"POST /act", `{"Person":88,"Group":-9,"Do":"say","Text":"/queue"}`, 200, `{"Message":7}`},
		{"POST /group/bot", `{"ID":-9,"Status":"administrator"}`, 200, `"ID":-9`},
		{"POST /migrate", `{"ID":-9}`, 200, `"ID":-1000000000009`},
		{"POST /fault", `{"Status":502}`, 200, `"ID":1`},
		{"DELETE /fault?id=7", "", 400, "no such fault"},
		{"DELETE /fault", "", 200, "true"},
		{"POST /inject", `{"Kind":"poll_answer","Payload":"{\"odd\":1}"}`, 200, `{"ID":`},
		{"GET /version", "", 200, ""},
		{"GET /version?after=1", "", 200, ""},
		{"GET /calls", "", 200, `"Method":"getUpdates"`},
		{"GET /toasts?person=1", "", 400, "no such person"},
		{"GET /file?id=none", "", 404, ""},
	}
	for _, s := range steps {
		status, body := request(t, h, s.request, s.body)
		if status != s.status || !strings.Contains(body, s.want) {
			t.Errorf("%s %s: %d %s, want %d %s", s.request, s.body, status, body, s.status, s.want)
		}
	}
}

func TestCallsAreRemembered(t *testing.T) {
	w := newWorld(t, Options{KeepCalls: 2, Limits: Limits{Off: true}})
	w.say("one")
	w.say("two")
	w.refused("sendMessage", `{"chat_id":5,"text":"three"}`, "chat not found")
	calls := w.Calls()
	if len(calls) != 2 || calls[0].Params["text"] != "two" || calls[1].Status != 400 || calls[1].Params["chat_id"] != "5" {
		t.Errorf("calls %+v", calls)
	}
	if _, body := request(t, w.Control(), "GET /calls", ""); !strings.Contains(body, `"Method":"sendMessage"`) {
		t.Errorf("calls %s", body)
	}
	request(t, w.Control(), "DELETE /calls", "")
	if n := len(w.Calls()); n != 0 {
		t.Errorf("%d calls after forgetting", n)
	}
}

func TestMemoryIsBounded(t *testing.T) {
	w := newWorld(t, Options{KeepMessages: 10, KeepFiles: 3, KeepCalls: -1, Limits: Limits{Off: true}})
	for range 100 {
		w.say("a")
		w.ann.SendDocument("a", "", []byte("x"), "")
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if n := len(w.chats[77].messages); n > 20 {
		t.Errorf("%d messages are kept", n)
	}
	if n := len(w.files.byPath); n != 3 {
		t.Errorf("%d files are kept", n)
	}
	if n := len(w.calls.calls); n != 0 {
		t.Errorf("%d calls are kept", n)
	}
}

// BenchmarkSendMessage is the server's own share of a call, as the library
// sends it.
func BenchmarkSendMessage(b *testing.B) {
	s := New(Options{Token: testToken, Limits: Limits{Off: true}, KeepCalls: -1, KeepMessages: 50})
	s.Person(Profile{ID: 77, FirstName: "Анна"}).Start("")
	h := s.Handler()
	body := multipartHello()
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		r := httptest.NewRequest("POST", "/bot"+testToken+"/sendMessage", strings.NewReader(body))
		r.Header.Set("Content-Type", "multipart/form-data; boundary=xyz")
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		if rec.Code != 200 {
			b.Fatal(rec.Body)
		}
	}
}

func multipartHello() string {
	var b strings.Builder
	for _, f := range [...][2]string{
		{"chat_id", "77"}, {"text", "<b>Як звати дитину?</b>\nНапишіть ім'я."}, {"parse_mode", "HTML"},
		{"reply_markup", `{"inline_keyboard":[[{"text":"Назад","callback_data":"b1"},{"text":"Далі","callback_data":"n1"}]]}`},
	} {
		b.WriteString("--xyz\r\nContent-Disposition: form-data; name=\"" + f[0] + "\"\r\n\r\n" + f[1] + "\r\n")
	}
	return b.String() + "--xyz--\r\n"
}

// BenchmarkWire is whole calls over loopback, from clients that cost little.
func BenchmarkWire(b *testing.B) {
	s := New(Options{Token: testToken, Limits: Limits{Off: true}, KeepCalls: -1, KeepMessages: 50})
	s.Person(Profile{ID: 77, FirstName: "Анна"}).Start("")
	server := httptest.NewServer(s.Handler())
	defer server.Close()
	body := multipartHello()
	request := fmt.Sprintf("POST /bot%s/sendMessage HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=xyz\r\nContent-Length: %d\r\n\r\n%s", testToken, len(body), body)
	b.SetParallelism(8)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		conn, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			b.Error(err)
			return
		}
		defer conn.Close()
		answers := bufio.NewReader(conn)
		for pb.Next() {
			_, _ = io.WriteString(conn, request)
			if err := skipAnswer(answers); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "calls/s")
}

// skipAnswer reads over one answer.
func skipAnswer(r *bufio.Reader) error {
	length := 0
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return err
		}
		if len(line) == 2 {
			_, err := r.Discard(length)
			return err
		}
		if value, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			length, _ = strconv.Atoi(string(bytes.TrimSpace(value)))
		}
	}
}

// BenchmarkUpdates is an update offered and taken by polling.
func BenchmarkUpdates(b *testing.B) {
	s := New(Options{Token: testToken, Limits: Limits{Off: true}, KeepCalls: -1, KeepMessages: 50})
	ann := s.Person(Profile{ID: 77, FirstName: "Анна"})
	b.ReportAllocs()
	for b.Loop() {
		ann.Say("Мою доньку звати Марія")
		s.mu.Lock()
		s.queue.confirm(s.queue.next)
		s.mu.Unlock()
	}
}
