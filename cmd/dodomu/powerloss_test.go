package main

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"dodomu/store"
	"dodomu/store/seal"
)

// diskOp is one thing that the bot asked of its disk.
type diskOp struct {
	at   float64 // seconds since 1970
	file string
	do   string // write, size or sync
	off  int64  // of a write; of size, the length
	data []byte
}

// platter is what one file is on a disk that may lose its power: what is certain, and
// what was asked since the last sync, of which anything may be lost.
type platter struct {
	certain []byte
	asked   []diskOp
}

func (p *platter) take(op diskOp) {
	if op.do != "sync" {
		p.asked = append(p.asked, op)
		return
	}
	for _, asked := range p.asked {
		p.certain = asked.on(p.certain, func() bool { return true })
	}
	p.asked = nil
}

// sector is what a disk writes whole or not at all.
const sector = 512

// on is a file after an operation of which each sector is kept or not.
func (op diskOp) on(file []byte, kept func() bool) []byte {
	if op.do == "size" {
		if !kept() {
			return file
		}
		return append(file, make([]byte, max(0, op.off-int64(len(file))))...)[:op.off]
	}
	for from := 0; from < len(op.data); {
		to := min(len(op.data), from+sector-int(op.off+int64(from))%sector)
		if kept() {
			end := op.off + int64(to)
			file = append(file, make([]byte, max(0, end-int64(len(file))))...)
			copy(file[op.off+int64(from):], op.data[from:to])
		}
		from = to
	}
	return file
}

// cut is the file after a loss of power. Each operation since the last sync was kept,
// lost, or torn.
func (p *platter) cut(chance *rand.Rand) []byte {
	file := slices.Clone(p.certain)
	for _, op := range p.asked {
		switch chance.IntN(3) {
		case 0:
			file = op.on(file, func() bool { return true })
		case 1:
			file = op.on(file, func() bool { return chance.IntN(2) == 0 })
		}
	}
	return file
}

var (
	writeCall = regexp.MustCompile(`^(\d+) +([\d.]+) pwrite64\(\d+<([^>]*)>, "([^"]*)", (\d+), (\d+)`)
	sizeCall  = regexp.MustCompile(`^(\d+) +([\d.]+) ftruncate\(\d+<([^>]*)>, (\d+)`)
	syncCall  = regexp.MustCompile(`^(\d+) +([\d.]+) (?:fsync|fdatasync)\(\d+<([^>]*)>(.*)`)
	syncEnd   = regexp.MustCompile(`^(\d+) +([\d.]+) <\.\.\. (?:fsync|fdatasync) resumed>.* = 0`)
)

// readOps reads what was traced of a store's files. A sync counts from its end.
func readOps(t *testing.T, trace io.Reader) (ops []diskOp) {
	t.Helper()
	syncing := map[string]string{}
	lines := bufio.NewScanner(trace)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		line := lines.Text()
		if m := writeCall.FindStringSubmatch(line); m != nil {
			data := unhex(t, m[4])
			if want, _ := strconv.Atoi(m[5]); len(data) != want {
				t.Fatalf("%d bytes of a write of %d were traced", len(data), want)
			}
			off, _ := strconv.ParseInt(m[6], 10, 64)
			ops = append(ops, diskOp{at: seconds(m[2]), file: base(t, m[3]), do: "write", off: off, data: data})
		} else if m := sizeCall.FindStringSubmatch(line); m != nil {
			off, _ := strconv.ParseInt(m[4], 10, 64)
			ops = append(ops, diskOp{at: seconds(m[2]), file: base(t, m[3]), do: "size", off: off})
		} else if m := syncCall.FindStringSubmatch(line); m != nil && strings.HasSuffix(m[4], "= 0") {
			ops = append(ops, diskOp{at: seconds(m[2]), file: base(t, m[3]), do: "sync"})
		} else if m != nil {
			syncing[m[1]] = base(t, m[3])
		} else if m := syncEnd.FindStringSubmatch(line); m != nil {
			ops = append(ops, diskOp{at: seconds(m[2]), file: syncing[m[1]], do: "sync"})
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(ops, func(op diskOp) bool { return op.file != "dodomu.db" && op.file != "dodomu.db-wal" })
}

func seconds(s string) float64 { f, _ := strconv.ParseFloat(s, 64); return f }

func base(t *testing.T, path string) string { return filepath.Base(string(unhex(t, path))) }

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, `\x`, ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// acks is when the bot acknowledged how much.
type acks struct {
	mu  sync.Mutex
	all []ack
}

type ack struct {
	at     float64
	offset int64 // every update below it
}

// note watches what the bot acknowledges.
func (a *acks) note(telegram http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/getUpdates") {
			now := float64(time.Now().UnixMicro()) / 1e6
			body, _ := io.ReadAll(r.Body)
			r.Body = io.NopCloser(bytes.NewReader(body))
			if offset := number(body, `offset"`); offset > 0 {
				a.mu.Lock()
				a.all = append(a.all, ack{now, offset})
				a.mu.Unlock()
			}
		}
		telegram.ServeHTTP(w, r)
	})
}

// before is what was acknowledged before a time.
func (a *acks) before(at float64) (offset int64) {
	for _, each := range a.all {
		if each.at < at {
			offset = max(offset, each.offset)
		}
	}
	return offset
}

// traced is a run of the bot under load of which every write and sync is known.
type traced struct {
	h     *house
	start []byte // the store's file before it
	ops   []diskOp
	acks  acks
}

