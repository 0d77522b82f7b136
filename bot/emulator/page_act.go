package emulator

import (
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// pagePress is a press of the page that may still wait for its answer.
type pagePress struct {
	tab  string
	name string // "message data", as the page calls the button
	id   string
	by   *Person
	till time.Time // the page waits no longer: the bot cannot answer any more
}

// albumSize is the most that Telegram puts into one album; what is more makes
// another.
const albumSize = 10

// What the page's own voice messages and stickers are.
const (
	voiceSeconds = 7
	stickerSign  = "👍"
)

// deed is one act of a person on the page.
type deed struct {
	page   *page
	tab    *pageTab
	by     *Person
	fields url.Values
	files  []*multipart.FileHeader
}

// deeds is every verb that the page may send.
func deeds() map[string]func(*deed) error {
	return map[string]func(*deed) error{
		"say":      func(d *deed) error { return d.words(func(t string) { d.by.Say(t) }) },
		"reply":    func(d *deed) error { return d.words(func(t string) { d.by.Reply(d.message(), t) }) },
		"edit":     func(d *deed) error { return d.by.Edit(d.message(), d.fields.Get("text")) },
		"delete":   func(d *deed) error { return d.by.Delete(d.message()) },
		"press":    (*deed).press,
		"tap":      (*deed).tap,
		"start":    (*deed).start,
		"photos":   (*deed).photos,
		"document": (*deed).documents,
		"contact":  (*deed).contact,
		"location": (*deed).location,
		"voice":    func(d *deed) error { d.by.SendVoice(voiceSeconds); return nil },
		"sticker":  func(d *deed) error { d.by.SendSticker(stickerSign); return nil },
		"forward":  (*deed).forward,
		"block":    func(d *deed) error { d.by.Block(); return nil },
		"unblock":  func(d *deed) error { d.by.Unblock(); return nil },
	}
}

// act does what a person on the page wants: 204 when it is done, 404 for an
// unknown tab or verb, 409 when Telegram would not allow it, 413 over the limit.
func (p *page) act(w http.ResponseWriter, r *http.Request) {
	do := deeds()[r.PathValue("verb")]
	i := slices.IndexFunc(p.tabs, func(t pageTab) bool { return t.Key == r.PathValue("tab") })
	if do == nil || i < 0 {
		http.NotFound(w, r)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, p.options.Upload)
	if err := r.ParseMultipartForm(p.options.Upload); err != nil {
		p.unread(w, err)
		return
	}
	defer r.MultipartForm.RemoveAll()
	d := &deed{page: p, tab: &p.tabs[i], by: p.tabs[i].person, fields: r.PostForm, files: r.MultipartForm.File["file"]}
	p.options.Recorder.Look() // what the bot has done by now was there before this act
	if err := do(d); err != nil {
		http.Error(w, err.Error(), http.StatusConflict)
		return
	}
	p.options.Recorder.Look()
	w.WriteHeader(http.StatusNoContent)
}

func (p *page) unread(w http.ResponseWriter, err error) {
	var over *http.MaxBytesError
	if errors.As(err, &over) {
		http.Error(w, fmt.Sprintf("choose less than %d MB at once", p.options.Upload>>20), http.StatusRequestEntityTooLarge)
		return
	}
	http.Error(w, "the request cannot be read", http.StatusBadRequest)
}

func (d *deed) message() int {
	id, _ := strconv.Atoi(d.fields.Get("message"))
	return id
}

// start follows a link to the bot: the one of the start button, or one that
// stands in the chat. It leads into the person's own chat with the bot, wherever
// they found it.
func (d *deed) start() error {
	payload := d.tab.start
	if d.fields.Has("payload") {
		payload = d.fields.Get("payload")
	}
	alone := *d.by
	alone.chat = alone.home
	alone.Start(payload)
	return nil
}

// words sends a text, unless there is none.
func (d *deed) words(send func(string)) error {
	text := strings.TrimSpace(d.fields.Get("text"))
	if text == "" {
		return errors.New("write something first")
	}
	send(text)
	return nil
}

func (d *deed) press() error {
	data := d.fields.Get("data")
	id, err := d.by.Press(d.message(), data)
	if err != nil {
		return err
	}
	p := d.page
	p.mu.Lock()
	p.presses = append(p.presses, pagePress{
		tab: d.tab.Key, name: d.fields.Get("message") + " " + data, id: id, by: d.by,
		till: p.server.now().Add(p.server.options.PressLife),
	})
	p.mu.Unlock()
	p.server.mu.Lock()
	p.server.change()
	p.server.mu.Unlock()
	return nil
}

// waiting names the presses of a tab that the bot has not answered.
func (p *page) waiting(t *pageTab) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.server.now()
	p.presses = slices.DeleteFunc(p.presses, func(press pagePress) bool {
		return press.by.Answered(press.id) || now.After(press.till)
	})
	names := []string{}
	for _, press := range p.presses {
		if press.tab == t.Key {
			names = append(names, press.name)
		}
	}
	return names
}

func (d *deed) tap() error {
	_, err := d.by.Tap(d.fields.Get("text"))
	return err
}

func (d *deed) photos() error {
	var pictures [][]byte
	for _, header := range d.files {
		content, err := contentOf(header)
		if err != nil {
			return err
		}
		pictures = append(pictures, content)
	}
	if len(pictures) == 0 {
		return errors.New("choose a photo first")
	}
	caption := d.fields.Get("text")
	for album := range slices.Chunk(pictures, albumSize) {
		if len(album) == 1 {
			d.by.SendPhoto(album[0], caption)
		} else {
			d.by.SendAlbum(album, caption)
		}
		caption = ""
	}
	return nil
}

func (d *deed) documents() error {
	if len(d.files) == 0 {
		return errors.New("choose a file first")
	}
	caption := d.fields.Get("text")
	for _, header := range d.files {
		content, err := contentOf(header)
		if err != nil {
			return err
		}
		d.by.SendDocument(header.Filename, header.Header.Get("Content-Type"), content, caption)
		caption = ""
	}
	return nil
}

func contentOf(header *multipart.FileHeader) ([]byte, error) {
	file, err := header.Open()
	if err != nil {
		return nil, fmt.Errorf("read the file: %w", err)
	}
	defer file.Close()
	return io.ReadAll(file)
}

// contact shares a contact: the person's own if name and phone are theirs, else
// one that is not known as a user.
func (d *deed) contact() error {
	name, phone := strings.TrimSpace(d.fields.Get("name")), strings.TrimSpace(d.fields.Get("phone"))
	if name == "" || phone == "" {
		return errors.New("write a name and a phone number")
	}
	who := d.by.Profile()
	first, last, _ := strings.Cut(name, " ")
	c := Contact{Phone: phone, FirstName: first, LastName: last}
	if name == strings.TrimSpace(who.FirstName+" "+who.LastName) && phone == who.Phone {
		c.UserID = who.ID
	}
	d.by.SendContact(c)
	return nil
}

func (d *deed) location() error {
	lat, err := strconv.ParseFloat(d.fields.Get("lat"), 64)
	lon, also := strconv.ParseFloat(d.fields.Get("lon"), 64)
	if err != nil || also != nil || lat < -90 || lat > 90 || lon < -180 || lon > 180 {
		return errors.New("write degrees: latitude from -90 to 90, longitude from -180 to 180")
	}
	d.by.SendLocation(lat, lon)
	return nil
}

func (d *deed) forward() error {
	return d.words(func(text string) { d.by.Forward(d.fields.Get("from"), text) })
}
