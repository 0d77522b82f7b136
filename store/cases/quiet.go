package cases

import "time"

// Quiet hours, by the reader's clock.
const (
	quietFrom = 21
	quietTo   = 8
)

// Due is when a notice may leave: at once, or at eight in the morning of the
// reader's place when it would arrive between 21:00 and 8:00. An answer to their
// own message leaves at once, whatever the hour. A nil place is UTC.
func Due(now time.Time, answer bool, place *time.Location) time.Time {
	if answer {
		return now
	}
	if place == nil {
		place = time.UTC
	}
	local := now.In(place)
	switch hour := local.Hour(); {
	case hour >= quietFrom:
		return morning(local, 1)
	case hour < quietTo:
		return morning(local, 0)
	default:
		return now
	}
}

// morning is the end of the quiet hours so many days on; by the calendar, because
// a night may have 23 or 25 hours.
func morning(local time.Time, days int) time.Time {
	return time.Date(local.Year(), local.Month(), local.Day()+days, quietTo, 0, 0, 0, local.Location())
}
