package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

// TestNoOracle holds that what does not work says the same whatever the reason is,
// for case numbers, receipts and codes.
func TestNoOracle(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		mother, father, stranger := h.Person(1, "uk"), h.Person(2, "uk"), h.Person(3, "uk")
		foreign := h.Report(mother, storetest.Sheet(1))
		erased := h.Report(father, storetest.Sheet(1))
		used, late := invite(t, h, mother, foreign), invite(t, h, mother, foreign)
		h.Do(func(tx *store.Tx) error { _, err := tx.Join(father, used, consented); return err })
		ofErased := invite(t, h, father, erased)
		h.Do(func(tx *store.Tx) error { return tx.Erase(father, erased.Cases[0].Ref) })

		t.Run("numbers", func(t *testing.T) {
			same(t, h, map[string]func(tx *store.Tx) error{
				"unknown": func(tx *store.Tx) error { _, err := tx.MyCase(stranger, "00000000000"); return err },
				"foreign": func(tx *store.Tx) error { _, err := tx.MyCase(stranger, foreign.Cases[0].Ref); return err },
				"erased":  func(tx *store.Tx) error { _, err := tx.MyCase(father, erased.Cases[0].Ref); return err },
				"no number": func(tx *store.Tx) error {
					_, err := tx.MyCase(stranger, "no number")
					return err
				},
			})
		})
		t.Run("acts", func(t *testing.T) {
			for name, f := range familyActs(stranger) {
				same(t, h, map[string]func(tx *store.Tx) error{
					name + " unknown": func(tx *store.Tx) error { return f(tx, "00000000000") },
					name + " foreign": func(tx *store.Tx) error { return f(tx, foreign.Cases[0].Ref) },
					name + " erased":  func(tx *store.Tx) error { return f(tx, erased.Cases[0].Ref) },
				})
			}
		})
		t.Run("receipts", func(t *testing.T) {
			same(t, h, map[string]func(tx *store.Tx) error{
				"unknown": func(tx *store.Tx) error { _, err := tx.ByReceipt(stranger, "0000 0000 0000 0000"); return err },
				"erased":  func(tx *store.Tx) error { _, err := tx.ByReceipt(father, erased.Receipt.String()); return err },
				"no receipt": func(tx *store.Tx) error {
					_, err := tx.ByReceipt(stranger, "hello")
					return err
				},
			})
		})
		h.Clock.Advance(8 * 24 * time.Hour)
		t.Run("codes", func(t *testing.T) {
			codes := map[string]func(tx *store.Tx) error{}
			for name, code := range map[string]cases.Invitation{"unknown": "0000000000000000", "none": "", "used": used, "late": late, "of an erased case": ofErased} {
				codes[name] = func(tx *store.Tx) error { _, err := tx.Join(stranger, code, consented); return err }
			}
			same(t, h, codes)
		})
	})
}

// familyActs is every act of a family on a number.
func familyActs(p cases.PersonID) map[string]func(tx *store.Tx, ref cases.Ref) error {
	words := cases.Addition{Text: "x"}
	return map[string]func(tx *store.Tx, ref cases.Ref) error{
		"see":     func(tx *store.Tx, ref cases.Ref) error { _, err := tx.MyCase(p, ref); return err },
		"add":     func(tx *store.Tx, ref cases.Ref) error { return tx.AddToReport(p, ref, words) },
		"answer":  func(tx *store.Tx, ref cases.Ref) error { return tx.Answer(p, ref, words) },
		"invite":  func(tx *store.Tx, ref cases.Ref) error { _, err := tx.InviteRelative(p, ref); return err },
		"erase":   func(tx *store.Tx, ref cases.Ref) error { return tx.Erase(p, ref) },
		"leave":   func(tx *store.Tx, ref cases.Ref) error { return tx.Leave(p, ref) },
		"consent": func(tx *store.Tx, ref cases.Ref) error { return tx.Consent(p, ref, consented[0]) },
	}
}

