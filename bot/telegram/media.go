package telegram

import (
	"bytes"
	"context"
	"strconv"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// SendPhoto sends a picture of at most [MaxPhoto] bytes.
func (c *Client) SendPhoto(ctx context.Context, p Photo) (Sent, error) {
	ctx, end := c.upload(ctx, "sendPhoto")
	defer end()
	markup, ok := p.Keyboard.markup()
	if !ok {
		return Sent{}, refuse("sendPhoto", twoKeyboards)
	}
	m, err := c.api.SendPhoto(ctx, &bot.SendPhotoParams{
		ChatID: p.Chat, MessageThreadID: p.Topic, ReplyParameters: p.reply(),
		DisableNotification: p.Silent, ProtectContent: p.Protect, AllowPaidBroadcast: p.Paid,
		Photo: p.File.input(), Caption: p.HTML, ParseMode: models.ParseModeHTML, HasSpoiler: p.Spoiler, ReplyMarkup: markup,
	})
	if err := settle(ctx, err); err != nil {
		return Sent{}, err
	}
	return sent(m), nil
}

// SendDocument sends a file as it is.
func (c *Client) SendDocument(ctx context.Context, d Document) (Sent, error) {
	ctx, end := c.upload(ctx, "sendDocument")
	defer end()
	markup, ok := d.Keyboard.markup()
	if !ok {
		return Sent{}, refuse("sendDocument", twoKeyboards)
	}
	m, err := c.api.SendDocument(ctx, &bot.SendDocumentParams{
		ChatID: d.Chat, MessageThreadID: d.Topic, ReplyParameters: d.reply(),
		DisableNotification: d.Silent, ProtectContent: d.Protect, AllowPaidBroadcast: d.Paid,
		Document: d.File.input(), Caption: d.HTML, ParseMode: models.ParseModeHTML, ReplyMarkup: markup,
		DisableContentTypeDetection: true,
	})
	if err := settle(ctx, err); err != nil {
		return Sent{}, err
	}
	return sent(m), nil
}

// SendAlbum sends two to ten photos as one and returns them in order; another
// number is refused without asking.
func (c *Client) SendAlbum(ctx context.Context, a Album) ([]Sent, error) {
	if n := len(a.Pictures); n < MinAlbum || n > MaxAlbum {
		return nil, refuse("sendMediaGroup", "an album holds two to ten pictures")
	}
	ctx, end := c.upload(ctx, "sendMediaGroup")
	defer end()
	media := make([]models.InputMedia, len(a.Pictures))
	for i, p := range a.Pictures {
		media[i] = p.media(i)
	}
	messages, err := c.api.SendMediaGroup(ctx, &bot.SendMediaGroupParams{
		ChatID: a.Chat, MessageThreadID: a.Topic, ReplyParameters: a.reply(),
		DisableNotification: a.Silent, ProtectContent: a.Protect, AllowPaidBroadcast: a.Paid, Media: media,
	})
	if err := settle(ctx, err); err != nil {
		return nil, err
	}
	out := make([]Sent, len(messages))
	for i, m := range messages {
		out[i] = sent(m)
	}
	return out, nil
}

func (u Upload) input() models.InputFile {
	if u.FileID != "" {
		return &models.InputFileString{Data: u.FileID}
	}
	return &models.InputFileUpload{Filename: u.name(), Data: bytes.NewReader(u.Bytes)}
}

// name is never empty: Telegram takes a part without a file name for a text.
func (u Upload) name() string {
	if u.Name == "" {
		return "file"
	}
	return u.Name
}

func (p Picture) media(i int) models.InputMedia {
	m := &models.InputMediaPhoto{Media: p.File.FileID, Caption: p.HTML, ParseMode: models.ParseModeHTML, HasSpoiler: p.Spoiler}
	if m.Media == "" {
		m.Media = "attach://picture" + strconv.Itoa(i)
		m.MediaAttachment = bytes.NewReader(p.File.Bytes)
	}
	return m
}

// sent picks the file id: of a photo the largest size, which Telegram lists last.
func sent(m *models.Message) Sent {
	s := Sent{Message: m.ID}
	switch {
	case len(m.Photo) > 0:
		s.FileID = m.Photo[len(m.Photo)-1].FileID
	case m.Document != nil:
		s.FileID = m.Document.FileID
	}
	return s
}
