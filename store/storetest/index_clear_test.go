package storetest_test

import (
	"bytes"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"os"
	"strings"
	"testing"

	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/names"
	"dodomu/store/storetest"
)

// plantedName is long enough in each of its parts that nothing of it turns up by
// chance.
var plantedName = cases.Name{Surname: "Жовтобрюшенковський", Given: "Святополкіяна", Patronymic: "Всеволодомирівна", Other: "Жовтобрюшечка"}

// traces are all forms in which a name could lie in a store: as written, in lower
// case, as the matcher folds and stems it, and the plain hashes of each.
func traces() map[string][]byte {
	words := []string{plantedName.Surname, plantedName.Given, plantedName.Patronymic, plantedName.Other}
	for _, w := range words[:4] {
		words = append(words, strings.ToLower(w))
	}
	words = append(words, names.Derived(names.Name{Surname: plantedName.Surname, Given: plantedName.Given, Patronymic: plantedName.Patronymic})...)
	words = append(words, names.Derived(names.Name{Surname: plantedName.Other})...)
	found := map[string][]byte{}
	for _, w := range words {
		b := []byte(w)
		md, sha, long := md5.Sum(b), sha1.Sum(b), sha256.Sum256(b)
		f := fnv.New64a()
		f.Write(b)
		found[w] = b
		for name, sum := range map[string][]byte{"md5": md[:], "sha1": sha[:], "sha256": long[:], "fnv": f.Sum(nil)} {
			found[name+" of "+w] = sum
			found[name+" in hex of "+w] = []byte(hex.EncodeToString(sum))
		}
	}
	return found
}

// TestNothingOfANameInTheClear plants a name in reports that are indexed, matched and
// decided, and looks for every trace of it in all that the store keeps: every column
// of every table, and the bytes of the file.
func TestNothingOfANameInTheClear(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		keepIndex(t, s.DB)
		var refs []cases.Ref
		for chat := range int64(3) {
			sheet := storetest.Sheet(1)
			sheet.Children[0].Name = plantedName
			refs = append(refs, h.Report(h.Person(chat+1, "uk"), sheet).Cases[0].Ref)
		}
		current(t, s.DB)
		for _, ref := range refs {
			if found := matches(t, h, h.Supervisor, ref); len(found) != 2 {
				t.Fatalf("%d matches of the planted name", len(found))
			}
		}
		decidePlanted(t, h, refs)
		if len(traces()) < 100 {
			t.Fatalf("only %d traces are looked for", len(traces()))
		}
		clear, opened := everything(t, s)
		if !bytes.Contains(opened, []byte(plantedName.Surname)) {
			t.Fatal("the planted name is not in the store at all")
		}
		for what, trace := range traces() {
			if bytes.Contains(clear, trace) {
				t.Errorf("the store holds %s", what)
			}
		}
	})
}

// decidePlanted has one pair of the planted name confirmed and another rejected, with a
// reason that says the name.
func decidePlanted(t *testing.T, h *storetest.House, refs []cases.Ref) {
	t.Helper()
	p := store.Pair{Mine: refs[0], Other: refs[1]}
	decide(t, h, p, cases.Decision{To: cases.UnderCheck, Seen: cases.Suggested})
	decide(t, h, p, cases.Decision{To: cases.Confirmed, Seen: cases.UnderCheck})
	decide(t, h, store.Pair{Mine: refs[0], Other: refs[2]},
		cases.Decision{To: cases.Rejected, Seen: cases.Suggested, Why: plantedName.Surname + " має сестру"})
	current(t, h.DB)
}

// everything is all that a store keeps as somebody reads it who has no key, and
// beside it what its keys open.
func everything(t *testing.T, s *storetest.Store) (clear, opened []byte) {
	t.Helper()
	for _, row := range s.Dump() {
		for _, plain := range row.Opened {
			opened = append(opened, plain...)
		}
		for _, v := range row.Values {
			if raw, ok := v.([]byte); ok {
				clear = append(clear, raw...)
			} else {
				clear = fmt.Append(clear, v)
			}
			clear = append(clear, '\n')
		}
	}
	if s.File == "" {
		return clear, opened
	}
	for _, file := range []string{s.File, s.File + "-wal"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		clear = append(clear, text...)
	}
	return clear, opened
}
