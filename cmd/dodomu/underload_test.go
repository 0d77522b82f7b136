package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dodomu/bot/emulator"
	"dodomu/store"
	"dodomu/store/cases"
)

// long makes the fault tests as long as their figures are promised for.
var long = flag.Bool("long", false, "fault tests in full: 1,000 kills, 100 stops, 10,000 power cuts")

// often is how often a fault happens: in CI, and in full.
func often(short, full int) int {
	if *long {
		return full
	}
	return short
}

// rushed builds the program without Telegram's limits of sending, which would be all
// that holds a load up. Nothing else of it is another.
var rushed = sync.OnceValues(func() (string, error) {
	const paced, unpaced = "c.run(d, notify.Options{})", "c.run(d, notify.Options{Unpaced: true, PerSecond: 1e6})"
	serve, err := os.ReadFile("serve.go")
	if err != nil {
		return "", err
	}
	if strings.Count(string(serve), paced) != 1 {
		return "", fmt.Errorf("serve.go has no %s", paced)
	}
	return buildWith(strings.Replace(string(serve), paced, unpaced, 1))
})

// buildWith builds the program with another text of serve.go.
func buildWith(serve string) (string, error) {
	file, err := binary()
	if err != nil {
		return "", err
	}
	dir := filepath.Dir(file)
	here, err := filepath.Abs("serve.go")
	if err != nil {
		return "", err
	}
	other := filepath.Join(dir, "serve.go")
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {here: other}})
	if err != nil {
		return "", err
	}
	for name, text := range map[string][]byte{other: []byte(serve), filepath.Join(dir, "overlay.json"): overlay} {
		if err := os.WriteFile(name, text, 0o600); err != nil {
			return "", err
		}
	}
	out := filepath.Join(dir, "dodomu-rushed")
	build := exec.Command("go", "build", "-overlay", filepath.Join(dir, "overlay.json"), "-o", out, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if said, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build: %w: %s", err, said)
	}
	return out, nil
}

// quietTelegram is a Telegram without limits that remembers little: for a load.
func quietTelegram() emulator.Options {
	return emulator.Options{Limits: emulator.Limits{Off: true}, KeepCalls: -1, KeepMessages: 40}
}

// dice is the chance of a test, which it names so that a failure can be tried again.
func dice(t *testing.T) *rand.Rand {
	t.Helper()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 1))
}

// inFlight looks at a copy of what a killed bot left, so that the next start finds it
// as it was: how many notices there are of which nobody knows whether they went out.
func inFlight(t *testing.T, h *house) (n int) {
	t.Helper()
	dir := t.TempDir()
	defer os.RemoveAll(dir)
	for _, end := range []string{"", "-wal"} {
		data, err := os.ReadFile(h.file("dodomu.db" + end))
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "dodomu.db"+end), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(dir, "dodomu.db")
	wholeFile(t, file)
	raw, err := sql.Open("sqlite", "file:"+file)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	err = raw.QueryRow("SELECT COUNT(*) FROM lanes WHERE token <> 0").Scan(&n)
	if err != nil && !strings.Contains(err.Error(), "no such table") { // it was killed before it made them
		t.Fatal(err)
	}
	return n
}

// wholeFile holds a store's file to SQLite's own check.
func wholeFile(t *testing.T, file string) {
	t.Helper()
	raw, err := sql.Open("sqlite", "file:"+file)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	var verdict string
	if err := raw.QueryRow("PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
		t.Errorf("integrity_check: %s, %v", verdict, err)
	}
}

// killing is a run of kills under load.
type killing struct {
	pace            string
	kills, inStart  int
	flying, twice   int // messages in flight when it was killed, and said again after it
	mostOfOneStroke int // said again after one kill
}

// TestKillUnderLoad kills the bot at random moments while many people report, at
// Telegram's pace and as fast as it can: no word is lost, none counts twice, each
// person's answers stay in order, and what is said again is no more than was in
// flight.
func TestKillUnderLoad(t *testing.T) {
	h := newHouse(t, quietTelegram())
	th := newThrong(t, h, 24)
	chance := dice(t)
	h.start()
	th.begin()
	paced := killing{pace: "at Telegram's pace"}
	paced.strike(th, chance, often(25, 500))
	h.program = rushed
	rush := killing{pace: "in a rush"}
	rush.strike(th, chance, often(25, 500))
	th.end()
	h.ready()
	h.stop()
	th.verdict(paced.kills + rush.kills)
	for _, k := range []killing{paced, rush} {
		if k.twice > k.flying {
			t.Errorf("%s: %d messages came again, %d were in flight", k.pace, k.twice, k.flying)
		}
		t.Logf("figures: kill -9 × %d %s (%d while it started): %.2f messages repeated a kill, at most %d; %.2f in flight", k.kills, k.pace, k.inStart,
			float64(k.twice)/float64(k.kills), k.mostOfOneStroke, float64(k.flying)/float64(k.kills))
	}
}

