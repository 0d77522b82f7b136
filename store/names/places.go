package names

import (
	"encoding/binary"
	"slices"
)

// places numbers the distinct sets of places of the rows.
type places struct {
	ids     map[string]uint32
	sets    [][]placed
	count   []uint32
	towns   *lexicon
	raions  *lexicon
	oblasts *lexicon
	own     *gazetteer // rows of an imported codifier
	lies    map[uint32][]placed
}

// placed is a spot in numbers.
type placed struct{ town, raion, oblast uint32 }

func newPlaces() *places {
	return &places{ids: map[string]uint32{}, sets: [][]placed{nil}, count: []uint32{0}, towns: newLexicon(false),
		raions: newLexicon(false), oblasts: newLexicon(false), own: newGazetteer(), lies: map[uint32][]placed{}}
}

// add gives the number of a set of places, 0 for none.
func (t *places) add(list []Place) uint32 {
	var set []placed
	var key []byte
	for _, p := range list {
		at := t.number(t.complete(spotOf(p)))
		if at == (placed{}) || slices.Contains(set, at) {
			continue
		}
		set = append(set, at)
		key = binary.LittleEndian.AppendUint32(key, at.town)
		key = binary.LittleEndian.AppendUint32(key, at.raion)
		key = binary.LittleEndian.AppendUint32(key, at.oblast)
	}
	if len(set) == 0 {
		return 0
	}
	if id, ok := t.ids[string(key)]; ok {
		return id
	}
	id := uint32(len(t.sets))
	t.ids[string(key)] = id
	t.sets = append(t.sets, set)
	t.count = append(t.count, 0)
	for _, at := range set {
		t.learn(at)
	}
	return id
}

// learn remembers where a settlement of a record lies.
func (t *places) learn(at placed) {
	if at.town != 0 && (at.raion != 0 || at.oblast != 0) && !slices.Contains(t.lies[at.town], at) {
		t.lies[at.town] = append(t.lies[at.town], at)
	}
}

func (t *places) number(s spot) placed {
	return placed{t.towns.add(s.town), t.raions.add(s.raion), t.oblasts.add(s.oblast)}
}

// complete adds the raion and the oblast of a settlement that lies in one only.
func (t *places) complete(s spot) spot {
	if s.town == "" || s.raion != "" && s.oblast != "" {
		return s
	}
	var fits []area
	for _, a := range slices.Concat(atlas().towns[s.town], t.own.towns[s.town]) {
		if (s.oblast == "" || a.oblast == s.oblast) && !slices.Contains(fits, a) {
			fits = append(fits, a)
		}
	}
	if len(fits) != 1 || len(t.lies[t.towns.ids[s.town]]) > 1 {
		return s
	}
	s.oblast = fits[0].oblast
	if s.raion == "" {
		s.raion = fits[0].raion
	}
	return s
}

// probe is one place of a question, ready to be held against sets of places.
type probe struct {
	towns   []Level  // by settlement: TownSame, TownSlip or Missing
	raions  []uint32 // where it may lie
	oblasts []uint32
	oblast  uint32 // said in so many words
	grain   Level  // TownSame, RaionSame or OblastSame: what was said
}

// probes prepares the places of a question. It changes nothing.
func (t *places) probes(list []Place) []probe {
	var out []probe
	for _, p := range list {
		s := spotOf(p)
		if s == (spot{}) {
			continue
		}
		pr := probe{oblast: numberOf(t.oblasts, s.oblast), grain: OblastSame}
		pr.addArea(t, area{s.raion, s.oblast})
		switch {
		case s.town != "":
			pr.grain = TownSame
			t.probeTown(&pr, s)
		case s.raion != "":
			pr.grain = RaionSame
			for _, o := range slices.Concat(atlas().raions[s.raion], t.own.raions[s.raion]) {
				if s.oblast == "" {
					pr.addArea(t, area{"", o})
				}
			}
		}
		out = append(out, pr)
	}
	return out
}

