package bot

import (
	"errors"
	"fmt"
	"strings"

	"dodomu/bot/flow"
	"dodomu/bot/follow"
	"dodomu/bot/report"
	"dodomu/bot/staff"
	"dodomu/bot/tip"
	"dodomu/store/cases"
)

// commands are the ones everybody has, in the order in which Telegram lists
// them. Those of staff come from the table of the staff room.
var commands = [...]string{"start", "report", "cases", "tip", "language", "help", "about", "privacy", "hide", "cancel"}

// command carries out a /command. Inside a conversation the engine's own words
// (/back, /skip, /help, /language, /cancel …) belong to the engine.
func (t *turn) command() error {
	name := t.at.command
	if t.who.State != nil && flow.Command(name) {
		return t.converse(flow.Input{Kind: flow.Text, Text: "/" + name, Message: t.at.message})
	}
	switch name {
	case "start":
		return t.start(t.at.rest)
	case "report":
		return t.report()
	case "cases":
		return t.room(follow.Cases(t.tx, t.who))
	case "tip":
		return t.tip("")
	case "hide":
		return t.hide()
	case "language":
		return t.say(t.languages())
	case "help":
		return t.help()
	case "about", "privacy":
		return t.menu("bot." + name)
	case "cancel":
		return t.menu("bot.nothing_open")
	}
	if t.who.Staff != nil && staff.Knows(name) {
		return t.room(staff.Do(t.tx, t.staffActor(), append([]string{name}, fields(t.at.rest)...)))
	}
	return t.unknownCommand()
}

// fields splits a command line typed in chat: the words, and the rest of the line
// after the second one stays whole, for it is a sentence.
func fields(rest string) []string {
	first, tail, cut := strings.Cut(strings.TrimSpace(rest), " ")
	if first == "" {
		return nil
	}
	if tail = strings.TrimSpace(tail); !cut || tail == "" {
		return []string{first}
	}
	return []string{first, tail}
}

// unknownCommand says so and goes on with what was waiting.
func (t *turn) unknownCommand() error {
	if t.who.State == nil {
		return t.menu("bot.unknown_command")
	}
	if err := t.say(flow.Message{Key: "bot.unknown_command"}); err != nil {
		return err
	}
	return t.converse(flow.Input{Kind: flow.Resume})
}

// room says what a room answered.
func (t *turn) room(r flow.Reply, err error) error {
	if err != nil {
		return err
	}
	return t.reply(r)
}

// start greets, or follows the link the person came by. A report that waits is
// shown where it stands.
func (t *turn) start(payload string) error {
	if t.who.Hidden {
		if err := t.unhide(); err != nil {
			return err
		}
	}
	if payload != "" {
		return t.link(payload)
	}
	if err := t.endPassing(); err != nil {
		return err
	}
	if t.who.State != nil {
		return t.converse(flow.Input{Kind: flow.Resume})
	}
	return t.menu("bot.welcome")
}

// link follows a deep link: a staff invitation, a relative's, or one of a poster.
func (t *turn) link(payload string) error {
	switch kind, code, _ := strings.Cut(payload, "_"); kind {
	case "staff":
		return t.joinStaff(code)
	case "join":
		return t.room(follow.Join(t.tx, t.who, code))
	case tip.Link:
		return t.tip(code)
	case "open":
		if t.who.Staff != nil {
			return t.room(staff.Do(t.tx, t.staffActor(), []string{"open", code}))
		}
	}
	return t.start("")
}

// joinStaff makes the person the member of staff whom the invitation names. An
// unknown, used or expired code gets one answer.
func (t *turn) joinStaff(code string) error {
	joined, err := t.tx.JoinStaff(t.who.ID, invitation(code))
	for _, refused := range []error{cases.ErrNotFound, cases.ErrTooMany, cases.ErrTaken} {
		if errors.Is(err, refused) {
			return t.menu("bot.link_unknown")
		}
	}
	if err != nil {
		return fmt.Errorf("join staff: %w", err)
	}
	t.who.Staff = &joined
	return t.menu("bot.welcome_staff")
}

// invitation is the code of a link as the store knows it; what is none stays as it
// is, for the attempt counts all the same.
func invitation(code string) cases.Invitation {
	if parsed, ok := cases.ParseInvitation(code); ok {
		return parsed
	}
	return cases.Invitation(code)
}

// staffActor is the person as a member of staff.
func (t *turn) staffActor() cases.Actor { return t.who.Staff.Actor() }

// report begins a report, or goes on with the one that waits.
func (t *turn) report() error {
	if on, err := t.goOn(report.Name); err != nil || on {
		return err
	}
	return t.begin(report.Name)
}

// tip begins to take what somebody saw or heard, or goes on with what they began to
// tell. code is of the link they came by.
func (t *turn) tip(code string) error {
	if on, err := t.goOn(tip.Name); err != nil || on {
		return err
	}
	return t.room(tip.Begin(t.tx, t.who, code))
}

// goOn takes up the conversation of a flow where it waits or was put aside; false
// where there is none.
func (t *turn) goOn(name string) (bool, error) {
	if t.who.State != nil {
		if s, err := flow.Unmarshal(t.who.State); err == nil && s.Flow() == name {
			return true, t.converse(flow.Input{Kind: flow.Resume})
		}
	}
	drafts, err := t.tx.Parked(t.who.ID)
	if err != nil {
		return false, err
	}
	for _, d := range drafts {
		if d.Flow == name {
			return true, t.unpark(name)
		}
	}
	return false, nil
}
