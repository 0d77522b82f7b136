package emulator

// SendPhoto sends a picture as a photo: it is re-encoded without metadata, at
// most 1280 pixels wide or high. Bytes that are no picture are passed on as
// they are.
func (p *Person) SendPhoto(file []byte, caption string) int {
	return p.sendPhotos([][]byte{file}, caption)[0]
}

// SendAlbum sends pictures as one album: separate messages with one
// media_group_id, the caption on the first. It returns the message ids.
func (p *Person) SendAlbum(files [][]byte, caption string) []int {
	return p.sendPhotos(files, caption)
}

func (p *Person) sendPhotos(files [][]byte, caption string) []int {
	s := p.server
	pictures := make([]picture, len(files))
	for i, data := range files {
		var ok bool
		if pictures[i], ok = s.develop(data); !ok {
			pictures[i] = undeveloped(data)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	album := ""
	if len(files) > 1 {
		album = s.albumID()
	}
	ids := make([]int, len(files))
	for i := range pictures {
		b := typed(caption)
		b.media = s.addPhoto(pictures[i])
		ids[i] = p.post(&message{body: b, album: album}).id
		caption = ""
	}
	return ids
}

// SendDocument sends a file as it is.
func (p *Person) SendDocument(name, mime string, content []byte, caption string) int {
	return p.sendFile(&file{kind: "document", name: name, mime: mime, data: content}, media{}, caption)
}

// SendHugeDocument sends a file of so many bytes without having them. Over
// 20 MB the bot cannot fetch it.
func (p *Person) SendHugeDocument(name, mime string, size int64) int {
	return p.sendFile(&file{kind: "document", name: name, mime: mime, size: size}, media{}, "")
}

// SendVoice sends a voice message of so many seconds.
func (p *Person) SendVoice(seconds int) int {
	f := &file{kind: "voice", mime: "audio/ogg", data: []byte("OggS\x00\x02 a voice that says nothing")}
	return p.sendFile(f, media{seconds: seconds}, "")
}

// SendSticker sends a sticker that stands for an emoji.
func (p *Person) SendSticker(emoji string) int {
	f := &file{kind: "sticker", mime: "image/webp", data: []byte("RIFF sticker " + emoji), width: 512, height: 512}
	return p.sendFile(f, media{emoji: emoji}, "")
}

func (p *Person) sendFile(f *file, m media, caption string) int {
	s := p.server
	s.mu.Lock()
	defer s.mu.Unlock()
	m.kind, m.file = f.kind, s.addFile(f)
	b := typed(caption)
	b.media = &m
	return p.post(&message{body: b}).id
}

// SendContact shares a contact, the person's own or another's: UserID tells.
func (p *Person) SendContact(c Contact) int {
	return p.speak(message{body: body{media: &media{kind: "contact", contact: c}}})
}

// SendLocation shares a place.
func (p *Person) SendLocation(lat, lon float64) int {
	return p.speak(message{body: body{media: &media{kind: "location", location: Location{lat, lon}}}})
}
