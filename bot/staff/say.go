package staff

import (
	"strings"
	"unicode/utf16"

	"dodomu/bot/flow"
	"dodomu/store/cases"
)

// button is one of ours: its label, and the command that it stands for.
func button(label, data string) flow.Button {
	return flow.Button{Label: flow.Value{Key: "staff.act." + label + ".button"}, Data: "s." + data}
}

// about is a button of a command about a case.
func about(name string, ref cases.Ref, rest string) flow.Button {
	data := name + "." + string(ref)
	if rest != "" {
		data += "." + rest
	}
	return button(name, data)
}

func text(s string) flow.Value { return flow.Value{Text: s} }

func number(n int) flow.Value { return flow.Value{Count: &n} }

// stageWord names a stage as staff say it.
func stageWord(s cases.Stage) flow.Value { return flow.Value{Key: "staff.stage." + string(s)} }

// field is a line of a label and a value.
func field(label string, v flow.Value) flow.Value {
	return flow.Value{Key: "flow.line", Args: flow.Args{"label": {Key: label}, "answer": v}}
}

// said is one message of several lines; an empty one is a blank line.
func said(lines []flow.Value) flow.Message {
	return flow.Message{Key: "flow.lines", Args: flow.Args{"lines": {Parts: lines}}, Secret: true}
}

// maxSaid keeps a message under the 4096 UTF-16 units of the Bot API, with room
// for the words around what is counted.
const maxSaid = 3000

// pages says lines in as many messages as they need.
func pages(lines []flow.Value) []flow.Message {
	var all []flow.Message
	var page []flow.Value
	size := 0
	for _, whole := range lines {
		for _, l := range pieces(whole) {
			if n := units(l); size+n > maxSaid && len(page) > 0 {
				all, page, size = append(all, said(page)), nil, 0
			}
			page, size = append(page, l), size+units(l)
		}
	}
	return append(all, said(page))
}

// maxPiece is the longest text that stands in one line.
const maxPiece = 2000

// pieces cuts a line whose text fills a message: the rest follows on lines of its
// own.
func pieces(l flow.Value) []flow.Value {
	if units(l) <= maxSaid {
		return []flow.Value{l}
	}
	var all []flow.Value
	args := flow.Args{}
	for name, v := range l.Args {
		head, rest := cutText(v.Text)
		v.Text = head
		args[name] = v
		for rest != "" {
			head, rest = cutText(rest)
			all = append(all, text(head))
		}
	}
	l.Args = args
	return append([]flow.Value{l}, all...)
}

// cutText cuts a text that is too long for one line, after a word where it can.
func cutText(s string) (head, rest string) {
	n := 0
	for i := range s {
		if n < maxPiece {
			n++
			continue
		}
		if space := strings.LastIndexByte(s[:i], ' '); space > 0 {
			i = space + 1
		}
		return s[:i], s[i:]
	}
	return s, ""
}

// units guesses how much of a message a value takes, in UTF-16 units.
func units(v flow.Value) int {
	const words = 16
	n := 1
	if v.Key != "" {
		n += words
	}
	for _, r := range v.Text {
		n += utf16.RuneLen(r)
	}
	for _, arg := range v.Args {
		n += units(arg)
	}
	for _, part := range v.Parts {
		n += units(part)
	}
	return n
}

// inRows stands buttons side by side.
func inRows(all []flow.Button, width int) [][]flow.Button {
	var rows [][]flow.Button
	for len(all) > 0 {
		n := min(width, len(all))
		rows = append(rows, all[:n:n])
		all = all[n:]
	}
	return rows
}
