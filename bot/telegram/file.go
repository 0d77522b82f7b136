package telegram

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"

	"github.com/go-telegram/bot"
)

// File is where a file can be fetched, for at least an hour. Its path is never
// logged or handed out: a link made of it holds the token.
type File struct {
	path string
	Size int64 // bytes as Telegram states them; 0 when it does not
}

// GetFile asks where a file is. [ErrTooBig] when Telegram will not give it
// out, being over 20 MB.
func (c *Client) GetFile(ctx context.Context, fileID string) (File, error) {
	ctx, end := c.call(ctx, "getFile")
	defer end()
	f, err := c.api.GetFile(ctx, &bot.GetFileParams{FileID: fileID})
	if err := settle(ctx, err); err != nil {
		return File{}, err
	}
	return File{path: f.FilePath, Size: f.FileSize}, nil
}

// Download copies a file to w and returns how many bytes it had. It stops with
// [ErrTooBig] before more than limit bytes are written, at the stated size
// already. After an error w may hold a part. An error of w itself comes back
// as it is.
func (c *Client) Download(ctx context.Context, f File, w io.Writer, limit int64) (int64, error) {
	if f.Size > limit {
		return 0, tooBig()
	}
	ctx, end := c.upload(ctx, download)
	defer end()
	address := c.base + "/file/bot" + c.token + "/" + (&url.URL{Path: f.path}).EscapedPath()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return 0, refuse(download, "the request could not be built")
	}
	resp, err := c.wire.Do(r)
	if err != nil {
		return 0, unavailable(ctx, err)
	}
	defer resp.Body.Close()
	return drain(ctx, resp, w, limit)
}

// Fetch is GetFile and Download into memory.
func (c *Client) Fetch(ctx context.Context, fileID string, limit int64) ([]byte, error) {
	f, err := c.GetFile(ctx, fileID)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if f.Size <= limit {
		b.Grow(int(f.Size))
	}
	if _, err := c.Download(ctx, f, &b, limit); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

const download = "download"

func tooBig() *Error {
	return &Error{Method: download, Outcome: Refused, cause: ErrTooBig}
}

// unavailable: a link lives an hour, so that "not found" here says nothing of
// the token. Asking for the file anew helps. Fetching has no effect that
// could happen twice.
func unavailable(ctx context.Context, err error) error {
	err = settle(ctx, err)
	var e *Error
	if errors.As(err, &e) {
		e.Ambiguous = false
		if e.Outcome == TokenBad && e.Status == http.StatusNotFound {
			e.Outcome = Failed
		}
	}
	return err
}

func drain(ctx context.Context, resp *http.Response, w io.Writer, limit int64) (int64, error) {
	if resp.ContentLength > limit {
		return 0, tooBig()
	}
	in := &source{Reader: resp.Body}
	n, err := io.Copy(w, io.LimitReader(in, limit))
	if err == nil && n == limit && in.more() {
		return n, tooBig()
	}
	if in.err != nil {
		return n, &Error{Method: download, Outcome: Failed, Status: resp.StatusCode, Text: "the file was cut short", cause: ctx.Err()}
	}
	return n, err
}

// source remembers an error of reading, to tell it from one of writing.
type source struct {
	io.Reader
	err error
}

// Read passes on and keeps the error.
func (s *source) Read(p []byte) (int, error) {
	n, err := s.Reader.Read(p)
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}

func (s *source) more() bool {
	n, _ := io.ReadFull(s, make([]byte, 1))
	return n == 1
}
