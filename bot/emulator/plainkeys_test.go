package emulator

import (
	"reflect"
	"testing"
	"unicode/utf8"
)

// What the quick reader takes, the strict one takes too, and reads the same.
func FuzzPlainInline(f *testing.F) {
	for _, s := range []string{
		`{"inline_keyboard":[[{"text":"Так","callback_data":"y"},{"text":"Ні","callback_data":"n"}],[{"text":"a","callback_data":"b"}]]}`,
		`{"inline_keyboard":[[{"text":"a\"","callback_data":"b"}]]}`, `{"inline_keyboard":[]}`, `{"inline_keyboard":[[]]}`,
		`{"inline_keyboard":[[{"text":"a","url":"b"}]]} `,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		rows, ok := plainInline(s)
		if !ok {
			return
		}
		var m markup
		if err := strictly([]byte(s), &m); err != nil {
			t.Fatalf("%q was taken: %v", s, err)
		}
		if utf8.ValidString(s) && !reflect.DeepEqual(m.InlineKeyboard, rows) {
			t.Fatalf("%q: %+v and %+v", s, rows, m.InlineKeyboard)
		}
	})
}

func TestPlainKeyboardIsRead(t *testing.T) {
	if rows, ok := plainInline(`{"inline_keyboard":[[{"text":"Так","callback_data":"y"}]]}`); !ok || rows[0][0].CallbackData != "y" {
		t.Errorf("%+v %v", rows, ok)
	}
	if _, ok := plainInline(`{"inline_keyboard":[[{"text":"a","callback_data":"y"}]]}x`); ok {
		t.Error("what stands behind was passed over")
	}
}