// trace runs the bot under load until so much was answered.
func trace(t *testing.T, answers int) *traced {
	t.Helper()
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed")
	}
	tr := &traced{h: newHouse(t, quietTelegram())}
	tr.h.program = rushed
	th := newThrong(t, tr.h, 12)
	server := httptest.NewServer(tr.acks.note(th.watch(tr.h.tele.Handler())))
	tr.h.env = append(tr.h.env, "DODOMU_API_URL="+server.URL)
	t.Cleanup(func() {
		tr.h.kill()
		server.Close()
	})
	tr.h.start()
	tr.h.ready()
	tr.h.stop()
	if tr.start, err = os.ReadFile(tr.h.file("dodomu.db")); err != nil {
		t.Fatal(err)
	}
	program, err := rushed()
	if err != nil {
		t.Fatal(err)
	}
	log := tr.h.file("trace")
	cmd := exec.Command(strace, "--seccomp-bpf", "-f", "-y", "-ttt", "-xx", "-s", "70000", "-o", log,
		"-e", "trace=pwrite64,fsync,fdatasync,ftruncate", program, "serve")
	cmd.Env, cmd.Dir, cmd.Stdout, cmd.Stderr = tr.h.env, tr.h.dir, &tr.h.log, &tr.h.log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Wait()
	defer killChild(t, cmd.Process.Pid)
	th.begin()
	th.after(answers)
	killChild(t, cmd.Process.Pid)
	cmd.Wait()
	f, err := os.Open(log)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	tr.ops = readOps(t, f)
	return tr
}

// killChild kills what a process has started; that it has ended is no fault.
func killChild(t *testing.T, parent int) {
	t.Helper()
	text, err := os.ReadFile("/proc/" + strconv.Itoa(parent) + "/task/" + strconv.Itoa(parent) + "/children")
	if err != nil {
		return
	}
	for _, field := range strings.Fields(string(text)) {
		if pid, err := strconv.Atoi(field); err == nil {
			syscall.Kill(pid, syscall.SIGKILL)
		}
	}
}

// TestPowerLoss records what the bot asks of its disk under load, and cuts the power
// at random moments of it: whatever of the writes since the last sync was kept, lost
// or torn, the store opens whole and holds every update that was acknowledged.
func TestPowerLoss(t *testing.T) {
	tr := trace(t, often(400, 4000))
	chance := dice(t)
	cuts := often(120, 10_000)
	points := make([]int, cuts)
	for i := range points {
		points[i] = chance.IntN(len(tr.ops))
	}
	slices.Sort(points)
	files := map[string]*platter{"dodomu.db": {certain: tr.start}, "dodomu.db-wal": {}}
	first := tr.firstUpdate(t)
	lost, corrupt, acked, done := 0, 0, int64(0), 0
	for _, point := range points {
		for ; done < point; done++ {
			files[tr.ops[done].file].take(tr.ops[done])
		}
		offset := tr.acks.before(tr.ops[point].at)
		held, err := tr.cut(t, files, chance, offset)
		if err != nil {
			corrupt++
			t.Errorf("power lost before operation %d: %v", point, err)
			continue
		}
		if offset > 0 {
			acked = max(acked, offset-first)
			lost += int(offset - first - held)
		}
	}
	if lost > 0 {
		t.Errorf("%d acknowledged updates were lost", lost)
	}
	syncs := 0
	for _, op := range tr.ops {
		if op.do == "sync" {
			syncs++
		}
	}
	if acked < int64(often(400, 4000))/2 || syncs < 50 {
		t.Errorf("%d updates acknowledged and %d syncs are no load", acked, syncs)
	}
	t.Logf("figures: %d power losses within %d writes and %d syncs: %d corrupt, %d acknowledged updates lost of up to %d", cuts, len(tr.ops)-syncs, syncs, corrupt, lost, acked)
}

// firstUpdate is the id of the first update there was: all are numbered in a row.
func (tr *traced) firstUpdate(t *testing.T) (first int64) {
	t.Helper()
	raw, err := sql.Open("sqlite", "file:"+tr.h.file("dodomu.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	if err := raw.QueryRow("SELECT MIN(id) FROM updates").Scan(&first); err != nil {
		t.Fatal(err)
	}
	return first
}

// cut writes what a loss of power may have left and opens it: how many updates below
// an offset it holds.
func (tr *traced) cut(t *testing.T, files map[string]*platter, chance *rand.Rand, offset int64) (held int64, err error) {
	dir, err := os.MkdirTemp("", "dodomu-cut-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	for name, p := range files {
		if err := os.WriteFile(filepath.Join(dir, name), p.cut(chance), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	keys, err := seal.ReadFile(tr.h.file("dodomu.key"))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "dodomu.db")
	db, err := store.Open(context.Background(), "sqlite:"+file, keys)
	if err != nil {
		return 0, err
	}
	defer db.Close()
	if err := db.Update(context.Background(), func(tx *store.Tx) error { return tx.VerifyTree() }); err != nil {
		return 0, err
	}
	wholeFile(t, file)
	raw, err := sql.Open("sqlite", "file:"+file)
	if err != nil {
		return 0, err
	}
	defer raw.Close()
	err = raw.QueryRow("SELECT COUNT(*) FROM updates WHERE id < ?", offset).Scan(&held)
	return held, err
}
