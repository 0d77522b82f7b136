package main

import (
	"crypto/rand"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"dodomu/bot/emulator"
	"dodomu/bot/flow"
	"dodomu/store/seal"
)

// onDisk puts a house on a small disk of its own.
func onDisk(t *testing.T, h *house, options string) {
	t.Helper()
	if err := syscall.Mount("tmpfs", h.dir, "tmpfs", 0, options); err != nil {
		t.Skip("mount: this test needs the rights of root: ", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(h.dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	if err := seal.NewFile(h.file("dodomu.key")); err != nil {
		t.Fatal(err)
	}
}

// fill takes all the space that is left; what it gives back frees it.
func (h *house) fill() (free func()) {
	h.t.Helper()
	f, err := os.Create(h.file("ballast"))
	if err != nil {
		h.t.Fatal(err)
	}
	defer f.Close()
	for err == nil {
		_, err = io.CopyN(f, rand.Reader, 4096)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		h.t.Fatal(err)
	}
	return func() {
		if err := os.Remove(h.file("ballast")); err != nil {
			h.t.Fatal(err)
		}
	}
}

// TestDiskFull lets the disk run full while many people report: each is told kindly,
// once; nothing that was said is lost, and without a restart all goes on when there
// is space again.
func TestDiskFull(t *testing.T) {
	h := newHouse(t, quietTelegram())
	h.program = rushed
	onDisk(t, h, "size=8m")
	th := newThrong(t, h, 12)
	h.start()
	pid := h.cmd.Process.Pid
	th.begin()
	fulls := often(1, 10)
	var slowest time.Duration
	told, welcomed := 0, 0
	for n := range fulls {
		th.after(30)
		free := h.fill()
		h.becomes(http.StatusServiceUnavailable)
		late := newComers(h, 5, n)
		for _, p := range late {
			p.Say("/start")
		}
		h.eventually("the newcomers to be told", func() bool { return heardBy(late, th.excuse()) == len(late) })
		late[0].Say("/start")
		rest(2 * time.Second)
		told += heardBy(late, th.excuse())
		began := time.Now()
		free()
		th.after(1)
		slowest = max(slowest, time.Since(began))
		h.becomes(http.StatusOK)
		welcome := th.words.Say(flow.Message{Key: "bot.welcome"})
		h.eventually("the newcomers to be welcomed", func() bool { return heardBy(late, welcome) == len(late)+1 })
		welcomed += heardBy(late, welcome)
	}
	th.end()
	if h.cmd.Process.Pid != pid || h.cmd.ProcessState != nil {
		t.Error("the bot was started anew")
	}
	h.stop()
	th.verdict(fulls)
	c := th.counted()
	t.Logf("figures: disk full × %d: %d newcomers, %d kind words to them and %d to the others, %d welcomes, %d lost, %d messages repeated; the first answer came at most %v after there was space again",
		fulls, 5*fulls, told, c.excused, welcomed, c.lost(), c.repeated, slowest.Round(time.Millisecond))
	if told != 5*fulls || c.excused > len(th.guests) {
		t.Errorf("%d kind words to %d newcomers, %d to %d others", told, 5*fulls, c.excused, len(th.guests))
	}
}

// newComers are people whom the bot has not met.
func newComers(h *house, size, visit int) (all []*emulator.Person) {
	for i := range size {
		all = append(all, h.tele.Person(emulator.Profile{ID: int64(9_000_000_000 + visit*100 + i), FirstName: "Ганна", Language: "uk"}))
	}
	return all
}

// heardBy counts the messages of these people's chats that say a text.
func heardBy(people []*emulator.Person, text string) (n int) {
	for _, p := range people {
		for _, m := range p.Messages() {
			if m.From == "bot" && strings.Contains(m.Text, text) {
				n++
			}
		}
	}
	return n
}

// TestDiskReadOnly starts the bot where nothing can be written: it ends with a
// sentence, and once it can write it goes on where it was.
func TestDiskReadOnly(t *testing.T) {
	h := newHouse(t, quietTelegram())
	h.program = rushed
	onDisk(t, h, "size=8m")
	th := newThrong(t, h, 4)
	h.start()
	th.begin()
	th.after(20)
	h.stop()
	if err := syscall.Mount("", h.dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	h.start()
	var ended *exec.ExitError
	if err := h.cmd.Wait(); !errors.As(err, &ended) || ended.ExitCode() != 1 {
		t.Errorf("on a disk that cannot be written it ended with %v", err)
	}
	h.logged("read-only file system")
	if err := syscall.Mount("", h.dir, "", syscall.MS_REMOUNT, ""); err != nil {
		t.Fatal(err)
	}
	h.start()
	th.end()
	h.stop()
	th.verdict(1)
}

// excuse is what people are told while nothing can be kept.
func (th *throng) excuse() string { return th.words.Say(flow.Message{Key: "bot.not_kept"}) }
