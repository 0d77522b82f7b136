package telegram_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"dodomu/bot/emulator"
	"dodomu/bot/telegram"

	"github.com/google/go-cmp/cmp"
)

const token = "123456:abcdefABCDEF_-0123456789abcdef"

// small is an emulated Telegram, a client of it and a person who has begun.
func small(t *testing.T, o emulator.Options) (*emulator.Server, *telegram.Client, *emulator.Person) {
	t.Helper()
	o.Token = token
	s := emulator.New(o)
	web := httptest.NewServer(s.Handler())
	t.Cleanup(func() { web.Close(); s.Close() })
	c, err := telegram.New(token, telegram.Options{BaseURL: web.URL})
	if err != nil {
		t.Fatal(err)
	}
	p := s.Person(emulator.Profile{ID: 700, FirstName: "Олена", Language: "uk"})
	p.Start("")
	return s, c, p
}

// receive polls until the handle has been given n updates that it took.
func receive(t *testing.T, c *telegram.Client, n int, handle telegram.Handle) []telegram.Update {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
	defer stop()
	var all []telegram.Update
	err := c.Poll(ctx, telegram.PollOptions{Allowed: []string{"message", "callback_query", "my_chat_member"}}, func(ctx context.Context, u []telegram.Update) error {
		if err := handle(ctx, u); err != nil {
			return err
		}
		if all = append(all, u...); len(all) >= n {
			stop()
		}
		return nil
	})
	if err != nil || len(all) != n {
		t.Fatalf("received %d of %d updates, %v", len(all), n, err)
	}
	return all
}

func take(context.Context, []telegram.Update) error { return nil }

