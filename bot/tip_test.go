package bot

import (
	"encoding/binary"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"dodomu/bot/emulator"
	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

// TestTipBadInput gives the bot, in place of a tip, what people really send. Each gets
// a kind answer and the same question, or is taken as it is; and all of it reaches
// staff.
func TestTipBadInput(t *testing.T) {
	s := set(t, Options{}).play()
	s.house = storetest.Staffed(s.house.Store)
	trap := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("a link was opened") }))
	defer trap.Close()
	p := s.someone(700, "uk")
	s.say(p, "/tip")
	s.press(p, "tip.who.named")
	story := strings.Repeat("Ж", 4096)
	met := func(name, step, says string, do func()) {
		t.Helper()
		do()
		s.quiet()
		if got := stepOf(t, s.person(p)); got != step {
			t.Fatalf("%s: the conversation waits at %q, want %q:\n%s", name, got, step, chat(p))
		}
		s.sees(p, says)
	}
	met("nothing that can be seen", "what", "flow.refused.empty", func() { p.Say("\u2060\u200b") })
	met("a sticker", "what", "flow.unheard.other", func() { p.SendSticker("🙂") })
	closed := emulator.Post{Channel: -1001234567890, Message: 17, Title: "Закритий канал"}
	met("a post of a closed channel", "what", "flow.told.kept", func() { p.ForwardPost(closed, "Дітей розмістили в таборі") })
	met("4,096 characters", "ask_back", "tip.ask_back.ask", func() { p.Say(story) })
	met("a story where a button is asked", "ask_back", "flow.told.caught", func() { p.Say("мені страшно, не кажіть нікому") })
	s.press(p, "flow.yes")
	s.press(p, "tip.path.full")
	for album := range 10 {
		p.SendAlbum([][]byte{picture(uint8(album)), picture(uint8(album + 10))}, "")
	}
	s.later(2 * albumTime)
	if got := stepOf(t, s.person(p)); got != "where" {
		t.Fatalf("after ten albums the conversation waits at %q", got)
	}
	met("a place in words", "when", "tip.when.ask", func() { p.Say("Ростов, вокзал") })
	met("a date in the future", "when", "flow.refused.date_future", func() { p.Say("2099") })
	met("a year", "knowing", "tip.knowing.ask", func() { p.Say("2015") })
	s.press(p, "tip.knowing.heard")
	met("an insult, an accusation and a wish for money", "name", "tip.name.ask", func() {
		p.Say("Ви всі брешете! Ваш координатор краде гроші. Заплатіть 500 доларів, тоді скажу")
	})
	met("a name of emoji", "name", "tip.refused.no_name", func() { p.Say("🙂🙂") })
	met("an empty name", "name", "flow.refused.empty", func() { p.Say("\u200b") })
	met("three names in a sentence", "birth", "tip.birth.ask", func() {
		p.Say("Це були Оля, Петрик і Марійка, вони трималися за руки")
	})
	met("a date that contradicts the age in one line", "birth", "flow.told.caught", func() { p.Say("12.03.2019, 40 років") })
	met("an age that contradicts the date", "birth", "tip.refused.not_born", func() { p.Say("7 років") })
	met("a grown-up", "sex", "tip.sex.ask", func() { p.Say("40 років") })
	s.press(p, "flow.unknown")
	met("a link to anything", "proof", "flow.told.kept", func() { p.Say(trap.URL) })
	open := emulator.Post{Channel: -1001234567891, Message: 18, Title: "Новини", Username: "novyny"}
	met("a post of an open channel", "proof", "flow.told.kept", func() { p.ForwardPost(open, "Нові діти") })
	s.press(p, "flow.proceed")
	met("a name of one letter", "review", "tip.review.ask", func() { p.Say("О") })
	s.press(p, "flow.submit")
	s.sees(p, "tip.done.next")
	if s.saw(p, "tip.done.adult") != 1 {
		t.Errorf("nobody said where to tell of a grown-up:\n%s", chat(p))
	}
	s.keptOfBadInput(story, "мені страшно, не кажіть нікому", "Дітей розмістили в таборі Закритий канал ", "https://t.me/novyny/18", trap.URL)
}

