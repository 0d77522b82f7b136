package follow

import (
	"fmt"

	"dodomu/bot/flow"
	"dodomu/store"
	"dodomu/store/cases"
)

// Join answers a relative who came by an invitation: first they are asked for
// their consent, then the code is used. What is no code gets the words of one that does
// not work; whether a code works is not said before the consent.
func Join(_ *store.Tx, who store.Person, code string) (flow.Reply, error) {
	invitation, ok := cases.ParseInvitation(code)
	if !ok {
		return say("follow.join.unknown", nil, row(toList())), nil
	}
	r := flow.Reply{Begin: nameJoin, Notes: []flow.Note{{Key: noteCode, Text: string(invitation)}}}
	if who.SharedPhone != "" {
		r.Notes = append(r.Notes, flow.Note{Key: noteSafe, Text: yes})
	}
	return r, nil
}

// closeJoin makes the person a follower, where they agreed to be written to. What
// they said of their phone counts from here on, whether they join or not.
func closeJoin(tx *store.Tx, who store.Person, a flow.Answers) (flow.Reply, error) {
	if shared := cases.SharedPhone(a.Get(stepSafety).Choice); shared != "" {
		if err := tx.SetQuiet(who.ID, shared); err != nil {
			return flow.Reply{}, fmt.Errorf("join: %w", err)
		}
		who.SharedPhone, who.Quiet = shared, shared.Quiet()
	}
	if a.Get(stepConsent).Choice != yes {
		return say("follow.join.declined", nil), nil
	}
	consents := []cases.Consent{{Purpose: cases.ConsentContact, Given: true, Version: ConsentVersion}}
	read, err := tx.Join(who.ID, cases.Invitation(a.Get(noteCode).Text), consents)
	switch refusal(err) {
	case "follow.unknown":
		return say("follow.join.unknown", nil, row(toList())), nil
	case "":
		if err != nil {
			return flow.Reply{}, err
		}
	default:
		return flow.Reply{}, err
	}
	r, err := open(visit{tx: tx, who: who, ref: read.Ref})
	r.Messages = append([]flow.Message{{Key: "follow.joined"}}, r.Messages...)
	return r, err
}
