package locales

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/feature/plural"
)

// foreign are the letters a language does not have.
func foreign(tag string) func(rune) bool {
	switch tag {
	case "uk":
		return func(r rune) bool { return strings.ContainsRune("ыэъёЫЭЪЁ", r) }
	case "ru":
		return func(r rune) bool { return strings.ContainsRune("іїєґІЇЄҐ", r) }
	}
	return func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }
}

func TestLetters(t *testing.T) {
	texts(t, func(tag, key, text string) {
		if strings.HasPrefix(key, "flow.language.") { // a language is named in itself
			return
		}
		if i := strings.IndexFunc(text, foreign(tag)); i >= 0 {
			t.Errorf("%s %s has a letter of another language: %s", tag, key, text[i:])
		}
	})
}

// forbidden are words that must not be said (the rules of voice): blame, promise,
// pretence, the names of things for people, and slips of each language.
func forbidden(tag string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)` + map[string]string{
		"uk": `жертв|об'єкт|евакуйован|усиновл|(^|\P{L})скоро(\P{L}|$)|незабаром|не хвилю|знайдемо|обов'язково|неправильн|помилк|недійсн|успішно|на україні`,
		"en": `victim|\bobject\b|evacuee|adopted|\bsoon\b|do not worry|don't worry|we will find|invalid|\bwrong\b|error|success|oops|lost child`,
		"ru": `жертв|объект|эвакуирован|усыновл|(^|\P{L})скоро(\P{L}|$)|не волну|не переживай|найдём|найдем|обязательно|неправильн|ошибк|недейств|успешно|на украин`,
		"pl": `ofiar|\bobiekt|ewakuowan|adoptowan|wkrótce|niedługo|nie martw|znajdziemy|koniecznie|nieprawidłow|\bbłęd|błąd|pomyśln|na ukrain|\bpan(a|u|em|i|ią|ie)?\b`,
	}[tag])
}

func TestForbiddenWords(t *testing.T) {
	texts(t, func(tag, key, text string) {
		if found := forbidden(tag).FindString(text); found != "" {
			t.Errorf("%s %s says %q: %s", tag, key, found, text)
		}
		if strings.Contains(text, "!") {
			t.Errorf("%s %s has an exclamation mark: %s", tag, key, text)
		}
	})
}

// buttonKeys are the engine's words that stand on buttons, and the roles that do.
func isButton(key string) bool {
	engine := []string{
		"flow.back", "flow.skip", "flow.pause", "flow.help", "flow.language", "flow.stop", "flow.continue", "flow.unknown",
		"flow.yes", "flow.no", "flow.proceed", "flow.submit", "flow.edit", "flow.more", "flow.keep", "flow.same",
		"flow.erase", "flow.stay", "flow.quit", "flow.part.common", "flow.share.phone", "flow.share.place", "flow.marked",
	}
	if slices.Contains(engine, key) || strings.HasPrefix(key, "menu.") || strings.HasPrefix(key, "flow.language.") && key != "flow.language.ask" && key != "flow.language.words" {
		return true
	}
	parts := strings.Split(key, ".")
	role := parts[len(parts)-1]
	if role == "label" || role == "button" {
		return true
	}
	sentence := []string{"ask", "why", "example", "help", "short", "nth", "heading"}
	return parts[0] == "report" && len(parts) == 3 && !slices.Contains(sentence, role) &&
		!slices.Contains([]string{"done", "refused"}, parts[1])
}

// maxButton is how much of a button a small screen shows.
const maxButton = 24

func TestButtons(t *testing.T) {
	texts(t, func(tag, key, text string) {
		if n := utf8.RuneCountInString(text); isButton(key) && key != "flow.marked" && n > maxButton {
			t.Errorf("%s %s: %d characters on a button: %s", tag, key, n, text)
		}
	})
}

// signs are the small signs that buttons may carry; emoji stand nowhere else.
const signs = "⬅✎✓"

func TestNoEmoji(t *testing.T) {
	texts(t, func(tag, key, text string) {
		for _, r := range text {
			symbol := unicode.In(r, unicode.So, unicode.Sk, unicode.Cs) || r >= 0x1F000
			if strings.ContainsRune(signs, r) && isButton(key) || r == '№' {
				continue
			}
			if symbol {
				t.Errorf("%s %s has the sign %q: %s", tag, key, r, text)
			}
		}
	})
}

// long are the sentences that may have more than maxWords words, and why.
func long() map[string]string {
	return map[string]string{
		"report.consents.ask": "names four permissions, each a piece of its own between semicolons",
	}
}

// maxWords is how long a sentence may be for a tired reader.
const maxWords = 15

var sentenceEnd = regexp.MustCompile(`[.?!;:]\s+|\n+|[.?!]$`)

