package bot

import (
	"strings"
	"testing"

	"dodomu/bot/emulator"
)

// receiptOf is the receipt as the person sees it.
func (s *stage) receiptOf(p *emulator.Person) string {
	s.t.Helper()
	for _, m := range p.Messages() {
		if m.From == "bot" && s.says(p, m, "report.done.receipt") {
			return strings.Split(m.Text, "\n")[1]
		}
	}
	s.t.Fatalf("no receipt:\n%s", chat(p))
	return ""
}

// The receipt that was shown is the one whose end is asked back; on a shared phone
// it then leaves the chat.
func TestReceiptTypedBack(t *testing.T) {
	s := set(t, Options{}).play()
	p := s.someone(700, "uk")
	s.shortReport(p)
	receipt := s.receiptOf(p)
	if !s.person(p).Quiet {
		t.Fatal("the short way was not on a shared phone")
	}
	s.say(p, "0000"+receipt[len(receipt)-3:])
	s.sees(p, "kept.tail.differs")
	s.say(p, receipt[len(receipt)-4:])
	s.sees(p, "kept.done")
	if s.saw(p, "report.done.receipt") != 0 {
		t.Errorf("the receipt stands on a shared phone:\n%s", chat(p))
	}
	if s.person(p).State != nil {
		t.Error("something still waits")
	}
}

// What is said instead of the receipt's end is heard as anything else is, once, and
// no draft is left of the question.
func TestReceiptQuestionGivesWay(t *testing.T) {
	s := set(t, Options{}).play()
	p := s.someone(700, "uk")
	s.shortReport(p)
	s.say(p, "Сьогодні дзвонили з Таганрога")
	s.sees(p, "add.review.ask")
	if got := stepOf(t, s.person(p)); got != "review" {
		t.Errorf("waits at %q, want the summary of what was added", got)
	}
	s.press(p, "flow.submit")
	q := s.someone(701, "uk")
	s.shortReport(q)
	s.say(q, "/report")
	s.sees(q, "report.safety.ask")
	s.say(q, "/cancel")
	s.press(q, "flow.quit")
	s.say(q, "/start")
	if _, _, offered := s.button(q, "menu.continue"); offered {
		t.Errorf("the question is offered as a draft:\n%s", chat(q))
	}
	w := s.someone(702, "uk")
	s.shortReport(w)
	s.say(w, "/start")
	s.sees(w, "bot.welcome")
}
