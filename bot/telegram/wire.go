package telegram

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

const (
	// An answer to getUpdates holds at most 100 updates of some kilobytes.
	maxAnswer = 32 << 20
	// An error of Telegram is a line; a page of a proxy in between is cut here.
	maxErrorAnswer = 64 << 10
)

// wire is the HTTP client under the library and under our own requests. It
// turns every bad end into an *Error before anyone can see an address with the
// token in it.
type wire struct{ http http.Client }

func newWire(t http.RoundTripper) *wire {
	if t == nil {
		own := http.DefaultTransport.(*http.Transport).Clone()
		own.MaxIdleConnsPerHost = idleConnections
		t = own
	}
	return &wire{http.Client{Transport: t, CheckRedirect: stay}}
}

// A redirect would carry the token to another host.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// attempt is the record of one call, kept in its context.
type attempt struct {
	method string
	asked  bool // the wire was reached at all
	// The whole request was handed to the network. The connection's own
	// goroutine says so, perhaps after the call has been given up.
	wrote atomic.Bool
	date  time.Time // the clock of who answered; zero where the answer told none
}

type attemptKey struct{}

func begin(ctx context.Context, method string, timeout time.Duration) (context.Context, context.CancelFunc) {
	a := &attempt{method: method}
	ctx = context.WithValue(ctx, attemptKey{}, a)
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		WroteRequest: func(i httptrace.WroteRequestInfo) {
			if i.Err == nil {
				a.wrote.Store(true)
			}
		},
	})
	return context.WithTimeout(ctx, timeout)
}

func attemptOf(ctx context.Context) *attempt {
	if a, ok := ctx.Value(attemptKey{}).(*attempt); ok {
		return a
	}
	return &attempt{}
}

// Do sends one request and returns the answer when its status is 200. All
// else is an *Error.
func (w *wire) Do(r *http.Request) (*http.Response, error) {
	a := attemptOf(r.Context())
	a.asked = true
	resp, err := w.http.Do(r)
	if err != nil {
		return nil, a.lost(r.Context(), err)
	}
	if at, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		a.date = at
	}
	if resp.StatusCode == http.StatusOK {
		resp.Body = http.MaxBytesReader(nil, resp.Body, maxAnswer)
		return resp, nil
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(resp.Body, maxErrorAnswer))
	return nil, judge(a.method, resp.StatusCode, resp.Header, body)
}

// lost is a call without an answer. Without a whole request Telegram cannot
// have done anything; with one, nobody knows.
func (a *attempt) lost(ctx context.Context, err error) *Error {
	return &Error{Method: a.method, Outcome: Failed, Text: "no answer", Ambiguous: a.wrote.Load(), cause: harmless(ctx, err)}
}

// errBroken stands for a cause whose text may repeat an address or an answer.
var errBroken = errors.New("connection broken")

// harmless is the cause when its text is known to hold neither an address with
// the token nor anything of an answer.
func harmless(ctx context.Context, err error) error {
	if ended := ctx.Err(); ended != nil {
		return ended
	}
	var op *net.OpError
	if errors.As(err, &op) {
		return op
	}
	var cert *tls.CertificateVerificationError
	if errors.As(err, &cert) {
		return cert
	}
	return errBroken
}

// settle is the error of a call made through the library: nil when it had its
// effect, else always an *Error. What the library itself says is dropped, as it
// repeats answers.
func settle(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	var e *Error
	if errors.As(err, &e) {
		if e.Outcome == Done {
			return nil
		}
		return e
	}
	a := attemptOf(ctx)
	if !a.asked {
		return refuse(a.method, "the request could not be built")
	}
	return &Error{Method: a.method, Outcome: Failed, Status: http.StatusOK, Text: "the answer could not be read", Ambiguous: true, cause: ctx.Err()}
}
