package emulator

import "time"

// message is one message as Telegram keeps it.
type message struct {
	id           int
	chat         *chat
	from         *account
	date, edited time.Time
	body         body
	replyTo      int
	album        string
	origin       string // name of the hidden user who wrote it first
	originUser   *account
	originDate   time.Time
	service      string // name of the member that says what happened, instead of a body
	serviceJSON  []byte
	protected    bool
	silent       bool
	deleted      bool
}

// body is what an edit can change.
type body struct {
	text     string
	entities []entity
	media    *media // text is its caption then
	markup   []byte // inline keyboard as JSON
	inline   [][]Button
	above    bool // caption above the media
	spoiler  bool
	preview  []byte // link_preview_options
}

// media is what a message carries besides words.
type media struct {
	kind     string // "photo", "document", "voice", "sticker", "contact", "location"
	file     *file
	sizes    []*file // of a photo, the largest last
	seconds  int     // of a voice message
	emoji    string  // of a sticker
	contact  Contact
	location Location
}

// message writes a whole message; a quoted one carries no further quote.
func (w *writer) message(name string, m *message, quote bool) {
	if name == "" {
		w.open()
	} else {
		w.object(name)
	}
	w.num("message_id", int64(m.id))
	w.user("from", m.from)
	w.chat("chat", m.chat)
	w.num("date", unix(m.date))
	if !m.edited.IsZero() {
		w.num("edit_date", unix(m.edited))
	}
	w.origin(m)
	if quote && m.replyTo != 0 {
		if q := m.chat.shown(m.replyTo); q != nil {
			w.message("reply_to_message", q, false)
		}
	}
	w.some("media_group_id", m.album)
	w.yes("has_protected_content", m.protected)
	w.body(&m.body)
	w.raw(m.service, m.serviceJSON)
	w.close()
}

func (w *writer) origin(m *message) {
	if m.originDate.IsZero() {
		return
	}
	w.object("forward_origin")
	if m.originUser != nil {
		w.str("type", "user")
		w.user("sender_user", m.originUser)
	} else {
		w.str("type", "hidden_user")
		w.str("sender_user_name", m.origin)
	}
	w.num("date", unix(m.originDate))
	w.close()
}

func (w *writer) body(b *body) {
	switch {
	case b.media == nil && b.text != "":
		w.str("text", b.text)
		w.entities("entities", b.entities)
		w.raw("link_preview_options", b.preview)
	case b.media != nil:
		w.media(b.media)
		w.some("caption", b.text)
		w.entities("caption_entities", b.entities)
		w.yes("show_caption_above_media", b.above)
		w.yes("has_media_spoiler", b.spoiler)
	}
	w.raw("reply_markup", b.markup)
}

func (w *writer) media(m *media) {
	switch m.kind {
	case "photo":
		w.list("photo")
		for _, f := range m.sizes {
			w.open()
			w.file(f)
			w.num("width", int64(f.width))
			w.num("height", int64(f.height))
			w.close()
		}
		w.closeList()
	case "contact":
		w.contact(m.contact)
	case "location":
		w.object("location")
		w.float("latitude", m.location.Lat)
		w.float("longitude", m.location.Lon)
		w.close()
	default:
		w.object(m.kind)
		w.file(m.file)
		w.mediaMembers(m)
		w.close()
	}
}

func (w *writer) mediaMembers(m *media) {
	switch m.kind {
	case "document":
		w.some("file_name", m.file.name)
		w.some("mime_type", m.file.mime)
	case "voice":
		w.num("duration", int64(m.seconds))
		w.some("mime_type", m.file.mime)
	case "sticker":
		w.str("type", "regular")
		w.num("width", int64(m.file.width))
		w.num("height", int64(m.file.height))
		w.bool("is_animated", false)
		w.bool("is_video", false)
		w.some("emoji", m.emoji)
	}
}

func (w *writer) contact(c Contact) {
	w.object("contact")
	w.str("phone_number", c.Phone)
	w.str("first_name", c.FirstName)
	w.some("last_name", c.LastName)
	if c.UserID != 0 {
		w.num("user_id", c.UserID)
	}
	w.close()
}

func (w *writer) file(f *file) {
	w.str("file_id", f.id)
	w.str("file_unique_id", f.unique)
	w.num("file_size", f.size)
}
