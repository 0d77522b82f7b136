package cases

import (
	"strconv"
	"strings"
	"unicode"
)

// The words that rules look for, in the four languages, as beginnings of words in
// lower case. A word too many only makes somebody read with more care; a word too few
// only leaves a tip where it would be anyway.
const (
	moneyWords = "грош гривен гривн гривень долар деньг денег рубл доллар оплат заплат викуп выкуп винагород вознагражд " +
		"money dollar euro ransom reward payment bitcoin btc usdt крипт crypto pieni okup zapłać zapłat przelew nagrod"
	staffWords = "координатор coordinator koordynator працівник сотрудник worker pracowni волонтер volunteer wolontariusz " +
		"бот bot організац организац organi"
	misdeedWords = "хабар взятк вимага вымога краде крад вкра украл шахра мошенн обманю обманы погрож угрож насил домага зраджу " +
		"bribe extort steal stole scam fraud threat abus łapówk wymusz kradn ukrad oszu groz groż molest"
	insultWords = "дурн ідіот идиот сука суки бляд хуй хує пизд мраз потвор виродк ублюд " +
		"fuck idiot bitch asshole bastard moron kurw chuj debil skurw"
)

// says tells whether a word of the tip begins with one of those.
func (s TipSheet) says(beginnings string) bool {
	for _, text := range s.texts() {
		if anyWord(text, beginnings) {
			return true
		}
	}
	return false
}

// accusesStaff tells whether one sentence speaks of staff and of a misdeed.
func (s TipSheet) accusesStaff() bool {
	for _, text := range s.texts() {
		for sentence := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(".!?\n", r) }) {
			if anyWord(sentence, staffWords) && anyWord(sentence, misdeedWords) {
				return true
			}
		}
	}
	return false
}

func anyWord(text, beginnings string) bool {
	for word := range strings.FieldsFuncSeq(strings.ToLower(text), notLetter) {
		for b := range strings.FieldsSeq(beginnings) {
			if strings.HasPrefix(word, b) {
				return true
			}
		}
	}
	return false
}

func notLetter(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '\'' && r != 'ʼ' && r != '’'
}

// words counts the words of their own: of two letters at least, links left out.
func (s TipSheet) words() int {
	n := 0
	for _, text := range []string{s.What, s.How} {
		for field := range strings.FieldsSeq(text) {
			if strings.Contains(field, "://") || strings.HasPrefix(field, "@") || strings.HasPrefix(field, "t.me/") {
				continue
			}
			for word := range strings.FieldsFuncSeq(field, notLetter) {
				if len([]rune(word)) > 1 {
					n++
				}
			}
		}
	}
	return n
}

// yearWords follow a number that is an age; hourWords begin alike and do not.
const (
	yearWords = "рок рік літ лет год year lat rok"
	hourWords = "годин"
)

// agesIn are the ages in years that a text tells: a number and a word for years.
func agesIn(text string) []int {
	var ages []int
	number := -1
	for word := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if n, err := strconv.Atoi(word); err == nil {
			number = n
			continue
		}
		if number > 0 && number < 120 && anyWord(word, yearWords) && !anyWord(word, hourWords) {
			ages = append(ages, number)
		}
		number = -1
	}
	return ages
}
