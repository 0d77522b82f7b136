package seal

import (
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"io"

	"golang.org/x/crypto/chacha20poly1305"
)

// form is the first byte of everything sealed: the version of the form.
const form = 1

// Place is where a sealed value stands. It is authenticated with the value, so
// that the value opens nowhere else.
type Place struct {
	Table, Column string
	Scope, Row    int64
}

func (p Place) bytes() []byte {
	b := make([]byte, 0, len(p.Table)+len(p.Column)+19)
	b = append(append(append(b, p.Table...), '|'), p.Column...)
	b = append(b, '|')
	b = binary.BigEndian.AppendUint64(b, uint64(p.Scope))
	b = binary.BigEndian.AppendUint64(b, uint64(p.Row))
	return append(b, form)
}

// Key seals the values of one scope. It is immutable and safe for concurrent use.
type Key struct{ aead cipher.AEAD }

// NewKey makes a data key for a scope: the key, and its wrap, which is what the
// store keeps.
func (m *Master) NewKey(scope int64) (Key, []byte, error) {
	var raw [Size]byte
	if _, err := rand.Read(raw[:]); err != nil {
		return Key{}, nil, fmt.Errorf("make data key: %w", err)
	}
	wrap, err := m.wrap(scope, raw[:])
	if err != nil {
		return Key{}, nil, err
	}
	key, err := newKey(raw[:])
	return key, wrap, err
}

// Unwrap opens the wrap of a scope's data key. ErrKey where it is not of this
// master key or of another scope.
func (m *Master) Unwrap(scope int64, wrap []byte) (Key, error) {
	raw, err := m.unwrap(scope, wrap)
	if err != nil {
		return Key{}, err
	}
	return newKey(raw)
}

// Rewrap gives the wrap of a scope's data key under the newest wrapping key; nil
// where it is that already.
func (m *Master) Rewrap(scope int64, wrap []byte) ([]byte, error) {
	if len(wrap) > 0 && wrap[0] == m.newest {
		return nil, nil
	}
	raw, err := m.unwrap(scope, wrap)
	if err != nil {
		return nil, err
	}
	return m.wrap(scope, raw)
}

// wrap seals a data key; the number of the wrapping key stands before it.
func (m *Master) wrap(scope int64, raw []byte) ([]byte, error) {
	sealed, err := m.wraps[m.newest].Seal(raw, wrapPlace(scope))
	return append([]byte{m.newest}, sealed...), err
}

func (m *Master) unwrap(scope int64, wrap []byte) ([]byte, error) {
	if len(wrap) == 0 {
		return nil, fmt.Errorf("unwrap data key: %w", ErrKey)
	}
	outer, known := m.wraps[wrap[0]]
	if !known {
		return nil, fmt.Errorf("unwrap data key: wrapping key %d is not in the key file: %w", wrap[0], ErrKey)
	}
	raw, err := outer.Open(wrap[1:], wrapPlace(scope))
	if err != nil {
		return nil, fmt.Errorf("unwrap data key: %w", err)
	}
	return raw, nil
}

func wrapPlace(scope int64) Place { return Place{Table: "scopes", Column: "wrap", Scope: scope} }

func newKey(raw []byte) (Key, error) {
	aead, err := chacha20poly1305.NewX(raw)
	if err != nil {
		return Key{}, fmt.Errorf("make cipher: %w", err)
	}
	return Key{aead}, nil
}

// Seal encrypts a value for its place. The same value never looks the same twice.
func (k Key) Seal(plain []byte, at Place) ([]byte, error) {
	out := make([]byte, 1+chacha20poly1305.NonceSizeX, 1+chacha20poly1305.NonceSizeX+len(plain)+chacha20poly1305.Overhead)
	out[0] = form
	if _, err := io.ReadFull(rand.Reader, out[1:]); err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return k.aead.Seal(out, out[1:], plain, at.bytes()), nil
}

// Open decrypts a value of that place. ErrKey where it is not one.
func (k Key) Open(sealed []byte, at Place) ([]byte, error) {
	if len(sealed) < 1+chacha20poly1305.NonceSizeX || sealed[0] != form {
		return nil, fmt.Errorf("open %s.%s: %w", at.Table, at.Column, ErrKey)
	}
	plain, err := k.aead.Open(nil, sealed[1:1+chacha20poly1305.NonceSizeX], sealed[1+chacha20poly1305.NonceSizeX:], at.bytes())
	if err != nil {
		return nil, fmt.Errorf("open %s.%s: %w", at.Table, at.Column, ErrKey)
	}
	return plain, nil
}
