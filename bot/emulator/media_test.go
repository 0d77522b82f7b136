package emulator

import (
	"bytes"
	"fmt"
	"image"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
)

// fetch downloads a file as a bot does.
func (w *world) fetch(id string) []byte {
	w.t.Helper()
	f := read[struct {
		Path string `json:"file_path"`
		Size int    `json:"file_size"`
	}](w.t, w.good("getFile", `{"file_id":"`+id+`"}`).Result)
	rec := httptest.NewRecorder()
	w.Handler().ServeHTTP(rec, httptest.NewRequest("GET", "/file/bot"+testToken+"/"+f.Path, nil))
	if rec.Code != 200 || rec.Body.Len() != f.Size {
		w.t.Fatalf("%s: status %d, %d bytes of %d", f.Path, rec.Code, rec.Body.Len(), f.Size)
	}
	return rec.Body.Bytes()
}

func TestPhotoFromAPerson(t *testing.T) {
	w := quiet(t)
	original := append(testPhoto(t, 1600, 800), "GPS 50.45 30.52"...)
	w.ann.SendPhoto(original, "Моя донька")
	w.ann.SendPhoto(original, "")
	got := w.updates()
	m, again := got[0].Message, got[1].Message
	if m.Caption != "Моя донька" || len(m.Photo) != 4 || m.Photo[3].Width != 1280 {
		t.Fatalf("got %+v", m)
	}
	if again.Photo[3].Unique != m.Photo[3].Unique {
		t.Error("the same photo has another unique id")
	}
	content := w.fetch(m.Photo[3].FileID)
	if bytes.Contains(content, []byte("GPS")) {
		t.Error("metadata was kept")
	}
	config, _, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil || config.Width != 1280 || config.Height != 640 {
		t.Errorf("%+v %v", config, err)
	}
	w.clock.pass(61 * time.Minute)
	rec := httptest.NewRecorder()
	w.Handler().ServeHTTP(rec, httptest.NewRequest("GET", "/file/bot"+testToken+"/photos/file_4.jpg", nil))
	if rec.Code != 404 {
		t.Errorf("an old link answers %d", rec.Code)
	}
}

func TestAlbumFromAPerson(t *testing.T) {
	w := quiet(t)
	ids := w.ann.SendAlbum([][]byte{testPhoto(t, 20, 10), testPhoto(t, 10, 20)}, "разом")
	got := w.updates()
	if len(ids) != 2 || len(got) != 2 || got[0].Message.Album == "" || got[0].Message.Album != got[1].Message.Album {
		t.Fatalf("%v %+v", ids, got)
	}
	if got[0].Message.Caption != "разом" || got[1].Message.Caption != "" {
		t.Error("the caption is on the first photo only")
	}
}

func TestDocuments(t *testing.T) {
	w := quiet(t)
	w.ann.SendDocument("birth.PDF", "application/pdf", []byte("%PDF"), "")
	w.ann.SendHugeDocument("film.mp4", "video/mp4", 25<<20)
	got := w.updates()
	if d := got[0].Message.Document; d.Name != "birth.PDF" || string(w.fetch(d.FileID)) != "%PDF" {
		t.Errorf("%+v", d)
	}
	w.refused("getFile", `{"file_id":"`+got[1].Message.Document.FileID+`"}`, "file is too big")
}

