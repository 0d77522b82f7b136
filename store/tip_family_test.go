package store_test

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

// caseTables are all tables of which a family reads anything, or from which something
// could come to them. Notes and history are for staff; the history may grow.
func caseTables() []string {
	return []string{"cases", "filings", "reports", "followers", "consents", "questions", "answers", "notes", "held", "passed", "invitations"}
}

// standing is everything that stands of all cases and everything queued for or sent to
// who follows them.
func standing(t interface{ Fatal(...any) }, db *sql.DB) string {
	var b strings.Builder
	queries := []string{`SELECT * FROM outbox WHERE lane IN (SELECT person FROM followers) ORDER BY id`,
		`SELECT * FROM lanes WHERE id IN (SELECT person FROM followers) ORDER BY id`}
	for _, table := range caseTables() {
		queries = append(queries, `SELECT * FROM `+table+` ORDER BY 1, 2`)
	}
	for _, query := range queries {
		rows, err := db.Query(query)
		if err != nil {
			t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			values, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				into[i] = &values[i]
			}
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "%s %v\n", query, values)
		}
		rows.Close()
	}
	return b.String()
}

// tipGame is a house in which tips are played with.
type tipGame struct {
	h         *storetest.House
	refs      []cases.Ref
	volunteer cases.PersonID
	tips      []cases.TipRef
	poster    cases.Invitation
}

// TestTipsMoveNoCaseAndReachNoFamily plays random acts with tips, allowed and refused:
// whatever happens, every case stands as it stood on every axis, and nothing is queued
// for anybody of a family.
func TestTipsMoveNoCaseAndReachNoFamily(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		g := &tipGame{h: storetest.Staffed(s)}
		g.h.Bring(g.report(1), cases.UnderReview)
		g.h.Bring(g.report(2), cases.Located)
		g.report(3)
		g.volunteer = g.h.Person(20, "uk")
		g.h.Outbox()
		g.h.Do(func(tx *store.Tx) (err error) {
			g.poster, err = tx.MakePoster(g.h.Supervisor.Actor(), g.refs[0])
			return err
		})
		db := g.h.Outside()
		before := standing(t, db)
		done := 0
		rapid.Check(t, func(t *rapid.T) {
			for range rapid.IntRange(1, 6).Draw(t, "acts") {
				if g.act(t) {
					done++
				}
			}
			if after := standing(t, db); after != before {
				t.Fatalf("a case or what is told of one has changed:\n%s\nwas:\n%s", after, before)
			}
		})
		if done < 50 {
			t.Errorf("only %d acts were done: the game plays nothing", done)
		}
		verifies(t, g.h)
	})
}

func (g *tipGame) report(chat int64) cases.Ref {
	ref := g.h.Report(g.h.Person(chat, "uk"), storetest.Sheet(1)).Cases[0].Ref
	g.refs = append(g.refs, ref)
	return ref
}

// act does one random act; false where it was refused.
func (g *tipGame) act(t *rapid.T) bool {
	if len(g.tips) == 0 || rapid.IntRange(0, 9).Draw(t, "new") == 0 {
		sheet := storetest.TipSheet()
		sheet.What = rapid.SampledFrom([]string{"Бачила дівчинку", "ваш координатор вимагав хабар", "гроші", "?"}).Draw(t, "what")
		link := rapid.SampledFrom([]cases.Invitation{"", g.poster, "0000000000000000"}).Draw(t, "link")
		g.tips = append(g.tips, g.h.Tip(g.volunteer, link, sheet).Ref)
		return true
	}
	by := rapid.SampledFrom([]cases.Staff{g.h.Worker, g.h.Other, g.h.Supervisor}).Draw(t, "by").Actor()
	tip := g.tips[rapid.IntRange(0, len(g.tips)-1).Draw(t, "tip")]
	seen := rapid.SampledFrom(cases.TipStates()).Draw(t, "seen")
	m := cases.TipMove{Seen: seen, To: rapid.SampledFrom(cases.TipStates()).Draw(t, "to"), Why: "бо так", Question: "Коли?",
		Worth: rapid.SampledFrom(cases.Worths()).Draw(t, "worth")}
	link := store.TipLink{Seen: seen, Case: rapid.SampledFrom(g.refs).Draw(t, "case"), Why: "схоже"}
	acts := map[string]func(tx *store.Tx) error{
		"move":     func(tx *store.Tx) error { _, err := tx.MoveTip(by, tip, m); return err },
		"link":     func(tx *store.Tx) error { _, err := tx.LinkTip(by, tip, link); return err },
		"unask":    func(tx *store.Tx) error { _, err := tx.UnaskTip(by, tip, seen); return err },
		"read":     func(tx *store.Tx) error { _, err := tx.ReadTip(by, tip); return err },
		"say":      func(tx *store.Tx) error { return tx.SayToTip(g.volunteer, tip, cases.Addition{Text: "ще"}) },
		"withdraw": func(tx *store.Tx) error { return tx.WithdrawTip(g.volunteer, tip) },
		"queue":    func(tx *store.Tx) error { _, err := tx.TipQueue(by, store.TipFilter{Case: link.Case}); return err },
		"empty":    func(tx *store.Tx) error { _, err := tx.EmptyLetterbox(); return err },
	}
	name := rapid.SampledFrom([]string{"move", "move", "move", "move", "link", "link", "link", "unask", "read", "say", "withdraw", "queue", "empty"}).Draw(t, "act")
	return g.h.Try(acts[name]) == nil
}
