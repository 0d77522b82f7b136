package main

import (
	"context"
	"fmt"
	"time"

	"dodomu/bot/telegram"
)

// settings looks at what serve would be given, and opens nothing.
func (c doctorCommand) settings() (string, error) {
	for _, look := range []func() error{c.saneToken, c.saneStore, c.saneChat, c.saneListen, c.saneWebhook, c.sanePaid, c.saneLog} {
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

// account asks Telegram whose the token is, and holds this machine's clock against
// Telegram's: times in the history and the pauses between messages go by it.
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
		return "", errRefused
	case err != nil:
		return "", fmt.Errorf("ask whose token it is: %w: see the network of this machine, or use --offline", err)
	}
	off, err := clockOff(me.At, time.Now())
	return "@" + me.Username + off, err
}

// clockOff tells how far this machine's clock is from Telegram's; an error where
// that is too far.
func clockOff(theirs, ours time.Time) (string, error) {
	off := ours.Sub(theirs).Round(time.Second)
	switch {
	case theirs.IsZero():
		return "", nil
	case off.Abs() > clockSlack:
		return "", fmt.Errorf("this machine's clock is %s off Telegram's: set it, and keep it by NTP", off)
	}
	return fmt.Sprintf(", clock within %s of Telegram's", max(off.Abs(), time.Second)), nil
}
