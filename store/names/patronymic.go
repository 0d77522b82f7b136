package names

import "strings"

// patronymicEndings are the endings of folded patronymics, the surest first, with
// the sex they show. The short ones are endings of surnames as well.
var patronymicEndings = []struct {
	ending string
	sex    Sex
	sure   bool
}{
	{"ovi4", Male, true}, {"evi4", Male, true}, {"ivi4", Male, true}, {"avi4", Male, false},
	{"ivna", Female, true}, {"ovna", Female, true}, {"evna", Female, true}, {"avna", Female, false},
	{"ini4na", Female, true}, {"i4na", Female, true}, {"i4", Male, false}, {"vna", Female, false}, {"vi4", Male, false},
	{"o0li", Male, true}, {"kizi", Female, true},
}

// patronymic is one reading of a father's name.
type patronymic struct {
	root     string
	concepts []uint16
	sex      Sex
	sure     bool // the ending is no surname's
}

// readPatronymic reads a folded patronymic; ok is false when it does not end as one.
func (k *knowledge) readPatronymic(f string) (patronymic, bool) {
	for _, e := range patronymicEndings {
		root, ok := strings.CutSuffix(f, e.ending)
		if !ok || len(root) < 2 {
			continue
		}
		root = fatherRoot(root)
		return patronymic{root: root, concepts: k.fatherConcepts(root), sex: e.sex, sure: e.sure}, true
	}
	return patronymic{}, false
}

// plainFather reads a word known to be a patronymic though it does not end as one.
func (k *knowledge) plainFather(f string) patronymic {
	root := fatherRoot(f)
	return patronymic{root: root, concepts: k.fatherConcepts(root)}
}

func fatherRoot(f string) string {
	if r := trimVowels(f); len(r) >= 2 {
		return r
	}
	return f
}

// fatherConcepts finds the fathers a root stands for, allowing one slip.
func (k *knowledge) fatherConcepts(root string) []uint16 {
	return k.fathers[root]
}

// readFather enters the roots that patronymics make of a man's name: the fold
// without its last vowels, without -ів (Якович of Яків), without the vowel of a
// short name (Львович of Лев).
func (k *knowledge) readFather(id uint16, f string) {
	root := fatherRoot(f)
	addConcept(k.fathers, root, id)
	for _, ending := range []string{"iv", "ov", "ev"} {
		if r, ok := strings.CutSuffix(root, ending); ok && len(r) >= 2 {
			addConcept(k.fathers, r, id)
		}
	}
	if len(root) == 3 && !isVowel(root[0]) && isVowel(root[1]) {
		addConcept(k.fathers, string([]byte{root[0], root[2]}), id)
	}
	if n := len(root); n > 3 && root[n-2] == 'e' {
		addConcept(k.fathers, root[:n-2]+root[n-1:], id)
	}
}
