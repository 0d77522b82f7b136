package flow

import "testing"

// today is the day of every table: a Wednesday in spring.
func today() Date { return Date{Year: 2026, Month: 5, Day: 20} }

func TestReadDate(t *testing.T) {
	for text, want := range map[string]Date{
		"12.03.2022":           {Year: 2022, Month: 3, Day: 12},
		"12/03/22":             {Year: 2022, Month: 3, Day: 12},
		"12-03-2022":           {Year: 2022, Month: 3, Day: 12},
		"12 03 2022":           {Year: 2022, Month: 3, Day: 12},
		"12,03,2022":           {Year: 2022, Month: 3, Day: 12},
		"2022-03-12":           {Year: 2022, Month: 3, Day: 12},
		"2022.03.12":           {Year: 2022, Month: 3, Day: 12},
		"12032022":             {Year: 2022, Month: 3, Day: 12},
		"03/25/2022":           {Year: 2022, Month: 3, Day: 25},
		"03/04/2022":           {Year: 2022, Month: 4, Day: 3},
		"5.4.99":               {Year: 1999, Month: 4, Day: 5},
		"03.2022":              {Year: 2022, Month: 3},
		"2022-03":              {Year: 2022, Month: 3},
		"2022":                 {Year: 2022},
		"у 2022 році":          {Year: 2022},
		"2022 р.":              {Year: 2022},
		"2022 г.":              {Year: 2022},
		"12.03":                {Month: 3, Day: 12},
		"12 березня 2022":      {Year: 2022, Month: 3, Day: 12},
		"12 березня 2022 року": {Year: 2022, Month: 3, Day: 12},
		"12-го березня 2022":   {Year: 2022, Month: 3, Day: 12},
		"березень 2022":        {Year: 2022, Month: 3},
		"у березні 2022":       {Year: 2022, Month: 3},
		"березень 22":          {Year: 2022, Month: 3},
		"Березень":             {Month: 3},
		"12 марта 2022 г.":     {Year: 2022, Month: 3, Day: 12},
		"в мае 2022":           {Year: 2022, Month: 5},
		"12 march":             {Month: 3, Day: 12},
		"March 12, 2022":       {Year: 2022, Month: 3, Day: 12},
		"12th of March 2022":   {Year: 2022, Month: 3, Day: 12},
		"12 marca 2022 r.":     {Year: 2022, Month: 3, Day: 12},
		"12 III 2022":          {Year: 2022, Month: 3, Day: 12},
		"październik 2022":     {Year: 2022, Month: 10},
		"1 травня 2022":        {Year: 2022, Month: 5, Day: 1},
		"5 червня 2022":        {Year: 2022, Month: 6, Day: 5},
		"5 липня 2022":         {Year: 2022, Month: 7, Day: 5},
		"5 листопада 2022":     {Year: 2022, Month: 11, Day: 5},
		"5 lipca 2022":         {Year: 2022, Month: 7, Day: 5},
		"5 listopada 2022":     {Year: 2022, Month: 11, Day: 5},
		"весна 2022":           {Year: 2022, Season: 2},
		"навесні 2022":         {Year: 2022, Season: 2},
		"восени 2022-го":       {Year: 2022, Season: 4},
		"взимку 2022":          {Year: 2022, Season: 1},
		"летом 2022 года":      {Year: 2022, Season: 3},
		"summer of 2022":       {Year: 2022, Season: 3},
		"wiosną 2022":          {Year: 2022, Season: 2},
		"latem 2022":           {Year: 2022, Season: 3},
		"приблизно березень 2022":    {Year: 2022, Month: 3, About: true},
		"около 12 марта 2022":        {Year: 2022, Month: 3, Day: 12, About: true},
		"about 2022":                 {Year: 2022, About: true},
		"około 2022":                 {Year: 2022, About: true},
		"~2022":                      {Year: 2022, About: true},
		"кінець березня 2022":        {Year: 2022, Month: 3, About: true},
		"середина березня 2022":      {Year: 2022, Month: 3, About: true},
		"где-то в марте 2022":        {Year: 2022, Month: 3, About: true},
		"сьогодні":                   {Year: 2026, Month: 5, Day: 20},
		"Вчора":                      {Year: 2026, Month: 5, Day: 19},
		"позавчера":                  {Year: 2026, Month: 5, Day: 18},
		"yesterday":                  {Year: 2026, Month: 5, Day: 19},
		"wczoraj":                    {Year: 2026, Month: 5, Day: 19},
		"три місяці тому":            {Year: 2026, Month: 2, About: true},
		"5 днів тому":                {Year: 2026, Month: 5, Day: 15},
		"год назад":                  {Year: 2025, About: true},
		"2 years ago":                {Year: 2024, About: true},
		"tydzień temu":               {Year: 2026, Month: 5, Day: 13, About: true},
		"29.02.2024":                 {Year: 2024, Month: 2, Day: 29},
		"29 лютого":                  {Month: 2, Day: 29},
		"20.05.2026":                 {Year: 2026, Month: 5, Day: 20},
		"\u202e12.03.2022\u200b":     {Year: 2022, Month: 3, Day: 12},
		"12\u00a0бере\u0301зня 2022": {Year: 2022, Month: 3, Day: 12},
		"  12 . 03 . 2022  ":         {Year: 2022, Month: 3, Day: 12},
	} {
		got, reason := ReadDate(text, today())
		if reason != "" || got != want {
			t.Errorf("ReadDate(%q) = %+v, %q; want %+v", text, got, reason, want)
		}
	}
}

func TestReadDateRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                       DateUnread,
		"не знаю":                DateUnread,
		"7":                      DateUnread,
		"123":                    DateUnread,
		"до 2022":                DateUnread,
		"після березня 2022":     DateUnread,
		"2021-2022":              DateUnread,
		"12 15 березня 2022":     DateUnread,
		"12 березня квітня 2022": DateUnread,
		"вчора ввечері":          DateUnread,
		"99999999999999999999":   DateUnread,
		"1.2.3.4":                DateUnread,
		"приблизно":              DateUnread,
		"31.02.2022":             DateImpossible,
		"31.02":                  DateImpossible,
		"29.02.2023":             DateImpossible,
		"12.13.2022":             DateImpossible,
		"00.03.2022":             DateImpossible,
		"12.00.2022":             DateImpossible,
		"32 березня 2022":        DateImpossible,
		"21.05.2026":             DateFuture,
		"червень 2026":           DateFuture,
		"2027":                   DateFuture,
		"літо 2026":              DateFuture,
		"12.03.2199":             DateFuture,
		"12.03.1899":             DateTooOld,
		"1022":                   DateTooOld,
	} {
		if got, reason := ReadDate(text, today()); reason != want {
			t.Errorf("ReadDate(%q) = %+v, %q; want reason %q", text, got, reason, want)
		}
	}
}

func TestReadDateWithoutToday(t *testing.T) {
	if d, reason := ReadDate("2099", Date{}); reason != "" || d.Year != 2099 {
		t.Errorf("got %+v, %q: no future is known", d, reason)
	}
	if _, reason := ReadDate("вчора", Date{}); reason != DateUnread {
		t.Errorf("yesterday of an unknown day: %q", reason)
	}
}
