package emulator

import (
	"encoding/json"
	"strconv"
	"unicode/utf8"
)

// writer appends JSON by hand: answers and updates are written thousands of
// times a second. Members come in the order of the calls; commas set
// themselves.
type writer struct{ b []byte }

func (w *writer) comma() {
	if n := len(w.b); n > 0 {
		switch w.b[n-1] {
		case '{', '[', ':':
		default:
			w.b = append(w.b, ',')
		}
	}
}

func (w *writer) open()      { w.comma(); w.b = append(w.b, '{') }
func (w *writer) close()     { w.b = append(w.b, '}') }
func (w *writer) openList()  { w.comma(); w.b = append(w.b, '[') }
func (w *writer) closeList() { w.b = append(w.b, ']') }

func (w *writer) key(name string) {
	w.comma()
	w.b = append(w.b, '"')
	w.b = append(w.b, name...)
	w.b = append(w.b, '"', ':')
}

func (w *writer) object(name string) {
	w.key(name)
	w.b = append(w.b, '{')
}

func (w *writer) list(name string) {
	w.key(name)
	w.b = append(w.b, '[')
}

func (w *writer) num(name string, v int64) {
	w.key(name)
	w.b = strconv.AppendInt(w.b, v, 10)
}

func (w *writer) float(name string, v float64) {
	w.key(name)
	w.b = strconv.AppendFloat(w.b, v, 'g', -1, 64)
}

func (w *writer) str(name, v string) {
	w.key(name)
	w.text(v)
}

// some writes a member only if it says something.
func (w *writer) some(name, v string) {
	if v != "" {
		w.str(name, v)
	}
}

func (w *writer) bool(name string, v bool) {
	w.key(name)
	w.b = strconv.AppendBool(w.b, v)
}

// yes writes a member only if it is true, as Telegram does.
func (w *writer) yes(name string, v bool) {
	if v {
		w.bool(name, true)
	}
}

// raw writes a member that is JSON already; nothing for an empty one.
func (w *writer) raw(name string, v []byte) {
	if len(v) > 0 {
		w.key(name)
		w.b = append(w.b, v...)
	}
}

// value writes what the library can encode better than we; nothing of it is in
// a hot path.
func (w *writer) value(v any) {
	encoded, err := json.Marshal(v)
	if err != nil {
		encoded = []byte("null")
	}
	w.comma()
	w.b = append(w.b, encoded...)
}

func (w *writer) text(s string) {
	w.comma()
	w.b = append(w.b, '"')
	start := 0
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= ' ' && c != '"' && c != '\\' && c < utf8.RuneSelf {
			continue
		} else if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if r != utf8.RuneError || size > 1 {
				i += size - 1
				continue
			}
		}
		w.b = append(w.b, s[start:i]...)
		w.escape(s[i])
		start = i + 1
	}
	w.b = append(w.b, s[start:]...)
	w.b = append(w.b, '"')
}

func (w *writer) escape(c byte) {
	const hex = "0123456789abcdef"
	switch {
	case c == '"' || c == '\\':
		w.b = append(w.b, '\\', c)
	case c == '\n':
		w.b = append(w.b, '\\', 'n')
	case c >= utf8.RuneSelf:
		w.b = append(w.b, `\ufffd`...)
	default:
		w.b = append(w.b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
	}
}
