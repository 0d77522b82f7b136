package notify

import "time"

// verdict is what follows from a send.
type verdict int

const (
	done verdict = iota
	later
	failed
	gone
	migrated
	refused
	broken
)

var verdicts = [...]string{"done", "later", "failed", "gone", "migrated", "refused", "broken"}

// Result is how one send ended.
type Result struct {
	verdict verdict
	message int
	wait    time.Duration
	moved   int64
	err     error
}

// Done says that it went out as the message of that id (0 where none came of it).
func Done(message int) Result { return Result{verdict: done, message: message} }

// Later says that there were too many: not before wait is over; no attempt is counted.
func Later(wait time.Duration) Result { return Result{verdict: later, wait: wait} }

// Failed says that the network or the server failed: try again with patience.
func Failed(err error) Result { return Result{verdict: failed, err: err} }

// Gone says that the chat cannot be reached: blocked, deactivated or unknown.
func Gone(err error) Result { return Result{verdict: gone, err: err} }

// Migrated says that the group goes on as the supergroup with that chat id.
func Migrated(to int64) Result { return Result{verdict: migrated, moved: to} }

// Refused says that trying again changes nothing: a fault of ours.
func Refused(err error) Result { return Result{verdict: refused, err: err} }

// Broken says that nothing can be sent until an operator acts: the token is bad.
func Broken(err error) Result { return Result{verdict: broken, err: err} }
