package store_test

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"time"

	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

// account is somebody who writes to the bot, with everything by which the store could
// know them again.
type account struct {
	h       *storetest.House
	chat    int64
	person  cases.PersonID
	updates []int64
}

// The planted marks of an account's own file.
const (
	plantedFile   = "AgACAgIAAxkBAAIplanted"
	plantedUnique = "AQADplanted"
)

// turn writes what a turn of a conversation writes: the update, an act, the waiting
// conversation, the answer; which then goes out.
func (a *account) turn(state string, act func(tx *store.Tx) error) {
	a.h.Clock.Advance(41 * time.Second)
	update := 880_000_000 + int64(len(a.updates)) + a.chat%1000
	a.updates = append(a.updates, update)
	a.h.Do(func(tx *store.Tx) error {
		p, err := tx.Meet(a.chat, "uk")
		if err != nil {
			return err
		}
		a.person = p.ID
		if _, err := tx.FirstSight(update, p.ID, int(update%100_000)); err != nil {
			return err
		}
		if err := act(tx); err != nil {
			return err
		}
		var waiting []byte
		if state != "" {
			waiting = []byte(state)
		}
		if err := tx.SaveConversation(p.ID, waiting); err != nil {
			return err
		}
		return tx.Enqueue(store.Notice{To: p.ID, Kind: "reply", Body: []byte(`{"k":"tip.next"}`)})
	})
	a.h.Outbox()
}

// tell sends an anonymous tip with a photo, from the first word to the receipt.
func (a *account) tell() (receipt cases.Receipt) {
	sheet := storetest.TipSheet()
	a.turn("what", func(*store.Tx) error { return nil })
	a.turn("files", func(tx *store.Tx) error {
		f, err := tx.PendingFile(a.person, store.FileRef{Telegram: plantedFile, Unique: plantedUnique})
		sheet.Files = []cases.FileID{f}
		return err
	})
	a.turn("", func(tx *store.Tx) error {
		done, err := tx.SubmitTip(cases.Actor{Person: a.person, Role: cases.Tipster}, "", sheet)
		receipt = done.Receipt
		return err
	})
	// The file is fetched only now.
	a.h.Clock.Advance(11 * time.Second)
	a.h.Do(func(tx *store.Tx) error {
		due, err := tx.FilesToFetch(1, time.Minute)
		if err != nil || len(due) != 1 || due[0].Owner != 0 || due[0].Telegram != plantedFile {
			return fmt.Errorf("to fetch: %+v: %w", due, err)
		}
		return tx.KeepFile(due[0].File, []byte("original"), store.Picture{JPEG: []byte("working")})
	})
	return receipt
}

// marks are all forms in which the store could say who the account is.
func (a *account) marks() map[string]string {
	marks := map[string]string{"file": plantedFile, "unique": plantedUnique}
	add := func(name string, n int64) {
		raw := binary.BigEndian.AppendUint64(nil, uint64(n))
		little := binary.LittleEndian.AppendUint64(nil, uint64(n))
		index := a.h.Keys.Blind("chat", raw)
		marks[name+" in decimal"] = fmt.Sprint(n)
		marks[name+" in hex"] = fmt.Sprintf("%x", n)
		marks[name+" in binary"] = string(raw)
		marks[name+" in binary, little end first"] = string(little)
		marks[name+"'s index"] = string(index)
		marks[name+"'s index in hex"] = fmt.Sprintf("%x", index)
	}
	add("chat", a.chat)
	add("person", int64(a.person))
	return marks
}

// milliseconds are the moments that a row knows: its times, and those within its ids.
func milliseconds(r storetest.Row) map[int64]string {
	const idBits, idEpoch = 22, 1_577_836_800_000
	found := map[int64]string{}
	for column, v := range r.Values {
		n, ok := v.(int64)
		if !ok {
			continue
		}
		for _, at := range []int64{n, n>>idBits + idEpoch} {
			if when := time.UnixMilli(at); when.Year() == storetest.Start.Year() && when != when.Truncate(24*time.Hour) {
				found[at] = r.Table + "." + column
			}
		}
	}
	return found
}

// parted are the rows of a store that are of an account, and those of the one tip.
func parted(a *account, all []storetest.Row) (theirs, tips []storetest.Row) {
	var id int64
	for _, r := range all {
		if r.Table == "tips" {
			id = r.Values["id"].(int64)
		}
	}
	for _, r := range all {
		kind, _ := r.Values["kind"].(string)
		if r.Holds(int64(a.person)) {
			theirs = append(theirs, r)
		}
		if r.Holds(id) || strings.HasPrefix(r.Table, "tip") || r.Table == "letters" || strings.HasPrefix(kind, "staff.tip") {
			tips = append(tips, r)
		}
	}
	return theirs, tips
}

// TestNothingLeadsToTheTipster is figure 8 of the issue on tips. Somebody whom the store
// knows for a report sends an anonymous tip and answers a question about it. Whoever has
// the whole store and every key finds no way from the tip to the account: not by any
// value of any column of any table, sealed ones opened, and not by a moment, an id or a
// transaction that both share.
func TestNothingLeadsToTheTipster(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) { knownTipster(t, storetest.Staffed(s)) })
}

