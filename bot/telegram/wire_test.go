package telegram

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

const testToken = "12345:SECRETsecretSECRETsecret_-0"

// transport is a Telegram inside the test, without a network.
type transport func(*http.Request) (*http.Response, error)

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) { return t(r) }

func reply(status int, body string) *http.Response {
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}
}

func client(t *testing.T, o Options) *Client {
	t.Helper()
	c, err := New(testToken, o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// against is a client of a server that lives as long as the test.
func against(t *testing.T, h http.HandlerFunc) *Client {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return client(t, Options{BaseURL: s.URL, Timeout: 5 * time.Second})
}

func TestNewRefusesWhatIsNoTokenAndNeverRepeatsIt(t *testing.T) {
	for _, token := range []string{"", " ", "secret", "123:", "123:a b", "123:a/../b", "123:a\nb", ":abc", "x123:abc", "123:abc?"} {
		_, err := New(token, Options{})
		if !errors.Is(err, ErrToken) {
			t.Errorf("New(%q) = %v, want ErrToken", token, err)
		}
		if token := strings.TrimSpace(token); token != "" && strings.Contains(err.Error(), token) {
			t.Errorf("the error repeats the token: %v", err)
		}
	}
}

func TestNewRefusesAnAddress(t *testing.T) {
	for _, base := range []string{"api.telegram.org", "ftp://x", "https://", "https://a b", "https://x?y=1", "https://u:p@x"} {
		if _, err := New(testToken, Options{BaseURL: base}); err == nil {
			t.Errorf("New with address %q: no error", base)
		}
	}
}

func TestMeTellsWhoseTokenItIs(t *testing.T) {
	at := time.Date(2026, time.March, 2, 10, 0, 7, 0, time.UTC)
	c := against(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/bot"+testToken+"/getMe" {
			t.Errorf("asked %s", r.URL.Path)
		}
		w.Header().Set("Date", at.Format(http.TimeFormat))
		io.WriteString(w, `{"ok":true,"result":{"id":12345,"is_bot":true,"first_name":"Додому","username":"dodomu_bot"}}`)
	})
	got, err := c.Me(t.Context())
	if want := (Account{ID: 12345, Username: "dodomu_bot", Name: "Додому", At: at}); err != nil || got != want {
		t.Fatalf("Me() = %+v, %v; want %+v", got, err, want)
	}
}

// Every way in which an answer can be missing or broken.
func TestLostAnswers(t *testing.T) {
	tests := []struct {
		name      string
		answer    http.HandlerFunc
		ambiguous bool
	}{
		{"reset after the request", func(w http.ResponseWriter, r *http.Request) { io.Copy(io.Discard, r.Body); cutOff(w) }, true},
		{"answer cut short", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "100")
			io.WriteString(w, `{"ok":true,`)
		}, true},
		{"malformed", func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, `{"ok":true,"result":{"text":"PLANTED`)
		}, true},
		{"another shape", func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, `{"ok":true,"result":"PLANTED"}`) }, true},
		{"page instead of an answer", func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, `<html>PLANTED</html>`) }, true},
		{"not HTTP", func(w http.ResponseWriter, r *http.Request) { speak(w, "PLANTED nonsense\r\n\r\n") }, true},
		{"hanging", func(w http.ResponseWriter, r *http.Request) { io.Copy(io.Discard, r.Body); <-r.Context().Done() }, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := against(t, tt.answer)
			c.timeout = 300 * time.Millisecond
			_, err := c.SendText(t.Context(), Text{To: To{Chat: 1}, HTML: "hello"})
			checkLost(t, err, tt.ambiguous)
		})
	}
}

func TestARequestThatNeverLeftIsNotAmbiguous(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := "http://" + l.Addr().String()
	l.Close()
	_, err = client(t, Options{BaseURL: address}).SendText(t.Context(), Text{To: To{Chat: 1}, HTML: "hello"})
	checkLost(t, err, false)

	ended, stop := context.WithCancel(t.Context())
	stop()
	_, err = client(t, Options{BaseURL: address}).SendText(ended, Text{To: To{Chat: 1}, HTML: "hello"})
	checkLost(t, err, false)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v does not say that the call was given up", err)
	}
}

// A transport of ours may put the address into its error.
func TestTheTokenIsInNoError(t *testing.T) {
	c := client(t, Options{Transport: transport(func(r *http.Request) (*http.Response, error) {
		return nil, errors.New("cannot reach " + r.URL.String())
	})})
	_, err := c.SendText(t.Context(), Text{To: To{Chat: 1}, HTML: "hello"})
	checkLost(t, err, false)
	_, err = c.Download(t.Context(), File{path: "photos/1.jpg"}, io.Discard, 10)
	checkLost(t, err, false)
}

func TestARedirectIsNotFollowed(t *testing.T) {
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("the token went to another host: %s", r.URL.Path)
	}))
	defer other.Close()
	c := against(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL+r.URL.Path, http.StatusTemporaryRedirect)
	})
	_, err := c.Me(t.Context())
	checkLost(t, err, false)
}

func checkLost(t *testing.T, err error, ambiguous bool) {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) || e.Outcome != Failed || e.Ambiguous != ambiguous {
		t.Fatalf("got %#v, want failed with ambiguous %v", err, ambiguous)
	}
	for _, secret := range []string{testToken, "SECRET", "PLANTED"} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("%q holds %q", err, secret)
		}
	}
}

func cutOff(w http.ResponseWriter) { speak(w, "") }

func speak(w http.ResponseWriter, words string) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		panic(err)
	}
	io.WriteString(conn, words)
	conn.Close()
}
