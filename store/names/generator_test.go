package names

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// world makes populations and questions for the measure: no real person, the same
// ones for the same seed. Its mix of slips is its own.
type world struct {
	*rand.Rand
	boys, girls []namePair
	towns       []town
	surnames    []string
	given       int // how many surnames were given, to be drawn evenly; 0 for made-up ones
}

// namePair is a given name in Ukrainian and Russian with short forms.
type namePair struct {
	uk, ru string
	short  []string
}

type town struct {
	names         []string // the first is today's
	raion, oblast string
}

// child is a made-up child with what the corruption needs to know.
type child struct {
	record Record
	given  namePair
	father namePair
	home   town
	male   bool
	family string
}

func newWorld(seed uint64) *world {
	w := &world{Rand: rand.New(rand.NewPCG(seed, 77))}
	w.boys, w.girls = namePairs(givenMale), namePairs(givenFemale)
	w.readTowns()
	for range 3000 {
		w.towns = append(w.towns, w.village())
	}
	return w
}

func namePairs(table string) []namePair {
	var out []namePair
	for line := range strings.Lines(table) {
		c := strings.Split(strings.TrimSpace(line), "|")
		if len(c) < 6 || c[1] == "-" || strings.HasPrefix(line, "#") {
			continue
		}
		p := namePair{uk: strings.Fields(c[0])[0], ru: strings.Fields(c[1])[0]}
		if c[5] != "-" {
			p.short = strings.Fields(c[5])
		}
		out = append(out, p)
	}
	return out
}

func (w *world) readTowns() {
	oblast := ""
	for line := range strings.Lines(placesTable) {
		mark, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch mark {
		case "=":
			oblast, _, _ = strings.Cut(rest, ",")
		case "-":
			raion, list, _ := strings.Cut(rest, ":")
			raion, _, _ = strings.Cut(raion, "/")
			for t := range strings.SplitSeq(list, ",") {
				w.towns = append(w.towns, town{strings.Split(strings.TrimSpace(t), "/"), raion, strings.TrimSpace(oblast)})
			}
		}
	}
}

func (w *world) village() town {
	where := w.towns[w.IntN(len(w.towns))]
	where.names = []string{capital(w.syllables(2) + w.one("івка", "ове", "ське", "не", "ці", "ова Балка"))}
	return where
}

