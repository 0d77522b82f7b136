package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"regexp"
	"strings"

	"dodomu/bot/notify"
)

// secret is a setting that may stand in the environment or in a file, so that
// it need not appear in a process list.
type secret struct {
	value, file string
	name        string // of the setting, for the sentence when it is missing
}

// read returns the secret; "" where neither is given.
func (s secret) read() (string, error) {
	switch {
	case s.value != "" && s.file != "":
		return "", usageError{fmt.Errorf("%s and %s_FILE are both set, keep one", s.name, s.name)}
	case s.file == "":
		return strings.TrimSpace(s.value), nil
	}
	text, err := os.ReadFile(s.file)
	if err != nil {
		return "", fmt.Errorf("%s_FILE cannot be read: %w", s.name, err)
	}
	if value := strings.TrimSpace(string(text)); value != "" {
		return value, nil
	}
	return "", fmt.Errorf("%s_FILE: %s is empty, write the secret into it", s.name, s.file)
}

// logTo makes the program's log: one JSON line an event on w, from level up.
func logTo(d *door, level string) (*slog.Logger, error) {
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil {
		return nil, usageError{fmt.Errorf("DODOMU_LOG %q is no level, choose debug, info, warn or error", level)}
	}
	return slog.New(slog.NewJSONHandler(d.err, &slog.HandlerOptions{Level: l})), nil
}

// dialable turns a listening address into one that can be dialled from here.
func dialable(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return listen
	}
	if ip := net.ParseIP(host); host == "" || (ip != nil && ip.IsUnspecified()) {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port)
}

// sane looks at the settings that open nothing: the first that is off is the error.
func (c serveCommand) sane() error {
	for _, look := range []func() error{c.saneChat, c.saneListen, c.saneWebhook, c.sanePaid} {
		if err := look(); err != nil {
			return usageError{err}
		}
	}
	return nil
}

func (c serveCommand) saneChat() error {
	if c.StaffChat > 0 {
		return fmt.Errorf("DODOMU_STAFF_CHAT %d is a person: the id of a group begins with a minus", c.StaffChat)
	}
	return nil
}

func (c serveCommand) saneListen() error {
	if _, _, err := net.SplitHostPort(c.Listen); err != nil {
		return fmt.Errorf("DODOMU_LISTEN %q is not an address such as 127.0.0.1:8080", c.Listen)
	}
	return nil
}

// secretForm is what Telegram takes as secret_token of setWebhook.
const secretForm = `^[A-Za-z0-9_-]{1,256}$`

func (c serveCommand) saneWebhook() error {
	given, err := c.secret()
	if err != nil || c.WebhookURL == "" {
		return err
	}
	u, err := url.Parse(c.WebhookURL)
	if err != nil || u.Host == "" || u.Scheme != "https" && !onThisMachine(u) {
		return errors.New("DODOMU_WEBHOOK_URL is not an https address, such as https://bot.example.org/telegram")
	}
	if ok, err := regexp.MatchString(secretForm, given); err != nil || !ok {
		return errors.New("DODOMU_WEBHOOK_SECRET: Telegram takes 1 to 256 of A-Z, a-z, 0-9, _ and - only")
	}
	return nil
}

// sanePaid: below the free limit nobody need pay, and above 1,000 nobody can.
func (c serveCommand) sanePaid() error {
	if c.Paid != 0 && (c.Paid <= notify.AllPerSecond || c.Paid > notify.PaidMost) {
		return fmt.Errorf("DODOMU_PAID_BROADCAST %d: Telegram takes %d to %d a second, 0 pays for none", c.Paid, notify.AllPerSecond+1, notify.PaidMost)
	}
	return nil
}

// onThisMachine tells whether a Bot API server beside the bot may bring updates
// without encryption.
func onThisMachine(u *url.URL) bool {
	return u.Scheme == "http" && net.ParseIP(u.Hostname()).IsLoopback()
}