// TestTipsterIsForgotten is its other half: of an account that left nothing but an
// anonymous tip nothing at all is in the store an hour later.
func TestTipsterIsForgotten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) { passingTipster(t, storetest.Staffed(s)) })
}

func knownTipster(t *testing.T, h *storetest.House) {
	a := &account{h: h, chat: 7_777_123_456}
	a.turn("", func(tx *store.Tx) error {
		_, err := tx.Submit(cases.Actor{Person: a.person, Role: cases.Family}, storetest.Sheet(1))
		return err
	})
	h.Clock.Advance(time.Minute)
	receipt := a.tell()
	takeIn(h, 1)
	apart(t, a, h.Dump())

	// They come back by the receipt and answer; that leads nowhere either.
	ref := h.OnlyTip()
	h.Do(func(tx *store.Tx) error {
		_, err := tx.AskTip(h.Worker.Actor(), ref, cases.TipTriaged, "Коли саме?")
		return err
	})
	a.turn("answer", func(tx *store.Tx) error { return allowed(tx.TipByReceipt(a.person, receipt.String())) })
	a.turn("", func(tx *store.Tx) error {
		return tx.SayByReceipt(a.person, receipt.String(), cases.Addition{Text: "У суботу"})
	})
	takeIn(h, 1)
	if f := readTip(t, h, ref); len(f.Said) != 1 || len(f.Sheet.Files) != 1 {
		t.Errorf("the answer or the file is lost: %+v", f)
	}
	h.Do(func(tx *store.Tx) error {
		f, err := tx.ReadTip(h.Worker.Actor(), ref)
		if err != nil {
			return err
		}
		working, err := tx.TipFileCopy(h.Worker.Actor(), ref, f.Sheet.Files[0])
		if string(working) != "working" {
			t.Errorf("the file opens as %q", working)
		}
		return err
	})
	apart(t, a, h.Dump())
	verifies(t, h)
}

// takeIn empties the letterbox some minutes later, and what it tells staff goes out.
func takeIn(h *storetest.House, want int) {
	h.Clock.Advance(7 * time.Minute)
	h.EmptyLetterbox(want)
	h.Outbox()
}

// apart holds that no row of the tip shares anything with the rows of an account.
func apart(t *testing.T, a *account, all []storetest.Row) {
	t.Helper()
	theirs, tips := parted(a, all)
	if len(theirs) < 5 || len(tips) < 5 {
		t.Fatalf("%d rows of the account, %d of the tip: the test looks at the wrong ones", len(theirs), len(tips))
	}
	marks := a.marks()
	for i, u := range a.updates {
		marks[fmt.Sprintf("update %d", i)] = fmt.Sprint(u)
	}
	moments, writers := map[int64]string{}, map[string]string{}
	for _, r := range theirs {
		for at, where := range milliseconds(r) {
			moments[at] = where
		}
		if r.Writer != "" {
			writers[r.Writer] = r.Table
		}
		if leaving, _ := r.Values["leaving"].(bool); leaving || r.Values["leaving"] == int64(1) {
			t.Error("who is known for a report is marked")
		}
	}
	for _, r := range tips {
		text := r.Text()
		for name, mark := range marks {
			if strings.Contains(text, mark) {
				t.Errorf("a row of %s says the %s", r.Table, name)
			}
		}
		for at, where := range milliseconds(r) {
			if other := moments[at]; other != "" {
				t.Errorf("%s and %s share the moment %s", where, other, time.UnixMilli(at).UTC())
			}
		}
		if other := writers[r.Writer]; other != "" {
			t.Errorf("a row of %s and one of %s were written by one transaction", r.Table, other)
		}
	}
}

func passingTipster(t *testing.T, h *storetest.House) {
	a := &account{h: h, chat: 7_777_654_321}
	receipt := a.tell()
	if found := found(a, h.Dump()); len(found) == 0 {
		t.Fatal("the marks are found nowhere even now: the test looks for the wrong ones")
	}
	takeIn(h, 1)
	h.Do(func(tx *store.Tx) error { _, err := tx.Person(a.person); return err })
	h.Clock.Advance(time.Hour)
	h.EmptyLetterbox(0)
	for _, where := range found(a, h.Dump()) {
		t.Errorf("an hour later: %s", where)
	}
	if err := h.Fails(func(tx *store.Tx) error { _, err := tx.Person(a.person); return err }); err == nil {
		t.Error("the account is still known")
	}
	// A repeated update is still known as one, and the receipt still opens the tip.
	h.Do(func(tx *store.Tx) error {
		fresh, err := tx.FirstSight(a.updates[0], 0, 0)
		if fresh {
			t.Error("a repeated update is taken for a new one")
		}
		return err
	})
	receiptReads(t, h, h.Person(3, "uk"), receipt, false, "")
	verifies(t, h)
}

// found tells where in a store an account's marks are.
func found(a *account, all []storetest.Row) (places []string) {
	for _, r := range all {
		text := r.Text()
		for name, mark := range a.marks() {
			if strings.Contains(text, mark) || r.Holds(a.chat) || r.Holds(int64(a.person)) {
				places = append(places, "the "+name+" in "+r.Table)
			}
		}
	}
	return places
}
