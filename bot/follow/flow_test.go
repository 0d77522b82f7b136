package follow

import (
	"crypto/sha256"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dodomu/bot/flow"
	"dodomu/bot/wording"
	"dodomu/store/cases"
)

// Every conversation can be held: every step reachable, every text there, and an
// act that ends it.
func TestFlowsCheck(t *testing.T) {
	catalog := loadWords(t)
	for _, f := range Flows() {
		f.Languages = catalog.Tags()
		if err := f.Check(catalog.Has); err != nil {
			t.Error(err)
		}
		if closerNamed(f.Name) == nil {
			t.Errorf("%s has no act that ends it", f.Name)
		}
		if !catalog.Has("menu.continue." + f.Name) {
			t.Errorf("%s cannot be offered again after a pause", f.Name)
		}
	}
}

// Before what cannot be undone the safe answer stands first, the other is named.
func TestSafeAnswerFirst(t *testing.T) {
	for _, name := range []string{nameErase, nameLeave} {
		f, _ := flowNamed(name)
		if options := f.Steps[0].Options; options[0] != keepCase || options[1] != name {
			t.Errorf("%s asks %v", name, options)
		}
	}
}

// A consent is to the words that were read: when they change in any language,
// ConsentVersion changes, and the sum here with it.
func TestConsentVersion(t *testing.T) {
	catalog := loadWords(t)
	sum := sha256.New()
	for _, tag := range catalog.Tags() {
		words := wording.New(catalog, wording.Reader{Tag: tag})
		for _, key := range consentKeys() {
			fmt.Fprintln(sum, words.Say(flow.Message{Key: key}))
		}
	}
	const version, want = "follow-2026-11", "c21bb4181b41b435"
	if got := fmt.Sprintf("%x", sum.Sum(nil))[:16]; ConsentVersion != version || got != want {
		t.Errorf("the words of the consents have the sum %s, and those of version %s had %s: give them a new version", got, version, want)
	}
}

func consentKeys() []string {
	keys := []string{"follow.consents.ask", "join.consent.ask", "join.consent.why"}
	for _, p := range cases.Purposes() {
		for _, role := range []string{"means", "without", "given", "refused"} {
			keys = append(keys, consentWords(p, role).Key)
		}
	}
	return keys
}

// Every stage and every line of the history has words in every language; what a
// person must bring first reads the same, whichever it is.
func TestStageWords(t *testing.T) {
	catalog := loadWords(t)
	for _, s := range append(cases.Stages(), "", "nonsense") {
		if !catalog.Has(stageWords(s)) || !catalog.Has(passedWords(s.Kind())) {
			t.Errorf("stage %q has no words", s)
		}
		careful := s.Known() && s.Reading() == cases.AfterTalk && s != cases.Closed
		if careful && (stageWords(s) != stageWords(cases.Located) || passedWords(s.Kind()) != "follow.history.spoken") {
			t.Errorf("stage %q tells what only a person may", s)
		}
	}
	if stageWords(cases.ReturnPlanning) != stageWords(cases.Located) {
		t.Error("return planning is told apart from located")
	}
}

// Only class A has words of its own in a push; all else, known or not, is one
// neutral sentence that opens the case.
func TestNoticeWords(t *testing.T) {
	catalog := loadWords(t)
	kinds := []cases.Kind{cases.KindContactMade, cases.KindContactDeclined, cases.KindPapersChanged, cases.KindMoved, cases.KindPlacement,
		cases.KindDeath, cases.KindTip, cases.KindMatch, cases.KindNoNews, cases.KindReferralOffered, cases.KindReferralAccepted,
		cases.KindAppointment, cases.KindConsentReminder, cases.KindRetention, cases.KindMerged, "nonsense", ""}
	for _, s := range cases.Stages() {
		kinds = append(kinds, s.Kind())
	}
	for _, k := range kinds {
		m := Notice(string(k), []byte(`{"ref":"4F7K29QMB3X"}`))
		if own := m.Key != "notice.news"; own != (k.Class() == cases.ClassA) {
			t.Errorf("%q of class %s says %s", k, k.Class(), m.Key)
		}
		if !catalog.Has(m.Key) || len(m.Args) > 0 {
			t.Errorf("%q: %s has no words of its own, or carries values %v", k, m.Key, m.Args)
		}
	}
}