func picture(t *testing.T) []byte {
	t.Helper()
	p := image.NewRGBA(image.Rect(0, 0, 60, 40))
	for i := range p.Pix {
		p.Pix[i] = byte(i)
	}
	p.SetRGBA(3, 3, color.RGBA{255, 0, 0, 255})
	var b bytes.Buffer
	if err := jpeg.Encode(&b, p, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestATextIsSeenEditedAndDeleted(t *testing.T) {
	_, c, p := small(t, emulator.Options{Limits: emulator.Limits{Off: true}})
	ctx := t.Context()
	to := telegram.To{Chat: p.Chat(), Silent: true, Protect: true}
	rows := [][]telegram.Button{{{Label: "Так", Data: "t:1", Style: "success"}}}
	id, err := c.SendText(ctx, telegram.Text{To: to, HTML: telegram.EscapeHTML(`<Ї> & "їжак"`), Keyboard: telegram.Keyboard{Inline: rows}})
	if err != nil {
		t.Fatal(err)
	}
	seen := p.Messages()[1]
	if seen.ID != id || seen.Text != `<Ї> & "їжак"` || !seen.Silent || !seen.Protected || seen.Inline[0][0].Data != "t:1" {
		t.Errorf("seen: %+v", seen)
	}
	for range 2 { // the second one changes nothing and is no error
		if err := c.EditText(ctx, telegram.Edit{Chat: p.Chat(), Message: id, HTML: "<b>інше</b>", Inline: rows}); err != nil {
			t.Errorf("edit: %v", err)
		}
		if err := c.EditKeyboard(ctx, p.Chat(), id, nil); err != nil {
			t.Errorf("buttons away: %v", err)
		}
	}
	if seen := p.Messages()[1]; seen.Text != "інше" || seen.Inline != nil {
		t.Errorf("after the edit: %+v", seen)
	}
	for range 2 {
		if err := c.Delete(ctx, p.Chat(), []int{id}); err != nil {
			t.Errorf("delete: %v", err)
		}
	}
	if err := c.EditText(ctx, telegram.Edit{Chat: p.Chat(), Message: id, HTML: "x"}); telegram.OutcomeOf(err) != telegram.Stale {
		t.Errorf("an edit of what is gone: %v", err)
	}
}

func TestKeysAreShownAndTakenAway(t *testing.T) {
	_, c, p := small(t, emulator.Options{})
	keys := telegram.Keyboard{Keys: [][]telegram.Key{{{Label: "Мій номер", Contact: true}, {Label: "Де я", Place: true}}}, OneTime: true, Hint: "напишіть"}
	for _, k := range []telegram.Keyboard{keys, {Remove: true}} {
		if _, err := c.SendText(t.Context(), telegram.Text{To: telegram.To{Chat: p.Chat()}, HTML: "x", Keyboard: k}); err != nil {
			t.Fatal(err)
		}
		if shown := p.Keyboard(); (shown != nil) != (k.Keys != nil) {
			t.Errorf("shown: %+v", shown)
		}
	}
}

func TestPressesAreAnsweredWhileTheyLive(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	s, c, p := small(t, emulator.Options{Now: func() time.Time { return now }})
	id, err := c.SendText(t.Context(), telegram.Text{To: telegram.To{Chat: p.Chat()}, HTML: "x", Keyboard: telegram.Keyboard{Inline: [][]telegram.Button{{{Label: "Так", Data: "y"}}}}})
	if err != nil {
		t.Fatal(err)
	}
	press, err := p.Press(id, "y")
	if err != nil {
		t.Fatal(err)
	}
	got := receive(t, c, 2, take)[1].Parsed.CallbackQuery
	if got == nil || got.ID != press || got.Data != "y" {
		t.Fatalf("received %+v", got)
	}
	if err := c.AnswerPress(t.Context(), telegram.Answer{Press: press, Text: "Добре", Alert: true}); err != nil {
		t.Error(err)
	}
	if toasts := p.Toasts(); len(toasts) != 1 || toasts[0].Text != "Добре" {
		t.Errorf("toasts %+v", toasts)
	}
	if err := c.AnswerPress(t.Context(), telegram.Answer{Press: "77"}); err != nil {
		t.Errorf("a press that is not there: %v", err)
	}
	if n := s.Pending(); n != 0 {
		t.Errorf("%d updates left", n)
	}
}

func TestFilesGoBothWays(t *testing.T) {
	_, c, p := small(t, emulator.Options{Limits: emulator.Limits{Off: true}})
	ctx, to := t.Context(), telegram.To{Chat: p.Chat()}
	jpg := picture(t)
	p.SendDocument("фото.jpg", "image/jpeg", jpg, "")
	p.SendHugeDocument("відео.mp4", "video/mp4", 25<<20)
	got := receive(t, c, 3, take)
	b, err := c.Fetch(ctx, got[1].Parsed.Message.Document.FileID, telegram.MaxFetch)
	if err != nil || !bytes.Equal(b, jpg) {
		t.Errorf("fetched %d of %d bytes, %v", len(b), len(jpg), err)
	}
	if _, err := c.Fetch(ctx, got[2].Parsed.Message.Document.FileID, telegram.MaxFetch); !errors.Is(err, telegram.ErrTooBig) {
		t.Errorf("25 MB: %v", err)
	}
	one, err := c.SendPhoto(ctx, telegram.Photo{To: to, File: telegram.Upload{Name: "a.jpg", Bytes: jpg}, HTML: "<i>підпис</i>", Spoiler: true})
	if err != nil || one.FileID == "" {
		t.Fatalf("photo: %+v, %v", one, err)
	}
	album, err := c.SendAlbum(ctx, telegram.Album{To: to, Pictures: []telegram.Picture{{File: telegram.Upload{FileID: one.FileID}}, {File: telegram.Upload{Bytes: jpg}, HTML: "x"}}})
	if err != nil || len(album) != 2 {
		t.Fatalf("album: %+v, %v", album, err)
	}
	doc, err := c.SendDocument(ctx, telegram.Document{To: to, File: telegram.Upload{Name: "справа.pdf", Bytes: []byte("%PDF-1.7")}})
	if err != nil || doc.FileID == "" {
		t.Fatalf("document: %+v, %v", doc, err)
	}
	seen := p.Messages()
	if last := seen[len(seen)-1]; last.Document == nil || last.Document.Name != "справа.pdf" {
		t.Errorf("seen last: %+v", last)
	}
}

func TestTheBotTellsAboutItself(t *testing.T) {
	s, c, p := small(t, emulator.Options{BotName: "dodomu_bot"})
	ctx := t.Context()
	for name, err := range map[string]error{
		"name":        c.SetName(ctx, "uk", "Додому"),
		"description": c.SetDescription(ctx, "uk", "опис"),
		"short":       c.SetShortDescription(ctx, "uk", "коротко"),
		"commands":    c.SetCommands(ctx, telegram.Commands{Language: "uk", List: []telegram.Command{{Name: "start", About: "Почати"}}}),
		"of a chat":   c.SetCommands(ctx, telegram.Commands{Chat: p.Chat(), List: []telegram.Command{{Name: "queue", About: "Черга"}}}),
		"menu":        c.SetMenuButton(ctx, 0),
		"menu, chat":  c.SetMenuButton(ctx, p.Chat()),
		"typing":      c.ChatAction(ctx, p.Chat(), telegram.Typing),
	} {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	name, about, short := s.About("uk")
	if diff := cmp.Diff([]string{"Додому", "опис", "коротко"}, []string{name, about, short}); diff != "" {
		t.Error(diff)
	}
	if me, err := c.Me(ctx); err != nil || me.ID != 123456 || me.Username != "dodomu_bot" {
		t.Errorf("Me: %+v, %v", me, err)
	}
}

func TestOutcomesOfTheEmulator(t *testing.T) {
	s, c, p := small(t, emulator.Options{})
	say := func() error {
		_, err := c.SendText(t.Context(), telegram.Text{To: telegram.To{Chat: p.Chat()}, HTML: "x"})
		return err
	}
	check := func(name string, err error, want telegram.Outcome, ambiguous bool) {
		t.Helper()
		var e *telegram.Error
		if !errors.As(err, &e) || e.Outcome != want || e.Ambiguous != ambiguous {
			t.Errorf("%s: %v, want %v, ambiguous %v", name, err, want, ambiguous)
		}
	}
	_, err := c.SendText(t.Context(), telegram.Text{To: telegram.To{Chat: p.Chat()}, HTML: "<b>x"})
	check("our HTML is wrong", err, telegram.Refused, false)
	_, err = c.SendText(t.Context(), telegram.Text{To: telegram.To{Chat: 42}, HTML: "x"})
	check("a stranger", err, telegram.Gone, false)
	s.Fault(emulator.Fault{Method: "sendMessage", After: true, Times: 1})
	check("reset afterwards", say(), telegram.Failed, true)
	s.Fault(emulator.Fault{Method: "sendMessage", Cut: 20, Times: 1})
	check("cut", say(), telegram.Failed, true)
	s.Fault(emulator.Fault{Method: "sendMessage", Status: 502, Body: "<html>", ContentType: "text/html", Times: 1})
	check("a page", say(), telegram.Failed, true)
	s.Fault(emulator.Fault{Method: "sendMessage", Status: 429, RetryAfter: 30, Times: 1})
	check("too many", say(), telegram.Later, false)
	p.Block()
	check("blocked", say(), telegram.Gone, false)
	other, err := telegram.New("123456:other", telegram.Options{BaseURL: base(t, s)})
	if err != nil {
		t.Fatal(err)
	}
	_, err = other.Me(t.Context())
	check("another token", err, telegram.TokenBad, false)
}

func base(t *testing.T, s *emulator.Server) string {
	t.Helper()
	web := httptest.NewServer(s.Handler())
	t.Cleanup(web.Close)
	return web.URL
}

// A store that fails now and then loses nothing and doubles nothing.
func TestPollingAgainstFaults(t *testing.T) {
	s, c, p := small(t, emulator.Options{})
	for range 5 {
		p.Say("мама")
	}
	s.Inject("message", `"not a message"`)
	p.Say("кінець")
	s.Fault(emulator.Fault{Method: "getUpdates", Status: 500, Times: 1})
	failed := false
	got := receive(t, c, 8, func(context.Context, []telegram.Update) error {
		if !failed {
			failed = true
			return errors.New("disk full")
		}
		return nil
	})
	for i := 1; i < len(got); i++ {
		if got[i].ID != got[i-1].ID+1 {
			t.Errorf("%d came after %d", got[i].ID, got[i-1].ID)
		}
	}
	if got[6].Err == nil || got[7].Parsed.Message.Text != "кінець" {
		t.Errorf("the broken one: %v; the last: %v", got[6].Err, got[7].Err)
	}
	if n := s.Pending(); n != 0 {
		t.Errorf("%d updates left unacknowledged", n)
	}
}

func TestTheWebhookAgainstTheEmulator(t *testing.T) {
	_, c, p := small(t, emulator.Options{WebhookRetry: time.Millisecond})
	got := make(chan telegram.Update, 20)
	busy := true
	h := httptest.NewServer(telegram.Webhook("s3cret", func(_ context.Context, u []telegram.Update) error {
		if busy {
			busy = false
			return telegram.ErrBusy
		}
		for _, one := range u {
			got <- one
		}
		return nil
	}))
	defer h.Close()
	ctx := t.Context()
	if err := c.SetWebhook(ctx, telegram.Registration{URL: h.URL, Secret: "s3cret", Allowed: []string{"message"}}); err != nil {
		t.Fatal(err)
	}
	if err := c.Poll(ctx, telegram.PollOptions{}, take); !errors.Is(err, telegram.ErrWebhookActive) {
		t.Errorf("polling beside it: %v", err)
	}
	p.Say("один")
	p.Say("два")
	var texts []string
	for range 3 {
		texts = append(texts, (<-got).Parsed.Message.Text)
	}
	if !slices.Equal(texts, []string{"/start", "один", "два"}) {
		t.Errorf("received %q", texts)
	}
	if state, err := c.Registered(ctx); err != nil || state.URL != h.URL {
		t.Errorf("registered: %+v, %v", state, err)
	}
	if err := c.DeleteWebhook(ctx); err != nil {
		t.Error(err)
	}
	if state, err := c.Registered(ctx); err != nil || state.URL != "" {
		t.Errorf("afterwards: %+v, %v", state, err)
	}
}
