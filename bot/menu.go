package bot

import (
	"fmt"

	"dodomu/bot/flow"
	"dodomu/bot/follow"
	"dodomu/bot/staff"
	"dodomu/bot/tip"
)

// menu says a message with what can be done next under it, so that nobody needs a
// command. A draft that waits comes first.
func (t *turn) menu(key string) error {
	var rows [][]flow.Button
	drafts, err := t.tx.Parked(t.who.ID)
	if err != nil {
		return fmt.Errorf("list drafts: %w", err)
	}
	for _, d := range drafts {
		if t.bot.rooms[d.Flow].staff && t.who.Staff == nil {
			continue
		}
		label := "menu.continue." + d.Flow
		if !t.bot.catalog.Has(label) {
			label = "menu.continue"
		}
		rows = append(rows, []flow.Button{button(label, "m.continue."+d.Flow)})
	}
	if len(rows) > 0 && key == "bot.menu" {
		key = "bot.draft"
	}
	rows = append(rows,
		[]flow.Button{button("menu.report", "m.report")},
		[]flow.Button{button("menu.tip", "m.tip")},
		[]flow.Button{button("menu.cases", "m.cases"), button("menu.language", "m.language")},
		[]flow.Button{button("menu.about", "m.about"), button("menu.privacy", "m.privacy"), button("menu.help", "m.help")})
	if t.who.Staff != nil {
		rows = append([][]flow.Button{staff.Menu()}, rows...)
	}
	return t.say(flow.Message{Key: key, Buttons: rows})
}

func button(label, data string) flow.Button {
	return flow.Button{Label: flow.Value{Key: label}, Data: data}
}

// languages asks for the language, each named in itself.
func (t *turn) languages() flow.Message {
	m := flow.Message{Key: "bot.language.ask"}
	for _, tag := range t.bot.catalog.Tags() {
		m.Buttons = append(m.Buttons, []flow.Button{button("flow.language."+tag, "m.language."+tag)})
	}
	return m
}

// help shows what everybody can do, and to staff their table besides.
func (t *turn) help() error {
	if err := t.menu("bot.help"); err != nil || t.who.Staff == nil {
		return err
	}
	return t.reply(staff.Help(t.who.Staff.Role))
}

// unasked takes what a person says when no question waits. Who has a case is led
// into adding it there: what they said is the first answer, and they see what
// follows from it, not the question before; so is who has a question about what they
// told. Anybody else is told that it was not kept.
func (t *turn) unasked() error {
	reply, err := follow.Unasked(t.tx, t.who, t.at.input.Kind)
	if err != nil {
		return err
	}
	if reply.Begin == "" {
		if reply, err = tip.Unasked(t.tx, t.who); err != nil {
			return err
		}
	}
	if reply.Begin == "" {
		return t.menu("bot.idle")
	}
	r, known := t.bot.rooms[reply.Begin]
	if !known {
		return fmt.Errorf("unasked: no conversation %s", reply.Begin)
	}
	in, err := t.withFiles(t.at.input)
	if err != nil {
		return err
	}
	if err := t.say(reply.Messages...); err != nil {
		return err
	}
	return t.conclude(r, t.hear(r, t.fresh(r, reply.Notes).State, in))
}

// speak changes the language the person reads from now on, as they asked.
func (t *turn) speak(tag string) error {
	t.who.Language = tag
	return t.tx.SetLanguage(t.who.ID, tag, true)
}
