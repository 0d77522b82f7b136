package store

import (
	"encoding/json"
	"fmt"
	"time"
	_ "time/tzdata" // places are known on machines without a list of their own

	"dodomu/store/cases"
)

// The kinds of notices to staff. They go to a worker's own chat, or to the group,
// and hold nothing personal.
const (
	KindStaffNew         = "staff.new"         // a case was reported
	KindStaffWaiting     = "staff.waiting"     // a proposal waits for a second person
	KindStaffReopen      = "staff.reopen"      // a family wrote to a closed case
	KindStaffAnswered    = "staff.answered"    // a family answered
	KindStaffAdded       = "staff.added"       // a family added to a report
	KindStaffJoined      = "staff.joined"      // a relative joined
	KindStaffConsent     = "staff.consent"     // a consent was given or taken back
	KindStaffUnreachable = "staff.unreachable" // a family's chat takes no messages
	KindStaffErased      = "staff.erased"      // a family withdrew and erased
	KindStaffAssigned    = "staff.assigned"    // a case was put into this worker's hand
)

// Card is the body of a notice to staff, as JSON: nothing personal.
type Card struct {
	Ref     cases.Ref     `json:"ref"`
	Stage   cases.Stage   `json:"stage"`
	Age     cases.AgeBand `json:"age"`
	Waiting int64         `json:"waiting"` // since when, in unix milliseconds
}

// News is the body of a notice to a family, as JSON. The number is for the button
// that opens the case: a push shows none.
type News struct {
	Ref cases.Ref `json:"ref"`
}

// reader is one person of the family as far as a push to them goes.
type reader struct {
	person   cases.PersonID
	language string
	zone     string
	push     bool
}