// A body that names no case still leads somewhere.
func TestNoticeOpens(t *testing.T) {
	ref := cases.Ref("0000000000")
	for _, c := range "0123456789ABCDEFGHJKMNPQRSTVWXYZ" {
		if r := ref + cases.Ref(c); r.Valid() {
			ref = r
			break
		}
	}
	for body, want := range map[string]string{
		`{"ref":"` + string(ref) + `"}`: "f.case." + string(ref),
		`{"ref":"00000000001"}`:         "m.cases",
		`{"ref":7}`:                     "m.cases",
		`{}`:                            "m.cases",
		``:                              "m.cases",
	} {
		if m := Notice("searching", []byte(body)); m.Buttons[0][0].Data != want {
			t.Errorf("%s opens %s, want %s", body, m.Buttons[0][0].Data, want)
		}
	}
}

// A push says nothing to somebody who reads the lock screen.
func TestNoticesAreNeutral(t *testing.T) {
	forbidden := map[string]string{
		"uk": `дит|діт|доньк|дочк|син|хлопч|дівч|справ|знайд|депорт|росі|розшук`,
		"en": `child|kid|daughter|\bson\b|boy|girl|\bcase\b|found|deport|russia|missing`,
		"ru": `ребен|ребён|дети|детей|дочк|сын|мальчик|девоч|дел[оаеу]\b|найд|депорт|росси|розыск`,
		"pl": `dziec|córk|\bsyn|chłop|dziewcz|spraw[aęyi]\b|znale|deport|rosj|zagini`,
	}
	catalog := loadWords(t)
	for tag, words := range forbidden {
		for _, key := range catalog.Keys() {
			if !strings.HasPrefix(key, "notice.") || strings.HasPrefix(key, "notice.staff") {
				continue
			}
			text := catalog.Printer(tag).Say(key, nil)
			if found := regexp.MustCompile(`(?i)` + words).FindString(text); found != "" {
				t.Errorf("%s %s says %q: %s", tag, key, found, text)
			}
			if strings.ContainsAny(text, "{}0123456789") {
				t.Errorf("%s %s carries a value: %s", tag, key, text)
			}
		}
	}
}

// The button data of every act on a case fits what Telegram takes.
func TestButtonsFit(t *testing.T) {
	const most = 64
	longest := slices.MaxFunc(cases.Purposes(), func(a, b cases.Purpose) int { return len(a) - len(b) })
	for _, act := range []string{actCase, actAll, actAdd, actAnswer, actTo, actInvite, actInvited, actConsents, actConsent, actAllow, actRefuse, actErase, actLeave} {
		if actNamed(act) == nil {
			t.Errorf("%s does nothing", act)
		}
		if data := do("x", act, "4F7K29QMB3X").Data + "." + string(longest); len(data) > most {
			t.Errorf("%s has %d bytes", data, len(data))
		}
	}
}

func TestNextID(t *testing.T) {
	for id, want := range map[string]string{"": "A", "c1": "c1A", "c1A": "c1B", "c1Z": "c1A", "c123456789abcdef": "c123456789abcdeA"} {
		if got := nextID(id); got != want {
			t.Errorf("after %q comes %q, want %q", id, got, want)
		}
	}
}

func TestRefusals(t *testing.T) {
	catalog := loadWords(t)
	for _, err := range []error{cases.ErrNotFound, cases.ErrForbidden, cases.ErrTooMany, cases.ErrNothing, cases.ErrIncomplete, cases.ErrInvalid, cases.ErrTaken, cases.ErrConsent} {
		r, left := kindly(say("follow.joined", nil), fmt.Errorf("act: %w", err))
		if left != nil || len(r.Messages) != 1 || !catalog.Has(r.Messages[0].Key) || r.Messages[0].Key == "follow.joined" {
			t.Errorf("%v is said as %v, %v", err, r, left)
		}
	}
	if _, err := kindly(say("follow.joined", nil), fmt.Errorf("disk full")); err == nil {
		t.Error("an error of the store was swallowed")
	}
}
