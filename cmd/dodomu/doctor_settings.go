package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"time"

	"dodomu/bot/telegram"
)

// settings looks at what serve would be given, and opens nothing.
func (c doctorCommand) settings() (string, error) {
	for _, look := range []func() error{c.saneToken, c.saneStore, c.saneChat, c.saneListen, c.saneWebhook, c.saneLog} {
		if err := look(); err != nil {
			return "", err
		}
	}
	if c.StaffChat == 0 {
		return "sane; DODOMU_STAFF_CHAT is not set, so no group is told of new cases", nil
	}
	return "sane", nil
}

func (c doctorCommand) saneToken() error {
	if c.Offline && c.Token == "" && c.TokenFile == "" {
		return nil
	}
	_, err := c.wire()
	return err
}

func (c doctorCommand) saneStore() error {
	_, err := c.keys()
	return err
}

func (c doctorCommand) saneChat() error {
	if c.StaffChat > 0 {
		return fmt.Errorf("DODOMU_STAFF_CHAT %d is a person: the id of a group begins with a minus", c.StaffChat)
	}
	return nil
}

func (c doctorCommand) saneListen() error {
	if _, _, err := net.SplitHostPort(c.Listen); err != nil {
		return fmt.Errorf("DODOMU_LISTEN %q is not an address such as 127.0.0.1:8080", c.Listen)
	}
	return nil
}

// secretForm is what Telegram takes as secret_token of setWebhook.
const secretForm = `^[A-Za-z0-9_-]{1,256}$`

func (c doctorCommand) saneWebhook() error {
	given, err := c.secret()
	if err != nil || c.WebhookURL == "" {
		return err
	}
	u, err := url.Parse(c.WebhookURL)
	if err != nil || u.Scheme != "https" || u.Host == "" {
		return errors.New("DODOMU_WEBHOOK_URL is not an https address, such as https://bot.example.org/telegram")
	}
	if ok, err := regexp.MatchString(secretForm, given); err != nil || !ok {
		return errors.New("DODOMU_WEBHOOK_SECRET: Telegram takes 1 to 256 of A-Z, a-z, 0-9, _ and - only")
	}
	return nil
}

func (c doctorCommand) saneLog() error {
	_, err := logTo(&door{}, c.Log)
	return err
}

// zones holds that places are known: quiet hours and dates need them.
func zones() (string, error) {
	for _, name := range []string{"Europe/Kyiv", "Europe/Warsaw", "America/New_York"} {
		if _, err := time.LoadLocation(name); err != nil {
			return "", fmt.Errorf("%w: install the time zones (tzdata) of this machine", err)
		}
	}
	return "known", nil
}

// accountTime bounds the question to Telegram.
const accountTime = 10 * time.Second

// account asks Telegram whose the token is.
func (c doctorCommand) account(ctx context.Context) (string, error) {
	wire, err := c.wire()
	if err != nil {
		return "", err
	}
	ctx, stop := context.WithTimeout(ctx, accountTime)
	defer stop()
	me, err := wire.Me(ctx)
	switch {
	case telegram.OutcomeOf(err) == telegram.TokenBad && err != nil:
		return "", introduction(err)
	case err != nil:
		return "", fmt.Errorf("ask whose token it is: %w: see the network of this machine, or use --offline", err)
	}
	return "@" + me.Username, nil
}
