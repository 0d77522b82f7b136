package seal

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// header is the first line of a key file; its number changes with the form.
const header = "dodomu-key-1"

// NewFile makes a key file at path that only its owner may read. A file that
// exists is never overwritten: the error wraps fs.ErrExist.
func NewFile(path string) error {
	var root [Size]byte
	if _, err := rand.Read(root[:]); err != nil {
		return fmt.Errorf("make key: %w", err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("make key file: %w", err)
	}
	_, err = fmt.Fprintf(f, "%s\n%s\n", header, base64.StdEncoding.EncodeToString(root[:]))
	return errors.Join(err, f.Sync(), f.Close())
}

// ReadFile reads a key file. It refuses a file that others may read, and one
// that NewFile did not make: ErrFile.
func ReadFile(path string) (*Master, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("read key file: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("read key file: others may read %s: %w: chmod 600 it", path, fs.ErrPermission)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read key file: %w", err)
	}
	first, second, _ := strings.Cut(strings.TrimSpace(string(text)), "\n")
	root, err := base64.StdEncoding.DecodeString(strings.TrimSpace(second))
	if strings.TrimSpace(first) != header || err != nil || len(root) != Size {
		return nil, fmt.Errorf("read key file: %s: %w", path, ErrFile)
	}
	return fromRoot([Size]byte(root))
}
