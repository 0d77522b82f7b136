package emulator

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestPage uses the web chat as people do. Each part also fails on any error in
// the console and on any request to elsewhere.
func TestPage(t *testing.T) {
	in := browser(t)
	wide, dark := screen{width: 1280, height: 800}, screen{width: 1280, height: 800, dark: true}
	small := screen{width: 390, height: 844, touch: true}
	parts := []struct {
		name string
		on   screen
		play func(*testing.T, *stage)
	}{
		{"words", wide, playWords}, {"presses", wide, playPresses}, {"keyboard", dark, playReplyKeyboard},
		{"photos", wide, playPhotos}, {"edits", wide, playEdits}, {"lock", wide, playLock}, {"locktabs", wide, playLockTabs},
		{"block", wide, playBlock}, {"tabs", wide, playTabs}, {"small", small, playSmall},
		{"smalldark", screen{390, 844, true, true}, playSmall},
		{"keys", wide, playByKeys}, {"long", wide, playLong}, {"again", wide, playAgain}, {"shown", dark, playShown},
	}
	for _, part := range parts {
		t.Run(part.name, func(t *testing.T) { part.play(t, open(t, in, part.on)) })
	}
}

func begin(st *stage, tab string) {
	st.t.Helper()
	st.click(`button('` + tab + `', 'START')`)
	st.sees(`text('` + tab + `').includes('Is it you?')`)
}

func playWords(t *testing.T, st *stage) {
	st.sees(`chat('0-0').querySelector('.about').textContent === 'I repeat what you say.'`)
	st.shoot("empty")
	begin(st, "0-0")
	st.sees(`chat('0-0').querySelector('.text strong').textContent === 'Is it you?'`)
	st.write("0-0", "Добрий день <b>not bold</b> & <img src=x onerror=alert(1)>\r")
	st.sees(`text('0-0').includes('You said: Добрий день <b>not bold</b> & <img src=x onerror=alert(1)>')`)
	st.sees(`chat('0-0').querySelector('.input').value === '' && !chat('0-0').querySelector('img')`)
	if got := st.mother.Messages(); len(got) != 4 || got[2].From != "me" {
		t.Errorf("the chat has %d messages, want 4 with the person's own third", len(got))
	}
	st.click(`chat('0-0').querySelector('.commands')`)
	st.sees(`document.activeElement.textContent.startsWith('/start')`)
	st.shoot("commands")
	st.click(`[...document.querySelectorAll('[role=menuitem]')].find((b) => b.textContent.startsWith('/keys'))`)
	st.sees(`text('0-0').includes('Choose below.')`)
}

func playPresses(t *testing.T, st *stage) {
	begin(st, "0-0")
	st.click(`button('0-0', 'Slow')`)
	st.sees(`button('0-0', 'Slow').classList.contains('waits') && button('0-0', 'Slow').getAttribute('aria-busy') === 'true'`)
	st.shoot("waits")
	id := <-st.bot.slow
	st.bot.call("answerCallbackQuery", map[string]any{"callback_query_id": id})
	st.sees(`!button('0-0', 'Slow').classList.contains('waits')`)
	st.click(`button('0-0', 'Toast')`)
	st.sees(`chat('0-0').querySelector('.toasts').textContent === 'A passing line'`)
	st.click(`button('0-0', 'Alert')`)
	st.sees(`document.querySelector('[role=alertdialog]').textContent.includes('Read this') && document.activeElement.textContent === 'OK'`)
	st.shoot("alert")
	st.do(chromedp.KeyEvent(kb.Escape))
	st.sees(`!document.querySelector('[role=alertdialog]')`)
	st.click(`button('0-0', 'Yes')`)
	st.sees(`text('0-0').includes('You chose yes') && text('0-0').includes('edited') && button('0-0', 'Back') && !button('0-0', 'No')`)
}

