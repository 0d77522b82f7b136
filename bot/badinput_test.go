package bot

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"slices"
	"strings"
	"testing"
	"time"

	"dodomu/bot/emulator"
	"dodomu/bot/flow"
	"dodomu/store"
	"dodomu/store/storetest"
)

// TestBadInput asks a mother for a name and a birth date and gets everything else
// first. Each time the bot says what it needs, with the same question, and what
// was given before stays.
func TestBadInput(t *testing.T) {
	s := set(t, Options{}).play()
	p := s.someone(700, "uk")
	s.say(p, "/report")
	s.press(p, "report.safety.perhaps")
	s.press(p, "report.path.brief")
	s.press(p, "report.relation.mother")
	s.press(p, "report.consents.all")
	for _, bad := range []struct {
		name string
		do   func()
		says string
	}{
		{"a sticker", func() { p.SendSticker("🙂") }, "flow.unheard.other"},
		{"a voice message", func() { p.SendVoice(3) }, "flow.unheard.other"},
		{"a photo without words", func() { p.SendPhoto(picture(1), "") }, "flow.unheard.photo"},
		{"a place", func() { p.SendLocation(50, 30) }, "flow.unheard.place"},
		{"another person's contact", func() { p.SendContact(emulator.Contact{Phone: "380501112233", FirstName: "X", UserID: 9}) }, "flow.unheard.contact"},
		{"4,096 emoji", func() { p.Say(strings.Repeat("😀", 4096)) }, "flow.refused.long"},
		{"nothing that can be seen", func() { p.Say("\u202e\u200b\u2060\u202e") }, "flow.refused.empty"},
		{"an unknown command", func() { p.Say("/whatever now") }, "report.name.ask"},
		{"a file of 25 MB", func() { p.SendHugeDocument("IMG_1.jpg", "image/jpeg", 25<<20) }, "flow.unheard.photo"},
	} {
		bad.do()
		s.quiet()
		if got := stepOf(t, s.person(p)); got != "name" {
			t.Fatalf("%s: the conversation waits at %q", bad.name, got)
		}
		s.sees(p, bad.says)
		s.sees(p, "report.name.ask")
	}
	hebrew := "\u202bשלום\u202c <b>Соломія</b> & \"Co\""
	s.say(p, hebrew)
	for _, bad := range [...]string{"колись", "32.13.2015", "12.03.2099", "120 років", strings.Repeat("😀", 2000)} {
		s.say(p, bad)
		if who := s.person(p); stepOf(t, who) != "birth" {
			t.Fatalf("%q was taken as a birth date: the conversation waits at %q", bad, stepOf(t, who))
		}
		s.sees(p, "report.birth.ask")
	}
	if err := p.Edit(lastOwn(p), "7 років"); err != nil {
		t.Fatal(err)
	}
	s.quiet()
	s.sees(p, "flow.edited")
	p.Forward("Хтось", "7 років")
	s.quiet()
	if who := s.person(p); stepOf(t, who) != "oblast" {
		t.Fatalf("a forwarded age was not taken: %q", stepOf(t, who))
	}
	for range 10 {
		if m, _, ok := s.button(p, "flow.submit"); ok && m == newest(p).ID {
			break
		}
		s.pressAnyOf(p, "flow.skip", "flow.unknown")
	}
	if review := newest(p).Text; !strings.Contains(review, "שלום <b>Соломія</b> & \"Co\"") {
		t.Errorf("the summary does not show the name as it was written:\n%s", review)
	}
}

