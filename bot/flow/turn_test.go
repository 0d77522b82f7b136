package flow

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

// toReview plays the rich flow with one child up to the summary.
func toReview(t *testing.T) *chat {
	t.Helper()
	c := begin(t, rich()).at("watched").press("c.no").at("consent")
	c.press("on.search").press("on.contact").press("go").at("name")
	c.say("Оля").at("birth").say("7 років").at("from").say("Маріуполь").at("taken")
	c.say("березень 2022").at("cause").press("c.camp").at("more").press("c.no").at("photos")
	c.press("skip").at("phone").say("050 123 45 67").at("second").say("/skip").at("words")
	return c.say("Ми чекаємо").at("summary")
}

func TestWholeConversation(t *testing.T) {
	c := toReview(t).sees("rich.name.label answer=Оля", "rich.taken.label answer=2022-03-00", "flow.later n=2")
	c.press("send")
	if c.last.End != Done {
		t.Fatalf("end %d, want done", c.last.End)
	}
	a := c.s.Answers()
	child := a.Group("child", 0)
	if a.Count("child") != 1 || child.Get("name").Text != "Оля" || child.Get("birth").AgeTo != 7 {
		t.Errorf("child: %+v", child)
	}
	if got := a.Get("consent").Choices; !slices.Equal(got, []string{"search", "contact"}) {
		t.Errorf("consent %v", got)
	}
	if a.Get("phone").Phone != "+380501234567" || !a.Get("second").Skipped || a.Get("photos").Given() {
		t.Errorf("phone %+v second %+v", a.Get("phone"), a.Get("second"))
	}
}

func TestChosenAnswerStaysVisible(t *testing.T) {
	c := begin(t, rich()).press("c.maybe")
	m := c.last.Messages[0]
	if m.Edit != 50 || m.Key != "flow.chosen" || m.Buttons != nil || m.Args["answer"].Key != "rich.watched.maybe" {
		t.Errorf("first message %+v", m)
	}
	if next := c.last.Messages[1]; next.Edit != 0 || next.Buttons == nil {
		t.Errorf("second message %+v", next)
	}
	c.press("on.share")
	if m := c.last.Messages[0]; len(c.last.Messages) != 1 || m.Edit != 50 {
		t.Errorf("a toggle edits in place: %+v", c.last.Messages)
	}
	c.sees("rich.consent.why").press("off.share")
}

func TestStalePresses(t *testing.T) {
	c := begin(t, rich())
	old := c.last.Messages[0].Buttons[0][0].Data
	c.press("c.no").at("consent")
	for _, data := range []string{old, "", ".", "c2.1.c.no", "c1.2.c.no.x", "c1.2.send", "c1.2.c.search", "c1.2.on.nothing", "c1.2.quit", "c1.2.drop.0", "c1.2.e.name", "c1.2.same", "c1.2.keep", "c1.2.unk"} {
		before := c.s.Marshal()
		c.put(Input{Kind: Press, Data: data, Message: 7}).at("consent").sees("flow.stale", "rich.consent.ask")
		if string(c.s.Marshal()) != string(before) {
			t.Errorf("press %q changed the state", data)
		}
	}
}

func TestActsByCommandAndByWord(t *testing.T) {
	c := toReview(t)
	c.say("/back").at("words").say("flow.back").at("second").say("flow.skip.words").at("summary")
	c.say("/help").at("summary").sees("flow.help.review", "flow.help.acts")
	if c.say("/pause"); c.last.End != Paused {
		t.Error("not paused")
	}
	c.put(Input{Kind: Resume}).at("summary")
	c.say("/language").sees("flow.language.ask").say("flow.language.en")
	if c.last.Language != "en" {
		t.Errorf("language %q", c.last.Language)
	}
	c.say("/language uk")
	if c.last.Language != "uk" {
		t.Errorf("language %q", c.last.Language)
	}
	c.say("/nonsense").sees("flow.refused.command").at("summary")
	c.say("/cancel@dodomu_bot").sees("flow.stop.ask").say("nonsense").sees("flow.refused.choose", "flow.stop.ask")
	c.press("stay").at("summary").say("/cancel").say("/cancel")
	if c.last.End != Cancelled || c.s.ID() != "" {
		t.Errorf("end %d, state %+v", c.last.End, c.s)
	}
}

