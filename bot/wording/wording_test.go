package wording_test

import (
	"testing"
	"time"

	"dodomu/bot/flow"
	"dodomu/bot/wording"
	"dodomu/locales"
)

func TestValues(t *testing.T) {
	catalog, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	two := 2
	at := time.Date(2026, time.March, 12, 8, 0, 0, 0, time.UTC).UnixMilli()
	for name, c := range map[string]struct {
		reader wording.Reader
		value  flow.Value
		want   string
	}{
		"what a person wrote stays":   {wording.Reader{Tag: "en"}, flow.Value{Text: "<b>Оля</b> {{.x}}"}, "<b>Оля</b> {{.x}}"},
		"a key in the reader's words": {wording.Reader{Tag: "pl"}, flow.Value{Key: "flow.no"}, "Nie"},
		"a key in a named language":   {wording.Reader{Tag: "pl"}, flow.Value{Key: "flow.no", Lang: "uk"}, "Ні"},
		"a count picks its form":      {wording.Reader{Tag: "uk"}, flow.Value{Key: "flow.said.photos", Args: flow.Args{"n": {Count: &two}}}, "2 світлини"},
		"a date":                      {wording.Reader{Tag: "uk"}, flow.Value{Date: &flow.Date{Year: 2022, Month: 3, Day: 12}}, "12 березня 2022 р."},
		"an hour of the reader's":     {wording.Reader{Tag: "en", Zone: time.FixedZone("", 2*3600)}, flow.Value{Time: at}, "12 March 2026, 10:00"},
		"parts stand one a line":      {wording.Reader{Tag: "en"}, flow.Value{Parts: []flow.Value{{Text: "a"}, {}, {Key: "flow.yes"}}}, "a\n\nYes"},
		"a link where the bot is known": {wording.Reader{Tag: "en", Bot: "dodomu_bot"}, flow.Value{Start: "join_X"},
			"https://t.me/dodomu_bot?start=join_X"},
		"else what to send to it":   {wording.Reader{Tag: "en"}, flow.Value{Start: "join_X"}, "/start join_X"},
		"the short form when quiet": {wording.Reader{Tag: "en", Quiet: true}, flow.Value{Key: "flow.edited"}, catalog.Printer("en").Say("flow.edited.short", nil)},
		"no short form: the long":   {wording.Reader{Tag: "en", Quiet: true}, flow.Value{Key: "flow.yes"}, "Yes"},
	} {
		if got := wording.New(catalog, c.reader).Value(c.value); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
