package follow

import (
	"errors"
	"fmt"
	"time"

	"dodomu/bot/flow"
	"dodomu/store"
	"dodomu/store/cases"
)

// visit is one person before one of the cases they name: nothing says yet that it
// is theirs.
type visit struct {
	tx  *store.Tx
	who store.Person
	ref cases.Ref
	arg string // what the button adds to act and number
}

// read reads the case as its family may; cases.ErrNotFound where it is not theirs.
func (v visit) read() (cases.FamilyView, error) { return v.tx.MyCase(v.who.ID, v.ref) }

// kindly turns a refusal of the store into words; any other error stays one.
func kindly(r flow.Reply, err error) (flow.Reply, error) {
	if err == nil {
		return r, nil
	}
	key := refusal(err)
	if key == "" {
		return flow.Reply{}, fmt.Errorf("follow: %w", err)
	}
	return say(key, nil, row(toList())), nil
}

// refusal gives the words for an error of the store's; "" where it has none.
func refusal(err error) string {
	for _, known := range [...]struct {
		err error
		key string
	}{
		{cases.ErrNotFound, "follow.unknown"},
		{cases.ErrForbidden, "follow.forbidden"},
		{cases.ErrTooMany, "follow.too_many"},
		{cases.ErrNothing, "follow.nothing_asked"},
		{cases.ErrIncomplete, "follow.nothing_said"},
		{cases.ErrInvalid, "follow.too_much"},
		{cases.ErrTaken, "follow.join.taken"},
		{cases.ErrConsent, "follow.join.declined"},
	} {
		if errors.Is(err, known.err) {
			return known.key
		}
	}
	return ""
}

func unknown() flow.Reply { return say("follow.unknown", nil, row(toList())) }

func say(key string, args flow.Args, rows ...[]flow.Button) flow.Reply {
	return flow.Reply{Messages: []flow.Message{{Key: key, Args: args, Buttons: rows}}}
}

func row(buttons ...flow.Button) []flow.Button { return buttons }

func button(label, data string) flow.Button {
	return flow.Button{Label: flow.Value{Key: label}, Data: data}
}

// do is a button that does an act on a case.
func do(label, act string, ref cases.Ref) flow.Button {
	return button(label, "f."+act+"."+string(ref))
}

func toCase(ref cases.Ref) flow.Button { return do("follow.open.button", actCase, ref) }

func toList() flow.Button { return button("menu.cases", "m.cases") }

// about is a case as its family calls it: the child's name as they gave it and the
// number; the number alone for who joined, and on a phone that others see.
func about(who store.Person, g cases.Glance) string {
	if g.Given == "" || who.Quiet {
		return g.Ref.String()
	}
	return clip(g.Given, maxName) + ", " + g.Ref.String()
}

// maxName is how much of a name stands in a line or on a button.
const maxName = 12

// clip shortens a text for a line of its own; it is stored whole.
func clip(s string, most int) string {
	n := 0
	for i := range s {
		if n == most {
			return s[:i] + "…"
		}
		n++
	}
	return s
}

// home is where a person is taken to be who told no place: most families are.
const home = "Europe/Kyiv"

// day is the date of a moment at the reader's place.
func day(who store.Person, at time.Time) flow.Value {
	zone := who.Zone
	if zone == "" {
		zone = home
	}
	place, err := time.LoadLocation(zone)
	if err != nil {
		place = time.UTC
	}
	at = at.In(place)
	return flow.Value{Date: &flow.Date{Year: at.Year(), Month: int(at.Month()), Day: at.Day()}}
}

func count(n int) flow.Value { return flow.Value{Count: &n} }

func words(s string) flow.Value { return flow.Value{Text: s} }
