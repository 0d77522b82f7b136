package staff

import (
	"encoding/json"
	"slices"
	"strings"

	"dodomu/bot/flow"
	"dodomu/store"
)

// notices are the kinds that staff are told of.
func notices() []string {
	return []string{store.KindStaffNew, store.KindStaffWaiting, store.KindStaffReopen, store.KindStaffAnswered,
		store.KindStaffAdded, store.KindStaffJoined, store.KindStaffConsent, store.KindStaffUnreachable,
		store.KindStaffErased, store.KindStaffAssigned}
}

// Notice turns a notice of the store to staff into what they read: nothing
// personal, and a button that opens the case where it is a private chat. A group
// leaves the button out. False for a kind that is not for staff, or a body that is
// no card.
func Notice(kind string, body []byte) (flow.Message, bool) {
	if slices.Contains(tipNotices(), kind) {
		return tipNotice(kind, body)
	}
	if !slices.Contains(notices(), kind) {
		return flow.Message{}, false
	}
	var c store.Card
	if err := json.Unmarshal(body, &c); err != nil || !c.Ref.Valid() || !c.Stage.Known() {
		return flow.Message{}, false
	}
	m := flow.Message{Key: "notice.staff." + strings.TrimPrefix(kind, "staff."), Args: flow.Args{
		"ref": text(c.Ref.String()), "stage": stageWord(c.Stage), "age": ageWord(c.Age),
	}}
	if kind != store.KindStaffErased {
		m.Buttons = [][]flow.Button{{about("open", c.Ref, "")}}
	}
	return m, true
}

// Typed gives the command line's words for a button of ours: its command, and what
// follows. "" for any other.
func Typed(data string) string {
	rest, ours := strings.CutPrefix(data, "s.")
	if !ours {
		return ""
	}
	words := slices.DeleteFunc(strings.Split(rest, "."), func(w string) bool { return strings.HasPrefix(w, seenMark) })
	return strings.Join(words, " ")
}
