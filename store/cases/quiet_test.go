package cases_test

import (
	"reflect"
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"

	"dodomu/store/cases"
)

func TestDue(t *testing.T) {
	kyiv, err := time.LoadLocation("Europe/Kyiv")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct{ now, due string }{
		{"2026-11-23T20:59:59", "2026-11-23T20:59:59"},
		{"2026-11-23T21:00:00", "2026-11-24T08:00:00"},
		{"2026-11-24T00:00:00", "2026-11-24T08:00:00"},
		{"2026-11-24T07:59:59", "2026-11-24T08:00:00"},
		{"2026-11-24T08:00:00", "2026-11-24T08:00:00"},
		{"2026-03-28T23:00:00", "2026-03-29T08:00:00"}, // an hour is lost this night
		{"2026-10-24T23:00:00", "2026-10-25T08:00:00"}, // an hour is won
		{"2026-12-31T22:00:00", "2027-01-01T08:00:00"},
	} {
		now, _ := time.ParseInLocation("2006-01-02T15:04:05", row.now, kyiv)
		want, _ := time.ParseInLocation("2006-01-02T15:04:05", row.due, kyiv)
		if got := cases.Due(now.UTC(), false, kyiv); !got.Equal(want) {
			t.Errorf("at %s due %s, want %s", row.now, got.In(kyiv), want)
		}
		if got := cases.Due(now, true, kyiv); !got.Equal(now) {
			t.Errorf("an answer at %s waits until %s", row.now, got)
		}
	}
}

// TestDueIsNeverAtNight holds the promise for every instant and place.
func TestDueIsNeverAtNight(t *testing.T) {
	places := []string{"Europe/Kyiv", "Europe/Warsaw", "America/St_Johns", "Asia/Kathmandu", "Pacific/Auckland", "UTC"}
	rapid.Check(t, func(t *rapid.T) {
		place, err := time.LoadLocation(rapid.SampledFrom(places).Draw(t, "place"))
		if err != nil {
			t.Fatal(err)
		}
		now := time.Unix(rapid.Int64Range(1_600_000_000, 2_000_000_000).Draw(t, "now"), 0)
		due := cases.Due(now, false, place)
		if h := due.In(place).Hour(); h >= 21 || h < 8 || due.Before(now) || due.Sub(now) > 12*time.Hour {
			t.Fatalf("at %s due %s", now.In(place), due.In(place))
		}
	})
}

// TestPublicHasNoPlaceForPrivateThings holds the type itself: whoever adds a field
// to Public must come past this list.
func TestPublicHasNoPlaceForPrivateThings(t *testing.T) {
	allowed := map[string]bool{"Ref": true, "Reads": true, "Verification": true, "Age": true, "Sex": true, "FromOblast": true,
		"LastCountry": true, "Cause": true, "Year": true, "OpenedYear": true, "OpenedMonth": true}
	for field := range reflect.TypeFor[cases.Public]().Fields() {
		if !allowed[field.Name] {
			t.Errorf("Public.%s", field.Name)
		}
	}
	child := cases.Child{From: cases.Place{Oblast: "UA-65", Settlement: "Олешки"}, Last: cases.Place{Country: "вул. Садова, 3"}}
	c := cases.Case{Ref: "4", Told: cases.Searching, Safety: cases.SafetyNormal, Stage: cases.Located}
	p := c.Public(child, today)
	if p.LastCountry != "" || p.Reads != cases.Searching || p.FromOblast != "UA-65" {
		t.Errorf("%+v", p)
	}
	c.Safety = cases.SafetyHold
	if got := c.Public(child, today); got != (cases.Public{Ref: "4"}) {
		t.Errorf("a held case shows %+v", got)
	}
}
