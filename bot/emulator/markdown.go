package emulator

import (
	"slices"
	"strings"
)

// markdownParser reads MarkdownV2.
type markdownParser struct {
	in   string
	at   int
	text []byte
	unit int
	open []openTag // name is the marker that ends it, start where it began in the input
	out  []entity
}

func parseMarkdown(in string) (formatted, *refusal) {
	p := markdownParser{in: in, text: make([]byte, 0, len(in))}
	for p.at < len(in) {
		if no := p.step(); no != nil {
			return formatted{}, no
		}
	}
	p.endQuote()
	if n := len(p.open); n > 0 {
		return formatted{}, unparsed("Can't find end of %s entity at byte offset %d", entityTitle(p.open[n-1].kind), p.open[n-1].start)
	}
	slices.Reverse(p.out) // the outer of two alike comes first
	return formatted{string(p.text), p.out}, nil
}

// markers are what opens an entity, longer ones first.
var markers = [...]struct{ mark, kind string }{
	{"```", "pre"}, {"`", "code"}, {"||", "spoiler"}, {"__", "underline"},
	{"_", "italic"}, {"*", "bold"}, {"~", "strikethrough"},
}

func entityTitle(kind string) string {
	words := strings.Split(kind, "_")
	for i, w := range words {
		words[i] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(words, "")
}

func (p *markdownParser) step() *refusal {
	rest := p.in[p.at:]
	inCode := p.inCode()
	switch {
	case rest[0] == '\\' && len(rest) > 1 && rest[1] > 0 && rest[1] < 127:
		p.words(rest[1:2])
		p.at += 2
		return nil
	case rest[0] == '>' && p.lineStart() && inCode == "":
		p.beginQuote()
		return nil
	case rest[0] == '\n' && inCode == "" && !strings.HasPrefix(rest, "\n>"):
		p.endQuote()
	case inCode != "":
		if strings.HasPrefix(rest, inCode) {
			return p.end(inCode)
		}
	default:
		if done, no := p.mark(rest); done || no != nil {
			return no
		}
	}
	return p.plain(inCode != "")
}

// mark handles what begins or ends an entity here.
func (p *markdownParser) mark(rest string) (bool, *refusal) {
	if rest[0] == '[' || strings.HasPrefix(rest, "![") {
		p.begin(openTag{name: "]", kind: "text_link"}, strings.IndexByte(rest, '[')+1)
		return true, nil
	}
	if n := len(p.open); n > 0 && strings.HasPrefix(rest, p.open[n-1].name) {
		return true, p.end(p.open[n-1].name)
	}
	for _, m := range markers {
		if strings.HasPrefix(rest, m.mark) {
			p.begin(openTag{name: m.mark, kind: m.kind}, len(m.mark))
			return true, nil
		}
	}
	return false, nil
}

func (p *markdownParser) begin(t openTag, width int) {
	t.offset, t.start = p.unit, p.at
	p.at += width
	if t.kind == "pre" {
		line, _, more := strings.Cut(p.in[p.at:], "\n")
		if more && line != "" && !strings.ContainsAny(line, " `") {
			t.value = line
			p.at += len(line)
		}
		if strings.HasPrefix(p.in[p.at:], "\n") {
			p.at++
		}
	}
	p.open = append(p.open, t)
}

func (p *markdownParser) end(mark string) *refusal {
	t := p.open[len(p.open)-1]
	p.open = p.open[:len(p.open)-1]
	p.at += len(mark)
	e := entity{kind: t.kind, offset: t.offset, length: p.unit - t.offset, language: t.value}
	if t.kind == "text_link" {
		if no := p.link(&e); no != nil || e.url == "" {
			return no
		}
	}
	if e.length > 0 {
		p.out = append(p.out, e)
	}
	return nil
}

// link reads the (address) behind a [text].
func (p *markdownParser) link(e *entity) *refusal {
	if !strings.HasPrefix(p.in[p.at:], "(") {
		return unparsed("Character ']' is reserved and must be escaped with the preceding '\\'")
	}
	url, length := linkAddress(p.in[p.at+1:])
	if length == 0 {
		return unparsed("Can't find end of a URL at byte offset %d", p.at)
	}
	p.at += 1 + length
	if id, ok := strings.CutPrefix(url, "tg://emoji?id="); ok {
		e.kind, e.emoji, e.url = "custom_emoji", id, url
	} else if linkable(url) {
		e.url = url
	}
	return nil
}

// plain takes one character that means itself.
func (p *markdownParser) plain(inCode bool) *refusal {
	c := p.in[p.at]
	if !inCode && strings.IndexByte("_*[]()~`>#+-=|{}.!", c) >= 0 {
		return unparsed("Character '%c' is reserved and must be escaped with the preceding '\\'", c)
	}
	rest := p.in[p.at:]
	end := 1 + strings.IndexAny(rest[1:], "_*[]()~`>#+-=|{}.!\\\n")
	if end == 0 {
		end = len(rest)
	}
	p.words(rest[:end])
	p.at += end
	return nil
}

func (p *markdownParser) words(s string) {
	p.text = append(p.text, s...)
	p.unit += units(s)
}

// inCode is the marker that ends the code we are in; "" outside of code.
func (p *markdownParser) inCode() string {
	if n := len(p.open); n > 0 && (p.open[n-1].kind == "code" || p.open[n-1].kind == "pre") {
		return p.open[n-1].name
	}
	return ""
}

func (p *markdownParser) lineStart() bool { return p.at == 0 || p.in[p.at-1] == '\n' }

// A quotation goes from a > at the start of a line to the first line without
// one. Its name can match nothing, as only the end of a line ends it.
const quoteMark = "\x00"

func (p *markdownParser) beginQuote() {
	if len(p.open) == 0 || p.open[0].name != quoteMark {
		p.open = append([]openTag{{name: quoteMark, kind: "blockquote", offset: p.unit, start: p.at}}, p.open...)
	}
	p.at++
}

func (p *markdownParser) endQuote() {
	if len(p.open) != 1 || p.open[0].name != quoteMark {
		return
	}
	t := p.open[0]
	p.open = p.open[:0]
	p.out = append(p.out, entity{kind: t.kind, offset: t.offset, length: p.unit - t.offset})
}

// linkAddress reads to the closing bracket; 0 when there is none.
func linkAddress(s string) (url string, length int) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == ')':
			return b.String(), i + 1
		case s[i] == '\\' && i+1 < len(s):
			i++
		}
		b.WriteByte(s[i])
	}
	return "", 0
}
