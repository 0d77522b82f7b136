package telegram

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// answer is the frame of every answer of the Bot API.
type answer struct {
	OK          bool            `json:"ok"`
	Result      json.RawMessage `json:"result"`
	Code        int             `json:"error_code"`
	Description string          `json:"description"`
	Parameters  struct {
		RetryAfter int64 `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

// unnamedPause is waited after a 429 that names no time.
const unnamedPause = time.Second

// longestPause bounds what is believed: 73,414 s have been seen.
const longestPause = 7 * 24 * time.Hour

// judge reads an answer that is not 200. Only Telegram's own JSON can say that
// a chat or a token is lost: a page of a proxy in between proves nothing.
func judge(method string, status int, h http.Header, body []byte) *Error {
	e := &Error{Method: method, Outcome: Failed, Status: status, RetryAfter: headerPause(h)}
	var a answer
	if err := json.Unmarshal(body, &a); err != nil || a.OK || a.Code == 0 {
		e.Text = "not an answer of Telegram"
		e.Ambiguous = status >= 500
		if status == http.StatusRequestEntityTooLarge {
			e.Outcome = Refused
		}
		return e.paused()
	}
	e.Status, e.Text = a.Code, unquoted(a.Description)
	if a.Parameters.RetryAfter > 0 {
		e.RetryAfter = seconds(a.Parameters.RetryAfter)
	}
	e.MigratedTo = a.Parameters.MigrateTo
	e.Outcome = outcome(a)
	e.Ambiguous = e.Outcome == Failed && a.Code >= 500
	e.cause = reason(a)
	return e.paused()
}

// paused makes a 429 an outcome of its own, whoever answered it.
func (e *Error) paused() *Error {
	if e.Status != http.StatusTooManyRequests {
		return e
	}
	e.Outcome, e.Ambiguous = Later, false
	if e.RetryAfter == 0 {
		e.RetryAfter = unnamedPause
	}
	return e
}

func headerPause(h http.Header) time.Duration {
	n, err := strconv.ParseInt(h.Get("Retry-After"), 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return seconds(n)
}

func seconds(n int64) time.Duration {
	return time.Duration(min(n, int64(longestPause/time.Second))) * time.Second
}

func outcome(a answer) Outcome {
	switch {
	case a.Parameters.MigrateTo != 0:
		return Migrated
	case a.Code == http.StatusUnauthorized:
		return TokenBad
	case a.Code == http.StatusForbidden:
		return Gone
	case a.Code == http.StatusConflict:
		return Conflict
	case a.Code == http.StatusTooManyRequests:
		return Later
	case a.Code >= 500:
		return Failed
	}
	return described(a)
}

// sign is a part of a description and what it means. Telegram gives the cause
// of a 400 in words alone; the words are those of its Bot API server.
type sign struct {
	words string
	means Outcome
}

var signs = [...]sign{
	{"message is not modified", Done},
	{"query is too old", Done},
	{"query id is invalid", Done},
	{"message to delete not found", Done},
	{"message to edit not found", Stale},
	{"message can't be edited", Stale},
	{"message can't be deleted", Stale},
	{"message_id_invalid", Stale},
	{"chat not found", Gone},
	{"user not found", Gone},
	{"peer_id_invalid", Gone},
	{"group chat was deactivated", Gone},
	{"group chat was upgraded", Gone},
	{"bot is not a member", Gone},
	{"have no rights to send", Gone},
	{"not enough rights to send", Gone},
	{"need administrator rights", Gone},
	{"chat_write_forbidden", Gone},
	{"temporarily unavailable", Failed},
}

func described(a answer) Outcome {
	text := strings.ToLower(a.Description)
	for _, s := range signs {
		if strings.Contains(text, s.words) {
			return s.means
		}
	}
	if a.Code == http.StatusNotFound && !strings.Contains(text, "method not found") {
		return TokenBad
	}
	return Refused
}

func reason(a answer) error {
	text := strings.ToLower(a.Description)
	switch {
	case a.Code == http.StatusConflict && strings.Contains(text, "webhook"):
		return ErrWebhookActive
	case a.Code == http.StatusConflict:
		return ErrOtherPoller
	case strings.Contains(text, "file is too big"):
		return ErrTooBig
	}
	return nil
}

// maxDescription keeps a log line a line.
const maxDescription = 200

// unquoted takes out what Telegram quotes, for it quotes what was sent: from
// the first quotation mark to the last, or to the end if there is one only. An
// apostrophe inside a word is none.
func unquoted(s string) string {
	s = strings.ToValidUTF8(s, "?")
	for _, mark := range []string{`"`, ` '`} {
		i := strings.Index(s, mark)
		if i < 0 {
			continue
		}
		i += len(mark) - 1
		rest := ""
		if j := strings.LastIndexByte(s, mark[len(mark)-1]); j > i {
			rest = s[j+1:]
		}
		s = s[:i] + "…" + rest
	}
	if r := []rune(s); len(r) > maxDescription {
		s = string(r[:maxDescription])
	}
	return s
}
