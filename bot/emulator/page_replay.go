package emulator

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strconv"
	"strings"
)

// Do lets a person do what a line of theirs says: the replay of a transcript.
// Lines of the bot are no acts; an error for them, and where the chat does not
// offer what the line does. Photos and files that were sent are not in a
// transcript: plain ones stand for them.
func (l Line) Do(p *Person) error {
	do := map[string]func(*Person) error{
		Says:     func(p *Person) error { p.Say(l.Text); return nil },
		Forwards: func(p *Person) error { p.Forward(l.What, l.Text); return nil },
		Blocks:   func(p *Person) error { p.Block(); return nil },
		Unblocks: func(p *Person) error { p.Unblock(); return nil },
		Replies:  func(p *Person) error { return l.on(p, func(m Message) error { p.Reply(m.ID, l.Text); return nil }) },
		Edits:    func(p *Person) error { return l.on(p, func(m Message) error { return p.Edit(m.ID, l.Text) }) },
		Deletes:  func(p *Person) error { return l.on(p, func(m Message) error { return p.Delete(m.ID) }) },
		Presses:  l.press,
		Sends:    l.send,
	}[l.Act]
	if do == nil || l.Who == "bot" {
		return fmt.Errorf("replay: %s %s is nothing a person does", l.Who, l.Act)
	}
	if err := do(p); err != nil {
		return fmt.Errorf("replay %q: %w", l.Who+" "+l.Act, err)
	}
	return nil
}

// on finds the message that the line counts back to.
func (l Line) on(p *Person, do func(Message) error) error {
	all := p.Messages()
	if l.On >= 0 || len(all)+l.On < 0 {
		return fmt.Errorf("there is no message %d of %d", l.On, len(all))
	}
	return do(all[len(all)+l.On])
}

func (l Line) press(p *Person) error {
	if l.On != 0 {
		return l.on(p, func(m Message) error { return l.pressOn(p, m) })
	}
	all := p.Messages()
	for i := len(all) - 1; i >= 0; i-- {
		if _, ok := dataOf(all[i].Inline, l.What); ok {
			return l.pressOn(p, all[i])
		}
	}
	return fmt.Errorf("no button %q is shown", l.What)
}

func (l Line) pressOn(p *Person, m Message) error {
	data, ok := dataOf(m.Inline, l.What)
	if !ok {
		return fmt.Errorf("message %d has no button %q", m.ID, l.What)
	}
	_, err := p.Press(m.ID, data)
	return err
}

func dataOf(rows [][]Button, text string) (data string, ok bool) {
	for _, row := range rows {
		for _, b := range row {
			if b.Text == text && b.Data != "" {
				return b.Data, true
			}
		}
	}
	return "", false
}

func (l Line) send(p *Person) error {
	what, rest, _ := strings.Cut(l.What, " ")
	switch what {
	case "photo":
		p.SendPhoto(plainPicture(0), l.Text)
	case "album":
		n, err := strconv.Atoi(strings.TrimPrefix(rest, "of "))
		if err != nil || n < 2 || n > albumSize {
			return fmt.Errorf("say how many photos, as in: album of 3")
		}
		var files [][]byte
		for i := range n {
			files = append(files, plainPicture(i))
		}
		p.SendAlbum(files, l.Text)
	case "document":
		p.SendDocument(rest, "application/octet-stream", []byte("a file"), l.Text)
	case "voice":
		seconds, _ := strconv.Atoi(rest)
		p.SendVoice(seconds)
	case "sticker":
		p.SendSticker(rest)
	case "contact":
		sendContact(p, rest)
	case "place":
		return sendPlace(p, rest)
	default:
		return fmt.Errorf("nobody can send %q", l.What)
	}
	return nil
}

// sendContact shares "PHONE NAME": the person's own if both are theirs.
func sendContact(p *Person, text string) {
	phone, name, _ := strings.Cut(text, " ")
	first, last, _ := strings.Cut(name, " ")
	c := Contact{Phone: phone, FirstName: first, LastName: last}
	if who := p.Profile(); name == strings.TrimSpace(who.FirstName+" "+who.LastName) {
		c.UserID = who.ID
	}
	p.SendContact(c)
}

func sendPlace(p *Person, text string) error {
	lat, lon, _ := strings.Cut(text, " ")
	north, err := strconv.ParseFloat(lat, 64)
	east, also := strconv.ParseFloat(lon, 64)
	if err != nil || also != nil {
		return fmt.Errorf("write a place as: place 50.45 30.52")
	}
	p.SendLocation(north, east)
	return nil
}

// plainPicture is a picture of one colour; another i is another colour.
func plainPicture(i int) []byte {
	picture := image.NewPaletted(image.Rect(0, 0, 320, 240), color.Palette{color.RGBA{90, 140, uint8(60 + 40*(i%4)), 255}})
	var b bytes.Buffer
	// Encoding into memory does not fail.
	_ = png.Encode(&b, picture)
	return b.Bytes()
}
