package seal

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
)

// Size is the length of every key in bytes.
const Size = 32

var (
	// ErrKey means that a value does not open under this key: it is another
	// store's key, or the value was changed or moved.
	ErrKey = errors.New("value does not open under this key")
	// ErrFile means that a file is no key file.
	ErrFile = errors.New("not a key file, make one with: dodomu keys new FILE")
)

// Master is the key everything else hangs on: a root, from which the indexes, the
// signer and the first wrapping key are derived, and the wrapping keys that were
// added by rotating. It is immutable and safe for concurrent use.
type Master struct {
	root   [Size]byte
	blind  [Size]byte
	wraps  map[byte]Key
	newest byte
}

// New makes a master key from Size random bytes.
func New(random io.Reader) (*Master, error) {
	var root [Size]byte
	if _, err := io.ReadFull(random, root[:]); err != nil {
		return nil, fmt.Errorf("make key: %w", err)
	}
	return fromRoot(root)
}

func fromRoot(root [Size]byte) (*Master, error) {
	m := &Master{root: root, wraps: map[byte]Key{}}
	blind, err := m.Derive("blind")
	if err != nil {
		return nil, err
	}
	copy(m.blind[:], blind)
	first, err := m.Derive("wrap")
	if err != nil {
		return nil, err
	}
	return m, m.add(1, first)
}

// add takes a wrapping key; the newest is what new data keys are wrapped under.
func (m *Master) add(number byte, raw []byte) error {
	k, err := newKey(raw)
	if err != nil {
		return err
	}
	m.wraps[number] = k
	m.newest = max(m.newest, number)
	return nil
}

// Derive gives Size bytes for one purpose, always the same for the same label.
func (m *Master) Derive(label string) ([]byte, error) {
	derived, err := hkdf.Key(sha256.New, m.root[:], nil, "dodomu/"+label, Size)
	if err != nil {
		return nil, fmt.Errorf("derive %s key: %w", label, err)
	}
	return derived, nil
}

// Blind gives the index of a value of a kind: the same for the same value, and
// nothing can be learned from it without the key. 32 bytes.
func (m *Master) Blind(kind string, value []byte) []byte {
	mac := hmac.New(sha256.New, m.blind[:])
	mac.Write([]byte(kind))
	mac.Write([]byte{0})
	mac.Write(value)
	return mac.Sum(nil)
}