func (p *probe) addArea(t *places, a area) {
	p.addPlaced(placed{0, numberOf(t.raions, a.raion), numberOf(t.oblasts, a.oblast)})
}

// elsewhere is the number of a raion or an oblast that no row has.
const elsewhere = ^uint32(0)

func numberOf(l *lexicon, key string) uint32 {
	if id, ok := l.ids[key]; ok || key == "" {
		return id
	}
	return elsewhere
}

func (p *probe) addPlaced(at placed) {
	if at.raion != 0 && !slices.Contains(p.raions, at.raion) {
		p.raions = append(p.raions, at.raion)
	}
	if at.oblast != 0 && !slices.Contains(p.oblasts, at.oblast) {
		p.oblasts = append(p.oblasts, at.oblast)
	}
}

// probeTown finds the settlements meant by a name, by its other names and by a
// slip, and where the place may lie.
func (t *places) probeTown(p *probe, s spot) {
	p.towns = make([]Level, len(t.towns.words))
	t.towns.near(s.town, func(id uint32, c closeness) {
		if c == identical || c <= oneSlip && len(s.town) >= 4 || c == twoSlips && len(s.town) >= 8 {
			p.towns[id] = TownSlip
		}
	})
	for _, key := range append(atlas().aliases[s.town], s.town) {
		for _, a := range slices.Concat(atlas().towns[key], t.own.towns[key]) {
			if s.oblast == "" || a.oblast == s.oblast {
				p.addArea(t, a)
			}
		}
		id, ok := t.towns.ids[key]
		if !ok {
			continue
		}
		p.towns[id] = TownSame
		for _, at := range t.lies[id] {
			if p.oblast == 0 || at.oblast == p.oblast {
				p.addPlaced(at)
			}
		}
	}
}

// level holds one probe against one place of a row.
func (p *probe) level(at placed) Level {
	inRaion := at.raion != 0 && slices.Contains(p.raions, at.raion)
	inOblast := at.oblast != 0 && slices.Contains(p.oblasts, at.oblast)
	switch {
	case p.grain == TownSame && at.town != 0:
		return p.townLevel(at, inRaion, inOblast)
	case p.grain == OblastSame && at.oblast == 0, at.oblast == 0 && at.raion == 0, len(p.oblasts) == 0 && len(p.raions) == 0:
		return Missing
	case p.grain == OblastSame:
		return pick(inOblast, OblastSame, OblastDiffers)
	case p.grain == RaionSame:
		return pick(inRaion, RaionSame, pick(inOblast, RaionOblast, RaionDiffers))
	}
	return pick(inRaion, AreaRaion, pick(inOblast, AreaOblast, AreaDiffers))
}

func (p *probe) townLevel(at placed, inRaion, inOblast bool) Level {
	if l := p.towns[at.town]; l != 0 {
		if p.oblast != 0 && at.oblast != 0 && p.oblast != at.oblast {
			return TownNamesake
		}
		return l
	}
	return pick(inRaion, TownRaion, pick(inOblast, TownOblast, TownDiffers))
}

func pick(yes bool, a, b Level) Level {
	if yes {
		return a
	}
	return b
}

// placeRank orders the levels of places when several places meet: the best counts.
var placeRank = func() (rank [levelCount]uint8) {
	for i, l := range []Level{TownSame, RaionSame, TownSlip, AreaRaion, TownRaion, OblastSame, AreaOblast, RaionOblast, TownOblast,
		TownNamesake, OblastDiffers, RaionDiffers, AreaDiffers, TownDiffers} {
		rank[l] = uint8(i + 1)
	}
	rank[Missing] = 200
	return rank
}()

// placeLevel holds all probes against all places of a set.
func placeLevel(probes []probe, set []placed) Level {
	best := Missing
	for i := range probes {
		for _, at := range set {
			if l := probes[i].level(at); placeRank[l] < placeRank[best] {
				best = l
			}
		}
	}
	return best
}
