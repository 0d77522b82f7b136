package flow

import "strings"

// The reasons a phone number is refused: catalogue keys.
const (
	PhoneUnread = "flow.refused.phone"        // something in it is no part of a number
	PhoneLength = "flow.refused.phone_length" // too short or too long for a number
)

// ReadPhone reads a phone number as people write it and gives it as E.164, the
// second result "" then; otherwise a reason to refuse it. A number without a
// country is taken for a Ukrainian one where it begins with 0 and has ten digits,
// for a Russian one where it begins with 8 and has eleven (the trunk prefix of
// ITU E.123), and for one with its country where it begins as Ukrainian, Russian or
// Polish numbers do.
func ReadPhone(text string) (phone, reason string) {
	text = strings.ToLower(Clean(text))
	text = strings.TrimPrefix(text, "tel:")
	text, _, _ = strings.Cut(text, ";") // parameters of a tel: link
	digits, plus, ok := phoneDigits(strings.TrimSpace(text))
	if !ok || digits == "" {
		return "", PhoneUnread
	}
	if len(digits) > 17 || len(digits) < 7 {
		return "", PhoneLength
	}
	if !plus {
		digits, plus = withCountry(digits)
	}
	if !plus || digits[0] == '0' {
		return "", PhoneUnread
	}
	if !lengthFits(digits) {
		return "", PhoneLength
	}
	return "+" + digits, ""
}

// phoneDigits takes the separators out. A plus may stand only in front; the zero
// of "+44 (0) 20" is not dialled from abroad.
func phoneDigits(text string) (digits string, plus, ok bool) {
	text, plus = strings.CutPrefix(text, "+")
	if plus {
		text = strings.Replace(text, "(0)", "", 1)
	}
	var b strings.Builder
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case !strings.ContainsRune(" -–—‑−().\u00a0/", r):
			return "", plus, false
		}
	}
	return b.String(), plus, true
}

// withCountry puts the country in front of a number written without a plus.
func withCountry(digits string) (string, bool) {
	n := len(digits)
	switch {
	case strings.HasPrefix(digits, "00"):
		return digits[2:], n > 2
	case n == 10 && digits[0] == '0':
		return "38" + digits, true
	case n == 11 && strings.HasPrefix(digits, "80"):
		return "3" + digits, true
	case n == 11 && digits[0] == '8':
		return "7" + digits[1:], true
	case n == 12 && strings.HasPrefix(digits, "380"), n == 11 && digits[0] == '7', n == 11 && strings.HasPrefix(digits, "48"):
		return digits, true
	}
	return digits, false
}

// lengthFits tells whether a number has a length it can have: by the numbering
// plans of the countries most families write from, by E.164 for the others.
func lengthFits(digits string) bool {
	n := len(digits)
	switch {
	case strings.HasPrefix(digits, "380"):
		return n == 12 && digits[3] != '0'
	case strings.HasPrefix(digits, "375"):
		return n == 12
	case digits[0] == '7', digits[0] == '1', strings.HasPrefix(digits, "48"):
		return n == 11
	}
	return n >= 8 && n <= 15
}
