package flow

import "time"

// relative reads a date told from today: yesterday, three months ago. False where
// it is not told so, or today is not known.
func relative(all []token, today Date) (Date, bool) {
	if today.Year == 0 || today.Month == 0 || today.Day == 0 {
		return Date{}, false
	}
	if len(all) == 1 {
		if days, ok := dayWord(all[0].word); ok {
			return before(today, 0, 0, days), true
		}
	}
	if last := len(all) - 1; last > 0 && oneOf(all[last].word, "тому назад ago temu") {
		return ago(all[:last], today)
	}
	return Date{}, false
}

// dayWord gives how many days ago a word means.
func dayWord(word string) (int, bool) {
	for days, list := range [3]string{
		"сьогодні сегодня today dziś dzisiaj dzis",
		"вчора учора вчера yesterday wczoraj",
		"позавчора позавчера przedwczoraj",
	} {
		if oneOf(word, list) {
			return days, true
		}
	}
	return 0, false
}

// ago reads "a month", "3 months", "about two weeks". What is told in months or
// years is exact to the month or the year.
func ago(all []token, today Date) (Date, bool) {
	about := false
	if len(all) > 1 && isAbout(all[0].word) {
		about, all = true, all[1:]
	}
	n := 1
	if len(all) == 2 {
		var ok bool
		if n, ok = amount(all[0]); !ok {
			return Date{}, false
		}
		all = all[1:]
	}
	if len(all) != 1 || n > 150 {
		return Date{}, false
	}
	switch unitOf(all[0].word) {
	case days:
		d := before(today, 0, 0, n)
		d.About = about
		return d, true
	case weeks:
		d := before(today, 0, 0, 7*n)
		d.About = true
		return d, true
	case months:
		d := before(Date{Year: today.Year, Month: today.Month, Day: 1}, 0, n, 0)
		return Date{Year: d.Year, Month: d.Month, About: true}, true
	case years:
		return Date{Year: today.Year - n, About: true}, true
	}
	return Date{}, false
}

// before gives the date so much before another.
func before(d Date, years, months, days int) Date {
	t := time.Date(d.Year-years, time.Month(d.Month-months), d.Day-days, 0, 0, 0, 0, time.UTC)
	return Date{Year: t.Year(), Month: int(t.Month()), Day: t.Day()}
}

// unit is a measure of time that a word names.
type unit int

const (
	noUnit unit = iota
	days
	weeks
	months
	years
)

func unitOf(word string) unit {
	for u, list := range [...]string{
		days:   "день дні днів дня дней day days dzień dzien dni",
		weeks:  "тиждень тижні тижнів тижня неделя недели недель неделю week weeks tydzień tydzien tygodnie tygodni",
		months: "місяць місяці місяців місяця міс месяц месяца месяцев мес month months mo miesiąc miesiac miesiące miesiace miesięcy miesiecy mies m",
		years: "рік роки років року р рочок рочки рочків годик годика годиков год года лет г " +
			"year years yr yrs y yo rok lata lat roku latka roczek",
	} {
		if oneOf(word, list) && list != "" {
			return unit(u)
		}
	}
	return noUnit
}

// amount gives a number written in figures or as a word, up to 17: older people
// are not looked for as children.
func amount(t token) (int, bool) {
	if t.word == "" {
		return t.n, t.digits <= 3
	}
	for n, list := range [18]string{
		1: "один одна одне одну one a an jeden jedna", 2: "два дві две two dwa dwie", 3: "три three trzy",
		4: "чотири четыре four cztery", 5: "пять five pięć piec", 6: "шість шесть six sześć szesc",
		7: "сім семь seven siedem", 8: "вісім восемь eight osiem", 9: "девять девять nine dziewięć dziewiec",
		10: "десять ten dziesięć dziesiec", 11: "одинадцять одиннадцать eleven jedenaście",
		12: "дванадцять двенадцать twelve dwanaście", 13: "тринадцять тринадцать thirteen trzynaście",
		14: "чотирнадцять четырнадцать fourteen czternaście", 15: "пятнадцять пятнадцать fifteen piętnaście",
		16: "шістнадцять шестнадцать sixteen szesnaście", 17: "сімнадцять семнадцать seventeen siedemnaście",
	} {
		if list != "" && oneOf(t.word, list) {
			return n, true
		}
	}
	return 0, false
}
