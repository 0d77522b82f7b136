package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"dodomu/locales"
)

var update = flag.Bool("update", false, "write the picture and the transcript of README.md anew")

// hand is a person at one of the chats of the page, who reads what stands there
// and acts by the page's own buttons.
type hand struct {
	s     *screen
	tab   string // "phone-chat", as the page numbers them
	words locales.Printer
	read  int // the last question that was answered
	acts  int // presses and messages so far
}

// The chats of the page.
const (
	motherChat, volunteerChat             = "0-0", "1-0"
	workerChat, supervisorChat, groupChat = "2-0", "2-1", "2-2"
)

func (s *screen) hand(tab, language string) *hand {
	return &hand{s: s, tab: tab, words: speaker(s.t, language)}
}

// front brings the chat before the eyes: its phone, where one is shown at a time,
// and its tab on the phone.
func (h *hand) front() {
	h.s.t.Helper()
	phone, _, _ := strings.Cut(h.tab, "-")
	if h.s.narrow {
		h.s.click(`document.getElementById('switch-` + phone + `')`)
	}
	if phone == "2" {
		h.s.click(`document.getElementById('tab-` + h.tab + `')`)
	}
	h.s.sees(`chat('` + h.tab + `').checkVisibility()`)
}

// press presses the newest button with the words of a key.
func (h *hand) press(key string, args ...map[string]any) {
	h.s.t.Helper()
	h.pressLabel(h.word(key, args...))
}

func (h *hand) pressLabel(label string) {
	h.s.t.Helper()
	h.acts++
	h.s.click(`button('` + h.tab + `', ` + quoted(label) + `)`)
}

func (h *hand) word(key string, args ...map[string]any) string {
	if len(args) == 0 {
		return h.words.Say(key, nil)
	}
	return h.words.Say(key, args[0])
}

// say writes into the field below and sends.
func (h *hand) say(text string) {
	h.s.t.Helper()
	h.acts++
	h.s.click(`chat('` + h.tab + `').querySelector('.input')`)
	command(h.s, input.InsertText, input.InsertTextParams{Text: text})
	h.s.do(chromedp.KeyEvent("\r"))
	h.s.sees(`chat('` + h.tab + `').querySelector('.input').value === ''`)
}

// sees waits until the newest message of the bot holds a text.
func (h *hand) sees(text string) {
	h.s.t.Helper()
	h.s.sees(`words(theirs('` + h.tab + `').at(-1)).includes(` + quoted(text) + `)`)
}

// reads waits until the newest message of the bot says what a key says.
func (h *hand) reads(key string) {
	h.s.t.Helper()
	h.sees(fixedPart(h.word(key, blanks())))
}

// told waits until any message of the bot says what a key says.
func (h *hand) told(key string) {
	h.s.t.Helper()
	h.s.sees(`theirs('` + h.tab + `').some((r) => words(r).includes(` + quoted(fixedPart(h.word(key, blanks()))) + `))`)
}

// private is what nobody may read over a shoulder, on a locked phone or in a group.
func private() []string {
	return []string{"Солом", "Соля", "Ковал", "дитин", "Волновах", "Таганрог", "Ростов", "Олен", "родимк", "0671234567"}
}

// keepsSilent checks that nothing in the chat tells of the family.
func (h *hand) keepsSilent() {
	h.s.t.Helper()
	shows := worth[string](h.s, `theirs('`+h.tab+`').map(words).join()`)
	for _, word := range private() {
		if strings.Contains(shows, word) {
			h.s.t.Errorf("the group reads %q: %s", word, shows)
		}
	}
}

// lock locks the phone.
func (h *hand) lock() {
	h.s.t.Helper()
	h.front()
	h.s.click(`named('` + h.tab + `', 'Lock the phone')`)
	h.s.sees(h.locked() + `.checkVisibility()`)
}

func (h *hand) locked() string {
	return `chat('` + h.tab + `').closest('.device').querySelector('.lockscreen')`
}

// hears waits for a push on the locked phone, checks that the lock screen says
// nothing that nobody may read there, and opens it.
func (h *hand) hears(key string) {
	h.s.t.Helper()
	phone, _, _ := strings.Cut(h.tab, "-")
	if h.s.narrow {
		h.s.click(`document.getElementById('switch-` + phone + `')`)
	}
	push := `[...` + h.locked() + `.querySelectorAll('.push')].find((b) => b.textContent.includes(` + quoted(h.word(key)) + `))`
	h.s.sees(push)
	h.s.shoot("14-lock")
	shows := worth[string](h.s, h.locked()+`.textContent`)
	for _, word := range private() {
		if strings.Contains(shows, word) {
			h.s.t.Errorf("the lock screen says %q: %s", word, shows)
		}
	}
	h.s.click(push)
	h.s.sees(`!` + h.locked() + `.checkVisibility()`)
}

