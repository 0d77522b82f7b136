package flow

import (
	"slices"
	"testing"
)

func TestTogglesSetAndClear(t *testing.T) {
	c := begin(t, rich()).press("c.no").press("on.search").press("on.share")
	on := Input{Kind: Press, Data: c.s.ID() + ".2.on.share", Message: 50}
	off := Input{Kind: Press, Data: c.s.ID() + ".2.off.search", Message: 50}
	c.put(on).put(off).put(off).press("go")
	if got := c.f.Answers(c.s).Get("consent").Choices; !slices.Equal(got, []string{"share"}) {
		t.Errorf("choices %v", got)
	}
}

func TestHalfGivenAnswerIsAskedAgain(t *testing.T) {
	c := begin(t, rich()).press("c.no").press("on.search").press("back").at("watched").press("keep").at("consent")
	if got := c.f.Answers(c.s).Get("consent").Choices; !slices.Equal(got, []string{"search"}) {
		t.Errorf("choices %v", got)
	}
	c.press("back").press("keep").say("/skip").at("name")
	if got := c.f.Answers(c.s).Get("consent").Choices; len(got) != 1 {
		t.Errorf("skipping lost what was chosen: %v", got)
	}
}

func TestSkipKeepsAnAnswer(t *testing.T) {
	c := toReview(t).say("/back").at("words").say("/skip").at("summary").sees("answer=Ми чекаємо")
	c.press("edit").press("e.consent").press("off.search").press("back").at("summary")
	if got := c.f.Answers(c.s).Get("consent"); got.Partial || !slices.Equal(got.Choices, []string{"contact"}) {
		t.Errorf("consent %+v", got)
	}
}

func TestReplyKeyboardIsTakenAwayOnce(t *testing.T) {
	for name, leave := range map[string]func(*chat){
		"answer": func(c *chat) { c.say("0501234567") },
		"skip":   func(c *chat) { c.say("/skip") },
		"back":   func(c *chat) { c.say("flow.back") },
		"pause":  func(c *chat) { c.say("/pause") },
		"stop":   func(c *chat) { c.say("/cancel").say("/cancel") },
	} {
		c := toReview(t).press("edit").press("e.phone").at("phone")
		leave(c)
		n := 0
		for _, m := range c.last.Messages {
			if m.Unkey {
				n++
			}
		}
		if n != 1 || c.s.Keyed {
			t.Errorf("%s: taken away %d times, still up: %v", name, n, c.s.Keyed)
		}
	}
}

func TestSharedAnswerIsOfferedOnlyWhereThereIsOne(t *testing.T) {
	c := toReview(t).press("edit").press("e.from.0").press("erase").press("edit").press("e.more").press("c.yes").say("Іван").say("7").at("from")
	c.seesNot("flow.shared").seesNot("flow.same")
}

func TestSubmitAsksWhatANewerVersionAdds(t *testing.T) {
	c := toReview(t)
	c.f.Version = 4
	c.f.Steps = slices.Insert(slices.Clone(c.f.Steps), 2, Step{Key: "fresh", Kind: Write})
	c.put(Input{Kind: Resume}).at("summary").press("send").at("fresh").say("x").at("summary").press("send")
	if c.last.End != Done || c.s.Answers().Get("fresh").Text != "x" {
		t.Errorf("end %d", c.last.End)
	}
}

func TestTakingARoundAwayWhileAnswering(t *testing.T) {
	c := toReview(t).press("edit").press("e.more").press("c.yes").say("Іван").at("birth").press("drop.1").press("dropped.1").at("summary")
	if n := c.f.Answers(c.s).Count("child"); n != 1 {
		t.Errorf("%d children", n)
	}
}
