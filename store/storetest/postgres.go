package storetest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // to make databases
)

// cluster is a PostgreSQL server of this test program: one for all of its tests,
// each of which has a database of its own in it.
type cluster struct {
	once sync.Once
	url  string // of the server, without a database
	err  error
	next atomic.Int64
}

var shared cluster

// errNone means that the machine has no PostgreSQL.
var errNone = errors.New("no PostgreSQL: install it, or set DODOMU_TEST_POSTGRES to the address of one")

// freshDatabase gives the address of an empty database. Without PostgreSQL the
// test is skipped, or fails where DODOMU_NO_SKIP says that nothing may be skipped.
func freshDatabase(t testing.TB) string {
	t.Helper()
	shared.once.Do(func() { shared.url, shared.err = startServer() })
	if errors.Is(shared.err, errNone) && os.Getenv("DODOMU_NO_SKIP") == "" {
		t.Skip(shared.err)
	}
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	name := fmt.Sprintf("dodomu_%d_%d", os.Getpid(), shared.next.Add(1))
	admin(t, "CREATE DATABASE "+name)
	t.Cleanup(func() { admin(t, "DROP DATABASE "+name+" WITH (FORCE)") })
	u, err := url.Parse(shared.url)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

func admin(t testing.TB, statement string) {
	t.Helper()
	db, err := sql.Open("pgx", shared.url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

func startServer() (string, error) {
	if given := os.Getenv("DODOMU_TEST_POSTGRES"); given != "" {
		return given, nil
	}
	bin, err := programs()
	if err != nil {
		return "", err
	}
	s, err := newServer(bin)
	if err != nil {
		return "", err
	}
	return s.start()
}

// newServer makes a cluster that does not run yet.
func newServer(bin string) (*server, error) {
	dir, err := os.MkdirTemp("", "dodomu-postgres-")
	if err != nil {
		return nil, err
	}
	s := &server{bin: bin, dir: dir}
	if err := s.prepare(); err != nil {
		return nil, err
	}
	if out, err := s.command("initdb", "-D", s.data(), "-A", "trust", "-U", "dodomu", "-E", "UTF8", "--no-sync").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	return s, nil
}

// Cluster is a PostgreSQL server of one test alone, which may be stopped as hard as
// a server can stop and started again.
type Cluster struct {
	URL string // of a database in it
	s   *server
	t   testing.TB
}

// OwnCluster starts a server with an empty database; the test is skipped where
// there is no PostgreSQL on the machine.
func OwnCluster(t testing.TB) *Cluster {
	t.Helper()
	bin, err := programs()
	if errors.Is(err, errNone) && os.Getenv("DODOMU_NO_SKIP") == "" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	s, err := newServer(bin)
	if err != nil {
		t.Fatal(err)
	}
	c := &Cluster{s: s, t: t}
	t.Cleanup(func() {
		c.Crash()
		os.RemoveAll(s.dir)
	})
	c.Start()
	return c
}

// Start starts the server and waits until it answers: after a Crash it brings back
// what was committed.
func (c *Cluster) Start() {
	c.t.Helper()
	url, err := c.s.start()
	if err != nil {
		c.t.Fatal(err)
	}
	c.URL = url
}

// Crash stops the server at once: every session is cut, and nothing is written down
// that was not by then.
func (c *Cluster) Crash() {
	if c.s.running == nil {
		return
	}
	_ = c.s.running.Signal(syscall.SIGQUIT)
	<-c.s.gone
	c.s.running = nil
}

// programs finds PostgreSQL's own: on the PATH, or where Debian keeps them.
func programs() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		return "", errNone
	}
	return filepath.Dir(found[len(found)-1]), nil
}

// server is a cluster in a folder of its own, which nobody can reach but through
// that folder: it listens on a socket there and on no address.
type server struct {
	bin, dir string
	uid, gid int
	running  *os.Process
	gone     chan struct{} // closed when it ended
}

func (s *server) data() string { return filepath.Join(s.dir, "data") }

// prepare gives the folder to another user where the test is root, whom
// PostgreSQL refuses.
func (s *server) prepare() error {
	if os.Geteuid() != 0 {
		return nil
	}
	s.uid, s.gid = 65534, 65534
	if out, err := exec.Command("id", "-u", "postgres").Output(); err == nil {
		if id, err := strconv.Atoi(string(out[:len(out)-1])); err == nil {
			s.uid = id
		}
	}
	return os.Chown(s.dir, s.uid, s.gid)
}

func (s *server) command(name string, args ...string) *exec.Cmd {
	c := exec.Command(filepath.Join(s.bin, name), args...)
	c.Dir = s.dir
	c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGQUIT}
	if s.uid != 0 {
		c.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(s.uid), Gid: uint32(s.gid)}
	}
	return c
}

// startLocked starts a child from a thread that lives as long as the child: the
// kernel counts the death of the thread that started it as the parent's.
func startLocked(c *exec.Cmd) (gone chan struct{}, err error) {
	started := make(chan error)
	gone = make(chan struct{})
	go func() {
		defer close(gone)
		runtime.LockOSThread()
		started <- c.Start()
		c.Wait()
	}()
	return gone, <-started
}

// start runs the server as a child that dies with this program, and waits until
// it answers.
func (s *server) start() (string, error) {
	c := s.command("postgres", "-D", s.data(), "-k", s.dir, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=300", "-c", "shared_buffers=32MB")
	log, err := os.Create(filepath.Join(os.TempDir(), filepath.Base(s.dir)+".log"))
	if err != nil {
		return "", err
	}
	c.Stdout, c.Stderr = log, log
	if s.gone, err = startLocked(c); err != nil {
		return "", err
	}
	s.running = c.Process
	address := "postgres://dodomu@/postgres?host=" + url.QueryEscape(s.dir)
	db, err := sql.Open("pgx", address)
	if err != nil {
		return "", err
	}
	defer db.Close()
	ctx, stop := context.WithTimeout(context.Background(), 30*time.Second)
	defer stop()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		if err = db.PingContext(ctx); err == nil {
			return address, nil
		}
		select {
		case <-ctx.Done():
			return "", fmt.Errorf("start PostgreSQL: %w", err)
		case <-tick.C:
		}
	}
}
