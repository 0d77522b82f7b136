package main

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"dodomu/bot/emulator"
	"dodomu/store"
	"dodomu/store/seal"
)

// refusal is a start that must end with one sentence and an exit code.
type refusal struct {
	name string
	env  []string // set on top of good settings; NAME= takes one away
	code int
	says string
}

// TestServeRefuses starts the program with each setting off in turn: it says in one
// sentence which and what to do, and never repeats a token.
func TestServeRefuses(t *testing.T) {
	h := newHouse(t, emulator.Options{})
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { taken.Close() })
	spoil(t, h)
	for _, r := range []refusal{
		{"no token", []string{"DODOMU_TOKEN="}, 2, `DODOMU_TOKEN is not set: .*dodomu try`},
		{"a malformed token", []string{"DODOMU_TOKEN=bot" + testToken}, 2, `DODOMU_TOKEN.*123456:letters.*BotFather`},
		{"a token twice", []string{"DODOMU_TOKEN_FILE=" + h.file("token")}, 2, `DODOMU_TOKEN and DODOMU_TOKEN_FILE are both set, keep one`},
		{"no file of the token", []string{"DODOMU_TOKEN=", "DODOMU_TOKEN_FILE=" + h.file("nothing")}, 1, `DODOMU_TOKEN_FILE cannot be read`},
		{"an empty file of the token", []string{"DODOMU_TOKEN=", "DODOMU_TOKEN_FILE=" + h.file("empty")}, 1, `DODOMU_TOKEN_FILE: .* is empty`},
		{"a token that Telegram refuses", []string{"DODOMU_TOKEN=4242:another"}, 1, `DODOMU_TOKEN: Telegram refuses this token, copy it again from @BotFather`},
		{"an address that is none", []string{"DODOMU_API_URL=telegram"}, 2, `DODOMU_API_URL: .*https://host`},
		{"no key", []string{"DODOMU_KEY_FILE="}, 2, `DODOMU_KEY_FILE is not set: .*dodomu keys new FILE`},
		{"a missing key file", []string{"DODOMU_KEY_FILE=" + h.file("nothing")}, 1, `DODOMU_KEY_FILE: .*nothing.*dodomu keys new FILE`},
		{"a file that is no key", []string{"DODOMU_KEY_FILE=" + h.file("token")}, 1, `not a key file, make one with: dodomu keys new FILE`},
		{"a key that others may read", []string{"DODOMU_KEY_FILE=" + h.file("open.key")}, 1, `others may read .*chmod 600`},
		{"another store's key", []string{"DODOMU_DB=sqlite:" + h.file("made.db"), "DODOMU_KEY_FILE=" + h.file("other.key")}, 1, `name in DODOMU_KEY_FILE the key it was made with`},
		{"a newer store", []string{"DODOMU_DB=sqlite:" + h.file("newer.db")}, 1, `made by a newer dodomu: update the program`},
		{"a store that is none", []string{"DODOMU_DB=sqlite:" + h.file("token")}, 1, `see DODOMU_DB`},
		{"a store of no known kind", []string{"DODOMU_DB=mysql:x"}, 1, `sqlite:FILE.*postgres://.*DODOMU_DB`},
		{"an address in use", []string{"DODOMU_LISTEN=" + taken.Addr().String()}, 1, `--listen .* cannot be listened on: .*address already in use`},
		{"a listening address that is none", []string{"DODOMU_LISTEN=8080"}, 2, `DODOMU_LISTEN "8080" is not an address such as`},
		{"a person as staff group", []string{"DODOMU_STAFF_CHAT=600"}, 2, `DODOMU_STAFF_CHAT 600 is a person`},
		{"a webhook without a secret", []string{"DODOMU_WEBHOOK_URL=https://bot.example.org/telegram"}, 2, `DODOMU_WEBHOOK_SECRET is not`},
		{"a webhook in the clear", []string{"DODOMU_WEBHOOK_URL=http://bot.example.org/telegram", "DODOMU_WEBHOOK_SECRET=abc"}, 2, `DODOMU_WEBHOOK_URL is not an https address`},
		{"a secret that Telegram does not take", []string{"DODOMU_WEBHOOK_URL=https://bot.example.org/telegram", "DODOMU_WEBHOOK_SECRET=a b"}, 2, `DODOMU_WEBHOOK_SECRET: Telegram takes`},
		{"broadcasts paid for that are free", []string{"DODOMU_PAID_BROADCAST=30"}, 2, `DODOMU_PAID_BROADCAST 30: Telegram takes 31 to 1000`},
		{"more than can be paid for", []string{"DODOMU_PAID_BROADCAST=1001"}, 2, `DODOMU_PAID_BROADCAST 1001: Telegram takes 31 to 1000`},
		{"a log that is none", []string{"DODOMU_LOG=loud"}, 2, `DODOMU_LOG "loud" is no level, choose debug, info, warn or error`},
	} {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			r.check(t, h)
		})
	}
}

