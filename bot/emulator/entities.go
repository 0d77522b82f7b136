package emulator

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// entity marks a part of a text. Offset and length count UTF-16 units.
type entity struct {
	kind           string
	offset, length int
	url            string // of text_link
	user           int64  // of text_mention
	language       string // of pre
	emoji          string // of custom_emoji
}

func (w *writer) entities(name string, list []entity) {
	if len(list) == 0 {
		return
	}
	w.list(name)
	for i := range list {
		e := &list[i]
		w.open()
		w.str("type", e.kind)
		w.num("offset", int64(e.offset))
		w.num("length", int64(e.length))
		w.some("url", e.url)
		w.some("language", e.language)
		w.some("custom_emoji_id", e.emoji)
		if e.user != 0 {
			w.user("user", &account{id: e.user, first: "user"})
		}
		w.close()
	}
	w.closeList()
}

// units is the length of a text as Telegram counts it: in UTF-16 units.
func units(s string) int {
	n := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			n, i = n+1, i+1
			continue
		}
		_, size := utf8.DecodeRuneInString(s[i:])
		n += runeUnits(size)
		i += size
	}
	return n
}

// runeUnits: what takes four bytes in UTF-8 takes two units in UTF-16.
func runeUnits(size int) int {
	if size == 4 {
		return 2
	}
	return 1
}

// formatted is a text with its entities.
type formatted struct {
	text     string
	entities []entity
}

// trim takes white space off both ends, as Telegram does, and puts the
// entities in order, without the empty ones.
func (f formatted) trim() formatted {
	const space = " \t\r\n\v\f\u00a0"
	body := strings.TrimLeft(f.text, space)
	before := units(f.text[:len(f.text)-len(body)])
	body = strings.TrimRight(body, space)
	if len(f.entities) == 0 {
		return formatted{text: body}
	}
	length := units(body)
	kept := f.entities[:0]
	for _, e := range f.entities {
		from, to := max(e.offset-before, 0), min(e.offset-before+e.length, length)
		if to <= from {
			continue
		}
		e.offset, e.length = from, to-from
		kept = append(kept, e)
	}
	slices.SortStableFunc(kept, func(a, b entity) int {
		return cmp.Or(a.offset-b.offset, b.length-a.length)
	})
	return formatted{body, kept}
}

// detect adds the entities that Telegram finds by itself.
func (f formatted) detect() formatted {
	if !strings.ContainsAny(f.text, "/@#:") {
		return f
	}
	at, previous := 0, ' '
	for i := 0; i < len(f.text); {
		r, size := utf8.DecodeRuneInString(f.text[i:])
		kind, length := "", 0
		if !wordRune(previous) && previous != '/' {
			kind, length = found(f.text[i:], r)
		}
		if length == 0 {
			at, i, previous = at+runeUnits(size), i+size, r
			continue
		}
		found := entity{kind: kind, offset: at, length: units(f.text[i : i+length])}
		if !f.covered(found) {
			f.entities = append(f.entities, found)
		}
		at, i, previous = at+found.length, i+length, 'a'
	}
	slices.SortStableFunc(f.entities, func(a, b entity) int {
		return cmp.Or(a.offset-b.offset, b.length-a.length)
	})
	return f
}

// covered: inside code and links nothing is found.
func (f formatted) covered(e entity) bool {
	return slices.ContainsFunc(f.entities, func(o entity) bool {
		fixed := o.kind == "code" || o.kind == "pre" || o.kind == "text_link"
		return fixed && e.offset < o.offset+o.length && o.offset < e.offset+e.length
	})
}

// found says what begins here and how many bytes it has; 0 for nothing.
func found(s string, r rune) (kind string, length int) {
	switch r {
	case '/':
		return "bot_command", commandLength(s)
	case '@':
		if n := wordLength(s[1:], asciiWord); n >= 4 && n <= 32 {
			return "mention", 1 + n
		}
	case '#':
		if n := wordLength(s[1:], wordRune); n > 0 {
			return "hashtag", 1 + n
		}
	case 'h':
		return "url", linkLength(s)
	}
	return "", 0
}

// commandLength is of "/name" or "/name@bot"; 0 when it is neither.
func commandLength(s string) int {
	n := wordLength(s[1:], asciiWord)
	if n == 0 || n > 64 {
		return 0
	}
	n++
	if n == len(s) {
		return n
	}
	if s[n] == '@' {
		if bot := wordLength(s[n+1:], asciiWord); bot >= 3 && bot <= 32 {
			return n + 1 + bot
		}
	}
	if next, _ := utf8.DecodeRuneInString(s[n:]); next == '/' || wordRune(next) {
		return 0
	}
	return n
}

func linkLength(s string) int {
	scheme := ""
	for _, known := range [...]string{"https://", "http://"} {
		if strings.HasPrefix(s, known) {
			scheme = known
		}
	}
	if scheme == "" {
		return 0
	}
	end := strings.IndexAny(s, " \t\n\"<>«»")
	if end < 0 {
		end = len(s)
	}
	link := strings.TrimRight(s[:end], ".,;:!?)'")
	if !strings.Contains(link[min(len(scheme), len(link)):], ".") {
		return 0
	}
	return len(link)
}

func wordLength(s string, in func(rune) bool) int {
	for i, r := range s {
		if !in(r) {
			return i
		}
	}
	return len(s)
}

func asciiWord(r rune) bool {
	return r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

func wordRune(r rune) bool {
	return asciiWord(r) || r >= utf8.RuneSelf && isLetter(r)
}

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
