package staff

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"dodomu/bot/flow"
	"dodomu/bot/wording"
	"dodomu/store"
	"dodomu/store/cases"
)

// Every word that is put together while staff read a case stands in the catalogue.
func TestWords(t *testing.T) {
	catalog := loadWords(t)
	need := func(keys ...string) {
		t.Helper()
		for _, key := range keys {
			if !catalog.Has(key) {
				t.Errorf("%s has no words", key)
			}
		}
	}
	for _, c := range table() {
		need("staff.help." + c.name)
		if !c.plain {
			need("staff.usage." + c.name)
		}
		if c.fits != nil {
			need("staff.act." + c.name + ".button")
		}
		if c.fits != nil && c.name != "history" && c.name != "poster" {
			need("staff.done." + c.name)
		}
	}
	for _, s := range cases.Stages() {
		need(stageWord(s).Key, PushWords(s.Kind()))
	}
	for _, k := range worded() {
		need(kindWord(k).Key)
	}
	for _, r := range cases.Roles() {
		need("staff.role." + string(r))
	}
	for _, r := range append(cases.Relations(), "") {
		need(relationWord(r).Key)
	}
	for _, a := range axes() {
		for _, v := range a.values {
			need("staff." + a.name + "." + v)
		}
	}
	for _, s := range cases.MatchStates() {
		need(matchState(s).Key)
	}
	for _, key := range []string{"staff.match.line", "staff.match.alike", "staff.match.pair"} {
		need(sideKey(key, cases.Match{}), sideKey(key, cases.Match{Tip: "T4F729QM"}))
	}
	for _, c := range []cases.Chance{cases.ChanceStrong, cases.ChancePossible, cases.ChanceWeak} {
		need("staff.match.chance." + string(c))
	}
	for _, v := range verbs() {
		need("staff.act.match." + v.name + ".button")
	}
	for _, f := range []string{"surname", "given", "patronymic", "sex", "birth", "place", "institution", "separation", "siblings", "marks"} {
		need(fieldName(cases.MatchField{Name: f}).Key)
	}
	for _, name := range filters() {
		need("staff.queue."+name, "staff.act."+name+".button")
	}
	for _, r := range reasons() {
		need(r.key)
	}
	for _, step := range cases.Steps() {
		for _, q := range step.Needs {
			need("staff.refused.needs." + string(q))
		}
	}
	need(formKeys()...)
}

// formKeys are the words of the form that staff read answers with.
func formKeys() []string {
	keys := []string{"report.last_country.occupied", "report.last_country.russia", "report.last_country.belarus",
		"report.last_country.ukraine", "report.last_country.other", "report.safety.no", "report.safety.perhaps", "report.safety.yes"}
	for _, label := range []string{"surname", "given", "patronymic", "other_names", "name_after", "sex", "birth", "papers", "lived_in",
		"separated", "cause", "oblast", "settlement", "last_country", "last_oblast", "last_region", "last_settlement",
		"last_institution", "contact_date", "contact_means", "with", "marks", "health", "languages", "school", "photos",
		"language", "phone", "reach", "second", "message", "reported"} {
		keys = append(keys, "report."+label+".label")
	}
	for step, options := range map[string][]string{"sex": {"girl", "boy", "unknown"}, "papers": {"yes", "no", "unknown"},
		"lived_in": names(cases.LivedIns()), "cause": names(cases.Causes()), "oblast": cases.Oblasts(), "reported": names(cases.Bodies())} {
		for _, o := range options {
			keys = append(keys, optionWord(step, o).Key)
		}
	}
	return keys
}

func TestFlows(t *testing.T) {
	catalog := loadWords(t)
	for _, f := range Flows() {
		f.Languages = catalog.Tags()
		if err := f.Check(catalog.Has); err != nil {
			t.Error(err)
		}
	}
}

