package bot

import (
	"dodomu/bot/flow"
	"dodomu/bot/follow"
	"dodomu/bot/staff"
)

// menu is a message with what can be done next under it, so that nobody needs a
// command. A draft that waits comes first.
func (t *turn) menu(key string) []flow.Message {
	var rows [][]flow.Button
	drafts, err := t.tx.Parked(t.who.ID)
	if err != nil {
		t.bot.log.Error("list drafts", "person", t.who.ID, "cause", outline(err))
	}
	for _, d := range drafts {
		label := "menu.continue." + d.Flow
		if !t.bot.catalog.Has(label) {
			label = "menu.continue"
		}
		rows = append(rows, []flow.Button{button(label, "m.continue."+d.Flow)})
	}
	if len(drafts) > 0 && key == "bot.menu" {
		key = "bot.draft"
	}
	rows = append(rows,
		[]flow.Button{button("menu.report", "m.report")},
		[]flow.Button{button("menu.cases", "m.cases"), button("menu.language", "m.language")},
		[]flow.Button{button("menu.about", "m.about"), button("menu.privacy", "m.privacy"), button("menu.help", "m.help")})
	if t.who.Staff != nil {
		rows = append([][]flow.Button{staff.Menu()}, rows...)
	}
	return []flow.Message{{Key: key, Buttons: rows}}
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
	if err := t.say(t.menu("bot.help")...); err != nil || t.who.Staff == nil {
		return err
	}
	return t.reply(staff.Help(t.who.Staff.Role))
}

// unasked takes what a person says when no question waits. Nothing is lost: who
// has a case is offered to add it there.
func (t *turn) unasked(in flow.Input) error {
	reply, err := follow.Unasked(t.tx, t.who, in.Kind)
	if err != nil {
		return err
	}
	if reply.Begin == "" {
		return t.say(t.menu("bot.idle")...)
	}
	if err := t.reply(reply); err != nil {
		return err
	}
	return t.converse(in)
}

// speak changes the language the person reads from now on, as they asked.
func (t *turn) speak(tag string) error {
	t.who.Language = tag
	return t.tx.SetLanguage(t.who.ID, tag, true)
}