func TestSentences(t *testing.T) {
	texts(t, func(tag, key, text string) {
		if strings.HasSuffix(key, ".words") {
			return
		}
		for _, sentence := range sentenceEnd.Split(text, -1) {
			if n := wordsIn(sentence); n > maxWords && long()[key] == "" {
				t.Errorf("%s %s: %d words: %s", tag, key, n, sentence)
			}
		}
	})
}

func wordsIn(sentence string) int {
	n := 0
	for _, f := range strings.Fields(sentence) {
		if strings.ContainsFunc(f, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			n++
		}
	}
	return n
}

func TestShortForms(t *testing.T) {
	c := catalog(t)
	texts(t, func(tag, key, text string) {
		base, ok := strings.CutSuffix(key, ".short")
		if !ok || key == "bot.profile.short" {
			return
		}
		whole, ok := c.words[tag].messages[base]
		if !ok {
			t.Errorf("%s %s is the short form of nothing", tag, key)
			return
		}
		if m := source(whole.forms[plural.Other]); len(text) >= len(m) {
			t.Errorf("%s %s is not shorter:\n%s\n%s", tag, key, text, m)
		}
		if strings.Contains(text, "{{.who}}") {
			t.Errorf("%s %s: a short form says no name: %s", tag, key, text)
		}
	})
}

// childWords are words that a lock screen must not show.
func childWords(tag string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)` + map[string]string{
		"uk": `дит|діт|доньк|дочк|(^|\P{L})син|хлопч|дівч|маля`,
		"en": `child|\bkid|daughter|\bson\b|boy|girl|baby`,
		"ru": `ребен|ребён|дет[иеяс]|дочк|дочер|(^|\P{L})сын|мальчик|девоч|малыш`,
		"pl": `dziec|dziewcz|chłop|córk|\bsyn|maluch`,
	}[tag])
}

// A push of class A is neutral: no child, no name, no place (the domain page,
// section 5).
func TestNotices(t *testing.T) {
	texts(t, func(tag, key, text string) {
		if !strings.HasPrefix(key, "notice.") || strings.HasPrefix(key, "notice.staff.") {
			return
		}
		if found := childWords(tag).FindString(text); found != "" {
			t.Errorf("%s %s says %q on a lock screen: %s", tag, key, found, text)
		}
		for _, name := range []string{"{{.name}}", "{{.who}}", "{{.place}}", "{{.child}}"} {
			if strings.Contains(text, name) {
				t.Errorf("%s %s shows %s on a lock screen", tag, key, name)
			}
		}
	})
}

// Texts are sent as they are: nothing in them may read as markup, stand for
// nothing, or be too long for one message.
func TestTexts(t *testing.T) {
	texts(t, func(tag, key, text string) {
		var wrong []string
		for _, bad := range []string{"  ", " \n", " ,", " .", "...", "<", ">", "&"} {
			if strings.Contains(text, bad) {
				wrong = append(wrong, fmt.Sprintf("%q", bad))
			}
		}
		if strings.TrimSpace(text) != text && key != "list.comma" {
			wrong = append(wrong, "a space at an end")
		}
		if utf8.RuneCountInString(text) > 1500 {
			wrong = append(wrong, "more than one screen")
		}
		if wrong != nil {
			t.Errorf("%s %s has %s: %s", tag, key, strings.Join(wrong, ", "), text)
		}
	})
}

// A translation that equals the Ukrainian was forgotten, but for signs, numbers and
// names that are the same everywhere.
func TestTranslated(t *testing.T) {
	c := catalog(t)
	texts(t, func(tag, key, text string) {
		if tag == "en" && text == source(c.words[Fallback].messages[key].forms[plural.Other]) && hasLetters(text) && !strings.HasPrefix(key, "flow.language.") {
			t.Errorf("%s %s equals the Ukrainian: %s", tag, key, text)
		}
	})
}

func hasLetters(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
}

// The acts that work at every question are told apart by what people type: no
// label or plain word of one is that of another.
func TestPlainWords(t *testing.T) {
	c := catalog(t)
	acts := []string{"flow.back", "flow.skip", "flow.pause", "flow.help", "flow.language", "flow.stop", "flow.continue"}
	for _, tag := range c.Tags() {
		p, seen := c.Printer(tag), map[string]string{}
		for _, act := range acts {
			label := strings.Trim(p.Say(act, nil), signs+" ")
			for word := range strings.SplitSeq(label+","+p.Say(act+".words", nil), ",") {
				word = strings.ToLower(strings.TrimSpace(word))
				if other, taken := seen[word]; taken {
					t.Errorf("%s: %q means both %s and %s", tag, word, other, act)
				}
				if word == "" {
					t.Errorf("%s: %s has an empty word", tag, act)
				}
				seen[word] = act
			}
		}
	}
}