// blanks stand for what differs from one message to the next.
func blanks() map[string]any {
	all := map[string]any{}
	for _, name := range []string{"case", "ref", "stage", "receipt", "refs", "number", "numbers", "question", "who", "text"} {
		all[name] = "\x00"
	}
	return all
}

// start makes a chat with the bot, as everybody does who never wrote to it.
func (h *hand) start() {
	h.s.t.Helper()
	h.front()
	h.pressLabel("START")
	h.s.sees(`rows('` + h.tab + `').length > 1`)
}

// report plays a whole report, from the menu to the receipt.
func (h *hand) report(gives map[string]string, before func(step string)) {
	h.s.t.Helper()
	var steps []string
	h.press("menu.report")
	for step := ""; step != "review"; {
		next := worth[asked](h.s, h.question(h.read))
		step, h.read = strings.TrimSuffix(next.Step, ".short"), next.ID
		if slices.Contains(steps, step) {
			h.s.t.Errorf("the question %q came twice, after %v", step, steps)
		}
		steps = append(steps, step)
		before(step)
		h.answer(step, gives[step])
	}
	receipt := []string{fixedPart(h.word("report.done.receipt", blanks())), fixedPart(h.word("report.done.receipt.short", blanks()))}
	h.s.sees(`theirs('` + h.tab + `').some((r) => ` + list(receipt) + `.some((w) => words(r).includes(w)))`)
}

