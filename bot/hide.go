package bot

import "dodomu/bot/flow"

// hide clears the chat as far as Telegram lets a bot, stops pushes, ends the
// session, and says truthfully what is left.
func (t *turn) hide() error {
	if err := t.park(); err != nil {
		return err
	}
	if err := t.tx.Hide(t.who.ID, true); err != nil {
		return err
	}
	if err := t.enqueue(kindClean, cleaning{Before: t.at.message, All: true}, false); err != nil {
		return err
	}
	return t.say(flow.Message{Key: "bot.hidden", Unkey: true})
}

// unhide lets pushes through again, for the person came back by themselves.
func (t *turn) unhide() error {
	t.who.Hidden = false
	return t.tx.Hide(t.who.ID, false)
}