// strike kills so often, and starts the bot again each time.
func (k *killing) strike(th *throng, chance *rand.Rand, kills int) {
	h := th.h
	for range kills {
		if chance.IntN(10) == 0 {
			k.inStart++
			rest(time.Duration(chance.IntN(150)) * time.Millisecond)
		} else {
			th.after(1 + chance.IntN(30))
			rest(time.Duration(chance.IntN(20_000)) * time.Microsecond)
		}
		h.kill()
		k.kills++
		k.flying += inFlight(th.t, h)
		before := th.counted().repeated
		h.start()
		th.after(th.waiting())
		again := th.counted().repeated - before
		k.twice += again
		k.mostOfOneStroke = max(k.mostOfOneStroke, again)
	}
}

// rest lets a moment pass at which nothing waits: when the kill comes is chance.
func rest(d time.Duration) {
	timer := time.NewTimer(d)
	<-timer.C
}

// verdict holds everything that was counted against what must be: 0, and reports
// enough to be a load.
func (th *throng) verdict(faults int) {
	th.t.Helper()
	c := th.counted()
	missing, surplus := checkReports(th.t, th.h, c.finished)
	if c.lost()+c.strays+c.disorder+missing+surplus > 0 {
		th.t.Errorf("the last stray: %s", c.strangest)
	}
	if len(c.finished) == 0 || c.answered < faults {
		th.t.Errorf("%d answers and %d reports in %d faults are no load", c.answered, len(c.finished), faults)
	}
	th.t.Logf("figures: %d faults, %d words said, %d reports: %d lost, %d stray, %d out of order, %d reports missing, %d surplus, %d messages repeated",
		faults, c.said, len(c.finished), c.lost(), c.strays, c.disorder, missing, surplus, c.repeated)
}

// checkReports holds the store against the reports that were finished, and its file
// and history against themselves.
func checkReports(t *testing.T, h *house, finished []string) (missing, surplus int) {
	t.Helper()
	db := h.store()
	missing, surplus = compareReports(t, db, finished)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	wholeFile(t, h.file("dodomu.db"))
	return missing, surplus
}

// compareReports holds a store against the reports that were finished, and its
// history against itself.
func compareReports(t *testing.T, db *store.DB, finished []string) (missing, surplus int) {
	t.Helper()
	want := map[string]int{}
	for _, name := range finished {
		want[name]++
	}
	err := db.Update(context.Background(), func(tx *store.Tx) error {
		if err := tx.VerifyTree(); err != nil {
			return err
		}
		boss, _, err := tx.AddStaff(cases.Actor{Role: cases.Operator}, store.NewStaff{Handle: "boss", Name: "Boss", Role: cases.Supervisor})
		if err != nil {
			return err
		}
		lines, err := tx.Queue(boss.Actor(), store.Filter{Limit: 1_000_000})
		if err != nil {
			return err
		}
		for _, line := range lines {
			file, err := tx.ReadCase(boss.Actor(), line.Ref)
			if err != nil {
				return err
			}
			for _, r := range file.Reports {
				want[r.Sheet.Children[0].Name.Surname]--
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range want {
		missing += max(0, n)
		surplus += max(0, -n)
	}
	return missing, surplus
}

// TestStopUnderLoad stops the bot politely while many people report: nothing is
// lost, nothing is said again, and it ends in time.
func TestStopUnderLoad(t *testing.T) {
	h := newHouse(t, quietTelegram())
	h.program = rushed
	th := newThrong(t, h, 24)
	chance := dice(t)
	h.start()
	th.begin()
	var took []time.Duration
	for range often(10, 100) {
		th.after(20 + chance.IntN(60))
		rest(time.Duration(chance.IntN(20_000)) * time.Microsecond)
		took = append(took, h.stop())
		h.start()
	}
	th.end()
	h.ready()
	took = append(took, h.stop())
	th.verdict(len(took))
	if again := th.counted().repeated; again > 0 {
		t.Errorf("%d messages came again", again)
	}
	slices.Sort(took)
	slowest := took[len(took)-1]
	if slowest > drainTime {
		t.Errorf("the slowest stop took %v", slowest)
	}
	t.Logf("figures: SIGTERM × %d: %d messages repeated; a stop took %v, at most %v", len(took), th.counted().repeated,
		took[len(took)/2].Round(time.Millisecond), slowest.Round(time.Millisecond))
}