func TestSendingFiles(t *testing.T) {
	w := quiet(t)
	photo := string(testPhoto(t, 40, 30))
	m := read[sent](t, w.form("sendPhoto", map[string]string{"chat_id": "77", "has_spoiler": "true", "caption": "<i>a</i>", "parse_mode": "HTML"}, formFile{"photo", "a.jpg", photo}).Result)
	seen := w.ann.Messages()
	if last := seen[len(seen)-1]; last.Photo == nil || !last.Spoiler || last.HTML != "<i>a</i>" || last.Photo.Width != 40 {
		t.Errorf("seen %+v", last)
	}
	w.good("sendPhoto", `{"chat_id":77,"photo":"`+m.Photo[0].FileID+`"}`)
	w.refused("sendDocument", `{"chat_id":77,"document":"`+m.Photo[0].FileID+`"}`, "can't use file of type Photo as Document")
	w.refused("sendPhoto", `{"chat_id":77,"photo":"`+m.Photo[0].Unique+`"}`, "wrong file identifier")
	cases := []struct{ content, words string }{
		{"", "file must be non-empty"},
		{"no picture", "IMAGE_PROCESS_FAILED"},
		{strings.Repeat("a", 10<<20+1), "is too big for a photo"},
	}
	for _, c := range cases {
		a := w.form("sendPhoto", map[string]string{"chat_id": "77"}, formFile{"photo", "a.jpg", c.content})
		if a.OK || !strings.Contains(a.Description, c.words) {
			t.Errorf("want %q, got %q", c.words, a.Description)
		}
	}
	if a := w.form("sendDocument", map[string]string{"chat_id": "77"}, formFile{"document", "a.bin", strings.Repeat("a", 52<<20)}); a.Status != 413 {
		t.Errorf("52 MB: %d", a.Status)
	}
}

func TestSendingAlbums(t *testing.T) {
	w := quiet(t)
	media := `[{"type":"photo","media":"attach://a","caption":"x"},{"type":"photo","media":"attach://b"}]`
	a := w.form("sendMediaGroup", map[string]string{"chat_id": "77", "media": media},
		formFile{"a", "a", string(testPhoto(t, 10, 10))}, formFile{"b", "b", string(testPhoto(t, 20, 10))})
	album := read[[]sent](t, a.Result)
	if len(album) != 2 || album[0].Album == "" || album[0].Album != album[1].Album || album[0].Caption != "x" {
		t.Fatalf("%+v", album)
	}
	doc := w.form("editMessageMedia", map[string]string{"chat_id": "77", "message_id": fmt.Sprint(album[0].ID), "media": `{"type":"document","media":"attach://d","caption":"нове"}`}, formFile{"d", "d.txt", "text"})
	if m := read[sent](t, doc.Result); m.Document.Name != "d.txt" || m.Caption != "нове" {
		t.Errorf("edited: %s", doc.Result)
	}
	w.good("editMessageCaption", fmt.Sprintf(`{"chat_id":77,"message_id":%d,"caption":"ще"}`, album[1].ID))
}

func TestCopyAndForward(t *testing.T) {
	w := quiet(t)
	secret := read[sent](t, w.good("sendMessage", `{"chat_id":77,"text":"s","protect_content":true}`).Result)
	w.refused("copyMessage", fmt.Sprintf(`{"chat_id":77,"from_chat_id":77,"message_id":%d}`, secret.ID), "protected content")
	id := w.ann.Say("слово")
	w.good("copyMessage", fmt.Sprintf(`{"chat_id":77,"from_chat_id":77,"message_id":%d}`, id))
	forwarded := read[sent](t, w.good("forwardMessage", fmt.Sprintf(`{"chat_id":77,"from_chat_id":77,"message_id":%d}`, id)).Result)
	if !strings.Contains(string(forwarded.Origin), `"sender_user":{"id":77`) {
		t.Errorf("origin %s", forwarded.Origin)
	}
	copies := w.good("copyMessages", fmt.Sprintf(`{"chat_id":77,"from_chat_id":77,"message_ids":[%d,9999]}`, id))
	if n := len(read[[]sent](t, copies.Result)); n != 1 {
		t.Errorf("%d copies", n)
	}
	texts := []string{}
	for _, m := range w.ann.Messages()[3:] {
		texts = append(texts, m.From+m.Text+m.Forward)
	}
	if want := []string{"botслово", "botсловоАнна Коваль", "botслово"}; !slices.Equal(texts, want) {
		t.Errorf("seen %v", texts)
	}
}

