package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"dodomu/bot/flow"
	"dodomu/bot/notify"
	"dodomu/bot/telegram"
	"dodomu/bot/wording"
	"dodomu/store"
	"dodomu/store/cases"
)

// sender words what the outbox holds, in the reader's language at this moment,
// and hands it to Telegram. It is notify's way out.
type sender struct{ bot *Bot }

// Send sends one notice and tells how it went; the message id is of the last
// message it became.
func (s sender) Send(ctx context.Context, n store.Claimed) notify.Result {
	switch n.Kind {
	case kindReply, store.KindOnce:
		m, inMemory := n.Said.(flow.Message)
		if inMemory {
			return s.message(ctx, n, m)
		}
		if err := json.Unmarshal(n.Body, &m); err != nil {
			return notify.Refused(fmt.Errorf("read reply: %w", err))
		}
		return s.message(ctx, n, m)
	case kindClean:
		var c cleaning
		if err := json.Unmarshal(n.Body, &c); err != nil {
			return notify.Refused(fmt.Errorf("read cleaning: %w", err))
		}
		return s.clean(ctx, n, c)
	}
	switch hidden, err := s.hidden(ctx, n); {
	case err != nil:
		return notify.Failed(err)
	case hidden:
		return notify.Done(0)
	}
	m, err := s.bot.notice(n)
	if err != nil {
		return notify.Refused(err)
	}
	return s.message(ctx, n, m)
}

// hidden tells whether the reader has hidden the chat since the push was put into
// the outbox, as it may be held back until the morning. They asked for no more
// pushes; what it would tell stands in /cases.
func (s sender) hidden(ctx context.Context, n store.Claimed) (hidden bool, err error) {
	err = s.bot.db.View(ctx, func(tx *store.Tx) error {
		p, err := tx.Person(n.To)
		hidden = p.Hidden
		return err
	})
	return hidden, err
}

// message sends one message, in parts where it is longer than Telegram takes.
func (s sender) message(ctx context.Context, n store.Claimed, m flow.Message) notify.Result {
	w := s.bot.wordingFor(n)
	if m.Edit != 0 {
		return s.edit(ctx, n, m, w)
	}
	if len(m.Files) > 0 {
		return s.files(ctx, n, m, w)
	}
	parts := telegram.Split(w.Say(m), telegram.MaxText)
	var id int
	for i, part := range parts {
		text := telegram.Text{To: s.to(n, m), HTML: telegram.EscapeHTML(part)}
		if i == len(parts)-1 {
			text.Keyboard = keyboard(w, m)
		}
		var err error
		if id, err = s.bot.wire.SendText(ctx, text); err != nil {
			return outcome(err)
		}
	}
	return notify.Done(id)
}

// edit puts other words in place of a message; one that is gone is sent anew
// only when it carries a question.
func (s sender) edit(ctx context.Context, n store.Claimed, m flow.Message, w wording.Wording) notify.Result {
	err := s.bot.wire.EditText(ctx, telegram.Edit{Chat: n.Chat, Message: m.Edit, HTML: telegram.EscapeHTML(w.Say(m)), Inline: inline(w, m.Buttons)})
	if telegram.OutcomeOf(err) == telegram.Stale {
		if m.Buttons == nil {
			return notify.Done(0)
		}
		m.Edit = 0
		return s.message(ctx, n, m)
	}
	if err != nil {
		return outcome(err)
	}
	return notify.Done(0)
}

// files shows the working copies of files, the words under the last of them. One
// that is not there yet is left out.
func (s sender) files(ctx context.Context, n store.Claimed, m flow.Message, w wording.Wording) notify.Result {
	ids := m.Files
	m.Files = nil
	pictures, err := s.pictures(ctx, ids)
	if err != nil {
		return notify.Failed(err)
	}
	text := w.Say(m)
	for i, working := range pictures {
		photo := telegram.Photo{To: s.to(n, m), File: telegram.Upload{Name: "photo.jpg", Bytes: working}, Spoiler: true}
		under := i == len(pictures)-1 && telegram.Len(text) <= telegram.MaxCaption
		if under {
			photo.HTML, photo.Keyboard = telegram.EscapeHTML(text), keyboard(w, m)
		}
		sent, err := s.bot.wire.SendPhoto(ctx, photo)
		if err != nil {
			return outcome(err)
		}
		if under {
			return notify.Done(sent.Message)
		}
	}
	return s.message(ctx, n, m)
}

// pictures reads working copies, those that are there.
func (s sender) pictures(ctx context.Context, ids []int64) (all [][]byte, err error) {
	err = s.bot.db.View(ctx, func(tx *store.Tx) error {
		for _, id := range ids {
			working, err := tx.WorkingCopy(cases.FileID(id))
			if err != nil {
				return fmt.Errorf("read file %d: %w", id, err)
			}
			if working != nil {
				all = append(all, working)
			}
		}
		return nil
	})
	return all, err
}

func (s sender) to(n store.Claimed, m flow.Message) telegram.To {
	return telegram.To{Chat: n.Chat, Silent: n.Silent, Protect: m.Secret, Paid: s.bot.paid && n.Priority == store.Broadcast}
}

// clean deletes messages of a chat, a hundred at a call. What Telegram no longer
// lets a bot delete is left: the person was told so.
func (s sender) clean(ctx context.Context, n store.Claimed, c cleaning) notify.Result {
	ids, err := s.bot.recent(ctx, n, c)
	if err != nil {
		return notify.Failed(err)
	}
	if len(ids) == 0 {
		return notify.Done(0)
	}
	last := ids[len(ids)-1]
	for len(ids) > 0 {
		chunk := ids[:min(len(ids), telegram.MaxDelete)]
		ids = ids[len(chunk):]
		switch err := s.bot.wire.Delete(ctx, n.Chat, chunk); telegram.OutcomeOf(err) {
		case telegram.Done, telegram.Stale, telegram.Refused:
		default:
			return outcome(err)
		}
	}
	err = s.bot.db.Update(ctx, func(tx *store.Tx) error { return tx.ForgetMessages(n.To, last) })
	if err != nil { // they would be deleted once more, which does no harm
		s.bot.log.Warn("cleaned messages not forgotten", "notice", n.ID, "cause", err.Error())
	}
	return notify.Done(0)
}

// outcome turns the wire's word about a call into the outbox's.
func outcome(err error) notify.Result {
	var e *telegram.Error
	if !errors.As(err, &e) {
		return notify.Failed(err)
	}
	switch e.Outcome {
	case telegram.Later:
		return notify.Later(e.RetryAfter)
	case telegram.Gone:
		return notify.Gone(e)
	case telegram.Migrated:
		return notify.Migrated(e.MigratedTo)
	case telegram.Refused, telegram.Stale:
		return notify.Refused(e)
	case telegram.TokenBad:
		return notify.Broken(e)
	}
	return notify.Failed(e)
}
