package store

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"dodomu/store/cases"
)

// work is what every turn writes, kept back so that a whole batch of turns goes into
// the tables by one statement for each: first sights, conversations, notices. Any
// other statement of the transaction writes it down first, so that no act needs to
// know of it.
type work struct {
	sights []sight
	states []savedState
	queued []parcel
}

type sight struct {
	update  int64
	person  cases.PersonID
	message int
}

type savedState struct {
	person         cases.PersonID
	before, sealed []byte // before: as it was, in the clear
}

// parcel is a notice and its body sealed for its row.
type parcel struct {
	Notice
	sealed []byte
}

// expected is what a batch is going to ask for, read in one go at the first question.
type expected struct {
	updates []int64
	chats   []int64
	seen    map[int64]bool // of these updates, and of those first seen here; nil: not read
	people  map[int64]cases.PersonID
}

// Expect names the updates of a batch, so that they are looked up together. It changes
// nothing in what FirstSight finds.
func (tx *Tx) Expect(updates []int64) { tx.expected.updates = updates }

// savepoint is a place to which a transaction can go back: while nothing but work was
// done since, a mark in that; else a savepoint of the engine.
type savepoint struct {
	sights, states, queued int
	lasted, handed         int
	real                   bool
}

// Savepoint runs f so that, when it fails, what it did is undone alone. A panic
// passes through, undone.
func (tx *Tx) Savepoint(f func() error) (err error) {
	tx.marks = append(tx.marks, savepoint{len(tx.work.sights), len(tx.work.states), len(tx.work.queued), len(tx.lasted), len(tx.handed), false})
	whole := false
	defer func() {
		depth := len(tx.marks) - 1
		mark := tx.marks[depth]
		tx.marks = tx.marks[:depth]
		switch {
		case !whole:
			err = errors.Join(err, tx.undo(mark, depth))
		case mark.real:
			_, err = tx.rawExec("RELEASE SAVEPOINT " + nameOf(depth))
		}
	}()
	err = f()
	whole = err == nil
	return err
}

func nameOf(depth int) string { return "s" + strconv.Itoa(depth) }

// undo goes back to a savepoint.
func (tx *Tx) undo(to savepoint, depth int) error {
	tx.lasted, tx.handed = tx.lasted[:to.lasted], tx.handed[:min(to.handed, len(tx.handed))]
	w := &tx.work
	for _, s := range w.sights[to.sights:] {
		tx.expected.seen[s.update] = false
	}
	for _, s := range slices.Backward(w.states[to.states:]) {
		tx.restate(s.person, s.before)
	}
	w.sights, w.states, w.queued = w.sights[:to.sights], w.states[:to.states], w.queued[:to.queued]
	if !to.real {
		return nil
	}
	tx.forgetPeople()
	tx.expected.seen = nil
	_, undo := tx.rawExec("ROLLBACK TO SAVEPOINT " + nameOf(depth))
	_, release := tx.rawExec("RELEASE SAVEPOINT " + nameOf(depth))
	return errors.Join(undo, release)
}

// forgetPeople drops what was read of people: another statement may have changed them.
func (tx *Tx) forgetPeople() { tx.met, tx.expected.people = nil, nil }

// restate keeps the conversation of a person who was read here.
func (tx *Tx) restate(id cases.PersonID, state []byte) {
	if p, known := tx.met[id]; known {
		p.State = state
		tx.met[id] = p
	}
}

// direct readies the transaction for a statement that is no work: what was kept back
// is written down, each part within the savepoint it belongs to.
func (tx *Tx) direct() error {
	if tx.view {
		return nil
	}
	for i := range tx.marks {
		m := &tx.marks[i]
		if m.real {
			continue
		}
		if err := tx.writeWork(m.sights, m.states, m.queued); err != nil {
			return err
		}
		if _, err := tx.rawExec("SAVEPOINT " + nameOf(i)); err != nil {
			return err
		}
		written := *m
		m.real = true
		for j := i; j < len(tx.marks); j++ {
			tx.marks[j].back(written)
		}
	}
	return tx.writeAll()
}

// back moves a mark by what was written down before it.
func (m *savepoint) back(by savepoint) {
	m.sights, m.states, m.queued = m.sights-by.sights, m.states-by.states, m.queued-by.queued
}

// writeAll writes down everything that was kept back.
func (tx *Tx) writeAll() error {
	return tx.writeWork(len(tx.work.sights), len(tx.work.states), len(tx.work.queued))
}

// writeWork writes the first so many of each kind.
func (tx *Tx) writeWork(sights, states, queued int) error {
	w := tx.work
	for _, step := range []func() error{
		func() error { return tx.writeSights(w.sights[:sights]) },
		func() error { return tx.writeStates(w.states[:states]) },
		func() error { return tx.writeQueued(w.queued[:queued]) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	tx.work = work{w.sights[sights:], w.states[states:], w.queued[queued:]}
	return nil
}

// errRaced means that another process handled the same update at the same moment.
var errRaced = errors.New("another process was faster")

var insertSights = newGroup("INSERT INTO updates (id, person, message, seen) VALUES ", "(?, ?, ?, ?)", " ON CONFLICT (id) DO NOTHING")

func (tx *Tx) writeSights(sights []sight) error {
	if len(sights) == 0 {
		return nil
	}
	args := make([]any, 0, 4*len(sights))
	for _, s := range sights {
		args = append(args, s.update, int64(s.person), int64(s.message), ms(tx.now))
	}
	n, err := tx.execGroup(&insertSights, args)
	if err == nil && n < int64(len(sights)) {
		err = errRaced
	}
	return err
}

var updateStates = newGroup("UPDATE people SET state = v.column2 FROM (VALUES ", "(CAST(? AS BIGINT), CAST(? AS BYTEA))", ") AS v WHERE people.id = v.column1")

// writeStates writes the last conversation of each person.
func (tx *Tx) writeStates(states []savedState) error {
	if len(states) == 0 {
		return nil
	}
	args := make([]any, 0, 2*len(states))
	done := make(map[cases.PersonID]bool, len(states))
	for _, s := range slices.Backward(states) {
		if !done[s.person] {
			done[s.person] = true
			args = append(args, int64(s.person), s.sealed)
		}
	}
	n, err := tx.execGroup(&updateStates, args)
	if err == nil && n < int64(len(done)) {
		err = fmt.Errorf("save conversations: %w", cases.ErrNotFound)
	}
	return err
}
