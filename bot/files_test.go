package bot

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"image/jpeg"
	"strings"
	"testing"
	"time"

	"dodomu/bot/emulator"
	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

// gps is what a phone writes into a photo beside the place.
const gps = "PLANTED-GPS-47.1056N-37.5490E"

// located is a JPEG with metadata that tell where it was taken.
func located(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 64, 48)), nil); err != nil {
		t.Fatal(err)
	}
	exif := append([]byte("Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x0e\x00\x02\x00\x00\x00\x1e\x00\x00\x00\x1a\x00\x00\x00\x00"), gps+"\x00"...)
	head := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(exif)+2))
	return append(append([]byte{0xff, 0xd8}, append(head, exif...)...), b.Bytes()[2:]...)
}

// file reads a person's newest file as the store has it.
func (s *stage) file(owner cases.PersonID) (original, working []byte, state int) {
	s.t.Helper()
	var id int64
	row := s.raw.QueryRow("SELECT id, state FROM files WHERE owner = $1 ORDER BY id DESC LIMIT 1", int64(owner))
	if err := row.Scan(&id, &state); err != nil {
		s.t.Fatal(err)
	}
	err := s.house.View(context.Background(), func(tx *store.Tx) (err error) {
		working, err = tx.WorkingCopy(cases.FileID(id))
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return original, working, state
}

// What staff are shown of a picture tells nothing of where it was taken, however it
// was sent; the document is fetched though the first try fails.
func TestPictureOfADocument(t *testing.T) {
	s := set(t, Options{}).play()
	house := storetest.Staffed(s.house.Store)
	p, worker := s.someone(700, "uk"), s.someone(501, "uk")
	s.say(worker, "/start")
	ref := house.Report(house.Person(700, "uk"), storetest.Sheet(1)).Cases[0].Ref
	house.Bring(ref, cases.UnderReview)
	s.later(time.Minute)
	s.tele.Fault(emulator.Fault{Method: "file", Times: 1, Status: 502})
	p.SendDocument("Соломія удома.jpg", "image/jpeg", located(t), "")
	s.until("the first try", func() bool { return strings.Contains(s.log.String(), "file not fetched") })
	s.later(2 * fetchPause)
	for _, key := range []string{"flow.proceed", "flow.skip", "flow.submit"} {
		if m, _, ok := s.button(p, key); ok && m == newest(p).ID {
			s.press(p, key)
		}
	}
	s.say(worker, "/photo "+ref.String()+" 1")
	shown := newest(worker)
	if shown.Photo == nil || !shown.Spoiler || !shown.Protected || shown.Text == "" {
		t.Fatalf("the worker sees %+v", shown)
	}
	var sent []byte
	for _, c := range s.tele.Calls() {
		if c.Method == "sendPhoto" {
			sent = append(sent, c.Params["photo"]...)
		}
	}
	if len(sent) == 0 || bytes.Contains(sent, []byte("Соломія")) {
		t.Errorf("the photo went out as %q", sent)
	}
	content, _, _ := s.tele.FileContent(shown.Photo.ID)
	_, working, _ := s.file(s.person(p).ID)
	for name, data := range map[string][]byte{"what the worker was sent": content, "the working copy": working} {
		if len(data) == 0 || bytes.Contains(data, []byte(gps)) || bytes.Contains(data, []byte("Exif")) {
			t.Errorf("%s: %d bytes, with metadata or none at all", name, len(data))
		}
	}
	if strings.Contains(s.log.String(), "Соломія") || strings.Contains(s.log.String(), gps) {
		t.Error("the log holds the name of a file")
	}
}

// What is kept of a photo finds the same one again.
func TestPhotoIsKeptToBeFound(t *testing.T) {
	s := set(t, Options{}).play()
	p := waitsForPhotos(t, s)
	chess := image.NewGray(image.Rect(0, 0, 90, 80))
	for i := range chess.Pix {
		if x, y := i%90, i/90; (x/10+y/10)%2 == 0 {
			chess.Pix[i] = 0xff
		}
	}
	var sent bytes.Buffer
	if err := jpeg.Encode(&sent, chess, nil); err != nil {
		t.Fatal(err)
	}
	p.SendPhoto(sent.Bytes(), "")
	s.quiet()
	var prints int
	if err := s.raw.QueryRow("SELECT COUNT(*) FROM files WHERE state = 1 AND print IS NOT NULL").Scan(&prints); err != nil || prints != 1 {
		t.Errorf("%d photos can be found again, %v", prints, err)
	}
}

// A file that is no picture is kept, and its owner told how to send a photo.
func TestDocumentThatIsNoPicture(t *testing.T) {
	s := set(t, Options{}).play()
	p := waitsForPhotos(t, s)
	p.SendDocument("x.pdf", "application/pdf", []byte("%PDF-1.7 not a picture"), "")
	s.quiet()
	s.sees(p, "bot.file_refused")
	if _, working, state := s.file(s.person(p).ID); working != nil || state != 1 {
		t.Errorf("state %d, a working copy of %d bytes", state, len(working))
	}
}

// A file that Telegram has lost, or that cannot be had in many tries, is asked for
// again.
func TestLostFiles(t *testing.T) {
	s := set(t, Options{}).play()
	p := waitsForPhotos(t, s)
	for _, c := range []struct {
		name  string
		tries int
		fault emulator.Fault
	}{
		{"too big", 1, emulator.Fault{Method: "getFile", Status: 400, Description: "Bad Request: file is too big"}},
		{"unavailable", 8, emulator.Fault{Method: "getFile", Status: 400, Description: "Bad Request: the file is temporarily unavailable"}},
	} {
		remove := s.tele.Fault(c.fault)
		before := s.saw(p, "bot.file_lost")
		p.SendPhoto(picture(3), "")
		for try := range c.tries {
			if try+1 < c.tries {
				s.until(c.name+": a try", func() bool { return s.tries() == try+1 })
				s.move(fetchPause << 9)
			}
		}
		s.quiet()
		if got := s.saw(p, "bot.file_lost"); got != before+1 {
			t.Errorf("%s: asked again %d times:\n%s", c.name, got-before, chat(p))
		}
		remove()
	}
}

// tries is how often fetching the newest file has failed.
func (s *stage) tries() (n int) {
	s.t.Helper()
	if err := s.raw.QueryRow("SELECT COALESCE((SELECT attempt FROM files ORDER BY id DESC LIMIT 1), 0)").Scan(&n); err != nil {
		s.t.Fatal(err)
	}
	return n
}

// Staff hear that a family cannot be reached any more, by the person's own act or by
// Telegram's answer; who comes back is written to again.
func TestBlocked(t *testing.T) {
	s := set(t, Options{}).play()
	house := storetest.Staffed(s.house.Store)
	p, worker := s.someone(700, "uk"), s.someone(501, "uk")
	s.say(worker, "/start")
	s.say(p, "/start")
	ref := house.Report(s.person(p).ID, storetest.Sheet(1)).Cases[0].Ref
	house.Bring(ref, cases.UnderReview)
	s.later(time.Minute)
	p.Block()
	s.quiet()
	s.later(time.Minute)
	if got := s.saw(worker, "notice.staff.unreachable"); got != 1 {
		t.Errorf("the worker was told %d times that the family blocked the bot:\n%s", got, chat(worker))
	}
	if s.person(p).Reachable {
		t.Error("who blocked the bot counts as reachable")
	}
	p.Unblock()
	s.quiet()
	if !s.person(p).Reachable {
		t.Error("who let the bot in again counts as out of reach")
	}
	s.tele.Fault(emulator.Fault{Method: "sendMessage", Chat: 700, Status: 403, Description: "Forbidden: user is deactivated", Times: 1})
	s.say(p, "/cases")
	s.later(time.Minute)
	if got := s.saw(worker, "notice.staff.unreachable"); got != 2 || s.person(p).Reachable {
		t.Errorf("after a 403 the worker was told %d times, reachable %v", got, s.person(p).Reachable)
	}
	s.say(p, "/cases")
	if !s.person(p).Reachable || newest(p).Text == "" {
		t.Error("who writes again counts as out of reach")
	}
}

// The staff group is followed when it becomes a supergroup, whichever comes first:
// Telegram's word, or the answer to a card.
func TestGroupMoves(t *testing.T) {
	s := set(t, Options{StaffChat: storetest.GroupChat}).play()
	house := storetest.Staffed(s.house.Store)
	worker := s.someone(501, "uk")
	g := s.tele.Group(storetest.GroupChat, "Координатори", worker)
	worker.In(g)
	for i := range 3 {
		house.Report(house.Person(int64(700+i), "uk"), storetest.Sheet(1))
		s.later(time.Minute)
		if i == 0 {
			g.Migrate()
			s.quiet()
		}
	}
	if got := s.saw(worker.In(g), "notice.staff.new"); got != 2 {
		t.Errorf("%d cards in the group after it moved, want 2:\n%s", got, chat(worker.In(g)))
	}
}
