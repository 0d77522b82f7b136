package seal_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dodomu/store/seal"
)

func master(t testing.TB) *seal.Master {
	t.Helper()
	m, err := seal.New(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestValueOpensOnlyInItsPlace(t *testing.T) {
	key, _, err := master(t).NewKey(7)
	if err != nil {
		t.Fatal(err)
	}
	home := seal.Place{Table: "people", Column: "chat", Scope: 7, Row: 9}
	sealed, err := key.Seal([]byte("Оксана"), home)
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := key.Open(sealed, home); err != nil || string(plain) != "Оксана" {
		t.Fatalf("at home: %q, %v", plain, err)
	}
	for name, at := range map[string]seal.Place{
		"another table":  {Table: "drafts", Column: "chat", Scope: 7, Row: 9},
		"another column": {Table: "people", Column: "state", Scope: 7, Row: 9},
		"another scope":  {Table: "people", Column: "chat", Scope: 8, Row: 9},
		"another row":    {Table: "people", Column: "chat", Scope: 7, Row: 10},
		"a moved border": {Table: "people|chat", Column: "", Scope: 7, Row: 9},
	} {
		if plain, err := key.Open(sealed, at); !errors.Is(err, seal.ErrKey) {
			t.Errorf("%s: opened as %q, %v", name, plain, err)
		}
	}
}

func TestEveryChangedBitIsRefused(t *testing.T) {
	key, _, err := master(t).NewKey(1)
	if err != nil {
		t.Fatal(err)
	}
	at := seal.Place{Table: "t", Column: "c", Scope: 1, Row: 1}
	sealed, err := key.Seal([]byte("text"), at)
	if err != nil {
		t.Fatal(err)
	}
	for i := range sealed {
		for bit := range 8 {
			broken := bytes.Clone(sealed)
			broken[i] ^= 1 << bit
			if _, err := key.Open(broken, at); !errors.Is(err, seal.ErrKey) {
				t.Fatalf("bit %d of byte %d was changed and it opened: %v", bit, i, err)
			}
		}
	}
	for n := range sealed {
		if _, err := key.Open(sealed[:n], at); !errors.Is(err, seal.ErrKey) {
			t.Fatalf("cut to %d bytes it opened: %v", n, err)
		}
	}
}

func TestRoundTrip(t *testing.T) {
	m := master(t)
	rapid.Check(t, func(t *rapid.T) {
		scope := rapid.Int64().Draw(t, "scope")
		plain := rapid.SliceOf(rapid.Byte()).Draw(t, "plain")
		at := seal.Place{Table: "t", Column: "c", Scope: scope, Row: rapid.Int64().Draw(t, "row")}
		key, wrap, err := m.NewKey(scope)
		if err != nil {
			t.Fatal(err)
		}
		sealed, err := key.Seal(plain, at)
		if err != nil {
			t.Fatal(err)
		}
		again, err := m.Unwrap(scope, wrap)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := again.Open(sealed, at); err != nil || !bytes.Equal(got, plain) {
			t.Fatalf("%x came back as %x, %v", plain, got, err)
		}
	})
}

func TestWrapIsOfOneMasterAndOneScope(t *testing.T) {
	m, other := master(t), master(t)
	_, wrap, err := m.NewKey(5)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Unwrap(5, wrap); !errors.Is(err, seal.ErrKey) {
		t.Errorf("another master key unwrapped it: %v", err)
	}
	if _, err := m.Unwrap(6, wrap); !errors.Is(err, seal.ErrKey) {
		t.Errorf("it unwrapped for another scope: %v", err)
	}
}

func TestBlindIndex(t *testing.T) {
	m, other := master(t), master(t)
	same := m.Blind("chat", []byte("42"))
	if !bytes.Equal(same, m.Blind("chat", []byte("42"))) {
		t.Error("the same value has two indexes")
	}
	for name, index := range map[string][]byte{
		"another value":    m.Blind("chat", []byte("43")),
		"another kind":     m.Blind("phone", []byte("42")),
		"a moved border":   m.Blind("chat\x004", []byte("2")),
		"another key":      other.Blind("chat", []byte("42")),
		"the empty string": m.Blind("chat", nil),
	} {
		if bytes.Equal(same, index) {
			t.Errorf("%s has the same index", name)
		}
	}
}

func TestKeyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "dodomu.key")
	if err := seal.NewFile(path); err != nil {
		t.Fatal(err)
	}
	first, err := seal.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	again, err := seal.ReadFile(path)
	if err != nil || !bytes.Equal(first.Blind("k", nil), again.Blind("k", nil)) {
		t.Errorf("read twice it is not the same key: %v", err)
	}
	if err := seal.NewFile(path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a key file was overwritten: %v", err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := seal.ReadFile(path); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("a key that everybody may read was taken: %v", err)
	}
	for name, text := range map[string]string{
		"empty": "", "a text": "hello", "another form": "dodomu-key-9\nAAAA\n", "a short key": "dodomu-key-1\nroot AAAA\n",
		"a gap": "dodomu-key-1\nroot " + strings.Repeat("A", 43) + "=\nwrap 3 " + strings.Repeat("A", 43) + "=\n",
	} {
		bad := filepath.Join(t.TempDir(), "bad.key")
		if err := os.WriteFile(bad, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := seal.ReadFile(bad); !errors.Is(err, seal.ErrFile) {
			t.Errorf("%s: %v, want ErrFile", name, err)
		}
	}
	if _, err := seal.ReadFile(path + ".none"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
}

func TestTooLittleRandomness(t *testing.T) {
	if _, err := seal.New(bytes.NewReader([]byte("short"))); err == nil {
		t.Error("a key was made of five bytes")
	}
}

func TestRotate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "dodomu.key")
	if err := seal.NewFile(path); err != nil {
		t.Fatal(err)
	}
	before, err := seal.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	_, wrap, err := before.NewKey(5)
	if err != nil {
		t.Fatal(err)
	}
	if err := seal.Rotate(path); err != nil {
		t.Fatal(err)
	}
	after, err := seal.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before.Blind("chat", nil), after.Blind("chat", nil)) {
		t.Error("rotating moved the indexes: nobody would be found again")
	}
	if _, err := after.Unwrap(5, wrap); err != nil {
		t.Errorf("the new file does not open what was wrapped before: %v", err)
	}
	again, err := after.Rewrap(5, wrap)
	if err != nil || again == nil {
		t.Fatalf("rewrapped to %x, %v", again, err)
	}
	if _, err := before.Unwrap(5, again); !errors.Is(err, seal.ErrKey) {
		t.Errorf("the old file opens what is wrapped anew: %v", err)
	}
	if same, err := after.Rewrap(5, again); same != nil || err != nil {
		t.Errorf("rewrapped twice: %x, %v", same, err)
	}
	if _, err := seal.ReadFile(path + ".old"); err != nil {
		t.Errorf("the old file is not kept: %v", err)
	}
}

