package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"dodomu/bot/emulator"
	"dodomu/bot/report"
	"dodomu/locales"
)

// player is a person who reads what the bot asks and answers each question by its
// meaning, not by its place in a script: so a conversation goes on whatever was
// repeated, and a test sees when a question comes twice or not at all.
type player struct {
	t      testing.TB
	server *emulator.Server
	person *emulator.Person
	words  locales.Printer
	asks   map[string]string // the fixed beginning or end of each question, by step
	gives  map[string]string // what to answer, by step
	given  []string          // the steps answered, in order
	log    func() string     // of the bot, for a failing test; nil: none
}

// patience is how long a player waits for an answer of the bot before the test
// fails; a machine under load is slow, a bot that forgot is silent for ever.
const patience = 40 * time.Second

// motherGives are the answers of a mother who takes the long way. What is not
// here is skipped.
var motherGives = map[string]string{
	"safety": "[report.safety.no]", "relation": "[report.relation.mother]",
	"consent_search": "[flow.yes]", "consent_authorities": "[flow.yes]", "consent_partners": "[flow.no]", "consent_contact": "[flow.yes]",
	"surname": "Коваленко", "given": "Соломія", "patronymic": "Андріївна", "other_names": "Соля", "sex": "[report.sex.girl]",
	"birth": "12 березня 2015", "lived_in": "[report.lived_in.family]", "separated": "весна 2022", "cause": "[report.cause.filtration_separation]",
	"oblast": "[report.oblast.UA-14]", "settlement": "Волноваха", "last_country": "[report.last_country.russia]",
	"last_region": "Ростовська область", "last_settlement": "Таганрог", "contact_date": "червень 2022", "contact_means": "дзвінок",
	"others": "[flow.no]", "marks": "родимка на лівій щоці", "photos": "photo", "reported": "[report.reported.police]",
	"number_police": "ЖЄО 4417", "reach": "увечері сюди", "phone": "+380 67 123 45 67", "language": "[flow.language.uk]",
	"message": "Ми чекаємо вдома", "review": "[flow.submit]",
}

// grandmotherGives are the answers of one who takes the short way, for somebody
// may look at the phone.
var grandmotherGives = map[string]string{
	"safety": "[report.safety.perhaps]", "path": "[report.path.brief]", "relation": "[report.relation.grandmother]",
	"consents": "[report.consents.all]", "name": "Коваленко Соломія", "birth": "7 років", "oblast": "[report.oblast.UA-65]",
	"settlement": "Олешки", "reach": "писати сюди вночі", "review": "[flow.submit]",
}

func newPlayer(t testing.TB, s *emulator.Server, p *emulator.Person, gives map[string]string) *player {
	t.Helper()
	words := speaker(t, p.Profile().Language)
	return &player{t: t, server: s, person: p, words: words, asks: questions(words), gives: gives}
}

// questions is the fixed part of each question of the report, by its step; the
// short form of a question stands beside it.
func questions(words locales.Printer) map[string]string {
	asks := map[string]string{}
	for _, step := range report.Flow().Steps {
		for _, form := range []string{"", ".short"} {
			key := "report." + step.Key + ".ask" + form
			if words.Has(key) {
				asks[step.Key+form] = fixedPart(words.Say(key, map[string]any{"who": "\x00"}))
			}
		}
	}
	return asks
}

// fixedPart is the longest part of a text without a placeholder.
func fixedPart(text string) string {
	best := ""
	for part := range strings.SplitSeq(text, "\x00") {
		if len(part) > len(best) {
			best = part
		}
	}
	return strings.TrimSpace(best)
}

// waiting finds the question of the highest turn, the newest where it was said
// twice: after a kill an older one may come again below it.
func (pl *player) waiting() (step string, m emulator.Message, ok bool) {
	for _, each := range pl.person.Messages() {
		s := pl.stepOf(each)
		switch {
		case each.From != "bot" || s == "":
		case turnOf(each) == 0: // it came with keys in place of the letters, or was answered
			if s == "phone" && !slices.Contains(pl.given, s) {
				return s, each, true
			}
		case turnOf(each) >= turnOf(m):
			step, m, ok = s, each, true
		}
	}
	return step, m, ok
}

// stepOf tells which step of the report a message asks, "" where it asks none.
func (pl *player) stepOf(m emulator.Message) string {
	best := ""
	for step, ask := range pl.asks {
		if strings.Contains(m.Text, ask) && len(ask) > len(pl.asks[best]) {
			best = step
		}
	}
	return strings.TrimSuffix(best, ".short")
}

