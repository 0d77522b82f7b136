package follow

import (
	"strconv"

	"dodomu/bot/flow"
)

// placeOf gives a place as it was written, or the shared one in degrees: about a
// metre exact, as the engine keeps it.
func placeOf(a flow.Answer) string {
	if a.Text != "" || !a.Located {
		return a.Text
	}
	return strconv.FormatFloat(a.Lat, 'f', 5, 64) + ", " + strconv.FormatFloat(a.Lon, 'f', 5, 64)
}
