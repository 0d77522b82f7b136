package flow

import (
	"strings"
	"testing"
)

func posted(text string) Input {
	return Input{Kind: Text, Text: text, Forwarded: true, Origin: Origin{From: "Канал", At: Date{Year: 2022, Month: 5, Day: 1}}}
}

func TestTold(t *testing.T) {
	t.Run("words complete it", func(t *testing.T) {
		c := begin(t, telling()).press("c.me").at("story").say("Бачила дівчинку").at("seen")
		if got := c.s.Answers().Get("story"); got.Text != "Бачила дівчинку" || got.Partial {
			t.Errorf("kept %+v", got)
		}
	})
	t.Run("files wait for words or continue", func(t *testing.T) {
		c := begin(t, telling()).press("c.me").put(Input{Kind: Photo, Files: []File{{ID: 1}, {ID: 2}}}).at("story").sees("flow.told.kept")
		c.put(Input{Kind: Photo, Files: []File{{ID: 3}}, Text: "за школою"}).at("story").press("go").at("seen")
		if got := c.s.Answers().Get("story"); len(got.Files) != 3 || got.Text != "за школою" {
			t.Errorf("kept %+v", got)
		}
	})
	t.Run("nothing is no story", func(t *testing.T) {
		begin(t, telling()).press("c.me").say("\u200b").at("story").sees("flow.refused.empty").say("/skip").at("story")
	})
	t.Run("a whole message fits, more is told", func(t *testing.T) {
		c := begin(t, telling()).press("c.me").put(Input{Kind: Photo, Files: []File{{ID: 1}}, Text: strings.Repeat("я", MaxStory)}).at("story")
		c.say("і ще").at("story").sees("flow.refused.long")
		if got := c.s.Answers().Get("story"); len([]rune(got.Text)) != MaxStory {
			t.Errorf("kept %d characters", len([]rune(got.Text)))
		}
	})
	t.Run("ten albums", func(t *testing.T) {
		c := begin(t, telling()).press("c.me")
		for album := range 10 {
			in := Input{Kind: Photo}
			for i := range 10 {
				in.Files = append(in.Files, File{ID: int64(album*10 + i + 1)})
			}
			c.put(in).at("story")
		}
		if got := c.s.Answers().Get("story"); len(got.Files) != MaxTold {
			t.Errorf("%d files are kept", len(got.Files))
		}
		c.sees("flow.refused.photos n=10 limit=10").say("Усе").at("seen")
	})
	t.Run("many pieces", func(t *testing.T) {
		c := begin(t, telling()).press("c.me").say("Бачила").say("2022").say("7 років").say("Оля").at("proof")
		c.say("https://example.org/1").at("proof").put(posted("Пост")).put(posted("Пост")).say("https://example.org/2").press("go").at("summary")
		got := c.s.Answers().Get("proof")
		if got.Text != "https://example.org/1\nhttps://example.org/2" || len(got.Posts) != 1 || got.Posts[0].From != "Канал" {
			t.Errorf("kept %+v", got)
		}
	})
	t.Run("written anew from the summary", func(t *testing.T) {
		c := begin(t, telling()).press("c.me").put(Input{Kind: Photo, Files: []File{{ID: 1}}, Text: "одне"}).press("go")
		for range 4 {
			c.say("/skip")
		}
		c.at("summary").press("edit").press("e.story").say("друге").at("summary")
		if got := c.s.Answers().Get("story"); got.Text != "друге" || len(got.Files) != 1 {
			t.Errorf("kept %+v", got)
		}
	})
}

// What comes at the wrong moment is kept with the story, and the question stays.
func TestCatch(t *testing.T) {
	early := begin(t, telling()).put(posted("Пост")).at("who").sees("flow.told.caught").press("c.me").at("story").sees("flow.current").press("go").at("seen")
	if got := early.s.Answers().Get("story"); len(got.Posts) != 1 || got.Partial {
		t.Errorf("kept %+v", got)
	}
	c := begin(t, telling()).press("c.me").say("Бачила").at("seen")
	c.put(Input{Kind: Photo, Files: []File{{ID: 1}}, Text: "підпис"}).at("seen").sees("flow.told.caught")
	c.put(Input{Kind: Place, Lat: 50, Lon: 36.25}).at("seen")
	c.put(Input{Kind: Contact, Name: "Ганна", Phone: "380501234567"}).at("seen")
	c.say("перед тим як упав сніг").at("seen").sees("flow.told.caught")
	c.say("сніг").at("seen").sees("flow.refused.date").seesNot("flow.told.caught")
	c.say("31.02.2022").at("seen").sees("flow.refused.date_impossible").seesNot("flow.told.caught")
	c.put(Input{Kind: Other}).at("seen").sees("flow.unheard.other").seesNot("flow.told.caught")
	c.say("2022").at("born")
	want := "Бачила\nпідпис\n50, 36.25\nГанна +380501234567\nперед тим як упав сніг"
	if got := c.s.Answers().Get("story"); got.Text != want || len(got.Files) != 1 || got.Partial {
		t.Errorf("kept %+v", got)
	}
}

func TestGrown(t *testing.T) {
	c := begin(t, telling()).press("c.me").say("Бачила").say("2016").at("born")
	c.say("40 років").at("name")
	if got := c.s.Answers().Get("born"); got.AgeTo != 40 {
		t.Errorf("kept %+v", got)
	}
}

// A check knows the day on which it is made.
func TestCheckKnowsToday(t *testing.T) {
	begin(t, telling()).press("c.me").say("Бачила").say("2016").say("3 роки").at("born").sees("telling.born.bad")
}
