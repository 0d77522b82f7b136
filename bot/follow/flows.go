package follow

import (
	"dodomu/bot/flow"
	"dodomu/store/cases"
)

// The conversations of a family, by the names of their flows.
const (
	nameAdd    = "add"
	nameAnswer = "answer"
	nameJoin   = "join"
	nameLeave  = "leave"
	nameErase  = "erase"
)

// version of the questions: raise it when a step is added, renamed or moved.
const version = 1

// The notes a conversation begins with. The by-notes say in what form a person
// spoke out of the blue: that form is asked for first, and nothing else.
const (
	noteRef      = "ref"      // the case's number, as cases.ParseRef reads it
	noteCase     = "case"     // the case as its family calls it
	noteQuestion = "question" // what staff asked
	noteCode     = "code"     // of an invitation
	noteSafe     = "safe"     // the safety question was answered before
	byText       = "by_text"
	byPhoto      = "by_photo"
	byPlace      = "by_place"
	byContact    = "by_contact"
)

// The steps whose answers the closing acts read.
const (
	stepText    = "text"
	stepPhotos  = "photos"
	stepPlace   = "place"
	stepContact = "contact"
	stepSafety  = "safety"
	stepConsent = "consent"
	stepSure    = "sure"
)

// The answers that the closing acts tell apart.
const (
	yes       = "yes"
	no        = "no"
	keepCase  = "keep"
	eraseCase = "erase"
	leaveCase = "leave"
)

// Flows gives the conversations of a family.
func Flows() []flow.Flow {
	return []flow.Flow{
		{Name: nameAdd, Version: version, Steps: sayingSteps()},
		{Name: nameAnswer, Version: version, Steps: sayingSteps()},
		{Name: nameJoin, Version: version, Steps: joinSteps()},
		{Name: nameLeave, Version: version, Steps: sureSteps(leaveCase)},
		{Name: nameErase, Version: version, Steps: sureSteps(eraseCase)},
	}
}

// sayingSteps take words and photos for a case. A place and a contact are taken
// where the person sent one unasked.
func sayingSteps() []flow.Step {
	return []flow.Step{
		{Key: stepText, Kind: flow.Write, Why: true, Secret: true, Applies: without(byPhoto, byPlace, byContact)},
		{Key: stepPhotos, Kind: flow.Pictures, Secret: true, Max: flow.MaxPhotos, Applies: without(byText, byPlace, byContact)},
		{Key: stepPlace, Kind: flow.Where, Secret: true, Applies: with(byPlace)},
		{Key: stepContact, Kind: flow.Call, Foreign: true, Secret: true, Applies: with(byContact)},
		{Key: "review", Kind: flow.Review},
	}
}

func joinSteps() []flow.Step {
	return []flow.Step{
		{Key: stepSafety, Kind: flow.Choose, Required: true, Why: true, Secret: true, Labels: "report.safety.", Applies: without(noteSafe),
			Options: []string{string(cases.SharedNo), string(cases.SharedPerhaps), string(cases.SharedYes)}},
		{Key: stepConsent, Kind: flow.Choose, Required: true, Why: true, Labels: "flow.", Options: []string{yes, no}},
	}
}

// sureSteps ask once before an act that cannot be undone: the safe answer first.
func sureSteps(act string) []flow.Step {
	return []flow.Step{{Key: stepSure, Kind: flow.Choose, Required: true, Why: true, Options: []string{keepCase, act}}}
}

func with(note string) func(flow.Answers) bool {
	return func(a flow.Answers) bool { return a.Has(note) }
}

func without(notes ...string) func(flow.Answers) bool {
	return func(a flow.Answers) bool {
		has := false
		for _, n := range notes {
			has = a.Has(n) || has // every note is asked for: the engine watches which decide
		}
		return !has
	}
}

// flowNamed gives one of Flows; false for any other name.
func flowNamed(name string) (flow.Flow, bool) {
	for _, f := range Flows() {
		if f.Name == name {
			return f, true
		}
	}
	return flow.Flow{}, false
}
