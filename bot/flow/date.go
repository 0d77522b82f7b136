package flow

import "time"

// The reasons a date is refused: catalogue keys.
const (
	DateUnread     = "flow.refused.date"            // cannot be read as a date
	DateImpossible = "flow.refused.date_impossible" // no calendar has it: 31.02
	DateFuture     = "flow.refused.date_future"     // after today
	DateTooOld     = "flow.refused.date_old"        // before 1900
)

// firstYear is the earliest year that is read as one.
const firstYear = 1900

// ReadDate reads a date as people write it in Ukrainian, English, Russian or
// Polish, and gives it with the second result "", otherwise a reason to refuse it.
// Parts that were not said stay 0, the year too. The day comes before the month
// (12/03 is 12 March); only 03/25/2022, which can be nothing else, is read the
// American way. A zero today means that the future is not known.
func ReadDate(text string, today Date) (Date, string) {
	all, ok := tokens(text)
	if !ok {
		return Date{}, DateUnread
	}
	if d, ok := relative(all, today); ok {
		return d, checkDate(d, today)
	}
	p, ok := gather(all)
	if !ok || !p.settle(today) {
		return Date{}, DateUnread
	}
	return p.date, checkDate(p.date, today)
}

// pieces are what a text says about a date before it is put together.
type pieces struct {
	date    Date
	nums    []token
	after   int // how many of nums stand before the month's name
	english bool
}

// gather sorts the tokens. False where one of them is no part of a date: a word
// that is not understood may turn the meaning round.
func gather(all []token) (pieces, bool) {
	var p pieces
	for _, t := range all {
		if t.sep == '~' || t.sep == '≈' || t.sep == '±' {
			p.date.About = true
		}
		if t.word == "" {
			p.nums = append(p.nums, t)
			continue
		}
		if !p.word(t.word) {
			return p, false
		}
	}
	return p, len(p.nums) <= 3
}

func (p *pieces) word(word string) bool {
	if isAbout(word) {
		p.date.About = true
		return true
	}
	if s := season(word); s > 0 && p.date.Season == 0 && p.date.Month == 0 {
		p.date.Season = s
		return true
	}
	if isFiller(word) {
		return true
	}
	m, english := month(word)
	if m == 0 || p.date.Month > 0 || p.date.Season > 0 {
		return false
	}
	p.date.Month, p.english, p.after = m, english, len(p.nums)
	return true
}

// settle gives the numbers their meaning.
func (p *pieces) settle(today Date) bool {
	switch {
	case p.date.Season > 0:
		return len(p.nums) == 0 || len(p.nums) == 1 && p.year(p.nums[0], today)
	case p.date.Month > 0:
		return p.aroundMonth(today)
	}
	return p.figures(today)
}

// aroundMonth reads the numbers before and after the name of a month.
func (p *pieces) aroundMonth(today Date) bool {
	before, after := p.nums[:p.after], p.nums[p.after:]
	switch {
	case len(before) == 0 && len(after) == 0:
		return true
	case len(before) == 1 && len(after) == 0:
		return before[0].digits == 4 && p.year(before[0], today) || p.day(before[0])
	case len(before) == 0 && len(after) == 1:
		return p.english && after[0].digits < 3 && p.day(after[0]) || after[0].digits != 1 && p.year(after[0], today)
	case len(before) == 0 && len(after) == 2:
		return p.english && p.day(after[0]) && p.year(after[1], today)
	case len(before) == 1 && len(after) == 1 && before[0].digits == 4:
		return p.year(before[0], today) && p.day(after[0])
	case len(before) == 1 && len(after) == 1:
		return p.day(before[0]) && p.year(after[0], today)
	}
	return false
}

// figures reads a date in numbers alone.
func (p *pieces) figures(today Date) bool {
	n := p.nums
	switch {
	case len(n) == 1 && n[0].digits == 4:
		return p.year(n[0], today)
	case len(n) == 1 && n[0].digits == 8:
		return p.run(n[0].n)
	case len(n) == 2 && n[1].digits == 4:
		return p.monthNumber(n[0]) && p.year(n[1], today)
	case len(n) == 2 && n[0].digits == 4:
		return n[1].digits < 3 && p.monthNumber(n[1]) && p.year(n[0], today)
	case len(n) == 2:
		return n[1].sep != 0 && p.day(n[0]) && p.monthNumber(n[1])
	case len(n) == 3 && n[0].digits == 4:
		return p.year(n[0], today) && p.monthNumber(n[1]) && p.day(n[2])
	case len(n) == 3 && n[1].sep == '/' && n[0].n <= 12 && n[1].n > 12:
		return p.monthNumber(n[0]) && p.day(n[1]) && p.year(n[2], today)
	case len(n) == 3:
		return p.day(n[0]) && p.monthNumber(n[1]) && p.year(n[2], today)
	}
	return false
}

// run reads eight figures in a row: 12032022.
func (p *pieces) run(n int) bool {
	p.date.Day, p.date.Month, p.date.Year = written(n/1_000_000), written(n/10_000%100), n%10_000
	return p.date.Year >= firstYear
}

// written gives a day or month as it was written. A written 0 must not pass for a
// part that was not said: it becomes a figure no calendar has.
func written(n int) int {
	if n == 0 {
		return 99
	}
	return n
}

func (p *pieces) day(t token) bool {
	p.date.Day = written(t.n)
	return t.digits <= 2
}

func (p *pieces) monthNumber(t token) bool {
	p.date.Month = written(t.n)
	return t.digits <= 2
}

// year reads a year of four figures, or of two: of this century up to this year,
// else of the last.
func (p *pieces) year(t token, today Date) bool {
	p.date.Year = t.n
	if t.digits != 2 {
		return t.digits == 4
	}
	p.date.Year = firstYear + t.n
	if today.Year == 0 || t.n <= today.Year%100 {
		p.date.Year = 2000 + t.n
	}
	return true
}

// checkDate gives the reason why a date cannot be, "" where it can.
func checkDate(d, today Date) string {
	if d.Year != 0 && d.Year < firstYear {
		return DateTooOld
	}
	if d.Year == 0 && d.Month == 0 && d.Season == 0 {
		return DateUnread
	}
	if d.Month > 12 || d.Month == 0 && d.Day != 0 || d.Day > daysIn(d.Year, d.Month) {
		return DateImpossible
	}
	if later(d, today) {
		return DateFuture
	}
	return ""
}

// daysIn gives the days of a month; a year that is not known may be a leap year.
func daysIn(year, month int) int {
	if year == 0 {
		year = 2024
	}
	return time.Date(year, time.Month(month+1), 0, 0, 0, 0, 0, time.UTC).Day()
}

// later tells whether a date begins after today, as far as it is known.
func later(d, today Date) bool {
	if today.Year == 0 || d.Year == 0 || d.Year < today.Year {
		return false
	}
	if d.Year > today.Year {
		return true
	}
	first := d.Month
	if d.Season > 0 {
		first = [5]int{0, 1, 3, 6, 9}[min(d.Season, 4)]
	}
	return first > today.Month || first == today.Month && d.Day > today.Day
}
