package bot

import (
	"testing"
	"time"

	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

// A clock that is set an hour or two back or on between two runs, again and again in
// one report, holds nobody up and loses nothing.
func TestClockIsSet(t *testing.T) {
	s := set(t, Options{}).play()
	p := s.someone(700, "uk")
	s.say(p, "/report")
	for i, key := range []string{"report.safety.perhaps", "report.path.brief", "report.relation.mother", "report.consents.all"} {
		s.stop() // an hour on
		s.house.Clock.Advance([]time.Duration{-2 * time.Hour, time.Hour, -3 * time.Hour, -time.Hour}[i])
		s.rebuild()
		s.play()
		s.press(p, key)
	}
	s.sees(p, "report.name.ask")
	s.say(p, "Коваленко Соломія")
	s.say(p, "7 років")
	if got := stepOf(t, s.person(p)); got != "oblast" {
		t.Errorf("after six answers under a clock that was set the conversation waits at %q", got)
	}
}

// In the nights in which the clock is changed a push waits for eight in the morning
// at the reader's place, and not an hour more or less.
func TestPushInANightOfAnotherLength(t *testing.T) {
	kyiv, err := time.LoadLocation("Europe/Kyiv")
	if err != nil {
		t.Fatal(err)
	}
	for _, night := range []struct {
		evening time.Time
		length  time.Duration
	}{
		{time.Date(2026, 3, 28, 23, 0, 0, 0, kyiv), 8 * time.Hour},
		{time.Date(2026, 10, 24, 23, 0, 0, 0, kyiv), 10 * time.Hour},
	} {
		s := set(t, Options{}).play()
		p := s.someone(700, "uk")
		s.say(p, "/start")
		s.house.Clock.Set(night.evening)
		worker := s.house.Hire(store.NewStaff{Handle: "olena", Name: "Олена", Role: cases.Worker}, 0)
		ref := s.house.Report(s.person(p).ID, storetest.Sheet(1)).Cases[0].Ref
		s.house.Do(func(tx *store.Tx) error {
			_, err := tx.Take(worker.Actor(), ref, cases.Received)
			return err
		})
		s.later(night.length - time.Minute)
		if got := s.saw(p, "notice.under_review"); got != 0 {
			t.Errorf("%s: %d pushes before the morning", night.evening.Format(time.DateOnly), got)
		}
		s.later(time.Minute)
		s.until("the push of the morning", func() bool { return s.saw(p, "notice.under_review") == 1 })
		s.stop()
	}
}
