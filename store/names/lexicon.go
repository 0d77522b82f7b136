package names

import "math/bits"

// lexicon numbers words from 1 (0 is "no word"), counts the rows that hold each
// and finds the words within two edits of another.
type lexicon struct {
	ids    map[string]uint32
	words  []string
	count  []uint32   // rows that hold the word
	rows   [][]uint32 // which ones; nil when not kept
	byLen  [maxFold + 1]shelf
	keeps  bool
	weight uint32 // rows over all words
}

// shelf holds the words of one length side by side with the sets of their
// symbols, so that a search for near words reads memory in order.
type shelf struct {
	sets []uint32
	ids  []uint32
	text []byte
}

func newLexicon(keepsRows bool) *lexicon {
	return &lexicon{ids: map[string]uint32{}, words: []string{""}, count: []uint32{0}, rows: [][]uint32{nil}, keeps: keepsRows}
}

// add gives the number of a word, a new one when it is not known.
func (l *lexicon) add(word string) uint32 {
	if word == "" {
		return 0
	}
	if id, ok := l.ids[word]; ok {
		return id
	}
	id := uint32(len(l.words))
	l.ids[word] = id
	l.words = append(l.words, word)
	l.count = append(l.count, 0)
	if l.keeps {
		l.rows = append(l.rows, nil)
	}
	s := &l.byLen[min(len(word), maxFold)]
	s.sets = append(s.sets, symbolSet(word))
	s.ids = append(s.ids, id)
	s.text = append(s.text, word[:min(len(word), maxFold)]...)
	return id
}

// enter records that a row holds a word.
func (l *lexicon) enter(id, row uint32) {
	if id == 0 {
		return
	}
	l.count[id]++
	l.weight++
	if l.keeps {
		l.rows[id] = append(l.rows[id], row)
	}
}

// leave undoes enter. The order of a word's rows is not kept.
func (l *lexicon) leave(id, row uint32) {
	if id == 0 {
		return
	}
	l.count[id]--
	l.weight--
	if l.keeps {
		l.rows[id] = dropRow(l.rows[id], row)
	}
}

func dropRow(rows []uint32, row uint32) []uint32 {
	for i, r := range rows {
		if r == row {
			last := len(rows) - 1
			rows[i] = rows[last]
			return rows[:last]
		}
	}
	return rows
}

// near calls visit for every word within two edits of word, itself included.
func (l *lexicon) near(word string, visit func(id uint32, c closeness)) { l.within(word, 2, visit) }

// within calls visit for every word within limit edits of word, at most 3.
func (l *lexicon) within(word string, limit int, visit func(id uint32, c closeness)) {
	if word == "" || len(word) > maxFold {
		return
	}
	p := newPattern(word)
	for n := max(len(word)-limit, 1); n <= min(len(word)+limit, maxFold); n++ {
		s := &l.byLen[n]
		for i, other := range s.sets {
			if apart := p.set ^ other; bits.OnesCount32(apart) > 2*limit || bits.OnesCount32(p.set&apart) > limit {
				continue
			}
			if c := p.compare(s.text[i*n:i*n+n], limit); c != unlike {
				visit(s.ids[i], c)
			}
		}
	}
}

// symbolSet is the set of symbols of a skeleton, a bit each.
func symbolSet(word string) uint32 {
	var set uint32
	for i := range len(word) {
		c := word[i]
		if c <= '9' {
			c = (c - '0' + 24) * min(c-'0', 1) // signs take the places that letters leave
		}
		set |= 1 << (c & 31)
	}
	return set
}
