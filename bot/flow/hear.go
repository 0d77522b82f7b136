package flow

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Hear fills in.Data where a text is what a button says that the person could
// press now, or one of the plain words of an act (<label key>.words, separated by
// commas), so that every conversation can be held by text alone. say words a
// value; call Hear once for each language the person may use.
func (f Flow) Hear(s State, in Input, say func(Value) string) Input {
	if in.Kind != Text || in.Data != "" || len(in.Text) > maxLabel || isCommand(in.Text) {
		return in
	}
	text := fold(in.Text)
	if text == "" {
		return in
	}
	spoken := spokenActs()
	for _, b := range f.Offers(s) {
		if fold(say(b.Label)) == text || slices.Contains(spoken, b.Label.Key) && hasWord(say(Value{Key: b.Label.Key + ".words"}), text) {
			in.Data = b.Data
			return in
		}
	}
	return in
}

// maxLabel is the most bytes a text may have to be compared with labels.
const maxLabel = 256

// Offers gives every button the person may press now, those behind "more" and the
// acts that work everywhere among them.
func (f Flow) Offers(s State) []Button {
	t := f.wake(s, Input{})
	if t.at < 0 {
		return nil
	}
	t.wide = true
	rows := t.rows()
	if t.step().Kind == Review && t.s.View == asking {
		rows = t.reviewRows()
	}
	return append(slices.Concat(rows...),
		t.button("flow.back", "back"), t.button("flow.skip", "skip"), t.button("flow.pause", "pause"),
		t.button("flow.help", "help"), t.button("flow.language", "lang"), t.button("flow.stop", "stop"),
		t.button("flow.continue", "cont"))
}

// spokenActs are the labels that people also say in other plain words.
func spokenActs() []string {
	return []string{
		"flow.back", "flow.skip", "flow.pause", "flow.help", "flow.language", "flow.stop", "flow.continue",
		"flow.unknown", "flow.yes", "flow.no", "flow.proceed", "flow.submit", "flow.edit",
	}
}

func hasWord(words, text string) bool {
	for word := range strings.SplitSeq(words, ",") {
		if fold(word) == text {
			return true
		}
	}
	return false
}

// fold keeps what a person types of a label: small letters and digits, words one
// space apart. Signs on buttons, apostrophes and case do not count.
func fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range norm.NFC.String(s) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteRune(unicode.ToLower(r))
			gap = false
		case !isApostrophe(r):
			gap = true
		}
	}
	return b.String()
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' || r == '`' }