// TestCover: the text of a key file never stands on the disk under a cover, through
// a rotation too, and what a cover cannot give back is not written.
func TestCover(t *testing.T) {
	turned := func(b []byte) ([]byte, error) {
		out := bytes.Clone(b)
		for i := range out {
			out[i] ^= 0x5a
		}
		return out, nil
	}
	cover := seal.Cover{Wrap: turned, Unwrap: turned}
	path := filepath.Join(t.TempDir(), "dodomu.key")
	if err := cover.NewFile(path); err != nil {
		t.Fatal(err)
	}
	before, err := cover.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := cover.Rotate(path); err != nil {
		t.Fatal(err)
	}
	after, err := cover.ReadFile(path)
	if err != nil || !bytes.Equal(before.Blind("chat", nil), after.Blind("chat", nil)) {
		t.Errorf("after a rotation under the cover: %v", err)
	}
	for _, file := range []string{path, path + ".old"} {
		if text, err := os.ReadFile(file); err != nil || bytes.Contains(text, []byte("dodomu-key")) {
			t.Errorf("%s is in the clear, or gone: %v", file, err)
		}
	}
	if _, err := seal.ReadFile(path); !errors.Is(err, seal.ErrFile) {
		t.Errorf("read without its cover: %v, want ErrFile", err)
	}
	lossy := seal.Cover{Wrap: func([]byte) ([]byte, error) { return []byte("x"), nil }, Unwrap: turned}
	if err := lossy.NewFile(path + ".lost"); !errors.Is(err, seal.ErrFile) {
		t.Errorf("a key that cannot be had back: %v, want ErrFile", err)
	}
	if _, err := os.Stat(path + ".lost"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it was written all the same: %v", err)
	}
}
