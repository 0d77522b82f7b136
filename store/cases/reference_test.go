package cases_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"dodomu/store/cases"
)

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

func anyRef(t *rapid.T) cases.Ref {
	ref, err := cases.NewRef(bytes.NewReader(rapid.SliceOfN(rapid.Byte(), 10, 10).Draw(t, "random")))
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

// TestRefFindsEverySlip tries every wrong symbol at every position, and every two
// neighbours exchanged: the whole space of single slips for each number drawn.
func TestRefFindsEverySlip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ref := anyRef(t)
		for i := range ref {
			for _, wrong := range []byte(alphabet) {
				slip := []byte(ref)
				slip[i] = wrong
				if _, ok := cases.ParseRef(string(slip)); ok != (wrong == ref[i]) {
					t.Fatalf("%s for %s: taken %v", slip, ref, ok)
				}
			}
			for j := range i {
				slip := []byte(ref)
				slip[i], slip[j] = slip[j], slip[i]
				if _, ok := cases.ParseRef(string(slip)); ok != (ref[i] == ref[j]) {
					t.Fatalf("%s for %s: taken %v", slip, ref, ok)
				}
			}
		}
	})
}

func TestRefIsReadAsTyped(t *testing.T) {
	cyrillic := strings.NewReplacer("A", "А", "B", "В", "E", "Е", "K", "К", "M", "М", "H", "Н", "P", "Р", "C", "С", "T", "Т", "X", "Х")
	rapid.Check(t, func(t *rapid.T) {
		ref := anyRef(t)
		for _, typed := range []string{
			ref.String(), strings.ToLower(ref.String()), string(ref), strings.Join(strings.Split(string(ref), ""), " "),
			" " + ref.String() + "\n", strings.ReplaceAll(string(ref), "0", "o"), strings.ReplaceAll(string(ref), "1", "l"),
			strings.ReplaceAll(string(ref), "1", "І"), cyrillic.Replace(string(ref)), strings.ToLower(cyrillic.Replace(string(ref))),
		} {
			if got, ok := cases.ParseRef(typed); !ok || got != ref {
				t.Fatalf("%q read as %q, %v; want %q", typed, got, ok, ref)
			}
		}
		if len(ref.String()) != 13 || !ref.Valid() {
			t.Fatalf("%s prints as %s", string(ref), ref)
		}
	})
}

func TestRefRefuses(t *testing.T) {
	for _, typed := range []string{"", "0", "4F7K-29QM", strings.Repeat("0", 12), "UUUU-UUUU-UUU", "ЖЖЖЖ-ЖЖЖЖ-ЖЖЖ", "00000000001", "\x00"} {
		if ref, ok := cases.ParseRef(typed); ok {
			t.Errorf("%q read as %s", typed, ref)
		}
	}
	if _, err := cases.NewRef(strings.NewReader("short")); err == nil {
		t.Error("a number without randomness")
	}
}

func FuzzParseRef(f *testing.F) {
	f.Add("4F7K-29QM-B3X")
	f.Add("о0ІіЗ3")
	f.Fuzz(func(t *testing.T, typed string) {
		if ref, ok := cases.ParseRef(typed); ok {
			again, ok := cases.ParseRef(ref.String())
			if !ok || again != ref || !utf8.ValidString(string(ref)) {
				t.Fatalf("%q → %q → %q", typed, ref, again)
			}
		}
		if receipt, ok := cases.ParseReceipt(typed); ok && len(receipt) != 16 {
			t.Fatalf("%q → %q", typed, receipt)
		}
		if code, ok := cases.ParseInvitation(typed); ok && len(code) != 16 {
			t.Fatalf("%q → %q", typed, code)
		}
	})
}

func TestReceipt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		random := append(rapid.SliceOf(rapid.Byte()).Draw(t, "random"), bytes.Repeat([]byte{255, 7}, 16)...)
		receipt, err := cases.NewReceipt(bytes.NewReader(append(random, bytes.Repeat([]byte{9}, 64)...)))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Trim(string(receipt), "0123456789") != "" || len(receipt) != 16 {
			t.Fatalf("drew %q", receipt)
		}
		got, ok := cases.ParseReceipt(receipt.String())
		if !ok || got != receipt || !strings.HasSuffix(receipt.String(), receipt.Tail()) || len(receipt.Tail()) != 4 {
			t.Fatalf("%s read as %s", receipt, got)
		}
	})
	for _, typed := range []string{"", "123", "1234 5678 9012 345", "1234 5678 9012 34567", "1234 5678 9012 345a"} {
		if _, ok := cases.ParseReceipt(typed); ok {
			t.Errorf("%q is a receipt", typed)
		}
	}
	if _, err := cases.NewReceipt(bytes.NewReader(bytes.Repeat([]byte{251}, 99))); err == nil {
		t.Error("a receipt of bytes that are no digits")
	}
}

func TestInvitation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code, err := cases.NewInvitation(bytes.NewReader(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "random")))
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := cases.ParseInvitation(strings.ToLower(code.String())); !ok || got != code {
			t.Fatalf("%s read as %s", code, got)
		}
	})
}
