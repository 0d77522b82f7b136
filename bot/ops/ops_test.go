package ops_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"

	"dodomu/bot/ops"
)

func TestHandler(t *testing.T) {
	fine := func(context.Context) error { return nil }
	broken := func(context.Context) error { return errors.New("disk full at /secret/path") }
	for name, c := range map[string]struct {
		path   string
		probes map[string]ops.Probe
		status int
		body   string
	}{
		"alive whatever the parts do": {"/healthz", map[string]ops.Probe{"store": broken}, 200, "alive"},
		"ready when all are":          {"/readyz", map[string]ops.Probe{"store": fine, "telegram": fine}, 200, "ready"},
		"not ready names the part":    {"/readyz", map[string]ops.Probe{"store": broken, "telegram": fine}, 503, "not ready: [store]"},
	} {
		t.Run(name, func(t *testing.T) {
			var reported []string
			h := ops.Handler(c.probes, func(part string, err error) { reported = append(reported, part+": "+err.Error()) })
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest("GET", c.path, nil))
			if w.Code != c.status || strings.TrimSpace(w.Body.String()) != c.body {
				t.Errorf("%s: %d %q, want %d %q", c.path, w.Code, w.Body, c.status, c.body)
			}
			if c.status == 503 && (len(reported) != 1 || !strings.Contains(reported[0], "disk full")) {
				t.Errorf("the cause was not reported: %v", reported)
			}
		})
	}
}
