package bot

import (
	"strings"
	"testing"
	"time"

	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

// On a phone that others see, what was said vanishes as the conversation goes on;
// the waiting question stays, and so does the receipt, until the person goes on.
func TestSelfCleaning(t *testing.T) {
	s := set(t, Options{}).play()
	p := s.someone(700, "uk")
	s.shortUntilReview(p)
	for _, m := range p.Messages() {
		if m.From == "me" && strings.Contains(m.Text, "Соломія") {
			t.Errorf("the name stands in the chat:\n%s", chat(p))
		}
	}
	if got := s.botMessages(p); got > 2 {
		t.Errorf("%d messages of the bot stand before the summary, want few:\n%s", got, chat(p))
	}
	s.press(p, "flow.submit")
	if s.saw(p, "report.done.receipt") != 1 {
		t.Fatalf("the receipt is gone:\n%s", chat(p))
	}
	s.later(time.Hour)
	s.say(p, "/cases")
	if s.saw(p, "report.done.receipt") != 1 {
		t.Fatalf("the receipt went though nothing was written anew:\n%s", chat(p))
	}
	for _, m := range p.Messages() {
		if strings.Contains(m.Text, "Коваленко") || strings.Contains(m.Text, "Соломія") {
			t.Errorf("a name stands in the chat: %s", m.Text)
		}
	}
}

// /hide clears what a bot can clear, both sides of it, and stops pushes, those too
// that wait for the morning; /start brings them back.
func TestHide(t *testing.T) {
	s := set(t, Options{}).play()
	house := storetest.Staffed(s.house.Store)
	s.house = house
	p := s.someone(700, "uk")
	s.say(p, "/start")
	ref := s.house.Report(s.person(p).ID, storetest.Sheet(1)).Cases[0].Ref
	s.later(50 * time.Hour)
	old := len(p.Messages())
	s.say(p, "/report")
	s.press(p, "report.safety.no")
	p.SendAlbum([][]byte{picture(1), picture(2)}, "")
	s.later(2 * albumTime)
	s.later(10 * time.Hour) // night in Kyiv: a push waits for the morning
	house.Bring(ref, cases.UnderReview)
	s.say(p, "/hide")
	left := p.Messages()
	if len(left) != old+1 || newest(p).ID != left[len(left)-1].ID {
		t.Errorf("%d messages are left, want the %d that are too old and the last word:\n%s", len(left), old, chat(p))
	}
	s.sees(p, "bot.hidden")
	if p.Keyboard() != nil {
		t.Error("a keyboard is left")
	}
	pushes := len(s.tele.Pushes(p))
	s.later(12 * time.Hour)
	house.Do(func(tx *store.Tx) error {
		if _, err := tx.ProposeRegister(house.Worker.Actor(), ref, cases.UnderReview, "Паспорт"); err != nil {
			return err
		}
		_, err := tx.ConfirmRegister(house.Supervisor.Actor(), ref, cases.UnderReview)
		return err
	})
	s.later(time.Hour)
	if got := s.tele.Pushes(p)[pushes:]; len(got) != 0 {
		t.Errorf("after /hide came the push %q", got[0].Text)
	}
	s.say(p, "/start")
	s.sees(p, "bot.welcome")
	if _, _, ok := s.button(p, "menu.continue.report"); !ok {
		t.Errorf("the report under way is not offered:\n%s", chat(p))
	}
	pushes = len(s.tele.Pushes(p))
	house.Do(func(tx *store.Tx) error {
		_, err := tx.Search(house.Worker.Actor(), ref, cases.Registered, "Запит до поліції")
		return err
	})
	s.later(time.Minute)
	if got := s.tele.Pushes(p)[pushes:]; len(got) != 1 {
		t.Errorf("%d pushes after /start, want 1", len(got))
	}
}

// A person without a case who hides the chat finds nothing in it.
func TestHideAll(t *testing.T) {
	s := set(t, Options{}).play()
	p := s.someone(700, "uk")
	s.say(p, "/start")
	s.say(p, "Соломія")
	p.SendSticker("🙂")
	s.quiet()
	s.press(p, "menu.language")
	s.say(p, "/hide")
	if all := p.Messages(); len(all) != 1 {
		t.Errorf("%d messages are left, want one:\n%s", len(all), chat(p))
	}
	calls := len(s.tele.Calls())
	s.say(p, "/hide")
	for _, c := range s.tele.Calls()[calls:] {
		if c.Method == "deleteMessages" && strings.Count(c.Params["message_ids"], ",") > 1 {
			t.Errorf("what is gone is deleted again: %s", c.Params["message_ids"])
		}
	}
}
