package flow

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// hearAnswer reads an input as the answer to the waiting question.
func (t *turn) hearAnswer() {
	if t.s.View != asking || t.step().Kind == Review {
		if t.in.Kind == Text || t.step().Kind == Review {
			t.tell("flow.refused.choose")
			t.ask()
			return
		}
		t.s.View = asking
	}
	if t.hearTold() {
		return
	}
	if t.in.Forwarded && t.in.Kind == Text {
		t.tell("flow.forwarded")
	}
	switch t.in.Kind {
	case Text:
		t.hearText(t.in.Text)
	case Photo, Document:
		t.hearFiles()
	case Place:
		t.hearPlace()
	case Contact:
		t.hearContact()
	default:
		t.refuse(Value{Key: "flow.unheard.other"})
	}
}

// hearText reads a text by the kind of the waiting step.
func (t *turn) hearText(text string) {
	text = Clean(text)
	if text == "" {
		t.refuse(Value{Key: "flow.refused.empty"})
		return
	}
	step := t.step()
	switch step.Kind {
	case Choose, ChooseMany, Again:
		t.hearOption(text)
	case Write:
		t.hearWritten(text)
	case Where:
		t.hearWritten(CleanPlace(text))
	case When:
		d, reason := ReadDate(text, t.in.Today)
		t.hearRead(Answer{Date: &d}, reason)
	case Born:
		t.hearBorn(text)
	case Call:
		phone, reason := ReadPhone(text)
		t.hearRead(Answer{Phone: phone}, reason)
	default:
		t.refuse(Value{Key: "flow.refused.pictures"})
	}
}

func (t *turn) hearBorn(text string) {
	if t.step().Grown {
		t.hearRead(ReadAnyBirth(text, t.in.Today))
		return
	}
	t.hearRead(ReadBirth(text, t.in.Today))
}

func (t *turn) hearRead(a Answer, reason string) {
	if reason != "" {
		t.refuse(Value{Key: reason})
		return
	}
	t.accept(a)
}

// most is how many characters a written answer to a step may have.
func (t *turn) most(step *Step) int {
	most := t.f.limit(step)
	if step.Max > 0 && step.Max < most {
		most = step.Max
	}
	return most
}

// hearWritten takes a text within the step's limit. A longer one is refused with
// the limit, not cut: nobody else can know what may go.
func (t *turn) hearWritten(text string) {
	most := t.most(t.step())
	switch n := utf8.RuneCountInString(text); {
	case n == 0:
		t.refuse(Value{Key: "flow.refused.empty"})
	case n > most:
		t.refuse(Value{Key: "flow.refused.long", Args: Args{"limit": count(most), "n": count(n)}})
	default:
		t.accept(Answer{Text: text})
	}
}

// hearOption takes the name of an option, which no language changes, or what the
// step itself reads as one. Labels are resolved by Hear before the turn.
func (t *turn) hearOption(text string) {
	name, op := strings.ToLower(text), "c"
	if t.step().Kind == ChooseMany {
		op = "on"
	}
	if t.actAnswer(op, name) {
		return
	}
	if reads := t.step().Reads; reads == nil || !t.actAnswer(op, reads(text)) {
		t.refuse(Value{Key: "flow.refused.choose"})
	}
}

// hearFiles takes photos where they are asked. Elsewhere a caption is the text.
func (t *turn) hearFiles() {
	if t.step().Kind == Pictures {
		t.hearPictures()
		return
	}
	if Clean(t.in.Text) == "" {
		t.refuse(Value{Key: "flow.unheard.photo"})
		return
	}
	t.tell("flow.unheard.photo")
	t.hearText(t.in.Text)
}

// hearPictures adds photos to the answer, up to the limit. What is over it is
// not kept, and the person is told; what was kept before stays.
func (t *turn) hearPictures() {
	var a Answer
	if had := t.answer(); had != nil && had.Given() {
		a = *had
	}
	most := MaxPhotos
	if step := t.step(); step.Max > 0 && step.Max < most {
		most = step.Max
	}
	a.Files, a.Partial = slices.Clone(a.Files), true
	t.addFiles(&a, most)
	t.addCaption(&a)
	if a.Given() {
		t.clean()
		t.put(a)
		t.notices = append(t.notices, Value{Key: "flow.photos.kept", Args: Args{"n": count(len(a.Files)), "limit": count(most)}})
	} else if !t.in.TooLarge {
		t.tell("flow.refused.pictures")
	}
	t.ask()
}

// addFiles adds the files that came, each once, and says what could not be taken.
func (t *turn) addFiles(a *Answer, most int) {
	over, warned := 0, false
	for _, file := range t.in.Files {
		if slices.ContainsFunc(a.Files, func(f File) bool { return f.ID == file.ID }) {
			continue
		}
		if len(a.Files) >= most {
			over++
			continue
		}
		a.Files = append(a.Files, file)
		if file.Document && !warned {
			t.tell("flow.warned.document")
			warned = true
		}
	}
	if t.in.TooLarge {
		t.tell("flow.refused.large")
	}
	if over > 0 {
		t.notices = append(t.notices, Value{Key: "flow.refused.photos", Args: Args{"limit": count(most), "n": count(over)}})
	}
}

// addCaption keeps what was written under the photos.
func (t *turn) addCaption(a *Answer) {
	caption := Clean(t.in.Text)
	if caption == "" || strings.Contains(a.Text, caption) {
		return
	}
	both := strings.TrimSpace(a.Text + "\n" + caption)
	if utf8.RuneCountInString(both) > MaxText || t.full(Answer{Text: caption}) {
		t.notices = append(t.notices, Value{Key: "flow.refused.long", Args: Args{
			"limit": count(MaxText), "n": count(utf8.RuneCountInString(both)),
		}})
		return
	}
	a.Text = both
}

// hearPlace takes a shared location where a place is asked.
func (t *turn) hearPlace() {
	lat, lon := t.in.Lat, t.in.Lon
	switch {
	case t.step().Kind != Where:
		t.refuse(Value{Key: "flow.unheard.place"})
	case !(math.Abs(lat) <= 90 && math.Abs(lon) <= 180): // refuses NaN too
		t.refuse(Value{Key: "flow.unheard.place"})
	default:
		t.accept(Answer{Lat: metre(lat), Lon: metre(lon), Located: true})
	}
}

// metre rounds degrees to about a metre, which also makes -0 a plain 0: a saved
// state reads back the same.
func metre(degrees float64) float64 { return math.Round(degrees*1e5)/1e5 + 0 }

// hearContact takes a shared contact where a phone is asked. Another person's is
// recognised: it is welcome only where the step says so.
func (t *turn) hearContact() {
	step := t.step()
	if step.Kind != Call {
		t.refuse(Value{Key: "flow.unheard.contact"})
		return
	}
	if t.in.Foreign && !step.Foreign {
		t.refuse(Value{Key: "flow.refused.foreign"})
		return
	}
	phone, reason := ReadPhone("+" + strings.TrimLeft(t.in.Phone, "+"))
	a := Answer{Phone: phone}
	if t.in.Foreign {
		a.Text = clip(CleanPlace(t.in.Name), MaxPlace)
	}
	t.hearRead(a, reason)
}
