package names

import "strings"

// maxFold bounds a skeleton; no name needs more symbols.
const maxFold = 32

// The skeleton's alphabet: a b d e f i k l m n o p r s t u v z as they sound,
// and six signs for sounds without a letter of their own that every alphabet
// here spells alike. Signs are digits so that folding a skeleton again changes
// nothing: no Latin reading can take them for letters.
const (
	symH   = '0' // г ґ х h g kh ch
	symYot = '1' // the mark before an initial я or ю
	symCh  = '4' // ч
	symTs  = '5' // ц тс
	symSh  = '6' // ш; щ is ш and ч
	symZh  = '7' // ж
)

// Fold gives the skeleton of one word in any of the alphabets: the same for
// Зеленський, Зеленский and Zelenskyi. Latin is read as English and passport
// spellings do. Folding a skeleton gives it back. The empty string comes back
// for a word without letters.
func Fold(word string) string { return foldWord(clean(word), english) }

// foldWord folds a cleaned word; Latin letters are read by the scheme.
func foldWord(word string, s *scheme) string {
	var k skeleton
	runes := []rune(word)
	for i := 0; i < len(runes); {
		if syms := cyrillicSymbols(runes, i); syms != "" || isCyrillic(runes[i]) {
			k.add(syms)
			i++
			continue
		}
		syms, n := s.read(runes[i:])
		k.add(syms)
		i += n
	}
	return string(k.out)
}

// cyrillicSymbols gives the symbols of the letter at i: "i" stands for every
// glide too, and skeleton.push decides what becomes of it.
func cyrillicSymbols(w []rune, i int) string {
	switch w[i] {
	case 'ь':
		if i+1 < len(w) && w[i+1] == 'о' {
			return "i"
		}
		return ""
	case 'ъ':
		if i > 0 && strings.ContainsRune("аеиоуіїєэыюя", w[i-1]) {
			return "i" // ї typed on a Russian keyboard
		}
		return ""
	case 'ё':
		if i > 0 && i+1 < len(w) && strings.ContainsRune("яюєї", w[i+1]) {
			return "" // ' typed on a Russian keyboard
		}
		return "e"
	}
	return cyrillicTable(w[i])
}

// cyrillicLetters maps the letters from а to ӿ to their symbols.
var cyrillicLetters = spellCyrillic()

func spellCyrillic() (table ['ӿ' - 'а' + 1]string) {
	const letters = "абвгґдеєжзиіїйклмнопрстуфхцчшыэўјһқғңөә"
	const symbols = "abv00dee7ziiiiklmnoprstuf0546ievi0k0noa"
	n := 0
	for _, l := range letters {
		table[l-'а'] = symbols[n : n+1]
		n++
	}
	table['щ'-'а'] = "64"
	table['я'-'а'] = "ia"
	for _, l := range "юүұ" {
		table[l-'а'] = "iu"
	}
	return table
}

func cyrillicTable(r rune) string {
	if r < 'а' || r > 'ӿ' {
		return ""
	}
	return cyrillicLetters[r-'а']
}

// skeleton gathers symbols and applies the rules that all alphabets share.
type skeleton struct{ out []byte }

func (k *skeleton) add(symbols string) {
	for i := range len(symbols) {
		k.push(symbols[i])
	}
}

func (k *skeleton) last() byte {
	if len(k.out) == 0 {
		return 0
	}
	return k.out[len(k.out)-1]
}

func (k *skeleton) replace(c byte) {
	k.out = k.out[:len(k.out)-1]
	k.push(c)
}

// push adds one symbol. A glide before a vowel is dropped (initial я and ю keep
// a mark), йо and ьо are е as Russian writes them, тс is ц, doubles are one.
func (k *skeleton) push(c byte) {
	last := k.last()
	switch {
	case last == c || len(k.out) >= maxFold:
	case last == 'i' && c == 'o':
		k.replace('e')
	case last == 'i' && (c == 'a' || c == 'u') && len(k.out) == 1:
		k.out = append(k.out[:0], symYot, c)
	case last == 'i' && (c == 'a' || c == 'u' || c == 'e'):
		k.replace(c)
	case last == 't' && (c == 's' || c == 'z' || c == symTs):
		k.replace(symTs)
	default:
		k.out = append(k.out, c)
	}
}

// isVowel tells whether a symbol is a vowel of the skeleton.
func isVowel(c byte) bool { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' }

// trimVowels drops the vowels a skeleton ends in.
func trimVowels(f string) string { return strings.TrimRight(f, "aeiou") }
