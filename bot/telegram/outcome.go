package telegram

import (
	"errors"
	"fmt"
	"time"
)

// Outcome is what may be done after a call.
type Outcome uint8

const (
	// Done: it has the effect that was asked for. The error is nil; also where
	// Telegram complains of an edit that changes nothing, a press too old to be
	// answered, or a message to delete that is gone.
	Done Outcome = iota
	// Later: too many requests. Wait RetryAfter, count no attempt.
	Later
	// Failed: the network, a server error or an answer that cannot be read.
	// Back off and try again; see Ambiguous.
	Failed
	// Gone: the chat cannot be reached (blocked, deactivated, kicked, unknown,
	// no right to write). News about the chat, not a fault.
	Gone
	// Migrated: the group has become a supergroup; send again to MigratedTo.
	Migrated
	// Stale: the message to edit or to delete is there no longer or may no
	// longer be changed. Trying again changes nothing; a new message may.
	Stale
	// Refused: Telegram finds the request wrong. A fault of ours, not retried.
	Refused
	// TokenBad: the token is not, or no longer, valid.
	TokenBad
	// Conflict: another program receives with this token; see [ErrOtherPoller]
	// and [ErrWebhookActive].
	Conflict
)

var outcomeNames = [...]string{"done", "later", "failed", "gone", "migrated", "stale", "refused", "token bad", "conflict"}

// String is the outcome in a word or two, for logs.
func (o Outcome) String() string {
	if int(o) < len(outcomeNames) {
		return outcomeNames[o]
	}
	return fmt.Sprintf("outcome %d", uint8(o))
}

var (
	// ErrOtherPoller: another program polls with the same token.
	ErrOtherPoller = errors.New("another program receives with this token, stop it or use another token")
	// ErrWebhookActive: a webhook is registered, so that polling is refused.
	ErrWebhookActive = errors.New("a webhook is registered, remove it first")
	// ErrTooBig: the file is larger than the limit, ours or Telegram's 20 MB.
	ErrTooBig = errors.New("file is too big to be fetched")
)

// Error is how a call ended when not well. Its text holds no token, no link
// and no word of a message.
type Error struct {
	Method     string        // of the Bot API, as "sendMessage"
	Outcome    Outcome       // what may be done next; never Done
	Status     int           // the code of the answer; 0 when none came
	Text       string        // Telegram's description with quoted parts taken out; "" when none
	RetryAfter time.Duration // not before; 0 when Telegram named nothing
	MigratedTo int64         // the supergroup's chat id; 0 when none
	// Ambiguous: the request may have had its effect, as after a lost answer.
	// There is no idempotency key: sending again may send twice.
	Ambiguous bool
	cause     error
}

// Error is "sendMessage: gone: 403 Forbidden: bot was blocked by the user".
func (e *Error) Error() string {
	s := e.Method + ": " + e.Outcome.String()
	if e.Status != 0 {
		s += fmt.Sprintf(": %d", e.Status)
	}
	if e.Text != "" {
		s += " " + e.Text
	}
	if e.cause != nil {
		s += ": " + e.cause.Error()
	}
	return s
}

// Unwrap returns the sentinel or the cause, as [ErrTooBig] or
// context.DeadlineExceeded; nil when there is none.
func (e *Error) Unwrap() error { return e.cause }

// OutcomeOf is the outcome of any error: Done for nil, Failed for one that is
// not ours.
func OutcomeOf(err error) Outcome {
	if err == nil {
		return Done
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Outcome
	}
	return Failed
}

func refuse(method, why string) *Error {
	return &Error{Method: method, Outcome: Refused, Text: why}
}