// readers gives who follows a case, those included who get no push: who did not
// agree to be written to here, whose phone others see, who hides, whose chat takes
// no messages; and everybody while the case's safety lets nothing out.
func (tx *Tx) readers(c *cases.Case) ([]reader, error) {
	var all []reader
	err := tx.all(`SELECT f.person, f.contact, p.language, p.zone, p.quiet, p.hidden, p.reachable
		FROM followers f JOIN people p ON p.id = f.person WHERE f.case_id = $1 ORDER BY f.since, f.person`, []any{c.ID},
		func(scan func(...any) error) error {
			var r reader
			var contact int64
			var quiet, hidden, reachable bool
			err := scan(&r.person, &contact, &r.language, &r.zone, &quiet, &hidden, &reachable)
			r.push = contact != 0 && !quiet && !hidden && reachable && c.Safety.Pushes()
			all = append(all, r)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("read followers: %w", err)
	}
	return all, nil
}

// news does what the class of a kind says: class A leaves, class B is held, of the
// rest nobody is told.
func (tx *Tx) news(c *cases.Case, kind cases.Kind, leaf int64) (Moved, error) {
	switch kind.Class() {
	case cases.ClassA:
		if c.Told.Kind() == kind {
			if err := tx.pass(c.ID, kind); err != nil {
				return Moved{}, err
			}
		}
		return tx.send(c, kind, leaf)
	case cases.ClassB:
		return tx.keepBack(c, kind, leaf)
	default:
		return Moved{Case: *c}, nil
	}
}

// send queues one push of a kind for each reader who gets pushes, after their quiet
// hours.
func (tx *Tx) send(c *cases.Case, kind cases.Kind, leaf int64) (Moved, error) {
	moved := Moved{Case: *c}
	all, err := tx.readers(c)
	if err != nil {
		return Moved{}, err
	}
	body, err := json.Marshal(News{Ref: c.Ref})
	if err != nil {
		return Moved{}, err
	}
	for _, r := range all {
		if !r.push {
			moved.Silent++
			continue
		}
		moved.Told++
		err := tx.Enqueue(Notice{To: r.person, Priority: Push, Kind: string(kind), Case: c.ID, Body: body,
			Dedupe: onceFor(leaf), Due: tx.due(r)})
		if err != nil {
			return Moved{}, err
		}
	}
	return moved, nil
}

// keepBack holds news until a person spoke to the family.
func (tx *Tx) keepBack(c *cases.Case, kind cases.Kind, leaf int64) (Moved, error) {
	if err := tx.put(`INSERT INTO held (case_id, leaf, kind) VALUES ($1, $2, $3)`, c.ID, leaf, kind); err != nil {
		return Moved{}, fmt.Errorf("hold news: %w", err)
	}
	if c.Told.Kind() == kind {
		if err := tx.pass(c.ID, kind); err != nil {
			return Moved{}, err
		}
	}
	moved := Moved{Case: *c}
	all, err := tx.readers(c)
	for _, r := range all {
		if r.push {
			moved.Waits++
		} else {
			moved.Silent++
		}
	}
	return moved, err
}

// onceFor is the dedupe key of an event: a person hears of it once.
func onceFor(leaf int64) string { return fmt.Sprintf("event-%d", leaf) }

// homeZone is where a person is taken to be who told no place: most families are.
const homeZone = "Europe/Kyiv"

// due is when a push may reach a reader. An unknown place is taken for home.
func (tx *Tx) due(r reader) time.Time {
	place, err := time.LoadLocation(r.zone)
	if r.zone == "" || err != nil {
		place, err = time.LoadLocation(homeZone)
	}
	if err != nil {
		place = time.UTC
	}
	return cases.Due(tx.Now(), false, place)
}

// pass adds a line to the history that the family reads.
func (tx *Tx) pass(id cases.CaseID, kind cases.Kind) error {
	if err := tx.put(`INSERT INTO passed (id, case_id, at, kind) VALUES ($1, $2, $3, $4)`, tx.newID(), id, ms(tx.Now()), kind); err != nil {
		return fmt.Errorf("add to history: %w", err)
	}
	return nil
}

// recall takes back what is queued for the family of a case and has not left; for
// one person, or for all with person 0. What is in flight cannot be called back.
func (tx *Tx) recall(id cases.CaseID, p cases.PersonID) error {
	if err := tx.put(`UPDATE outbox SET state = $1, body = NULL, settled = $2 WHERE case_id = $3 AND case_id <> 0 AND state = $4
		AND (lane = $5 OR $5 = 0) AND kind NOT LIKE 'staff.%'`, sent, ms(tx.Now()), id, queued, int64(p)); err != nil {
		return fmt.Errorf("recall news: %w", err)
	}
	return nil
}

// cardOf is a case as a notice to staff shows it.
func cardOf(d desk, now time.Time) Card {
	return Card{Ref: d.c.Ref, Stage: d.c.Stage, Age: d.card.Birth.Band(cases.DateOf(now)), Waiting: ms(d.c.Waiting)}
}

// tellStaff tells whoever has a case in hand; the group, where that is nobody or
// somebody who works without Telegram.
func (tx *Tx) tellStaff(d desk, kind string) error {
	leaf, err := tx.treeSize()
	if err != nil {
		return err
	}
	card := cardOf(d, tx.Now())
	if d.c.Assignee == 0 {
		return tx.tellGroup(card, kind, leaf)
	}
	s, err := tx.staffByID(d.c.Assignee)
	if err != nil {
		return err
	}
	if !s.Active || s.Person == 0 {
		return tx.tellGroup(card, kind, leaf)
	}
	return tx.enqueueCard(s.Person, card, kind, leaf)
}

// tellGroup tells the staff group, where one is set.
func (tx *Tx) tellGroup(card Card, kind string, leaf int64) error {
	group, ok, err := tx.StaffGroup()
	if err != nil || !ok {
		return err
	}
	return tx.enqueueCard(group.ID, card, kind, leaf)
}

func (tx *Tx) enqueueCard(to cases.PersonID, card Card, kind string, leaf int64) error {
	body, err := json.Marshal(card)
	if err != nil {
		return err
	}
	return tx.Enqueue(Notice{To: to, Priority: Push, Kind: kind, Body: body,
		Dedupe: fmt.Sprintf("%s-%d", kind, leaf)})
}
