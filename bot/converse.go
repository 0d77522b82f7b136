package bot

import (
	"fmt"
	"strconv"

	"dodomu/bot/flow"
	"dodomu/bot/report"
	"dodomu/bot/tip"
)

// converse gives an input to the conversation that waits.
func (t *turn) converse(in flow.Input) error {
	state, err := flow.Unmarshal(t.who.State)
	if err != nil {
		return fmt.Errorf("resume conversation: %w", err)
	}
	r, known := t.bot.rooms[state.Flow()]
	if !known {
		return t.leave(flow.Message{Key: "bot.nothing_open"})
	}
	if r.staff && t.who.Staff == nil {
		return t.leave(flow.Message{Key: "bot.nothing_open"})
	}
	return t.conclude(r, t.hear(r, state, in))
}

// hear gives an input to a conversation.
func (t *turn) hear(r room, state flow.State, in flow.Input) flow.Outcome {
	in.Today = t.today()
	return r.flow.Turn(state, t.resolve(r, state, in))
}

// resolve finds the button that a text names in the person's language.
func (t *turn) resolve(r room, state flow.State, in flow.Input) flow.Input {
	if in.Kind != flow.Text {
		return in
	}
	return r.flow.Hear(state, in, t.words().Value)
}

// giveWay ends a passing conversation by what is no answer to it.
func (t *turn) giveWay(in flow.Input) error {
	r, state, err := t.passing()
	if err != nil || r.flow.Passing == nil || !r.flow.GivesWay(t.resolve(r, state, in)) {
		return err
	}
	return t.save(nil)
}

// endPassing ends the waiting conversation where it is a passing one.
func (t *turn) endPassing() error {
	r, _, err := t.passing()
	if err != nil || r.flow.Passing == nil {
		return err
	}
	return t.save(nil)
}

// passing gives the room of the waiting conversation where that is a passing one.
func (t *turn) passing() (room, flow.State, error) {
	if t.who.State == nil {
		return room{}, flow.State{}, nil
	}
	state, err := flow.Unmarshal(t.who.State)
	if err != nil {
		return room{}, flow.State{}, fmt.Errorf("resume conversation: %w", err)
	}
	r := t.bot.rooms[state.Flow()]
	if r.flow.Passing == nil {
		return room{}, flow.State{}, nil
	}
	return r, state, nil
}

// fresh is a conversation at its first question.
func (t *turn) fresh(r room, notes []flow.Note) flow.Outcome {
	id := "c" + strconv.FormatInt(t.at.update, 36)
	return flow.Start(r.flow, id, flow.Input{Kind: flow.Resume, Today: t.today()}, notes...)
}

// begin starts a conversation; one that waits is parked first and offered again
// later.
func (t *turn) begin(name string, notes ...flow.Note) error {
	r, known := t.bot.rooms[name]
	if !known {
		return fmt.Errorf("begin %s: no such conversation", name)
	}
	if err := t.park(); err != nil {
		return err
	}
	if err := t.say(r.opening...); err != nil {
		return err
	}
	return t.conclude(r, t.fresh(r, notes))
}

// conclude stores what a turn gave and says what it says. When the conversation
// is done, its room's closing act runs in this same transaction.
func (t *turn) conclude(r room, out flow.Outcome) error {
	if out.Language != "" {
		if err := t.speak(out.Language); err != nil {
			return err
		}
	}
	if err := t.heed(r, out.State); err != nil {
		return err
	}
	switch out.End {
	case flow.Done:
		return t.finish(r, out)
	case flow.Paused:
		if r.private {
			return t.leave(tip.Closed()...)
		}
		if err := t.tx.Park(t.who.ID, r.flow.Name, out.State.Marshal()); err != nil {
			return err
		}
		return t.leave(out.Messages...)
	case flow.Cancelled:
		return t.leave(out.Messages...)
	}
	if err := t.save(out.State.Marshal()); err != nil {
		return err
	}
	if err := t.say(out.Messages...); err != nil {
		return err
	}
	return t.clean(len(out.Clean) > 0)
}

// finish runs the closing act of a conversation and says how it went.
func (t *turn) finish(r room, out flow.Outcome) error {
	if err := t.save(nil); err != nil {
		return err
	}
	if err := t.say(out.Messages...); err != nil {
		return err
	}
	reply, err := r.commit(t.tx, t.who, out.State.Answers())
	if err != nil {
		return fmt.Errorf("close %s: %w", r.flow.Name, err)
	}
	if err := t.reply(reply); err != nil {
		return err
	}
	return t.clean(true)
}

// heed turns quiet mode on or off as soon as the report's safety question is
// answered, not only when the report is submitted.
func (t *turn) heed(r room, s flow.State) error {
	if r.flow.Name != report.Name {
		return nil
	}
	shared := report.Safety(s.Answers())
	if shared == "" || shared == t.who.SharedPhone {
		return nil
	}
	t.who.SharedPhone, t.who.Quiet = shared, shared.Quiet()
	return t.tx.SetQuiet(t.who.ID, shared)
}

// park puts the waiting conversation aside, under its flow's name; a passing one
// ends, and so does one that holds a receipt: the receipt opens it again.
func (t *turn) park() error {
	if t.who.State == nil {
		return nil
	}
	if err := t.endPassing(); err != nil || t.who.State == nil {
		return err
	}
	state, err := flow.Unmarshal(t.who.State)
	if err != nil {
		return fmt.Errorf("park conversation: %w", err)
	}
	if t.bot.rooms[state.Flow()].private {
		return t.save(nil)
	}
	if err := t.tx.Park(t.who.ID, state.Flow(), t.who.State); err != nil {
		return err
	}
	return t.save(nil)
}

// unpark takes a parked conversation up again, where it was left.
func (t *turn) unpark(name string) error {
	if err := t.park(); err != nil {
		return err
	}
	saved, err := t.tx.Unpark(t.who.ID, name)
	if err != nil {
		return err
	}
	if saved == nil {
		return t.menu("bot.nothing_open")
	}
	if err := t.save(saved); err != nil {
		return err
	}
	return t.converse(flow.Input{Kind: flow.Resume})
}

// leave ends the waiting conversation and shows what can be done next.
func (t *turn) leave(last ...flow.Message) error {
	if err := t.save(nil); err != nil {
		return err
	}
	if err := t.say(last...); err != nil {
		return err
	}
	if err := t.menu("bot.menu"); err != nil {
		return err
	}
	return t.clean(true)
}

func (t *turn) save(state []byte) error {
	t.who.State = state
	return t.tx.SaveConversation(t.who.ID, state)
}
