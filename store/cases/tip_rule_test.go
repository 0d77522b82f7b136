package cases_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dodomu/store/cases"
)

var tipDay = cases.Date{Year: 2026, Month: 3, Day: 2}

// TestTriage holds what the rules make of tips as they come: which rule decides, and
// what the tip is then.
func TestTriage(t *testing.T) {
	anapa := cases.TipPlace{Text: "Анапа, санаторій"}
	lastWeek := cases.Date{Year: 2026, Month: 2, Day: 25}
	for _, c := range []struct {
		name    string
		sheet   cases.TipSheet
		worth   cases.Worth
		decides cases.TipRuleName
	}{
		{"seen, with place and time", cases.TipSheet{What: "Бачила дівчинку років семи", Where: anapa, When: lastWeek, Knowing: cases.FirstHand}, cases.Actionable, cases.RuleFirstHand},
		{"seen by who asks for money", cases.TipSheet{What: "Бачив хлопчика, заплатіть і скажу", Where: anapa, When: lastWeek, Knowing: cases.FirstHand}, cases.Actionable, cases.RuleFirstHand},
		{"money, uk", cases.TipSheet{What: "Знаю, де дитина. Потрібні гроші на картку.", Where: anapa}, cases.Unclear, cases.RuleAsksMoney},
		{"money, ru", cases.TipSheet{What: "Скажу за вознаграждение"}, cases.Unclear, cases.RuleAsksMoney},
		{"money, en", cases.TipSheet{What: "Send 500 USDT and I tell you where she is"}, cases.Unclear, cases.RuleAsksMoney},
		{"money, pl", cases.TipSheet{What: "Powiem gdzie jest, proszę o przelew"}, cases.Unclear, cases.RuleAsksMoney},
		{"an adult by age", cases.TipSheet{What: "Шукаю брата, він у Ростові", Where: anapa, Birth: cases.Birth{AgeFrom: 40, AgeTo: 45, AsOf: tipDay}}, cases.NotActionable, cases.RuleAdult},
		{"an adult in words", cases.TipSheet{What: "Мужчина 45 лет пропал под Курском", Where: anapa}, cases.NotActionable, cases.RuleAdult},
		{"an adult and a child", cases.TipSheet{What: "Женщина 45 лет и девочка 7 лет", Where: anapa, When: lastWeek}, cases.Actionable, cases.RuleRecent},
		{"hours are no years", cases.TipSheet{What: "Бачили близько 30 годин тому, групу дітей", Where: anapa, When: lastWeek}, cases.Actionable, cases.RuleRecent},
		{"nothing", cases.TipSheet{What: "???"}, cases.NotActionable, cases.RuleNothing},
		{"emoji", cases.TipSheet{What: strings.Repeat("😀 ", 400)}, cases.NotActionable, cases.RuleNothing},
		{"one letter", cases.TipSheet{What: "я"}, cases.NotActionable, cases.RuleNothing},
		{"an insult", cases.TipSheet{What: "ви всі ідіоти і нічого не робите"}, cases.NotActionable, cases.RuleInsult},
		{"an insult and a place", cases.TipSheet{What: "ви ідіоти, дитина тут сидить", Where: anapa, When: lastWeek, Knowing: cases.Heard}, cases.Actionable, cases.RuleRecent},
		{"a worker accused", cases.TipSheet{What: "Ваш координатор вимагав у мами хабар. Це у Києві."}, cases.Unclear, cases.RuleAccusesStaff},
		{"a worker accused by who saw it", cases.TipSheet{What: "Your worker threatened us", Where: anapa, When: lastWeek, Knowing: cases.FirstHand}, cases.Unclear, cases.RuleAccusesStaff},
		{"a kind word of a worker", cases.TipSheet{What: "Ваш координатор дуже допоміг. Вкрали машину сусіда.", Where: anapa, When: lastWeek}, cases.Actionable, cases.RuleRecent},
		{"a link", cases.TipSheet{What: "https://t.me/kanal/17", Links: []string{"https://t.me/kanal/17"}}, cases.Unclear, cases.RuleLinkOnly},
		{"a post of a closed channel", cases.TipSheet{Forwarded: []cases.Forwarded{{From: "Закритий канал", Text: "Нові діти в таборі"}}}, cases.Unclear, cases.RuleLinkOnly},
		{"neither where nor when", cases.TipSheet{What: "У них живе чужа дитина, кажуть, українка"}, cases.Unclear, cases.RuleNowhere},
		{"a name and a place", cases.TipSheet{What: "Вчиться в нашій школі", Name: "Соломія К.", Where: anapa}, cases.Actionable, cases.RuleNamed},
		{"old hearsay", cases.TipSheet{What: "Казали, що там були діти", Where: anapa, When: cases.Date{Year: 2022, Season: 4}, Knowing: cases.Heard}, cases.Unclear, cases.RuleOldHearsay},
		{"this month", cases.TipSheet{What: "Казали, що там діти", Where: anapa, When: cases.Date{Year: 2026, Month: 2}, Knowing: cases.Heard}, cases.Actionable, cases.RuleRecent},
		{"no rule", cases.TipSheet{What: "Бачила групу дітей", Where: anapa, When: cases.Date{Year: 2025, Month: 8}}, cases.Unclear, cases.RuleNone},
	} {
		if err := c.sheet.Check(tipDay); err != nil {
			t.Errorf("%s is refused: %v", c.name, err)
		}
		got := c.sheet.Triage(tipDay)
		if got.Worth != c.worth || got.Reasons[0] != c.decides {
			t.Errorf("%s: %s by %v, want %s by %s", c.name, got.Worth, got.Reasons, c.worth, c.decides)
		}
		if got.Guarded() != (c.decides == cases.RuleAccusesStaff) {
			t.Errorf("%s: guarded %v", c.name, got.Guarded())
		}
	}
}

