package flow

import (
	"math"
	"testing"
)

func TestSharedPlaces(t *testing.T) {
	begun := func() *chat { return begin(t, rich()).press("c.yes").press("go").say("Оля").say("7").at("from") }
	for _, c := range []struct{ lat, lon float64 }{{math.NaN(), 0}, {0, math.NaN()}, {91, 0}, {0, -181}, {math.Inf(1), 0}} {
		begun().put(Input{Kind: Place, Lat: c.lat, Lon: c.lon}).at("from").sees("flow.unheard.place")
	}
	c := begun().put(Input{Kind: Place, Lat: math.Copysign(0, -1), Lon: 37.123456789}).at("phone")
	a := c.f.Answers(c.s).Group("child", 0).Get("from")
	if math.Signbit(a.Lat) || a.Lon != 37.12346 || !a.Given() {
		t.Errorf("place %+v", a)
	}
}