func playReplyKeyboard(t *testing.T, st *stage) {
	begin(st, "0-0")
	st.write("0-0", "/keys\r")
	st.sees(`button('0-0', 'Night') && chat('0-0').querySelector('.input').placeholder === 'Day or night'`)
	st.shoot("replykeyboard")
	st.click(`button('0-0', 'Night')`)
	st.sees(`text('0-0').includes('You said: Night')`)
	st.click(`named('0-0', 'Keyboard of the bot')`)
	st.sees(`!button('0-0', 'Night')`)
	st.click(`named('0-0', 'Keyboard of the bot')`)
	st.click(`button('0-0', 'My number')`)
	st.sees(`text('0-0').includes('+380501112233')`)
	if c := lastOwn(st.mother).Contact; c == nil || c.UserID != 1 {
		t.Errorf("the shared contact is %+v, want the person's own", c)
	}
}

func lastOwn(p *Person) Message {
	var last Message
	for _, m := range p.Messages() {
		if m.From == "me" {
			last = m
		}
	}
	return last
}

// shot writes a photo of its own colours and returns its path.
func shot(t *testing.T, name string, shade uint8) string {
	t.Helper()
	photo := image.NewRGBA(image.Rect(0, 0, 640, 480))
	for i := range photo.Pix {
		photo.Pix[i] = uint8(i/640)/3 + shade
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, photo, nil); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func (st *stage) pick(entry string, files ...string) {
	st.t.Helper()
	st.click(`named('0-0', 'Attach')`)
	st.click(`[...document.querySelectorAll('[role=menuitem]')].find((b) => b.textContent === '` + entry + `')`)
	st.do(chromedp.SetUploadFiles(chromedp.CSS("#chat-0-0 .pick"), files))
}

func playPhotos(t *testing.T, st *stage) {
	begin(st, "0-0")
	one, two, three := shot(t, "one.jpg", 40), shot(t, "two.jpg", 90), shot(t, "three.jpg", 140)
	st.pick("Photos", one)
	st.sees(`chat('0-0').querySelectorAll('.tray img').length === 1`)
	st.write("0-0", "My photo\r")
	st.sees(`text('0-0').includes('A photo of 640 × 480') && chat('0-0').querySelector('.photo img').naturalWidth === 640`)
	st.pick("Photos", one, two, three)
	st.sees(`chat('0-0').querySelectorAll('.tray img').length === 3`)
	st.shoot("tray")
	st.click(`named('0-0', 'Send')`)
	st.sees(`chat('0-0').querySelectorAll('.photos.n3 img').length === 3 && text('0-0').split('A photo of').length === 5`)
	st.pick("File", one)
	st.sees(`text('0-0').includes('A file: one.jpg') && chat('0-0').querySelector('a.attached').download === 'one.jpg'`)
	st.shoot("photos")
	st.click(`chat('0-0').querySelector('.photos.n1 .photo')`)
	st.sees(`document.querySelector('.viewer img').naturalWidth === 640`)
	st.do(chromedp.KeyEvent(kb.Escape))
	st.sees(`!document.querySelector('.viewer')`)
	photos := 0
	for _, m := range st.mother.Messages() {
		if m.Photo != nil {
			photos++
		}
	}
	if photos != 4 {
		t.Errorf("%d photos arrived, want 4", photos)
	}
}

func (st *stage) menu(words, entry string) {
	st.t.Helper()
	st.click(`[...chat('0-0').querySelectorAll('.row')].filter((r) => r.querySelector('.text')?.textContent === '` + words + `').at(-1).querySelector('.more')`)
	st.click(`[...document.querySelectorAll('[role=menuitem]')].find((b) => b.textContent === '` + entry + `')`)
}

func playEdits(t *testing.T, st *stage) {
	begin(st, "0-0")
	st.write("0-0", "frist\r")
	st.sees(`text('0-0').includes('You said: frist')`)
	st.menu("frist", "Edit")
	st.sees(`chat('0-0').querySelector('.input').value === 'frist' && chat('0-0').querySelector('.aim').checkVisibility()`)
	st.shoot("edit")
	for range "frist" {
		st.do(chromedp.KeyEvent(kb.Backspace))
	}
	st.do(chromedp.KeyEvent("first\r"))
	st.sees(`text('0-0').includes('Now it says: first') && !text('0-0').includes('fristedited')`)
	st.menu("You said: frist", "Reply")
	st.do(chromedp.KeyEvent("an answer\r"))
	st.sees(`chat('0-0').querySelector('.quote').textContent === 'EchoYou said: frist'`)
	st.sees(`text('0-0').includes('You said: an answer')`)
	if lastOwn(st.mother).ReplyTo == 0 {
		t.Error("the answer is no answer to a message")
	}
	st.menu("first", "Delete")
	st.sees(`!text('0-0').split('\n').some((line) => line.startsWith('firstedited'))`)
	st.bot.call("deleteMessage", map[string]any{"chat_id": 1, "message_id": st.mother.Messages()[1].ID})
	st.sees(`!text('0-0').includes('Is it you?')`)
}

func playLock(t *testing.T, st *stage) {
	begin(st, "0-0")
	st.click(`named('0-0', 'Lock the phone')`)
	st.sees(`document.activeElement.textContent === 'Unlock' && document.querySelector('.quiet').checkVisibility()`)
	st.bot.say(1, "You have a <b>new</b> message.\nOpen it when it is safe.\nThird line\nfourth line", nil)
	st.sees(`document.querySelector('#phone-0 .push .first').textContent === 'You have a new message.\nOpen it when it is safe.\nThird line'`)
	st.bot.call("sendMessage", map[string]any{"chat_id": 1, "text": "quietly", "disable_notification": true})
	st.bot.say(1, "Second push", nil)
	st.sees(`document.querySelectorAll('#phone-0 .push').length === 2`)
	st.shoot("lock")
	if shown := worth[bool](st, `document.querySelector('#phone-0 .chat').inert`); !shown {
		t.Error("the chat under the lock screen can be reached")
	}
	st.click(`document.querySelector('#phone-0 .push')`)
	st.sees(`!document.querySelector('#phone-0 .push')?.checkVisibility() && document.activeElement.textContent.includes('Second push')`)
}

// playLockTabs: a locked phone with two people shows the pushes of whose tab is
// chosen.
func playLockTabs(t *testing.T, st *stage) {
	begin(st, "2-0")
	st.click(`document.getElementById('tab-2-1')`)
	begin(st, "2-1")
	st.click(`named('2-1', 'Lock the phone')`)
	st.bot.say(3, "for Ada", nil)
	st.bot.say(4, "for Max", nil)
	st.bot.say(4, "again for Max", nil)
	const pushes = `[...document.querySelectorAll('#phone-2 .push .first')].map((n) => n.textContent).join('|')`
	st.sees(pushes + ` === 'again for Max|for Max'`)
	st.click(`document.getElementById('tab-2-0')`)
	st.sees(pushes + ` === 'for Ada'`)
	st.click(`document.getElementById('tab-2-1')`)
	st.sees(pushes + ` === 'again for Max|for Max'`)
	st.click(`document.querySelector('#phone-2 .unlock')`)
	st.sees(`chat('2-1').querySelector('.input').checkVisibility() && !chat('2-1').inert`)
}

func playBlock(t *testing.T, st *stage) {
	begin(st, "0-0")
	st.click(`named('0-0', 'Block the bot')`)
	st.sees(`chat('0-0').querySelector('.restart').checkVisibility() && !chat('0-0').querySelector('.composer').checkVisibility()`)
	st.shoot("blocked")
	st.click(`chat('0-0').querySelector('.restart')`)
	st.sees(`chat('0-0').querySelector('.composer').checkVisibility()`)
	lines := FormatTranscript(st.recorder.Script())
	if !strings.Contains(string(lines), "mother blocks\nmother unblocks\n") {
		t.Errorf("the transcript tells nothing of blocking:\n%s", lines)
	}
}

func playTabs(t *testing.T, st *stage) {
	begin(st, "2-0")
	st.click(`document.getElementById('tab-2-1')`)
	begin(st, "2-1")
	st.bot.say(-100, "A card for the desk", nil)
	st.sees(`document.querySelector('#tab-2-2 .unread').textContent === '1'`)
	st.click(`document.getElementById('tab-2-2')`)
	st.sees(`text('2-2').includes('A card for the desk') && chat('2-2').querySelector('.kind').textContent === '3 members'`)
	st.sees(`document.querySelector('#tab-2-2 .unread').hidden`)
	st.do(chromedp.KeyEvent(kb.ArrowLeft))
	st.sees(`document.activeElement.id === 'tab-2-1' && text('2-1').includes('/start') && chat('2-1').checkVisibility()`)
	st.do(chromedp.KeyEvent(kb.End))
	st.write("2-2", "/case@echo_bot 1\r")
	st.sees(`text('2-2').includes('You said: /case@echo_bot 1') && chat('2-2').querySelector('.name').textContent === 'Echo'`)
	st.shoot("group")
	st.bot.say(-100, `<a href="https://t.me/Echo_bot?start=case_7">Open case 7</a> <a href="https://t.me/else_bot?start=1">elsewhere</a>`, nil)
	st.click(`button('2-2', 'Open case 7')`)
	st.sees(`text('2-0').includes('/start case_7') && chat('2-0').checkVisibility() && !text('2-2').includes('/start')`)
	st.sees(`chat('2-2').querySelector('a').href === 'https://t.me/else_bot?start=1'`)
}

func playSmall(t *testing.T, st *stage) {
	begin(st, "0-0")
	st.write("0-0", "A rather long sentence that has to break into several lines on a phone.\r")
	st.sees(`text('0-0').includes('You said: A rather long')`)
	visible := worth[float64](st, `[...document.querySelectorAll('.device')].filter((d) => d.checkVisibility()).length`)
	over := worth[float64](st, `Math.max(document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight)`)
	if visible != 1 || over > 0 {
		t.Errorf("on a phone %v phones are shown and the page is %v pixels too large", visible, over)
	}
	st.shoot("phone-" + filepath.Base(t.Name()))
	st.other.Start("")
	st.sees(`document.querySelector('#switch-1 .unread').textContent !== ''`)
	st.click(`document.getElementById('switch-1')`)
	st.sees(`text('1-0').includes('Is it you?') && chat('1-0').checkVisibility() && !chat('0-0').checkVisibility()`)
}

// playByKeys never touches the mouse.
func playByKeys(t *testing.T, st *stage) {
	st.tabTo(`document.activeElement.className === 'begin'`)
	st.do(chromedp.KeyEvent(kb.Enter))
	st.sees(`text('0-0').includes('Is it you?') && document.activeElement.className === 'input'`)
	st.do(chromedp.KeyEvent("by keys\r"))
	st.sees(`text('0-0').includes('You said: by keys')`)
	st.backTo(`document.activeElement.classList.contains('row')`)
	st.do(chromedp.KeyEvent(kb.ArrowUp), chromedp.KeyEvent(kb.ArrowUp))
	st.sees(`document.activeElement.textContent.includes('Is it you?')`)
	st.tabTo(`document.activeElement.textContent === 'Yes'`)
	if outline := worth[string](st, `getComputedStyle(document.activeElement).outlineStyle`); outline == "none" {
		t.Error("the focus cannot be seen")
	}
	st.shoot("focus")
	st.do(chromedp.KeyEvent(kb.Enter))
	st.sees(`text('0-0').includes('You chose yes') && document.activeElement.closest('.row').textContent.includes('You chose yes')`)
	st.tabTo(`document.activeElement.className === 'input'`)
	st.do(chromedp.KeyEvent(kb.ArrowUp))
	st.sees(`chat('0-0').querySelector('.input').value === 'by keys'`)
	st.do(chromedp.KeyEvent(kb.Escape))
	st.sees(`chat('0-0').querySelector('.input').value === '' && chat('0-0').querySelector('.aim').hidden`)
	st.backTo(`document.activeElement.classList.contains('row')`)
	st.do(chromedp.KeyEvent(kb.ContextMenu))
	st.sees(`document.activeElement.getAttribute('role') === 'menuitem'`)
	st.do(chromedp.KeyEvent(kb.Escape))
	st.sees(`document.activeElement.classList.contains('row')`)
	st.named()
}

// named checks that everything that can be used has a name to be read aloud.
func (st *stage) named() {
	st.t.Helper()
	nameless := worth[[]string](st, `[...document.querySelectorAll('button, input:not([hidden]), textarea, [role=tab]')]
		.filter((n) => n.checkVisibility() && !n.textContent.trim() && !n.getAttribute('aria-label')).map((n) => n.className)`)
	if len(nameless) > 0 {
		st.t.Errorf("without a name: %q", nameless)
	}
}

func (st *stage) tabTo(found string) { st.t.Helper(); st.step(found) }

func (st *stage) backTo(found string) {
	st.t.Helper()
	st.step(found, chromedp.KeyModifiers(kb.ModifierShift))
}

// step presses Tab until an expression is true.
func (st *stage) step(found string, how ...chromedp.KeyOption) {
	st.t.Helper()
	for range 40 {
		st.do(chromedp.KeyEvent(kb.Tab, how...))
		if worth[bool](st, found) {
			return
		}
	}
	st.t.Fatalf("not reached by Tab: %s; the focus is on %s", found, worth[string](st, `document.activeElement.outerHTML.slice(0, 200)`))
}

func playLong(t *testing.T, st *stage) {
	st.bot.silent = true
	for i := range 500 {
		st.mother.Say(fmt.Sprintf("Message %d, of some length, so that it is like a real one", i))
	}
	rtl := "مرحبا، هذا نص من اليمين إلى اليسار مع English وأرقام 123"
	st.mother.Say(rtl)
	st.mother.Say(strings.Repeat("🙂", 2048) + strings.Repeat("👩‍👩‍👧‍👦", 300))
	st.mother.Say(strings.Repeat("w", 3000))
	st.sees(`text('0-0').includes('مرحبا') && text('0-0').includes('wwww')`)
	st.sees(`(({scrollTop, clientHeight, scrollHeight}) => scrollHeight - scrollTop - clientHeight < 4)(chat('0-0').querySelector('.log'))`)
	over := worth[float64](st, `(() => { const log = chat('0-0').querySelector('.log'); return log.scrollWidth - log.clientWidth; })()`)
	aligned := worth[string](st, `getComputedStyle([...chat('0-0').querySelectorAll('.body')].find((b) => b.textContent.includes('مرحبا'))).direction`)
	if over > 0 || aligned != "rtl" {
		t.Errorf("the log is %v pixels too wide and the Arabic text runs %s", over, aligned)
	}
	rows := worth[float64](st, `chat('0-0').querySelectorAll('.row').length`)
	kept := worth[bool](st, `(window.kept = chat('0-0').querySelectorAll('.row')[200]) && true`)
	st.mother.Say("one more")
	st.sees(`text('0-0').includes('one more')`)
	if again := worth[bool](st, `window.kept === chat('0-0').querySelectorAll('.row')[200]`); !again || !kept || rows < 503 {
		t.Errorf("of %v rows an unchanged one was drawn anew", rows)
	}
	st.click(`chat('0-0').querySelector('.input')`)
	st.do(chromedp.Evaluate[chromedp.Void](`document.querySelector('#chat-0-0 .log').scrollTop = 0`))
	st.sees(`chat('0-0').querySelector('.down').checkVisibility()`)
	st.bot.say(1, "unseen", nil)
	st.sees(`chat('0-0').querySelector('.down').textContent.trim() === '1' && chat('0-0').querySelector('.log').scrollTop < 400`)
	st.shoot("long")
	st.click(`chat('0-0').querySelector('.down')`)
	st.sees(`!chat('0-0').querySelector('.down').checkVisibility()`)
}

// playAgain cuts the stream: what happens meanwhile is there afterwards, once.
func playAgain(t *testing.T, st *stage) {
	begin(st, "0-0")
	st.mu.Lock()
	st.cut = "/events"
	st.mu.Unlock()
	st.site.CloseClientConnections()
	st.bot.say(1, "while you were away", nil)
	st.sees(`text('0-0').split('while you were away').length === 2 && document.querySelector('.link').hidden`)
	st.sees(`text('0-0').split('Is it you?').length === 2`)
}

// playShown is a chat with one of everything, for a picture.
func playShown(t *testing.T, st *stage) {
	st.mother.Start("")
	st.other.Start("")
	st.sees(`text('0-0').includes('Is it you?') && text('1-0').includes('Is it you?')`)
	st.bot.say(1, "<b>bold</b> <i>italic</i> <s>struck</s> <code>code</code> <tg-spoiler>hidden words</tg-spoiler> <a href=\"https://example.org/\">a link</a>\n<blockquote>A quotation\nof two lines</blockquote>and <pre>fixed  width</pre>", nil)
	file, err := os.ReadFile(shot(t, "covered.jpg", 60))
	if err != nil {
		t.Fatal(err)
	}
	st.other.SendDocument("a letter.pdf", "application/pdf", file, "")
	st.other.SendLocation(49.98, 36.25)
	st.other.SendVoice(12)
	st.other.SendSticker("👍")
	st.other.Forward("Somebody", "words of another")
	upload := map[string]string{"chat_id": "1", "has_spoiler": "true", "protect_content": "true", "caption": "A covered photo"}
	st.bot.upload("sendPhoto", upload, "photo", file)
	st.sees(`chat('0-0').querySelector('.veiled') && chat('0-0').querySelector('.guard') && text('1-0').includes('Forwarded from Somebody')`)
	st.sees(`chat('0-0').querySelector('.photo img').naturalWidth > 0`)
	st.shoot("shown")
	if copies := worth[bool](st, `(chat('0-0').querySelector('.row:last-child .more').click(), [...document.querySelectorAll('[role=menuitem]')].some((b) => b.textContent === 'Copy text'))`); copies {
		t.Error("protected words can be copied from the menu")
	}
	st.do(chromedp.KeyEvent(kb.Escape))
	st.click(`chat('0-0').querySelector('.veiled')`)
	st.sees(`!chat('0-0').querySelector('.veiled')`)
	st.click(`chat('0-0').querySelector('.spoiler')`)
	st.sees(`chat('0-0').querySelector('.spoiler.shown')`)
}

func TestPageClock(t *testing.T) {
	// The page's clock is the server's: a frozen one is shown as it is.
	frozen := time.Date(2026, 3, 12, 9, 41, 0, 0, time.UTC)
	s := New(Options{Token: echoToken, Now: func() time.Time { return frozen }, Limits: Limits{Off: true}})
	defer s.Close()
	p := &page{server: s, words: PageWords()}
	who := s.Person(Profile{ID: 1, FirstName: "Ada"})
	who.Say("hello")
	tab := p.tab("0-0", Tab{Name: "Ada", Person: who})
	drawn := p.messagesOf(&tab)
	if len(drawn) != 1 || !strings.Contains(drawn[who.Messages()[0].ID], fmt.Sprint(frozen.UnixMilli())) {
		t.Errorf("drawn: %v", drawn)
	}
}
