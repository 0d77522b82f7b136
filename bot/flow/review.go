package flow

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// part is a piece of the summary: a round of a group, or what stands outside of
// groups (round -1).
type part struct {
	group string
	round int
}

// parts gives the pieces of the summary in the order they are first asked. One
// round alone is no piece of its own: everything fits one list.
func (t *turn) parts() []part {
	all := []part{{"", -1}}
	several := false
	for _, p := range t.w.path {
		piece := part{t.f.Steps[p.step].Group, p.round}
		if p.round < 0 || slices.Contains(all, piece) {
			continue
		}
		all = append(all, piece)
		several = several || p.round > 0
	}
	if !several {
		return all[:1]
	}
	return all
}

// part gives the piece that an edit of the summary is at, or the round that the
// waiting question belongs to.
func (t *turn) part() part {
	if t.step().Kind != Review {
		return part{t.step().Group, t.spot().round}
	}
	parts := t.parts()
	if t.s.Part < 0 || t.s.Part >= len(parts) {
		return parts[0]
	}
	return parts[t.s.Part]
}

// inPart gives the steps of a piece that can be edited.
func (t *turn) inPart(piece part) []spot {
	single := len(t.parts()) == 1
	var in []spot
	for _, p := range t.w.path {
		step := &t.f.Steps[p.step]
		if step.Kind == Review || !single && (p.round != piece.round || p.round >= 0 && step.Group != piece.group) {
			continue
		}
		in = append(in, p)
	}
	return in
}

// summary says all answers, a piece at a time, in as many messages as they need;
// the buttons stand under the last.
func (t *turn) summary() {
	t.moveKeys("flow.unkey")
	var lines []Value
	if len(t.notices) > 0 {
		lines = append(slices.Clone(t.notices), Value{})
	}
	lines = append(lines, t.own("ask"))
	secret := slices.ContainsFunc(t.f.Steps, func(s Step) bool { return s.Secret })
	size := 0
	for _, l := range t.summaryLines() {
		if size += lineSize(l); size > maxSaid {
			t.out.Messages = append(t.out.Messages, Message{Key: "flow.lines", Args: Args{"lines": {Parts: lines}}, Secret: secret})
			lines, size = nil, lineSize(l)
		}
		lines = append(lines, l)
	}
	t.out.Messages = append(t.out.Messages, Message{
		Key: "flow.lines", Args: Args{"lines": {Parts: lines}}, Secret: secret, Buttons: t.reviewRows(),
	})
}

// lineSize guesses how much of a message a line of the summary takes, in the
// UTF-16 units that Telegram counts.
func lineSize(l Value) int {
	const label = 40
	answer := l.Args["answer"]
	n := label * (1 + len(answer.Parts))
	for _, text := range []string{answer.Text, l.Args["who"].Text} {
		for _, r := range text {
			n += utf16.RuneLen(r)
		}
	}
	return n
}

// summaryLines are the headings and the answers. What was skipped is counted, not
// listed: the summary stays short, and nothing seems to be missing.
func (t *turn) summaryLines() []Value {
	var lines []Value
	skipped := 0
	parts := t.parts()
	for _, piece := range parts {
		if piece.round >= 0 {
			lines = append(lines, Value{}, t.word(t.f.Name+"."+piece.group+".heading", piece))
		} else {
			lines = append(lines, Value{})
		}
		for _, p := range t.inPart(piece) {
			if l, ok := t.summaryLine(p); ok {
				lines = append(lines, l)
			} else if t.f.Steps[p.step].Kind != Again {
				skipped++
			}
		}
	}
	if skipped > 0 {
		lines = append(lines, Value{}, Value{Key: "flow.later", Args: Args{"n": count(skipped)}})
	}
	return lines
}

// clipLine is how much of a long text its line of the summary shows.
const clipLine = 160

func (t *turn) summaryLine(p spot) (Value, bool) {
	step, a := &t.f.Steps[p.step], t.w.answer(t.f, p)
	if step.Kind == Again || a == nil || a.Skipped {
		return Value{}, false
	}
	v := t.f.show(step, *a)
	v.Text = clip(v.Text, clipLine)
	return Value{Key: "flow.line", Args: Args{"label": {Key: t.f.Name + "." + step.Key + ".label"}, "answer": v}}, true
}

