package names

// Distance is the Damerau–Levenshtein distance of two skeletons: the fewest
// insertions, deletions, substitutions and swaps of neighbours that turn one into
// the other, in bytes. It is a metric.
func Distance(a, b string) int {
	if len(a) <= maxFold && len(b) <= maxFold {
		var m matrix
		return m.fill(a, b)
	}
	return longDistance(a, b)
}

// matrix is the working space for two skeletons of at most maxFold symbols.
type matrix [maxFold + 2][maxFold + 2]uint8

// fill computes the distance.
func (m *matrix) fill(a, b string) int {
	const far = 255 / 2
	var seen [256]uint8 // the last row in which each symbol of a stood
	for i := range len(a) + 2 {
		m[i][0] = far
		m[i][1] = uint8(max(i-1, 0))
	}
	for j := range len(b) + 2 {
		m[0][j] = far
		m[1][j] = uint8(max(j-1, 0))
	}
	for i := 1; i <= len(a); i++ {
		m.row(a, b, i, &seen)
		seen[a[i-1]] = uint8(i)
	}
	return int(m[len(a)+1][len(b)+1])
}

// row fills row i.
func (m *matrix) row(a, b string, i int, seen *[256]uint8) {
	swapCol := 0
	for j := 1; j <= len(b); j++ {
		swapRow, col := int(seen[b[j-1]]), swapCol
		cost := uint8(1)
		if a[i-1] == b[j-1] {
			cost, swapCol = 0, j
		}
		v := min(m[i][j]+cost, m[i+1][j]+1, m[i][j+1]+1)
		if swapRow > 0 && col > 0 {
			v = min(v, m[swapRow][col]+uint8(i-swapRow-1)+1+uint8(j-col-1))
		}
		m[i+1][j+1] = v
	}
}

// longDistance is Distance for strings no skeleton reaches.
func longDistance(a, b string) int {
	rows := make([][]int, len(a)+2)
	far := len(a) + len(b)
	for i := range rows {
		rows[i] = make([]int, len(b)+2)
		rows[i][0] = far
		rows[i][1] = max(i-1, 0)
	}
	for j := range rows[0] {
		rows[0][j] = far
		rows[1][j] = max(j-1, 0)
	}
	var seen [256]int
	for i := 1; i <= len(a); i++ {
		swapCol := 0
		for j := 1; j <= len(b); j++ {
			swapRow, col, cost := seen[b[j-1]], swapCol, 1
			if a[i-1] == b[j-1] {
				cost, swapCol = 0, j
			}
			rows[i+1][j+1] = min(rows[i][j]+cost, rows[i+1][j]+1, rows[i][j+1]+1,
				rows[swapRow][col]+(i-swapRow-1)+1+(j-col-1))
		}
		seen[a[i-1]] = i
	}
	return rows[len(a)+1][len(b)+1]
}

// closeness grades how one skeleton differs from another.
type closeness uint8

const (
	identical  closeness = iota
	sounding             // one symbol, and of the same kind: a vowel for a vowel, s for z
	oneSlip              // one edit
	twoSlips             // two edits
	threeSlips           // three edits
	unlike
)

// pattern is a skeleton made ready to be compared with many others: where each
// symbol stands, one bit a place (Hyyrö's bit-parallel distance).
type pattern struct {
	word  string
	set   uint32
	stand [256]uint64
}

// newPattern prepares a skeleton of 1 to maxFold symbols.
func newPattern(word string) *pattern {
	p := &pattern{word: word, set: symbolSet(word)}
	for i := range len(word) {
		p.stand[word[i]] |= 1 << i
	}
	return p
}

// edits is the distance to another skeleton where a swapped pair is not edited
// again (optimal string alignment): Distance or, for odd cases, one more. Above limit
// it may stop early with any value above it.
func (p *pattern) edits(other []byte, limit int) int {
	up, down, diagonal, before := ^uint64(0), uint64(0), uint64(0), uint64(0)
	last := uint64(1) << (len(p.word) - 1)
	dist := len(p.word)
	for i, c := range other {
		here := p.stand[c]
		swap := ((^diagonal & here) << 1) & before
		diagonal = (((here & up) + up) ^ up) | here | down | swap
		right, left := down|^(diagonal|up), diagonal&up
		if right&last != 0 {
			dist++
		}
		if left&last != 0 {
			dist--
		}
		if dist-(len(other)-1-i) > limit {
			return dist
		}
		right = right<<1 | 1
		left <<= 1
		up, down, before = left|^(diagonal|right), right&diagonal, here
	}
	return dist
}

// compare grades another skeleton.
func (p *pattern) compare(other []byte, limit int) closeness {
	switch p.edits(other, limit) {
	case 0:
		return identical
	case 1:
		if len(p.word) == len(other) && soundsAlike(p.word, other) {
			return sounding
		}
		return oneSlip
	case 2:
		return twoSlips
	case 3:
		return threeSlips
	}
	return unlike
}

// soundsAlike tells whether every place where two skeletons of one length differ
// holds symbols of one kind.
func soundsAlike(a string, b []byte) bool {
	for i := range len(a) {
		if a[i] != b[i] && kind(a[i]) != kind(b[i]) {
			return false
		}
	}
	return true
}

// kind groups the symbols that spellings and ears exchange.
func kind(c byte) byte {
	switch c {
	case 'a', 'e', 'i', 'o', 'u':
		return 'a'
	case 's', 'z', symTs:
		return 's'
	case symCh, symSh, symZh:
		return symCh
	}
	return c
}
