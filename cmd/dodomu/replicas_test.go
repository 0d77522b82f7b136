package main

import (
	"context"
	"database/sql"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync/atomic"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // to look at the store from outside

	"dodomu/bot/emulator"
	"dodomu/store"
	"dodomu/store/seal"
	"dodomu/store/storetest"
)

// row is several bot processes on one store on PostgreSQL, before one Telegram that
// keeps its limits.
type row struct {
	t       *testing.T
	first   *house
	houses  []*house
	cluster *storetest.Cluster
	th      *throng
	tooMany atomic.Int64 // refusals for too many
}

// newRow prepares so many processes and people; nobody runs yet. A process listens
// to Telegram by the throng, which judges what it says.
func newRow(t *testing.T, processes, people int) *row {
	t.Helper()
	r := &row{t: t, cluster: storetest.OwnCluster(t)}
	r.first = newHouse(t, emulator.Options{KeepCalls: -1, KeepMessages: 40})
	r.th = newThrong(t, r.first, people)
	r.first.env = append(r.first.env, "DODOMU_DB="+r.cluster.URL, "DODOMU_LOG=info")
	r.counted()
	for range processes {
		h := &house{t: t, tele: r.first.tele, dir: r.first.dir, url: r.first.url, listen: freePort(t), program: r.first.program}
		h.env = append(slices.Clone(r.first.env), "DODOMU_LISTEN="+h.listen)
		t.Cleanup(h.kill)
		r.houses = append(r.houses, h)
	}
	return r
}

// counted puts a counter of refusals between the bots and Telegram.
func (r *row) counted() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		seen := &refusals{ResponseWriter: w, count: &r.tooMany}
		r.th.watch(r.first.tele.Handler()).ServeHTTP(seen, q)
	}))
	r.t.Cleanup(func() {
		for _, h := range r.houses {
			h.kill()
		}
		server.Close()
	})
	r.first.env = append(r.first.env, "DODOMU_API_URL="+server.URL)
}

type refusals struct {
	http.ResponseWriter
	count *atomic.Int64
}

func (w *refusals) WriteHeader(code int) {
	if code == http.StatusTooManyRequests {
		w.count.Add(1)
	}
	w.ResponseWriter.WriteHeader(code)
}

func (w *refusals) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// crash stops the database as hard as it can be stopped, and starts it again.
func (r *row) crash() {
	r.cluster.Crash()
	r.cluster.Start()
}

// flying is how many notices are claimed by anybody.
func (r *row) flying() (n int) {
	r.t.Helper()
	raw, err := sql.Open("pgx", r.cluster.URL)
	if err != nil {
		r.t.Fatal(err)
	}
	defer raw.Close()
	if err := raw.QueryRow("SELECT COUNT(*) FROM lanes WHERE token <> 0").Scan(&n); err != nil {
		r.t.Fatal(err)
	}
	return n
}

// TestReplicas kills one of three processes on one store again and again, and stops
// their database at once now and then, while many people report: no word is lost,
// none counts twice, each person's answers stay in order, the history stays whole,
// and all together send no more than Telegram lets them.
func TestReplicas(t *testing.T) {
	r := newRow(t, 3, 12)
	chance := dice(t)
	for _, h := range r.houses {
		h.start()
	}
	r.th.begin()
	kills, crashes := often(10, 300), often(2, 30)
	flying := 0
	for n := range kills {
		r.th.after(1 + chance.IntN(8))
		h := r.houses[chance.IntN(len(r.houses))]
		h.kill()
		flying += r.flying()
		h.start()
		if (n+1)%(kills/crashes) == 0 {
			r.th.after(1 + chance.IntN(8))
			r.crash()
		}
	}
	r.th.end()
	for _, h := range r.houses {
		h.ready()
		h.stop()
	}
	c := r.th.counted()
	missing, surplus := r.check(c.finished)
	if c.lost()+c.strays+c.disorder+missing+surplus > 0 || c.repeated > flying {
		t.Errorf("lost, stray, out of order, missing, surplus, or more repeated than the %d in flight: %+v, %d, %d", flying, c, missing, surplus)
	}
	if refused := r.tooMany.Load(); refused > 0 {
		t.Errorf("%d messages were refused for too many", refused)
	}
	t.Logf("figures: 3 replicas on PostgreSQL, kill -9 × %d, immediate stop of the database × %d, %d words said, %d reports: %d lost, %d stray answers, %d out of order, "+
		"%d reports missing, %d surplus; %d repeated of %d in flight, %d refused for too many", kills, crashes, c.said, len(c.finished), c.lost(), c.strays, c.disorder,
		missing, surplus, c.repeated, flying, r.tooMany.Load())
}

// check holds the store against the reports that were finished.
func (r *row) check(finished []string) (missing, surplus int) {
	r.t.Helper()
	keys, err := seal.ReadFile(r.first.file("dodomu.key"))
	if err != nil {
		r.t.Fatal(err)
	}
	db, err := store.Open(context.Background(), r.cluster.URL, keys)
	if err != nil {
		r.t.Fatal(err)
	}
	defer db.Close()
	return compareReports(r.t, db, finished)
}
