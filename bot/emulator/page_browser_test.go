package emulator

import (
	"context"
	"fmt"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long a browser test waits for what it wants to see. It bounds
// a failure and decides nothing else.
const patience = 30 * time.Second

// browser starts one Chromium for a test and its parts. Without Chromium the
// test is skipped, or fails where nothing may be skipped.
func browser(t *testing.T) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil && path == "" {
			path = found
		}
	}
	if path == "" {
		if os.Getenv("DODOMU_NO_SKIP") != "" {
			t.Fatal("no Chromium on PATH: install chromium")
		}
		t.Skip("no Chromium on PATH: install chromium to test the web chat")
	}
	options := []chromedp.ExecAllocatorOption{chromedp.ExecPath(path), chromedp.NoFirstRun, chromedp.NoSandbox, chromedp.Headless, chromedp.DisableGPU}
	for _, flag := range []string{"disable-quic", "disable-background-networking", "disable-component-update", "disable-sync", "disable-dev-shm-usage", "hide-scrollbars"} {
		options = append(options, chromedp.Flag(flag, true))
	}
	allocator, end := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, leave := chromedp.NewContext(allocator)
	t.Cleanup(func() { leave(); end() })
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start Chromium: %v", err)
	}
	return ctx
}

// stage is a server with an echo bot, a page, and a browser tab on it.
type stage struct {
	t        *testing.T
	server   *Server
	bot      *echo
	recorder *Recorder
	mother   *Person
	other    *Person
	ctx      context.Context
	address  string
	site     *httptest.Server

	mu       sync.Mutex
	problems []string
	cut      string // what the test cuts off: an error about it is meant
}

type screen struct {
	width, height int64
	dark, touch   bool
}

// open makes a stage. The three phones are the mother's, the volunteer's, and
// one with a worker, a second worker and a group.
func open(t *testing.T, in context.Context, on screen) *stage {
	t.Helper()
	s := New(Options{Token: echoToken, BotName: "echo_bot", Title: "Echo", Limits: Limits{Off: true}})
	st := &stage{t: t, server: s, recorder: s.Record(map[int64]string{1: "mother"})}
	st.mother = s.Person(Profile{ID: 1, FirstName: "Олена", Language: "uk", Phone: "+380501112233"})
	st.other = s.Person(Profile{ID: 2, FirstName: "Lev"})
	worker, second := s.Person(Profile{ID: 3, FirstName: "Ada"}), s.Person(Profile{ID: 4, FirstName: "Max"})
	group := s.Group(-100, "The desk", worker, second)
	st.bot = startEcho(t, st.recorder.Handler())
	site := httptest.NewServer(s.Page(PageOptions{
		Title: "Three phones", Intro: "Everything here stays on this machine.", Zone: "Europe/Kyiv", Recorder: st.recorder,
		Phones: []Phone{
			{Name: "Mother", Subtitle: "Kharkiv, Ukrainian", Person: st.mother},
			{Name: "Volunteer", Subtitle: "writes in English", Person: st.other},
			{Name: "Desk", Tabs: []Tab{{Name: "Ada", Person: worker}, {Name: "Max", Person: second}, {Name: "Group", Person: worker.In(group)}}},
		},
	}))
	st.address, st.site = site.URL, site
	t.Cleanup(func() { s.Close(); site.CloseClientConnections(); site.Close() })
	st.visit(in, on)
	return st
}

func (st *stage) visit(in context.Context, on screen) {
	st.t.Helper()
	ctx, leave := chromedp.NewContext(in, chromedp.WithListener(st.listen))
	st.t.Cleanup(leave)
	st.ctx = ctx
	scheme := "light"
	if on.dark {
		scheme = "dark"
	}
	command(st, network.Enable, network.EnableParams{})
	command(st, log.Enable, cdp.Empty{})
	command(st, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: on.width, Height: on.height, DeviceScaleFactor: 1, Mobile: on.touch})
	command(st, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
	st.do(chromedp.Navigate(st.address))
	st.sees(`document.body.dataset.version`)
	st.t.Cleanup(func() {
		st.mu.Lock()
		defer st.mu.Unlock()
		for _, problem := range st.problems {
			st.t.Error(problem)
		}
	})
}

