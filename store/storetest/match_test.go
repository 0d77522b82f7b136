package storetest_test

import (
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

// again is what somebody else reports of the first children of storetest.Sheet, as
// they know it.
func again(given ...string) cases.Sheet {
	s := storetest.Sheet(len(given))
	for i := range s.Children {
		c := &s.Children[i]
		c.Name = cases.Name{Surname: "Kovalchuk", Given: given[i]}
		c.Last = cases.Place{Country: "RU"}
	}
	return s
}

// matches lists the matches of a case as a member of staff sees them.
func matches(t *testing.T, h *storetest.House, by cases.Staff, ref cases.Ref) (all []cases.Match) {
	t.Helper()
	h.Do(func(tx *store.Tx) (err error) {
		all, err = tx.Matches(by.Actor(), ref)
		return err
	})
	return all
}

// between is each match of a list in short.
func between(all []cases.Match) (short []string) {
	for _, m := range all {
		short = append(short, string(m.Other)+" "+string(m.State))
	}
	slices.Sort(short)
	return short
}

func decide(t *testing.T, h *storetest.House, p store.Pair, d cases.Decision) {
	t.Helper()
	h.Do(func(tx *store.Tx) error {
		m, err := tx.DecideMatch(h.Supervisor.Actor(), p, d)
		if err == nil && (m.State != d.To || m.By != "Ірина" || m.Why != d.Why) {
			t.Errorf("decided %+v: %+v", d, m)
		}
		return err
	})
}

// TestDuplicates holds that a second report of a child is suggested to staff by
// itself, that sisters and brothers are not, and that no family learns anything.
func TestDuplicates(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		mother, aunt := h.Person(1, "uk"), h.Person(2, "en")
		first := h.Report(mother, storetest.Sheet(2)).Cases
		keepIndex(t, s.DB)
		second := h.Report(aunt, again("Solomiya", "Nazar")).Cases
		current(t, s.DB)
		h.Outbox()
		for i := range first {
			got := matches(t, h, h.Supervisor, first[i].Ref)
			if want := []string{string(second[i].Ref) + " suggested"}; !slices.Equal(between(got), want) {
				t.Errorf("child %d: %v, want %v", i, between(got), want)
			}
			back := matches(t, h, h.Supervisor, second[i].Ref)
			if want := []string{string(first[i].Ref) + " suggested"}; !slices.Equal(between(back), want) || back[0].Bits != got[0].Bits {
				t.Errorf("child %d, from the other side: %v", i, between(back))
			}
			if m := got[0]; !m.Scored || m.Chance() != cases.ChanceStrong || m.Probability < 0.9 || m.Count(cases.Agree) < 3 || m.Theirs != nil {
				t.Errorf("child %d: %+v", i, m)
			}
		}
		var kinds []string
		h.Do(func(tx *store.Tx) error {
			events, err := tx.History(h.Supervisor.Actor(), second[0].Ref)
			for _, e := range events {
				kinds = append(kinds, fmt.Sprint(e.Kind, e.Role, e.Why == first[0].Ref.String()))
			}
			return err
		})
		if !slices.Contains(kinds, "match_suggestedbottrue") {
			t.Errorf("the history has %v", kinds)
		}
		if left := h.Outbox(); len(left) > 0 {
			t.Errorf("somebody was told: %+v", left)
		}
		h.Do(func(tx *store.Tx) error {
			v, err := tx.MyCase(aunt, second[0].Ref)
			if v.Reads != cases.Received || len(v.History) != 1 {
				t.Errorf("the family reads %+v", v)
			}
			return err
		})
	})
}

