package emulator

import (
	"fmt"
	"strings"
)

// by lets the person do it.
func (a Act) by(p *Person) (Done, error) {
	do := strings.ToLower(a.Do)
	if id, ok := a.speaks(p, do); ok {
		return Done{Message: id}, nil
	}
	switch do {
	case "sendalbum":
		if len(a.Files) < 2 {
			return Done{}, fmt.Errorf("sendalbum: needs two Files at least")
		}
		return Done{Messages: p.SendAlbum(a.Files, a.Text)}, nil
	case "press":
		press, err := p.Press(a.Message, a.Data)
		return Done{Press: press}, err
	case "forgepress":
		return Done{Press: p.ForgePress(a.Message, a.Data)}, nil
	case "tap":
		id, err := p.Tap(a.Text)
		return Done{Message: id}, err
	case "edit":
		return Done{}, p.Edit(a.Message, a.Text)
	case "delete":
		return Done{}, p.Delete(a.Message)
	case "block":
		p.Block()
	case "unblock":
		p.Unblock()
	case "deactivate":
		p.Deactivate()
	default:
		return Done{}, fmt.Errorf("nobody can do %q", a.Do)
	}
	return Done{}, nil
}

// speaks does what makes one message and cannot fail.
func (a Act) speaks(p *Person, do string) (id int, ok bool) {
	switch do {
	case "say":
		return p.Say(a.Text), true
	case "reply":
		return p.Reply(a.Message, a.Text), true
	case "start":
		return p.Start(a.Text), true
	case "sendphoto":
		return p.SendPhoto(a.file(), a.Text), true
	case "senddocument":
		return p.SendDocument(a.Name, a.MIME, a.file(), a.Text), true
	case "sendhugedocument":
		return p.SendHugeDocument(a.Name, a.MIME, a.Size), true
	case "sendvoice":
		return p.SendVoice(int(a.Size)), true
	case "sendsticker":
		return p.SendSticker(a.Text), true
	case "sendcontact":
		return p.SendContact(a.Contact), true
	case "sendlocation":
		return p.SendLocation(a.Place.Lat, a.Place.Lon), true
	case "forward":
		return p.Forward(a.From, a.Text), true
	}
	return 0, false
}

func (a Act) file() []byte {
	if len(a.Files) == 0 {
		return nil
	}
	return a.Files[0]
}