// keptOfBadInput holds what staff read of it.
func (s *stage) keptOfBadInput(words ...string) {
	s.t.Helper()
	var read cases.TipSheet
	ref := s.house.OnlyTip()
	s.house.Do(func(tx *store.Tx) error {
		f, err := tx.ReadTip(s.house.Supervisor.Actor(), ref)
		read = f.Sheet
		return err
	})
	said := read.What
	for _, f := range read.Forwarded {
		said += "\n" + f.Text + " " + f.From + " " + f.Link
	}
	for _, want := range words {
		if !strings.Contains(said, want) {
			s.t.Errorf("staff do not read %.60q", want)
		}
	}
	if len(read.Files) != 10 || read.Birth.AgeTo != 40 || read.Sender != "О" || !strings.Contains(read.How, "500 доларів") ||
		!strings.Contains(read.Name, "Марійка") || read.When.Year != 2015 || read.Where.Text != "Ростов, вокзал" {
		s.t.Errorf("staff read %d files, birth %+v, sender %q, how %q, name %q, when %+v, where %+v",
			len(read.Files), read.Birth, read.Sender, read.How, read.Name, read.When, read.Where)
	}
}

// TestAnonymousTipLeavesNoTrace plays an anonymous tip with a photo from /start to the
// receipt, the way back from another account, and the silence after it. What leads to
// either account, or to the receipt, is gone from the store: the conversation at once,
// the receipt with its sending, the rest an hour after their last word.
func TestAnonymousTipLeavesNoTrace(t *testing.T) {
	s := set(t, Options{}).play()
	s.house = storetest.Staffed(s.house.Store)
	first, second := s.someone(7_777_123_456, "uk"), s.someone(8_888_123_456, "pl")
	s.say(first, "/start")
	s.press(first, "menu.tip")
	s.press(first, "tip.who.anonymous")
	first.SendPhoto(picture(3), "Бачила дівчинку на вокзалі")
	s.quiet()
	s.press(first, "flow.proceed")
	s.press(first, "flow.yes")
	who := s.person(first).ID
	s.press(first, "tip.path.brief")
	receipt := receiptIn(t, first)
	if stepOf(t, s.person(first)) != "" {
		t.Error("the conversation waits on")
	}
	s.absent("right after the sending", map[string]string{"receipt": receipt, "receipt in one": strings.ReplaceAll(receipt, " ", "")})
	s.press(first, "menu.hide")
	for _, m := range first.Messages() {
		if strings.Contains(m.Text, receipt) || strings.Contains(m.Text, "вокзалі") {
			t.Errorf("the chat holds %q", m.Text)
		}
	}
	s.silence()
	s.absent("of the account an hour later", traces(s, first, who))

	ref := s.house.OnlyTip()
	s.house.Do(func(tx *store.Tx) error {
		_, err := tx.AskTip(s.house.Worker.Actor(), ref, cases.TipTriaged, "Коли саме?")
		return err
	})
	s.say(second, "/tip")
	other := s.person(second).ID
	s.press(second, "tip.who.receipt")
	s.say(second, receipt)
	s.sees(second, "dialogue.next.ask")
	if s.saw(second, "tip.view.question") != 1 {
		t.Fatalf("the question is not shown:\n%s", chat(second))
	}
	s.press(second, "flow.pause")
	s.sees(second, "bot.menu")
	if drafts := s.drafts(other); drafts != 0 {
		t.Errorf("%d drafts hold a receipt", drafts)
	}
	s.say(second, "/tip")
	s.press(second, "tip.who.receipt")
	s.say(second, receipt)
	s.press(second, "dialogue.next.write")
	s.say(second, "У суботу зранку")
	s.press(second, "flow.submit")
	s.sees(second, "tip.said")
	s.silence()
	s.absent("of the other account an hour later", traces(s, second, other))
	var file cases.TipFile
	s.house.Do(func(tx *store.Tx) (err error) {
		file, err = tx.ReadTip(s.house.Worker.Actor(), ref)
		return err
	})
	if len(file.Said) != 1 || file.Said[0].Text != "У суботу зранку" || len(file.Sheet.Files) != 1 || file.Sheet.What != "Бачила дівчинку на вокзалі" {
		t.Errorf("staff read %+v", file)
	}
}

// receiptIn is the receipt as the chat shows it.
func receiptIn(t *testing.T, p *emulator.Person) string {
	t.Helper()
	for _, m := range p.Messages() {
		for line := range strings.SplitSeq(m.Text, "\n") {
			if r, ok := cases.ParseReceipt(line); ok && m.From == "bot" {
				return r.String()
			}
		}
	}
	t.Fatalf("no receipt is shown:\n%s", chat(p))
	return ""
}

// silence lets an hour and more pass in which nobody writes, and has the letterbox
// emptied as the bot does from time to time.
func (s *stage) silence() {
	s.t.Helper()
	s.later(65 * time.Minute)
	s.house.Do(func(tx *store.Tx) error { _, err := tx.EmptyLetterbox(); return err })
	s.later(time.Minute)
}

