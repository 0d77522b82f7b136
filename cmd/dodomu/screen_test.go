package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// chromium starts one browser for a test and its parts. Without Chromium the test
// is skipped, or fails where nothing may be skipped.
func chromium(t *testing.T) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil && path == "" {
			path = found
		}
	}
	switch {
	case path == "" && os.Getenv("DODOMU_NO_SKIP") != "":
		t.Fatal("no Chromium on PATH: install chromium")
	case path == "":
		t.Skip("no Chromium on PATH: install chromium to test the page")
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

// screen is a browser tab that shows the page of a try.
type screen struct {
	t       *testing.T
	ctx     context.Context
	address string
	narrow  bool // one phone at a time

	mu       sync.Mutex
	problems []string // what must not happen on any page
}

// look opens the page at an address; what must not happen fails the test.
func look(t *testing.T, in context.Context, address string, width, height int64) *screen {
	t.Helper()
	s := &screen{t: t, address: address, narrow: width <= 760}
	ctx, leave := chromedp.NewContext(in, chromedp.WithListener(s.listen))
	t.Cleanup(leave)
	s.ctx = ctx
	t.Cleanup(func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		for _, problem := range s.problems {
			t.Error(problem)
		}
	})
	command(s, network.Enable, network.EnableParams{})
	command(s, log.Enable, cdp.Empty{})
	command(s, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: 1, Mobile: s.narrow})
	command(s, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "light"}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
	s.do(chromedp.Navigate(address))
	s.sees(`document.body.dataset.version`)
	return s
}

// command runs one command of the browser's protocol.
func command[P, R any](s *screen, cmd cdp.Command[P, R], params P) {
	s.t.Helper()
	if _, err := chromedp.Call(s.ctx, cmd, params); err != nil {
		s.t.Fatal(err)
	}
}

// listen collects errors in the console, exceptions, and requests to anywhere else.
func (s *screen) listen(event any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		s.problems = append(s.problems, fmt.Sprint("exception: ", e.ExceptionDetails.Exception.Description))
	case *runtime.EventConsoleAPICalled:
		if e.Type == "error" || e.Type == "warning" || e.Type == "assert" {
			s.problems = append(s.problems, fmt.Sprint("console: ", e.Args[0].Value))
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == "error" {
			s.problems = append(s.problems, "log: "+e.Entry.Text+" "+e.Entry.URL)
		}
	case *network.EventRequestWillBeSent:
		to, err := url.Parse(e.Request.URL)
		outside := err != nil || (to.Scheme != "blob" && to.Scheme != "data" && "http://"+to.Host != s.address)
		if outside && !strings.HasPrefix(e.Request.URL, "chrome") {
			s.problems = append(s.problems, "outside request: "+e.Request.URL)
		}
	}
}

func (s *screen) do(actions ...chromedp.Action[chromedp.Void]) {
	s.t.Helper()
	ctx, end := context.WithTimeout(s.ctx, patience)
	defer end()
	if err := chromedp.Do(ctx, actions...); err != nil {
		s.t.Fatal(err)
	}
}

// helpers are what the expressions of the tests may call. steady tells whether a
// finger may press: it stands where it stood, and nothing lies over it.
const helpers = `
const chat = (tab) => document.getElementById('chat-' + tab);
const rows = (tab) => [...chat(tab).querySelectorAll('.row')];
const theirs = (tab) => rows(tab).filter((r) => r.querySelector('.text') && !r.classList.contains('mine'));
const words = (row) => row.querySelector('.text')?.textContent ?? '';
const shown = (nodes, label) => [...nodes].filter((b) => b.checkVisibility() && b.textContent.trim() === label).at(-1);
const button = (tab, label) => shown(chat(tab).querySelectorAll('button'), label);
const named = (tab, label) => [...chat(tab).querySelectorAll('button')].find((b) => b.getAttribute('aria-label') === label);
const item = (label) => [...document.querySelectorAll('[role=menuitem]')].find((b) => b.textContent === label);
const middle = (n) => { const r = n.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; };
const steady = (n) => {
	n.scrollIntoView({ block: 'nearest' });
	const at = middle(n), before = n.wasAt ?? [];
	n.wasAt = at;
	return at[0] === before[0] && at[1] === before[1] && n.contains(document.elementFromPoint(...at));
};
const hitsOf = (n) => {
	window.hits ??= 0;
	document.addEventListener('click', (event) => {
		if (n.contains(event.target) || !n.isConnected) window.hits++; // one that was drawn anew meanwhile stands in its place
	}, { capture: true, once: true });
	return window.hits;
};
const question = (tab, after, asks) => {
	let found;
	for (const row of rows(tab)) {
		if (row.classList.contains('mine') || Number(row.dataset.id) <= after) continue;
		let best = '';
		for (const step of Object.keys(asks)) if (words(row).includes(asks[step]) && asks[step].length > (asks[best] ?? '').length) best = step;
		if (best) found = { id: Number(row.dataset.id), step: best };
	}
	return found;
};
`

// worth waits until an expression is neither false nor nothing and gives its
// value; an expression that throws is nothing yet.
func worth[T any](s *screen, expression string) T {
	s.t.Helper()
	wait := `new Promise((done) => {` + helpers + `const look = () => {
		let seen; try { seen = (` + expression + `); } catch { seen = null; }
		if (seen) done(seen); else setTimeout(look, 10);
	}; look(); })`
	ctx, end := context.WithTimeout(s.ctx, patience)
	defer end()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](wait, chromedp.EvalAwaitPromise))
	if err != nil {
		s.shoot("failed-" + strings.ReplaceAll(s.t.Name(), "/", "-"))
		s.t.Fatalf("never seen: %s: %v", expression, err)
	}
	return v
}

// sees waits until an expression is true.
func (s *screen) sees(expression string) {
	s.t.Helper()
	worth[any](s, `Boolean(`+expression+`)`)
}

// click presses as a finger does, in the middle of what an expression names. Where
// the page moved just then and the press went astray, it is made again, as one
// would.
func (s *screen) click(expression string) {
	s.t.Helper()
	for range 20 {
		at := worth[[]float64](s, `((n) => steady(n) && [...middle(n), hitsOf(n)])(`+expression+`)`)
		s.do(chromedp.MouseClickXY(at[0], at[1]))
		if worth[float64](s, `1 + window.hits`) > 1+at[2] {
			return
		}
	}
	s.t.Fatalf("every press went astray: %s", expression)
}

// quoted is a text as the page's language writes it.
func quoted(text string) string {
	b, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// picture is what the tab shows, as PNG.
func (s *screen) picture() []byte {
	s.t.Helper()
	png, err := chromedp.Run(s.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		s.t.Fatal(err)
	}
	return png
}

// shoot keeps a picture in the folder DODOMU_SHOTS for people to look at; without
// it there is none.
func (s *screen) shoot(name string) {
	s.t.Helper()
	folder := os.Getenv("DODOMU_SHOTS")
	if folder == "" {
		return
	}
	size := "wide"
	if s.narrow {
		size = "narrow"
	}
	if err := os.WriteFile(filepath.Join(folder, name+"-"+size+".png"), s.picture(), 0o644); err != nil {
		s.t.Error(err)
	}
}
