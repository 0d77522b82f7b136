package emulator

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// webhook brings updates to an address. Each lane keeps its order and waits
// for itself; at most max requests are under way at once.
type webhook struct {
	server  *Server
	url     string
	secret  string
	ip      string
	custom  bool // a certificate of the bot's own
	max     int
	client  *http.Client
	ctx     context.Context // ends with the webhook
	end     context.CancelFunc
	lanes   map[lane]*laneQueue
	ready   []*laneQueue
	active  int
	errorAt time.Time
	error   string
	goneAt  time.Time // of the first 410 in a row
}

// laneQueue is what waits in one lane, the oldest first.
type laneQueue struct {
	of      lane
	updates []update
	busy    bool // under way, ready, or waiting for its next try
	delay   time.Duration
}

// hookRequest is setWebhook, read.
type hookRequest struct {
	url, secret, ip string
	max             int
	roots           *x509.CertPool
}

func (c *call) setWebhook() *refusal {
	kinds, no := c.kinds()
	if no != nil {
		return no
	}
	h, no := c.hookRequest()
	if no != nil {
		return no
	}
	s := c.server
	s.dropHook()
	s.poll.stop(errSetWebhook)
	c.forgetPending()
	if c.given("allowed_updates") {
		s.queue.allowed = kinds
	}
	if h.url != "" {
		s.startHook(h)
	}
	s.change()
	return c.yes()
}

func (c *call) hookRequest() (hookRequest, *refusal) {
	h := hookRequest{url: c.str("url"), secret: c.str("secret_token"), ip: c.str("ip_address"), max: int(c.numOr("max_connections", 40))}
	if no := checkSecret(h.secret); no != nil {
		return h, no
	}
	if h.url != "" {
		if no := checkHookURL(h.url); no != nil {
			return h, no
		}
	}
	if h.ip != "" && net.ParseIP(h.ip) == nil {
		return h, bad("bad webhook: Invalid IP address specified")
	}
	if h.max < 1 || h.max > 100 {
		return h, bad("max_connections must be between 1 and 100")
	}
	if f := c.value("certificate").file; f != nil {
		h.roots = x509.NewCertPool()
		if !h.roots.AppendCertsFromPEM(f.data) {
			return h, bad("bad webhook: failed to set custom certificate file")
		}
	}
	return h, nil
}

func checkSecret(s string) *refusal {
	switch {
	case len(s) > 256:
		return bad("secret token is too long")
	case wordLength(s, func(r rune) bool { return asciiWord(r) || r == '-' }) != len(s):
		return bad("secret token contains unallowed characters")
	}
	return nil
}

// checkHookURL wants https on Telegram's ports; on the machine itself, where
// only tests are, http and any port will do.
func checkHookURL(address string) *refusal {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return bad("invalid webhook URL specified")
	}
	if u.Hostname() == "localhost" || net.ParseIP(u.Hostname()).IsLoopback() {
		return nil
	}
	if u.Scheme != "https" {
		return bad("bad webhook: An HTTPS URL must be provided for webhook")
	}
	switch u.Port() {
	case "", "443", "80", "88", "8443":
		return nil
	}
	return bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
}

func (c *call) deleteWebhook() *refusal {
	c.server.dropHook()
	c.forgetPending()
	c.server.change()
	return c.yes()
}

func (c *call) forgetPending() {
	if c.bool("drop_pending_updates") {
		c.server.queue.drop(len(c.server.queue.all()))
	}
}

func (c *call) getWebhookInfo() *refusal {
	s, w := c.server, &c.out
	w.b = append(w.b, '{')
	h := s.hook
	if h == nil {
		h = &webhook{}
	}
	w.str("url", h.url)
	w.bool("has_custom_certificate", h.custom)
	w.num("pending_update_count", int64(s.queue.pending(s.now())))
	w.some("ip_address", h.ip)
	if !h.errorAt.IsZero() {
		w.num("last_error_date", unix(h.errorAt))
		w.str("last_error_message", h.error)
	}
	if h.max > 0 {
		w.num("max_connections", int64(h.max))
	}
	if s.queue.allowed != nil {
		w.key("allowed_updates")
		w.value(s.queue.allowed)
	}
	w.close()
	return nil
}

// startHook begins with whatever waits already.
func (s *Server) startHook(r hookRequest) {
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	transport := &http.Transport{
		MaxIdleConnsPerHost: r.max, MaxConnsPerHost: r.max, IdleConnTimeout: time.Minute, ForceAttemptHTTP2: true,
		TLSClientConfig: &tls.Config{RootCAs: r.roots},
		DialContext:     dialer.DialContext,
	}
	h := &webhook{
		server: s, url: r.url, secret: r.secret, ip: r.ip, custom: r.roots != nil, max: r.max,
		lanes:  map[lane]*laneQueue{},
		client: &http.Client{Transport: transport, Timeout: 60 * time.Second, CheckRedirect: noRedirect},
	}
	h.ctx, h.end = context.WithCancel(context.Background())
	if h.ip != "" {
		transport.DialContext = dialTo(dialer, h.ip)
	} else if u, err := url.Parse(h.url); err == nil && net.ParseIP(u.Hostname()) != nil {
		h.ip = u.Hostname()
	}
	s.hook = h
	for _, u := range s.queue.all() {
		if !u.taken {
			h.add(u)
		}
	}
}

func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

func (s *Server) dropHook() {
	if s.hook != nil {
		s.hook.end()
		s.hook.client.CloseIdleConnections()
		s.hook = nil
	}
}

// add queues an update in its lane. Callers hold the lock, as for all that
// follows.
func (h *webhook) add(u update) {
	l := h.lanes[u.lane]
	if l == nil {
		l = &laneQueue{of: u.lane}
		h.lanes[u.lane] = l
	}
	l.updates = append(l.updates, u)
	if !l.busy {
		l.busy = true
		h.offer(l)
	}
}

// offer puts a lane in line for a connection.
func (h *webhook) offer(l *laneQueue) {
	h.ready = append(h.ready, l)
	if h.active < h.max {
		h.active++
		go h.bring()
	}
}

// alive: neither removed nor replaced.
func (h *webhook) alive() bool { return h.server.hook == h }

// describe is why an update was not taken, in Telegram's words.
func describe(status int, err error) string {
	if err != nil {
		if strings.Contains(err.Error(), "refused") {
			return "Connection refused"
		}
		return "Read timeout expired"
	}
	return "Wrong response from the webhook: " + http.StatusText(status)
}
