package storetest

import (
	"context"
	"database/sql"
	"errors"
	"time"

	_ "modernc.org/sqlite" // to look at a store from outside

	"dodomu/store"
	"dodomu/store/cases"
)

// House is a store with people in it: two workers and two supervisors, who have
// joined from their own chats, and a staff group.
type House struct {
	*Store
	Worker, Other      cases.Staff
	Supervisor, Second cases.Staff
	Group              cases.PersonID
}

// GroupChat is the chat of the staff group.
const GroupChat = -1001234

// Operator is who acts at the command line.
func Operator() cases.Actor { return cases.Actor{Role: cases.Operator} }

// Staffed puts people into a store.
func Staffed(s *Store) *House {
	s.t.Helper()
	h := &House{Store: s}
	s.Do(func(tx *store.Tx) error {
		if err := tx.SetStaffGroup(GroupChat); err != nil {
			return err
		}
		g, _, err := tx.StaffGroup()
		h.Group = g.ID
		return err
	})
	h.Worker = h.Hire(store.NewStaff{Handle: "olena", Name: "Олена", Role: cases.Worker}, 501)
	h.Other = h.Hire(store.NewStaff{Handle: "petro", Name: "Петро", Role: cases.Worker}, 502)
	h.Supervisor = h.Hire(store.NewStaff{Handle: "iryna", Name: "Ірина", Role: cases.Supervisor}, 503)
	h.Second = h.Hire(store.NewStaff{Handle: "taras", Name: "Тарас", Role: cases.Supervisor}, 504)
	return h
}

// Hire adds a member of staff, who joins from a chat; chat 0: who works from the
// command line alone.
func (h *House) Hire(n store.NewStaff, chat int64) (s cases.Staff) {
	h.t.Helper()
	h.Do(func(tx *store.Tx) error {
		added, code, err := tx.AddStaff(Operator(), n)
		if s = added; err != nil || chat == 0 {
			return err
		}
		p, err := tx.Meet(chat, "uk")
		if err != nil {
			return err
		}
		s, err = tx.JoinStaff(p.ID, code)
		return err
	})
	return s
}

// Person meets somebody who writes in a language.
func (h *House) Person(chat int64, language string) (id cases.PersonID) {
	h.t.Helper()
	h.Do(func(tx *store.Tx) error {
		p, err := tx.Meet(chat, language)
		id = p.ID
		return err
	})
	return id
}

// Sheet is a full sheet about so many children, with every consent.
func Sheet(children int) cases.Sheet {
	s := cases.Sheet{
		SharedPhone: cases.SharedNo, Relation: cases.Mother, Language: "uk", Message: "Ми чекаємо на тебе",
		References: []cases.Reference{{Body: cases.Police, Number: "ЄРДР-4411"}},
		Reach:      cases.Reach{Phone: "+380501234567", How: "після шостої", Second: "сусідка Марія"},
	}
	for _, p := range cases.Purposes() {
		s.Consents = append(s.Consents, cases.Consent{Purpose: p, Given: true, Version: "2026-03"})
	}
	for i := range children {
		s.Children = append(s.Children, cases.Child{
			Name:       cases.Name{Surname: "Ковальчук", Given: []string{"Соломія", "Назар", "Устина"}[i%3]},
			Birth:      cases.Birth{Date: cases.Date{Year: 2015 + i, Month: 5, Day: 4}},
			Separation: cases.Separation{Date: cases.Date{Year: 2022, Month: 10}, Cause: cases.CampTrip},
			From:       cases.Place{Country: "UA", Oblast: "UA-65", Settlement: "Олешки"},
			Last:       cases.Place{Country: "RU", Region: "Краснодарський край", Institution: "табір «Сонечко»"},
		})
	}
	return s
}

// Report submits a sheet for somebody of the family.
func (h *House) Report(p cases.PersonID, sheet cases.Sheet) (done store.Submitted) {
	h.t.Helper()
	h.Do(func(tx *store.Tx) (err error) {
		done, err = tx.Submit(cases.Actor{Person: p, Role: cases.Family}, sheet)
		return err
	})
	return done
}

// way is the stages of a case that comes home, after the first.
var way = []cases.Stage{cases.UnderReview, cases.Registered, cases.Searching, cases.Located, cases.ReturnPlanning,
	cases.ReturnInProgress, cases.Returned, cases.Reunited, cases.Reintegration, cases.Closed}

// Bring moves a case that was received to a stage of the way, by worker and
// supervisor as the table says.
func (h *House) Bring(ref cases.Ref, to cases.Stage) {
	h.t.Helper()
	seen := cases.Received
	for _, next := range way {
		if seen == to {
			return
		}
		h.Do(func(tx *store.Tx) error { return h.step(tx, ref, Full(seen, next)) })
		seen = next
	}
	if seen != to {
		h.t.Fatalf("%s is not on the way", to)
	}
}

func (h *House) step(tx *store.Tx, ref cases.Ref, m cases.Move) error {
	if m.To == cases.UnderReview {
		_, err := tx.Take(h.Worker.Actor(), ref, m.Seen)
		return err
	}
	step, _ := cases.StepTo(m.Seen, m.To)
	if step.Confirm == "" {
		_, err := tx.Move(h.Supervisor.Actor(), ref, m)
		return err
	}
	if _, err := tx.Propose(h.Worker.Actor(), ref, m); err != nil {
		return err
	}
	_, err := tx.Confirm(h.Supervisor.Actor(), ref, m.Seen)
	return err
}

// Full is a move with everything any step may require.
func Full(seen, to cases.Stage) cases.Move {
	closing := cases.ReportedInError
	if seen == cases.Reintegration {
		closing = cases.ReunitedDone
	}
	return cases.Move{To: to, Seen: seen, Ground: "перевірено за документами", Question: "Коли ви говорили востаннє?",
		Sources: []cases.Source{{Name: "поліція", Authority: true}}, Care: cases.CareParent, Closing: closing}
}

// Outbox empties what is due of the outbox, as if all of it went out, and gives it
// in the order it left.
func (h *House) Outbox() (all []store.Claimed) {
	h.t.Helper()
	for {
		var batch []store.Claimed
		h.Do(func(tx *store.Tx) (err error) {
			if batch, err = tx.Claim(100, time.Minute); err != nil {
				return err
			}
			outcomes := make([]store.Outcome, len(batch))
			for i, c := range batch {
				outcomes[i] = store.Outcome{Claimed: c, How: store.Sent, Message: 1}
			}
			return tx.Settle(outcomes)
		})
		if len(batch) == 0 {
			return all
		}
		all = append(all, batch...)
	}
}

// Fails runs an act that should fail and gives its error; what the act did is
// undone.
func (s *Store) Fails(act func(tx *store.Tx) error) error {
	s.t.Helper()
	var failed error
	err := s.Update(context.Background(), func(tx *store.Tx) error {
		failed = act(tx)
		return errUndo
	})
	if !errors.Is(err, errUndo) {
		s.t.Fatal(err)
	}
	return failed
}

// Try runs an act and gives its error; what it did stays where it succeeds.
func (s *Store) Try(act func(tx *store.Tx) error) error { return s.Update(context.Background(), act) }

var errUndo = errors.New("undo")

// Outside opens the store behind the program's back, as somebody with the file or
// the password would.
func (s *Store) Outside() *sql.DB {
	s.t.Helper()
	driver, source := "pgx", s.URL
	if s.File != "" {
		driver, source = "sqlite", "file:"+s.File+"?_pragma=busy_timeout(10000)"
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { db.Close() })
	return db
}
