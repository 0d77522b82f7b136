package emulator

import "strings"

// plainInline reads the keyboards that nearly all bots send: inline, each
// button a text and its data, nothing escaped. ok is false for any other, right
// or wrong: the strict reader has the last word. It is here because nearly half of
// the cost of a sent message was reading its keyboard.
func plainInline(s string) (rows [][]inlineButton, ok bool) {
	p := plainReader{s}
	if !p.next(`{"inline_keyboard":[`) {
		return nil, false
	}
	for {
		row, ok := p.row()
		if !ok {
			return nil, false
		}
		rows = append(rows, row)
		if p.next("]}") {
			return rows, strings.TrimSpace(p.rest) == ""
		}
		if !p.next(",") {
			return nil, false
		}
	}
}

type plainReader struct{ rest string }

func (p *plainReader) next(literal string) bool {
	rest, ok := strings.CutPrefix(p.rest, literal)
	if ok {
		p.rest = rest
	}
	return ok
}

func (p *plainReader) row() ([]inlineButton, bool) {
	if !p.next("[") {
		return nil, false
	}
	var row []inlineButton
	for {
		b, ok := p.button()
		if !ok {
			return nil, false
		}
		row = append(row, b)
		if p.next("]") {
			return row, true
		}
		if !p.next(",") {
			return nil, false
		}
	}
}

func (p *plainReader) button() (b inlineButton, ok bool) {
	if !p.next(`{"text":`) {
		return b, false
	}
	if b.Text, ok = p.str(); !ok || !p.next(`,"callback_data":`) {
		return b, false
	}
	b.CallbackData, ok = p.str()
	return b, ok && p.next("}")
}

// str reads a string without escapes.
func (p *plainReader) str() (string, bool) {
	if !p.next(`"`) {
		return "", false
	}
	end := strings.IndexByte(p.rest, '"')
	if end < 0 {
		return "", false
	}
	s := p.rest[:end]
	for i := range len(s) {
		if s[i] == '\\' || s[i] < ' ' {
			return "", false
		}
	}
	p.rest = p.rest[end+1:]
	return s, true
}
