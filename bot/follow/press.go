package follow

import (
	"strconv"

	"dodomu/bot/flow"
	"dodomu/store"
	"dodomu/store/cases"
)

// The acts of buttons, as they stand in their data.
const (
	actCase     = "case"     // show one case
	actAll      = "all"      // show a page of its whole story
	actList     = "list"     // show a page of the list
	actAdd      = "add"      // begin to add
	actAnswer   = "answer"   // begin to answer
	actTo       = "to"       // take what is being written to this case instead
	actInvite   = "invite"   // what inviting a relative means
	actInvited  = "invited"  // draw an invitation
	actConsents = "consents" // the purposes and what they mean
	actConsent  = "consent"  // one purpose
	actAllow    = "allow"    // give one consent
	actRefuse   = "refuse"   // take one back
	actErase    = "erase"    // begin to withdraw and erase
	actLeave    = "leave"    // begin to leave
)

// act is what a button does for a person before the case they name.
type act func(visit) (flow.Reply, error)

func actNamed(name string) act {
	switch name {
	case actCase:
		return open
	case actAll:
		return everything
	case actAdd:
		return beginAdd
	case actAnswer:
		return beginAnswer
	case actTo:
		return moveTo
	case actInvite:
		return invite
	case actInvited:
		return invited
	case actConsents:
		return consents
	case actConsent:
		return consent
	case actAllow:
		return allow
	case actRefuse:
		return refuse
	case actErase:
		return beginErase
	case actLeave:
		return beginLeave
	}
	return nil
}

// Press carries out a button: argv is its data without the leading f, parted at the
// dots: act, number, argument. A forged, foreign or stale one gets the same words as
// an unknown number; only an error of the store comes back as one.
func Press(tx *store.Tx, who store.Person, argv []string) (flow.Reply, error) {
	argv = append(argv, "", "", "")
	if argv[0] == actList {
		page, err := strconv.Atoi(argv[1])
		if err != nil {
			page = 0
		}
		return list(tx, who, page)
	}
	ref, ok := cases.ParseRef(argv[1])
	do := actNamed(argv[0])
	if !ok || do == nil {
		return unknown(), nil
	}
	return kindly(do(visit{tx: tx, who: who, ref: ref, arg: argv[2]}))
}