// TestMatchNeedsConsent holds that only cases with consent to search are matched, and
// that one taken back takes the suggestion out of sight until it is given again.
func TestMatchNeedsConsent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		mother, aunt := h.Person(1, "uk"), h.Person(2, "en")
		first := h.Report(mother, storetest.Sheet(1)).Cases[0].Ref
		keepIndex(t, s.DB)
		refused := again("Solomiya")
		refused.Consents[0].Given = false
		second := h.Report(aunt, refused).Cases[0].Ref
		current(t, s.DB)
		holds := func(why string, want int) {
			t.Helper()
			current(t, s.DB)
			for _, ref := range []cases.Ref{first, second} {
				if got := matches(t, h, h.Supervisor, ref); len(got) != want {
					t.Errorf("%s: %v", why, between(got))
				}
			}
		}
		holds("without consent", 0)
		for _, given := range []bool{true, false, true} {
			h.Do(func(tx *store.Tx) error { return tx.Consent(aunt, second, search(given)) })
			holds(fmt.Sprintf("consent %t", given), map[bool]int{true: 1}[given])
		}
		h.Do(func(tx *store.Tx) error { return tx.Erase(aunt, second) })
		if got := matches(t, h, h.Supervisor, first); len(got) > 0 {
			t.Errorf("erased: %v", between(got))
		}
		var left int
		if err := s.Raw().QueryRow("SELECT COUNT(*) FROM matches").Scan(&left); err != nil || left > 0 {
			t.Errorf("%d matches are left of an erased case, %v", left, err)
		}
	})
}

// TestRejectedOnce holds that a rejected pair is never suggested again, not after
// the consent was given anew, a restart, or somebody looked.
func TestRejectedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		aunt := h.Person(2, "en")
		first := h.Report(h.Person(1, "uk"), storetest.Sheet(1)).Cases[0].Ref
		keepIndex(t, s.DB)
		second := h.Report(aunt, again("Solomiya")).Cases[0].Ref
		current(t, s.DB)
		p := store.Pair{Mine: first, Other: second}
		decide(t, h, p, cases.Decision{To: cases.Rejected, Seen: cases.Suggested, Why: "інший рік на фото"})
		for _, given := range []bool{false, true} {
			h.Do(func(tx *store.Tx) error { return tx.Consent(aunt, second, search(given)) })
		}
		current(t, s.DB)
		other := s.Beside()
		keepIndex(t, other)
		for _, ref := range []cases.Ref{first, second} {
			if got := matches(t, h, h.Supervisor, ref); len(got) != 1 || got[0].State != cases.Rejected || got[0].Why != "інший рік на фото" {
				t.Errorf("%+v", got)
			}
		}
		decide(t, h, p, cases.Decision{To: cases.UnderCheck, Seen: cases.Rejected, Why: "помилилися"})
	})
}