func (t *turn) reviewRows() [][]Button {
	rows := [][]Button{
		{t.button("flow.submit", "send")},
		{t.button("flow.edit", "edit")},
	}
	return append(rows, t.actRows()...)
}

// partRows lets the person choose the piece to edit.
func (t *turn) partRows() [][]Button {
	var all []Button
	for i, p := range t.parts() {
		b := t.button("flow.part.common", "part."+strconv.Itoa(i))
		if p.round >= 0 {
			b.Label = Value{Key: "flow.part.round", Args: Args{"who": t.who(p), "n": count(p.round + 1)}}
		}
		all = append(all, b)
	}
	return append(inRows(all), []Button{t.button("flow.back", "back")})
}

// lineRows lets the person choose the line to edit, or remove the round.
func (t *turn) lineRows() [][]Button {
	piece := t.part()
	var all []Button
	for _, p := range t.inPart(piece) {
		step := &t.f.Steps[p.step]
		op := "e." + step.Key
		if p.round >= 0 {
			op += "." + strconv.Itoa(p.round)
		}
		all = append(all, t.button(t.f.Name+"."+step.Key+".label", op))
	}
	rows := inRows(all)
	if piece.round >= 0 && t.w.seen.Count(piece.group) > 1 {
		rows = append(rows, []Button{t.aboutRound("flow.drop", "drop", piece)})
	}
	return append(rows, []Button{t.button("flow.back", "back")})
}

// actReview does the acts of the summary.
func (t *turn) actReview(op, arg string) bool {
	switch op {
	case "send":
		t.submit()
	case "edit":
		t.s.View, t.s.Part = lining, 0
		if len(t.parts()) > 1 {
			t.s.View = parting
		}
		t.askInPlace()
	case "part":
		i, err := strconv.Atoi(arg)
		if err != nil || i < 0 || i >= len(t.parts()) {
			return false
		}
		t.s.View, t.s.Part = lining, i
		t.askInPlace()
	case "e":
		return t.edit(arg)
	case "drop", "dropped":
		return t.actDrop(op, arg)
	default:
		return false
	}
	return true
}

// edit asks one line of the summary again: <step> or <step>.<round>.
func (t *turn) edit(arg string) bool {
	key, n, inRound := strings.Cut(arg, ".")
	round := -1
	if inRound {
		var err error
		if round, err = strconv.Atoi(n); err != nil {
			return false
		}
	}
	i := t.w.index(t.f, key, round)
	if i < 0 || t.f.Steps[t.w.path[i].step].Kind == Review {
		return false
	}
	t.wait(i)
	t.s.Edit = true
	t.askInPlace()
	return true
}

// actDrop asks whether a round may go, and takes it away where that was asked.
func (t *turn) actDrop(op, arg string) bool {
	piece := t.part()
	if piece.round < 0 || strconv.Itoa(piece.round) != arg || t.w.seen.Count(piece.group) < 2 {
		return false
	}
	if op == "drop" {
		t.s.View = dropping
		t.askInPlace()
		return true
	}
	if t.s.View != dropping {
		return false
	}
	t.removeRound(piece.group, piece.round)
	t.noMore(piece.group)
	t.advanceInPlace()
	return true
}

// noMore answers that no other round is wanted: who has just taken one away is not
// asked for another.
func (t *turn) noMore(group string) {
	for i := range t.f.Steps {
		if s := &t.f.Steps[i]; s.Kind == Again && s.Group == group {
			t.drop(s.Key, -1)
			t.s.Lines = append(t.s.Lines, line{s.Key, -1, Answer{Choice: "no"}})
		}
	}
}

// submit ends the conversation where nothing is left to ask.
func (t *turn) submit() {
	if t.w.gap < t.at {
		t.advance()
		return
	}
	if t.in.Kind == Press && t.in.Message > 0 {
		t.out.Messages = append(t.out.Messages, Message{Key: "flow.sent", Edit: t.in.Message})
	}
	t.finish()
}
