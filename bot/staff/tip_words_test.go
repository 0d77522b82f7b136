package staff

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"dodomu/bot/flow"
	"dodomu/bot/wording"
	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

// Every word that is put together while staff read a tip stands in the catalogue.
func TestTipWords(t *testing.T) {
	catalog := loadWords(t)
	keys := []string{"staff.tip_rule." + string(cases.RuleNone), "staff.act.tips.button", "staff.act.tip_open.button"}
	for _, r := range cases.TipRules() {
		keys = append(keys, "staff.tip_rule."+string(r.Name))
	}
	for _, s := range cases.TipStates() {
		keys = append(keys, tipStateWord(s).Key)
	}
	for _, w := range cases.Worths() {
		keys = append(keys, worthWord(w).Key)
	}
	for _, k := range cases.Knowings() {
		keys = append(keys, "staff.knowing."+string(k))
	}
	for _, f := range tipFilters() {
		keys = append(keys, "staff.tips."+f, "staff.act.tips_"+f+".button")
	}
	for _, step := range cases.TipSteps() {
		for _, need := range step.Needs {
			keys = append(keys, "staff.refused.tip_needs."+string(need))
		}
		keys = append(keys, "staff.event."+string(step.Kind))
	}
	for _, row := range table() {
		if row.tipFits != nil && row.name != "history" {
			keys = append(keys, "staff.tip_done."+row.name)
		}
	}
	for _, key := range keys {
		if !catalog.Has(key) {
			t.Errorf("%s has no words", key)
		}
	}
}

// Every button under a tip, in whatever state, fits the Bot API, comes back as the same
// command about the same tip, and is read on a small screen in every language.
func TestTipButtons(t *testing.T) {
	catalog := loadWords(t)
	ref := mustTip(t)
	by := cases.Actor{Staff: 1, Role: cases.Supervisor}
	seen := map[string]bool{}
	for _, s := range cases.TipStates() {
		for _, row := range tipActs(cases.Tip{Ref: ref, State: s, AskBack: true, Case: 3}, by) {
			for _, b := range row {
				seen[strings.Split(b.Data, ".")[1]] = true
				holdsButton(t, b, s)
				for _, tag := range catalog.Tags() {
					label := wording.New(catalog, wording.Reader{Tag: tag}).Value(b.Label)
					if !catalog.Has(b.Label.Key) || utf8.RuneCountInString(label) > 24 {
						t.Errorf("%s: %s reads %q", tag, b.Label.Key, label)
					}
				}
			}
		}
	}
	for _, row := range table() {
		if row.tipFits != nil && !seen[row.name] {
			t.Errorf("%s has its button in no state", row.name)
		}
	}
}

func holdsButton(t *testing.T, b flow.Button, s cases.TipState) {
	t.Helper()
	argv := strings.Split(strings.TrimPrefix(b.Data, "s."), ".")
	row, ok := find(argv[0])
	if !ok || len(b.Data) > 64 {
		t.Fatalf("data %q", b.Data)
	}
	o, err := order{name: row.name, rest: strings.Join(argv[1:], " "), by: cases.Actor{Staff: 1, Role: cases.Worker}}.numbered(row)
	if o = o.cutSeen(); err != nil || o.tip != mustTip(t) || o.stood != s || o.rest != "" || o.ref != "" {
		t.Errorf("%q is read as %q at %q, %q: %v", b.Data, o.tip, o.stood, o.rest, err)
	}
}

// A tip's number and a case's are told apart however they are typed, also with a text
// after them whose letters are symbols of the alphabet.
func TestNumbers(t *testing.T) {
	ref := mustRef(t)
	tip := mustTip(t)
	s := tip.String()
	for typed, rest := range map[string]string{
		s: "", strings.ToLower(string(tip)): "", "Т" + s[1:] + " слова": "слова", strings.ReplaceAll(s, "-", " ") + " і текст": "і текст",
		s + " кот": "кот", s + " ABC": "ABC", string(tip) + " " + string(ref): string(ref),
	} {
		row, _ := find("ask")
		o, err := order{rest: typed, by: cases.Actor{Staff: 1, Role: cases.Worker}}.numbered(row)
		if err != nil || o.tip != tip || o.ref != "" || o.rest != rest {
			t.Errorf("%q: tip %q, case %q, rest %q: %v", typed, o.tip, o.ref, o.rest, err)
		}
	}
	row, _ := find("ask")
	o, err := order{rest: ref.String() + " слова", by: cases.Actor{Staff: 1, Role: cases.Worker}}.numbered(row)
	if err != nil || o.ref != ref || o.tip != "" || o.rest != "слова" {
		t.Errorf("a case number: tip %q, case %q, rest %q: %v", o.tip, o.ref, o.rest, err)
	}
}

func TestTipNotice(t *testing.T) {
	catalog := loadWords(t)
	body, err := json.Marshal(store.TipCard{Tip: mustTip(t), State: cases.TipTriaged, Worth: cases.Unclear})
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range tipNotices() {
		m, ok := Notice(kind, body)
		if !ok || !catalog.Has(m.Key) || (m.Buttons == nil) != (kind == store.KindStaffTipWithdrawn) {
			t.Errorf("%s: %+v", kind, m)
		}
		if _, ok := Notice(kind, []byte(`{"tip":"T4F729QX"}`)); ok {
			t.Errorf("%s: a body that is no card is worded", kind)
		}
	}
}

func mustTip(t *testing.T) cases.TipRef {
	t.Helper()
	ref, err := cases.NewTipRef(strings.NewReader("0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

// Nobody who is not staff reaches a tip: not typed, not by a forged press, not on the
// command line, and nothing is written down.
func TestStrangersReachNoTip(t *testing.T) {
	h := storetest.Staffed(storetest.Embedded(t))
	volunteer := h.Person(600, "uk")
	tip := h.Tip(volunteer, "", storetest.TipSheet()).Ref
	removed := h.Hire(store.NewStaff{Handle: "gone", Name: "Пішла", Role: cases.Supervisor}, 505)
	h.Do(func(tx *store.Tx) error { return tx.RemoveStaff(storetest.Operator(), "gone") })
	all := strangers(h, volunteer, removed)
	all["operator"] = storetest.Operator()
	before := tipEvents(t, h, tip)
	for name, by := range all {
		for _, c := range table() {
			if c.tip == nil && c.name != "tips" {
				continue
			}
			for _, argv := range [][]string{{c.name, string(tip), "@triaged", "слова"}, {c.name, string(tip)}, {c.name, tip.String() + " unclear бо"}} {
				h.Do(func(tx *store.Tx) error {
					a, err := Type(tx, by, argv, true)
					if !a.Refused || a.Messages[0].Key != "staff.refused.forbidden" {
						t.Errorf("%s reached %v: %+v", name, argv, a)
					}
					return err
				})
			}
		}
	}
	if after := tipEvents(t, h, tip); after != before {
		t.Errorf("strangers left %d lines of history", after-before)
	}
}

func tipEvents(t *testing.T, h *storetest.House, ref cases.TipRef) (n int) {
	t.Helper()
	err := h.Fails(func(tx *store.Tx) error {
		all, err := tx.TipHistory(h.Supervisor.Actor(), ref)
		n = len(all)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
