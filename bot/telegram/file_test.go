package telegram

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

// files is a Telegram with one file of some bytes, stated as of another size.
func files(t *testing.T, content string, stated int64) *Client {
	return against(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/bot" + testToken + "/getFile":
			if got := read(t, r)["file_id"]; got != "id" {
				t.Errorf("asked for %q", got)
			}
			fmt.Fprintf(w, `{"ok":true,"result":{"file_id":"id","file_unique_id":"u","file_size":%d,"file_path":"photos/ф 1.jpg"}}`, stated)
		case "/file/bot" + testToken + "/photos/ф 1.jpg":
			w.(http.Flusher).Flush() // so that no length is stated
			io.WriteString(w, content)
		default:
			t.Errorf("asked %s", r.URL.Path)
		}
	})
}

func TestFetch(t *testing.T) {
	tests := []struct {
		name    string
		content string
		stated  int64
		limit   int64
		want    error
	}{
		{"fits", "photo", 5, 100, nil},
		{"fits exactly", "photo", 5, 5, nil},
		{"size unknown", "photo", 0, 5, nil},
		{"stated too big", "photo", 101, 100, ErrTooBig},
		{"bigger than stated", strings.Repeat("x", 101), 5, 100, ErrTooBig},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := files(t, tt.content, tt.stated).Fetch(t.Context(), "id", tt.limit)
			if !errors.Is(err, tt.want) || (err == nil && string(got) != tt.content) {
				t.Errorf("got %d bytes, %v; want %v", len(got), err, tt.want)
			}
		})
	}
}

func TestDownloadStopsAtTheLimit(t *testing.T) {
	c := files(t, strings.Repeat("x", 1<<16), 0)
	f, err := c.GetFile(t.Context(), "id")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	n, err := c.Download(t.Context(), f, &b, 1000)
	if !errors.Is(err, ErrTooBig) || n != 1000 || b.Len() != 1000 {
		t.Errorf("wrote %d bytes, %v", b.Len(), err)
	}
}

var errFull = errors.New("disk full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestDownloadTellsReadingFromWriting(t *testing.T) {
	c := files(t, "photo", 0)
	f, err := c.GetFile(t.Context(), "id")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Download(t.Context(), f, full{}, 10); err != errFull {
		t.Errorf("a full disk: %v", err)
	}
	cut := against(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		io.WriteString(w, "photo")
	})
	if _, err := cut.Download(t.Context(), f, io.Discard, 1000); OutcomeOf(err) != Failed {
		t.Errorf("a cut answer: %v", err)
	}
}

// A link that has run out is answered as a bad token is; it says nothing of it.
func TestALinkThatHasRunOut(t *testing.T) {
	c := against(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(404)
		io.WriteString(w, `{"ok":false,"error_code":404,"description":"Not Found"}`)
	})
	_, err := c.Download(t.Context(), File{path: "photos/1.jpg"}, io.Discard, 10)
	var e *Error
	if !errors.As(err, &e) || e.Outcome != Failed || e.Ambiguous {
		t.Errorf("got %v", err)
	}
}

func TestAFileTooBigForTelegram(t *testing.T) {
	c := against(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(400)
		io.WriteString(w, `{"ok":false,"error_code":400,"description":"Bad Request: file is too big"}`)
	})
	if _, err := c.GetFile(t.Context(), "id"); !errors.Is(err, ErrTooBig) || OutcomeOf(err) != Refused {
		t.Errorf("got %v", err)
	}
}