// same holds that acts fail with one and the same words.
func same(t *testing.T, h *storetest.House, acts map[string]func(tx *store.Tx) error) {
	t.Helper()
	texts := map[string]string{}
	for name, f := range acts {
		err := h.Fails(f)
		if !errors.Is(err, cases.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
		texts[fmt.Sprint(err)] = name
	}
	if len(texts) != 1 {
		t.Errorf("they differ: %v", texts)
	}
}

func invite(t *testing.T, h *storetest.House, p cases.PersonID, done store.Submitted) (code cases.Invitation) {
	t.Helper()
	h.Do(func(tx *store.Tx) (err error) {
		code, err = tx.InviteRelative(p, done.Cases[0].Ref)
		return err
	})
	return code
}

// TestErase plays a full case, erases it, and holds that nothing opens, nothing is
// left to open, nothing more leaves, and the tree stays whole.
func TestErase(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		mother, aunt := h.Person(1, "uk"), h.Person(2, "uk")
		done := h.Report(mother, storetest.Sheet(2))
		ref, sibling := done.Cases[0].Ref, done.Cases[1].Ref
		join(t, h, mother, aunt, ref)
		h.Outbox()
		h.Clock.Set(time.Date(2026, time.March, 2, 22, 0, 0, 0, time.UTC))
		h.Bring(ref, cases.Registered)
		before := checkpoint(t, h)
		err := h.Fails(func(tx *store.Tx) error { return tx.Erase(aunt, ref) })
		if !errors.Is(err, cases.ErrForbidden) {
			t.Errorf("a relative who joined erases: %v", err)
		}
		h.Do(func(tx *store.Tx) error { return tx.Erase(mother, ref) })
		h.Clock.Advance(24 * time.Hour)
		tells(t, h, "group staff.waiting", "worker staff.erased")

		for name, f := range map[string]func(tx *store.Tx) error{
			"staff read": func(tx *store.Tx) error { _, err := tx.ReadCase(h.Supervisor.Actor(), ref); return err },
			"history":    func(tx *store.Tx) error { _, err := tx.History(h.Supervisor.Actor(), ref); return err },
			"the aunt":   func(tx *store.Tx) error { _, err := tx.MyCase(aunt, ref); return err },
			"again":      func(tx *store.Tx) error { return tx.Erase(mother, ref) },
		} {
			if err := h.Fails(f); !errors.Is(err, cases.ErrNotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		left(t, h, done.Cases[0].ID)
		verifies(t, h, before)
		h.Do(func(tx *store.Tx) error {
			mine, err := tx.MyCases(mother)
			if len(mine) != 1 || mine[0].Ref != sibling {
				t.Errorf("left of my cases: %+v", mine)
			}
			if views, err := tx.ByReceipt(mother, string(done.Receipt)); err != nil || len(views) != 1 {
				t.Errorf("the receipt of the sibling: %v, %v", views, err)
			}
			return err
		})
		h.Do(func(tx *store.Tx) error { return tx.Erase(mother, sibling) })
		verifies(t, h, before)
	})
}

func checkpoint(t *testing.T, h *storetest.House) (text []byte) {
	t.Helper()
	h.Do(func(tx *store.Tx) (err error) {
		text, err = tx.Checkpoint()
		return err
	})
	return text
}

// left holds what an erased case leaves behind: its row, closed and empty, its
// events without words, no key.
func left(t *testing.T, h *storetest.House, id cases.CaseID) {
	t.Helper()
	db := h.Outside()
	for query, want := range map[string]int{
		`SELECT COUNT(*) FROM cases WHERE id = $1 AND number IS NULL AND card IS NULL AND proposal IS NULL AND closing = 'erased_on_request'`: 1,
		`SELECT COUNT(*) FROM scopes WHERE id = $1 AND wrap IS NOT NULL`:                                                                      0,
		`SELECT COUNT(*) FROM events WHERE case_id = $1 AND body IS NOT NULL`:                                                                 0,
		`SELECT COUNT(*) FROM outbox WHERE case_id = $1 AND body IS NOT NULL`:                                                                 0,
		`SELECT COUNT(*) FROM filings WHERE case_id = $1`:                                                                                     0,
		`SELECT COUNT(*) FROM followers WHERE case_id = $1`:                                                                                   0,
		`SELECT COUNT(*) FROM consents WHERE case_id = $1`:                                                                                    0,
		`SELECT COUNT(*) FROM notes WHERE case_id = $1`:                                                                                       0,
		`SELECT COUNT(*) FROM passed WHERE case_id = $1`:                                                                                      0,
		`SELECT COUNT(*) FROM invitations WHERE case_id = $1`:                                                                                 0,
	} {
		var got int
		if err := db.QueryRow(query, id).Scan(&got); err != nil || got != want {
			t.Errorf("%s: %d, %v", query, got, err)
		}
	}
}

// TestJoining holds who may invite, how often, and what a relative then reads.
func TestJoining(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		mother, aunt, volunteer := h.Person(1, "uk"), h.Person(2, "uk"), h.Person(3, "uk")
		done := h.Report(mother, storetest.Sheet(1))
		ref := done.Cases[0].Ref
		relayed := storetest.Sheet(1)
		relayed.Relation = cases.ForFamily
		relay := h.Report(volunteer, relayed).Cases[0].Ref
		h.Do(func(tx *store.Tx) error {
			return tx.AddToReport(mother, ref, cases.Addition{Text: "моє слово"})
		})
		code := invite(t, h, mother, done)
		for name, row := range map[string]struct {
			f    func(tx *store.Tx) error
			want error
		}{
			"without consent":     {func(tx *store.Tx) error { _, err := tx.Join(aunt, code, nil); return err }, cases.ErrConsent},
			"a volunteer invites": {func(tx *store.Tx) error { _, err := tx.InviteRelative(volunteer, relay); return err }, cases.ErrForbidden},
			"the mother joins":    {func(tx *store.Tx) error { _, err := tx.Join(mother, code, consented); return err }, cases.ErrTaken},
			"a staff door":        {func(tx *store.Tx) error { _, err := tx.JoinStaff(aunt, code); return err }, cases.ErrNotFound},
		} {
			if err := h.Fails(row.f); !errors.Is(err, row.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		h.Do(func(tx *store.Tx) error {
			v, err := tx.Join(aunt, code, consented)
			if v.Given != "" || v.Reporter || len(v.Said) != 0 || v.Ref != ref {
				t.Errorf("a relative reads %+v", v)
			}
			return err
		})
		err := h.Fails(func(tx *store.Tx) error { _, err := tx.InviteRelative(aunt, ref); return err })
		if !errors.Is(err, cases.ErrForbidden) {
			t.Errorf("a relative who joined invites: %v", err)
		}
		for range 5 {
			invite(t, h, mother, done)
		}
		err = h.Fails(func(tx *store.Tx) error { _, err := tx.InviteRelative(mother, ref); return err })
		if !errors.Is(err, cases.ErrTooMany) {
			t.Errorf("a sixth open code: %v", err)
		}
		h.Do(func(tx *store.Tx) error { return tx.Leave(aunt, ref) })
		if err := h.Fails(func(tx *store.Tx) error { _, err := tx.MyCase(aunt, ref); return err }); !errors.Is(err, cases.ErrNotFound) {
			t.Errorf("after leaving: %v", err)
		}
	})
}

// TestAttempts holds that trying codes and receipts ends, for one and for all, and
// that a good code tried too late in the hour does not work either.
func TestAttempts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		mother, thief := h.Person(1, "uk"), h.Person(2, "uk")
		done := h.Report(mother, storetest.Sheet(1))
		try := func(p cases.PersonID, receipt string) (err error) {
			h.Do(func(tx *store.Tx) error { _, err = tx.ByReceipt(p, receipt); return nil })
			return err
		}
		for i := range 6 {
			if err := try(thief, fmt.Sprintf("%016d", i)); !errors.Is(err, cases.ErrNotFound) {
				t.Fatalf("attempt %d: %v", i, err)
			}
		}
		if err := try(thief, string(done.Receipt)); !errors.Is(err, cases.ErrTooMany) {
			t.Errorf("the seventh, with the right one: %v", err)
		}
		if err := try(mother, done.Receipt.String()); err != nil {
			t.Errorf("somebody else meanwhile: %v", err)
		}
		h.Clock.Advance(time.Hour)
		if err := try(thief, string(done.Receipt)); err != nil {
			t.Errorf("an hour later: %v", err)
		}
		if _, err := h.Outside().Exec(`UPDATE attempts SET tries = 600 WHERE person = 0`); err != nil {
			t.Fatal(err)
		}
		if err := try(mother, string(done.Receipt)); !errors.Is(err, cases.ErrTooMany) {
			t.Errorf("when everybody tried: %v", err)
		}
	})
}

