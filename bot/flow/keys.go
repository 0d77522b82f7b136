package flow

import "slices"

// Keys lists the catalogue keys that the flow and the engine say, sorted.
func (f Flow) Keys() []string {
	keys := EngineKeys()
	for _, tag := range f.Languages {
		keys = append(keys, "flow.language."+tag)
	}
	for i := range f.Steps {
		keys = append(keys, f.stepKeys(&f.Steps[i])...)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// stepKeys are the keys of one step.
func (f Flow) stepKeys(s *Step) []string {
	own := f.Name + "." + s.Key + "."
	keys := []string{own + "ask"}
	if s.Kind != Review {
		keys = append(keys, own+"label")
	}
	if s.Why {
		keys = append(keys, own+"why")
	}
	if s.Example {
		keys = append(keys, own+"example")
	}
	if s.Help {
		keys = append(keys, own+"help")
	}
	if s.Group != "" {
		keys = append(keys, f.Name+"."+s.Group+".nth", f.Name+"."+s.Group+".heading")
	}
	for _, o := range s.Options {
		keys = append(keys, f.optionKey(s, o))
	}
	return keys
}

// EngineKeys lists the catalogue keys that the engine itself says, with their
// values: {lines} of flow.lines, {answer} of flow.chosen, flow.current, flow.noted
// and flow.line, {ask} of flow.chosen, {label} of flow.line and flow.marked, {who}
// of flow.shared, flow.drop, flow.drop.ask, flow.dropped and flow.part.round (the
// last with {n}), {at} and {total} of flow.progress, {n} of flow.later, flow.said.age,
// flow.said.photos and flow.said.posts, {from} and {to} of flow.said.ages, {limit} of flow.refused.posts, {limit} and {n} of
// flow.refused.long, flow.refused.photos and flow.photos.kept.
func EngineKeys() []string {
	keys := []string{
		"flow.lines", "flow.progress", "flow.chosen", "flow.noted", "flow.current", "flow.shared", "flow.line", "flow.later",
		"flow.marked", "flow.unkey", "flow.edited", "flow.stale", "flow.first", "flow.forwarded", "flow.paused",
		"flow.cancelled", "flow.sent", "flow.stop.ask", "flow.language.ask", "flow.edit.ask", "flow.drop.ask",
		"flow.said.unknown", "flow.said.skipped", "flow.said.none", "flow.said.photos", "flow.said.age", "flow.said.ages",
		"flow.more", "flow.keep", "flow.same", "flow.erase", "flow.stay", "flow.quit", "flow.drop", "flow.dropped",
		"flow.part.common", "flow.part.round", "flow.share.phone", "flow.share.place",
		"flow.photos.kept", "flow.told.kept", "flow.told.caught", "flow.said.posts", "flow.warned.document", "flow.help.acts",
		"flow.unheard.photo", "flow.unheard.place", "flow.unheard.contact", "flow.unheard.other",
		"flow.refused.choose", "flow.refused.command", "flow.refused.empty", "flow.refused.foreign", "flow.refused.full",
		"flow.refused.large", "flow.refused.long", "flow.refused.none", "flow.refused.photos", "flow.refused.pictures", "flow.refused.posts",
		"flow.refused.required",
		"flow.example.when", "flow.example.born", "flow.example.call",
	}
	for _, act := range spokenActs() {
		keys = append(keys, act, act+".words")
	}
	for k := Choose; k <= Review; k++ {
		keys = append(keys, "flow.help."+k.String())
	}
	return append(keys, reasonsRead()...)
}

// reasonsRead are the reasons the readers refuse with.
func reasonsRead() []string {
	return []string{DateUnread, DateImpossible, DateFuture, DateTooOld, AgeUnread, AgeTooHigh, PhoneUnread, PhoneLength}
}
