package flow

import (
	"fmt"
	"slices"
)

// Show gives an answer to a step as a value to be worded: a label, a date, the
// text as it was written.
func (f Flow) Show(step string, a Answer) Value {
	i := f.find(step)
	if i < 0 {
		return Value{Text: a.Text}
	}
	return f.show(&f.Steps[i], a)
}

func (f Flow) show(step *Step, a Answer) Value {
	switch {
	case a.Unknown:
		return Value{Key: "flow.said.unknown"}
	case a.Skipped:
		return Value{Key: "flow.said.skipped"}
	}
	switch step.Kind {
	case Choose:
		return Value{Key: f.optionKey(step, a.Choice)}
	case Again:
		if a.Choice == "yes" {
			return Value{Key: "flow.yes"}
		}
		return Value{Key: "flow.no"}
	case ChooseMany:
		return f.showMany(step, a)
	case When, Born:
		return showTime(a)
	case Pictures:
		return Value{Key: "flow.said.photos", Args: Args{"n": count(len(a.Files))}}
	case Tell:
		return showTold(a)
	case Call:
		return showCall(a)
	}
	if a.Text == "" && a.Located {
		return Value{Text: fmt.Sprintf("%.4f, %.4f", a.Lat, a.Lon)}
	}
	return Value{Text: a.Text}
}

func (f Flow) showMany(step *Step, a Answer) Value {
	if len(a.Choices) == 0 {
		return Value{Key: "flow.said.none"}
	}
	v := Value{Parts: make([]Value, 0, len(a.Choices))}
	for _, o := range a.Choices {
		v.Parts = append(v.Parts, Value{Key: f.optionKey(step, o)})
	}
	return v
}

func showTime(a Answer) Value {
	switch {
	case a.Date != nil:
		return Value{Date: a.Date}
	case a.AgeFrom == a.AgeTo:
		return Value{Key: "flow.said.age", Args: Args{"n": count(a.AgeTo)}}
	}
	return Value{Key: "flow.said.ages", Args: Args{"from": count(a.AgeFrom), "to": count(a.AgeTo)}}
}

func showCall(a Answer) Value {
	if a.Text == "" {
		return Value{Text: a.Phone}
	}
	return Value{Text: a.Text + ", " + a.Phone}
}

// optionKey gives the catalogue key of an option's label.
func (f Flow) optionKey(step *Step, option string) string {
	if step.Labels != "" {
		return step.Labels + option
	}
	return f.Name + "." + step.Key + "." + option
}

func count(n int) Value { return Value{Count: &n} }

func contains(all []string, one string) bool { return slices.Contains(all, one) }

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

// String names a kind as the catalogue does: flow.help.<kind>.
func (k Kind) String() string {
	names := [...]string{"choose", "many", "write", "when", "born", "where", "pictures", "tell", "call", "again", "review"}
	if k < 0 || int(k) >= len(names) {
		return "unknown"
	}
	return names[k]
}
