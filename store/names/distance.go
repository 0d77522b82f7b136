package names

// Distance is the Damerau–Levenshtein distance of two skeletons: the fewest
// insertions, deletions, substitutions and swaps of neighbours that turn one into
// the other, in bytes. It is a metric.
func Distance(a, b string) int {
	if len(a) <= maxFold && len(b) <= maxFold {
		var m matrix
		return m.fill(a, b, maxFold*2)
	}
	return longDistance(a, b)
}

// matrix is the working space for two skeletons of at most maxFold symbols.
type matrix [maxFold + 2][maxFold + 2]uint8

// fill computes the distance; above limit it may stop early with any larger value.
func (m *matrix) fill(a, b string, limit int) int {
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
		if m.row(a, b, i, &seen) > limit+1 {
			return limit + 1
		}
		seen[a[i-1]] = uint8(i)
	}
	return int(m[len(a)+1][len(b)+1])
}

// row fills row i and gives its least value.
func (m *matrix) row(a, b string, i int, seen *[256]uint8) int {
	swapCol, least := 0, 255
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
		least = min(least, int(v))
	}
	return least
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
	identical closeness = iota
	sounding            // one symbol, and of the same kind: a vowel for a vowel, s for z
	oneSlip             // one edit
	twoSlips            // two edits
	unlike
)

// compare grades two skeletons of at most maxFold symbols.
func (m *matrix) compare(a, b string) closeness {
	if a == b {
		return identical
	}
	if d := len(a) - len(b); d > 2 || d < -2 {
		return unlike
	}
	switch m.fill(a, b, 2) {
	case 1:
		if len(a) == len(b) && soundsAlike(a, b) {
			return sounding
		}
		return oneSlip
	case 2:
		return twoSlips
	}
	return unlike
}

// soundsAlike tells whether every place where two skeletons of one length differ
// holds symbols of one kind.
func soundsAlike(a, b string) bool {
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
