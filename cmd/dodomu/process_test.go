package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"dodomu/bot/emulator"
	"dodomu/store"
	"dodomu/store/seal"
)

// binary builds the program once for all tests of this package.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "dodomu-binary-")
	if err != nil {
		return "", err
	}
	file := filepath.Join(dir, "dodomu")
	build := exec.Command("go", "build", "-o", file, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build: %w: %s", err, out)
	}
	return file, nil
})

func TestMain(m *testing.M) {
	if part := os.Getenv(figuresPart); part != "" {
		os.Exit(figuresChild(part))
	}
	code := m.Run()
	if file, err := binary(); err == nil {
		os.RemoveAll(filepath.Dir(file))
	}
	os.Exit(code)
}

const testToken = "4242:test-token"

// house is a real bot process beside an emulated Telegram in this one.
type house struct {
	t      testing.TB
	tele   *emulator.Server
	dir    string
	url    string
	env    []string
	listen string
	cmd    *exec.Cmd
	log    lockedBuffer
	// program is what is started: binary, or another build of it.
	program func() (string, error)
	read    int // of the log, by logged
}

// lockedBuffer takes what several starts of the process write.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// newHouse prepares a bot with an embedded store of its own; start starts it.
func newHouse(t testing.TB, o emulator.Options) *house {
	t.Helper()
	o.Token, o.BotName = testToken, "dodomu_bot"
	tele := emulator.New(o)
	server := httptest.NewServer(tele.Handler())
	h := &house{t: t, tele: tele, dir: t.TempDir(), url: server.URL, listen: freePort(t), program: binary}
	t.Cleanup(func() {
		h.kill()
		tele.Close()
		server.Close()
	})
	if err := seal.NewFile(h.file("dodomu.key")); err != nil {
		t.Fatal(err)
	}
	h.env = []string{"DODOMU_TOKEN=" + testToken, "DODOMU_API_URL=" + server.URL, "DODOMU_DB=sqlite:" + h.file("dodomu.db"),
		"DODOMU_KEY_FILE=" + h.file("dodomu.key"), "DODOMU_LISTEN=" + h.listen, "DODOMU_STAFF_CHAT=-1005", "DODOMU_LOG=debug",
		"PATH=" + os.Getenv("PATH"), "HOME=" + h.dir, "TZ=UTC"}
	return h
}

func (h *house) file(name string) string { return filepath.Join(h.dir, name) }

func freePort(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// start starts the bot; it does not wait for it.
func (h *house) start() {
	h.t.Helper()
	file, err := h.program()
	if err != nil {
		h.t.Fatal(err)
	}
	h.cmd = exec.Command(file, "serve")
	h.cmd.Env, h.cmd.Dir = h.env, h.dir
	h.cmd.Stdout, h.cmd.Stderr = &h.log, &h.log
	if err := h.cmd.Start(); err != nil {
		h.t.Fatal(err)
	}
}

// kill ends the bot as a power cut would.
func (h *house) kill() {
	if h.cmd == nil || h.cmd.Process == nil {
		return
	}
	h.cmd.Process.Kill()
	h.cmd.Wait()
	h.cmd = nil
}

// stop asks the bot to end and tells how long it took; an error of its exit ends
// the test.
func (h *house) stop() time.Duration {
	h.t.Helper()
	began := time.Now()
	if err := h.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		h.t.Fatal(err)
	}
	if err := h.cmd.Wait(); err != nil {
		h.t.Fatalf("stop: %v; the log:\n%s", err, h.log.String())
	}
	h.cmd = nil
	return time.Since(began)
}

// ready waits until the bot says that it is.
func (h *house) ready() {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+h.listen+"/readyz", nil)
		if err != nil {
			h.t.Fatal(err)
		}
		if resp, err := http.DefaultClient.Do(r); err == nil {
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return
			}
		}
		select {
		case <-ctx.Done():
			h.t.Fatalf("the bot did not get ready; its log:\n%s", h.log.String())
		case <-tick.C:
		}
	}
}

// store opens the store of the bot, which must not run.
func (h *house) store() *store.DB {
	h.t.Helper()
	keys, err := seal.ReadFile(h.file("dodomu.key"))
	if err != nil {
		h.t.Fatal(err)
	}
	db, err := store.Open(context.Background(), "sqlite:"+h.file("dodomu.db"), keys)
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { db.Close() })
	return db
}

// logged waits until the bot's log holds a text that earlier starts have not
// written.
func (h *house) logged(text string) {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !strings.Contains(h.log.String()[h.read:], text) {
		select {
		case <-ctx.Done():
			h.t.Fatalf("%q was not logged; the log:\n%s", text, h.log.String())
		case <-tick.C:
		}
	}
	h.read = len(h.log.String())
}
