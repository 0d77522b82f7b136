package bot

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/go-telegram/bot/models"

	"dodomu/bot/flow"
)

// arrival is one update in the bot's own words: who, where, and what they did.
// Everything that the turn does not use is left behind here.
type arrival struct {
	update   int64
	chat     int64
	private  bool
	language string    // Telegram's language_code of the sender
	written  time.Time // when a message was written, by Telegram; zero for anything else
	toBot    int64     // the bot whose message this replies to; 0: none
	message  int       // id of their message, or of ours that carries the pressed button
	act      act
	input    flow.Input
	command  string // without slash and bot name
	rest     string // what follows the command
	press    string // callback query id
	album    string // media group id
	file     *arrivedFile
	moved    int64 // the supergroup this group has become
	blocked  bool
	parts    []arrival // the further parts of an album
	raw      []byte    // as it came, to be set aside sealed
	broken   error     // it could not be decoded
}

// act is what kind of thing happened.
type act int

const (
	actNone    act = iota // nothing the bot answers: a service message, a channel post
	actSay                // a text, photo, file, place or contact
	actCommand            // a /command
	actPress              // a button under a message
	actEdit               // an edited message
	actBlock              // the person blocked or unblocked the bot
	actMove               // a group became a supergroup
)

// String names the act for the log.
func (a act) String() string {
	return [...]string{"none", "say", "command", "press", "edit", "block", "move"}[a]
}

// arrivedFile is what Telegram says of a file before it is fetched.
type arrivedFile struct {
	id       string // file_id, to fetch with
	unique   string
	name     string
	mime     string
	size     int64
	document bool
}

// maxFetch is the largest file the Bot API hands to a bot (20 MB).
const maxFetch = 20 << 20

// read turns an update of Telegram's into an arrival.
func read(u *models.Update) arrival {
	a := arrival{update: u.ID}
	switch {
	case u.Message != nil:
		a.readMessage(u.Message)
	case u.EditedMessage != nil:
		a.readMessage(u.EditedMessage)
		if a.act == actSay || a.act == actCommand {
			a.act = actEdit
		}
		a.written = time.Time{}
	case u.CallbackQuery != nil:
		a.readPress(u.CallbackQuery)
	case u.MyChatMember != nil:
		a.readMember(u.MyChatMember)
	}
	return a
}

func (a *arrival) where(c models.Chat, from *models.User) {
	a.chat = c.ID
	a.private = c.Type == models.ChatTypePrivate
	if from != nil {
		a.language = from.LanguageCode
	}
}

func (a *arrival) readMessage(m *models.Message) {
	a.where(m.Chat, m.From)
	a.message, a.written = m.ID, time.Unix(int64(m.Date), 0)
	a.album = m.MediaGroupID
	if r := m.ReplyToMessage; r != nil && r.From != nil && r.From.IsBot {
		a.toBot = r.From.ID
	}
	if m.MigrateToChatID != 0 {
		a.act, a.moved = actMove, m.MigrateToChatID
		return
	}
	if m.From == nil || m.From.IsBot {
		return
	}
	a.act = actSay
	a.input = flow.Input{Message: m.ID, Forwarded: m.ForwardOrigin != nil, Origin: origin(m.ForwardOrigin), Text: m.Text}
	if name, rest, ok := command(m); ok {
		a.act, a.command, a.rest = actCommand, name, rest
		return
	}
	a.readContent(m)
}

// origin is where a forwarded message comes from, where that is a channel or a group.
// A person who wrote it first is left out: nobody asked them.
func origin(o *models.MessageOrigin) (from flow.Origin) {
	switch {
	case o == nil:
		return from
	case o.MessageOriginChannel != nil:
		c := o.MessageOriginChannel
		from.From, from.At = c.Chat.Title, dayOf(c.Date)
		if c.Chat.Username != "" {
			from.Link = "https://t.me/" + c.Chat.Username + "/" + strconv.Itoa(c.MessageID)
		}
	case o.MessageOriginChat != nil:
		from.From, from.At = o.MessageOriginChat.SenderChat.Title, dayOf(o.MessageOriginChat.Date)
	}
	return from
}