// Every button fits the Bot API, comes back as the same command, and is read on a
// small screen in every language.
func TestButtons(t *testing.T) {
	catalog := loadWords(t)
	ref := cases.Ref("4F7K29QMB3X")
	all := Menu()
	c := cases.Case{Ref: ref, Stage: cases.ReturnInProgress}
	for _, row := range table() {
		all = append(all, about(row.name, ref, seenMark+string(c.Stage)))
	}
	for _, a := range axes() {
		for _, v := range a.values {
			b := about("mark", ref, a.name+"."+v)
			b.Label = flow.Value{Key: "staff." + a.name + "." + v}
			all = append(all, b)
		}
	}
	for _, v := range verbs() {
		b := about("match", ref, string(ref)+"."+v.name+"."+seenMark+string(cases.ConfirmedElsewhere))
		b.Label.Key = "staff.act.match." + v.name + ".button"
		all = append(all, b)
	}
	for _, b := range all {
		name := strings.Split(b.Data, ".")[1]
		if len(b.Data) > 64 || !Knows(name) {
			t.Errorf("data %q", b.Data)
		}
		for _, tag := range catalog.Tags() {
			if said := catalog.Printer(tag).Say(b.Label.Key, nil); catalog.Has(b.Label.Key) && utf8.RuneCountInString(said) > 24 {
				t.Errorf("%s: %q is long for a button", tag, said)
			}
		}
	}
	if got := Typed("s.ask.4F7K29QMB3X.@registered"); got != "ask 4F7K29QMB3X" {
		t.Errorf("typed %q", got)
	}
	if got := Typed("c1.4.back"); got != "" {
		t.Errorf("the engine's button is ours: %q", got)
	}
}

func TestNotice(t *testing.T) {
	catalog := loadWords(t)
	body, err := json.Marshal(store.Card{Ref: mustRef(t), Stage: cases.Searching, Age: "7-10"})
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range notices() {
		m, ok := Notice(kind, body)
		if !ok || !catalog.Has(m.Key) {
			t.Errorf("%s: %v, words %v", kind, ok, catalog.Has(m.Key))
		}
		if opens := slices.ContainsFunc(slices.Concat(m.Buttons...), func(b flow.Button) bool { return strings.HasPrefix(b.Data, "s.open.") }); opens == (kind == store.KindStaffErased) {
			t.Errorf("%s: a button to open: %v", kind, opens)
		}
	}
	for kind, body := range map[string]string{"searching": string(body), "staff.new": "{", "staff.waiting": `{"ref":"4F7K29QMB3Y","stage":"searching"}`, "staff.other": string(body)} {
		if _, ok := Notice(kind, []byte(body)); ok {
			t.Errorf("%s %s is no notice to staff", kind, body)
		}
	}
}

func mustRef(t *testing.T) cases.Ref {
	t.Helper()
	ref, err := cases.NewRef(strings.NewReader("0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

// A case with long texts is told whole, in messages that Telegram takes.
func TestPages(t *testing.T) {
	long := strings.Repeat("слово ", 680) // a whole message
	var lines []flow.Value
	for range 5 {
		lines = append(lines, field("staff.file.ground", text(long)), text("кінець"))
	}
	w := wording.New(loadWords(t), wording.Reader{Tag: "uk"})
	whole := 0
	for _, m := range pages(lines) {
		said := w.Say(m)
		if n := utf8.RuneCountInString(said); n > 4096 {
			t.Errorf("a message of %d", n)
		}
		whole += strings.Count(strings.ReplaceAll(said, "\n", ""), "слово")
	}
	if whole != 5*680 {
		t.Errorf("%d of %d words are told", whole, 5*680)
	}
}

func TestCutRef(t *testing.T) {
	ref := mustRef(t)
	s := string(ref)
	for typed, rest := range map[string]string{
		s:                            "",
		ref.String() + " слова далі": "слова далі",
		s[:4] + " " + s[4:8] + " " + s[8:] + " і текст": "і текст",
		strings.ToLower(s) + "\nрядок":                  "рядок",
		s + " " + strings.Repeat("а", 9):                strings.Repeat("а", 9),
	} {
		got, left, ok := cutRef(typed)
		if !ok || got != ref || left != rest {
			t.Errorf("%q: %q %q %v", typed, got, left, ok)
		}
	}
	for _, typed := range []string{"", "слова", "1234 5678", s[:10] + "?"} {
		if ref, _, ok := cutRef(typed); ok {
			t.Errorf("%q was read as %s", typed, ref)
		}
	}
}
