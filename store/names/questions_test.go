package names

import (
	"slices"
	"strings"
)

// ask makes a question about a child: how a tired person may tell of it.
func (w *world) ask(c child, kind string) Asked {
	ru := w.chance(0.4) || kind == "adv"
	surname, given := c.record.Name.Surname, c.given.uk
	if ru {
		surname, given = russian(surname), c.given.ru
	}
	if kind == "adv" || kind == "new" {
		boy, girl := w.family()
		surname = russian(pickName(c.male, boy, girl))
	}
	if kind == "new" || w.chance(0.006) {
		given = c.otherGiven(w)
	} else if len(c.given.short) > 0 && w.chance(0.2) {
		given = c.given.short[w.IntN(len(c.given.short))]
	}
	given, surname = w.slips(given, surname)
	a := Asked{Kind: kind, Truth: c.record.ID}
	a.Query.Typed = w.dress([]string{given, w.patronymic(c, ru, kind), surname})
	if w.chance(0.7) {
		a.Query.Sex = c.record.Sex
	}
	a.Query.Birth = w.birth(c.record.Birth.Date, kind != "pos" && w.chance(0.6))
	a.Query.Places = w.place(w.whereabouts(c.home), ru)
	return a
}

func pickName(male bool, boy, girl string) string {
	if male {
		return boy
	}
	return girl
}

func (c child) otherGiven(w *world) string {
	if c.male {
		return w.boys[w.rank(len(w.boys))].ru
	}
	return w.girls[w.rank(len(w.girls))].ru
}

func (w *world) slips(given, surname string) (string, string) {
	if w.chance(0.04) {
		given = w.typo(given)
	}
	if w.chance(0.25) {
		surname = w.typo(surname)
	}
	if w.chance(0.07) {
		surname = w.typo(surname)
	}
	return given, surname
}

// patronymic says the patronymic, its initial or nothing.
func (w *world) patronymic(c child, ru bool, kind string) string {
	of := c.father
	if w.chance(0.01) || kind != "pos" && w.chance(0.25) {
		of = w.boys[w.rank(len(w.boys))]
	}
	father := of.uk
	if ru {
		father = of.ru
	}
	switch p := w.Float64(); {
	case kind != "pos" && p < 0.7, p < 0.5:
		return ""
	case p < 0.55:
		return string([]rune(father)[:1]) + "."
	}
	return patronymicOf(father, c.male, ru)
}

// dress orders the words and puts them in an alphabet.
func (w *world) dress(words []string) string {
	words = slices.DeleteFunc(words, func(s string) bool { return s == "" })
	if w.chance(0.4) {
		words[0], words[len(words)-1] = words[len(words)-1], words[0]
	}
	s := strings.Join(words, " ")
	switch p := w.Float64(); {
	case p < 0.35:
		return latin(s, w.IntN(5))
	case p < 0.37:
		return wrongKeys(s)
	case p < 0.40:
		return mask(s)
	case p < 0.45:
		return strings.ToUpper(s)
	case p < 0.5:
		return strings.ToLower(s)
	}
	return s
}

// birth tells a birth date more or less well; sure keeps to dates.
func (w *world) birth(d Date, sure bool) Birth {
	day := d.Day
	if day == 0 {
		day = 15
	}
	p := w.Float64()
	if sure {
		p *= 0.6
	}
	switch {
	case p < 0.45:
		return Birth{Date: d}
	case p < 0.50:
		return Birth{Date: Date{d.Year, d.Month, max(1, min(28, day+w.IntN(5)-2))}}
	case p < 0.54 && day <= 12:
		return Birth{Date: Date{d.Year, day, d.Month}}
	case p < 0.57:
		return Birth{Date: Date{d.Year + 1, d.Month, day}}
	case p < 0.58:
		return Birth{Date: Date{d.Year - 1 + w.IntN(3), 1 + w.IntN(12), day}}
	case p < 0.62:
		return Birth{Date: Date{d.Year, d.Month, 0}}
	case p < 0.72:
		return Birth{Date: Date{Year: d.Year}}
	case p < 0.9:
		age := max(0, 2025-d.Year-w.IntN(2)-w.rank(3))
		return Birth{AgeFrom: age, AgeTo: age + w.IntN(2), AsOf: Date{2025, 6, 1}}
	}
	return Birth{}
}

// whereabouts is the home, or now and then a town not far from it: where the
// grandmother lives, where the child was seen, what the teller takes it for.
func (w *world) whereabouts(home town) town {
	if !w.chance(0.06) {
		return home
	}
	for range 400 {
		other := w.towns[w.IntN(len(w.towns))]
		if other.oblast == home.oblast && (other.raion == home.raion || w.chance(0.1)) {
			return other
		}
	}
	return home
}

// place tells where from: a town under any of its names, a raion, an oblast, or
// nothing.
func (w *world) place(home town, ru bool) []Place {
	name := home.names[w.rank(len(home.names))]
	if ru {
		name = russian(name)
	}
	if w.chance(0.15) {
		name = latin(name, w.IntN(2))
	}
	switch p := w.Float64(); {
	case p < 0.45:
		return []Place{{Text: w.one("", "м. ", "с. ", "г. ") + name}}
	case p < 0.65:
		return []Place{{Text: name + ", " + home.oblast + " область"}}
	case p < 0.75:
		return []Place{{Text: home.oblast + w.one(" область", " обл.")}}
	case p < 0.8 && home.raion != "-":
		return []Place{{Text: home.raion + " район"}}
	}
	return nil
}

// questions asks after children of a population, of each kind so many; children
// asked for in vain come from elsewhere.
func (w *world) questions(children []child, pos, adv, neg int) []Asked {
	var out []Asked
	for range pos {
		out = append(out, w.ask(children[w.IntN(len(children))], "pos"))
	}
	for range adv {
		out = append(out, w.ask(children[w.IntN(len(children))], "adv"))
	}
	for _, c := range w.population(neg) {
		a := w.ask(c, "pos")
		a.Kind, a.Truth = "neg", ""
		out = append(out, a)
	}
	return out
}

func records(children []child) []Record {
	out := make([]Record, len(children))
	for i, c := range children {
		out[i] = c.record
	}
	return out
}