// TestClosedDoesNotBlock holds that a family can write to a closed case, which is
// flagged and stays closed.
func TestClosedDoesNotBlock(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		mother := h.Person(1, "uk")
		ref := h.Report(mother, storetest.Sheet(1)).Cases[0].Ref
		h.Bring(ref, cases.Closed)
		h.Outbox()
		h.Do(func(tx *store.Tx) error {
			return tx.AddToReport(mother, ref, cases.Addition{Text: "Він знову зник"})
		})
		tells(t, h, "worker staff.reopen")
		h.Do(func(tx *store.Tx) error {
			lines, err := tx.Queue(h.Worker.Actor(), store.Filter{})
			if len(lines) != 1 || !lines[0].Reopen || lines[0].Stage != cases.Closed {
				t.Errorf("queue %+v", lines)
			}
			if err != nil {
				return err
			}
			_, err = tx.Move(h.Worker.Actor(), ref, storetest.Full(cases.Closed, cases.UnderReview))
			return err
		})
		reads(t, h, mother, ref, cases.UnderReview, "")
	})
}

// TestConsentToSearch holds that nothing is searched that nobody agreed to, and that
// the consent can be taken back and given.
func TestConsentToSearch(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		mother := h.Person(1, "uk")
		ref := h.Report(mother, storetest.Sheet(1)).Cases[0].Ref
		h.Bring(ref, cases.Registered)
		consent := cases.Consent{Purpose: cases.ConsentSearch, Version: "2026-03"}
		search := func(tx *store.Tx) error {
			_, err := tx.Search(h.Worker.Actor(), ref, cases.Registered, "запит")
			return err
		}
		h.Do(func(tx *store.Tx) error { return tx.Consent(mother, ref, consent) })
		if err := h.Fails(search); !errors.Is(err, cases.ErrConsent) {
			t.Errorf("search without consent: %v", err)
		}
		consent.Given = true
		h.Do(func(tx *store.Tx) error { return tx.Consent(mother, ref, consent) })
		h.Do(search)
	})
}

