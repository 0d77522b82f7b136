package telegram

import (
	"context"
	"encoding/json"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// SendText sends words and returns the message id. Telegram refuses more than
// [MaxText] units after entities; [Split] cuts plain text before escaping.
func (c *Client) SendText(ctx context.Context, t Text) (int, error) {
	ctx, end := c.call(ctx, "sendMessage")
	defer end()
	markup, ok := t.Keyboard.markup()
	if !ok {
		return 0, refuse("sendMessage", twoKeyboards)
	}
	id, err := c.show(ctx, "sendMessage", &bot.SendMessageParams{
		ChatID: t.Chat, MessageThreadID: t.Topic, ReplyParameters: t.reply(),
		DisableNotification: t.Silent, ProtectContent: t.Protect, AllowPaidBroadcast: t.Paid,
		Text: t.HTML, ParseMode: models.ParseModeHTML, LinkPreviewOptions: preview(t.Preview), ReplyMarkup: markup,
	})
	if err := settle(ctx, err); err != nil {
		return 0, err
	}
	return id, nil
}

const twoKeyboards = "a message can carry one kind of keyboard"

// reply points at another message, without insisting on it.
func (t To) reply() *models.ReplyParameters {
	if t.ReplyTo == 0 {
		return nil
	}
	return &models.ReplyParameters{MessageID: t.ReplyTo, AllowSendingWithoutReply: true}
}

func preview(wanted bool) *models.LinkPreviewOptions {
	if wanted {
		return nil
	}
	return &models.LinkPreviewOptions{IsDisabled: bot.True()}
}

// EditText gives a message of ours other words and buttons. The outcome is
// [Stale] when it is gone or too old.
func (c *Client) EditText(ctx context.Context, e Edit) error {
	ctx, end := c.call(ctx, "editMessageText")
	defer end()
	p := &bot.EditMessageTextParams{
		ChatID: e.Chat, MessageID: e.Message, Text: e.HTML, ParseMode: models.ParseModeHTML,
		LinkPreviewOptions: preview(e.Preview),
	}
	if e.Inline != nil {
		p.ReplyMarkup = inline(e.Inline)
	}
	return settle(ctx, c.act(ctx, "editMessageText", p, new(json.RawMessage)))
}

// EditKeyboard changes the buttons under a message of ours; nil takes them
// away. The outcome is [Stale] when the message is gone or too old.
func (c *Client) EditKeyboard(ctx context.Context, chat int64, message int, rows [][]Button) error {
	ctx, end := c.call(ctx, "editMessageReplyMarkup")
	defer end()
	p := &bot.EditMessageReplyMarkupParams{ChatID: chat, MessageID: message}
	if rows != nil {
		p.ReplyMarkup = inline(rows)
	}
	_, err := c.api.EditMessageReplyMarkup(ctx, p)
	return settle(ctx, err)
}

// Delete removes messages of one chat, at most [MaxDelete] at a call; more are
// refused without asking. Those that are gone already are skipped. A bot can
// delete only what is younger than 48 hours; [Stale] otherwise.
func (c *Client) Delete(ctx context.Context, chat int64, messages []int) error {
	if len(messages) == 0 {
		return nil
	}
	if len(messages) > MaxDelete {
		return refuse("deleteMessages", "at most 100 messages at a call")
	}
	ctx, end := c.call(ctx, "deleteMessages")
	defer end()
	_, err := c.api.DeleteMessages(ctx, &bot.DeleteMessagesParams{ChatID: chat, MessageIDs: messages})
	return settle(ctx, err)
}

// AnswerPress ends the waiting sign on a pressed button. A press too old to be
// answered is no error.
func (c *Client) AnswerPress(ctx context.Context, a Answer) error {
	ctx, end := c.call(ctx, "answerCallbackQuery")
	defer end()
	p := &bot.AnswerCallbackQueryParams{CallbackQueryID: a.Press, Text: a.Text, ShowAlert: a.Alert}
	return settle(ctx, c.act(ctx, "answerCallbackQuery", p, new(bool)))
}

// Action is what the bot is shown to be doing, for five seconds.
type Action string

// The actions that we have a use for.
const (
	Typing    Action = "typing"
	Uploading Action = "upload_document"
)

// ChatAction shows that an answer is on its way.
func (c *Client) ChatAction(ctx context.Context, chat int64, a Action) error {
	ctx, end := c.call(ctx, "sendChatAction")
	defer end()
	_, err := c.api.SendChatAction(ctx, &bot.SendChatActionParams{ChatID: chat, Action: models.ChatAction(a)})
	return settle(ctx, err)
}
