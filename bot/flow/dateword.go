package flow

import (
	"strings"
	"unicode"
)

// token is a number or a word of a date as it was written.
type token struct {
	word   string // small letters; "" for a number
	n      int
	digits int  // how many digits the number was written with
	sep    rune // the last sign before it that is not a space; 0 where there is none
}

// maxTokens is more than any date has; what is longer is a story.
const maxTokens = 12

// tokens splits a text into numbers and words. False where it is too long for a
// date or has a number no calendar has.
func tokens(text string) ([]token, bool) {
	var all []token
	var sep rune
	text = strings.ToLower(Clean(text))
	for len(text) > 0 {
		n := runOf(text, func(r rune) bool { return r >= '0' && r <= '9' })
		if n > 8 || len(all) == maxTokens {
			return nil, false
		}
		if n > 0 {
			all = append(all, token{n: number(text[:n]), digits: n, sep: sep})
			text, sep = text[n:], 0
			continue
		}
		if n = runOf(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.Is(unicode.Mn, r) || isApostrophe(r) }); n > 0 {
			all = append(all, token{word: plainWord(text[:n]), sep: sep})
			text, sep = text[n:], 0
			continue
		}
		for i, r := range text {
			if i > 0 {
				n = i
				break
			}
			if r != ' ' && r != '\n' {
				sep = r
			}
			n = len(text)
		}
		text = text[n:]
	}
	return all, len(all) > 0
}

// runOf gives the length of the run of such characters that a text begins with.
func runOf(text string, in func(rune) bool) int {
	for i, r := range text {
		if !in(r) {
			return i
		}
	}
	return len(text)
}

func number(digits string) int {
	n := 0
	for _, c := range []byte(digits) {
		n = n*10 + int(c-'0')
	}
	return n
}

// plainWord takes out what people leave out: apostrophes, stress marks, the dots
// of ё.
func plainWord(word string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == 'ё':
			return 'е'
		case isApostrophe(r), unicode.Is(unicode.Mn, r):
			return -1
		}
		return r
	}, word)
}

// monthStems are the beginnings of the months' names, January first: Ukrainian,
// Russian, English, Polish. A beginning covers the cases and the abbreviations.
func monthStems() [12]string {
	return [12]string{
		"січ янв jan stycz",
		"лют фев feb lut",
		"берез март марта марте mar",
		"квіт апр apr kwie",
		"трав май мая мае may maj",
		"черв июн jun czerw",
		"лип июл jul lip",
		"серп авг aug sierp",
		"верес сент sep wrze wrzs",
		"жовт окт oct paźd pazd",
		"листоп ноя nov listop",
		"груд дек dec grud",
	}
}

// month gives the month a word names, 0 for none: by name or as a Roman number,
// the Polish way. English tells whether the day may follow the month.
func month(word string) (m int, english bool) {
	for i, stems := range monthStems() {
		for stem := range strings.SplitSeq(stems, " ") {
			if strings.HasPrefix(word, stem) {
				return i + 1, strings.HasPrefix(word, englishStem(i))
			}
		}
	}
	for i, roman := range [12]string{"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"} {
		if word == roman {
			return i + 1, false
		}
	}
	return 0, false
}

func englishStem(i int) string {
	return [12]string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}[i]
}

// oneOf tells whether a word is in a list of words a space apart.
func oneOf(word, list string) bool {
	for w := range strings.SplitSeq(list, " ") {
		if w == word {
			return true
		}
	}
	return false
}

// season gives the season a word names, 0 for none.
func season(word string) int {
	for i, list := range [4]string{
		"зима зими зимі зиму зимою взимку узимку зимой зимы зиме winter zima zimy zimę zimą zimie",
		"весна весни весні весну весною навесні весной весны весне spring wiosna wiosny wiosnę wiosną wiośnie",
		"літо літа літі літом влітку улітку лето лета лете летом summer lato lata latem lecie",
		"осінь осені осінню восени осень осени осенью autumn fall jesień jesieni jesienią",
	} {
		if oneOf(word, list) {
			return i + 1
		}
	}
	return 0
}

// isAbout tells whether a word means that the date is not exact.
func isAbout(word string) bool {
	return oneOf(word, "приблизно близько біля десь орієнтовно наче здається мабуть "+
		"приблизительно примерно около где то кажется наверное "+
		"about around approximately approx circa ca roughly maybe sometime "+
		"około okolo mniej więcej wiecej gdzieś gdzies chyba "+
		"початок початку середина середині середини кінець кінці кінця "+
		"начало начале середине середины конец конце конца "+
		"early mid middle late end beginning "+
		"początek początku połowa połowie koniec końcu końca")
}

// isFiller tells whether a word says nothing about the date.
func isFiller(word string) bool {
	return oneOf(word, "р рік року році роки г год года году гг рр "+
		"roku rok r year y of the in on at y st nd rd th го ого е му й "+
		"у в на во w we dnia числа число місяць місяця місяці месяц месяца месяце month")
}