// turnOf is the number of the turn that a question's buttons belong to; 0 where
// there is none. A question that is said twice has one number.
func turnOf(m emulator.Message) int {
	for _, row := range m.Inline {
		for _, b := range row {
			parts := strings.SplitN(b.Data, ".", 3)
			if n, err := strconv.Atoi(parts[min(1, len(parts)-1)]); len(parts) == 3 && err == nil {
				return n
			}
		}
	}
	return 0
}

// next waits for a question of a later turn.
func (pl *player) next(last int) (string, emulator.Message) {
	pl.t.Helper()
	var step string
	var m emulator.Message
	pl.until(func() bool {
		var ok bool
		step, m, ok = pl.waiting()
		return ok && (turnOf(m) > last || step == "phone")
	}, fmt.Sprintf("a question after turn %d", last))
	return step, m
}

// until waits for something to be seen; it wakes whenever anything changes.
func (pl *player) until(seen func() bool, what string) {
	pl.t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	for {
		version := pl.server.Version()
		if seen() {
			return
		}
		if _, err := pl.server.Wait(ctx, version); err != nil {
			pl.t.Fatalf("waited in vain for %s; the chat:\n%s", what, pl.chat())
		}
	}
}

// chat is what stands in the chat, for a failing test.
func (pl *player) chat() string {
	var b strings.Builder
	for _, m := range pl.person.Messages() {
		fmt.Fprintf(&b, "%s: %s\n", m.From, m.Text)
	}
	text := b.String()
	text = text[max(0, len(text)-3000):]
	if pl.log == nil {
		return text
	}
	log := pl.log()
	return text + "\nthe log:\n" + log[max(0, len(log)-3000):]
}

// answer answers the question that waits.
func (pl *player) answer(step string, m emulator.Message) {
	pl.t.Helper()
	pl.given = append(pl.given, step)
	give, known := pl.gives[step]
	switch {
	case !known:
		pl.pressAny(m, "flow.skip", "flow.unknown", "flow.no")
	case give == "photo":
		pl.person.SendPhoto(picture(), "")
		pl.until(func() bool {
			_, now, ok := pl.waiting()
			return ok && hasButton(now, pl.words.Say("flow.proceed", nil))
		}, "the photo to be counted")
		_, now, _ := pl.waiting()
		pl.pressAny(now, "flow.proceed")
	case strings.HasPrefix(give, "["):
		pl.pressAny(m, strings.Trim(give, "[]"))
		if step == "reported" {
			pl.until(func() bool {
				_, now, ok := pl.waiting()
				return ok && hasButton(now, "✓")
			}, "the mark of a choice")
			_, now, _ := pl.waiting()
			pl.pressAny(now, "flow.proceed")
		}
	default:
		pl.person.Say(give)
	}
}

func hasButton(m emulator.Message, label string) bool {
	for _, row := range m.Inline {
		for _, b := range row {
			if strings.Contains(b.Text, label) {
				return true
			}
		}
	}
	return false
}

// pressAny presses the first button there is of these labels.
func (pl *player) pressAny(m emulator.Message, labels ...string) {
	pl.t.Helper()
	for _, key := range labels {
		label := pl.words.Say(key, nil)
		for _, row := range m.Inline {
			for _, b := range row {
				if b.Text == label {
					if _, err := pl.person.Press(m.ID, b.Data); err != nil {
						pl.t.Fatal(err)
					}
					return
				}
			}
		}
	}
	pl.t.Fatalf("none of the buttons %v under:\n%s\n%v", labels, m.Text, m.Inline)
}

// receipts counts the messages that show a receipt.
func (pl *player) receipts() int {
	n := 0
	for _, m := range pl.person.Messages() {
		for _, key := range []string{"report.done.receipt", "report.done.receipt.short"} {
			begins, _, _ := strings.Cut(pl.words.Say(key, map[string]any{"receipt": "\x00"}), "\x00")
			if m.From == "bot" && strings.HasPrefix(m.Text, begins) {
				n++
				break
			}
		}
	}
	return n
}

// picture is a small photo.
func picture() []byte {
	img := image.NewRGBA(image.Rect(0, 0, 64, 64))
	for i := range img.Bounds().Dx() * img.Bounds().Dy() {
		img.Set(i%64, i/64, color.RGBA{R: uint8(4 * (i % 64)), G: uint8(4 * (i / 64)), A: 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.Bytes()
}
