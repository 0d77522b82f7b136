package seal

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
)

// header is the first line of a key file; its number changes with the form. Then
// comes the root, and a line for each wrapping key that was added:
//
//	dodomu-key-1
//	root BASE64
//	wrap 2 BASE64
const header = "dodomu-key-1"

// Cover is what lies over the text of a key file on the disk: something outside of
// the program, such as a key management service, that wraps the text and unwraps it
// again. The zero value is no cover: the file holds the text itself.
type Cover struct {
	Wrap, Unwrap func([]byte) ([]byte, error)
}

func (c Cover) over(do func([]byte) ([]byte, error), text []byte) ([]byte, error) {
	if do == nil {
		return text, nil
	}
	return do(text)
}

// NewFile makes a key file at path that only its owner may read. A file that
// exists is never overwritten: the error wraps fs.ErrExist.
func NewFile(path string) error { return Cover{}.NewFile(path) }

// Rotate adds a wrapping key to a key file, under which all data keys are wrapped
// from now on. The file as it was is kept beside it as path.old: backups made
// before need nothing more, for the new file opens them too.
func Rotate(path string) error { return Cover{}.Rotate(path) }

// ReadFile reads a key file. It refuses a file that others may read, and one
// that NewFile did not make: ErrFile.
func ReadFile(path string) (*Master, error) { return Cover{}.ReadFile(path) }

// NewFile is the function NewFile, with the text under the cover. What was wrapped
// is unwrapped again before the file is made: a key that cannot be had back is none.
func (c Cover) NewFile(path string) error {
	root, err := fresh()
	if err != nil {
		return err
	}
	return c.write(path, header+"\nroot "+root+"\n")
}

// Rotate is the function Rotate for a file under the cover.
func (c Cover) Rotate(path string) error {
	m, text, err := c.read(path)
	if err != nil {
		return err
	}
	if m.newest == 255 {
		return fmt.Errorf("rotate %s: it holds 255 wrapping keys, no more fit", path)
	}
	key, err := fresh()
	if err != nil {
		return err
	}
	if err := c.write(path+".new", fmt.Sprintf("%s\nwrap %d %s\n", strings.TrimSpace(text), m.newest+1, key)); err != nil {
		return fmt.Errorf("rotate: %w", err)
	}
	if err := os.Link(path, path+".old"); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("rotate: %w", err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		return fmt.Errorf("rotate: %w", err)
	}
	return nil
}

func fresh() (string, error) {
	var raw [Size]byte
	if _, err := rand.Read(raw[:]); err != nil {
		return "", fmt.Errorf("make key: %w", err)
	}
	return base64.StdEncoding.EncodeToString(raw[:]), nil
}

func (c Cover) write(path, text string) error {
	wrapped, err := c.over(c.Wrap, []byte(text))
	if err != nil {
		return fmt.Errorf("wrap key file: %w", err)
	}
	if back, err := c.over(c.Unwrap, wrapped); err != nil || string(back) != text {
		return fmt.Errorf("make key file: what was wrapped does not unwrap to itself: %w", errors.Join(err, ErrFile))
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("make key file: %w", err)
	}
	_, err = f.Write(wrapped)
	return errors.Join(err, f.Sync(), f.Close())
}

// ReadFile is the function ReadFile for a file under the cover.
func (c Cover) ReadFile(path string) (*Master, error) {
	m, _, err := c.read(path)
	return m, err
}

func (c Cover) read(path string) (*Master, string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, "", fmt.Errorf("read key file: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, "", fmt.Errorf("read key file: others may read %s: %w: chmod 600 it", path, fs.ErrPermission)
	}
	wrapped, err := os.ReadFile(path)
	if err != nil {
		return nil, "", fmt.Errorf("read key file: %w", err)
	}
	text, err := c.over(c.Unwrap, wrapped)
	if err != nil {
		return nil, "", fmt.Errorf("unwrap key file: %w", err)
	}
	m, ok := parse(string(text))
	if !ok {
		return nil, "", fmt.Errorf("read key file: %s: %w", path, ErrFile)
	}
	return m, string(text), nil
}

// parse reads the text of a key file; false where it is none.
func parse(text string) (*Master, bool) {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	if len(lines) < 2 || lines[0] != header {
		return nil, false
	}
	root, ok := keyLine(lines[1], "root ")
	if !ok {
		return nil, false
	}
	m, err := fromRoot([Size]byte(root))
	if err != nil {
		return nil, false
	}
	for i, line := range lines[2:] {
		number := i + 2
		raw, ok := keyLine(line, "wrap "+strconv.Itoa(number)+" ")
		if !ok || number > 255 || m.add(byte(number), raw) != nil {
			return nil, false
		}
	}
	return m, true
}

func keyLine(line, begins string) ([]byte, bool) {
	text, ok := strings.CutPrefix(line, begins)
	raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	return raw, ok && err == nil && len(raw) == Size
}
