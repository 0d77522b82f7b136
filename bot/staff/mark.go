package staff

import (
	"slices"

	"dodomu/bot/flow"
	"dodomu/store"
	"dodomu/store/cases"
)

// axis is one of the three axes that are set with a reason.
type axis struct {
	name   string
	values []string
	set    func(*store.Marks, string)
}

func axes() []axis {
	return []axis{
		{"verification", names(cases.Verifications()), func(m *store.Marks, v string) { m.Verification = cases.Verification(v) }},
		{"whereabouts", names(cases.WhereaboutsAll()), func(m *store.Marks, v string) { m.Whereabouts = cases.Whereabouts(v) }},
		{"safety", names(cases.Safeties()), func(m *store.Marks, v string) { m.Safety = cases.Safety(v) }},
	}
}

func names[T ~string](all []T) []string {
	out := make([]string, len(all))
	for i, one := range all {
		out[i] = string(one)
	}
	return out
}

// mark sets one axis: which, to what, and why. What is not said is asked.
func mark(o order) (flow.Reply, error) {
	name, rest := cutWord(o.rest)
	if name == "" {
		return o.whichAxis()
	}
	i := slices.IndexFunc(axes(), func(a axis) bool { return a.name == name })
	if i < 0 {
		return flow.Reply{}, errUsage
	}
	a := axes()[i]
	value, why := cutWord(rest)
	switch {
	case value == "":
		return o.whichValue(a)
	case !slices.Contains(a.values, value):
		return flow.Reply{}, errUsage
	case why == "":
		return o.wants()
	}
	m := store.Marks{Why: why}
	a.set(&m, value)
	return o.done(o.tx.Mark(o.by, o.ref, m))
}

func (o order) whichAxis() (flow.Reply, error) {
	if o.typed {
		return flow.Reply{}, errNoText
	}
	var all []flow.Button
	for _, a := range axes() {
		b := about("mark", o.ref, a.name)
		b.Label = flow.Value{Key: "staff.file." + a.name}
		all = append(all, b)
	}
	return o.choose("staff.mark_which", all), nil
}

func (o order) whichValue(a axis) (flow.Reply, error) {
	if o.typed {
		return flow.Reply{}, errNoText
	}
	var all []flow.Button
	for _, v := range a.values {
		b := about("mark", o.ref, a.name+"."+v)
		b.Label = flow.Value{Key: "staff." + a.name + "." + v}
		all = append(all, b)
	}
	return o.choose("staff.mark_value", all), nil
}

// choose asks by buttons, with a way back to the case.
func (o order) choose(key string, all []flow.Button) flow.Reply {
	m := flow.Message{Key: key, Args: flow.Args{"ref": text(o.ref.String())}}
	m.Buttons = append(inRows(all, 1), []flow.Button{about("open", o.ref, "")})
	return flow.Reply{Messages: []flow.Message{m}}
}