func TestCancelByButton(t *testing.T) {
	c := begin(t, rich())
	if rows := c.last.Messages[0].Buttons; rows[len(rows)-1][1].Label.Key != "flow.more" {
		t.Fatalf("rows %+v", rows)
	}
	c.put(Input{Kind: Press, Data: c.last.Messages[0].Buttons[3][1].Data, Message: 50})
	if rows := c.last.Messages[0].Buttons; rows[len(rows)-1][0].Label.Key != "flow.stop" {
		t.Fatalf("rows %+v", rows)
	}
	c.press("stop").press("quit")
	if c.last.End != Cancelled || c.last.Messages[0].Edit != 50 {
		t.Errorf("outcome %+v", c.last)
	}
}

func TestTypedOptionIsAChoice(t *testing.T) {
	begin(t, rich()).say("maybe").at("consent").say("SEARCH").say("rich.consent.share").say("flow.proceed").at("name")
}

func TestSeveralChildren(t *testing.T) {
	c := toReview(t).press("edit").press("e.more").at("more").press("c.yes").at("name")
	c.say("Іван").at("birth").press("unk").at("from").sees("flow.shared answer=Маріуполь who=Оля")
	c.say("flow.same").at("taken").press("same").at("cause").press("c.other").at("which").say("так сталося")
	c.at("more").press("c.no").at("summary").sees("rich.child.heading who=Іван n=2")
	a := c.f.Answers(c.s)
	if a.Count("child") != 2 || a.Group("child", 1).Get("from").Text != "Маріуполь" || !a.Group("child", 1).Get("birth").Unknown {
		t.Fatalf("second child %+v", a)
	}
	c.press("edit").press("part.2").press("e.name.1").at("name").sees("flow.current answer=Іван")
	c.say("Петро").at("summary").sees("rich.name.label answer=Петро", "rich.name.label answer=Оля")
	c.press("edit").press("part.1").press("drop.0").sees("flow.drop.ask who=Оля").press("dropped.0").at("summary")
	a = c.f.Answers(c.s)
	if a.Count("child") != 1 || a.Group("child", 0).Get("name").Text != "Петро" || a.Group("child", 0).Get("which").Text != "так сталося" {
		t.Errorf("after removing the first child: %+v", a.Group("child", 0))
	}
}

func TestBackTakesAnEmptyRoundAway(t *testing.T) {
	c := toReview(t).press("edit").press("e.more").press("c.yes").at("name").say("/back").at("more").press("c.no").at("summary")
	if n := c.f.Answers(c.s).Count("child"); n != 1 {
		t.Errorf("%d children", n)
	}
}

func TestEditFromSummaryAsksWhatNowApplies(t *testing.T) {
	c := toReview(t).press("edit").press("e.cause.0").at("cause").press("c.other").at("which").say("x").at("summary")
	c.press("edit").press("e.words").sees("flow.current").press("back").at("summary")
	c.press("edit").press("e.words").press("keep").at("summary")
	c.press("edit").press("e.words").press("erase").at("summary")
	if !c.f.Answers(c.s).Get("words").Skipped {
		t.Error("the answer is still there")
	}
	c.press("edit").press("e.watched").press("c.yes").at("summary").press("send")
	if a := c.s.Answers(); a.Group("child", 0).Has("cause") || a.Group("child", 0).Has("which") {
		t.Error("answers that no longer apply were submitted")
	}
}

func TestAnswersOutOfSightComeBack(t *testing.T) {
	c := toReview(t).press("edit").press("e.watched").press("c.yes").at("summary").seesNot("rich.taken")
	c.press("edit").press("e.watched").press("c.no").at("summary").sees("rich.taken.label answer=2022-03-00")
}

