package flow

import "strconv"

func (t *turn) button(label, op string) Button {
	return Button{Label: Value{Key: label}, Data: t.data(op)}
}

// rows are the buttons of what is waiting: the answers first, then the acts.
func (t *turn) rows() [][]Button {
	switch t.s.View {
	case stopping:
		return [][]Button{{t.button("flow.stay", "stay")}, {t.button("flow.pause", "pause")}, {t.button("flow.quit", "quit")}}
	case speaking:
		return t.languageRows()
	case parting:
		return t.partRows()
	case lining:
		return t.lineRows()
	case dropping:
		return [][]Button{{t.button("flow.stay", "stay")}, {t.aboutRound("flow.dropped", "dropped", t.part())}}
	}
	return append(t.answerRows(), t.actRows()...)
}

// aboutRound is a button about a round of a group.
func (t *turn) aboutRound(label, op string, p part) Button {
	return Button{
		Label: Value{Key: label, Args: Args{"who": t.who(p)}},
		Data:  t.data(op + "." + strconv.Itoa(p.round)),
	}
}

func (t *turn) languageRows() [][]Button {
	var all []Button
	for _, tag := range t.f.Languages {
		all = append(all, t.button("flow.language."+tag, "lang."+tag))
	}
	return append(inRows(all), []Button{t.button("flow.stay", "stay")})
}

// answerRows are the buttons that answer the question.
func (t *turn) answerRows() [][]Button {
	step, had := t.step(), t.answer()
	var rows [][]Button
	switch step.Kind {
	case Choose:
		rows = inRows(t.options(step, had))
	case ChooseMany:
		rows = append(inRows(t.options(step, had)), []Button{t.button("flow.proceed", "go")})
	case Again:
		rows = [][]Button{{t.button("flow.yes", "c.yes"), t.button("flow.no", "c.no")}}
	case Pictures, Tell:
		if had != nil && had.Partial {
			rows = [][]Button{{t.button("flow.proceed", "go")}}
		}
	}
	if t.shared() != nil && had == nil {
		rows = append(rows, []Button{t.button("flow.same", "same")})
	}
	return append(rows, t.leaveRows(step, had)...)
}

// leaveRows are the buttons that go on without a new answer.
func (t *turn) leaveRows(step *Step, had *Answer) [][]Button {
	var row []Button
	if had != nil && !had.Partial {
		row = append(row, t.button("flow.keep", "keep"))
	}
	if step.Unknown {
		row = append(row, t.button("flow.unknown", "unk"))
	}
	switch {
	case step.Required || step.Kind == Again:
	case had == nil:
		row = append(row, t.button("flow.skip", "skip"))
	case had.Given():
		row = append(row, t.button("flow.erase", "erase"))
	}
	if row == nil {
		return nil
	}
	return [][]Button{row}
}

func (t *turn) options(step *Step, had *Answer) []Button {
	all := make([]Button, 0, len(step.Options))
	for _, o := range step.Options {
		label, op := Value{Key: t.f.optionKey(step, o)}, "c."
		if step.Kind == ChooseMany {
			op = "on."
			if had != nil && contains(had.Choices, o) {
				label, op = Value{Key: "flow.marked", Args: Args{"label": label}}, "off."
			}
		}
		all = append(all, Button{Label: label, Data: t.data(op + o)})
	}
	return all
}

// actRows are the acts of the engine: the common ones, and the rest after "more".
func (t *turn) actRows() [][]Button {
	if t.f.Passing != nil {
		return nil
	}
	var row []Button
	if t.at > 0 || t.s.Edit {
		row = append(row, t.button("flow.back", "back"))
	}
	row = append(row, t.button("flow.pause", "pause"))
	if !t.wide && !t.step().Share {
		return [][]Button{append(row, t.button("flow.more", "more"))}
	}
	rest := []Button{t.button("flow.help", "help")}
	if len(t.f.Languages) > 0 {
		rest = append(rest, t.button("flow.language", "lang"))
	}
	rows := [][]Button{row, rest}
	if round := t.spot().round; round > 0 {
		rows = append(rows, []Button{t.aboutRound("flow.drop", "drop", part{t.step().Group, round})})
	}
	return append(rows, []Button{t.button("flow.stop", "stop")})
}

// keys turns buttons into a reply keyboard with the key that shares on top. A
// reply keyboard sends its labels as text, which Hear understands.
func (t *turn) keys(rows [][]Button) [][]Key {
	share := Key{Label: Value{Key: "flow.share.place"}, Place: true}
	if t.step().Kind == Call {
		share = Key{Label: Value{Key: "flow.share.phone"}, Contact: true}
	}
	keys := [][]Key{{share}}
	for _, row := range rows {
		line := make([]Key, 0, len(row))
		for _, b := range row {
			line = append(line, Key{Label: b.Label})
		}
		keys = append(keys, line)
	}
	return keys
}

// oneColumn is the most answers shown one below the other; more stand in pairs,
// so that a list of regions does not fill three screens.
const oneColumn = 7

func inRows(all []Button) [][]Button {
	width := 1
	if len(all) > oneColumn {
		width = 2
	}
	rows := make([][]Button, 0, len(all)/width+1)
	for len(all) > 0 {
		n := min(width, len(all))
		rows = append(rows, all[:n:n])
		all = all[n:]
	}
	return rows
}