// list is a list of texts as the page's language writes it.
func list(texts []string) string {
	b, err := json.Marshal(texts)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// asked is a question that waits on the page.
type asked struct {
	ID   int    `json:"id"` // of its message
	Step string `json:"step"`
}

// question is the expression for the newest question after a message.
func (h *hand) question(after int) string {
	asks, err := json.Marshal(questions(h.words))
	if err != nil {
		h.s.t.Fatal(err)
	}
	return fmt.Sprintf(`question('%s', %d, %s)`, h.tab, after, asks)
}

// answer answers the question that waits.
func (h *hand) answer(step, give string) {
	h.s.t.Helper()
	switch {
	case give == "":
		h.pressAny("flow.skip", "flow.unknown", "flow.no")
	case give == "photo":
		h.upload()
		again := worth[asked](h.s, h.question(h.read))
		h.read = again.ID
		h.press("flow.proceed")
	case step == "reported":
		h.press(strings.Trim(give, "[]"))
		h.s.sees(`button('` + h.tab + `', '✓ ' + ` + quoted(h.word(strings.Trim(give, "[]"))) + `)`)
		h.press("flow.proceed")
	case strings.HasPrefix(give, "["):
		h.press(strings.Trim(give, "[]"))
	default:
		h.say(give)
	}
}

// pressAny presses the first of these that the question offers.
func (h *hand) pressAny(keys ...string) {
	h.s.t.Helper()
	var labels []string
	for _, key := range keys {
		labels = append(labels, h.word(key))
	}
	row := `rows('` + h.tab + `').find((r) => r.dataset.id === '` + strconv.Itoa(h.read) + `')`
	label := worth[string](h.s, list(labels)+`.find((l) => shown([...`+row+`.querySelectorAll('button'), ...chat('`+h.tab+`').querySelectorAll('.keys button')], l))`)
	h.pressLabel(label)
}

// upload sends a photo through the page, as a person chooses one.
func (h *hand) upload() {
	h.s.t.Helper()
	h.acts++
	file := filepath.Join(h.s.t.TempDir(), "photo.png")
	if err := os.WriteFile(file, picture(), 0o600); err != nil {
		h.s.t.Fatal(err)
	}
	h.s.click(`named('` + h.tab + `', 'Attach')`)
	h.s.click(`item('Photos')`)
	h.s.do(chromedp.SetUploadFiles(chromedp.CSS("#chat-"+h.tab+" .pick"), []string{file}))
	h.s.sees(`chat('` + h.tab + `').querySelectorAll('.tray img').length === 1`)
	h.s.click(`named('` + h.tab + `', 'Send')`)
	h.s.sees(`chat('` + h.tab + `').querySelector('.photo img').naturalWidth > 0`)
}

// begins opens the first question of a report, in the person's own language.
func (h *hand) begins() {
	h.s.t.Helper()
	h.start()
	h.press("menu.report")
	h.reads("report.safety.ask")
}

// keep writes the picture of README.md, where it is to be made anew; a phone is too
// small for it.
func (s *screen) keep(file string) {
	s.t.Helper()
	if !*update || s.narrow {
		return
	}
	if err := os.WriteFile(file, s.picture(), 0o644); err != nil {
		s.t.Error(err)
	}
}

// TestPage plays the main job on the page of the real program, at a desk and on a
// phone.
func TestPage(t *testing.T) {
	in := chromium(t)
	for _, on := range []struct {
		name          string
		width, height int64
	}{{"desk", 1280, 800}, {"phone", 390, 844}} {
		t.Run(on.name, func(t *testing.T) {
			mainJob(look(t, in, try(t).address, on.width, on.height))
		})
	}
	t.Run("short", func(t *testing.T) { shortReport(look(t, in, try(t).address, 390, 844)) })
}

// most is how many messages and presses a short report may ask of a person, from
// the first press on.
const most = 12

func shortReport(s *screen) {
	grandmother := s.hand(motherChat, "uk")
	grandmother.start()
	grandmother.report(grandmotherGives, func(string) {})
	s.shoot("30-short")
	if grandmother.acts > most {
		s.t.Errorf("a short report took %d messages and presses, want at most %d", grandmother.acts, most)
	}
	s.t.Logf("figures: a short report in %d messages and presses of theirs", grandmother.acts)
}

// mainJob: the mother reports; the worker takes the case and proposes to register
// it; a second person confirms; the mother hears of it, is asked, and answers.
func mainJob(s *screen) {
	mother, worker := s.hand(motherChat, "uk"), s.hand(workerChat, "uk")
	tells(s, mother)
	takesOver(s, worker)
	confirms(s, s.hand(supervisorChat, "uk"))
	mother.hears("notice.registered")
	mother.press("follow.open.button")
	mother.reads("follow.stage.registered")
	s.shoot("15-stage")
	asks(s, worker)
	answers(s, mother)
	worker.front()
	worker.reads("notice.staff.answered")
	s.shoot("20-told")
	worker.press("staff.act.open.button")
	worker.sees("Ганна Петрівна")
	s.shoot("21-answer")
}

// tells: the mother tells everything, locks her phone, and the group has a card.
func tells(s *screen, mother *hand) {
	s.shoot("00-empty")
	mother.start()
	s.shoot("01-start")
	mother.report(motherGives, func(step string) { s.shoot("02-" + strconv.Itoa(mother.acts + 100)[1:] + "-" + step) })
	s.shoot("03-received")
	mother.lock()

	group := s.hand(groupChat, "uk")
	group.front()
	group.told("notice.staff.new")
	group.keepsSilent()
	s.shoot("04-group")
	group.press("staff.act.open.button")
}

// takesOver: the worker reads the case, takes it and proposes to register it.
func takesOver(s *screen, worker *hand) {
	worker.reads("staff.file.followers")
	worker.sees(motherGives["surname"])
	s.shoot("05-case")
	worker.press("staff.act.take.button")
	worker.reads("staff.send.ask")
	s.shoot("06-preview")
	worker.press("staff.word.send")
	worker.reads("staff.done.take")
	s.shoot("07-taken")
	worker.press("staff.act.register.button")
	worker.reads("staff.register.ask")
	worker.say("Свідоцтво про народження, паспорт матері.")
	worker.reads("staff.done.register")
	s.shoot("08-proposed")
}

// confirms: a second person reads the evidence and confirms.
func confirms(s *screen, supervisor *hand) {
	supervisor.start()
	s.shoot("09-supervisor")
	supervisor.press("staff.act.queue.button")
	supervisor.reads("staff.queue.all")
	supervisor.press("staff.act.proposed.button")
	supervisor.reads("staff.queue.proposed")
	s.shoot("10-queue")
	supervisor.pressLabel("1")
	supervisor.reads("staff.file.followers")
	s.shoot("11-proposal")
	supervisor.press("staff.act.confirm_registered.button")
	supervisor.reads("staff.send.ask")
	s.shoot("12-confirm")
	supervisor.press("staff.word.send")
	supervisor.reads("staff.done.confirm")
	s.shoot("13-confirmed")
}

// asks: the worker asks the family, after a look at what would be sent.
func asks(s *screen, worker *hand) {
	worker.front()
	worker.press("staff.act.open.button")
	worker.reads("staff.file.followers")
	worker.press("staff.act.ask.button")
	worker.reads("staff.ask.ask")
	worker.say("Як звали виховательку в таборі?")
	worker.reads("staff.send.ask")
	s.shoot("16-ask")
	s.hand(volunteerChat, "pl").begins()
	s.keep(pictureFile)
	worker.front()
	worker.press("staff.word.send")
	worker.reads("staff.done.ask")
}

// answers: the mother reads the question and answers it.
func answers(s *screen, mother *hand) {
	mother.front()
	mother.reads("notice.needs_info")
	mother.press("follow.open.button")
	mother.reads("follow.stage.needs_info")
	s.shoot("17-asked")
	mother.press("follow.answer.button")
	mother.reads("answer.text.why")
	mother.say("Ганна Петрівна")
	mother.reads("answer.photos.ask")
	mother.press("flow.skip")
	s.shoot("18-answer")
	mother.press("flow.submit")
	mother.reads("follow.answered")
	s.shoot("19-answered")
}
