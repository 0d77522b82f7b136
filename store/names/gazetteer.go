package names

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

//go:embed places.txt
var placesTable string

// PlaceRow is one settlement of an imported codifier. Names may be in any
// alphabet; Code, Raion and Oblast may be empty.
type PlaceRow struct{ Code, Settlement, Raion, Oblast string }

// area is where a settlement may lie: keys of a raion and an oblast, "" unknown.
type area struct{ raion, oblast string }

// gazetteer knows oblasts by all their names, where settlements lie and what they
// were called.
type gazetteer struct {
	oblasts map[string]string   // any name's key, or a lower-case code → the oblast's key
	towns   map[string][]area   // settlement key → where it may lie
	aliases map[string][]string // settlement key → other keys of the same place
	raions  map[string][]string // raion key → oblasts with such a raion
	renamed map[string]string   // old raion key → today's
}

func newGazetteer() *gazetteer {
	return &gazetteer{oblasts: map[string]string{}, towns: map[string][]area{}, aliases: map[string][]string{},
		raions: map[string][]string{}, renamed: map[string]string{}}
}

// atlas gives the embedded gazetteer, read at the first call; never changed after.
var atlas = sync.OnceValue(func() *gazetteer {
	g := newGazetteer()
	g.readTable(placesTable)
	return g
})

// readTable reads the embedded table; its head says how it is written.
func (g *gazetteer) readTable(table string) {
	oblast, raion := "", ""
	for line := range strings.Lines(table) {
		line = strings.TrimSpace(line)
		mark, rest, _ := strings.Cut(line, " ")
		switch mark {
		case "=":
			oblast = g.readOblast(rest)
		case "-":
			head, towns, _ := strings.Cut(rest, ":")
			raion = g.readRaion(head, oblast)
			for town := range strings.SplitSeq(towns, ",") {
				g.readTown(strings.Split(town, "/"), area{raion, oblast})
			}
		}
	}
}

func (g *gazetteer) readOblast(line string) string {
	names, codes, _ := strings.Cut(line, "|")
	key := ""
	for name := range strings.SplitSeq(names, ",") {
		k := placeKey(clean(name))
		if key == "" {
			key = k
		}
		g.oblasts[k] = key
	}
	for _, code := range strings.Fields(codes) {
		g.oblasts[strings.ToLower(code)] = key
	}
	return key
}

func (g *gazetteer) readRaion(head, oblast string) string {
	key := ""
	for name := range strings.SplitSeq(head, "/") {
		k := placeKey(clean(name))
		if k == "" {
			continue
		}
		if key == "" {
			key = k
		}
		g.renamed[k] = key
		if !slices.Contains(g.raions[k], oblast) {
			g.raions[k] = append(g.raions[k], oblast)
		}
	}
	return key
}

func (g *gazetteer) readTown(names []string, where area) {
	keys := make([]string, 0, len(names))
	for _, n := range names {
		if k := placeKey(clean(n)); k != "" && !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	for _, k := range keys {
		g.addTown(k, where)
		for _, other := range keys {
			if other != k && !slices.Contains(g.aliases[k], other) {
				g.aliases[k] = append(g.aliases[k], other)
			}
		}
	}
}

func (g *gazetteer) addTown(key string, where area) {
	if !slices.Contains(g.towns[key], where) {
		g.towns[key] = append(g.towns[key], where)
	}
}

// importRows adds the rows of a codifier.
func (g *gazetteer) importRows(rows []PlaceRow) {
	for _, r := range rows {
		a := atlas()
		oblast := placeKey(clean(r.Oblast))
		if known, ok := a.oblasts[oblast]; ok {
			oblast = known
		}
		raion := ""
		if r.Raion != "" {
			raion = g.readRaion(r.Raion, oblast)
			if now, ok := a.renamed[raion]; ok {
				raion = now
			}
		}
		if key := placeKey(clean(r.Settlement)); key != "" {
			g.addTown(key, area{raion, oblast})
		}
	}
}
