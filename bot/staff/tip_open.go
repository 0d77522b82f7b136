package staff

import (
	"slices"
	"strconv"
	"time"

	"dodomu/bot/flow"
	"dodomu/store/cases"
)

// openTip shows the whole of a tip on a phone, and what can be done with it now.
func openTip(o order) (flow.Reply, error) {
	f, err := o.tx.ReadTip(o.by, o.tip)
	if err != nil {
		return flow.Reply{}, err
	}
	lines := tipHead(f)
	lines = append(append(lines, flow.Value{}), tipSheetLines(f)...)
	lines = append(lines, tipTalk(f)...)
	lines = append(lines, tipNotes(f)...)
	all := pages(lines)
	all[len(all)-1].Buttons = o.tipFileButtons(f)
	return flow.Reply{Messages: all}, nil
}

// tipFiles are the files of a tip in the order they came. Photo 1 is the first of them.
func tipFiles(f cases.TipFile) []cases.FileID {
	all := slices.Clone(f.Sheet.Files)
	for _, s := range f.Said {
		all = append(all, s.Files...)
	}
	return all
}

func (o order) tipFileButtons(f cases.TipFile) [][]flow.Button {
	var photos []flow.Button
	for i, id := range tipFiles(f) {
		b := aboutTip("photo", f.Tip.Ref, "#"+strconv.FormatInt(int64(id), 10))
		b.Label.Args = flow.Args{"n": number(i + 1)}
		photos = append(photos, b)
	}
	rows := append(inRows(photos, 3), tipActs(f.Tip, o.by)...)
	for _, ref := range []cases.Ref{f.Case, f.Meant} {
		if ref != "" {
			rows = append(rows, []flow.Button{about("open", ref, "")})
			break
		}
	}
	return append(rows, []flow.Button{button("tips", "tips")})
}

// tipHead is where a tip stands, why the rules say so, and what it concerns.
func tipHead(f cases.TipFile) []flow.Value {
	t := f.Tip
	lines := []flow.Value{{Key: "staff.tip.head", Args: flow.Args{"ref": text(t.Ref.String())}},
		field("staff.tip.state", tipStateWord(t.State)), field("staff.tip.worth", worthWord(t.Worth))}
	if t.ByHand {
		lines = append(lines, flow.Value{Key: "staff.tip.by_hand"})
	}
	for _, r := range f.Reasons {
		lines = append(lines, flow.Value{Key: "staff.tip_rule." + string(r)})
	}
	if f.Case != "" {
		lines = append(lines, field("staff.tip.case", text(f.Case.String())))
	}
	if f.Meant != "" {
		lines = append(lines, field("staff.tip.meant", text(f.Meant.String())))
	}
	return append(lines, field("staff.tip.received", tipTime(t, t.Received)))
}

// tipTime words when something of a tip came: of an anonymous one the day alone is kept.
func tipTime(t cases.Tip, at time.Time) flow.Value {
	if t.Anonymous {
		return dateWord(cases.DateOf(at.UTC()))
	}
	return flow.Value{Time: at.UnixMilli()}
}

// tipSheetLines are what was told, field by field.
func tipSheetLines(f cases.TipFile) []flow.Value {
	s := f.Sheet
	var lines []flow.Value
	add := func(name string, v flow.Value, given bool) {
		if given {
			lines = append(lines, field("staff.tip."+name, v))
		}
	}
	sender := text(s.Sender)
	switch {
	case f.Tip.Anonymous:
		sender = flow.Value{Key: "staff.tip.anonymous"}
	case s.Sender == "":
		sender = flow.Value{Key: "staff.tip.unnamed"}
	}
	add("sender", sender, true)
	add("what", text(s.What), s.What != "")
	add("where", tipPlace(s.Where), s.Where.Given() || s.Where.Unknown)
	add("when", dateWord(s.When), s.When.Given())
	add("knowing", flow.Value{Key: "staff.knowing." + string(s.Knowing)}, s.Knowing != "")
	add("how", text(s.How), s.How != "")
	add("name", text(s.Name), s.Name != "")
	birth, told := birthWord(s.Birth)
	add("birth", birth, told)
	add("sex", optionWord("sex", string(s.Sex)), s.Sex != "")
	for _, l := range s.Links {
		add("link", text(l), true)
	}
	for _, p := range s.Forwarded {
		lines = append(lines, forwardedLines(p)...)
	}
	add("files", flow.Value{Key: "flow.said.photos", Args: flow.Args{"n": number(len(s.Files))}}, len(s.Files) > 0)
	add("language", flow.Value{Key: "flow.language." + s.Language}, s.Language != "")
	add("ask_back", yesNo(s.AskBack), true)
	return lines
}