func TestPhotos(t *testing.T) {
	c := toReview(t).press("edit").press("e.photos").at("photos")
	c.put(Input{Kind: Photo, Files: []File{{ID: 1}, {ID: 2}, {ID: 3}}, Text: "на морі"}).at("photos").sees("flow.photos.kept n=3 limit=5")
	c.put(Input{Kind: Photo, Files: []File{{ID: 3}}}).sees("flow.photos.kept n=3")
	c.put(Input{Kind: Document, Files: []File{{ID: 4, Document: true}}}).sees("flow.warned.document")
	c.put(Input{Kind: Photo, Files: []File{{ID: 5}, {ID: 6}}}).sees("flow.refused.photos n=1 limit=5", "flow.photos.kept n=5")
	c.put(Input{Kind: Document, TooLarge: true}).sees("flow.refused.large").say("ось").sees("flow.refused.pictures")
	c.press("go").at("summary").sees("flow.said.photos n=5")
	if a := c.f.Answers(c.s).Get("photos"); len(a.Files) != 5 || a.Text != "на морі" || a.Partial {
		t.Errorf("photos %+v", a)
	}
}

func TestWrongFormsAreRefusedKindly(t *testing.T) {
	c := begin(t, rich()).press("c.no").press("go").at("name")
	c.put(Input{Kind: Other}).at("name").sees("flow.unheard.other", "rich.name.ask")
	c.put(Input{Kind: Photo, Files: []File{{ID: 9}}}).at("name").sees("flow.unheard.photo")
	c.put(Input{Kind: Place, Lat: 1, Lon: 2}).sees("flow.unheard.place")
	c.put(Input{Kind: Contact, Phone: "380501234567"}).sees("flow.unheard.contact")
	c.put(Input{Kind: Edited, Text: "інше"}).at("name").sees("flow.edited")
	c.say("\u200b\u200f").sees("flow.refused.empty").say(strings.Repeat("😀", 4096)).at("name").sees("flow.refused.long n=4096 limit=60")
	c.say("/skip").at("name").sees("flow.refused.required")
	c.put(Input{Kind: Photo, Text: "<b>\u202eОля</b>", Files: []File{{ID: 9}}}).at("birth").sees("flow.unheard.photo")
	if got := c.f.Answers(c.s).Group("child", 0).Get("name").Text; got != "<b>Оля</b>" {
		t.Errorf("name %q", got)
	}
	c.say("завтра").at("birth").sees(AgeUnread, "rich.birth.example")
	c.put(Input{Kind: Text, Text: "7", Forwarded: true}).at("from").sees("flow.forwarded")
	c.put(Input{Kind: Place, Lat: 91}).sees("flow.unheard.place").put(Input{Kind: Place, Lat: 47.1, Lon: 37.5}).at("taken")
	c.say("2099").sees(DateFuture, "flow.example.when")
}

func TestContacts(t *testing.T) {
	c := toReview(t).press("edit").press("e.phone").at("phone")
	if m := c.last.Messages[len(c.last.Messages)-1]; m.Keys == nil || !m.Keys[0][0].Contact || m.Buttons != nil {
		t.Fatalf("no key shares the contact: %+v", m)
	}
	c.put(Input{Kind: Contact, Phone: "380671112233", Foreign: true}).at("phone").sees("flow.refused.foreign")
	c.put(Input{Kind: Contact, Phone: "380671112233"}).at("summary")
	if m := c.last.Messages[0]; !m.Unkey || m.Key != "flow.noted" {
		t.Errorf("the reply keyboard stays: %+v", m)
	}
	c.press("edit").press("e.second").put(Input{Kind: Contact, Phone: "48600100200", Name: "Тітка Ганна", Foreign: true}).at("summary")
	if a := c.f.Answers(c.s).Get("second"); a.Phone != "+48600100200" || a.Text != "Тітка Ганна" {
		t.Errorf("second %+v", a)
	}
}

