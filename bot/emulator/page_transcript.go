package emulator

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/txtar"
)

// Line is one thing that happened in a chat, as a transcript tells it.
type Line struct {
	Who  string // who did it: "bot", or the name of a person
	Act  string // one of the acts below
	On   int    // of edits, deletes, replies and presses: which message shown, counted back: -1 is the last; 0 for a press: the last that has the button
	What string // of sends: what, e.g. "photo (spoiler)"; of presses: the label; of forwards: who wrote it first
	Text string // words or caption
	Keys [][]string
}

// What can happen. The act is the word that stands in the transcript.
const (
	Says     = "says" // written as "NAME: text"
	Sends    = "sends"
	Forwards = "forwards"
	Replies  = "replies"
	Edits    = "edits"
	Deletes  = "deletes"
	Presses  = "presses"
	Toasts   = "toasts" // the bot answers a press with a passing line
	Alerts   = "alerts" // the same, with a window
	Offers   = "offers" // the bot's reply keyboard is shown, or "nothing" when it goes
	Blocks   = "blocks"
	Unblocks = "unblocks"
)

// Section is a stretch of what happened in one chat.
type Section struct {
	Name  string // the person's, or the group's title
	Lines []Line
}

// FormatTranscript writes sections as a txtar archive, one file for each. A
// line of words begins "NAME: "; further lines of the same words begin with a
// tab. Buttons stand below, one row a line: [label] [label].
func FormatTranscript(sections []Section) []byte {
	var archive txtar.Archive
	for _, section := range sections {
		var b strings.Builder
		for _, line := range section.Lines {
			line.write(&b)
		}
		archive.Files = append(archive.Files, txtar.File{Name: section.Name, Data: []byte(b.String())})
	}
	return txtar.Format(&archive)
}

func (l Line) write(b *strings.Builder) {
	b.WriteString(l.Who)
	if l.Act != Says {
		b.WriteString(" " + l.Act)
	}
	if l.On != 0 {
		b.WriteString(" " + strconv.Itoa(l.On))
	}
	switch {
	case l.Act == Presses:
		b.WriteString(" " + label(l.What))
	case l.What != "":
		b.WriteString(" " + strings.ReplaceAll(l.What, ":", "\\:"))
	}
	if l.Text != "" {
		b.WriteString(": " + indented(l.Text))
	}
	b.WriteString("\n")
	for _, row := range l.Keys {
		for i, key := range row {
			if i > 0 {
				b.WriteString(" ")
			}
			b.WriteString(label(key))
		}
		b.WriteString("\n")
	}
}

// indented puts a tab before every line but the first; an empty line stays
// empty, as editors would make it so.
func indented(text string) string {
	lines := strings.Split(text, "\n")
	for i := 1; i < len(lines); i++ {
		if lines[i] != "" {
			lines[i] = "\t" + lines[i]
		}
	}
	return strings.Join(lines, "\n")
}

var labelEscapes = [...]string{`\`, `\\`, `]`, `\]`, "\n", `\n`}

func label(text string) string {
	return "[" + strings.NewReplacer(labelEscapes[:]...).Replace(text) + "]"
}

// ParseTranscript reads what [FormatTranscript] wrote. The error names section
// and line.
func ParseTranscript(data []byte) ([]Section, error) {
	var sections []Section
	for _, file := range txtar.Parse(data).Files {
		section := Section{Name: file.Name}
		for i, text := range strings.Split(strings.TrimRight(string(file.Data), "\n"), "\n") {
			if err := section.read(text); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", file.Name, i+1, err)
			}
		}
		sections = append(sections, section)
	}
	return sections, nil
}

// read takes one line of a section: the begin of a Line, or more of the last.
func (s *Section) read(text string) error {
	more := text == "" || text[0] == '\t' || text[0] == '['
	if !more {
		line, err := parseLine(text)
		s.Lines = append(s.Lines, line)
		return err
	}
	if len(s.Lines) == 0 {
		if text == "" {
			return nil
		}
		return fmt.Errorf("begin with who did what: %q", text)
	}
	last := &s.Lines[len(s.Lines)-1]
	if strings.HasPrefix(text, "[") {
		row, err := parseLabels(text)
		last.Keys = append(last.Keys, row)
		return err
	}
	last.Text += "\n" + strings.TrimPrefix(text, "\t")
	return nil
}

// actNamed tells the words that may stand behind a name.
func actNamed(word string) bool {
	switch word {
	case Sends, Forwards, Replies, Edits, Deletes, Presses, Toasts, Alerts, Offers, Blocks, Unblocks:
		return true
	}
	return false
}

func parseLine(text string) (Line, error) {
	head, words, _ := cutUnescaped(text)
	name, act, what := splitHead(head)
	l := Line{Who: name, Act: act, Text: words}
	if act == "" {
		l.Act = Says
		if words == "" {
			return l, fmt.Errorf("write \"name: words\" or \"name act\": %q", text)
		}
		return l, nil
	}
	if act == Presses {
		return l, l.parsePress(strings.TrimPrefix(text, name+" "+Presses+" "))
	}
	what, err := l.parseOn(what)
	l.What = strings.ReplaceAll(what, "\\:", ":")
	return l, err
}

// parseOn takes the number of a message off what, where an act has one.
func (l *Line) parseOn(what string) (rest string, err error) {
	on, rest, _ := strings.Cut(what, " ")
	counted := l.Act == Edits || l.Act == Deletes || l.Act == Replies || l.Act == Presses
	if !counted || !strings.HasPrefix(on, "-") {
		return what, nil
	}
	if l.On, err = strconv.Atoi(on); err != nil {
		return what, fmt.Errorf("count messages back as -1, -2: %q", on)
	}
	return rest, nil
}

func (l *Line) parsePress(what string) error {
	what, err := l.parseOn(what)
	if err != nil {
		return err
	}
	row, err := parseLabels(what)
	if err != nil || len(row) != 1 {
		return fmt.Errorf("name one button to press in brackets: %q", what)
	}
	l.What, l.Text = row[0], ""
	return nil
}

// cutUnescaped cuts at the first ": " that has no backslash before it, or at a
// colon that ends the text.
func cutUnescaped(text string) (head, words string, ok bool) {
	for i := range len(text) {
		if text[i] == ':' && (i == 0 || text[i-1] != '\\') && (i+1 == len(text) || text[i+1] == ' ') {
			return text[:i], strings.TrimPrefix(text[i+1:], " "), true
		}
	}
	return text, "", false
}

// splitHead finds the act in "name act what"; a name may have several words.
func splitHead(head string) (name, act, what string) {
	words := strings.Split(head, " ")
	for i := 1; i < len(words); i++ {
		if actNamed(words[i]) {
			return strings.Join(words[:i], " "), words[i], strings.Join(words[i+1:], " ")
		}
	}
	return head, "", ""
}

// parseLabels reads "[one] [two]".
func parseLabels(text string) ([]string, error) {
	var labels []string
	var b strings.Builder
	open, escaped := false, false
	for _, r := range text {
		switch {
		case escaped:
			b.WriteString(map[bool]string{true: "\n", false: string(r)}[r == 'n'])
			escaped = false
		case open && r == '\\':
			escaped = true
		case open && r == ']':
			labels, open = append(labels, b.String()), false
			b.Reset()
		case open:
			b.WriteRune(r)
		case r == '[':
			open = true
		case r != ' ':
			return nil, fmt.Errorf("write buttons as [one] [two]: %q", text)
		}
	}
	if open || len(labels) == 0 {
		return nil, fmt.Errorf("close the bracket of the last button: %q", text)
	}
	return labels, nil
}
