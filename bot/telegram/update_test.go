package telegram

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

func TestDecode(t *testing.T) {
	tests := []struct {
		name, raw string
		id        int64
		fine      bool
	}{
		{"text", text(5), 5, true},
		{"press", `{"update_id":6,"callback_query":{"id":"1","from":{"id":1,"is_bot":false,"first_name":"A"},"data":"x"}}`, 6, true},
		{"a kind that is not known yet", `{"update_id":7,"brain_wave":{"x":1}}`, 7, true},
		{"a field of another kind", `{"update_id":8,"message":{"date":"x"}}`, 8, false},
		{"id after the fault", `{"message":[],"update_id":9}`, 9, false},
		{"cut short", `{"update_id":10,"message":{"te`, 10, false},
		{"id nested only", `{"message":{"update_id":11}}`, 0, false},
		{"no id", `{}`, 0, false},
		{"id of words", `{"update_id":"12"}`, 0, false},
		{"id below zero", `{"update_id":-1}`, 0, false},
		{"id of fractions", `{"update_id":1.5}`, 0, false},
		{"list", `[1]`, 0, false},
		{"null", `null`, 0, false},
		{"nothing", ``, 0, false},
		{"deep", strings.Repeat("[", 20000), 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			u := Decode([]byte(tt.raw))
			if u.ID != tt.id || (u.Err == nil) != tt.fine || (u.Parsed != nil) != tt.fine || string(u.Raw) != tt.raw {
				t.Errorf("got id %d, %v", u.ID, u.Err)
			}
			if u.Err != nil && !errors.Is(u.Err, ErrUndecodable) {
				t.Errorf("%v is not ErrUndecodable", u.Err)
			}
		})
	}
}

func TestDecodeAnswer(t *testing.T) {
	got, err := decodeAnswer([]byte(`{"ok":true,"result":[` + text(1) + `,null,{"update_id":2,"message":1}]}`))
	if err != nil || len(got) != 3 || got[0].Parsed.Message.Text != "Ї" || got[1].Err == nil || got[2].ID != 2 {
		t.Errorf("got %+v, %v", got, err)
	}
	for _, body := range []string{``, `{}`, `{"ok":false}`, `{"ok":true,"result":{}}`, `{"ok":true,"result":[`} {
		if got, err := decodeAnswer([]byte(body)); err == nil {
			t.Errorf("%q: %v and no error", body, got)
		}
	}
}

// FuzzDecode: no update, however broken, stops receiving, and one whose id can
// be read at all keeps it.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(text(5)))
	f.Add([]byte(`{"update_id":7,"message":{"message_id":1,"forward_origin":{"type":"user","sender_user":{"id":1}},"photo":[{"file_id":"x"}],"reply_markup":{"inline_keyboard":[[]]}}}`))
	f.Add([]byte(`{"update_id":7,"my_chat_member":{"chat":{"id":1,"type":"private"},"from":{"id":1},"date":1,"old_chat_member":{"status":"member","user":{"id":2}},"new_chat_member":{"status":"kicked","user":{"id":2},"until_date":0}}}`))
	f.Add([]byte(`{"update_id":7,"callback_query":{"id":"1","message":{"date":0,"chat":{"id":1},"message_id":2}}}`))
	f.Add([]byte(`{"update_id":7,"message_reaction":{"chat":{"id":1},"new_reaction":[{"type":"emoji","emoji":"x"}]}}`))
	f.Add([]byte(`{"update_id":10,"message":{"te`))
	f.Add([]byte(`{"updAte_id":1,"messAge":{"forwArd_origin":{}}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		u := Decode(raw)
		if (u.Err == nil) != (u.Parsed != nil) || u.ID < 0 || (u.Err == nil && u.ID == 0) {
			t.Fatalf("id %d, parsed %v, %v", u.ID, u.Parsed != nil, u.Err)
		}
		var strict struct {
			ID *int64 `json:"update_id"`
		}
		if json.Unmarshal(raw, &strict) == nil && strict.ID != nil && *strict.ID > 0 && u.ID == 0 {
			t.Fatalf("id %d is lost", *strict.ID)
		}
		if _, err := decodeAnswer(append(append([]byte(`{"ok":true,"result":[`), raw...), "]}"...)); err != nil && json.Valid(raw) {
			t.Fatalf("one update spoils an answer: %v", err)
		}
	})
}

func BenchmarkDecodeAnswer(b *testing.B) {
	body := []byte(`{"ok":true,"result":[` + strings.Repeat(text(1)+",", 99) + text(100) + `]}`)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := decodeAnswer(body); err != nil {
			b.Fatal(err)
		}
	}
}
