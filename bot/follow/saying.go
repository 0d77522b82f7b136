package follow

import (
	"errors"
	"strings"

	"dodomu/bot/flow"
	"dodomu/store"
	"dodomu/store/cases"
)

// beginAdd begins to add to a case of the person's own, open or closed.
func beginAdd(v visit) (flow.Reply, error) {
	read, err := v.read()
	if err != nil {
		return flow.Reply{}, err
	}
	return flow.Reply{Begin: nameAdd, Notes: notes(v.who, read)}, nil
}

// beginAnswer begins to answer the open question. Where none is open any more the
// person is told so and may add instead.
func beginAnswer(v visit) (flow.Reply, error) {
	read, err := v.read()
	if err != nil {
		return flow.Reply{}, err
	}
	if read.Asked == nil {
		return say("follow.nothing_asked", nil, row(do("follow.add.button", actAdd, v.ref)), row(toCase(v.ref))), nil
	}
	return flow.Reply{Begin: nameAnswer, Notes: notes(v.who, read)}, nil
}

// notes are what a conversation about a case knows from the start.
func notes(who store.Person, read cases.FamilyView) []flow.Note {
	all := []flow.Note{{Key: noteRef, Text: string(read.Ref)}, {Key: noteCase, Text: about(who, read.Glance)}}
	if read.Asked != nil {
		all = append(all, flow.Note{Key: noteQuestion, Text: read.Asked.Text})
	}
	return all
}

// saying names the conversation in which a person says something to a case: an
// answer where a question is open.
func saying(read cases.FamilyView) string {
	if read.Asked != nil {
		return nameAnswer
	}
	return nameAdd
}

// closeAdd adds what was confirmed to the report.
func closeAdd(tx *store.Tx, who store.Person, a flow.Answers) (flow.Reply, error) {
	ref := refOf(a)
	if err := tx.AddToReport(who.ID, ref, addition(a)); err != nil {
		return flow.Reply{}, err
	}
	return kept("follow.added", a), nil
}

// closeAnswer sends what was confirmed as the answer. Where the question was taken
// back or answered meanwhile, the words are kept as an addition: nothing is lost.
func closeAnswer(tx *store.Tx, who store.Person, a flow.Answers) (flow.Reply, error) {
	said := addition(a)
	err := tx.Answer(who.ID, refOf(a), said)
	if errors.Is(err, cases.ErrNothing) {
		if err := tx.AddToReport(who.ID, refOf(a), said); err != nil {
			return flow.Reply{}, err
		}
		return kept("follow.answered.late", a), nil
	}
	if err != nil {
		return flow.Reply{}, err
	}
	return kept("follow.answered", a), nil
}

func kept(key string, a flow.Answers) flow.Reply {
	return say(key, flow.Args{"case": words(a.Get(noteCase).Text)}, row(toCase(refOf(a))))
}

func refOf(a flow.Answers) cases.Ref { return cases.Ref(a.Get(noteRef).Text) }

// addition is all that was said, in the order it was asked.
func addition(a flow.Answers) cases.Addition {
	var texts []string
	for _, said := range []string{a.Get(stepText).Text, a.Get(stepPhotos).Text, placeOf(a.Get(stepPlace)), contactOf(a.Get(stepContact))} {
		if said != "" {
			texts = append(texts, said)
		}
	}
	out := cases.Addition{Text: strings.Join(texts, "\n")}
	for _, f := range a.Get(stepPhotos).Files {
		out.Files = append(out.Files, cases.FileID(f.ID))
	}
	return out
}

func contactOf(a flow.Answer) string { return strings.TrimSpace(a.Text + " " + a.Phone) }