// command runs one command of the browser's protocol.
func command[P, R any](st *stage, cmd cdp.Command[P, R], params P) {
	st.t.Helper()
	if _, err := chromedp.Call(st.ctx, cmd, params); err != nil {
		st.t.Fatal(err)
	}
}

// listen collects what must not happen on any page: errors in the console,
// exceptions, requests to anywhere else.
func (st *stage) listen(event any) {
	st.mu.Lock()
	defer st.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		st.problems = append(st.problems, fmt.Sprint("exception: ", e.ExceptionDetails.Exception.Description))
	case *runtime.EventConsoleAPICalled:
		if e.Type == "error" || e.Type == "warning" || e.Type == "assert" {
			st.problems = append(st.problems, fmt.Sprint("console: ", e.Args[0].Value))
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == "error" && (st.cut == "" || !strings.HasSuffix(e.Entry.URL, st.cut)) {
			st.problems = append(st.problems, "log: "+e.Entry.Text+" "+e.Entry.URL)
		}
	case *network.EventRequestWillBeSent:
		to, err := url.Parse(e.Request.URL)
		outside := err != nil || (to.Scheme != "blob" && to.Scheme != "data" && "http://"+to.Host != st.address)
		if outside && !strings.HasPrefix(e.Request.URL, "chrome") {
			st.problems = append(st.problems, "outside request: "+e.Request.URL)
		}
	}
}

func (st *stage) do(actions ...chromedp.Action[chromedp.Void]) {
	st.t.Helper()
	ctx, end := context.WithTimeout(st.ctx, patience)
	defer end()
	if err := chromedp.Do(ctx, actions...); err != nil {
		st.t.Fatal(err)
	}
}

// helpers are what the expressions of the tests may call.
const helpers = `
const chat = (tab) => document.getElementById('chat-' + tab);
const text = (tab) => [...chat(tab).querySelectorAll('.bubble')].map((b) => b.textContent).join('\n');
const button = (tab, label) => [...chat(tab).querySelectorAll('button')].filter((b) => b.textContent.trim() === label && b.checkVisibility()).at(-1);
const named = (tab, label) => [...chat(tab).closest('.device').querySelectorAll('button')].filter((b) => b.getAttribute('aria-label') === label && b.checkVisibility()).at(-1);
const middle = (n) => { const r = n.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; };
const steady = (n) => {
	n.scrollIntoView({ block: 'nearest' });
	const at = middle(n), before = n.wasAt ?? [];
	n.wasAt = at;
	return at[0] === before[0] && at[1] === before[1] && n.contains(document.elementFromPoint(...at));
};
`

// worth is the value of an expression.
func worth[T any](st *stage, expression string) T {
	st.t.Helper()
	v, err := chromedp.Run(st.ctx, chromedp.Evaluate[T]("(() => {"+helpers+"return ("+expression+");})()"))
	if err != nil {
		st.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// sees waits until an expression is true.
func (st *stage) sees(expression string) {
	st.t.Helper()
	wait := `new Promise((done) => {` + helpers + `const look = () => {
		let seen; try { seen = (` + expression + `); } catch { seen = false; }
		if (seen) done(true); else setTimeout(look, 10);
	}; look(); })`
	ctx, end := context.WithTimeout(st.ctx, patience)
	defer end()
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](wait, chromedp.EvalAwaitPromise)); err != nil {
		st.shoot("failed-" + strings.ReplaceAll(st.t.Name(), "/", "-"))
		st.t.Fatalf("never seen: %s: %v", expression, err)
	}
}

// click presses a button as a finger does, in the middle of it, once it stands
// still and nothing lies over it.
func (st *stage) click(expression string) {
	st.t.Helper()
	st.sees(`steady(` + expression + `)`)
	at := worth[[]float64](st, `middle(`+expression+`)`)
	st.do(chromedp.MouseClickXY(at[0], at[1]))
}

func (st *stage) write(tab, words string) {
	st.t.Helper()
	st.click(`chat('` + tab + `').querySelector('.input')`)
	st.do(chromedp.KeyEvent(words))
}

// shoot keeps a picture in the folder EMULATOR_SHOTS, for the README and for
// people to look at; without it there is none.
func (st *stage) shoot(name string) {
	folder := os.Getenv("EMULATOR_SHOTS")
	if folder == "" {
		return
	}
	picture, err := chromedp.Run(st.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		st.t.Log(err)
		return
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), picture, 0o644); err != nil {
		st.t.Error(err)
	}
}
