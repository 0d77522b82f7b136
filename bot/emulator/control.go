package emulator

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"
)

// Act is one thing that a person does, as [Server.Control] reads it. Do names
// the method of [Person] in small letters: say, reply, start, press,
// forgepress, tap, sendphoto, sendalbum, senddocument, sendhugedocument,
// sendvoice, sendsticker, sendcontact, sendlocation, forward, edit, delete,
// block, unblock, deactivate.
type Act struct {
	Person  int64 // must have been made
	Group   int64 // acts there instead of in the private chat; 0: does not
	Do      string
	Text    string // words, payload, caption, emoji or label of a key
	Data    string // callback_data
	Message int    // to reply to, press, edit or delete
	From    string // of a forward
	Name    string // of a document
	MIME    string
	Files   [][]byte // base64 in JSON
	Size    int64    // of a huge document, or seconds of a voice message
	Contact Contact
	Place   Location
}

// Done is what came of an Act: the message id or ids, or the id of the press.
type Done struct {
	Message  int    `json:",omitempty"`
	Messages []int  `json:",omitempty"`
	Press    string `json:",omitempty"`
	Error    string `json:",omitempty"`
}

// Control offers acting, seeing and faults as JSON over HTTP, for tests in
// another process. Whoever reaches it may do everything: never mount it beside
// the Bot API.
//
//	POST   /person     a Profile; makes it
//	POST   /group      {"ID", "Title", "Members": [ids]}; makes it or adds members
//	POST   /group/bot  {"ID", "Status"}: Group.SetBot
//	POST   /migrate    {"ID"}; {"ID"} of the supergroup
//	POST   /act        an Act, or a list of them; a Done for each
//	POST   /fault      a Fault; {"ID"} to remove it by
//	DELETE /fault      ?id=, or all
//	POST   /inject     {"Kind", "Payload"}; {"ID"} of the update
//	GET    /messages, /history, /keyboard, /toasts, /pushes, /commands
//	                   ?person=, &group= for a group
//	GET    /answered   ?press=&person=; true or false
//	GET    /calls      as Server.Calls; DELETE forgets them
//	GET    /pending    updates that wait
//	GET    /version    ?after= waits until it is greater, up to ?seconds= (30)
//	GET    /file       ?id=; its content
//
// Names are those of the Go types, durations are nanoseconds. An error is a status from 400 on with
// {"Error"}.
func (s *Server) Control() http.Handler {
	c := &control{server: s, faults: map[int]func(){}}
	mux := http.NewServeMux()
	for pattern, answer := range map[string]func(*http.Request) (any, error){
		"POST /person": c.person, "POST /group": c.group, "POST /group/bot": c.groupBot, "POST /migrate": c.migrate,
		"POST /act": c.act, "POST /fault": c.fault, "DELETE /fault": c.unfault, "POST /inject": c.inject,
		"GET /messages": c.seen(func(p *Person) any { return p.Messages() }),
		"GET /history":  c.seen(func(p *Person) any { return p.History() }),
		"GET /keyboard": c.seen(func(p *Person) any { return p.Keyboard() }),
		"GET /toasts":   c.seen(func(p *Person) any { return p.Toasts() }),
		"GET /pushes":   c.seen(func(p *Person) any { return s.Pushes(p) }),
		"GET /commands": c.seen(func(p *Person) any { return p.Commands() }),
		"GET /answered": c.answered,
		"GET /calls":    func(*http.Request) (any, error) { return s.Calls(), nil },
		"DELETE /calls": func(*http.Request) (any, error) { s.ForgetCalls(); return true, nil },
		"GET /pending":  func(*http.Request) (any, error) { return s.Pending(), nil },
		"GET /version":  c.version,
	} {
		mux.HandleFunc(pattern, spoken(answer))
	}
	mux.HandleFunc("GET /file", c.file)
	return mux
}

// spoken turns a function into a handler.
func spoken(answer func(*http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		result, err := answer(r)
		if err != nil {
			w.WriteHeader(http.StatusBadRequest)
			result = Done{Error: err.Error()}
		}
		_ = json.NewEncoder(w).Encode(result)
	}
}

// said decodes the body of a request; a name that is not there is an error.
func said(r *http.Request, into any) error {
	b, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	return strictly(b, into)
}

type control struct {
	server *Server
	faults map[int]func() // under the server's lock
	last   int
}

var errNobody = errors.New("there is no such person; make it by POST /person")

func (c *control) find(person, group int64) (*Person, error) {
	s := c.server
	s.mu.Lock()
	p := s.people[person]
	s.mu.Unlock()
	if p == nil {
		return nil, errNobody
	}
	if group == 0 {
		return p, nil
	}
	g := s.findGroup(group)
	if g == nil {
		return nil, errors.New("there is no such group; make it by POST /group")
	}
	return p.In(g), nil
}

