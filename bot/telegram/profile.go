package telegram

import (
	"context"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// Command is one line of the menu of commands.
type Command struct {
	Name  string // without the slash, 1 to 32 of a-z0-9_
	About string // 1 to [MaxCommand]
}

// Commands is a menu of commands: for a language, and for all private chats or
// for one chat.
type Commands struct {
	Language string // two letters; "" for every language without a list of its own
	Chat     int64  // 0: all private chats
	List     []Command
}

// SetCommands registers one menu of commands in place of the earlier one.
func (c *Client) SetCommands(ctx context.Context, m Commands) error {
	ctx, end := c.call(ctx, "setMyCommands")
	defer end()
	list := make([]models.BotCommand, len(m.List))
	for i, l := range m.List {
		list[i] = models.BotCommand{Command: l.Name, Description: l.About}
	}
	var scope models.BotCommandScope = &models.BotCommandScopeAllPrivateChats{}
	if m.Chat != 0 {
		scope = &models.BotCommandScopeChat{ChatID: m.Chat}
	}
	_, err := c.api.SetMyCommands(ctx, &bot.SetMyCommandsParams{Commands: list, Scope: scope, LanguageCode: m.Language})
	return settle(ctx, err)
}

// SetName sets the bot's name for a language of two letters; language "" is
// for every language without one of its own. At most [MaxName].
func (c *Client) SetName(ctx context.Context, language, name string) error {
	ctx, end := c.call(ctx, "setMyName")
	defer end()
	_, err := c.api.SetMyName(ctx, &bot.SetMyNameParams{Name: name, LanguageCode: language})
	return settle(ctx, err)
}

// SetDescription sets what an empty chat with the bot shows. At most [MaxAbout].
func (c *Client) SetDescription(ctx context.Context, language, text string) error {
	ctx, end := c.call(ctx, "setMyDescription")
	defer end()
	_, err := c.api.SetMyDescription(ctx, &bot.SetMyDescriptionParams{Description: text, LanguageCode: language})
	return settle(ctx, err)
}

// SetShortDescription sets what the bot's profile and its shared link show. At
// most [MaxShortAbout].
func (c *Client) SetShortDescription(ctx context.Context, language, text string) error {
	ctx, end := c.call(ctx, "setMyShortDescription")
	defer end()
	_, err := c.api.SetMyShortDescription(ctx, &bot.SetMyShortDescriptionParams{ShortDescription: text, LanguageCode: language})
	return settle(ctx, err)
}

// SetMenuButton makes the button beside the input field open the menu of
// commands: in one chat, or everywhere for chat 0.
func (c *Client) SetMenuButton(ctx context.Context, chat int64) error {
	ctx, end := c.call(ctx, "setChatMenuButton")
	defer end()
	p := &bot.SetChatMenuButtonParams{MenuButton: &models.MenuButtonCommands{Type: models.MenuButtonTypeCommands}}
	if chat != 0 {
		p.ChatID = chat
	}
	_, err := c.api.SetChatMenuButton(ctx, p)
	return settle(ctx, err)
}
