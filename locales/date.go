package locales

import (
	"strconv"
	"time"
)

// Date words a calendar date of which parts may be unknown (0): day of month of
// year, month of year, season of year (1 winter to 4 autumn), or the year alone.
// About adds that it is not exact. Nothing known gives an empty string.
func (p Printer) Date(year, month, day, season int, about bool) string {
	said := p.date(year, month, day, season)
	if about && said != "" {
		return p.Say("date.about", map[string]any{"date": said})
	}
	return said
}

func (p Printer) date(year, month, day, season int) string {
	args := map[string]any{"year": strconv.Itoa(year)}
	switch {
	case year == 0:
		return ""
	case inRange(month, 12) && day > 0:
		args["day"] = strconv.Itoa(day)
		args["month"] = p.Say("date.of."+strconv.Itoa(month), nil)
		return p.Say("date.day", args)
	case inRange(month, 12):
		args["month"] = p.Say("date.month."+strconv.Itoa(month), nil)
		return p.Say("date.month", args)
	case inRange(season, 4):
		args["season"] = p.Say("date.season."+strconv.Itoa(season), nil)
		return p.Say("date.season", args)
	}
	return p.Say("date.year", args)
}

func inRange(n, most int) bool { return n >= 1 && n <= most }

// Time words the day and the minute of t in t's own location.
func (p Printer) Time(t time.Time) string {
	return p.Say("date.time", map[string]any{
		"date": p.Date(t.Year(), int(t.Month()), t.Day(), 0, false),
		"time": t.Format("15:04"),
	})
}
