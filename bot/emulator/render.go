package emulator

import (
	"html"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// render writes a text with its entities as HTML that is safe to show: what
// stands in the text is escaped, and only links that a browser may follow
// become links.
func render(f formatted) string {
	var out strings.Builder
	var open []entity
	next, unit, from := 0, 0, 0
	for i := 0; i <= len(f.text); {
		ends := slices.ContainsFunc(open, func(e entity) bool { return e.offset+e.length <= unit })
		begins := next < len(f.entities) && f.entities[next].offset <= unit
		if ends || begins {
			out.WriteString(html.EscapeString(f.text[from:i]))
			from = i
		}
		if ends {
			open = closeEnded(&out, open, unit)
		}
		for ; next < len(f.entities) && f.entities[next].offset <= unit; next++ {
			out.WriteString(startOf(f.entities[next]))
			open = append(open, f.entities[next])
		}
		if i == len(f.text) {
			break
		}
		_, size := utf8.DecodeRuneInString(f.text[i:])
		i, unit = i+size, unit+runeUnits(size)
	}
	out.WriteString(html.EscapeString(f.text[from:]))
	closeEnded(&out, open, int(^uint(0)>>1))
	return out.String()
}

// closeEnded closes what ends here, and what was opened inside it; the latter
// is opened again.
func closeEnded(out *strings.Builder, open []entity, unit int) []entity {
	first := slices.IndexFunc(open, func(e entity) bool { return e.offset+e.length <= unit })
	if first < 0 {
		return open
	}
	for i := len(open) - 1; i >= first; i-- {
		out.WriteString(endOf(open[i]))
	}
	kept := open[:first]
	for _, e := range open[first:] {
		if e.offset+e.length > unit {
			out.WriteString(startOf(e))
			kept = append(kept, e)
		}
	}
	return kept
}

func startOf(e entity) string {
	switch e.kind {
	case "text_link":
		return `<a href="` + html.EscapeString(followable(e.url)) + `" rel="noreferrer noopener" target="_blank">`
	case "pre":
		return `<pre data-language="` + html.EscapeString(e.language) + `">`
	case "expandable_blockquote":
		return "<blockquote>"
	case "custom_emoji":
		return `<span data-emoji="` + html.EscapeString(e.emoji) + `">`
	case "text_mention":
		return `<span data-user="` + strconv.FormatInt(e.user, 10) + `">`
	}
	if tag := plainTag(e.kind); tag != "" {
		return "<" + tag + ">"
	}
	return `<span class="` + e.kind + `">`
}

func endOf(e entity) string {
	switch e.kind {
	case "text_link":
		return "</a>"
	case "pre":
		return "</pre>"
	case "expandable_blockquote":
		return "</blockquote>"
	}
	if tag := plainTag(e.kind); tag != "" {
		return "</" + tag + ">"
	}
	return "</span>"
}

func plainTag(kind string) string {
	switch kind {
	case "bold":
		return "b"
	case "italic":
		return "i"
	case "underline":
		return "u"
	case "strikethrough":
		return "s"
	case "code", "blockquote":
		return kind
	}
	return ""
}

// followable is the address, or nothing for one that could do more than open.
func followable(url string) string {
	scheme, _, found := strings.Cut(url, ":")
	if !found {
		return "http://" + url
	}
	switch strings.ToLower(scheme) {
	case "http", "https", "tg", "mailto", "tel":
		return url
	}
	return "#"
}

// covered is the text with its spoilers hidden, as a lock screen shows it.
func (f formatted) hideSpoilers() string {
	if !slices.ContainsFunc(f.entities, func(e entity) bool { return e.kind == "spoiler" }) {
		return f.text
	}
	var out strings.Builder
	unit := 0
	for _, r := range f.text {
		hidden := slices.ContainsFunc(f.entities, func(e entity) bool {
			return e.kind == "spoiler" && unit >= e.offset && unit < e.offset+e.length
		})
		if hidden {
			r = '▒'
		}
		out.WriteRune(r)
		unit += runeUnits(utf8.RuneLen(r))
	}
	return out.String()
}
