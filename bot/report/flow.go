package report

import (
	"slices"

	"dodomu/bot/flow"
	"dodomu/store/cases"
)

// Name is the flow's name, and the area of its keys in the catalogue.
const Name = "report"

// version of the questions: raise it when a step is added, renamed or moved.
const version = 1

// ConsentVersion names the words of the four consents as they are in the
// catalogue. It changes whenever they change, in any language: a test holds the two
// together, because a consent is to the words that were read.
const ConsentVersion = "2026-11"

// group is the repeated part: the children.
const group = "child"

// maxPhotos is how many photos of one child are taken.
const maxPhotos = 5

// Flow gives the report conversation.
func Flow() flow.Flow {
	return flow.Flow{Name: Name, Version: version, Languages: languages(), Steps: steps()}
}

// Opening is what is said before the first question: what Telegram knows, who
// reads the answers, and what nobody here ever asks for.
func Opening() []flow.Message { return []flow.Message{{Key: "report.opening"}} }

// Safety gives the answer to the safety question, "" before it was given, so that
// quiet mode can begin at once and not only when the report is submitted.
func Safety(a flow.Answers) cases.SharedPhone { return cases.SharedPhone(a.Get("safety").Choice) }

func steps() []flow.Step {
	child := slices.Concat(nameSteps(), personSteps(), separationSteps(), fromSteps(), lastKnownSteps(),
		othersSteps(), detailSteps())
	for i := range child {
		child[i].Group = group
	}
	return slices.Concat(safetySteps(), consentSteps(), child, reportedSteps(), reachSteps(), endSteps())
}

func safetySteps() []flow.Step {
	return []flow.Step{
		{Key: "safety", Kind: flow.Choose, Required: true, Why: true, Secret: true,
			Options: []string{string(cases.SharedNo), string(cases.SharedPerhaps), string(cases.SharedYes)}},
		{Key: "path", Kind: flow.Choose, Required: true, Why: true, Options: []string{brief, full}, Applies: quiet},
		{Key: "relation", Kind: flow.Choose, Required: true, Options: list(cases.Relations()), Secret: true},
		{Key: "self", Kind: flow.Choose, Required: true, Options: []string{"ok"}, Applies: isTheChild},
	}
}

// consentSteps ask for each purpose on its own. On the short path one press may
// say yes to all four, after they were named one by one.
func consentSteps() []flow.Step {
	steps := []flow.Step{
		{Key: "consents", Kind: flow.Choose, Required: true, Why: true, Options: []string{eachConsent, allConsents}, Applies: onShortPath},
	}
	for _, p := range cases.Purposes() {
		steps = append(steps, flow.Step{
			Key: "consent_" + string(p), Kind: flow.Choose, Required: true, Why: true,
			Options: []string{yes, no}, Labels: yesNo, Applies: consentsOneByOne,
		})
	}
	return steps
}

func nameSteps() []flow.Step {
	return []flow.Step{
		{Key: "name", Kind: flow.Write, Required: true, Names: true, Secret: true, Example: true, Max: 150, Applies: onShortPath},
		{Key: "surname", Kind: flow.Write, Required: true, Unknown: true, Shared: true, Secret: true, Max: 80, Applies: onFullPath},
		{Key: "given", Kind: flow.Write, Unknown: true, Names: true, Secret: true, Max: 80, Applies: afterSurname},
		{Key: "given_only", Kind: flow.Write, Required: true, Names: true, Secret: true, Max: 80, Applies: withoutSurname},
		{Key: "patronymic", Kind: flow.Write, Unknown: true, Secret: true, Max: 80, Applies: onFullPath},
		{Key: "other_names", Kind: flow.Write, Secret: true, Example: true, Max: 300, Applies: onFullPath},
		{Key: "name_after", Kind: flow.Write, Unknown: true, Secret: true, Max: 150, Applies: onFullPath},
	}
}

func personSteps() []flow.Step {
	return []flow.Step{
		{Key: "sex", Kind: flow.Choose, Unknown: true, Secret: true, Options: []string{string(cases.Girl), string(cases.Boy)}, Applies: onFullPath},
		{Key: "birth", Kind: flow.Born, Unknown: true, Secret: true, Example: true},
		{Key: "papers", Kind: flow.Choose, Unknown: true, Options: []string{yes, no}, Labels: yesNo, Applies: onFullPath},
		{Key: "lived_in", Kind: flow.Choose, Unknown: true, Shared: true, Options: list(cases.LivedIns()), Applies: onFullPath},
	}
}

