package emulator

import (
	"fmt"
	"strconv"
	"time"
)

// refusal is an answer with ok false, in Telegram's words.
type refusal struct {
	status     int
	text       string
	retryAfter int
	migratedTo int64
}

func bad(format string, args ...any) *refusal {
	return &refusal{status: 400, text: "Bad Request: " + fmt.Sprintf(format, args...)}
}

func forbidden(text string) *refusal { return &refusal{status: 403, text: "Forbidden: " + text} }

func conflict(text string) *refusal { return &refusal{status: 409, text: "Conflict: " + text} }

// tooMany rounds up to whole seconds, so that who waits as told is let in.
func tooMany(wait time.Duration) *refusal {
	n := int((wait + time.Second - 1) / time.Second)
	return &refusal{status: 429, text: "Too Many Requests: retry after " + strconv.Itoa(n), retryAfter: n}
}

func (r *refusal) append(w *writer) {
	w.open()
	w.bool("ok", false)
	w.num("error_code", int64(r.status))
	w.str("description", r.text)
	if r.retryAfter != 0 || r.migratedTo != 0 {
		w.object("parameters")
		if r.migratedTo != 0 {
			w.num("migrate_to_chat_id", r.migratedTo)
		}
		if r.retryAfter != 0 {
			w.num("retry_after", int64(r.retryAfter))
		}
		w.close()
	}
	w.close()
}
