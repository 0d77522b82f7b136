package main

import (
	"strings"
	"testing"
	"time"
)

func TestClockOff(t *testing.T) {
	now := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		theirs time.Time
		found  string
		bad    string
	}{
		"the same":        {now, ", clock within 1s of Telegram's", ""},
		"a little behind": {now.Add(20 * time.Second), ", clock within 20s of Telegram's", ""},
		"an hour ahead":   {now.Add(-time.Hour), "", "clock is 1h0m0s off Telegram's"},
		"an hour behind":  {now.Add(time.Hour), "", "clock is -1h0m0s off Telegram's"},
		"no clock told":   {time.Time{}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			found, err := clockOff(c.theirs, now)
			if found != c.found || (err == nil) != (c.bad == "") || err != nil && !strings.Contains(err.Error(), c.bad) {
				t.Errorf("%q, %v", found, err)
			}
		})
	}
}
