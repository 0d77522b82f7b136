package cases

// Public is what may be seen of a case outside of the house. It has no name, no
// contact and no place finer than an oblast or a country, and nothing that staff
// wrote: what may be seen is a type, not a habit.
type Public struct {
	Ref          Ref
	Reads        Stage // the stage as the family reads it, never further
	Verification Verification
	Age          AgeBand
	Sex          Sex
	FromOblast   string // a code of Oblasts; empty: not given, or not in Ukraine
	LastCountry  string // two letters of ISO 3166-1; empty: not given, or not by its code
	Cause        Cause
	Year         int // of the separation; 0: not given
	OpenedYear   int
	OpenedMonth  int
}

// Public is what may be seen of c outside, with what its first report says of the
// child. A held case shows nothing but its number.
func (c Case) Public(child Child, today Date) Public {
	if !c.Safety.Shows() {
		return Public{Ref: c.Ref}
	}
	return Public{
		Ref: c.Ref, Reads: c.Told, Verification: c.Verification,
		Age: child.Birth.Band(today), Sex: child.Sex,
		FromOblast: child.From.Oblast, LastCountry: countryCode(child.Last.Country),
		Cause: child.Separation.Cause, Year: child.Separation.Date.Year,
		OpenedYear: c.Opened.Year(), OpenedMonth: int(c.Opened.Month()),
	}
}

// countryCode lets a country pass only by its code: a country typed in words might
// be an address.
func countryCode(s string) string {
	if len(s) != 2 || s[0] < 'A' || s[0] > 'Z' || s[1] < 'A' || s[1] > 'Z' {
		return ""
	}
	return s
}
