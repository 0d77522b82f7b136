package cases

import (
	"fmt"
	"io"
	"strings"
)

// Receipt is the secret a person may come back with: 16 digits, shown once.
type Receipt string

// Invitation is a code that lets one person in, once: a relative to a case, or a
// member of staff to the house. It fits the start parameter of a link.
type Invitation string

const (
	receiptDigits     = 16
	receiptTail       = 4  // how many digits are typed back to prove it was kept
	invitationSymbols = 16 // 80 random bits: a fast hash of it may be stored
)

// NewReceipt draws a receipt. It fails only if the randomness does.
func NewReceipt(random io.Reader) (Receipt, error) {
	digits := make([]byte, 0, receiptDigits)
	one := make([]byte, receiptDigits)
	for len(digits) < receiptDigits {
		batch := one[:receiptDigits-len(digits)]
		if _, err := io.ReadFull(random, batch); err != nil {
			return "", fmt.Errorf("draw receipt: %w", err)
		}
		for _, b := range batch {
			if b < 250 { // 250 is a multiple of ten: every digit is equally likely
				digits = append(digits, '0'+b%10)
			}
		}
	}
	return Receipt(digits), nil
}

// ParseReceipt reads a receipt as people type it, in groups or not. False if it is
// not 16 digits.
func ParseReceipt(typed string) (Receipt, bool) {
	digits := make([]byte, 0, receiptDigits)
	for _, r := range typed {
		switch {
		case strings.ContainsRune(" \t\n-–—.\u00a0", r):
		case r >= '0' && r <= '9' && len(digits) < receiptDigits:
			digits = append(digits, byte(r))
		default:
			return "", false
		}
	}
	return Receipt(digits), len(digits) == receiptDigits
}

// String prints the receipt in groups of four: 1234 5678 9012 3456.
func (r Receipt) String() string {
	if len(r) != receiptDigits {
		return string(r)
	}
	return string(r[:4] + " " + r[4:8] + " " + r[8:12] + " " + r[12:])
}

// Tail is the part that is typed back to prove that the receipt was kept.
func (r Receipt) Tail() string {
	if len(r) < receiptTail {
		return ""
	}
	return string(r[len(r)-receiptTail:])
}

// NewInvitation draws a code. It fails only if the randomness does.
func NewInvitation(random io.Reader) (Invitation, error) {
	symbols, err := draw(random, invitationSymbols)
	if err != nil {
		return "", fmt.Errorf("draw invitation: %w", err)
	}
	return Invitation(symbols), nil
}

// ParseInvitation reads a code as people type it, as ParseRef does.
func ParseInvitation(typed string) (Invitation, bool) {
	symbols, ok := clean(typed, invitationSymbols)
	return Invitation(symbols), ok
}

// String prints the code in groups of four.
func (i Invitation) String() string {
	if len(i) != invitationSymbols {
		return string(i)
	}
	return string(i[:4] + "-" + i[4:8] + "-" + i[8:12] + "-" + i[12:])
}
