package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// absent is nil where none of the files exists, ErrExists otherwise.
func absent(files ...string) error {
	for _, file := range files {
		switch _, err := os.Lstat(file); {
		case err == nil:
			return fmt.Errorf("%s: %w", file, ErrExists)
		case !errors.Is(err, fs.ErrNotExist):
			return err
		}
	}
	return nil
}

// fill makes a new file, for its owner's eyes only, and gives its size.
func fill(file string, src io.Reader) (int64, error) {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, err
	}
	size, err := io.Copy(f, src)
	return size, errors.Join(err, f.Sync(), f.Close())
}

// publish gives a file that is whole its name, in the same folder tree and on the
// same disk, and makes the name last. What has the name already is left alone.
func publish(from, to string) error {
	f, err := os.OpenFile(from, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	switch err := os.Link(from, to); {
	case errors.Is(err, fs.ErrExist):
		return fmt.Errorf("%s: %w", to, ErrExists)
	case err != nil: // a disk that knows no links
		if err := renameNew(from, to); err != nil {
			return err
		}
	}
	dir, err := os.Open(filepath.Dir(to))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

func renameNew(from, to string) error {
	if err := absent(to); err != nil {
		return err
	}
	return os.Rename(from, to)
}

// stoppable is a reader that ends when ctx does.
type stoppable struct {
	ctx context.Context
	src io.Reader
}

// Read reads on while ctx lasts.
func (s stoppable) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.src.Read(p)
}
