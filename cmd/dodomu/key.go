package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os/exec"
	"strings"
	"time"

	"dodomu/store/seal"
)

// keyFlags are the settings of every command that needs the store's key.
type keyFlags struct {
	KeyFile   string `help:"The key file, see dodomu keys new." env:"DODOMU_KEY_FILE"`
	KeyUnwrap string `help:"A command that turns the key file, given on its standard input, into the key's text, as 'age -d -i /etc/dodomu/identity'. Words apart by spaces; no shell reads them." env:"DODOMU_KEY_UNWRAP"`
	KeyWrap   string `help:"The command that wraps what --key-unwrap unwraps; keys new and keys rotate need it." env:"DODOMU_KEY_WRAP"`
}

// keys reads the key file.
func (f keyFlags) keys() (*seal.Master, error) {
	if f.KeyFile == "" {
		return nil, usageError{errors.New("DODOMU_KEY_FILE is not set: make a key file with dodomu keys new FILE and name it there")}
	}
	cover, err := f.cover()
	if err != nil {
		return nil, err
	}
	keys, err := cover.ReadFile(f.KeyFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("DODOMU_KEY_FILE: %w: bring the key of this store back, or make a first one with dodomu keys new FILE", err)
	}
	return keys, err
}

// cover is what lies over the key file: the two commands, or nothing.
func (f keyFlags) cover() (seal.Cover, error) {
	if f.KeyUnwrap == "" && f.KeyWrap != "" {
		return seal.Cover{}, usageError{errors.New("DODOMU_KEY_WRAP is set without DODOMU_KEY_UNWRAP: what is wrapped must be read again")}
	}
	if f.KeyUnwrap == "" {
		return seal.Cover{}, nil
	}
	return seal.Cover{Wrap: through("DODOMU_KEY_WRAP", f.KeyWrap), Unwrap: through("DODOMU_KEY_UNWRAP", f.KeyUnwrap)}, nil
}

// wrapTime is how long a command may take over a key: a service far away answers in
// this time or is down.
const wrapTime = 30 * time.Second

// through pipes a text through a command. What the command prints stays in memory;
// what it complains of goes into the error, and must say nothing secret.
func through(name, line string) func([]byte) ([]byte, error) {
	return func(text []byte) ([]byte, error) {
		words := strings.Fields(line)
		if len(words) == 0 {
			return nil, usageError{fmt.Errorf("%s is not set: name the command that wraps the key", name)}
		}
		ctx, stop := context.WithTimeout(context.Background(), wrapTime)
		defer stop()
		command := exec.CommandContext(ctx, words[0], words[1:]...)
		var out, complaint bytes.Buffer
		command.Stdin, command.Stdout, command.Stderr = bytes.NewReader(text), &out, &complaint
		if err := command.Run(); err != nil {
			first, _, _ := strings.Cut(strings.TrimSpace(complaint.String()), "\n")
			return nil, fmt.Errorf("%s: %s: %w: %.200s", name, words[0], err, first)
		}
		return out.Bytes(), nil
	}
}
