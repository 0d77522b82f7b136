package bot

import (
	"context"
	"fmt"

	"dodomu/bot/telegram"
	"dodomu/store"
)

// Introduce asks Telegram who the bot is, tells it the bot's commands and words in
// every language, settles how updates come, and the store which group is the
// staff's. Its error keeps the outcome of the wire's.
func (b *Bot) Introduce(ctx context.Context) error {
	me, err := b.wire.Me(ctx)
	if err != nil {
		return fmt.Errorf("ask who the bot is: %w", err)
	}
	b.account = me
	if err := b.db.Update(ctx, func(tx *store.Tx) error { return tx.SetStaffGroup(b.staffChat) }); err != nil {
		return fmt.Errorf("keep the staff group: %w", err)
	}
	if err := b.describe(ctx); err != nil {
		// A bot without its command list still helps people; the next start tries again.
		b.log.Warn("commands not registered", "outcome", telegram.OutcomeOf(err).String())
	}
	if b.webhook != "" {
		return b.wire.SetWebhook(ctx, telegram.Registration{URL: b.webhook, Secret: b.secret, Allowed: allowed()})
	}
	return b.wire.DeleteWebhook(ctx)
}

// describe registers commands and descriptions: for each language, and once
// without one for everybody else, in the first language of the catalogue.
func (b *Bot) describe(ctx context.Context) error {
	for i, tag := range append([]string{""}, b.catalog.Tags()...) {
		from := tag
		if i == 0 {
			from = b.catalog.Tags()[0]
		}
		p := b.catalog.Printer(from)
		var list []telegram.Command
		for _, name := range commands {
			list = append(list, telegram.Command{Name: name, About: p.Say("bot.command."+name, nil)})
		}
		if err := b.wire.SetCommands(ctx, telegram.Commands{Language: tag, List: list}); err != nil {
			return err
		}
		if err := b.wire.SetDescription(ctx, tag, p.Say("bot.profile.about", nil)); err != nil {
			return err
		}
		if err := b.wire.SetShortDescription(ctx, tag, p.Say("bot.profile.short", nil)); err != nil {
			return err
		}
	}
	return nil
}
