package emulator

import (
	"html"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// tagEntity is the entity that a tag of Telegram's HTML makes; "" for a tag
// that it does not know.
func tagEntity(tag string) string {
	switch tag {
	case "b", "strong":
		return "bold"
	case "i", "em":
		return "italic"
	case "u", "ins":
		return "underline"
	case "s", "strike", "del":
		return "strikethrough"
	case "tg-spoiler", "span":
		return "spoiler"
	case "a":
		return "text_link"
	case "tg-emoji":
		return "custom_emoji"
	case "code", "pre", "blockquote":
		return tag
	}
	return ""
}

// openTag is a tag that waits for its end.
type openTag struct {
	name, kind string
	value      string // href, language or emoji id
	offset     int    // in UTF-16 units of the text
	start      int    // in bytes of the text
}

// htmlParser reads Telegram's HTML. Its refusals name byte offsets, as
// Telegram's do.
type htmlParser struct {
	in   string
	at   int
	text []byte
	unit int
	tags []openTag
	out  []entity
}

func parseHTML(in string) (formatted, *refusal) {
	if !strings.ContainsAny(in, "<&") {
		return formatted{text: in}, nil
	}
	p := htmlParser{in: in, text: make([]byte, 0, len(in))}
	for p.at < len(in) {
		if no := p.step(); no != nil {
			return formatted{}, no
		}
	}
	if n := len(p.tags); n > 0 {
		return formatted{}, unparsed("Can't find end tag corresponding to start tag \"%s\"", p.tags[n-1].name)
	}
	slices.Reverse(p.out) // the outer of two alike comes first
	return formatted{string(p.text), p.out}, nil
}

func unparsed(format string, args ...any) *refusal {
	return bad("can't parse entities: "+format, args...)
}

func (p *htmlParser) step() *refusal {
	next := strings.IndexAny(p.in[p.at:], "<&")
	switch {
	case next < 0:
		p.words(p.in[p.at:])
		p.at = len(p.in)
		return nil
	case next > 0:
		p.words(p.in[p.at : p.at+next])
		p.at += next
		return nil
	case p.in[p.at] == '&':
		p.reference()
		return nil
	case strings.HasPrefix(p.in[p.at:], "</"):
		return p.endTag()
	}
	return p.startTag()
}

func (p *htmlParser) words(s string) {
	p.text = append(p.text, s...)
	p.unit += units(s)
}

// reference reads &lt; &gt; &amp; &quot; and numbers; anything else stays as
// it is written.
func (p *htmlParser) reference() {
	s := p.in[p.at:]
	r, length := decodeReference(s)
	if length == 0 {
		p.words("&")
		p.at++
		return
	}
	p.words(string(r))
	p.at += length
}

func decodeReference(s string) (r rune, length int) {
	end := strings.IndexByte(s[:min(len(s), 12)], ';')
	if end < 2 {
		return 0, 0
	}
	switch name := s[1:end]; name {
	case "lt", "gt", "amp", "quot":
		r, _ = utf8.DecodeRuneInString(html.UnescapeString(s[:end+1]))
	default:
		r = numericReference(name)
	}
	if r == 0 {
		return 0, 0
	}
	return r, end + 1
}

func numericReference(name string) rune {
	if name[0] != '#' {
		return 0
	}
	digits, base := name[1:], 10
	if strings.HasPrefix(digits, "x") {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 21)
	if err != nil || !utf8.ValidRune(rune(n)) {
		return 0
	}
	return rune(n)
}

func (p *htmlParser) startTag() *refusal {
	begin := p.at
	p.at++
	name := strings.ToLower(p.until(" \t\r\n>/"))
	kind := tagEntity(name)
	if kind == "" {
		return unparsed("Unsupported start tag \"%s\" at byte offset %d", name, begin)
	}
	tag := openTag{name: name, kind: kind, offset: p.unit, start: len(p.text)}
	for {
		p.spaces()
		if p.at >= len(p.in) {
			return unparsed("Unclosed start tag at byte offset %d", begin)
		}
		if p.in[p.at] == '>' {
			p.at++
			break
		}
		if no := p.attribute(&tag, begin); no != nil {
			return no
		}
	}
	if name == "span" && tag.value != "tg-spoiler" {
		return unparsed("Tag \"span\" must have class \"tg-spoiler\" at byte offset %d", begin)
	}
	p.tags = append(p.tags, tag)
	return nil
}

func (p *htmlParser) attribute(tag *openTag, begin int) *refusal {
	name := strings.ToLower(p.until(" \t\r\n=>/\"'"))
	if name == "" {
		return unparsed("Empty attribute name in the tag \"%s\" at byte offset %d", tag.name, begin)
	}
	p.spaces()
	value := ""
	if p.at < len(p.in) && p.in[p.at] == '=' {
		p.at++
		p.spaces()
		var ok bool
		if value, ok = p.attributeValue(); !ok {
			return unparsed("Unclosed start tag at byte offset %d", begin)
		}
	} else if name != "expandable" {
		return unparsed("Expected equal sign in declaration of an attribute of the tag \"%s\" at byte offset %d", tag.name, begin)
	}
	tag.learn(name, value)
	return nil
}

func (p *htmlParser) attributeValue() (string, bool) {
	if p.at >= len(p.in) {
		return "", false
	}
	quote := p.in[p.at]
	if quote != '"' && quote != '\'' {
		return p.until(" \t\r\n>"), true
	}
	p.at++
	end := strings.IndexByte(p.in[p.at:], quote)
	if end < 0 {
		return "", false
	}
	value := html.UnescapeString(p.in[p.at : p.at+end])
	p.at += end + 1
	return value, true
}

// learn keeps the attributes that mean something.
func (t *openTag) learn(name, value string) {
	switch {
	case t.name == "a" && name == "href", t.name == "span" && name == "class", t.name == "tg-emoji" && name == "emoji-id":
		t.value = value
	case t.name == "code" && name == "class":
		t.value, _ = strings.CutPrefix(value, "language-")
	case t.name == "blockquote" && name == "expandable":
		t.kind = "expandable_blockquote"
	}
}

func (p *htmlParser) until(stop string) string {
	rest := p.in[p.at:]
	end := strings.IndexAny(rest, stop)
	if end < 0 {
		end = len(rest)
	}
	p.at += end
	return rest[:end]
}

func (p *htmlParser) spaces() {
	for p.at < len(p.in) && strings.IndexByte(" \t\r\n", p.in[p.at]) >= 0 {
		p.at++
	}
}

func (p *htmlParser) endTag() *refusal {
	begin := p.at
	p.at += 2
	name := strings.ToLower(p.until(" \t\r\n>"))
	p.spaces()
	if p.at >= len(p.in) || p.in[p.at] != '>' {
		return unparsed("Unclosed end tag at byte offset %d", begin)
	}
	p.at++
	if len(p.tags) == 0 {
		return unparsed("Unexpected end tag at byte offset %d", begin)
	}
	tag := p.tags[len(p.tags)-1]
	if name != "" && name != tag.name {
		return unparsed("Unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\"", begin, tag.name, name)
	}
	p.tags = p.tags[:len(p.tags)-1]
	p.finish(tag)
	return nil
}

// finish turns a closed tag into its entity. A link without an address is the
// text it covers, if that is one; code that fills a pre gives it its language.
func (p *htmlParser) finish(t openTag) {
	e := entity{kind: t.kind, offset: t.offset, length: p.unit - t.offset}
	covered := string(p.text[t.start:])
	switch t.name {
	case "a":
		e.url = orElse(t.value, covered)
		if !linkable(e.url) {
			return
		}
	case "tg-emoji":
		e.emoji = t.value
	case "code":
		e.language = t.value
	case "pre":
		p.adopt(&e)
	}
	if e.length > 0 {
		p.out = append(p.out, e)
	}
}

func (p *htmlParser) adopt(pre *entity) {
	last := len(p.out) - 1
	if last < 0 {
		return
	}
	if c := p.out[last]; c.kind == "code" && c.offset == pre.offset && c.length == pre.length {
		pre.language = c.language
		p.out = p.out[:last]
	}
}

func linkable(url string) bool {
	for _, scheme := range [...]string{"http://", "https://", "tg://", "ton://", "tonsite://", "mailto:", "tel:"} {
		if len(url) > len(scheme) && strings.EqualFold(url[:len(scheme)], scheme) {
			return true
		}
	}
	return !strings.ContainsAny(url, " \n:") && strings.Contains(strings.Trim(url, "."), ".")
}
