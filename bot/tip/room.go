package tip

import (
	"errors"
	"fmt"
	"time"

	"dodomu/bot/flow"
	"dodomu/store"
	"dodomu/store/cases"
)

// Closer gives the act that ends a conversation of this room, inside the turn's
// transaction. What the store refuses is said kindly; an error is one of the store
// itself.
func Closer(name string) func(tx *store.Tx, who store.Person, a flow.Answers) (flow.Reply, error) {
	end := map[string]func(tx *store.Tx, who store.Person, a flow.Answers) (flow.Reply, error){
		Name: closeTip, nameReceipt: closeReceipt, nameDialogue: closeDialogue,
	}[name]
	return func(tx *store.Tx, who store.Person, a flow.Answers) (flow.Reply, error) {
		if end == nil {
			return flow.Reply{}, fmt.Errorf("close %s: no such conversation here", name)
		}
		r, err := end(tx, who, a)
		return kindly(r, err, a.Has(noteReceipt) || name == nameReceipt)
	}
}

// Begin answers /tip, the menu's button and a link; code is the link's, "" without one.
// Who told something before sees it first, unless a link brought them. Whether a code
// works is not said: the same questions follow.
func Begin(tx *store.Tx, who store.Person, code string) (flow.Reply, error) {
	if code != "" {
		link := cases.Invitation(code)
		if parsed, ok := cases.ParseInvitation(code); ok {
			link = parsed
		}
		return flow.Reply{Begin: Name, Notes: []flow.Note{{Key: noteLink, Text: string(link)}}}, nil
	}
	all, err := tx.MyTips(who.ID)
	if err != nil {
		return flow.Reply{}, fmt.Errorf("begin tip: %w", err)
	}
	if len(all) == 0 {
		return flow.Reply{Begin: Name}, nil
	}
	return listed(who, all, 0), nil
}

// kindly turns a refusal of the store into words; any other error stays one. Of a
// receipt every refusal but too many attempts gets the same words.
func kindly(r flow.Reply, err error, byReceipt bool) (flow.Reply, error) {
	unknown := say("tip.mine.unknown", row(button("tip.mine.button", "t.list.0")), row(button("menu.tip", "t.new")))
	if byReceipt {
		unknown = say("tip.back.unknown", row(button("tip.back.button", "t.back")))
	}
	switch {
	case err == nil:
		return r, nil
	case errors.Is(err, cases.ErrTooMany):
		return say("tip.back.many"), nil
	case errors.Is(err, cases.ErrNotFound):
		return unknown, nil
	case errors.Is(err, cases.ErrInvalid):
		return say("tip.too_much"), nil
	}
	return flow.Reply{}, fmt.Errorf("tip: %w", err)
}

func say(key string, rows ...[]flow.Button) flow.Reply {
	return flow.Reply{Messages: []flow.Message{{Key: key, Buttons: rows}}}
}

func row(buttons ...flow.Button) []flow.Button { return buttons }

func button(label, data string) flow.Button {
	return flow.Button{Label: flow.Value{Key: label}, Data: data}
}

func words(s string) flow.Value { return flow.Value{Text: s} }

// home is where a tip's day is told of: an anonymous teller's place is not known.
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
