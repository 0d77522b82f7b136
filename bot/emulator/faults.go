package emulator

import "time"

// Fault is one way in which the wire or the server misbehaves. It meets a call
// if Method and Chat agree and one of Times is left.
type Fault struct {
	Method string  // "" meets every method; "file" is the download of a file
	Chat   int64   // 0 meets every chat
	Skip   int     // so many matching calls pass unharmed first
	Times  int     // 0: until removed
	Share  float64 // of the matching calls that are met, by chance; 0: all

	Delay  time.Duration // waits before anything else
	Before bool          // resets the connection; the call has no effect
	After  bool          // the call has its effect, then the connection is reset
	Hang   bool          // never answers; no effect unless Effect

	Status      int    // answers with this status
	RetryAfter  int    // seconds; with Status 429 also in parameters
	Description string // "" has Telegram's usual words for Status
	Body        string // answers with exactly this, whatever it is; Status 0 is 200
	ContentType string // of Body; "" is application/json
	Effect      bool   // with Hang, Status or Body: the call has its effect first

	Cut     int  // the true answer breaks off after so many bytes
	Slow    int  // the true answer comes with so many bytes a second
	Repeat  int  // getUpdates: so many updates that were acknowledged last come again first
	Shuffle bool // getUpdates: the updates of one answer come in another order
}

// Fault lets a fault happen from now on; remove ends it.
func (s *Server) Fault(f Fault) (remove func()) { return func() {} }

// ClearFaults ends all faults.
func (s *Server) ClearFaults() {}
