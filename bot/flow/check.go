package flow

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Check tells whether the definition can be held at all: unique keys, every step
// reachable, every text there, callback data and buttons within the Bot API's
// limits. have tells whether the catalogue has a key. All that is wrong is in the
// error. Call it at start-up.
func (f Flow) Check(have func(key string) bool) error {
	var wrong []error
	report := func(format string, args ...any) {
		wrong = append(wrong, fmt.Errorf("flow %s: "+format, append([]any{f.Name}, args...)...))
	}
	if !plain(f.Name) || len(f.Steps) == 0 {
		report("give it a name of a-z, 0-9 and _ and at least one step")
	}
	seen := map[string]bool{}
	for i := range f.Steps {
		s := &f.Steps[i]
		if seen[s.Key] {
			report("step %s: choose another key, it is taken", s.Key)
		}
		seen[s.Key] = true
		for _, why := range f.checkStep(i) {
			report("step %s: %s", s.Key, why)
		}
	}
	if i := f.find(f.Catch); f.Catch != "" && (i < 0 || f.Steps[i].Kind != Tell || f.Steps[i].Group != "") {
		report("catch with a Tell step outside of groups")
	}
	for _, group := range f.brokenGroups() {
		report("group %s: put its steps together", group)
	}
	for _, key := range f.Keys() {
		if !have(key) {
			report("add the text %s to the catalogue", key)
		}
	}
	if len(wrong) == 0 {
		for _, key := range f.unreachable() {
			report("step %s: no answers lead to it, change Applies or take it out", key)
		}
	}
	return errors.Join(wrong...)
}

// checkStep gives what is wrong with a step.
func (f Flow) checkStep(i int) []string {
	s := &f.Steps[i]
	var why []string
	say := func(wrong bool, text string) {
		if wrong {
			why = append(why, text)
		}
	}
	choice := s.Kind == Choose || s.Kind == ChooseMany
	say(!plain(s.Key), "use a-z, 0-9 and _ in its key")
	say(s.Kind < Choose || s.Kind > Review, "give it a kind that exists")
	say(choice && len(s.Options) == 0, "give it options")
	say(!choice && len(s.Options) > 0, "take its options out, its kind has none")
	say(len(s.Options)+actButtons > maxButtons, "offer fewer options: a message has at most 100 buttons")
	say(s.Reads != nil && s.Kind != Choose, "only a choice of one reads options in other words")
	say(s.Share && s.Kind != Call && s.Kind != Where, "only a phone or a place can be shared")
	say(s.Many && s.Kind != Tell, "only a Tell takes many pieces")
	say(s.Grown && s.Kind != Born, "only a birth can be a grown-up's")
	say(s.Foreign && s.Kind != Call, "only a contact can be another person's")
	say((s.Shared || s.Names) && s.Group == "", "Shared and Names need a group")
	say(s.Kind == Review && i != len(f.Steps)-1, "put the review last")
	say(s.Kind == Review && s.Group != "", "take the review out of the group")
	say(s.Kind == Again && (s.Group == "" || i+1 < len(f.Steps) && f.Steps[i+1].Group == s.Group), "put it last in its group")
	say(len(dataOf("e."+s.Key+".99")) > maxData, "shorten its key: callback data has at most 64 bytes")
	for _, o := range s.Options {
		say(!plain(o), "use a-z, 0-9 and _ in option "+o)
		say(len(dataOf("off."+o)) > maxData, "shorten option "+o+": callback data has at most 64 bytes")
	}
	sorted := slices.Sorted(slices.Values(s.Options))
	say(len(slices.Compact(sorted)) != len(s.Options), "make its options differ")
	say(s.Max < 0 || s.Max > f.limit(s), "lower its Max to the engine's limit")
	return why
}

// actButtons is the most buttons that may stand below the options.
const actButtons = 10

// dataOf gives the longest callback data an act can come to.
func dataOf(op string) string { return strings.Repeat("x", MaxID) + ".99999." + op }

// limit gives the engine's limit for a step's Max.
func (f Flow) limit(s *Step) int {
	switch s.Kind {
	case Where:
		return MaxPlace
	case Pictures:
		return MaxPhotos
	case Tell:
		return MaxTold
	case Again:
		return MaxRounds
	}
	return MaxText
}

// brokenGroups gives the groups whose steps do not stand together.
func (f Flow) brokenGroups() []string {
	var done, broken []string
	for i := 0; i < len(f.Steps); {
		group := f.Steps[i].Group
		if group != "" && slices.Contains(done, group) {
			broken = append(broken, group)
		}
		done = append(done, group)
		i = f.groupEnd(i)
	}
	return broken
}

// plain tells whether a name can stand in callback data and in a catalogue key.
func plain(name string) bool {
	for _, c := range []byte(name) {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '_' && c != '-' {
			return false
		}
	}
	return name != ""
}
