package cases

import (
	"fmt"
	"io"
	"strings"
)

// TipRef is a tip's number as staff and its volunteer say it: a T, six random
// symbols and a check symbol. It is shorter than a case number, so that nobody takes
// one for the other, and it is no secret: it opens nothing for who may not.
type TipRef string

const (
	tipMark   = "T"
	tipDigits = 6
	tipLength = len(tipMark) + tipDigits + 1
)

// NewTipRef draws a tip number. It fails only if the randomness does.
func NewTipRef(random io.Reader) (TipRef, error) {
	symbols, err := draw(random, tipDigits)
	if err != nil {
		return "", fmt.Errorf("draw tip number: %w", err)
	}
	return TipRef(tipMark + symbols + string(crockford[checksum(symbols)])), nil
}

// ParseTipRef reads a tip number as people type it, as ParseRef does.
func ParseTipRef(typed string) (TipRef, bool) {
	symbols, ok := clean(typed, tipLength)
	if !ok || symbols[:1] != tipMark || checksum(symbols[1:tipLength-1]) != strings.IndexByte(crockford, symbols[tipLength-1]) {
		return "", false
	}
	return TipRef(symbols), true
}

// String prints the number in groups: T-4F7-29Q3.
func (r TipRef) String() string {
	if len(r) != tipLength {
		return string(r)
	}
	return string(r[:1] + "-" + r[1:4] + "-" + r[4:])
}

// Valid tells whether r is a number that NewTipRef could have drawn.
func (r TipRef) Valid() bool {
	parsed, ok := ParseTipRef(string(r))
	return ok && parsed == r
}
