package report

import "dodomu/store/cases"

// The answers about the country where a child was last known to be. They stand in
// cases.Place.Country as they are; an answer typed under elsewhere stands there as
// typed. Their words are report.last_country.<answer>.
const (
	occupied  = "occupied" // temporarily occupied territory of Ukraine
	russia    = "russia"
	belarus   = "belarus"
	ukraine   = "ukraine"
	elsewhere = "other"
)

func countries() []string { return []string{occupied, russia, belarus, ukraine, elsewhere} }

// causes are the causes of separation but "unknown", which is the engine's own
// answer.
func causes() []string {
	var out []string
	for _, c := range cases.Causes() {
		if c != cases.UnknownCause {
			out = append(out, string(c))
		}
	}
	return out
}

// languages are those the catalogue speaks: a test holds the two together.
func languages() []string { return []string{"uk", "en", "ru", "pl"} }

// list gives a typed list of the domain as options.
func list[T ~string](all []T) []string {
	out := make([]string, 0, len(all))
	for _, one := range all {
		out = append(out, string(one))
	}
	return out
}
