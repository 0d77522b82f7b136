package bot

import (
	"context"
	"errors"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"dodomu/bot/emulator"
	"dodomu/bot/flow"
	"dodomu/store"
)

// trap puts people into a conversation of this test alone: its end does what their
// answer says.
func (s *stage) trap(ends map[string]func() error, people ...*emulator.Person) {
	s.t.Helper()
	f := flow.Flow{Name: "trap", Version: 1, Steps: []flow.Step{{Key: "a", Kind: flow.Write, Required: true}}}
	s.bot.rooms["trap"] = room{flow: f, commit: func(_ *store.Tx, _ store.Person, a flow.Answers) (flow.Reply, error) {
		return flow.Say("bot.menu", nil), ends[a.Get("a").Text]()
	}}
	for _, p := range people {
		s.house.Do(func(tx *store.Tx) error {
			who, err := tx.Meet(p.Profile().ID, p.Profile().Language)
			if err != nil {
				return err
			}
			return tx.SaveConversation(who.ID, flow.Start(f, "ctrap", flow.Input{Kind: flow.Resume}).State.Marshal())
		})
	}
}

// planted is what must not be found in a log.
const planted = "Соломія Коваленко"

// An update that cannot be handled is tried again, then set aside with an incident
// code and an apology; the others of its batch are answered, before and after it.
func TestPoison(t *testing.T) {
	s := set(t, Options{})
	first, panics, fails, once, last := s.someone(701, "uk"), s.someone(702, "uk"), s.someone(703, "pl"), s.someone(704, "en"), s.someone(705, "ru")
	tries := map[string]int{}
	s.trap(map[string]func() error{
		"panic": func() error { tries["panic"]++; panic(planted) },
		"fail":  func() error { tries["fail"]++; return errors.New(planted) },
		"once": func() error {
			if tries["once"]++; tries["once"] == 1 {
				return errors.New(planted)
			}
			return nil
		},
	}, panics, fails, once)
	first.Say("/start")
	panics.Say("panic")
	fails.Say("fail")
	s.tele.Inject("message", `{"message_id":"no number","from":{"id":701,"language_code":"uk"},"chat":{"id":701,"type":"private"}}`)
	s.tele.Inject("message", `[1]`)
	s.tele.Inject("poll_answer_of_tomorrow", `{"x":1}`)
	s.tele.Inject("callback_query", `{"id":"7","from":{"id":702,"is_bot":false,"first_name":"x"},"data":"m.menu"}`)
	once.Say("once")
	last.Say("/start")
	s.play()
	s.quiet()
	for name, want := range map[string]int{"panic": attempts, "fail": attempts, "once": 2} {
		if tries[name] != want {
			t.Errorf("%s was tried %d times, want %d", name, tries[name], want)
		}
	}
	s.sees(last, "bot.welcome")
	s.sees(once, "bot.menu")
	if got := s.saw(first, "bot.welcome"); got != 1 {
		t.Errorf("the one before was greeted %d times", got)
	}
	for _, p := range []*emulator.Person{first, panics, fails} {
		s.sees(p, "bot.incident")
		code := regexp.MustCompile(`[A-Z2-7]{8}`).FindString(newest(p).Text)
		if code == "" || !strings.Contains(s.log.String(), code) {
			t.Errorf("the incident %q is not in the log", code)
		}
	}
	if got := s.counts().Aside; got != 4 {
		t.Errorf("%d updates set aside, want 4", got)
	}
	if got := stepOf(t, s.person(panics)); got != "a" {
		t.Errorf("after the incident the conversation waits at %q, want where it was", got)
	}
	if strings.Contains(s.log.String(), planted) {
		t.Error("the log holds what somebody said")
	}
	w := httptest.NewRecorder()
	s.bot.Meters().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	if !strings.Contains(w.Body.String(), `dodomu_updates_total{outcome="set_aside"} 4`) {
		t.Errorf("the meters count otherwise:\n%s", w.Body)
	}
}

// A batch that the store cannot keep is not acknowledged: it comes again and loses
// nothing. Meanwhile the bot is not ready.
func TestStoreFault(t *testing.T) {
	s := set(t, Options{})
	p := s.someone(701, "uk")
	p.Say("/start")
	mend := s.harm()
	s.play()
	s.until("the turn to fail", func() bool { return s.bot.failing.Load() })
	if got := s.tele.Pending(); got != 1 {
		t.Errorf("%d updates wait, want the one that was not kept", got)
	}
	if err := s.failingProbe(); err == nil {
		t.Error("the bot calls itself ready while it can keep nothing")
	}
	mend()
	s.quiet()
	if got := s.saw(p, "bot.welcome"); got != 1 {
		t.Errorf("after the fault the person was greeted %d times:\n%s", got, chat(p))
	}
	if err := s.failingProbe(); err != nil {
		t.Errorf("not ready after all was mended: %v", err)
	}
}

// failingProbe is the error of the first probe that has one.
func (s *stage) failingProbe() error {
	var probes []error
	for _, probe := range s.bot.Probes() {
		probes = append(probes, probe(context.Background()))
	}
	return errors.Join(probes...)
}

// harm lets the store keep nothing of a turn until mend: no update can be used, and
// none set aside.
func (s *stage) harm() (mend func()) {
	s.exec(`CREATE TRIGGER broken BEFORE INSERT ON updates BEGIN SELECT RAISE(ABORT, 'broken'); END`)
	s.exec(`CREATE TRIGGER broken_too BEFORE INSERT ON aside BEGIN SELECT RAISE(ABORT, 'broken'); END`)
	return func() {
		s.exec(`DROP TRIGGER broken`)
		s.exec(`DROP TRIGGER broken_too`)
	}
}

func (s *stage) exec(statement string) {
	s.t.Helper()
	if _, err := s.raw.Exec(statement); err != nil {
		s.t.Fatal(err)
	}
}