func yesNo(yes bool) flow.Value {
	if yes {
		return flow.Value{Key: "flow.yes"}
	}
	return flow.Value{Key: "flow.no"}
}

// tipPlace words a place: as it was named, and where it was pinned.
func tipPlace(p cases.TipPlace) flow.Value {
	switch {
	case !p.Given():
		return flow.Value{Key: "flow.said.unknown"}
	case p.Pin == nil:
		return text(p.Text)
	}
	degrees := func(d float64) string { return strconv.FormatFloat(d, 'f', 5, 64) }
	pin := degrees(p.Pin.Latitude) + ", " + degrees(p.Pin.Longitude)
	if p.Text == "" {
		return text(pin)
	}
	return text(p.Text + " (" + pin + ")")
}

// forwardedLines are a post that was passed on.
func forwardedLines(p cases.Forwarded) []flow.Value {
	from := text(p.From)
	if p.From == "" {
		from = flow.Value{Key: "staff.tip.no_source"}
	}
	lines := []flow.Value{field("staff.tip.forwarded", from)}
	if p.At.Given() {
		lines = append(lines, field("staff.tip.posted", dateWord(p.At)))
	}
	for _, words := range []string{p.Link, p.Text} {
		if words != "" {
			lines = append(lines, text(words))
		}
	}
	return lines
}

// tipTalk is what was asked and what the tipster said, in the order it happened.
func tipTalk(f cases.TipFile) []flow.Value {
	if len(f.Asked)+len(f.Said) == 0 {
		return nil
	}
	lines := []flow.Value{{}, {Key: "staff.file.talk"}}
	answered := map[string]bool{}
	for _, q := range f.Asked {
		key := "staff.file.asked"
		if f.Tip.State == cases.TipClarifying && q == f.Asked[len(f.Asked)-1] {
			key = "staff.file.asked_open"
		}
		lines = append(lines, flow.Value{Key: key, Args: flow.Args{"time": {Time: q.At.UnixMilli()}, "text": text(q.Text)}})
		if answered[q.Text] {
			continue
		}
		answered[q.Text] = true
		for _, s := range f.Said {
			if s.Question == q.Text {
				lines = append(lines, tipSaid(f.Tip, s)...)
			}
		}
	}
	for _, s := range f.Said {
		if s.Question == "" {
			lines = append(lines, tipSaid(f.Tip, s)...)
		}
	}
	return lines
}

func tipSaid(t cases.Tip, s cases.Said) []flow.Value {
	key := "staff.tip.added"
	if s.Question != "" {
		key = "staff.tip.answered"
	}
	args := flow.Args{"time": tipTime(t, s.At), "text": text(s.Text)}
	if s.Text == "" {
		args["text"] = flow.Value{Key: "staff.file.no_words"}
	}
	lines := []flow.Value{{Key: key, Args: args}}
	if len(s.Files) > 0 {
		lines = append(lines, flow.Value{Key: "flow.said.photos", Args: flow.Args{"n": number(len(s.Files))}})
	}
	return lines
}

func tipNotes(f cases.TipFile) []flow.Value {
	if len(f.Notes) == 0 {
		return nil
	}
	lines := []flow.Value{{}, {Key: "staff.file.notes"}}
	for _, n := range f.Notes {
		lines = append(lines, flow.Value{Key: "staff.file.note", Args: flow.Args{
			"time": {Time: n.At.UnixMilli()}, "who": text(n.By), "what": kindWord(n.Kind), "text": text(n.Text)}})
	}
	return lines
}

// tipPhoto shows the working copy of one file of a tip.
func tipPhoto(o order) (flow.Reply, error) {
	id, err := o.tipPicture()
	if err != nil {
		return flow.Reply{}, err
	}
	working, err := o.tx.TipFileCopy(o.by, o.tip, id)
	if err != nil {
		return flow.Reply{}, err
	}
	back := [][]flow.Button{backToTip(o.tip)}
	if working == nil {
		return flow.Reply{Messages: []flow.Message{{Key: "staff.photo.none_yet", Buttons: back}}}, nil
	}
	return flow.Reply{Messages: []flow.Message{{Key: "staff.photo.of_tip", Args: flow.Args{"ref": text(o.tip.String())},
		Files: []int64{int64(id)}, Secret: true, Buttons: back}}}, nil
}

// tipPicture finds a file by its place in the tip, or by the id of a button.
func (o order) tipPicture() (cases.FileID, error) {
	n, exact, err := pictureNumber(o.rest)
	if err != nil || exact {
		return cases.FileID(n), err
	}
	f, err := o.tx.ReadTip(o.by, o.tip)
	if err != nil {
		return 0, err
	}
	all := tipFiles(f)
	if n < 1 || n > int64(len(all)) {
		return 0, errNoPhoto
	}
	return all[n-1], nil
}
