package cases

import (
	"fmt"
	"time"
)

// OldestChild is the age in years up to which somebody is reported as a child:
// those taken as children and grown up since are still looked for.
const OldestChild = 25

// DateOf is the calendar date of an instant in its own location.
func DateOf(t time.Time) Date {
	return Date{Year: t.Year(), Month: int(t.Month()), Day: t.Day()}
}

// Given tells whether anything of the date is known.
func (d Date) Given() bool { return d.Year != 0 }

// Possible tells whether the known parts of d can be a date; an empty one can.
func (d Date) Possible() bool {
	switch {
	case !d.Given():
		return d == Date{} || d == Date{About: true}
	case d.Season != 0:
		return d.Season >= 1 && d.Season <= 4 && d.Month == 0 && d.Day == 0
	case d.Month == 0:
		return d.Day == 0
	case d.Month < 1 || d.Month > 12 || d.Day < 0:
		return false
	case d.Day == 0:
		return true
	}
	t := time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
	return t.Day() == d.Day
}

// After tells whether d is certainly later than o: unknown parts are no proof.
func (d Date) After(o Date) bool {
	if d.Year != o.Year {
		return d.Year > o.Year
	}
	if d.Month == 0 || o.Month == 0 || d.Month != o.Month {
		return d.Month > o.Month && o.Month != 0
	}
	return d.Day > o.Day && o.Day != 0
}

// Ages is the least and the greatest age in whole years that b allows on a day;
// false where b says nothing of the age.
func (b Birth) Ages(on Date) (from, to int, ok bool) {
	if b.Date.Given() {
		to = on.Year - b.Date.Year
		if b.Date.Month != 0 && (b.Date.Month > on.Month || b.Date.Month == on.Month && b.Date.Day > on.Day) {
			return max(to-1, 0), max(to-1, 0), true
		}
		if b.Date.Month != 0 && (b.Date.Month < on.Month || b.Date.Day != 0) {
			return to, to, true
		}
		return max(to-1, 0), to, true
	}
	if !b.AsOf.Given() {
		return 0, 0, false
	}
	passed := max(on.Year-b.AsOf.Year, 0)
	if passed > 0 && on.Month < b.AsOf.Month {
		return b.AgeFrom + passed - 1, b.AgeTo + passed, true
	}
	if passed == 0 && on.Month == b.AsOf.Month {
		return b.AgeFrom, b.AgeTo, true
	}
	return b.AgeFrom + passed, b.AgeTo + passed + 1, true
}

// AgeBand is an age as far as it may be told outside of a case: "0-2", "3-6",
// "7-10", "11-14", "15-17", "18+", or "unknown".
type AgeBand string

// AgeUnknown is the band where the age is not known.
const AgeUnknown AgeBand = "unknown"

// AgeBands lists the bands in order, the unknown one last.
func AgeBands() []AgeBand {
	return []AgeBand{"0-2", "3-6", "7-10", "11-14", "15-17", "18+", AgeUnknown}
}

// Band is the band of the least age b allows on a day: the younger one where two
// are possible.
func (b Birth) Band(on Date) AgeBand {
	age, _, ok := b.Ages(on)
	if !ok {
		return AgeUnknown
	}
	for i, top := range []int{2, 6, 10, 14, 17} {
		if age <= top {
			return AgeBands()[i]
		}
	}
	return "18+"
}

// trouble names what is wrong with b on a day, "" if nothing is.
func (b Birth) trouble(today Date) string {
	from, _, ok := b.Ages(today)
	switch {
	case !b.Date.Possible() || !b.AsOf.Possible():
		return "impossible"
	case b.AgeFrom < 0 || b.AgeTo < b.AgeFrom:
		return "range"
	case b.Date.After(today) || b.AsOf.After(today):
		return "future"
	case ok && from > OldestChild:
		return "too_old"
	}
	return ""
}

// String prints the date for logs of tests and exports: 2022-03-12, 2022-03, 2022.
func (d Date) String() string {
	switch {
	case d.Day != 0:
		return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
	case d.Month != 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	case d.Given():
		return fmt.Sprintf("%04d", d.Year)
	default:
		return ""
	}
}

// latest is the last day that d can be.
func (d Date) latest() Date {
	month := d.Month
	switch {
	case !d.Given() || d.Day != 0:
		return d
	case d.Season != 0: // a winter may be the one at either end of its year
		month = [5]int{0, 12, 5, 8, 11}[d.Season]
	case month == 0:
		month = 12
	}
	return DateOf(time.Date(d.Year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC))
}

// dayNumber counts days, so that it shows how many lie between two dates.
func (d Date) dayNumber() int {
	const day = 24 * 60 * 60
	return int(time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC).Unix() / day)
}
