package main

import (
	"fmt"
	"log/slog"
	"net"
	"os"
	"strings"
)

// secret is a setting that may stand in the environment or in a file, so that
// it need not appear in a process list.
type secret struct {
	value, file string
	name        string // of the setting, for the sentence when it is missing
}

// read returns the secret; "" where neither is given.
func (s secret) read() (string, error) {
	switch {
	case s.value != "" && s.file != "":
		return "", usageError{fmt.Errorf("%s and %s_FILE are both set, keep one", s.name, s.name)}
	case s.file == "":
		return strings.TrimSpace(s.value), nil
	}
	text, err := os.ReadFile(s.file)
	if err != nil {
		return "", fmt.Errorf("%s_FILE cannot be read: %w", s.name, err)
	}
	if value := strings.TrimSpace(string(text)); value != "" {
		return value, nil
	}
	return "", fmt.Errorf("%s_FILE: %s is empty, write the secret into it", s.name, s.file)
}

// logTo makes the program's log: one JSON line an event on w, from level up.
func logTo(d *door, level string) (*slog.Logger, error) {
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil {
		return nil, usageError{fmt.Errorf("DODOMU_LOG %q is no level, choose debug, info, warn or error", level)}
	}
	return slog.New(slog.NewJSONHandler(d.err, &slog.HandlerOptions{Level: l})), nil
}

// dialable turns a listening address into one that can be dialled from here.
func dialable(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return listen
	}
	if ip := net.ParseIP(host); host == "" || (ip != nil && ip.IsUnspecified()) {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port)
}
