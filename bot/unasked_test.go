package bot

import (
	"strings"
	"testing"
	"time"

	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

// Who has a case and simply writes sees what became of their words, not the
// question before; nothing is sent before they confirm.
func TestWordsOutOfTheBlue(t *testing.T) {
	s := set(t, Options{}).play()
	storetest.Staffed(s.house.Store)
	p := s.someone(700, "uk")
	s.say(p, "/start")
	s.house.Report(s.person(p).ID, storetest.Sheet(1))
	s.later(time.Minute)
	before := s.botMessages(p)
	s.say(p, "Сусідка бачила її в серпні")
	if got := s.botMessages(p) - before; got != 1 || !strings.Contains(newest(p).Text, "Сусідка бачила її в серпні") {
		t.Errorf("%d messages, want one with what was said:\n%s", got, chat(p))
	}
	s.press(p, "flow.submit")
	s.sees(p, "follow.added")
	s.say(p, "/start")
	s.tele.ForgetCalls()
	p.SendSticker("🙂")
	s.quiet()
	s.sees(p, "flow.unheard.other")
}

// A member of staff who is removed in the midst of a conversation has no access
// from that moment: not by text, button, or the draft they put aside.
func TestRemovedStaff(t *testing.T) {
	s := set(t, Options{}).play()
	house := storetest.Staffed(s.house.Store)
	worker := s.someone(501, "uk")
	s.say(worker, "/start")
	ref := house.Report(house.Person(700, "uk"), storetest.Sheet(1)).Cases[0].Ref
	house.Bring(ref, cases.UnderReview)
	s.later(time.Minute)
	s.say(worker, "/note "+ref.String())
	if stepOf(t, s.person(worker)) == "" {
		t.Fatalf("no question waits for the worker:\n%s", chat(worker))
	}
	house.Do(func(tx *store.Tx) error { return tx.RemoveStaff(storetest.Operator(), "olena") })
	for _, do := range []func(){
		func() { s.say(worker, "Мати зателефонувала") },
		func() { s.say(worker, "/note "+ref.String()) },
		func() { s.say(worker, "/queue") },
		func() { s.forge(worker, newest(worker).ID, "s.open."+string(ref)) },
		func() { s.forge(worker, newest(worker).ID, "m.continue.staff") },
		func() { worker.Start("open_" + string(ref)); s.quiet() },
	} {
		before := newest(worker).ID
		do()
		for _, m := range worker.Messages() {
			if m.ID > before && m.From == "bot" && (strings.Contains(m.Text, ref.String()) || strings.Contains(m.Text, "Ковальчук")) {
				t.Errorf("who is no longer staff reads: %s", m.Text)
			}
		}
		if _, _, ok := s.button(worker, "staff.act.queue.button"); ok && newest(worker).ID != before {
			if m, _, _ := s.button(worker, "staff.act.queue.button"); m == newest(worker).ID {
				t.Error("who is no longer staff is offered the queue")
			}
		}
	}
	if got := stepOf(t, s.person(worker)); got != "" {
		t.Errorf("a conversation of staff still waits at %q", got)
	}
}