// TestWhoDecides holds who may see and decide a match: the other side only as far as
// they may open it.
func TestWhoDecides(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		first := h.Report(h.Person(1, "uk"), storetest.Sheet(1)).Cases[0].Ref
		second := h.Report(h.Person(2, "en"), again("Solomiya")).Cases[0].Ref
		h.Bring(first, cases.UnderReview) // in the worker's hand
		h.Do(func(tx *store.Tx) error { _, err := tx.Take(h.Other.Actor(), second, cases.Received); return err })
		keepIndex(t, s.DB)
		p := store.Pair{Mine: first, Other: second}
		read := func(by cases.Staff) (m cases.Match, err error) {
			err = s.Try(func(tx *store.Tx) (err error) {
				m, err = tx.Match(by.Actor(), p)
				return err
			})
			return m, err
		}
		m, err := read(h.Worker)
		if err != nil || m.Readable || m.May || m.Theirs != nil || len(m.Mine) != 1 || m.Count(cases.Agree) == 0 {
			t.Errorf("a worker of one side reads %+v, %v", m, err)
		}
		if text := fmt.Sprintf("%+v", m); strings.Contains(text, "Kovalchuk") {
			t.Errorf("a worker of one side reads a word of the other: %s", text)
		}
		if _, err := read(h.Other); !errors.Is(err, cases.ErrNotFound) {
			t.Errorf("a worker of the other side reads from this one: %v", err)
		}
		if m, err = read(h.Supervisor); err != nil || !m.Readable || !m.May || m.Theirs[0].Name.Surname != "Kovalchuk" {
			t.Errorf("a supervisor reads %+v, %v", m, err)
		}
		d := cases.Decision{To: cases.UnderCheck, Seen: cases.Suggested}
		for name, by := range map[string]cases.Actor{"a worker of one side": h.Worker.Actor(), "a person": {Person: 9, Role: cases.Family},
			"an operator": storetest.Operator(), "the bot": {Role: cases.System}} {
			err := h.Fails(func(tx *store.Tx) error { _, err := tx.DecideMatch(by, p, d); return err })
			if !errors.Is(err, cases.ErrForbidden) {
				t.Errorf("%s decides: %v", name, err)
			}
		}
		h.Do(func(tx *store.Tx) error { _, err := tx.Assign(h.Supervisor.Actor(), second, h.Worker.ID); return err })
		if m, err = read(h.Worker); err != nil || !m.Readable || !m.May {
			t.Errorf("who works both sides reads %+v, %v", m, err)
		}
		reads := 0
		h.Do(func(tx *store.Tx) error {
			events, err := tx.History(h.Supervisor.Actor(), second)
			for _, e := range events {
				if e.Kind == cases.KindRead && e.Who != "" {
					reads++
				}
			}
			return err
		})
		if reads != 3 { // the supervisor, the worker, and this look
			t.Errorf("%d readings of the other side stand in its history", reads)
		}
		for name, ref := range map[string]cases.Ref{"unknown": "AAAAAAAAAAA", "itself": first} {
			err := h.Fails(func(tx *store.Tx) error {
				_, err := tx.Match(h.Supervisor.Actor(), store.Pair{Mine: first, Other: ref})
				return err
			})
			if !errors.Is(err, cases.ErrNotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// TestMatchesOfOneSubject plays decisions at random over the matches of several
// reports of one child, with erasures between, and holds the rules of their life: see
// cases.TestMatchLife. No case moves by any of it and no family hears of it.
func TestMatchesOfOneSubject(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		keepIndex(t, s.DB)
		raw := s.Raw()
		var people []cases.PersonID
		var refs []cases.Ref
		for i := range int64(5) {
			people = append(people, h.Person(i+1, "uk"))
			refs = append(refs, h.Report(people[i], again("Solomiya")).Cases[0].Ref)
		}
		current(t, s.DB)
		h.Outbox()
		random := rand.New(rand.NewPCG(4, 2))
		steps := map[cases.MatchState]int{}
		for range 120 {
			i, j := random.IntN(len(refs)), random.IntN(len(refs))
			p := store.Pair{Mine: refs[i], Other: refs[j]}
			to := cases.MatchStates()[random.IntN(5)]
			err := s.Try(func(tx *store.Tx) error {
				m, err := tx.Match(h.Supervisor.Actor(), p)
				if err == nil {
					_, err = tx.DecideMatch(h.Supervisor.Actor(), p, cases.Decision{To: to, Seen: m.State, Why: "бо так"})
				}
				return err
			})
			switch {
			case err == nil:
				steps[to]++
			case !errors.Is(err, cases.ErrStage) && !errors.Is(err, cases.ErrTaken) && !errors.Is(err, cases.ErrNotFound):
				t.Fatal(err)
			}
			holdsSubjects(t, raw)
		}
		if steps[cases.Confirmed] < 3 || steps[cases.Rejected] < 3 || steps[cases.UnderCheck] < 5 {
			t.Errorf("too little was played: %v", steps)
		}
		for i, ref := range refs[:4] {
			h.Do(func(tx *store.Tx) error { return tx.Erase(people[i], ref) })
			holdsSubjects(t, raw)
		}
		for _, c := range h.Outbox() {
			if c.Kind != store.KindStaffErased {
				t.Errorf("told %s", c.Kind)
			}
		}
		h.Do(func(tx *store.Tx) error {
			f, err := tx.ReadCase(h.Supervisor.Actor(), refs[4])
			if f.Case.Stage != cases.Received || f.Case.Verification != cases.Unverified || f.Case.Whereabouts != cases.WhereUnknown {
				t.Errorf("the case moved: %+v", f.Case)
			}
			return errors.Join(err, tx.VerifyTree())
		})
	})
}

// holdsSubjects holds the rules over every match of a store.
func holdsSubjects(t *testing.T, raw *sql.DB) {
	t.Helper()
	rows, err := raw.Query("SELECT subject, state FROM matches")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	all := map[int64][]cases.MatchState{}
	for rows.Next() {
		var subject int64
		var state cases.MatchState
		if err := rows.Scan(&subject, &state); err != nil {
			t.Fatal(err)
		}
		all[subject] = append(all[subject], state)
	}
	for _, states := range all {
		confirmed := 0
		for _, state := range states {
			if state == cases.Confirmed {
				confirmed++
			}
		}
		for _, state := range states {
			if confirmed > 1 || confirmed == 1 && state.Open() || confirmed == 0 && state == cases.ConfirmedElsewhere {
				t.Fatalf("matches of one subject: %v", states)
			}
		}
	}
}

// TestTipIsMatched holds that a tip that names a child is held against the cases: the
// worker of the case sees it on its card and decides; the case does not move, nobody is
// told, and a withdrawn tip takes its matches along.
func TestTipIsMatched(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		volunteer := h.Person(5, "ru")
		ref := h.Report(h.Person(1, "uk"), storetest.Sheet(2)).Cases[0].Ref
		h.Bring(ref, cases.UnderReview)
		keepIndex(t, s.DB)
		var tip cases.TipRef
		h.Do(func(tx *store.Tx) error {
			done, err := tx.SubmitTip(cases.Actor{Person: volunteer, Role: cases.Volunteer}, "", cases.TipSheet{What: "видела в лагере",
				Name: "Соломия Ковальчук", Birth: cases.Birth{Date: cases.Date{Year: 2015}}, Sex: cases.Girl, Where: cases.TipPlace{Text: "Алёшки"}})
			tip = done.Ref
			return err
		})
		current(t, s.DB)
		h.Outbox()
		found := matches(t, h, h.Worker, ref)
		if len(found) != 1 || found[0].Tip != tip || !found[0].Scored || found[0].Bits < 0 || !found[0].May {
			t.Fatalf("found %+v", found)
		}
		p := store.Pair{Mine: ref, Tip: tip}
		h.Do(func(tx *store.Tx) error {
			m, err := tx.Match(h.Worker.Actor(), p)
			if err != nil || m.TheirTip == nil || m.TheirTip.Name != "Соломия Ковальчук" || len(m.Mine) != 1 {
				t.Errorf("the card has %+v, %v", m, err)
			}
			return err
		})
		decide(t, h, p, cases.Decision{To: cases.UnderCheck, Seen: cases.Suggested})
		decide(t, h, p, cases.Decision{To: cases.Confirmed, Seen: cases.UnderCheck})
		if left := h.Outbox(); len(left) > 0 {
			t.Errorf("somebody was told: %+v", left)
		}
		h.Do(func(tx *store.Tx) error {
			f, err := tx.ReadCase(h.Worker.Actor(), ref)
			if f.Case.Stage != cases.UnderReview || f.Case.Whereabouts != cases.WhereUnknown {
				t.Errorf("the case moved: %+v", f.Case)
			}
			return errors.Join(err, tx.WithdrawTip(volunteer, tip))
		})
		if found := matches(t, h, h.Worker, ref); len(found) > 0 {
			t.Errorf("withdrawn: %+v", found)
		}
	})
}
