package staff

import (
	"slices"
	"strconv"
	"strings"

	"dodomu/bot/flow"
	"dodomu/store/cases"
)

// assign gives a case to a member of staff, by handle or by a button.
func assign(o order) (flow.Reply, error) {
	all, err := o.tx.StaffList(o.by)
	if err != nil {
		return flow.Reply{}, err
	}
	if o.rest == "" {
		return o.toWhom(all)
	}
	i := slices.IndexFunc(all, func(s cases.Staff) bool { return s.Handle == strings.ToLower(o.rest) || idWord(s) == o.rest })
	if i < 0 {
		return flow.Reply{}, errNobody
	}
	return o.done(o.tx.Assign(o.by, o.ref, all[i].ID))
}

// idWord names a member of staff in a button's data, where a handle's dots would
// part it.
func idWord(s cases.Staff) string { return "#" + strconv.FormatInt(int64(s.ID), 10) }

func (o order) toWhom(all []cases.Staff) (flow.Reply, error) {
	if o.typed {
		return flow.Reply{}, errNoText
	}
	var rows []flow.Button
	for _, s := range all {
		if s.Actor().May(cases.MayWork) {
			b := about("assign", o.ref, idWord(s))
			b.Label = text(s.Name)
			rows = append(rows, b)
		}
	}
	return o.choose("staff.assign_whom", rows), nil
}
