package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"dodomu/locales"
)

// trying is a running dodomu try.
type trying struct {
	t       testing.TB
	cmd     *exec.Cmd
	address string // of the page
	out     *bufio.Reader
	errs    bytes.Buffer
}

// try starts the real program with a page on a free port and waits for its address.
func try(t testing.TB, args ...string) *trying {
	t.Helper()
	file, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	tr := &trying{t: t, cmd: exec.Command(file, append([]string{"try", "--listen", "127.0.0.1:0", "--log", "debug"}, args...)...)}
	tr.cmd.Dir, tr.cmd.Stderr = t.TempDir(), &tr.errs
	out, err := tr.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := tr.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(tr.kill)
	tr.out = bufio.NewReader(out)
	first, err := tr.out.ReadString('\n')
	if err != nil {
		tr.kill()
		t.Fatalf("dodomu try %v said %q: %v\n%s", args, first, err, tr.errs.String())
	}
	_, after, _ := strings.Cut(first, "Open ")
	tr.address, _, _ = strings.Cut(after, " ")
	if !strings.HasPrefix(tr.address, "http://127.0.0.1:") {
		t.Fatalf("the first line names no local address: %q", first)
	}
	return tr
}

func (tr *trying) kill() {
	if tr.cmd.ProcessState == nil {
		tr.cmd.Process.Kill()
		tr.cmd.Wait()
	}
}

// stop asks the program to end, as Ctrl-C or a shutdown does, and gives what it
// printed since the address.
func (tr *trying) stop() string {
	tr.t.Helper()
	began := time.Now()
	if err := tr.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		tr.t.Fatal(err)
	}
	rest, err := io.ReadAll(tr.out)
	if err := errors.Join(err, tr.cmd.Wait()); err != nil {
		tr.t.Fatalf("stop: %v\n%s", err, tr.errs.String())
	}
	if took := time.Since(began); took > 5*time.Second {
		tr.t.Errorf("the stop took %v", took)
	}
	return string(rest)
}

// speaker gives the sentences of one language.
func speaker(t testing.TB, language string) locales.Printer {
	t.Helper()
	catalog, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	return catalog.Printer(language)
}
