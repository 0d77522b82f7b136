package emulator

import "net/http"

type account struct {
	id                              int64
	bot                             bool
	first, last, username, language string
}
type kind byte

const (
	private kind = iota
	basic
	super
)
const member = "member"

type chat struct {
	id        int64
	kind      kind
	title     string
	owner     *account
	botStatus string
	bucket    bucket
}
type method struct{}

func methodTable() map[string]*method { return nil }

type queue struct{ next int64 }
type poller struct{}

func (p *poller) stop(error) {}

var errClosing error

type webhook struct{}

func (s *Server) dropHook() {}

type presses struct{}
type files struct{ keep int }
type botProfile struct{}

func newBotProfile(string) botProfile { return botProfile{} }

type callRing struct{ keep int }
type fault struct{}
type deliveries struct{}

func (s *Server) firstUpdate() int64                           { return 1 }
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {}
