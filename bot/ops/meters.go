package ops

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/VictoriaMetrics/metrics"
)

// Levels is how much waits now, read from the store when somebody asks.
type Levels struct {
	Waiting, Due, Dead int           // notices in the outbox
	OldestDue          time.Duration // how long the longest waiting of those due has waited
	Files              int           // files to be fetched
	Aside              int           // updates set aside that are still kept
	StoreBytes         int64
	IndexComplete      bool          // the index of children holds every child it may
	IndexChildren      int           // how many it holds
	IndexBuild         time.Duration // how long it took to build; 0 while it is not complete
}

// Use is what became of an update.
type Use int

// The ends of an update.
const (
	Used     Use = iota // handled and committed
	Repeated            // known already
	SetAside            // it could not be handled: an incident
)

// Meters counts what the bot does. A nil *Meters counts nothing, so that nobody
// need ask. It is safe for concurrent use.
type Meters struct {
	set     *metrics.Set
	read    func(context.Context) (Levels, error)
	turns   *metrics.PrometheusHistogram
	lag     *metrics.PrometheusHistogram
	updates [3]*metrics.Counter
	sends   map[string]*metrics.Counter
	other   *metrics.Counter
	tooMany *metrics.Counter
	paused  *metrics.FloatCounter
}

// SendOutcomes are the names that Meters.Send knows; any other counts as "other".
func SendOutcomes() []string {
	return []string{"done", "later", "failed", "gone", "migrated", "refused", "broken"}
}

// NewMeters makes the meters of one bot. read gives the levels; it is asked once
// for each answer of /metrics.
func NewMeters(read func(context.Context) (Levels, error)) *Meters {
	set := metrics.NewSet()
	m := &Meters{set: set, read: read,
		turns:   set.NewPrometheusHistogramExt("dodomu_turn_seconds", []float64{.001, .002, .005, .01, .02, .05, .1, .25, .5, 1, 2.5, 10}),
		lag:     set.NewPrometheusHistogramExt("dodomu_update_lag_seconds", []float64{1, 2, 3, 5, 10, 30, 60, 300, 1800, 7200, 86400}),
		sends:   map[string]*metrics.Counter{},
		other:   set.NewCounter(`dodomu_sends_total{outcome="other"}`),
		tooMany: set.NewCounter("dodomu_too_many_requests_total"),
		paused:  set.NewFloatCounter("dodomu_too_many_requests_wait_seconds_total"),
	}
	for use, name := range []string{"done", "repeated", "set_aside"} {
		m.updates[use] = set.NewCounter(fmt.Sprintf("dodomu_updates_total{outcome=%q}", name))
	}
	for _, name := range SendOutcomes() {
		m.sends[name] = set.NewCounter(fmt.Sprintf("dodomu_sends_total{outcome=%q}", name))
	}
	return m
}

// Turn counts one transaction of the bot and how long it took, its commit included.
func (m *Meters) Turn(took time.Duration) {
	if m != nil {
		m.turns.Update(took.Seconds())
	}
}

// Update counts one update by what became of it.
func (m *Meters) Update(use Use) {
	if m != nil && use >= 0 && int(use) < len(m.updates) {
		m.updates[use].Inc()
	}
}

// Lag keeps how long after it was written a message was received: Telegram's date,
// in whole seconds, against the time of receipt. Less than nothing counts as nothing.
func (m *Meters) Lag(lag time.Duration) {
	if m != nil {
		m.lag.Update(max(lag, 0).Seconds())
	}
}

// Send counts one send by the name of its outcome, see SendOutcomes.
func (m *Meters) Send(outcome string) {
	if m == nil {
		return
	}
	counter, known := m.sends[outcome]
	if !known {
		counter = m.other
	}
	counter.Inc()
}

// TooMany counts a refusal of Telegram's with 429, and how long it asked to wait.
func (m *Meters) TooMany(wait time.Duration) {
	if m != nil {
		m.tooMany.Inc()
		m.paused.Add(max(wait, 0).Seconds())
	}
}

// Metered adds GET /metrics, in the text format of Prometheus, to a handler: counts
// and times, nothing about anybody. Without meters it is the handler itself.
func Metered(h http.Handler, m *Meters) http.Handler {
	if m == nil {
		return h
	}
	mux := http.NewServeMux()
	mux.Handle("/", h)
	mux.Handle("GET /metrics", m)
	return mux
}

// ServeHTTP answers with every meter. Where the levels cannot be read the rest is
// given, and dodomu_levels_readable says 0.
func (m *Meters) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	m.set.WritePrometheus(w)
	ctx, stop := context.WithTimeout(r.Context(), probeTime)
	defer stop()
	if levels, err := m.read(ctx); err != nil {
		metrics.WriteGaugeUint64(w, "dodomu_levels_readable", 0)
	} else {
		levels.write(w)
	}
	metrics.WriteProcessMetrics(w)
}

func (l Levels) write(w io.Writer) {
	metrics.WriteGaugeUint64(w, "dodomu_levels_readable", 1)
	for _, gauge := range []struct {
		name  string
		value float64
	}{
		{"dodomu_outbox_waiting", float64(l.Waiting)},
		{"dodomu_outbox_due", float64(l.Due)},
		{"dodomu_outbox_dead", float64(l.Dead)},
		{"dodomu_outbox_oldest_due_seconds", l.OldestDue.Seconds()},
		{"dodomu_files_pending", float64(l.Files)},
		{"dodomu_updates_aside", float64(l.Aside)},
		{"dodomu_store_bytes", float64(l.StoreBytes)},
		{"dodomu_match_index_complete", float64(truth(l.IndexComplete))},
		{"dodomu_match_index_children", float64(l.IndexChildren)},
		{"dodomu_match_index_build_seconds", l.IndexBuild.Seconds()},
	} {
		metrics.WriteGaugeFloat64(w, gauge.name, gauge.value)
	}
}

// truth is a yes or no as a gauge gives it.
func truth(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
