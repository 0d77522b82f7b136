// Package ops answers the questions an operator's machines ask: is the program
// alive, is it ready to take people's words, and how much of what does it hold.
// Its answers name states and counts, never a person. Start with Handler; Metered
// adds the meters.
package ops

import (
	"context"
	"fmt"
	"net/http"
	"sort"
	"time"
)

// probeTime bounds all probes of one /readyz together, so that a hanging part
// answers "no" before the asker gives up.
const probeTime = 3 * time.Second

// Probe looks at one part of the program. It returns nil when the part can do
// its work now, and otherwise an error fit for an operator's eyes.
type Probe func(ctx context.Context) error

// Handler serves /healthz (200 while the process runs) and /readyz (200 when
// every probe passes, else 503 with the names of the parts that do not). The
// causes go to the log by report, not into the answer.
func Handler(probes map[string]Probe, report func(part string, err error)) http.Handler {
	names := make([]string, 0, len(probes))
	for name := range probes {
		names = append(names, name)
	}
	sort.Strings(names)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, "alive")
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, stop := context.WithTimeout(r.Context(), probeTime)
		defer stop()
		var failing []string
		for _, name := range names {
			if err := probes[name](ctx); err != nil {
				failing = append(failing, name)
				report(name, err)
			}
		}
		if len(failing) > 0 {
			w.WriteHeader(http.StatusServiceUnavailable)
			fmt.Fprintf(w, "not ready: %v\n", failing)
			return
		}
		fmt.Fprintln(w, "ready")
	})
	return mux
}
