package main

import "testing"

// mostTold is how many messages and presses a tip may ask of a person.
const mostTold = 5

// TestPageTip lets the volunteer of the page tell something without a name, in
// five messages and presses from the menu's button on, and clear the chat.
func TestPageTip(t *testing.T) {
	s := look(t, chromium(t), try(t).address, 1280, 800)
	marek := s.hand(volunteerChat, "pl")
	marek.start()
	before := marek.acts
	marek.press("menu.tip")
	marek.reads("tip.who.ask")
	marek.press("tip.who.anonymous")
	marek.reads("tip.what.ask")
	marek.say("Widziałem dwie dziewczynki ze Skadowska w sanatorium w Anapie, we wrześniu")
	marek.reads("tip.ask_back.ask")
	marek.press("flow.yes")
	marek.reads("tip.path.ask")
	marek.press("tip.path.brief")
	marek.reads("tip.done.return")
	marek.told("tip.done.receipt")
	s.shoot("40-tip")
	if did := marek.acts - before; did > mostTold {
		t.Errorf("%d messages and presses, want at most %d", did, mostTold)
	}
	marek.press("menu.hide")
	marek.reads("bot.hidden")
	s.shoot("41-tip-hidden")
}
