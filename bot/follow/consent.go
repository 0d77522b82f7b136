package follow

import (
	"slices"

	"dodomu/bot/flow"
	"dodomu/store/cases"
)

// ConsentVersion names the words of the consents as this room says them. It
// changes whenever they change, in any language: a test holds the two together, because
// a consent is to the words that were read.
const ConsentVersion = "follow-2026-11"

// purposes are what a person is asked about: who joined gave no report that could
// be searched with or passed on, so only whether we may write to them.
func purposes(read cases.FamilyView) []cases.Purpose {
	if read.Reporter {
		return cases.Purposes()
	}
	return []cases.Purpose{cases.ConsentContact}
}

// consents lists the purposes, each with what it means.
func consents(v visit) (flow.Reply, error) {
	read, err := v.read()
	if err != nil {
		return flow.Reply{}, err
	}
	lines := []flow.Value{{Key: "follow.consents.ask"}}
	var rows [][]flow.Button
	for _, p := range purposes(read) {
		lines = append(lines, flow.Value{}, consentWords(p, "means"), allowed(read, p))
		choose := do("follow.consent."+string(p)+".button", actConsent, v.ref)
		choose.Data += "." + string(p)
		rows = append(rows, row(choose))
	}
	rows = append(rows, row(do("flow.back", actCase, v.ref)))
	return flow.Reply{Messages: []flow.Message{v.page(lines, rows)}}, nil
}

// allowed says what the person's answer to a purpose is now. What was never asked is
// not allowed.
func allowed(read cases.FamilyView, p cases.Purpose) flow.Value {
	if (cases.Sheet{Consents: read.Consents}).Allows(p) {
		return flow.Value{Key: "follow.allowed"}
	}
	return flow.Value{Key: "follow.not_allowed"}
}

// consent shows one purpose with what follows from each answer.
func consent(v visit) (flow.Reply, error) {
	p, err := v.purpose()
	if err != nil {
		return flow.Reply{}, err
	}
	give, take := do("follow.consent.give.button", actAllow, v.ref), do("follow.consent.take.button", actRefuse, v.ref)
	give.Data += "." + string(p)
	take.Data += "." + string(p)
	lines := []flow.Value{consentWords(p, "means"), {}, consentWords(p, "without")}
	return flow.Reply{Messages: []flow.Message{v.page(lines, [][]flow.Button{row(give), row(take), row(do("flow.back", actConsents, v.ref))})}}, nil
}

// purpose reads which purpose of the person's own case a button names.
func (v visit) purpose() (cases.Purpose, error) {
	read, err := v.read()
	if err != nil {
		return "", err
	}
	p := cases.Purpose(v.arg)
	if !slices.Contains(purposes(read), p) {
		return "", cases.ErrNotFound
	}
	return p, nil
}

func allow(v visit) (flow.Reply, error) { return v.consented(true) }

func refuse(v visit) (flow.Reply, error) { return v.consented(false) }

// consented keeps an answer and says what follows from it.
func (v visit) consented(given bool) (flow.Reply, error) {
	p, err := v.purpose()
	if err != nil {
		return flow.Reply{}, err
	}
	if err := v.tx.Consent(v.who.ID, v.ref, cases.Consent{Purpose: p, Given: given, Version: ConsentVersion}); err != nil {
		return flow.Reply{}, err
	}
	follows := consentWords(p, "refused")
	if given {
		follows = consentWords(p, "given")
	}
	if given && p == cases.ConsentContact && (v.who.Quiet || v.who.Hidden) {
		follows.Key = "follow.consent.contact.silent"
	}
	return flow.Reply{Messages: []flow.Message{v.page([]flow.Value{follows},
		[][]flow.Button{row(toCase(v.ref)), row(do("follow.consents.button", actConsents, v.ref))})}}, nil
}

func consentWords(p cases.Purpose, role string) flow.Value {
	return flow.Value{Key: "follow.consent." + string(p) + "." + role}
}
