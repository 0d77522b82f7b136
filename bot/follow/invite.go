package follow

import (
	"errors"

	"dodomu/bot/flow"
	"dodomu/store/cases"
)

// invite says what a relative will see before an invitation is drawn.
func invite(v visit) (flow.Reply, error) {
	read, err := v.read()
	if err != nil {
		return flow.Reply{}, err
	}
	if !read.Reporter {
		return flow.Reply{}, cases.ErrForbidden
	}
	return say("follow.invite.ask", nil, row(do("follow.invited.button", actInvited, v.ref)), row(do("flow.back", actCase, v.ref))), nil
}

// invitation begins the start parameter of a relative's link.
const invitation = "join_"

// invited draws an invitation. The second message is the one to pass on: forwarded,
// it shows the way to the bot, and says nothing of whom it is about.
func invited(v visit) (flow.Reply, error) {
	code, err := v.tx.InviteRelative(v.who.ID, v.ref)
	if errors.Is(err, cases.ErrTooMany) {
		return say("follow.invite.many", nil, row(toCase(v.ref))), nil
	}
	if err != nil {
		return flow.Reply{}, err
	}
	return flow.Reply{Messages: []flow.Message{
		{Key: "follow.invited", Buttons: [][]flow.Button{row(toCase(v.ref))}},
		{Key: "follow.invitation", Args: flow.Args{"link": {Start: invitation + string(code)}}},
	}}, nil
}
