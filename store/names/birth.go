package names

// Date is a calendar date of which the day, or the day and the month, may be
// unknown (0).
type Date struct{ Year, Month, Day int }

// Birth is a birth date as far as it is known, or an age in whole years between
// AgeFrom and AgeTo as of a day. Ages count only when the year of Date is 0 and
// AsOf is a full date.
type Birth struct {
	Date           Date
	AgeFrom, AgeTo int
	AsOf           Date
}

// precision is how exactly a date is known.
type precision uint8

const (
	noDate precision = iota
	toDay
	toMonth
	toYear
	toAge
)

// span is a date made ready for comparison: days count from 1970-01-01.
type span struct {
	precision precision
	y         int16
	m, d      uint8
	lo, hi    int32
}

// yearsKept bounds the years that are believed; anything else is a misreading.
const firstYear, lastYear = 1900, 2200

// spanOf prepares a date; one that cannot be is read as far as it can.
func spanOf(d Date) span {
	switch {
	case d.Year < firstYear || d.Year > lastYear:
		return span{}
	case d.Month < 1 || d.Month > 12:
		return span{precision: toYear, y: int16(d.Year), lo: dayNumber(d.Year, 1, 1), hi: dayNumber(d.Year, 12, 31)}
	case d.Day < 1 || d.Day > 31:
		return span{precision: toMonth, y: int16(d.Year), m: uint8(d.Month),
			lo: dayNumber(d.Year, d.Month, 1), hi: dayNumber(d.Year, d.Month+1, 1) - 1}
	}
	n := dayNumber(d.Year, d.Month, d.Day)
	return span{precision: toDay, y: int16(d.Year), m: uint8(d.Month), d: uint8(d.Day), lo: n, hi: n}
}

// span prepares a birth: the date where there is a year, else the age.
func (b Birth) span() span {
	if s := spanOf(b.Date); s.precision != noDate {
		return s
	}
	as := spanOf(b.AsOf)
	from, to := b.AgeFrom, max(b.AgeFrom, b.AgeTo)
	if as.precision != toDay || from < 0 || to > 120 {
		return span{}
	}
	y, m, d := b.AsOf.Year, b.AsOf.Month, b.AsOf.Day
	return span{precision: toAge, y: int16(y - from), lo: dayNumber(y-to-1, m, d) + 1, hi: dayNumber(y-from, m, d)}
}

// dayNumber counts days from 1970-01-01 in the Gregorian calendar; a month past
// December is one of the next year.
func dayNumber(y, m, d int) int32 {
	y += (m - 1) / 12
	m = (m-1)%12 + 1
	if m <= 2 {
		y--
		m += 12
	}
	return int32(365*y + y/4 - y/100 + y/400 + (153*(m-3)+2)/5 + d - 719469)
}

// dateLevel compares two dates at the precision they share.
func dateLevel(q, r span) Level {
	p := max(q.precision, r.precision)
	switch {
	case q.precision == noDate || r.precision == noDate:
		return Missing
	case p == toDay:
		return dayLevel(q, r)
	case p == toMonth:
		return monthLevel(q, r)
	case p == toYear:
		return yearLevel(q, r)
	}
	return ageLevel(q, r)
}

// dayLevel compares two full dates by the slips people make in them.
func dayLevel(q, r span) Level {
	gap := abs(q.lo - r.lo)
	years := abs(int32(q.y) - int32(r.y))
	sameMonth, sameDay := q.m == r.m, q.d == r.d
	switch {
	case gap == 0:
		return DaySame
	case gap == 1:
		return DayNext
	case gap <= 3:
		return DayNear
	case years == 0 && q.m == r.d && q.d == r.m:
		return DaySwapped
	case years == 0 && sameDay:
		return DayOtherMonth
	case years == 0 && sameMonth:
		return dayInMonth(q.d, r.d)
	case years == 1 && sameDay && sameMonth:
		return DayOtherYear
	case sameDay && sameMonth:
		return DayFarYear
	}
	return yearsApart(years, DayYear)
}

func dayInMonth(a, b uint8) Level {
	if a%10 == b%10 || a/10 == b/10 {
		return DayDigit
	}
	return DayMonth
}

// yearsApart grades a gap of years from the level for none.
func yearsApart(years int32, same Level) Level { return same + Level(min(years, 3)) }

func monthLevel(q, r span) Level {
	months := abs(int32(q.y)*12 + int32(q.m) - int32(r.y)*12 - int32(r.m))
	switch {
	case months == 0:
		return MonthSame
	case months == 1:
		return MonthNext
	case q.m == r.m && months == 12:
		return MonthOtherYear
	}
	return yearsApart(abs(int32(q.y)-int32(r.y)), MonthYear)
}

func yearLevel(q, r span) Level { return yearsApart(abs(int32(q.y)-int32(r.y)), YearSame) }

// ageLevel compares spans of days: they meet, or are so many years apart.
func ageLevel(q, r span) Level {
	gap := max(q.lo-r.hi, r.lo-q.hi)
	switch {
	case gap <= 0:
		return AgeFits
	case gap <= 366:
		return AgeOneOff
	case gap <= 732:
		return AgeTwoOff
	}
	return AgeFar
}

func abs(n int32) int32 {
	if n < 0 {
		return -n
	}
	return n
}

// dates numbers the distinct dates of the rows, as lexicon numbers words.
type dates struct {
	ids   map[span]uint32
	spans []span
	count []uint32
	rows  [][]uint32
}

func newDates() *dates {
	return &dates{ids: map[span]uint32{}, spans: []span{{}}, count: []uint32{0}, rows: [][]uint32{nil}}
}

func (t *dates) add(s span) uint32 {
	if s.precision == noDate {
		return 0
	}
	if id, ok := t.ids[s]; ok {
		return id
	}
	id := uint32(len(t.spans))
	t.ids[s] = id
	t.spans = append(t.spans, s)
	t.count = append(t.count, 0)
	t.rows = append(t.rows, nil)
	return id
}

func (t *dates) enter(id, row uint32) {
	t.count[id]++
	if id != 0 {
		t.rows[id] = append(t.rows[id], row)
	}
}

func (t *dates) leave(id, row uint32) {
	t.count[id]--
	if id != 0 {
		t.rows[id] = dropRow(t.rows[id], row)
	}
}