func TestWhatPeopleDo(t *testing.T) {
	w := quiet(t)
	w.good("sendMessage", `{"chat_id":77,"text":"a","reply_markup":{"one_time_keyboard":true,"keyboard":[["Так"],[{"text":"Мій номер","request_contact":true},{"text":"Місце","request_location":true}]]}}`)
	if k := w.ann.Keyboard(); k == nil || len(k.Rows) != 2 || !k.Rows[1][0].Contact {
		t.Fatalf("keyboard %+v", k)
	}
	if _, err := w.ann.Tap("Ні"); err == nil {
		t.Error("tapped a key that is not there")
	}
	if _, err := w.ann.Tap("Мій номер"); err != nil {
		t.Error(err)
	}
	if w.ann.Keyboard() != nil {
		t.Error("a keyboard for one tap is still there")
	}
	w.ann.SendVoice(5)
	w.ann.SendSticker("🌻")
	w.ann.SendLocation(50, 30)
	id := w.ann.Forward("Хтось", "чуже")
	if err := w.ann.Edit(id, "інше"); err != nil {
		t.Error(err)
	}
	if err := w.ann.Delete(id); err != nil {
		t.Error(err)
	}
	if w.ann.Edit(id, "x") == nil || w.ann.Delete(id) == nil {
		t.Error("a deleted message can be edited")
	}
	w.ann.Block()
	w.mu.Lock()
	var all strings.Builder
	for _, u := range w.queue.all() {
		all.Write(u.raw)
	}
	w.mu.Unlock()
	for _, want := range []string{
		`"contact":{"phone_number":"+380501000077","first_name":"Анна","last_name":"Коваль","user_id":77}`, `"duration":5`,
		`"emoji":"🌻"`, `"latitude":50,"longitude":30`, `"sender_user_name":"Хтось"`, `"edited_message":{`, `"text":"інше"`,
		`"my_chat_member":{"chat":{"id":77`, `"status":"kicked"`,
	} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("no update has %s", want)
		}
	}
}

func TestPressing(t *testing.T) {
	w := quiet(t)
	m := read[sent](t, w.good("sendMessage", inlineText(`{"text":"Так","callback_data":"y"}`)).Result)
	if _, err := w.ann.Press(m.ID, "n"); err == nil {
		t.Error("pressed a button that is not there")
	}
	press, err := w.ann.Press(m.ID, "y")
	if err != nil {
		t.Fatal(err)
	}
	got := string(w.updates()[0].Press)
	if !strings.Contains(got, `"data":"y"`) || !strings.Contains(got, `"reply_markup":{"inline_keyboard":[[{"text":"Так","callback_data":"y"}]]}`) {
		t.Errorf("press %s", got)
	}
	if w.ann.Answered(press) {
		t.Error("answered before the answer")
	}
	w.good("answerCallbackQuery", `{"callback_query_id":"`+press+`","text":"Дякуємо","show_alert":true}`)
	if toasts := w.ann.Toasts(); !w.ann.Answered(press) || len(toasts) != 1 || toasts[0].Text != "Дякуємо" || !toasts[0].Alert {
		t.Errorf("toasts %+v", toasts)
	}
}

func TestLockScreen(t *testing.T) {
	w := quiet(t)
	w.good("sendMessage", `{"chat_id":77,"text":"<tg-spoiler>Їжак</tg-spoiler> 1\n2\n3\n4","parse_mode":"HTML"}`)
	w.good("sendMessage", `{"chat_id":77,"text":"тихо","disable_notification":true}`)
	pushes := w.Pushes(w.ann)
	if len(pushes) != 1 || pushes[0].Text != "▒▒▒▒ 1\n2\n3" || pushes[0].Title != "test_bot" {
		t.Errorf("pushes %+v", pushes)
	}
}

