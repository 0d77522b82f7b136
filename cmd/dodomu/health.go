package main

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

type healthCommand struct {
	Listen string `help:"The address the bot listens on." env:"DODOMU_LISTEN" default:"127.0.0.1:8080"`
}

// Run asks /readyz of the bot on this machine; an error when it is not ready.
func (c healthCommand) Run(d *door) error {
	ctx, stop := context.WithTimeout(d.ctx, 4*time.Second)
	defer stop()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+dialable(c.Listen)+"/readyz", nil)
	if err != nil {
		return usageError{fmt.Errorf("--listen %q is not an address such as 127.0.0.1:8080", c.Listen)}
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return fmt.Errorf("health: no answer on %s, is dodomu serve running there?", c.Listen)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("health: not ready (%d), see the log of dodomu serve", resp.StatusCode)
	}
	fmt.Fprintln(d.out, "ready")
	return nil
}
