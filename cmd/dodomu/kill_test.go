package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
	"unicode/utf16"

	"dodomu/bot/emulator"
	"dodomu/store"
	"dodomu/store/cases"
)

// TestKillAtEachStep kills the bot at each step of a report: right after the
// answer was sent, a moment later, and after the next question was read. The
// conversation goes on where it was, no answer is lost and none counts twice.
func TestKillAtEachStep(t *testing.T) {
	h := newHouse(t, emulator.Options{Limits: emulator.Limits{Off: true}})
	h.start()
	mother := newPlayer(t, h.tele, h.tele.Person(emulator.Profile{ID: 7_316_482_905, FirstName: "Олена", Language: "uk"}), motherGives)
	mother.log = h.log.String
	mother.person.Say("/report")
	kills, last := 0, 0
	for n := 0; ; n++ {
		step, m := mother.next(last)
		last = max(last, turnOf(m))
		mother.answer(step, m)
		switch n % 3 {
		case 0:
			h.kill()
		case 1:
			timer := time.NewTimer(time.Duration(n) * time.Millisecond)
			<-timer.C
			h.kill()
		case 2:
			if step != "review" {
				mother.next(last)
			}
			h.kill()
		}
		kills++
		h.start()
		if step == "review" {
			break
		}
	}
	mother.until(func() bool { return mother.receipts() > 0 }, "the receipt")
	h.ready()
	h.stop()
	twice := len(mother.given) - len(distinct(mother.given))
	if twice > 0 {
		t.Errorf("%d questions came twice: %v", twice, mother.given)
	}
	lost := checkReport(t, h.store(), mother)
	nothingInTheClear(t, h)
	t.Logf("figures: %d kills at %d steps, %d answers lost, %d questions doubled, %d receipts shown",
		kills, len(mother.given), lost, twice, mother.receipts())
}

func distinct(steps []string) []string { return slices.Compact(slices.Sorted(slices.Values(steps))) }

// checkReport reads the one case as a supervisor would and holds it against what
// was answered: how many answers are not in it as they were given.
func checkReport(t *testing.T, db *store.DB, pl *player) (lost int) {
	t.Helper()
	err := db.Update(context.Background(), func(tx *store.Tx) error {
		boss, _, err := tx.AddStaff(cases.Actor{Role: cases.Operator}, store.NewStaff{Handle: "boss", Name: "Boss", Role: cases.Supervisor})
		if err != nil {
			return err
		}
		lines, err := tx.Queue(boss.Actor(), store.Filter{})
		if err != nil {
			return err
		}
		if len(lines) != 1 {
			t.Fatalf("%d cases, want 1", len(lines))
		}
		file, err := tx.ReadCase(boss.Actor(), lines[0].Ref)
		if err != nil {
			return err
		}
		lost = checkSheet(t, file.Reports[0].Sheet, pl)
		return tx.VerifyTree()
	})
	if err != nil {
		t.Fatal(err)
	}
	return lost
}

func checkSheet(t *testing.T, s cases.Sheet, pl *player) (lost int) {
	t.Helper()
	child := s.Children[0]
	for what, pair := range map[string][2]any{
		"relation":   {s.Relation, cases.Mother},
		"surname":    {child.Name.Surname, pl.gives["surname"]},
		"given":      {child.Name.Given, pl.gives["given"]},
		"patronymic": {child.Name.Patronymic, pl.gives["patronymic"]},
		"birth":      {child.Birth.Date, cases.Date{Year: 2015, Month: 3, Day: 12}},
		"cause":      {child.Separation.Cause, cases.Filtration},
		"from":       {child.From.Settlement, pl.gives["settlement"]},
		"last":       {child.Last.Settlement, pl.gives["last_settlement"]},
		"marks":      {child.Marks, pl.gives["marks"]},
		"photos":     {len(child.Photos), 1},
		"references": {fmt.Sprint(s.References), fmt.Sprint([]cases.Reference{{Body: cases.Police, Number: pl.gives["number_police"]}})},
		"phone":      {s.Reach.Phone, "+380671234567"},
		"message":    {s.Message, pl.gives["message"]},
		"consents":   {len(s.Consents), len(cases.Purposes())},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: the report says %v, the answer was %v", what, pair[0], pair[1])
			lost++
		}
	}
	return lost
}

// nothingInTheClear looks for what was said in every byte that the bot left on
// the disk and in all of its log.
func nothingInTheClear(t *testing.T, h *house) {
	t.Helper()
	backup := h.file("backup.db")
	if err := h.store().Backup(context.Background(), backup); err != nil {
		t.Fatal(err)
	}
	texts := map[string][]byte{"the log": []byte(h.log.String())}
	files, err := filepath.Glob(h.file("*.db*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if texts[filepath.Base(file)], err = os.ReadFile(file); err != nil {
			t.Fatal(err)
		}
	}
	if len(texts) < 3 || len(texts["the log"]) == 0 {
		t.Fatalf("too little to search: %d texts", len(texts))
	}
	planted := []string{"7316482905", "Олена", "380671234567", "671234567"}
	for step, give := range motherGives {
		if !slices.Contains([]string{"photo"}, give) && give[0] != '[' && step != "contact_date" && step != "separated" {
			planted = append(planted, give)
		}
	}
	for name, text := range texts {
		for _, word := range planted {
			if bytes.Contains(text, []byte(word)) || bytes.Contains(text, utf16le(word)) {
				t.Errorf("%s holds %q in the clear", name, word)
			}
		}
	}
}

// utf16le is a text in UTF-16, little endian.
func utf16le(s string) []byte {
	var out []byte
	for _, unit := range utf16.Encode([]rune(s)) {
		out = append(out, byte(unit), byte(unit>>8))
	}
	return out
}

// TestStopUnderWay stops the bot politely in the midst of a report: it ends
// within five seconds and the report goes on after the next start.
func TestStopUnderWay(t *testing.T) {
	h := newHouse(t, emulator.Options{Limits: emulator.Limits{Off: true}})
	h.start()
	h.ready()
	pl := newPlayer(t, h.tele, h.tele.Person(emulator.Profile{ID: 11, FirstName: "Ніна", Language: "uk"}), grandmotherGives)
	pl.person.Say("/report")
	last := 0
	for {
		step, m := pl.next(last)
		last = max(last, turnOf(m))
		pl.answer(step, m)
		if took := h.stop(); took > 5*time.Second {
			t.Errorf("the stop took %v", took)
		}
		h.start()
		h.ready()
		if step == "review" {
			break
		}
	}
	pl.until(func() bool { return pl.receipts() == 1 }, "the receipt")
}
