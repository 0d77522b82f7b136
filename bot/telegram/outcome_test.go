package telegram

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// Answers of the Bot API server and of what may stand in between.
func TestOutcomes(t *testing.T) {
	tests := []struct {
		status int
		body   string
		want   Error
	}{
		{429, `{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 73414","parameters":{"retry_after":73414}}`,
			Error{Outcome: Later, Status: 429, RetryAfter: 73414 * time.Second}},
		{429, `{"ok":false,"error_code":429,"description":"Too Many Requests"}`, Error{Outcome: Later, Status: 429, RetryAfter: time.Second}},
		{429, `<html>`, Error{Outcome: Later, Status: 429, RetryAfter: time.Second}},
		{429, `{"ok":false,"error_code":429,"description":"x","parameters":{"retry_after":99999999999999}}`,
			Error{Outcome: Later, Status: 429, RetryAfter: 7 * 24 * time.Hour}},
		{400, `{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat","parameters":{"migrate_to_chat_id":-1001234567890}}`,
			Error{Outcome: Migrated, Status: 400, MigratedTo: -1001234567890}},
		{403, `{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}`, Error{Outcome: Gone, Status: 403}},
		{403, `{"ok":false,"error_code":403,"description":"Forbidden: user is deactivated"}`, Error{Outcome: Gone, Status: 403}},
		{403, `{"ok":false,"error_code":403,"description":"Forbidden: bot was kicked from the supergroup chat"}`, Error{Outcome: Gone, Status: 403}},
		{403, `<html>blocked by the provider</html>`, Error{Outcome: Failed, Status: 403}},
		{400, `{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}`, Error{Outcome: Gone, Status: 400}},
		{400, `{"ok":false,"error_code":400,"description":"Bad Request: not enough rights to send text messages to the chat"}`, Error{Outcome: Gone, Status: 400}},
		{400, `{"ok":false,"error_code":400,"description":"Bad Request: message to edit not found"}`, Error{Outcome: Stale, Status: 400}},
		{400, `{"ok":false,"error_code":400,"description":"Bad Request: message can't be deleted for everyone"}`, Error{Outcome: Stale, Status: 400}},
		{400, `{"ok":false,"error_code":400,"description":"Bad Request: message text is empty"}`, Error{Outcome: Refused, Status: 400}},
		{413, `{"ok":false,"error_code":413,"description":"Request Entity Too Large"}`, Error{Outcome: Refused, Status: 413}},
		{413, `<html>`, Error{Outcome: Refused, Status: 413}},
		{401, `{"ok":false,"error_code":401,"description":"Unauthorized"}`, Error{Outcome: TokenBad, Status: 401}},
		{404, `{"ok":false,"error_code":404,"description":"Not Found"}`, Error{Outcome: TokenBad, Status: 404}},
		{404, `{"ok":false,"error_code":404,"description":"Not Found: method not found"}`, Error{Outcome: Refused, Status: 404}},
		{404, `<html>`, Error{Outcome: Failed, Status: 404}},
		{409, `{"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates request"}`, Error{Outcome: Conflict, Status: 409}},
		{500, `{"ok":false,"error_code":500,"description":"Internal Server Error"}`, Error{Outcome: Failed, Status: 500, Ambiguous: true}},
		{502, `<html>502 Bad Gateway</html>`, Error{Outcome: Failed, Status: 502, Ambiguous: true}},
		{504, ``, Error{Outcome: Failed, Status: 504, Ambiguous: true}},
		{400, `{"ok":false,"error_code":400,"description":"Bad Request: wrong file_id or the file is temporarily unavailable"}`, Error{Outcome: Failed, Status: 400}},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%d %s", tt.status, tt.body), func(t *testing.T) {
			c := against(t, func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(tt.status)
				w.Write([]byte(tt.body))
			})
			_, err := c.SendText(t.Context(), Text{To: To{Chat: 1}, HTML: "x"})
			var got *Error
			if !errors.As(err, &got) {
				t.Fatalf("got %v, want a *Error", err)
			}
			tt.want.Method = "sendMessage"
			if diff := cmp.Diff(tt.want, *got, cmpopts.IgnoreFields(Error{}, "Text"), cmpopts.IgnoreUnexported(Error{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What Telegram complains of although what was asked for is so.
func TestComplaintsThatCountAsDone(t *testing.T) {
	for _, words := range []string{
		"Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
		"Bad Request: query is too old and response timeout expired or query ID is invalid",
		"Bad Request: message to delete not found",
	} {
		c := against(t, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(400)
			fmt.Fprintf(w, `{"ok":false,"error_code":400,"description":%q}`, words)
		})
		if err := c.EditText(t.Context(), Edit{Chat: 1, Message: 2, HTML: "x"}); err != nil {
			t.Errorf("%s: %v, want nil", words, err)
		}
	}
}

func TestRetryAfterOfAProxyIsHonoured(t *testing.T) {
	c := against(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "17")
		w.WriteHeader(503)
	})
	_, err := c.Me(t.Context())
	var e *Error
	if !errors.As(err, &e) || e.RetryAfter != 17*time.Second || e.Outcome != Failed {
		t.Fatalf("got %v, want failed and 17 s", err)
	}
}

func TestAnErrorRepeatsNoWordOfAMessage(t *testing.T) {
	tests := map[string]string{
		`Bad Request: can't parse entities: Unsupported start tag "марія" at byte offset 3`: `Bad Request: can't parse entities: Unsupported start tag … at byte offset 3`,
		`Bad Request: inline keyboard button URL 'https://x/марія' is invalid: Wrong port`:  `Bad Request: inline keyboard button URL … is invalid: Wrong port`,
		`"a" and "b"`:                        `…`,
		`'t was "марія`:                      `'t was …`,
		`Forbidden: bot can't initiate talk`: `Forbidden: bot can't initiate talk`,
	}
	for given, want := range tests {
		if got := unquoted(given); got != want {
			t.Errorf("unquoted(%s)\n got %s\nwant %s", given, got, want)
		}
	}
	if got := unquoted(strings.Repeat("я", 1000)); len([]rune(got)) != maxDescription {
		t.Errorf("a long description stays %d letters long", len([]rune(got)))
	}
}

func TestConflictsAreToldApart(t *testing.T) {
	tests := map[string]error{
		"Conflict: terminated by other getUpdates request; make sure that only one bot instance is running":            ErrOtherPoller,
		"Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first": ErrWebhookActive,
	}
	for words, want := range tests {
		e := judge("getUpdates", 409, nil, fmt.Appendf(nil, `{"ok":false,"error_code":409,"description":%q}`, words))
		if !errors.Is(e, want) || e.Outcome != Conflict {
			t.Errorf("%s: %v, want %v", words, e, want)
		}
	}
}

func TestOutcomeOfAnyError(t *testing.T) {
	if got := OutcomeOf(nil); got != Done {
		t.Errorf("nil is %v", got)
	}
	if got := OutcomeOf(errors.New("x")); got != Failed {
		t.Errorf("a foreign error is %v", got)
	}
	if got := OutcomeOf(fmt.Errorf("act: %w", &Error{Outcome: Gone})); got != Gone {
		t.Errorf("a wrapped error is %v", got)
	}
	if got := Outcome(200).String(); got != "outcome 200" {
		t.Errorf("unknown outcome is %q", got)
	}
}
