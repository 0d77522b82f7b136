package telegram

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/go-telegram/bot"
)

// DefaultURL is where Telegram itself answers.
const DefaultURL = "https://api.telegram.org"

const (
	defaultTimeout = 30 * time.Second
	// The default of net/http keeps two idle connections to a host, so that
	// under load nearly every request would open a new one.
	idleConnections = 64
)

// ErrToken says that the token has not the form that Telegram gives out. The
// error that wraps it never repeats the token.
var ErrToken = errors.New("token is not of the form 123456:letters, copy it from @BotFather again")

// Telegram documents no length of a token; what matters is that it cannot
// change the path or the host of a request.
var tokenForm = regexp.MustCompile(`^[0-9]{1,20}:[A-Za-z0-9_-]{1,128}$`)

// Options are the settings of a [Client]. The zero value speaks to Telegram.
type Options struct {
	// BaseURL is the scheme and host of the Bot API server, without the token;
	// "" means [DefaultURL].
	BaseURL string
	// Transport carries every request: the one seam for proxies, measuring and
	// faults. nil means net/http with enough idle connections.
	Transport http.RoundTripper
	// Timeout bounds one call; uploads and downloads get four times as much.
	// Zero means 30 s.
	Timeout time.Duration
}

// Client speaks to one bot's end of the Bot API. It may be used by many
// goroutines at once.
type Client struct {
	wire    *wire
	api     *bot.Bot
	base    string
	token   string
	timeout time.Duration
}

// New makes a client for one token, without asking the network: [Client.Me]
// does. It returns [ErrToken] for a malformed token, and an error that names
// the address for an address that is not http or https.
func New(token string, o Options) (*Client, error) {
	if !tokenForm.MatchString(token) {
		return nil, ErrToken
	}
	base, err := baseURL(o.BaseURL)
	if err != nil {
		return nil, err
	}
	w := newWire(o.Transport)
	api, err := bot.New(token, bot.WithSkipGetMe(), bot.WithServerURL(base), bot.WithHTTPClient(0, w),
		bot.WithErrorsHandler(func(error) {}))
	if err != nil {
		return nil, ErrToken
	}
	if o.Timeout <= 0 {
		o.Timeout = defaultTimeout
	}
	return &Client{wire: w, api: api, base: base, token: token, timeout: o.Timeout}, nil
}

func baseURL(given string) (string, error) {
	if given == "" {
		return DefaultURL, nil
	}
	u, err := url.Parse(given)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || u.RawQuery != "" || u.User != nil {
		return "", fmt.Errorf("telegram address %q is not of the form https://host", given)
	}
	return strings.TrimRight(given, "/"), nil
}

// Account is the bot itself, as Telegram knows it.
type Account struct {
	ID       int64
	Username string // without the @
	Name     string
	At       time.Time // Telegram's clock when it answered, in whole seconds; zero where it told none
}

// Me asks Telegram whose token this is. The outcome of the error is [TokenBad]
// when Telegram refuses the token.
func (c *Client) Me(ctx context.Context) (Account, error) {
	ctx, end := c.call(ctx, "getMe")
	defer end()
	u, err := c.api.GetMe(ctx)
	if err := settle(ctx, err); err != nil {
		return Account{}, err
	}
	return Account{ID: u.ID, Username: u.Username, Name: u.FirstName, At: attemptOf(ctx).date}, nil
}

// call prepares one request: its own deadline and the record that the wire
// fills in.
func (c *Client) call(ctx context.Context, method string) (context.Context, context.CancelFunc) {
	return begin(ctx, method, c.timeout)
}

// upload is call for requests that carry or fetch a file.
func (c *Client) upload(ctx context.Context, method string) (context.Context, context.CancelFunc) {
	return begin(ctx, method, 4*c.timeout)
}