// spoil puts beside a good store what is off.
func spoil(t *testing.T, h *house) {
	t.Helper()
	for name, text := range map[string]string{"token": "not what it says", "empty": ""} {
		if err := os.WriteFile(h.file(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"other.key", "open.key"} {
		if err := seal.NewFile(h.file(name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(h.file("open.key"), 0o644); err != nil {
		t.Fatal(err)
	}
	keys, err := seal.ReadFile(h.file("dodomu.key"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"made.db", "newer.db"} {
		db, err := store.Open(t.Context(), "sqlite:"+h.file(name), keys)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	harm(t, h.file("newer.db"), `INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)`)
}

// harm does to a store what somebody with the file could.
func harm(t *testing.T, file string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+file+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range statements {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
}

func (r refusal) check(t *testing.T, h *house) {
	file, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), patience)
	defer stop()
	c := exec.CommandContext(ctx, file, "serve")
	c.Env, c.Dir = append(append(h.env[:len(h.env):len(h.env)], "DODOMU_DB=sqlite:"+filepath.Join(t.TempDir(), "own.db")), r.env...), h.dir
	out, err := c.CombinedOutput()
	var ended *exec.ExitError
	if !errors.As(err, &ended) || ended.ExitCode() != r.code {
		t.Fatalf("ended with %v, want code %d:\n%s", err, r.code, out)
	}
	var said []string
	for line := range strings.Lines(string(out)) {
		if !strings.HasPrefix(line, "{") {
			said = append(said, line)
		}
	}
	if len(said) != 1 || !regexp.MustCompile(r.says).MatchString(said[0]) {
		t.Errorf("it says %q, want one sentence like %s", said, r.says)
	}
	for _, secret := range []string{"test-token", "another"} {
		if strings.Contains(string(out), secret) {
			t.Errorf("it repeats the token: %s", out)
		}
	}
}

// page reads a page of the running bot.
func (h *house) page(path string) (int, string) {
	h.t.Helper()
	r, err := http.NewRequestWithContext(h.t.Context(), http.MethodGet, "http://"+h.listen+path, http.NoBody)
	if err != nil {
		h.t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

// The probes tell the truth: while nothing can be kept the bot is alive and not
// ready, and what was said meanwhile is answered afterwards. Log and figures hold
// nothing of anybody.
func TestProbesTellTheTruth(t *testing.T) {
	h := newHouse(t, emulator.Options{Limits: emulator.Limits{Off: true}})
	h.start()
	h.ready()
	pl := newPlayer(t, h.tele, h.tele.Person(emulator.Profile{ID: 7_316_482_905, FirstName: "Олена", Language: "uk", Phone: "+380671234567"}), grandmotherGives)
	untilAsked(pl, "birth")
	harm(t, h.file("dodomu.db"), `CREATE TRIGGER broken BEFORE INSERT ON updates BEGIN SELECT RAISE(ABORT, 'broken'); END`,
		`CREATE TRIGGER broken_too BEFORE INSERT ON aside BEGIN SELECT RAISE(ABORT, 'broken'); END`)
	said := pl.person.Say("Соломія Коваленко, /cases")
	h.becomes(http.StatusServiceUnavailable)
	if code, _ := h.page("/healthz"); code != http.StatusOK {
		t.Errorf("/healthz says %d of a process that is alive", code)
	}
	harm(t, h.file("dodomu.db"), `DROP TRIGGER broken`, `DROP TRIGGER broken_too`)
	h.becomes(http.StatusOK)
	pl.until(func() bool {
		all := pl.person.Messages()
		last := all[len(all)-1]
		return last.From == "bot" && last.ID > said
	}, "an answer after the fault")
	code, figures := h.page("/metrics")
	if code != http.StatusOK || !strings.Contains(figures, "dodomu_turn_seconds_count") || !strings.Contains(figures, `dodomu_sends_total{outcome="done"}`) {
		t.Errorf("/metrics says %d:\n%s", code, figures)
	}
	if took := h.stop(); took > drainTime {
		t.Errorf("the stop took %v", took)
	}
	for _, word := range []string{"Соломія", "Коваленко", "Олена", "7316482905", "380671234567", "Олешки", "test-token", "file_id", grandmotherGives["reach"]} {
		if strings.Contains(h.log.String(), word) || strings.Contains(figures, word) {
			t.Errorf("the log or the figures hold %q", word)
		}
	}
}

// untilAsked answers a report from its first word until a question waits.
func untilAsked(pl *player, stop string) {
	pl.t.Helper()
	pl.person.Say("/report")
	for last := 0; ; {
		step, m := pl.next(last)
		if step == stop {
			return
		}
		last = max(last, turnOf(m))
		pl.answer(step, m)
	}
}

// becomes waits until /readyz answers with a code.
func (h *house) becomes(want int) {
	h.t.Helper()
	h.eventually("/readyz to change", func() bool {
		code, _ := h.page("/readyz")
		return code == want
	})
}

// eventually waits until something is true of the running bot.
func (h *house) eventually(what string, seen func() bool) {
	h.t.Helper()
	deadline, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !seen() {
		select {
		case <-deadline.Done():
			h.t.Fatalf("waited in vain for %s; the log:\n%s", what, h.log.String())
		case <-tick.C:
		}
	}
}

// A send that hangs, and a Telegram that does not answer at all, hold up no stop;
// what was not sent goes out after the next start.
func TestStopWithASendUnderWay(t *testing.T) {
	h := newHouse(t, emulator.Options{Limits: emulator.Limits{Off: true}})
	h.start()
	h.ready()
	p := h.tele.Person(emulator.Profile{ID: 11, FirstName: "Ніна", Language: "uk"})
	pl := newPlayer(t, h.tele, p, grandmotherGives)
	remove := h.tele.Fault(emulator.Fault{Method: "sendMessage", Hang: true})
	p.Say("/start")
	h.eventually("the turn", func() bool {
		_, figures := h.page("/metrics")
		return strings.Contains(figures, `dodomu_updates_total{outcome="done"} 1`)
	})
	if took := h.stop(); took > drainTime {
		t.Errorf("the stop took %v", took)
	}
	remove()
	h.start()
	pl.until(func() bool { return len(p.Messages()) > 1 }, "the answer after the next start")
	h.ready()
	if took := h.stop(); took > drainTime {
		t.Errorf("the second stop took %v", took)
	}
}

// TestServeWaitsForTelegram starts the bot before Telegram can be reached: it says
// so, is not ready, ends at once when told to, and goes on by itself once Telegram
// is there.
func TestServeWaitsForTelegram(t *testing.T) {
	h := newHouse(t, emulator.Options{Limits: emulator.Limits{Off: true}})
	away := freePort(t)
	h.env = append(h.env, "DODOMU_API_URL=http://"+away)
	h.start()
	h.logged("waiting for Telegram")
	if took := h.stop(); took > 5*time.Second {
		t.Errorf("the stop took %v", took)
	}
	h.start()
	h.logged("waiting for Telegram")
	if resp, err := http.Get("http://" + h.listen + "/readyz"); err == nil {
		resp.Body.Close()
		t.Error("it listens before Telegram knows it")
	}
	listener, err := net.Listen("tcp", away)
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: h.tele.Handler()}
	go server.Serve(listener)
	t.Cleanup(func() { server.Close() })
	h.ready()
}
