package telegram

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"io"
	"net/http"
)

// ErrBusy is returned by a [Handle] that cannot take updates now; they come
// again a little later.
var ErrBusy = errors.New("busy, send it again later")

const (
	// SecretHeader carries the secret that [Client.SetWebhook] registered.
	SecretHeader = "X-Telegram-Bot-Api-Secret-Token"

	// An update is some kilobytes; nothing that Telegram sends comes near.
	maxUpdate  = 1 << 20
	retryAfter = "2" // seconds; Telegram honours it
)

// Webhook takes updates that Telegram brings and answers 200 only after handle
// has returned nil. Updates that come together are handled in one call, in the
// order of arrival.
//
//	405  not POST
//	401  another secret; always, if secret is ""
//	413  over 1 MB
//	400  no JSON object with an update_id, so nothing can be set aside
//	503  handle failed or returned [ErrBusy], or too many wait: send it again
//
// An update that has an id but cannot be decoded is handed over with Err.
func Webhook(secret string, handle Handle) http.Handler {
	return &webhook{queue: coalescer{handle: handle}, open: secret != "", secret: sha256.Sum256([]byte(secret))}
}

type webhook struct {
	queue  coalescer
	open   bool
	secret [sha256.Size]byte
}

// ServeHTTP takes one update; see [Webhook].
func (h *webhook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	if !h.knows(r.Header.Get(SecretHeader)) {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxUpdate))
	if err != nil {
		w.WriteHeader(unread(err))
		return
	}
	u := Decode(body)
	if u.ID == 0 {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	if err := h.queue.do(context.WithoutCancel(r.Context()), u); err != nil {
		w.Header().Set("Retry-After", retryAfter)
		w.WriteHeader(http.StatusServiceUnavailable)
	}
}

// knows compares digests, so that neither the time nor the length tells
// anything of the secret.
func (h *webhook) knows(given string) bool {
	sum := sha256.Sum256([]byte(given))
	return subtle.ConstantTimeCompare(sum[:], h.secret[:]) == 1 && h.open
}

func unread(err error) int {
	var over *http.MaxBytesError
	if errors.As(err, &over) {
		return http.StatusRequestEntityTooLarge
	}
	return http.StatusBadRequest
}
