package staff

import (
	"regexp"
	"strings"

	"dodomu/bot/flow"
	"dodomu/store"
	"dodomu/store/cases"
)

// The steps that ask for a new member of staff.
const (
	stepAdd    = "add"
	stepHandle = "handle"
	stepRole   = "role"
	stepName   = "name"
)

// roles are those a member of staff is added with.
func roles() []string { return []string{string(cases.Worker), string(cases.Supervisor)} }

// handleForm is what a handle looks like, as the store takes it.
const handleForm = `^[a-zA-Z0-9][a-zA-Z0-9.-]{1,31}$`

// checkHandle refuses what the store would not take as a handle.
func checkHandle(_ flow.Answers, a flow.Answer) string {
	if ok, err := regexp.MatchString(handleForm, a.Text); ok && err == nil {
		return ""
	}
	return "staff.refused.handle"
}

// people is the list of staff, and how it changes.
func people(o order) (flow.Reply, error) {
	verb, rest := cutWord(o.rest)
	switch verb {
	case "", "list":
		return listStaff(o)
	case "add":
		return addStaff(o, rest)
	case "invite":
		return inviteStaff(o, rest)
	case "remove":
		return removeStaff(o, rest)
	}
	return flow.Reply{}, errUsage
}

func listStaff(o order) (flow.Reply, error) {
	all, err := o.tx.StaffList(o.by)
	if err != nil {
		return flow.Reply{}, err
	}
	lines := []flow.Value{{Key: "staff.people.head"}}
	for _, s := range all {
		key := "staff.people.joined"
		if s.Person == 0 {
			key = "staff.people.not_joined"
		}
		lines = append(lines, flow.Value{Key: "staff.people.line", Args: flow.Args{
			"name": text(s.Name), "handle": text(s.Handle), "role": {Key: "staff.role." + string(s.Role)}, "chat": {Key: key},
		}})
	}
	messages := pages(lines)
	messages[len(messages)-1].Buttons = [][]flow.Button{{button("add", "staff."+stepAdd)}}
	return flow.Reply{Messages: messages}, nil
}

// addStaff adds a member and gives the code with which they join, once.
func addStaff(o order, rest string) (flow.Reply, error) {
	if rest == "" {
		if o.typed {
			return flow.Reply{}, errUsage
		}
		o.rest = ""
		return flow.Reply{Begin: Name, Notes: o.notes(stepAdd)}, nil
	}
	handle, rest := cutWord(rest)
	role, name := cutWord(rest)
	s, code, err := o.tx.AddStaff(o.by, store.NewStaff{Handle: handle, Name: name, Role: cases.Role(role)})
	if err != nil {
		return flow.Reply{}, err
	}
	return invitation("staff.people.added", s.Name, code), nil
}

func inviteStaff(o order, handle string) (flow.Reply, error) {
	if handle == "" {
		return flow.Reply{}, errUsage
	}
	s, err := o.tx.StaffByHandle(handle)
	if err != nil {
		return flow.Reply{}, err
	}
	code, err := o.tx.Reinvite(o.by, handle)
	if err != nil {
		return flow.Reply{}, err
	}
	return invitation("staff.people.invited", s.Name, code), nil
}

// Invite begins the start parameter of a staff invitation's link.
const Invite = "staff_"

// invitation shows a code once. The message may not be forwarded with the rest of
// the chat, so the code stands in a message of its own.
func invitation(key, name string, code cases.Invitation) flow.Reply {
	return flow.Reply{Messages: []flow.Message{
		{Key: key, Args: flow.Args{"name": text(name)}},
		{Key: "staff.people.code", Args: flow.Args{"code": {Start: Invite + string(code)}}},
	}}
}

// removeStaff takes all access from a member, once that was asked back.
func removeStaff(o order, handle string) (flow.Reply, error) {
	if handle == "" {
		return flow.Reply{}, errUsage
	}
	s, err := o.tx.StaffByHandle(handle)
	if err != nil {
		return flow.Reply{}, err
	}
	name := flow.Args{"name": text(s.Name)}
	if !o.sure && !o.typed {
		return flow.Reply{Messages: []flow.Message{{Key: "staff.people.remove", Args: name}}, Begin: Name, Notes: o.notes(stepRemove)}, nil
	}
	if err := o.tx.RemoveStaff(o.by, strings.ToLower(handle)); err != nil {
		return flow.Reply{}, err
	}
	return flow.Reply{Messages: []flow.Message{{Key: "staff.people.removed", Args: name}}}, nil
}
