package cases

import (
	"fmt"
	"io"
	"strings"
)

// Ref is a case number as people say it: ten random symbols and a check symbol,
// without separators, in upper case. Print it with String.
type Ref string

// crockford is the alphabet of references and invitations: the base 32 of Douglas
// Crockford, without I, L, O and U, so that nothing is misread over a phone.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const (
	refDigits = 10            // 50 random bits: numbers cannot be guessed by trying
	refLength = refDigits + 1 // and one check symbol
)

// NewRef draws a case number. It fails only if the randomness does.
func NewRef(random io.Reader) (Ref, error) {
	symbols, err := draw(random, refDigits)
	if err != nil {
		return "", fmt.Errorf("draw case number: %w", err)
	}
	return Ref(symbols + string(crockford[checksum(symbols)])), nil
}

// ParseRef reads a case number as people type it: any case, spaces, dashes and
// dots anywhere, O for 0, I and L for 1, and the Cyrillic letters that look like
// those of the alphabet. False where the check symbol does not fit: the check finds
// every wrong symbol and every two symbols exchanged.
func ParseRef(typed string) (Ref, bool) {
	symbols, ok := clean(typed, refLength)
	if !ok || checksum(symbols[:refDigits]) != strings.IndexByte(crockford, symbols[refDigits]) {
		return "", false
	}
	return Ref(symbols), true
}

// String prints the number in groups: 4F7K-29QM-B3X.
func (r Ref) String() string {
	if len(r) != refLength {
		return string(r)
	}
	return string(r[:4] + "-" + r[4:8] + "-" + r[8:])
}

// Valid tells whether r is a number that NewRef could have drawn.
func (r Ref) Valid() bool {
	parsed, ok := ParseRef(string(r))
	return ok && parsed == r
}

// checksum weighs each symbol with another power of a generator of GF(32), so that
// one wrong symbol, or two exchanged, never give the same sum.
func checksum(symbols string) int {
	sum := 0
	for i := len(symbols) - 1; i >= 0; i-- {
		sum = double(sum ^ strings.IndexByte(crockford, symbols[i]))
	}
	return sum
}

// double multiplies by the generator of GF(32) over x^5 + x^2 + 1.
func double(v int) int {
	v <<= 1
	if v&0x20 != 0 {
		v ^= 0x25
	}
	return v
}

// draw gives n random symbols of the alphabet; 32 divides 256, so none is likelier.
func draw(random io.Reader, n int) (string, error) {
	raw := make([]byte, n)
	if _, err := io.ReadFull(random, raw); err != nil {
		return "", err
	}
	for i, b := range raw {
		raw[i] = crockford[b&31]
	}
	return string(raw), nil
}

// clean reads n symbols of the alphabet out of what somebody typed.
func clean(typed string, n int) (string, bool) {
	symbols := make([]byte, 0, n)
	for _, r := range strings.ToUpper(typed) {
		if strings.ContainsRune(" \t\n-–—_.·\u00a0", r) {
			continue
		}
		symbol := meant(r)
		if symbol == 0 || len(symbols) == n {
			return "", false
		}
		symbols = append(symbols, symbol)
	}
	return string(symbols), len(symbols) == n
}

// meant is the symbol of the alphabet a typed letter stands for; 0 for none.
func meant(r rune) byte {
	switch r {
	case 'O', 'О':
		return '0'
	case 'I', 'L', 'І', '|':
		return '1'
	}
	if i := strings.IndexRune(lookalikes, r); i >= 0 {
		return lookalikesLatin[i/2]
	}
	if r < 0x80 && strings.IndexByte(crockford, byte(r)) >= 0 {
		return byte(r)
	}
	return 0
}

// The Cyrillic capitals that look like symbols of the alphabet, two bytes each,
// and what they look like.
const (
	lookalikes      = "АВЕКМНРСТХУЗ"
	lookalikesLatin = "ABEKMHPCTXY3"
)
