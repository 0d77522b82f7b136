package emulator

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// guarded is a page without a browser.
func guarded(t *testing.T) (*Server, *page, http.Handler) {
	t.Helper()
	s := New(Options{Token: echoToken, Limits: Limits{Off: true}})
	t.Cleanup(s.Close)
	who := s.Person(Profile{ID: 1, FirstName: "Ada"})
	h := s.Page(PageOptions{Phones: []Phone{{Name: "Ada", Person: who}}, Upload: 1 << 20, Hosts: []string{"demo.example"},
		Random: strings.NewReader(strings.Repeat("0123456789abcdef", 2))})
	return s, &page{token: "30313233343536373839616263646566"}, h
}

func acting(verb string, fields map[string]string) *http.Request {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range fields {
		_ = form.WriteField(name, value)
	}
	form.Close()
	r := httptest.NewRequest(http.MethodPost, "http://localhost:8080/act/0-0/"+verb, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return r
}

func TestPageGuard(t *testing.T) {
	say := map[string]string{"text": "hello"}
	rows := []struct {
		name   string
		change func(*http.Request)
		want   int
	}{
		{"as the page does", func(*http.Request) {}, 204},
		{"by address", func(r *http.Request) { r.Host = "127.0.0.1:99" }, 204},
		{"by another address of loopback", func(r *http.Request) { r.Host = "[::1]:99" }, 204},
		{"by a host that was allowed", func(r *http.Request) { r.Host = "demo.example" }, 204},
		{"from its own origin", func(r *http.Request) { r.Header.Set("Origin", "http://localhost:8080") }, 204},
		{"by a name that resolves to loopback", func(r *http.Request) { r.Host = "evil.example" }, 403},
		{"by a name like loopback", func(r *http.Request) { r.Host = "127.0.0.1.evil.example" }, 403},
		{"from another origin", func(r *http.Request) { r.Header.Set("Origin", "http://evil.example") }, 403},
		{"from another port", func(r *http.Request) { r.Header.Set("Origin", "http://localhost:9") }, 403},
		{"from a page without origin", func(r *http.Request) { r.Header.Set("Origin", "null") }, 403},
		{"from another site", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, 403},
		{"without the token", func(r *http.Request) { r.Header.Del("X-Page-Token") }, 403},
		{"with another token", func(r *http.Request) { r.Header.Set("X-Page-Token", "00") }, 403},
		{"on an unknown tab", func(r *http.Request) { r.URL.Path = "/act/7-0/say" }, 404},
		{"an unknown verb", func(r *http.Request) { r.URL.Path = "/act/0-0/obey" }, 404},
		{"not as a form", func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }, 400},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			s, p, h := guarded(t)
			r := acting("say", say)
			r.Header.Set("X-Page-Token", p.token)
			row.change(r)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != row.want {
				t.Errorf("answered %d, want %d: %s", w.Code, row.want, w.Body)
			}
			if said := len(s.People()[0].Messages()); (said == 1) != (row.want == 204) {
				t.Errorf("%d messages were said", said)
			}
		})
	}
}

func TestPageRefusals(t *testing.T) {
	rows := []struct {
		verb   string
		fields map[string]string
		want   int
	}{
		{"say", map[string]string{"text": " \n "}, 409},
		{"press", map[string]string{"message": "1", "data": "x"}, 409},
		{"tap", map[string]string{"text": "no such key"}, 409},
		{"edit", map[string]string{"message": "9", "text": "x"}, 409},
		{"delete", map[string]string{"message": "9"}, 409},
		{"photos", nil, 409},
		{"document", nil, 409},
		{"contact", map[string]string{"name": "Ada"}, 409},
		{"location", map[string]string{"lat": "91", "lon": "0"}, 409},
		{"location", map[string]string{"lat": "50,4", "lon": "0"}, 409},
		{"say", map[string]string{"text": strings.Repeat("x", 2<<20)}, 413},
	}
	_, p, h := guarded(t)
	for _, row := range rows {
		r := acting(row.verb, row.fields)
		r.Header.Set("X-Page-Token", p.token)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != row.want || w.Body.Len() == 0 {
			t.Errorf("%s: answered %d %q, want %d and a reason", row.verb, w.Code, w.Body, row.want)
		}
	}
}

func TestPageHeaders(t *testing.T) {
	_, _, h := guarded(t)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://localhost/", nil))
	policy := w.Header().Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'self'", "frame-ancestors 'none'", "require-trusted-types-for 'script'"} {
		if !strings.Contains(policy, part) {
			t.Errorf("the policy lacks %s: %s", part, policy)
		}
	}
	if w.Code != 200 || strings.Contains(w.Body.String(), "http://") || strings.Contains(w.Body.String(), "https://") {
		t.Errorf("the document answers %d or names an address elsewhere", w.Code)
	}
	w = httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://localhost/index.html", nil))
	if w.Code != 404 {
		t.Errorf("the unfilled document answers %d, want 404", w.Code)
	}
}

func TestPageFile(t *testing.T) {
	s, _, h := guarded(t)
	p := s.People()[0]
	p.SendDocument("page.html", "text/html", []byte("<script>alert(1)</script>"), "")
	p.SendPhoto(plainPicture(0), "")
	all := p.Messages()
	rows := []struct{ id, kind, disposition string }{
		{all[0].Document.ID, "application/octet-stream", "attachment"},
		{all[1].Photo.ID, "image/jpeg", ""},
	}
	for _, row := range rows {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://localhost/file/"+row.id, nil))
		if got := w.Header(); w.Code != 200 || got.Get("Content-Type") != row.kind || got.Get("Content-Disposition") != row.disposition {
			t.Errorf("answered %d as %q %q, want %q %q", w.Code, got.Get("Content-Type"), got.Get("Content-Disposition"), row.kind, row.disposition)
		}
	}
}

func TestListenPage(t *testing.T) {
	for addr, ok := range map[string]bool{"127.0.0.1:0": true, "localhost:0": true, ":0": false, "0.0.0.0:0": false, "192.0.2.1:0": false, "nonsense": false} {
		l, err := ListenPage(addr)
		if (err == nil) != ok {
			t.Errorf("%q: %v, want it allowed: %v", addr, err, ok)
		}
		if l != nil {
			l.Close()
		}
	}
}