// TestTriageAlwaysSays holds that whatever comes, the rules give a verdict and a reason
// and the tip is kept.
func TestTriageAlwaysSays(t *testing.T) {
	names := []cases.TipRuleName{cases.RuleNone}
	for _, r := range cases.TipRules() {
		names = append(names, r.Name)
	}
	rapid.Check(t, func(t *rapid.T) {
		s := cases.TipSheet{What: rapid.String().Draw(t, "what"), How: rapid.String().Draw(t, "how"), Name: rapid.String().Draw(t, "name"),
			Where:   cases.TipPlace{Text: rapid.String().Draw(t, "where")},
			When:    cases.Date{Year: rapid.IntRange(0, 2026).Draw(t, "year"), Month: rapid.IntRange(0, 12).Draw(t, "month"), Season: rapid.IntRange(0, 4).Draw(t, "season")},
			Knowing: rapid.SampledFrom([]cases.Knowing{"", cases.FirstHand, cases.Heard}).Draw(t, "knowing")}
		got := s.Triage(tipDay)
		if !slices.Contains(cases.Worths(), got.Worth) || len(got.Reasons) == 0 {
			t.Fatalf("%+v", got)
		}
		for _, r := range got.Reasons {
			if !slices.Contains(names, r) {
				t.Fatalf("reason %q", r)
			}
		}
	})
}

// TestTipCheck holds what is refused: a tip of nothing at all, and what cannot be.
func TestTipCheck(t *testing.T) {
	files := make([]cases.FileID, cases.MaxTipFiles+1)
	for name, c := range map[string]struct {
		sheet   cases.TipSheet
		because error
	}{
		"nothing at all":  {cases.TipSheet{Language: "uk"}, cases.ErrIncomplete},
		"a file alone":    {cases.TipSheet{Files: files[:1]}, nil},
		"an adult":        {cases.TipSheet{What: "x", Birth: cases.Birth{Date: cases.Date{Year: 1960}}}, nil},
		"tomorrow":        {cases.TipSheet{What: "x", When: cases.Date{Year: 2026, Month: 3, Day: 3}}, cases.ErrInvalid},
		"born tomorrow":   {cases.TipSheet{What: "x", Birth: cases.Birth{Date: cases.Date{Year: 2027}}}, cases.ErrInvalid},
		"the thirtieth":   {cases.TipSheet{What: "x", When: cases.Date{Year: 2026, Month: 2, Day: 30}}, cases.ErrInvalid},
		"too long":        {cases.TipSheet{What: strings.Repeat("я", cases.MaxText+1)}, cases.ErrInvalid},
		"4096 signs":      {cases.TipSheet{What: strings.Repeat("я", cases.MaxText)}, nil},
		"no text":         {cases.TipSheet{What: "\xff"}, cases.ErrInvalid},
		"too many files":  {cases.TipSheet{Files: files}, cases.ErrInvalid},
		"off the map":     {cases.TipSheet{What: "x", Where: cases.TipPlace{Pin: &cases.Pin{Latitude: 91}}}, cases.ErrInvalid},
		"a made-up word":  {cases.TipSheet{What: "x", Knowing: "maybe"}, cases.ErrInvalid},
		"a name too long": {cases.TipSheet{What: "x", Name: strings.Repeat("я", 201)}, cases.ErrInvalid},
	} {
		err := c.sheet.Check(tipDay)
		if (err == nil) != (c.because == nil) || c.because != nil && !errors.Is(err, c.because) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
