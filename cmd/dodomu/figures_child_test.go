package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime/pprof"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/alecthomas/kong"
	telegrambot "github.com/go-telegram/bot"

	"dodomu/bot/notify"
	"dodomu/bot/telegram"
	"dodomu/store/seal"
)

// The environment of a bot under measurement, a process of its own: this very test
// program, as the part that is named.
const (
	figuresPart    = "DODOMU_FIGURES_PART"    // serve or echo
	figuresProfile = "DODOMU_FIGURES_PROFILE" // a file for the profile of its processor time
)

// figuresChild is the process of a bot under measurement.
func figuresChild(part string) int {
	if file := os.Getenv(figuresProfile); file != "" {
		f, err := os.Create(file)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer f.Close()
		begin := make(chan os.Signal, 1)
		signal.Notify(begin, syscall.SIGUSR1)
		go func() {
			<-begin
			pprof.StartCPUProfile(f)
		}()
		defer pprof.StopCPUProfile()
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	run := serveUnpaced
	if part == "echo" {
		run = echo
	}
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, part, err)
		return 1
	}
	return 0
}

// serveUnpaced is the serve command without Telegram's limits: they are options of
// the sender, and would be all that is measured.
func serveUnpaced(ctx context.Context) error {
	var all commands
	parser, err := kong.New(&all)
	if err != nil {
		return err
	}
	if _, err := parser.Parse([]string{"serve"}); err != nil {
		return err
	}
	return all.Serve.run(&door{ctx: ctx, out: os.Stdout, err: os.Stderr}, notify.Options{Unpaced: true, PerSecond: 1e6})
}

// echo is the yardstick: a bot on the same library that says everything back and
// remembers nothing. It receives as the bot does, and sends as the library does.
func echo(ctx context.Context) error {
	url, token := os.Getenv("DODOMU_API_URL"), os.Getenv("DODOMU_TOKEN")
	wire, err := telegram.New(token, telegram.Options{BaseURL: url})
	if err != nil {
		return err
	}
	own := http.DefaultTransport.(*http.Transport).Clone()
	own.MaxIdleConnsPerHost = echoWorkers
	api, err := telegrambot.New(token, telegrambot.WithSkipGetMe(), telegrambot.WithServerURL(url),
		telegrambot.WithHTTPClient(time.Minute, &http.Client{Transport: own}))
	if err != nil {
		return err
	}
	said := make(chan telegram.Update, 1024)
	var workers sync.WaitGroup
	for range echoWorkers {
		workers.Go(func() {
			for u := range said {
				m := u.Parsed.Message
				if _, err := api.SendMessage(context.WithoutCancel(ctx), &telegrambot.SendMessageParams{ChatID: m.Chat.ID, Text: m.Text}); err != nil {
					fmt.Fprintln(os.Stderr, err)
				}
			}
		})
	}
	err = wire.Poll(ctx, telegram.PollOptions{}, func(_ context.Context, updates []telegram.Update) error {
		for _, u := range updates {
			said <- u
		}
		return nil
	})
	close(said)
	workers.Wait()
	return err
}

// echoWorkers is how many sends of the echo are under way at once, as many as the
// bot's own.
const echoWorkers = 64

// measured is a bot under measurement.
type measured struct {
	b      testing.TB
	cmd    *exec.Cmd
	dir    string
	listen string
	log    lockedBuffer
}

// home is the store of a bot under measurement and its key; the zero value is a new
// one of its own.
type home struct{ db, key string }

// measure starts a part against a server.
func measure(b testing.TB, part string, server *leanTelegram, at home) *measured {
	b.Helper()
	m := &measured{b: b, dir: b.TempDir(), listen: freePort(b)}
	program, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	if at.db == "" {
		at = home{"sqlite:" + filepath.Join(m.dir, "dodomu.db"), filepath.Join(m.dir, "dodomu.key")}
		if err := seal.NewFile(at.key); err != nil {
			b.Fatal(err)
		}
	}
	m.cmd = exec.Command(program)
	m.cmd.Dir = m.dir
	m.cmd.Env = []string{figuresPart + "=" + part, "DODOMU_TOKEN=" + testToken, "DODOMU_API_URL=" + server.url(), "DODOMU_DB=" + at.db,
		"DODOMU_KEY_FILE=" + at.key, "DODOMU_LISTEN=" + m.listen, "DODOMU_LOG=warn", "PATH=" + os.Getenv("PATH"), "HOME=" + m.dir, "TZ=UTC"}
	if *figuresProfiles != "" {
		m.cmd.Env = append(m.cmd.Env, figuresProfile+"="+filepath.Join(*figuresProfiles, part+".pprof"))
	}
	m.cmd.Stdout, m.cmd.Stderr = &m.log, &m.log
	if err := m.cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(m.stop)
	return m
}

// profile begins the profile, where one is wanted: of what is measured alone.
func (m *measured) profile() {
	if *figuresProfiles != "" {
		m.cmd.Process.Signal(syscall.SIGUSR1)
	}
}

// batches prints how many transactions the turns took.
func (m *measured) batches() {
	resp, err := http.Get("http://" + m.listen + "/metrics")
	if err != nil {
		return
	}
	defer resp.Body.Close()
	text, _ := io.ReadAll(resp.Body)
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "dodomu_turn") || strings.HasPrefix(line, "dodomu_updates") || strings.HasPrefix(line, "dodomu_sends") {
			fmt.Print(line)
		}
	}
}

// stop ends the bot as a service manager does.
func (m *measured) stop() {
	if m.cmd.ProcessState != nil {
		return
	}
	m.cmd.Process.Signal(syscall.SIGTERM)
	m.cmd.Wait()
}

// cpu is what processor time the bot has used.
func (m *measured) cpu() time.Duration {
	return cpuOf(m.b, m.cmd.Process.Pid)
}

// ticks is how many parts a second of the kernel's account of processor time has.
const ticks = 100

func cpuOf(b testing.TB, pid int) time.Duration {
	b.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		b.Skip("no /proc here:", err)
	}
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
	user, _ := strconv.ParseInt(fields[11], 10, 64)
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * time.Second / ticks
}

// resident is how much memory a process holds, in bytes.
func resident(b testing.TB, pid int) int64 {
	b.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Skip("no /proc here:", err)
	}
	_, rest, _ := strings.Cut(string(text), "VmRSS:")
	kb, _ := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
	return kb << 10
}
