package ops_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"dodomu/bot/ops"
)

func scrape(t *testing.T, h http.Handler) []string {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	text, err := io.ReadAll(w.Body)
	if err != nil || w.Code != http.StatusOK {
		t.Fatalf("%d, %v", w.Code, err)
	}
	return strings.Split(string(text), "\n")
}

func TestMeters(t *testing.T) {
	m := ops.NewMeters(func(context.Context) (ops.Levels, error) {
		return ops.Levels{Waiting: 7, Due: 3, Dead: 2, OldestDue: 90 * time.Second, Files: 1, Aside: 4, StoreBytes: 1 << 20,
			IndexComplete: true, IndexChildren: 12, IndexBuild: 250 * time.Millisecond}, nil
	})
	m.Turn(3 * time.Millisecond)
	m.Turn(30 * time.Millisecond)
	m.Update(ops.Used)
	m.Update(ops.Used)
	m.Update(ops.Repeated)
	m.Update(ops.SetAside)
	m.Update(ops.Use(9))
	m.Lag(4 * time.Second)
	m.Lag(-time.Second)
	for _, outcome := range append(ops.SendOutcomes(), "done", "some new word") {
		m.Send(outcome)
	}
	m.TooMany(5 * time.Second)
	got := scrape(t, ops.Metered(http.NotFoundHandler(), m))
	for _, want := range []string{
		`dodomu_turn_seconds_bucket{le="0.005"} 1`, `dodomu_turn_seconds_bucket{le="0.05"} 2`, `dodomu_turn_seconds_count 2`,
		`dodomu_updates_total{outcome="done"} 2`, `dodomu_updates_total{outcome="repeated"} 1`, `dodomu_updates_total{outcome="set_aside"} 1`,
		`dodomu_update_lag_seconds_bucket{le="1"} 1`, `dodomu_update_lag_seconds_bucket{le="5"} 2`,
		`dodomu_sends_total{outcome="done"} 2`, `dodomu_sends_total{outcome="gone"} 1`, `dodomu_sends_total{outcome="other"} 1`,
		`dodomu_too_many_requests_total 1`, `dodomu_too_many_requests_wait_seconds_total 5`,
		`dodomu_levels_readable 1`, `dodomu_outbox_waiting 7`, `dodomu_outbox_due 3`, `dodomu_outbox_dead 2`,
		`dodomu_outbox_oldest_due_seconds 90`, `dodomu_files_pending 1`, `dodomu_updates_aside 4`, `dodomu_store_bytes 1.048576e+06`,
		`dodomu_match_index_complete 1`, `dodomu_match_index_children 12`, `dodomu_match_index_build_seconds 0.25`,
	} {
		if !slices.Contains(got, want) {
			t.Errorf("missing %q in\n%s", want, strings.Join(got, "\n"))
		}
	}
}

func TestMetersWithoutAStore(t *testing.T) {
	m := ops.NewMeters(func(context.Context) (ops.Levels, error) {
		return ops.Levels{}, errors.New("disk full at /secret/path")
	})
	m.Turn(time.Millisecond)
	got := scrape(t, ops.Metered(http.NotFoundHandler(), m))
	if !slices.Contains(got, "dodomu_levels_readable 0") || !slices.Contains(got, "dodomu_turn_seconds_count 1") {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
	if text := strings.Join(got, "\n"); strings.Contains(text, "secret") || strings.Contains(text, "dodomu_outbox") {
		t.Errorf("got\n%s", text)
	}
}

func TestNobodyNeedHaveMeters(t *testing.T) {
	var m *ops.Meters
	m.Turn(time.Second)
	m.Update(ops.Used)
	m.Lag(time.Second)
	m.Send("done")
	m.TooMany(time.Second)
	w := httptest.NewRecorder()
	ops.Metered(http.NotFoundHandler(), m).ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	if w.Code != http.StatusNotFound {
		t.Errorf("/metrics without meters: %d", w.Code)
	}
}

// TestTwoSetsOfMeters holds that meters are of one bot, not of the program.
func TestTwoSetsOfMeters(t *testing.T) {
	none := func(context.Context) (ops.Levels, error) { return ops.Levels{}, nil }
	one, two := ops.NewMeters(none), ops.NewMeters(none)
	one.Update(ops.Used)
	if got := scrape(t, two); !slices.Contains(got, `dodomu_updates_total{outcome="done"} 0`) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}

func TestProbesBesideMeters(t *testing.T) {
	probes := ops.Handler(nil, func(string, error) {})
	h := ops.Metered(probes, ops.NewMeters(func(context.Context) (ops.Levels, error) { return ops.Levels{}, nil }))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "/healthz", nil))
	if w.Code != http.StatusOK {
		t.Errorf("/healthz: %d", w.Code)
	}
}