func separationSteps() []flow.Step {
	return []flow.Step{
		{Key: "separated", Kind: flow.When, Unknown: true, Shared: true, Secret: true, Example: true, Applies: onFullPath, Check: afterBirth},
		{Key: "cause", Kind: flow.Choose, Unknown: true, Shared: true, Secret: true, Options: causes(), Applies: onFullPath},
	}
}

func fromSteps() []flow.Step {
	return []flow.Step{
		{Key: "oblast", Kind: flow.Choose, Unknown: true, Shared: true, Secret: true, Options: append(cases.Oblasts(), abroad), Labels: oblastLabels, Reads: oblast},
		{Key: "settlement", Kind: flow.Where, Unknown: true, Shared: true, Secret: true},
	}
}

func lastKnownSteps() []flow.Step {
	return []flow.Step{
		{Key: "last_country", Kind: flow.Choose, Unknown: true, Shared: true, Secret: true, Options: countries(), Applies: onFullPath},
		{Key: "last_elsewhere", Kind: flow.Write, Shared: true, Secret: true, Max: 80, Applies: lastElsewhere},
		{Key: "last_oblast", Kind: flow.Choose, Unknown: true, Shared: true, Secret: true, Options: cases.Oblasts(), Labels: oblastLabels, Reads: oblast, Applies: lastInUkraine},
		{Key: "last_region", Kind: flow.Write, Unknown: true, Shared: true, Secret: true, Max: 150, Applies: lastAbroad},
		{Key: "last_settlement", Kind: flow.Where, Unknown: true, Shared: true, Secret: true, Applies: lastKnown},
		{Key: "last_institution", Kind: flow.Write, Unknown: true, Shared: true, Secret: true, Example: true, Max: 300, Applies: lastKnown},
		{Key: "contact_date", Kind: flow.When, Unknown: true, Shared: true, Secret: true, Example: true, Applies: aboutAnother, Check: afterBirth},
		{Key: "contact_means", Kind: flow.Write, Unknown: true, Shared: true, Secret: true, Example: true, Max: 300, Applies: hadContact},
		{Key: "with", Kind: flow.Write, Unknown: true, Shared: true, Secret: true, Max: 300, Applies: onFullPath},
	}
}

func othersSteps() []flow.Step {
	return []flow.Step{
		{Key: "others", Kind: flow.Choose, Unknown: true, Options: []string{yes, no}, Labels: yesNo, Applies: onFullPath},
	}
}

// detailSteps belong to one child each, so they stand inside the loop; "more"
// opens the next round where the person said that there were other children.
func detailSteps() []flow.Step {
	return []flow.Step{
		{Key: "marks", Kind: flow.Write, Unknown: true, Secret: true, Example: true, Applies: onFullPath},
		{Key: "health", Kind: flow.Write, Unknown: true, Secret: true, Why: true, Applies: onFullPath},
		{Key: "languages", Kind: flow.Write, Unknown: true, Shared: true, Secret: true, Max: 200, Applies: onFullPath},
		{Key: "school", Kind: flow.Write, Unknown: true, Shared: true, Secret: true, Max: 300, Applies: onFullPath},
		{Key: "photos", Kind: flow.Pictures, Secret: true, Why: true, Max: maxPhotos, Applies: onFullPath},
		{Key: "more", Kind: flow.Again, Applies: hadOthers},
	}
}

func reportedSteps() []flow.Step {
	steps := []flow.Step{
		{Key: "reported", Kind: flow.ChooseMany, Unknown: true, Why: true, Options: list(cases.Bodies()), Applies: onFullPath},
	}
	for _, b := range cases.Bodies() {
		steps = append(steps, flow.Step{
			Key: "number_" + string(b), Kind: flow.Write, Unknown: true, Secret: true, Max: 200, Applies: reportedTo(b),
		})
	}
	return steps
}

func reachSteps() []flow.Step {
	return []flow.Step{
		{Key: "reach", Kind: flow.Write, Secret: true, Example: true, Max: 500},
		{Key: "phone", Kind: flow.Call, Secret: true, Share: true, Applies: onFullPath},
		{Key: "second", Kind: flow.Write, Secret: true, Example: true, Max: 300, Applies: onFullPath},
		{Key: "language", Kind: flow.Choose, Options: languages(), Labels: "flow.language.", Applies: onFullPath},
	}
}

func endSteps() []flow.Step {
	return []flow.Step{
		{Key: "message", Kind: flow.Write, Secret: true, Why: true, Applies: aboutAnother},
		{Key: "review", Kind: flow.Review},
	}
}
