package flow

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A Tell takes whatever somebody who saw something has at hand, in any order. The
// flow's Catch keeps what comes where something else is asked, such as the second
// half of an album or a post forwarded too late: nothing that was given is lost.

// hearTold takes an input that belongs to a Tell, the waiting one or the flow's
// Catch. False where it is the waiting step's own to read.
func (t *turn) hearTold() bool {
	if t.step().Kind == Tell {
		return t.told()
	}
	if t.f.Catch == "" || !t.strays() {
		return false
	}
	i := t.w.index(t.f, t.f.Catch, -1)
	if i < 0 {
		return false
	}
	step := &t.f.Steps[t.w.path[i].step]
	var a Answer
	if had := t.w.answer(t.f, t.w.path[i]); had != nil {
		a = *had
	}
	a.Partial = a.Partial || !a.Given()
	a.Skipped, a.Unknown = false, false
	if t.gather(&a, step) {
		t.tell("flow.told.caught")
		t.cleanInput(step)
		t.putAt(step.Key, -1, a)
	}
	t.ask()
	return true
}

// told takes an input at the waiting Tell: plain words complete it, unless it takes
// many pieces; for anything else there may be more to come.
func (t *turn) told() bool {
	step := t.step()
	if t.in.Kind == Other && Clean(t.in.Text) == "" {
		return false
	}
	var a Answer
	if had := t.answer(); had != nil && had.Given() {
		a = *had
	}
	complete := t.in.Kind == Text && !t.in.Forwarded && !step.Many
	if complete && !a.Partial {
		a.Text = "" // an answer that was complete is written anew
	}
	a.Partial = true
	switch {
	case !t.gather(&a, step):
		if len(t.notices) == 0 {
			t.tell(t.nothingNew())
		}
		t.ask()
	case complete:
		a.Partial = false
		t.accept(a)
	default:
		t.clean()
		t.put(a)
		t.tell("flow.told.kept")
		t.ask()
	}
	return true
}

// nothingNew says why nothing was added: it held nothing, or it was there already.
func (t *turn) nothingNew() string {
	if len(t.in.Files) == 0 && t.inWords() == "" {
		return "flow.refused.empty"
	}
	return "flow.told.kept"
}

// strays tells whether an input is none that the waiting step reads.
func (t *turn) strays() bool {
	kind := t.step().Kind
	switch t.in.Kind {
	case Photo, Document:
		return kind != Pictures
	case Place:
		return kind != Where
	case Contact:
		return kind != Call
	case Other:
		return Clean(t.in.Text) != ""
	case Text:
		return t.in.Forwarded || t.unread()
	}
	return false
}

// storyWords is from how many words on a text that is no answer is a story.
const storyWords = 3

// unread tells whether a text says more than the waiting step can read of it.
func (t *turn) unread() bool {
	if isCommand(t.in.Text) || len(strings.Fields(t.in.Text)) < storyWords {
		return false
	}
	switch step := t.step(); step.Kind {
	case Choose, ChooseMany, Again:
		return true
	case When:
		_, reason := ReadDate(Clean(t.in.Text), t.in.Today)
		return reason == DateUnread
	case Born:
		_, reason := ReadAnyBirth(Clean(t.in.Text), t.in.Today)
		return reason == AgeUnread
	case Where, Write:
		return utf8.RuneCountInString(Clean(t.in.Text)) > t.most(step)
	}
	return false
}

// gather adds what came to an answer. False where nothing of it could be kept; what
// could not is told.
func (t *turn) gather(a *Answer, step *Step) bool {
	files, posts, words := len(a.Files), len(a.Posts), a.Text
	a.Files, a.Posts = slices.Clone(a.Files), slices.Clone(a.Posts)
	most := MaxTold
	if step.Max > 0 && step.Max < most {
		most = step.Max
	}
	t.addFiles(a, most)
	switch text := t.inWords(); {
	case text == "":
	case t.in.Forwarded:
		t.addPost(a, text)
	default:
		t.addWords(a, text)
	}
	if t.full(*a) {
		t.tell("flow.refused.full")
		return false
	}
	return len(a.Files) > files || len(a.Posts) > posts || a.Text != words
}

// inWords gives an input as words: a place in degrees, a contact as name and number.
func (t *turn) inWords() string {
	switch t.in.Kind {
	case Place:
		return strconv.FormatFloat(metre(t.in.Lat), 'f', -1, 64) + ", " + strconv.FormatFloat(metre(t.in.Lon), 'f', -1, 64)
	case Contact:
		return Clean(t.in.Name + " +" + strings.TrimLeft(t.in.Phone, "+"))
	}
	return Clean(t.in.Text)
}

// addWords adds to what was written. One message always fits into an empty answer;
// what no longer does is told, not cut.
func (t *turn) addWords(a *Answer, text string) {
	both := strings.TrimSpace(a.Text + "\n" + text)
	if n := utf8.RuneCountInString(both); n > MaxStory {
		t.notices = append(t.notices, Value{Key: "flow.refused.long", Args: Args{"limit": count(MaxStory), "n": count(n)}})
		return
	}
	a.Text = both
}

// addPost adds a forwarded post, each once.
func (t *turn) addPost(a *Answer, text string) {
	p := Post{Origin: t.in.Origin, Text: text}
	p.From, p.Link = clip(CleanPlace(p.From), MaxPlace), clip(Clean(p.Link), MaxPlace)
	switch {
	case slices.Contains(a.Posts, p):
	case len(a.Posts) >= MaxTold:
		t.notices = append(t.notices, Value{Key: "flow.refused.posts", Args: Args{"limit": count(MaxTold)}})
	default:
		a.Posts = append(a.Posts, p)
	}
}

// shownTold is how much of a story is shown where it is repeated; it is stored whole.
const shownTold = 300

// showTold shows the words, and how many files and posts came.
func showTold(a Answer) Value {
	var parts []Value
	if a.Text != "" {
		parts = append(parts, Value{Text: clip(a.Text, shownTold)})
	}
	if n := len(a.Files); n > 0 {
		parts = append(parts, Value{Key: "flow.said.photos", Args: Args{"n": count(n)}})
	}
	if n := len(a.Posts); n > 0 {
		parts = append(parts, Value{Key: "flow.said.posts", Args: Args{"n": count(n)}})
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return Value{Parts: parts}
}