func TestGroups(t *testing.T) {
	w := quiet(t)
	g := w.Group(-9, "Штаб", w.ann)
	there := w.ann.In(g)
	w.updates()
	there.Say("розмова")
	there.Say("/queue")
	card := read[sent](t, w.good("sendMessage", `{"chat_id":-9,"text":"картка","reply_markup":{"inline_keyboard":[[{"text":"Взяти","callback_data":"t"}]]}}`).Result)
	there.Reply(card.ID, "беру")
	if _, err := there.Press(card.ID, "t"); err != nil {
		t.Error(err)
	}
	if got := w.updates(); len(got) != 3 || got[0].Message.Text != "/queue" || got[1].Message.Reply.ID != card.ID {
		t.Errorf("privacy mode lets through %+v", got)
	}
	w.refused("sendMessage", `{"chat_id":-9,"text":"a","reply_markup":{"keyboard":[[{"text":"a","request_contact":true}]]}}`, "private chats only")
	w.refused("pinChatMessage", fmt.Sprintf(`{"chat_id":-9,"message_id":%d}`, card.ID), "not enough rights")
	id := g.Migrate()
	if a := w.refused("sendMessage", `{"chat_id":-9,"text":"a"}`, "group chat was upgraded to a supergroup chat"); a.Parameters.MigrateToChatID != id {
		t.Errorf("parameters %+v", a.Parameters)
	}
	if m := read[sent](t, w.good("sendMessage", fmt.Sprintf(`{"chat_id":%d,"text":"a"}`, id)).Result); m.Chat.Type != "supergroup" || m.ID > 5 {
		t.Errorf("%+v", m)
	}
	if last := there.Messages(); last[len(last)-1].Text != "a" {
		t.Error("the person did not move with the group")
	}
	g.SetBot("administrator")
	w.good("pinChatMessage", fmt.Sprintf(`{"chat_id":%d,"message_id":2}`, id))
	w.good("unpinChatMessage", fmt.Sprintf(`{"chat_id":%d}`, id))
	g.SetBot("kicked")
	w.refused("sendMessage", fmt.Sprintf(`{"chat_id":%d,"text":"a"}`, id), "Forbidden: bot was kicked from the supergroup chat")
}

func TestProfile(t *testing.T) {
	w := quiet(t)
	w.good("setMyCommands", `{"commands":[{"command":"report","description":"Report"}],"scope":{"type":"all_private_chats"}}`)
	w.good("setMyCommands", `{"commands":[{"command":"/report","description":"Звіт"}],"scope":{"type":"all_private_chats"},"language_code":"uk"}`)
	if got := w.Commands("uk"); len(got) != 1 || got[0] != (Command{"report", "Звіт"}) {
		t.Errorf("uk: %v", got)
	}
	if got := w.Commands("pl"); len(got) != 1 || got[0].Description != "Report" {
		t.Errorf("pl: %v", got)
	}
	if got := w.good("getMyCommands", `{"scope":{"type":"all_private_chats"},"language_code":"uk"}`); string(got.Result) != `[{"command":"report","description":"Звіт"}]` {
		t.Errorf("%s", got.Result)
	}
	w.good("deleteMyCommands", `{"scope":{"type":"all_private_chats"},"language_code":"uk"}`)
	if got := w.ann.Commands(); len(got) != 1 || got[0].Description != "Report" {
		t.Errorf("after deleting: %v", got)
	}
	w.good("setMyDescription", `{"description":"Опис","language_code":"uk"}`)
	w.good("setMyShortDescription", `{"short_description":"Стисло"}`)
	w.good("setMyName", `{"name":"Додому"}`)
	if name, description, short := w.About("uk"); name != "Додому" || description != "Опис" || short != "Стисло" {
		t.Error(name, description, short)
	}
	w.good("setChatMenuButton", `{"menu_button":{"type":"commands"}}`)
	if got := w.good("getMe", `{}`); !strings.Contains(string(got.Result), `"username":"test_bot"`) {
		t.Errorf("%s", got.Result)
	}
	w.good("getChat", `{"chat_id":77}`)
	if got := w.good("getChatMember", `{"chat_id":77,"user_id":77}`); !strings.Contains(string(got.Result), `"status":"member"`) {
		t.Errorf("%s", got.Result)
	}
	w.good("sendChatAction", `{"chat_id":77,"action":"typing"}`)
	if w.ann.Action() != "typing" {
		t.Error("the action is not seen")
	}
}