func (s *Server) findGroup(id int64) *Group {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range s.groups {
		if g.chat.id == id || g.chat.migrated == id {
			return g
		}
	}
	return nil
}

func (c *control) person(r *http.Request) (any, error) {
	var p Profile
	if err := said(r, &p); err != nil {
		return nil, err
	}
	return c.server.Person(p).Profile(), nil
}

// groupRequest is the body of the requests about groups.
type groupRequest struct {
	ID      int64
	Title   string
	Status  string
	Members []int64
}

func (c *control) group(r *http.Request) (any, error) {
	var q groupRequest
	if err := said(r, &q); err != nil {
		return nil, err
	}
	var members []*Person
	for _, id := range q.Members {
		p, err := c.find(id, 0)
		if err != nil {
			return nil, err
		}
		members = append(members, p)
	}
	return groupRequest{ID: c.server.Group(q.ID, q.Title, members...).ID(), Title: q.Title}, nil
}

func (c *control) onGroup(r *http.Request, do func(*Group, groupRequest) int64) (any, error) {
	var q groupRequest
	if err := said(r, &q); err != nil {
		return nil, err
	}
	g := c.server.findGroup(q.ID)
	if g == nil {
		return nil, errors.New("there is no such group")
	}
	return groupRequest{ID: do(g, q)}, nil
}

func (c *control) groupBot(r *http.Request) (any, error) {
	return c.onGroup(r, func(g *Group, q groupRequest) int64 { g.SetBot(q.Status); return g.ID() })
}

func (c *control) migrate(r *http.Request) (any, error) {
	return c.onGroup(r, func(g *Group, _ groupRequest) int64 { return g.Migrate() })
}

func (c *control) act(r *http.Request) (any, error) {
	var raw json.RawMessage
	if err := said(r, &raw); err != nil {
		return nil, err
	}
	if raw[0] != '[' {
		var one Act
		if err := strictly(raw, &one); err != nil {
			return nil, err
		}
		return c.do(one)
	}
	var acts []Act
	if err := strictly(raw, &acts); err != nil {
		return nil, err
	}
	all := make([]Done, len(acts))
	for i, a := range acts {
		done, err := c.do(a)
		if err != nil {
			done.Error = err.Error()
		}
		all[i] = done
	}
	return all, nil
}

func (c *control) do(a Act) (Done, error) {
	p, err := c.find(a.Person, a.Group)
	if err != nil {
		return Done{}, err
	}
	return a.by(p)
}

func (c *control) seen(look func(*Person) any) func(*http.Request) (any, error) {
	return func(r *http.Request) (any, error) {
		p, err := c.asked(r)
		if err != nil {
			return nil, err
		}
		return look(p), nil
	}
}

func (c *control) asked(r *http.Request) (*Person, error) {
	person, _ := strconv.ParseInt(r.FormValue("person"), 10, 64)
	group, _ := strconv.ParseInt(r.FormValue("group"), 10, 64)
	return c.find(person, group)
}

func (c *control) answered(r *http.Request) (any, error) {
	p, err := c.asked(r)
	if err != nil {
		return nil, err
	}
	return p.Answered(r.FormValue("press")), nil
}

func (c *control) fault(r *http.Request) (any, error) {
	var f Fault
	if err := said(r, &f); err != nil {
		return nil, err
	}
	remove := c.server.Fault(f)
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	c.last++
	c.faults[c.last] = remove
	return groupRequest{ID: int64(c.last)}, nil
}

func (c *control) unfault(r *http.Request) (any, error) {
	id, err := strconv.Atoi(r.FormValue("id"))
	if err != nil {
		c.server.ClearFaults()
		return true, nil
	}
	c.server.mu.Lock()
	remove := c.faults[id]
	delete(c.faults, id)
	c.server.mu.Unlock()
	if remove == nil {
		return nil, errors.New("there is no such fault")
	}
	remove()
	return true, nil
}

func (c *control) inject(r *http.Request) (any, error) {
	var q struct{ Kind, Payload string }
	if err := said(r, &q); err != nil {
		return nil, err
	}
	return struct{ ID int64 }{c.server.Inject(q.Kind, q.Payload)}, nil
}

func (c *control) version(r *http.Request) (any, error) {
	after, err := strconv.ParseUint(r.FormValue("after"), 10, 64)
	if err != nil {
		return c.server.Version(), nil
	}
	seconds, _ := strconv.Atoi(r.FormValue("seconds"))
	ctx, cancel := context.WithTimeout(r.Context(), time.Duration(orElse(seconds, 30))*time.Second)
	defer cancel()
	version, err := c.server.Wait(ctx, after)
	if err != nil && r.Context().Err() != nil {
		return nil, err
	}
	return version, nil
}

func (c *control) file(w http.ResponseWriter, r *http.Request) {
	content, mime, ok := c.server.FileContent(r.FormValue("id"))
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", orElse(mime, "application/octet-stream"))
	_, _ = w.Write(content)
}
