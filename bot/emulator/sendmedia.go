package emulator

import (
	"encoding/json"
	"strings"
)

// attachment is a file as a bot sends it: uploaded, or the id of one that
// Telegram has.
type attachment struct {
	kind   string
	upload *upload
	id     string
	photo  picture // of an uploaded photo
}

// attachment reads a file parameter.
func (c *call) attachment(kind string) (attachment, *refusal) {
	v := c.value(kind)
	if v.file != nil {
		return c.uploaded(kind, v.file)
	}
	return c.attach(kind, v.text)
}

// attach reads attach://part or a file_id.
func (c *call) attach(kind, text string) (attachment, *refusal) {
	part, ok := strings.CutPrefix(text, "attach://")
	switch {
	case ok:
		u := c.attached(part)
		if u == nil {
			return attachment{}, bad("can't find uploaded file \"%s\" in the request", part)
		}
		return c.uploaded(kind, u)
	case text == "":
		return attachment{}, bad("there is no %s in the request", kind)
	case strings.HasPrefix(text, "http://") || strings.HasPrefix(text, "https://"):
		return attachment{}, bad("failed to get HTTP URL content")
	}
	return attachment{kind: kind, id: text}, nil
}

func (c *call) uploaded(kind string, u *upload) (attachment, *refusal) {
	a := attachment{kind: kind, upload: u}
	switch {
	case len(u.data) == 0:
		return a, bad("file must be non-empty")
	case kind != "photo":
		return a, nil
	case len(u.data) > maxPhoto:
		return a, bad("file of size %d bytes is too big for a photo; the maximum size is %d bytes", len(u.data), maxPhoto)
	}
	var ok bool
	if a.photo, ok = c.server.develop(u.data); !ok {
		return a, bad("IMAGE_PROCESS_FAILED")
	}
	return a, nil
}

// keep turns an attachment into what a message carries.
func (s *Server) keep(a attachment) (*media, *refusal) {
	if a.upload == nil {
		return s.known(a)
	}
	if a.kind == "photo" {
		return s.addPhoto(a.photo), nil
	}
	mime := orElse(a.upload.mime, "application/octet-stream")
	f := s.addFile(&file{kind: a.kind, name: orElse(a.upload.name, "file"), mime: mime, data: a.upload.data})
	return &media{kind: a.kind, file: f}, nil
}

func (s *Server) known(a attachment) (*media, *refusal) {
	f := s.files.byID[a.id]
	switch {
	case f == nil || f.id != a.id:
		return nil, bad("wrong file identifier/HTTP URL specified")
	case f.kind != a.kind:
		return nil, bad("can't use file of type %s as %s", entityTitle(f.kind), entityTitle(a.kind))
	case a.kind == "photo":
		return photoMedia(f.sizes), nil
	}
	return &media{kind: a.kind, file: f}, nil
}

func (c *call) sendPhoto() *refusal { return c.sendFile("photo") }

func (c *call) sendDocument() *refusal { return c.sendFile("document") }

func (c *call) sendFile(kind string) *refusal {
	d, no := c.options()
	if no != nil {
		return no
	}
	if no := c.captionBody(&d.body); no != nil {
		return no
	}
	d.body.spoiler = c.flag("has_spoiler")
	a, no := c.attachment(kind)
	if no != nil {
		return no
	}
	if no := c.loose(); no != nil {
		return no
	}
	if no := c.keepInto(&d.body, a); no != nil {
		return no
	}
	return c.sendOne(d)
}

// keepInto keeps a file before its message is sent, as Telegram does.
func (c *call) keepInto(b *body, a attachment) *refusal {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	var no *refusal
	b.media, no = c.server.keep(a)
	return no
}

// mediaItem is one element of media, read.
type mediaItem struct {
	body body
	file attachment
}

// item checks one InputMedia.
func (c *call) item(in *inputMedia) (mediaItem, *refusal) {
	var it mediaItem
	if in.Type != "photo" && in.Type != "document" {
		return it, bad("can't parse InputMedia: type \"%s\" is unsupported", in.Type)
	}
	if in.Media == "" {
		return it, bad("can't parse InputMedia: media not found")
	}
	if no := in.strange(); no != nil {
		return it, no
	}
	f, no := words{in.Caption, in.ParseMode, in.CaptionEntities}.caption()
	if no != nil {
		return it, no
	}
	it.body = body{text: f.text, entities: f.entities, above: in.ShowCaptionAboveMedia, spoiler: in.HasSpoiler}
	it.file, no = c.attach(in.Type, in.Media)
	return it, no
}

// strange refuses the fields of the other kind.
func (in *inputMedia) strange() *refusal {
	photo := in.ShowCaptionAboveMedia || in.HasSpoiler
	document := in.Thumbnail != "" || in.DisableContentTypeDetection
	if in.Type == "photo" && document || in.Type == "document" && photo {
		return bad("can't parse InputMedia: a field is unknown for type \"%s\"", in.Type)
	}
	return nil
}

func (c *call) sendMediaGroup() *refusal {
	d, no := c.options()
	if no != nil {
		return no
	}
	items, no := c.items()
	if no != nil {
		return no
	}
	if no := c.loose(); no != nil {
		return no
	}
	return c.sendAlbum(d, items)
}

func (c *call) items() ([]mediaItem, *refusal) {
	var list []inputMedia
	if no := c.json("media", "media", &list); no != nil {
		return nil, no
	}
	if len(list) < 2 || len(list) > 10 {
		return nil, bad("there must be 2 to 10 media in an album")
	}
	items := make([]mediaItem, len(list))
	for i := range list {
		if list[i].Type != list[0].Type {
			return nil, bad("can't use the media of the specified type in the album")
		}
		var no *refusal
		if items[i], no = c.item(&list[i]); no != nil {
			return nil, no
		}
	}
	return items, nil
}

// sendAlbum posts all or none.
func (c *call) sendAlbum(d draft, items []mediaItem) *refusal {
	s := c.server
	s.mu.Lock()
	defer s.mu.Unlock()
	to, no := c.target("chat_id")
	if no != nil {
		return no
	}
	for i := range items {
		if items[i].body.media, no = s.keep(items[i].file); no != nil {
			return no
		}
	}
	if _, no := to.replied(d.reply); no != nil {
		return no
	}
	if no := s.admit(load{chat: to, n: len(items), paid: d.paid}); no != nil {
		return no
	}
	d.album = s.albumID()
	c.out.openList()
	for i := range items {
		d.body = items[i].body
		m, no := s.send(to, d)
		if no != nil {
			return no
		}
		c.out.appendMessage(m)
	}
	c.out.closeList()
	return nil
}

// oneMedia reads the media of an edit.
func (c *call) oneMedia() (mediaItem, *refusal) {
	var in inputMedia
	if no := c.json("media", "input media", &in); no != nil {
		return mediaItem{}, no
	}
	return c.item(&in)
}

// ids reads message_ids: 1 to 100 numbers, ascending where Telegram says so.
func (c *call) ids() ([]int, *refusal) {
	var ids []int
	if json.Unmarshal([]byte(c.str("message_ids")), &ids) != nil {
		return nil, bad("message identifier must be a Number")
	}
	switch {
	case len(ids) == 0:
		return nil, bad("message identifiers are not specified")
	case len(ids) > 100:
		return nil, bad("too many message identifiers specified")
	}
	for _, id := range ids {
		if id <= 0 {
			return nil, bad("invalid message identifier specified")
		}
	}
	return ids, nil
}
