package bot

import (
	"strings"

	"dodomu/bot/flow"
	"dodomu/bot/follow"
	"dodomu/bot/staff"
	"dodomu/bot/tip"
)

// The first part of a button's data says whose it is; anything else belongs to
// the conversation engine, whose ids begin with "c".
const (
	pressMenu   = "m"
	pressFollow = "f"
	pressStaff  = "s"
	pressTip    = "t"
)

// press carries out a button. A press nobody knows, as on last week's keyboard,
// gets the current question or the menu.
func (t *turn) press() error {
	whose, rest, _ := strings.Cut(t.at.input.Data, ".")
	switch {
	case whose == pressMenu:
		return t.pick(rest)
	case whose == pressFollow:
		return t.room(follow.Press(t.tx, t.who, strings.Split(rest, ".")))
	case whose == pressTip:
		return t.pressTip(rest)
	case whose == pressStaff && t.who.Staff != nil:
		return t.room(staff.Do(t.tx, t.staffActor(), strings.Split(rest, ".")))
	}
	if t.who.State == nil {
		if err := t.takeUp(whose); err != nil {
			return err
		}
	}
	if t.who.State != nil {
		return t.converse(t.at.input)
	}
	return t.menu("bot.stale")
}

// pressTip carries out a button about what somebody told. To tell something anew is
// to go on with what was begun, where there is such.
func (t *turn) pressTip(data string) error {
	reply, err := tip.Press(t.tx, t.who, strings.Split(data, "."))
	if err == nil && reply.Begin == tip.Name {
		if on, err := t.goOn(tip.Name); err != nil || on {
			return err
		}
	}
	return t.room(reply, err)
}

// takeUp makes the parked conversation of that id the waiting one again: who
// presses its button goes on with it.
func (t *turn) takeUp(id string) error {
	drafts, err := t.tx.Parked(t.who.ID)
	if err != nil {
		return err
	}
	for _, d := range drafts {
		saved, err := t.tx.Unpark(t.who.ID, d.Flow)
		if err != nil {
			return err
		}
		if s, err := flow.Unmarshal(saved); err == nil && s.ID() == id {
			return t.save(saved)
		}
		if err := t.tx.Park(t.who.ID, d.Flow, saved); err != nil {
			return err
		}
	}
	return nil
}

// pick carries out a button of the menu.
func (t *turn) pick(what string) error {
	name, arg, _ := strings.Cut(what, ".")
	switch name {
	case "report":
		return t.report()
	case "tip":
		return t.tip("")
	case "hide":
		return t.hide()
	case "cases":
		return t.room(follow.Cases(t.tx, t.who))
	case "continue":
		if t.who.State != nil {
			return t.converse(flow.Input{Kind: flow.Resume})
		}
		return t.unpark(arg)
	case "language":
		if arg == "" {
			return t.say(t.languages())
		}
		return t.choose(arg)
	case "help":
		return t.help()
	case "about", "privacy":
		return t.menu("bot." + name)
	}
	return t.menu("bot.menu")
}

// choose changes the language and goes on with what was waiting.
func (t *turn) choose(tag string) error {
	if t.bot.catalog.Match(tag) != tag {
		return t.say(t.languages())
	}
	if err := t.speak(tag); err != nil {
		return err
	}
	if t.who.State == nil {
		return t.menu("bot.language.set")
	}
	if err := t.say(flow.Message{Key: "bot.language.set"}); err != nil {
		return err
	}
	return t.converse(flow.Input{Kind: flow.Resume})
}
