package telegram

import (
	"context"
	"time"

	"github.com/go-telegram/bot"
)

// Registration is where Telegram is to bring updates.
type Registration struct {
	URL         string   // https, on port 443, 80, 88 or 8443
	Secret      string   // 1 to 256 of A-Za-z0-9_-; comes back in [SecretHeader]
	Connections int      // at most so many requests at once, 1 to 100; 0 means 40
	Allowed     []string // kinds of update wanted
}

// SetWebhook registers where updates are brought, in place of polling. What
// waits already is kept.
func (c *Client) SetWebhook(ctx context.Context, r Registration) error {
	if r.Secret == "" {
		return refuse("setWebhook", "a webhook needs a secret")
	}
	ctx, end := c.call(ctx, "setWebhook")
	defer end()
	_, err := c.api.SetWebhook(ctx, &bot.SetWebhookParams{
		URL: r.URL, SecretToken: r.Secret, MaxConnections: r.Connections, AllowedUpdates: r.Allowed,
	})
	return settle(ctx, err)
}

// DeleteWebhook ends the bringing of updates, so that polling may begin. What
// waits is kept. It is no error if none is registered.
func (c *Client) DeleteWebhook(ctx context.Context) error {
	ctx, end := c.call(ctx, "deleteWebhook")
	defer end()
	_, err := c.api.DeleteWebhook(ctx, &bot.DeleteWebhookParams{})
	return settle(ctx, err)
}

// WebhookState is what Telegram knows of the webhook.
type WebhookState struct {
	URL       string // "" when none is registered
	Waiting   int    // updates not yet taken
	LastError string // why the last one was not taken; "" for never
	ErrorAt   time.Time
}

// Registered asks Telegram how the bringing of updates stands.
func (c *Client) Registered(ctx context.Context) (WebhookState, error) {
	ctx, end := c.call(ctx, "getWebhookInfo")
	defer end()
	i, err := c.api.GetWebhookInfo(ctx)
	if err := settle(ctx, err); err != nil {
		return WebhookState{}, err
	}
	return WebhookState{URL: i.URL, Waiting: i.PendingUpdateCount, LastError: i.LastErrorMessage, ErrorAt: time.Unix(int64(i.LastErrorDate), 0)}, nil
}
