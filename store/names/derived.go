package names

import "slices"

// Derived gives everything the package makes of a name that could tell it again:
// folds, stems, forms of given names, roots of fathers' names. It is for whoever must
// hold that none of it is written down.
func Derived(n Name) []string {
	rd := NewIndex(Options{}).reader()
	var all []string
	for _, p := range rd.people(n, "", nil) {
		all = append(all, p.surnames...)
		all = append(all, p.whole...)
		for _, g := range p.givens {
			all = append(all, g.fold)
		}
		for _, f := range p.fathers {
			all = append(all, f.root)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
