package main

import (
	"context"
	"fmt"

	"dodomu/bot/emulator"
	"dodomu/store"
	"dodomu/store/cases"
)

// cast is who is on the page of a try: a mother, a volunteer, two of staff and
// their group.
type cast struct {
	mother, volunteer, worker, supervisor *emulator.Person
	group                                 *emulator.Group
}

func newCast(s *emulator.Server) *cast {
	c := &cast{
		mother:     s.Person(emulator.Profile{ID: 501, FirstName: "Олена", Language: "uk", Phone: "+380671234567"}),
		volunteer:  s.Person(emulator.Profile{ID: 502, FirstName: "Marek", Language: "pl", Phone: "+48601234567"}),
		worker:     s.Person(emulator.Profile{ID: 503, FirstName: "Ірина", Language: "uk"}),
		supervisor: s.Person(emulator.Profile{ID: 504, FirstName: "Тарас", Language: "uk"}),
	}
	c.group = s.Group(-1005, "Координатори", c.worker, c.supervisor)
	return c
}

// names are what a recorded transcript calls them.
func (c *cast) names() map[int64]string {
	return map[int64]string{501: "mother", 502: "volunteer", 503: "worker", 504: "supervisor"}
}

// page lays the phones out.
func (c *cast) page(r *emulator.Recorder) emulator.PageOptions {
	return emulator.PageOptions{
		Title: "Dodomu", Zone: "Europe/Kyiv", Recorder: r,
		Intro: "Three phones and one bot. Report a child on the mother's phone, take the case on the worker's, confirm it on the supervisor's.",
		Phones: []emulator.Phone{
			{Name: "Mother", Subtitle: "Olena, writes in Ukrainian", Person: c.mother},
			{Name: "Volunteer", Subtitle: "Marek, writes in Polish", Person: c.volunteer},
			{Name: "Staff", Subtitle: "a worker, a second person, their group", Tabs: []emulator.Tab{
				{Name: "Worker", Person: c.worker},
				{Name: "Supervisor", Person: c.supervisor},
				{Name: "Group", Person: c.worker.In(c.group)},
			}},
		},
	}
}

// hire makes the two of staff what they are, as an operator would with dodomu
// staff add and they with the link. In a store that is kept they are already.
func (c *cast) hire(ctx context.Context, db *store.DB) error {
	for _, h := range []struct {
		person *emulator.Person
		staff  store.NewStaff
	}{
		{c.worker, store.NewStaff{Handle: "iryna", Name: "Ірина", Role: cases.Worker}},
		{c.supervisor, store.NewStaff{Handle: "taras", Name: "Тарас", Role: cases.Supervisor}},
	} {
		err := db.Update(ctx, func(tx *store.Tx) error {
			who, err := tx.Meet(h.person.Profile().ID, "uk")
			if err != nil || who.Staff != nil {
				return err
			}
			_, code, err := tx.AddStaff(cases.Actor{Role: cases.Operator}, h.staff)
			if err != nil {
				return err
			}
			_, err = tx.JoinStaff(who.ID, code)
			return err
		})
		if err != nil {
			return fmt.Errorf("make %s staff: %w", h.staff.Handle, err)
		}
	}
	return nil
}