func TestSecretMessagesAreNamedForCleaning(t *testing.T) {
	c := begin(t, rich()).press("c.no").press("go").at("name")
	if m := c.last.Messages[len(c.last.Messages)-1]; !m.Secret {
		t.Error("a secret question is not marked")
	}
	c.put(Input{Kind: Text, Text: "Оля", Message: 31, Asked: 30})
	if !slices.Equal(c.last.Clean, []int{31, 30}) {
		t.Errorf("clean %v", c.last.Clean)
	}
	if c.say("7"); c.last.Clean != nil {
		t.Errorf("clean %v of a question that is not secret", c.last.Clean)
	}
}

func TestCheckOfAStep(t *testing.T) {
	c := toReview(t).press("edit").press("e.words").say("forbidden").at("words").sees("rich.words.bad")
	if got := c.f.Answers(c.s).Get("words").Text; got != "Ми чекаємо" {
		t.Errorf("a refused answer replaced %q", got)
	}
}

func TestProgressAndFirst(t *testing.T) {
	c := begin(t, rich()).sees("flow.progress at=1 total=11").say("/back").at("watched").sees("flow.first")
	c.press("c.yes").sees("flow.progress at=2 total=7")
}

func TestOlderVersionGoesOn(t *testing.T) {
	c := toReview(t).press("edit").press("e.words").at("words")
	newer := rich()
	newer.Version = 4
	newer.Steps = slices.DeleteFunc(newer.Steps, func(s Step) bool { return s.Key == "words" })
	newer.Steps = slices.Insert(newer.Steps, 2, Step{Key: "fresh", Kind: Write})
	old := c.s
	c.f = newer
	c.put(Input{Kind: Resume}).at("fresh").say("x").at("summary").seesNot("Ми чекаємо")
	if !c.f.Answers(c.s).Group("child", 0).Has("name") {
		t.Error("answers were lost on the way to the newer version")
	}
	c.f = rich()
	c.put(Input{Kind: Resume}).at("summary").sees("Ми чекаємо")
	press := c.f.Turn(old, Input{Kind: Press, Data: newer.Turn(old, Input{Kind: Resume}).State.Flow()})
	if len(press.Messages) == 0 {
		t.Error("nothing said")
	}
}

func TestNotesAreSaidAndKept(t *testing.T) {
	c := begin(t, single(), Note{"case", "K7"}).sees("case=K7").say("дякую")
	if c.last.End != Done || c.s.Answers().Get("case").Text != "K7" || c.s.Answers().Get("reply").Text != "дякую" {
		t.Errorf("outcome %+v", c.last)
	}
}

func TestStepsThatDoNotApply(t *testing.T) {
	if c := begin(t, hidden()).press("skip"); c.last.End != Done || len(c.s.Answers().rounds) != 1 || c.s.Answers().Count("g") != 0 {
		t.Errorf("end %d, rounds %v", c.last.End, c.s.Answers().rounds)
	}
	c := begin(t, hidden()).say("x").at("who").say("a").at("again").press("c.yes").at("who").say("b").at("last")
	if c.say("2020"); c.last.End != Done || c.s.Answers().Count("g") != 2 {
		t.Errorf("end %d", c.last.End)
	}
}

func TestStateIsLeftAsItWas(t *testing.T) {
	c := toReview(t)
	before := string(c.s.Marshal())
	for _, b := range c.f.Offers(c.s) {
		c.f.Turn(c.s, Input{Kind: Press, Data: b.Data, Message: 3})
	}
	if after := string(c.s.Marshal()); after != before {
		t.Errorf("a turn changed its state:\n%s\n%s", before, after)
	}
	again, err := Unmarshal(c.s.Marshal())
	if err != nil || !reflect.DeepEqual(again.Answers(), c.s.Answers()) {
		t.Errorf("read back %+v, %v", again, err)
	}
}

func TestUnmarshalRefuses(t *testing.T) {
	for name, data := range map[string]string{
		"nothing": "", "list": "[]", "newer": `{"v":2}`, "long": `{"id":"` + strings.Repeat("x", MaxState) + `"}`,
		"no form": `{}`, "id": `{"v":1,"id":"` + strings.Repeat("x", MaxID+1) + `"}`,
	} {
		if _, err := Unmarshal([]byte(data)); err == nil {
			t.Errorf("%s: was read", name)
		}
	}
}
