// Package cases holds what Dodomu is about: the report as a family submitted it,
// the case a worker opens on it, its four axes, the stages and who may move them,
// and what of all this may be pushed to whom.
//
// It is pure: no store, no clock, no language, no network. Words follow the
// domain page; where a rule has a source (a law, a standard), the rule names it.
// Start with Sheet (what a family gave), Case (what staff work on) and Stage.
package cases