// drafts counts the conversations that a person put aside.
func (s *stage) drafts(p cases.PersonID) (n int) {
	s.house.Do(func(tx *store.Tx) error {
		all, err := tx.Parked(p)
		n = len(all)
		return err
	})
	return n
}

// traces are the forms in which the store could know an account again.
func traces(s *stage, p *emulator.Person, who cases.PersonID) map[string]string {
	marks := map[string]string{}
	for name, n := range map[string]int64{"chat": p.Profile().ID, "person": int64(who)} {
		raw := binary.BigEndian.AppendUint64(nil, uint64(n))
		marks[name+" in decimal"] = fmt.Sprint(n)
		marks[name+" in binary"] = string(raw)
		marks[name+"'s index"] = string(s.house.Keys.Blind("chat", raw))
	}
	for _, c := range s.tele.Calls() {
		if c.Method == "getFile" && c.Status == http.StatusOK {
			marks["the id of a file"] = c.Params["file_id"]
		}
	}
	return marks
}

// absent holds that nothing in the store says any of the marks, sealed values opened
// with every key there is.
func (s *stage) absent(when string, marks map[string]string) {
	s.t.Helper()
	rows := s.house.Dump()
	if len(rows) < 10 {
		s.t.Fatalf("%d rows: the test looks at the wrong store", len(rows))
	}
	for _, r := range rows {
		for name, mark := range marks {
			if mark != "" && strings.Contains(r.Text(), mark) {
				s.t.Errorf("%s: %s stands in %s", when, name, r.Table)
			}
		}
	}
}

// A link that brings somebody to the bot begins the same words, whatever its code is.
func TestTipLink(t *testing.T) {
	s := set(t, Options{}).play()
	s.house = storetest.Staffed(s.house.Store)
	mother := s.house.Person(900, "uk")
	ref := s.house.Report(mother, storetest.Sheet(1)).Cases[0].Ref
	var code cases.Invitation
	s.house.Do(func(tx *store.Tx) error {
		_, err := tx.Take(s.house.Worker.Actor(), ref, cases.Received)
		if err == nil {
			code, err = tx.MakePoster(s.house.Worker.Actor(), ref)
		}
		return err
	})
	heard := map[string]string{}
	for i, payload := range []string{"tip_" + string(code), "tip_ZZZZZZZZZZZZZZZZ", "tip_", "tip"} {
		p := s.someone(int64(700+i), "uk")
		p.Start(payload)
		s.quiet()
		s.press(p, "tip.who.anonymous")
		s.say(p, "Цю дівчинку я бачила на вокзалі")
		s.press(p, "flow.yes")
		s.press(p, "tip.path.brief")
		s.sees(p, "tip.done.return")
		var said strings.Builder
		for _, m := range p.Messages() {
			if m.From == "bot" {
				said.WriteString(m.Text + "\n")
			}
		}
		heard[payload] = strings.ReplaceAll(said.String(), receiptIn(t, p), "RECEIPT")
	}
	for payload, words := range heard {
		if words != heard["tip"] {
			t.Errorf("by %s:\n%s\nwithout a code:\n%s", payload, words, heard["tip"])
		}
	}
	s.house.Do(func(tx *store.Tx) error {
		if _, err := tx.EmptyLetterbox(); err != nil {
			return err
		}
		lines, err := tx.TipQueue(s.house.Worker.Actor(), store.TipFilter{Case: ref})
		if len(lines) != 1 {
			t.Errorf("%d tips concern the case, want the one that came by its link", len(lines))
		}
		return err
	})
}

// What somebody began to tell is taken up again by the command, the button and a link
// alike, and is not lost by beginning something else.
func TestTipIsTakenUpAgain(t *testing.T) {
	s := set(t, Options{}).play()
	p := s.someone(700, "uk")
	s.say(p, "/tip")
	s.press(p, "tip.who.named")
	s.say(p, "Бачила хлопчика на вокзалі")
	for _, again := range []func(){
		func() { s.say(p, "/tip") },
		func() { s.say(p, "/report"); s.say(p, "/tip") },
		func() { s.press(p, "flow.pause"); s.press(p, "menu.continue.tip") },
		func() { s.press(p, "flow.pause"); s.press(p, "menu.tip") },
		func() { p.Start("tip_ZZZZZZZZZZZZZZZZ"); s.quiet() },
	} {
		again()
		s.sees(p, "tip.ask_back.ask")
		if got := stepOf(t, s.person(p)); got != "ask_back" {
			t.Fatalf("the conversation waits at %q:\n%s", got, chat(p))
		}
	}
}
