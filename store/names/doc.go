// Package names tells whether two descriptions are of one child, across
// Ukrainian, Russian, Belarusian, Crimean Tatar and Latin spellings.
//
// Its rule: pure. No file, clock, network or language of its own; what it knows
// (given names, oblasts, raions, towns) is embedded, what it learns lives in an
// [Index] in memory and dies with it.
//
// Use [NewIndex], then [Index.Put] for every child and [Index.Find] for every
// question; [Index.Same] explains a single pair. Scores are bits: the base-two
// logarithm of the odds that a record is the one asked for, every other record
// of the index being as likely before anything was said (Fellegi and Sunter).
//
// The way of a name: clean (clean.go, layout.go) → fold to a skeleton shared by
// the alphabets (fold.go, latin.go) → stem (stem.go) → given-name concept
// (given.go) and father's concept (patronymic.go) → which token is what
// (roles.go). Dates are in birth.go, places in place.go and gazetteer.go. The
// search is candidates.go, the judgement levels.go and score.go.
package names
