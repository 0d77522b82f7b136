package storetest_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"

	"dodomu/store"
	"dodomu/store/seal"
	"dodomu/store/storetest"
)

func identity(t *testing.T) *age.X25519Identity {
	t.Helper()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// TestBackupComesBack archives a store that lives, and restores it for each of two
// recipients.
func TestBackupComesBack(t *testing.T) {
	s := storetest.Embedded(t)
	h, ref := lived(t, s)
	dir := t.TempDir()
	file := filepath.Join(dir, "dodomu.age")
	ids := []*age.X25519Identity{identity(t), identity(t)}
	done, err := s.Archive(context.Background(), file, ids[0].Recipient().String(), ids[1].Recipient().String())
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(file)
	if err != nil || info.Size() != done.Bytes || info.Mode().Perm() != 0o600 || done.Tree != tree(t, s.DB) {
		t.Errorf("told %+v, %v; %v", done, info, err)
	}
	same(t, folder(t, dir), []string{"dodomu.age"})
	if text, err := os.ReadFile(file); err != nil || bytes.Contains(text, []byte("SQLite format 3")) || bytes.Contains(text, []byte("CREATE TABLE")) {
		t.Errorf("the backup is in the clear: %v", err)
	}
	for i, id := range ids {
		into := filepath.Join(t.TempDir(), "new.db")
		back, err := store.Restore(context.Background(), file, strings.NewReader(id.String()), into, s.Keys)
		if err != nil || back.Tree != done.Tree {
			t.Fatalf("recipient %d: %+v, %v", i, back, err)
		}
		same(t, folder(t, filepath.Dir(into)), []string{"new.db"})
		db, err := store.Open(context.Background(), "sqlite:"+into, s.Keys, store.WithNow(s.Clock.Now))
		if err != nil {
			t.Fatal(err)
		}
		readsOn(t, db, h, ref)
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func folder(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestBackupRefusals(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		dir, id := t.TempDir(), identity(t)
		there := filepath.Join(dir, "there.age")
		if err := os.WriteFile(there, []byte("mine"), 0o600); err != nil {
			t.Fatal(err)
		}
		stopped, stop := context.WithCancel(context.Background())
		stop()
		for name, c := range map[string]struct {
			ctx  context.Context
			file string
			to   string
			want error
		}{
			"a file in the way":   {context.Background(), there, id.Recipient().String(), store.ErrExists},
			"nobody to open it":   {context.Background(), filepath.Join(dir, "a"), "", store.ErrRecipients},
			"a secret as address": {context.Background(), filepath.Join(dir, "b"), "age1nonsense", store.ErrRecipients},
			"a stop":              {stopped, filepath.Join(dir, "c"), id.Recipient().String(), context.Canceled},
		} {
			if s.File == "" {
				c.want = store.ErrNoBackup
			}
			if _, err := s.Archive(c.ctx, c.file, c.to); !errors.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", name, err, c.want)
			}
		}
		same(t, folder(t, dir), []string{"there.age"})
		if text, err := os.ReadFile(there); err != nil || string(text) != "mine" {
			t.Errorf("the file in the way: %q, %v", text, err)
		}
	})
}

// sealedFor writes any bytes as a backup for an identity.
func sealedFor(t *testing.T, id *age.X25519Identity, plain []byte) string {
	t.Helper()
	var b bytes.Buffer
	w, err := age.Encrypt(&b, id.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "backup.age")
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// plain is a store's file after somebody ran a statement on it.
func plain(t *testing.T, statement string) []byte {
	t.Helper()
	s := storetest.Embedded(t)
	lived(t, s)
	if _, err := s.Raw().Exec(statement); err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "copy.db")
	if err := s.Backup(context.Background(), copied); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestRestoreRefuses restores what is not whole; nothing of it stays.
func TestRestoreRefuses(t *testing.T) {
	whole := plain(t, "SELECT 1")
	strangers, err := seal.New(bytes.NewReader(bytes.Repeat([]byte{9}, seal.Size)))
	if err != nil {
		t.Fatal(err)
	}
	broken := bytes.Clone(whole)
	for i := len(broken) / 2; i < len(broken)/2+3000; i++ {
		broken[i] ^= 0x5a
	}
	for name, c := range map[string]struct {
		plain []byte
		keys  *seal.Master
		want  []error
	}{
		"nothing":                   {nil, nil, []error{store.ErrNoStore}},
		"a text":                    {[]byte("this is a text, and a long one at that"), nil, []error{store.ErrNoStore}},
		"another store's key":       {whole, strangers, []error{seal.ErrKey}},
		"a damaged page":            {broken, nil, []error{store.ErrDamaged, store.ErrTree}},
		"half of it":                {whole[:len(whole)/2], nil, []error{store.ErrDamaged, store.ErrNoStore}},
		"an event that was changed": {plain(t, "UPDATE events SET at = at + 1 WHERE leaf = 2"), nil, []error{store.ErrTree}},
		"a newer schema":            {plain(t, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (900, TRUE)"), nil, []error{store.ErrNewer}},
		"a store without its mark":  {plain(t, "DELETE FROM settings"), nil, []error{store.ErrNoStore}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			id := identity(t)
			if c.keys == nil {
				c.keys = storetest.Keys(t)
			}
			into := filepath.Join(t.TempDir(), "new.db")
			_, err := store.Restore(context.Background(), sealedFor(t, id, c.plain), strings.NewReader(id.String()), into, c.keys)
			found := false
			for _, want := range c.want {
				found = found || errors.Is(err, want)
			}
			if !found {
				t.Errorf("%v, want one of %v", err, c.want)
			}
			same(t, folder(t, filepath.Dir(into)), nil)
		})
	}
}

func TestRestoreOverwritesNothing(t *testing.T) {
	id := identity(t)
	whole := plain(t, "SELECT 1")
	for _, way := range []string{"", "-wal", "-shm", "-journal"} {
		into := filepath.Join(t.TempDir(), "new.db")
		if err := os.WriteFile(into+way, []byte("mine"), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := store.Restore(context.Background(), sealedFor(t, id, whole), strings.NewReader(id.String()), into, storetest.Keys(t))
		if !errors.Is(err, store.ErrExists) {
			t.Errorf("%q in the way: %v", way, err)
		}
		if text, err := os.ReadFile(into + way); err != nil || string(text) != "mine" {
			t.Errorf("%q in the way: %q, %v", way, text, err)
		}
	}
	other, into := identity(t), filepath.Join(t.TempDir(), "new.db")
	_, err := store.Restore(context.Background(), sealedFor(t, id, whole), strings.NewReader(other.String()), into, storetest.Keys(t))
	if !errors.Is(err, store.ErrIdentity) {
		t.Errorf("somebody else's identity: %v", err)
	}
	file := sealedFor(t, id, whole)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, text[:len(text)-10], 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Restore(context.Background(), file, strings.NewReader(id.String()), into, storetest.Keys(t)); err == nil {
		t.Error("a backup that was cut off came back")
	}
	same(t, folder(t, filepath.Dir(into)), nil)
}