func capital(s string) string {
	r := []rune(s)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

func (w *world) one(list ...string) string { return list[w.IntN(len(list))] }

// rank picks an index below n, small ones far more often.
func (w *world) rank(n int) int { return int(float64(n) * w.Float64() * w.Float64() * w.Float64()) }

func (w *world) chance(p float64) bool { return w.Float64() < p }

func (w *world) syllables(n int) string {
	var b strings.Builder
	for range n {
		b.WriteString(w.one("б", "в", "г", "д", "ж", "з", "к", "л", "м", "н", "п", "р", "с", "т", "х", "ч", "ш", "кр", "бр", "гр", "ст", "шк", "хв", "пл"))
		b.WriteString(w.one("а", "о", "у", "е", "и", "і", "я", "є", "ю"))
	}
	b.WriteString(w.one("б", "в", "д", "к", "л", "м", "н", "р", "с", "т", "ш", "нд", "рт", "льн", "йк", "ч"))
	return b.String()
}

// family gives the surname of a boy and of a girl.
func (w *world) family() (boy, girl string) {
	if n := len(w.surnames); n > 10_000 && w.given == n {
		boy = w.surnames[w.IntN(n)]
	} else if n > 0 && w.chance(0.6) {
		boy = w.surnames[w.rank(n)]
	} else {
		boy = capital(w.syllables(1+w.IntN(2))) + w.one("енко", "чук", "юк", "ський", "ов", "ін", "ець", "ак", "ич", "ишин", "ко", "ій")
		w.surnames = append(w.surnames, boy)
	}
	switch {
	case strings.HasSuffix(boy, "ський"):
		return boy, strings.TrimSuffix(boy, "ий") + "а"
	case strings.HasSuffix(boy, "ов"), strings.HasSuffix(boy, "ін"):
		return boy, boy + "а"
	}
	return boy, boy
}

// patronymicOf makes a patronymic from a father's name, in either language.
func patronymicOf(father string, male, ru bool) string {
	stem := strings.TrimRight(father, "оаьяй")
	ending := [2][2]string{{"івна", "ович"}, {"овна", "ович"}}
	if strings.HasSuffix(father, "ій") || strings.HasSuffix(father, "ий") || strings.HasSuffix(father, "ей") {
		stem = strings.TrimSuffix(strings.TrimSuffix(father, "й"), "и")
		ending = [2][2]string{{"ївна", "йович"}, {"евна", "евич"}}
	}
	e := ending[0]
	if ru {
		e = ending[1]
	}
	if male {
		return stem + e[1]
	}
	return stem + e[0]
}

// population makes n children in families of one to four; one family in twenty
// with several has twins.
func (w *world) population(n int) []child {
	out := make([]child, 0, n)
	for len(out) < n {
		boy, girl := w.family()
		father, home := w.boys[w.rank(len(w.boys))], w.towns[w.rank(len(w.towns))]
		parted := Date{2022 + w.IntN(3), 1 + w.IntN(12), 1 + w.IntN(28)}
		inst := ""
		if w.chance(0.3) {
			inst = fmt.Sprintf("%s школа-інтернат №%d", w.syllables(2), 1+w.IntN(40))
		}
		first := len(out)
		for range 1 + w.rank(4) {
			c := w.child(len(out), boy, girl, father, home)
			c.record.Parted, c.record.Institution, c.family = parted, inst, fmt.Sprint(first)
			if len(out) > first && w.chance(0.05) {
				c.record.Birth = out[first].record.Birth
			}
			out = append(out, c)
		}
		for i := first; i < len(out); i++ {
			for j := first; j < len(out); j++ {
				if i != j {
					out[i].record.Siblings = append(out[i].record.Siblings, out[j].record.ID)
				}
			}
		}
	}
	return out[:n]
}

func (w *world) child(n int, boy, girl string, father namePair, home town) child {
	c := child{father: father, home: home, male: w.chance(0.5)}
	list, surname, sex := w.girls, girl, Female
	if c.male {
		list, surname, sex = w.boys, boy, Male
	}
	c.given = list[w.rank(len(list))]
	c.record = Record{ID: fmt.Sprint(n), Sex: sex, Birth: Birth{Date: Date{2004 + w.IntN(20), 1 + w.IntN(12), 1 + w.IntN(28)}},
		Name:   Name{surname, c.given.uk, patronymicOf(father.uk, c.male, false)},
		Places: []Place{{Settlement: home.names[0], Raion: home.raion, Oblast: home.oblast}}}
	if w.chance(0.1) {
		c.record.Name.Patronymic = ""
	}
	if w.chance(0.05) {
		c.record.Birth.Date.Day = 0
	}
	if w.chance(0.03) {
		c.record.Name.Surname = w.typo(surname)
	}
	return c
}

// typo makes one typing error in letters after the first.
func (w *world) typo(s string) string {
	r := []rune(s)
	if len(r) < 4 {
		return s
	}
	i := 1 + w.IntN(len(r)-2)
	switch w.IntN(4) {
	case 0:
		return string(slices.Delete(r, i, i+1))
	case 1:
		return string(slices.Insert(r, i, r[i]))
	case 2:
		r[i], r[i+1] = r[i+1], r[i]
	default:
		r[i] = []rune("аоеиіунтсрвлкмдпгзбч")[w.IntN(20)]
	}
	return string(r)
}

// russian spells a Ukrainian name in Russian letters.
func russian(s string) string {
	s = strings.NewReplacer("ський", "ский", "ська", "ская", "івка", "овка", "ське", "ское", "ьо", "ё").Replace(s)
	return strings.NewReplacer("и", "ы", "і", "и", "є", "е", "ї", "и", "'", "ъ", "ґ", "г", "І", "И", "Є", "Е", "ский", "ский").Replace(s)
}

// latin spells a name in Latin letters as one of five manners has it.
func latin(s string, manner int) string {
	pairs := strings.Fields("а a б b в v г h ґ g д d е e є ie ж zh з z и y і i ї i й i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ь _ ю iu я ia ы y э e ё e ъ _ ' _")
	over := [5]string{"", "г g и i й y", "в w ж ż й j х ch ц c ч cz ш sz щ szcz я ja ю ju є je", "в w ж sch з s й j х ch ц z ч tsch ш sch я ja ю ju", "ж j у ou ч tch ш ch щ chtch г gu"}[manner]
	for i, f := range strings.Fields(over) {
		if i%2 == 0 {
			pairs[slices.Index(pairs, f)+1] = strings.Fields(over)[i+1]
		}
	}
	for i := range pairs {
		if pairs[i] == "_" {
			pairs[i] = ""
		}
	}
	return strings.NewReplacer(pairs...).Replace(strings.ToLower(s))
}

// wrongKeys types a text on the English layout by mistake.
func wrongKeys(s string) string {
	r := []rune(keys)
	return strings.Map(func(c rune) rune {
		for i := 1; i < len(r); i += 2 {
			if r[i] == c {
				return r[i-1]
			}
		}
		return c
	}, strings.ToLower(s))
}

func mask(s string) string {
	return strings.NewReplacer("а", "a", "е", "e", "о", "o", "р", "p", "с", "c", "х", "x", "і", "i").Replace(s)
}