// TestSubmitRefuses holds who may not submit, and what.
func TestSubmitRefuses(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		mother := cases.Actor{Person: h.Person(1, "uk"), Role: cases.Family}
		photo := storetest.Sheet(1)
		somebody := h.Person(9, "uk")
		h.Do(func(tx *store.Tx) error {
			f, err := tx.PendingFile(somebody, store.FileRef{Telegram: "x"})
			photo.Children[0].Photos = []cases.FileID{f}
			return err
		})
		nameless := storetest.Sheet(1)
		nameless.Children[0].Name = cases.Name{}
		for name, row := range map[string]struct {
			by    cases.Actor
			sheet cases.Sheet
			want  error
		}{
			"nobody":               {cases.Actor{Role: cases.Family}, storetest.Sheet(1), cases.ErrForbidden},
			"staff":                {h.Worker.Actor(), storetest.Sheet(1), cases.ErrForbidden},
			"a nameless child":     {mother, nameless, cases.ErrIncomplete},
			"somebody else's file": {mother, photo, cases.ErrNotFound},
		} {
			err := h.Fails(func(tx *store.Tx) error { _, err := tx.Submit(row.by, row.sheet); return err })
			if !errors.Is(err, row.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		var gaps *cases.Gaps
		err := h.Fails(func(tx *store.Tx) error { _, err := tx.Submit(mother, nameless); return err })
		if !errors.As(err, &gaps) || strings.Join(gaps.Missing, " ") != "children.0.name" {
			t.Errorf("what is missing: %v", err)
		}
	})
}