// dayOf is the day of a moment as Telegram gives it, in UTC.
func dayOf(unix int) flow.Date {
	at := time.Unix(int64(unix), 0).UTC()
	return flow.Date{Year: at.Year(), Month: int(at.Month()), Day: at.Day()}
}

// readContent finds the form of the answer; what a bot cannot read is Other.
func (a *arrival) readContent(m *models.Message) {
	in := &a.input
	switch {
	case m.Text != "":
		in.Kind = flow.Text
	case len(m.Photo) > 0:
		in.Kind, in.Text = flow.Photo, m.Caption
		a.file = largest(m.Photo)
	case m.Document != nil:
		in.Kind, in.Text = flow.Document, m.Caption
		d := m.Document
		a.file = &arrivedFile{id: d.FileID, unique: d.FileUniqueID, name: d.FileName, mime: d.MimeType, size: d.FileSize, document: true}
	case m.Contact != nil:
		in.Kind, in.Phone = flow.Contact, m.Contact.PhoneNumber
		in.Foreign = m.Contact.UserID != m.From.ID
	case m.Location != nil:
		in.Kind, in.Lat, in.Lon = flow.Place, m.Location.Latitude, m.Location.Longitude
	case serviceMessage(m):
		a.act = actNone
	default:
		in.Kind, in.Text = flow.Other, m.Caption
	}
	if a.file != nil && a.file.size > maxFetch {
		a.file, in.TooLarge = nil, true
	}
}

// serviceMessage tells whether Telegram wrote it, not the person.
func serviceMessage(m *models.Message) bool {
	return m.PinnedMessage != nil || m.NewChatMembers != nil || m.LeftChatMember != nil ||
		m.GroupChatCreated || m.NewChatTitle != "" || m.MessageAutoDeleteTimerChanged != nil
}

func largest(sizes []models.PhotoSize) *arrivedFile {
	best := sizes[0]
	for _, s := range sizes[1:] {
		if s.Width*s.Height > best.Width*best.Height && s.FileSize <= maxFetch {
			best = s
		}
	}
	return &arrivedFile{id: best.FileID, unique: best.FileUniqueID, mime: "image/jpeg", size: int64(best.FileSize)}
}

func (a *arrival) readPress(q *models.CallbackQuery) {
	a.act, a.press = actPress, q.ID
	a.language = q.From.LanguageCode
	switch {
	case q.Message.Message != nil:
		a.where(q.Message.Message.Chat, &q.From)
		a.message = q.Message.Message.ID
	case q.Message.InaccessibleMessage != nil:
		a.where(q.Message.InaccessibleMessage.Chat, &q.From)
		a.message = q.Message.InaccessibleMessage.MessageID
	default:
		a.act = actNone
	}
	a.input = flow.Input{Kind: flow.Press, Data: q.Data, Message: a.message}
}

func (a *arrival) readMember(m *models.ChatMemberUpdated) {
	a.where(m.Chat, &m.From)
	if !a.private {
		return
	}
	a.act = actBlock
	a.blocked = m.NewChatMember.Type == models.ChatMemberTypeBanned || m.NewChatMember.Type == models.ChatMemberTypeLeft
}

// command reads a leading /command@bot by the message's entities, whose offsets
// count UTF-16 units.
func command(m *models.Message) (name, rest string, ok bool) {
	if len(m.Entities) == 0 || m.Entities[0].Type != models.MessageEntityTypeBotCommand || m.Entities[0].Offset != 0 {
		return "", "", false
	}
	units := utf16.Encode([]rune(m.Text))
	end := min(m.Entities[0].Length, len(units))
	word := string(utf16.Decode(units[:end]))
	name, _, _ = strings.Cut(strings.TrimPrefix(word, "/"), "@")
	rest = strings.TrimSpace(string(utf16.Decode(units[end:])))
	return strings.ToLower(name), rest, name != ""
}