// picture is a photo; another n is another one.
func picture(n uint8) []byte {
	img := image.NewRGBA(image.Rect(0, 0, 40, 30))
	for i := range 40 * 30 {
		img.Set(i%40, i/40, color.RGBA{R: uint8(i), G: n * 40, B: uint8(i / 40), A: 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// lastOwn is the id of the person's newest message.
func lastOwn(p *emulator.Person) (id int) {
	for _, m := range p.Messages() {
		if m.From == "me" {
			id = m.ID
		}
	}
	return id
}

// stepOf is the step at which a person's conversation waits; "" where none does.
func stepOf(t *testing.T, who store.Person) string {
	t.Helper()
	if who.State == nil {
		return ""
	}
	state, err := flow.Unmarshal(who.State)
	if err != nil {
		t.Fatal(err)
	}
	return state.Step()
}

// waitsForPhotos brings a person who has a case to the question for photos.
func waitsForPhotos(t *testing.T, s *stage) *emulator.Person {
	t.Helper()
	p := s.someone(700, "uk")
	s.house.Report(s.house.Person(700, "uk"), storetest.Sheet(1))
	return p
}

// An album is one answer, even where its parts come in two batches; what is over
// the limit is said, and so is a file that is too large.
func TestAlbums(t *testing.T) {
	s := set(t, Options{}).play()
	p := waitsForPhotos(t, s)
	var files [][]byte
	for i := range 6 {
		files = append(files, picture(uint8(i)))
	}
	p.SendAlbum(files, "")
	s.until("the album to be taken", func() bool { return s.tele.Pending() == 0 })
	before := s.botMessages(p)
	s.later(2 * albumTime)
	if got := s.botMessages(p) - before; got != 1 {
		t.Errorf("%d answers to one album, want 1:\n%s", got, chat(p))
	}
	s.sees(p, "flow.refused.photos")
	who := s.person(p)
	state, err := flow.Unmarshal(who.State)
	if err != nil {
		t.Fatal(err)
	}
	if got := len(state.Answers().Get("photos").Files); got != flow.MaxPhotos {
		t.Errorf("%d photos were kept, want %d", got, flow.MaxPhotos)
	}
	p.SendHugeDocument("IMG_1.jpg", "image/jpeg", 25<<20)
	s.later(2 * albumTime)
	s.sees(p, "flow.refused.large")
}

func (s *stage) botMessages(p *emulator.Person) (n int) {
	for _, m := range p.Messages() {
		if m.From == "bot" {
			n++
		}
	}
	return n
}

// The two batches of one album, one after the other.
func TestAlbumInTwoBatches(t *testing.T) {
	s := set(t, Options{})
	p := waitsForPhotos(t, s)
	p.SendAlbum([][]byte{picture(1), picture(2)}, "Ось вона")
	s.play()
	s.until("the first batch", func() bool { return s.tele.Pending() == 0 })
	before := s.botMessages(p)
	first := s.person(p)
	s.injectPart(p, "later-part")
	s.until("the second batch", func() bool { return s.tele.Pending() == 0 })
	if before != 0 {
		t.Errorf("the bot answered before the album was whole:\n%s", chat(p))
	}
	s.later(2 * albumTime)
	if got := s.botMessages(p); got != 1 {
		t.Errorf("%d answers to one album, want 1:\n%s", got, chat(p))
	}
	state, err := flow.Unmarshal(s.person(p).State)
	if err != nil || first.State == nil {
		t.Fatal(err)
	}
	if got := len(state.Answers().Get("photos").Files); got != 3 {
		t.Errorf("%d photos were kept, want all 3", got)
	}
}

// injectPart is a late part of the album that a person sent last.
func (s *stage) injectPart(p *emulator.Person, file string) {
	s.t.Helper()
	var album, id string
	for _, m := range p.Messages() {
		if m.Photo != nil {
			album, id = m.Album, m.Photo.ID
		}
	}
	who := `{"id":700,"is_bot":false,"first_name":"p","language_code":"uk"}`
	s.tele.Inject("message", `{"message_id":9001,"date":1772445600,"media_group_id":"`+album+`","from":`+who+
		`,"chat":{"id":700,"type":"private"},"photo":[{"file_id":"`+id+`","file_unique_id":"`+file+`","width":40,"height":30,"file_size":900}]}`)
}

// Presses that are old, doubled or forged are answered, and with the question that
// waits; nothing of staff can be reached.
func TestPressesThatDoNotFit(t *testing.T) {
	s := set(t, Options{}).play()
	ref := string(s.house.Report(s.house.Person(900, "uk"), storetest.Sheet(1)).Cases[0].Ref)
	p := s.someone(700, "uk")
	s.say(p, "/start")
	s.say(p, "/report")
	message, data, _ := s.button(p, "report.safety.no")
	for range 2 {
		if _, err := p.Press(message, data); err != nil {
			t.Fatal(err)
		}
	}
	s.quiet()
	if got := stepOf(t, s.person(p)); got != "relation" {
		t.Fatalf("after two presses at once the conversation waits at %q", got)
	}
	s.later(7 * 24 * time.Hour)
	stateful := []string{data, "c1.1.c.no", "c.", "x", strings.Repeat("ж", 32), "s.queue", "s.open." + ref, "s.take." + ref, "s.staff.add",
		"s.staff.add.evil.supervisor.Evil"}
	for _, data := range stateful {
		s.forge(p, message, data)
		s.sees(p, "report.relation.ask")
	}
	s.say(p, "/cancel")
	s.press(p, "flow.quit")
	for _, data := range append(stateful, "m.continue.staff", "m.continue.nobody", "m.continue", "m.", "m.language.xx", "f.case."+ref, "f.erase."+ref,
		"f.list.-7", "f..", "f", "m", "s", "s.photo."+ref+".1") {
		s.forge(p, 999_999, data)
		if text := newest(p).Text; text == "" || strings.Contains(text, "Ковальчук") || strings.Contains(text, ref) {
			t.Errorf("%s: the answer is %q", data, text)
		}
	}
	if got := s.house.Fails(func(tx *store.Tx) error {
		all, err := tx.StaffList(storetest.Operator())
		if len(all) != 0 {
			t.Errorf("%d of staff, want none", len(all))
		}
		return err
	}); got != nil {
		t.Error(got)
	}
}

// forge sends a press that no button of the chat offers, and waits for both
// answers: the passing one and the message.
func (s *stage) forge(p *emulator.Person, message int, data string) {
	s.t.Helper()
	before := s.botMessages(p)
	id := p.ForgePress(message, data)
	s.quiet()
	s.answered(p, id)
	if s.botMessages(p) == before {
		s.t.Errorf("nothing was said to the press %q", data)
	}
}

// A press that waited longer than Telegram lets it be answered is still used.
func TestLatePress(t *testing.T) {
	s := set(t, Options{}).play()
	p := s.someone(700, "uk")
	s.say(p, "/report")
	s.tele.Fault(emulator.Fault{Method: "answerCallbackQuery", Status: 400, Description: "Bad Request: query is too old and response timeout expired or query ID is invalid"})
	s.press(p, "report.safety.no")
	s.sees(p, "report.relation.ask")
	if log := s.log.String(); strings.Contains(log, "press not answered") {
		t.Error("a press that is too old counts as a failure")
	}
}

// Links with a payload that nobody gave out lead to the greeting or a kind word.
func TestForgedLinks(t *testing.T) {
	s := set(t, Options{}).play()
	p := s.someone(700, "uk")
	for payload, says := range map[string]string{"abc": "bot.welcome", "open_4F7K29QMB3X": "bot.welcome", "staff_": "bot.link_unknown",
		"staff_AAAA": "bot.link_unknown", "join_": "follow.join.unknown", "_": "bot.welcome", "join_0_0": "follow.join.unknown"} {
		p.Start(payload)
		s.quiet()
		s.sees(p, says)
	}
	s.say(p, "/start "+strings.Repeat("<ж>", 900))
	s.sees(p, "bot.welcome")
}

// In a group the bot says once where to write, and keeps silent about the rest.
func TestGroups(t *testing.T) {
	s := set(t, Options{StaffChat: storetest.GroupChat}).play()
	p, q := s.someone(700, "pl"), s.someone(701, "uk")
	for _, id := range []int64{storetest.GroupChat, -55} {
		g := s.tele.Group(id, "Group", p, q)
		in := p.In(g)
		for _, text := range []string{"/report@dodomu_bot", "my daughter was taken", "/open 4F7K29QMB3X", "/queue"} {
			in.Say(text)
			s.quiet()
		}
		if got := s.botMessages(in); got != 1 {
			t.Errorf("group %d: %d messages of the bot, want 1:\n%s", id, got, chat(in))
		}
		s.later(groupPause)
		in.Reply(newest(in).ID, "Чому?")
		s.quiet()
		if got := s.botMessages(in); got != 2 {
			t.Errorf("group %d: a reply to the bot was not answered:\n%s", id, chat(in))
		}
	}
	if newest(p.In(s.tele.Group(-55, ""))).Text == newest(q.In(s.tele.Group(storetest.GroupChat, ""))).Text {
		t.Error("a group of others reads Ukrainian, whatever its people speak")
	}
	if slices.ContainsFunc(p.Messages(), func(m emulator.Message) bool { return m.From == "bot" }) {
		t.Error("the bot wrote to a person who never wrote to it")
	}
}
