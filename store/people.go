package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"

	"dodomu/store/cases"
)

// Person is somebody, or a group, that the bot talks with.
type Person struct {
	ID          cases.PersonID
	Chat        int64 // Telegram's chat id
	Language    string
	Chosen      bool // the language is their choice, not a guess
	Volunteer   bool
	SharedPhone cases.SharedPhone
	Quiet       bool   // self-cleaning and short words
	Hidden      bool   // no pushes until they come back
	Reachable   bool   // the chat takes messages
	Zone        string // IANA time zone; "" is Kyiv
	State       []byte // the waiting conversation; nil: none
	Staff       *cases.Staff
}

const personColumns = `p.id, p.chat, p.language, p.chosen, p.volunteer, p.shared, p.quiet, p.hidden, p.reachable, p.zone, p.state, s.wrap, w.id`

// Meet finds the person of a private chat, or makes them: language counts only then.
func (tx *Tx) Meet(chat int64, language string) (Person, error) {
	return tx.meet(chat, "person", language)
}

// Group finds or makes the record of a group chat.
func (tx *Tx) Group(chat int64) (Person, error) { return tx.meet(chat, "group", "uk") }

// Person reads a person by id; cases.ErrNotFound where there is none.
func (tx *Tx) Person(id cases.PersonID) (Person, error) {
	p, found, err := tx.person("p.id = $1", int64(id))
	if err == nil && !found {
		err = fmt.Errorf("person %d: %w", id, cases.ErrNotFound)
	}
	return p, err
}

func (tx *Tx) meet(chat int64, kind, language string) (Person, error) {
	if p, found, err := tx.readChat(chat); err != nil || found {
		return p, err
	}
	where, index := "p.chat_index = $1"+tx.lockPerson(), tx.chatIndex(chat)
	p, found, err := tx.person(where, index)
	if err != nil || found {
		return p, err
	}
	id := tx.newID()
	if err := tx.newScope(id); err != nil {
		return Person{}, err
	}
	sealed, err := tx.sealTo(id, "people", "chat", id, chatBytes(chat))
	if err != nil {
		return Person{}, err
	}
	added, err := tx.exec(`INSERT INTO people (id, kind, chat_index, chat, language, chosen, volunteer, shared, quiet, hidden, reachable, zone, state, made)
		VALUES ($1, $2, $3, $4, $5, FALSE, FALSE, '', FALSE, FALSE, TRUE, '', NULL, $6) ON CONFLICT (chat_index) DO NOTHING`,
		id, kind, index, sealed, language, ms(tx.now))
	if err != nil {
		return Person{}, fmt.Errorf("meet: %w", err)
	}
	if added == 0 {
		return tx.metElsewhere(where, index, id)
	}
	p = Person{ID: cases.PersonID(id), Chat: chat, Language: language, Reachable: true}
	tx.remember(p)
	tx.expected.at(p)
	return p, nil
}

// metElsewhere reads a person whom another process met while this one was about
// to; the scope made for nothing goes.
func (tx *Tx) metElsewhere(where string, index []byte, unused int64) (Person, error) {
	if _, err := tx.exec("DELETE FROM scopes WHERE id = $1", unused); err != nil {
		return Person{}, err
	}
	p, found, err := tx.person(where, index)
	if err == nil && !found {
		err = fmt.Errorf("meet: %w", cases.ErrNotFound)
	}
	return p, err
}

const fromPeople = "SELECT " + personColumns + ` FROM people p JOIN scopes s ON s.id = p.id
	LEFT JOIN staff w ON w.person = p.id AND w.active = 1 WHERE `

// person reads one person, with their conversation and key, in one query.
func (tx *Tx) person(where string, arg any) (Person, bool, error) {
	var r personRow
	found, err := tx.one(fromPeople+where, []any{arg}, r.into()...)
	if err != nil || !found {
		return Person{}, false, err
	}
	p, err := tx.open(r)
	return p, err == nil, err
}

// personRow is a person as the tables have them.
type personRow struct {
	Person
	chat, state, wrap []byte
	staff             *int64
}

func (r *personRow) into() []any {
	p := &r.Person
	return []any{&p.ID, &r.chat, &p.Language, &p.Chosen, &p.Volunteer, &p.SharedPhone, &p.Quiet, &p.Hidden, &p.Reachable, &p.Zone,
		&r.state, &r.wrap, &r.staff}
}

// open opens what is sealed of a person and remembers them.
func (tx *Tx) open(r personRow) (Person, error) {
	p, id := r.Person, int64(r.ID)
	err := tx.learn(id, r.wrap)
	if err != nil {
		return Person{}, err
	}
	if p.Chat, err = tx.openChat(id, r.chat); err != nil {
		return Person{}, err
	}
	if p.State, err = tx.openFrom(id, "people", "state", id, r.state); err != nil {
		return Person{}, err
	}
	if r.staff != nil {
		if p.Staff, err = tx.staffOf(p.ID); err != nil {
			return Person{}, err
		}
	}
	tx.remember(p)
	return p, nil
}

// lockPerson keeps others from reading a person in order to change them until this
// transaction ends: turns of one person follow each other across processes.
func (tx *Tx) lockPerson() string {
	if tx.view {
		return ""
	}
	return tx.db.engine.person
}

// The people of a batch, for acts that change them and for those that only look.
var (
	selectPeople = newGroup(fromPeople+"p.chat_index IN (", "?", ")")
	lockPeople   = newGroup(fromPeople+"p.chat_index IN (", "?", ") ORDER BY p.chat_index"+server.person)
)

// readChat gives a person of the chats that are expected; false where the chat is not, or
// nobody has it yet.
func (tx *Tx) readChat(chat int64) (Person, bool, error) {
	if tx.expected.people == nil && slices.Contains(tx.expected.chats, chat) {
		if err := tx.readPeople(); err != nil {
			return Person{}, false, fmt.Errorf("meet: %w", err)
		}
	}
	id, known := tx.expected.people[chat]
	if !known {
		return Person{}, false, nil
	}
	p, known := tx.met[id]
	return p, known, nil
}

// LockPeople reads everybody known of these chats at once, so that none is read again,
// and keeps them as lockPerson does, in one order: two processes that each have updates
// of the same people would wait for each other otherwise. It changes nothing in what
// Meet finds.
func (tx *Tx) LockPeople(chats []int64) error {
	tx.expected.chats = chats
	if err := tx.readPeople(); err != nil {
		return fmt.Errorf("lock people: %w", err)
	}
	return nil
}

// readPeople reads all people of the expected chats, locked as lockPerson says.
func (tx *Tx) readPeople() error {
	tx.expected.people = make(map[int64]cases.PersonID, len(tx.expected.chats))
	indexes := make([][]byte, 0, len(tx.expected.chats))
	for _, chat := range tx.expected.chats {
		indexes = append(indexes, tx.chatIndex(chat))
	}
	slices.SortFunc(indexes, bytes.Compare) // all transactions lock people in one order
	args := make([]any, len(indexes))
	for i, index := range indexes {
		args[i] = index
	}
	statement := &selectPeople
	if tx.lockPerson() != "" {
		statement = &lockPeople
	}
	var rows []personRow
	err := tx.allGroup(statement, args, func(scan func(...any) error) error {
		var r personRow
		err := scan(r.into()...)
		rows = append(rows, r)
		return err
	})
	if err != nil {
		return err
	}
	for _, r := range rows {
		p, known := tx.met[r.ID] // as it will be, while its row is as it was
		if !known {
			if p, err = tx.open(r); err != nil {
				return err
			}
		}
		tx.expected.at(p)
	}
	return nil
}

// at keeps who has a chat, where the people were read.
func (e *expected) at(p Person) {
	if e.people != nil {
		e.people[p.Chat] = p.ID
	}
}

func (tx *Tx) remember(p Person) {
	if tx.met == nil {
		tx.met = map[cases.PersonID]Person{}
	}
	tx.met[p.ID] = p
}

func (tx *Tx) openChat(id int64, sealed []byte) (int64, error) {
	plain, err := tx.openFrom(id, "people", "chat", id, sealed)
	if err != nil || len(plain) != 8 {
		return 0, fmt.Errorf("read chat of %d: %w", id, err)
	}
	return int64(binary.BigEndian.Uint64(plain)), nil
}

func chatBytes(chat int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(chat)) }

func (tx *Tx) chatIndex(chat int64) []byte { return tx.blind("chat", chatBytes(chat)) }

// SetLanguage changes what the person reads; chosen says that they asked for it.
func (tx *Tx) SetLanguage(p cases.PersonID, tag string, chosen bool) error {
	delete(tx.met, p)
	return tx.touch("UPDATE people SET language = $2, chosen = $3 WHERE id = $1", int64(p), tag, chosen)
}

// SetQuiet keeps the answer to the safety question, and with it quiet mode.
func (tx *Tx) SetQuiet(p cases.PersonID, shared cases.SharedPhone) error {
	delete(tx.met, p)
	return tx.touch("UPDATE people SET shared = $2, quiet = $3 WHERE id = $1", int64(p), string(shared), shared.Quiet())
}

// SetVolunteer keeps that the person relays for others.
func (tx *Tx) SetVolunteer(p cases.PersonID, volunteer bool) error {
	return tx.touch("UPDATE people SET volunteer = $2 WHERE id = $1", int64(p), volunteer)
}

// Hide stops pushes to a person, or lets them through again.
func (tx *Tx) Hide(p cases.PersonID, hidden bool) error {
	return tx.touch("UPDATE people SET hidden = $2 WHERE id = $1", int64(p), hidden)
}

// Reachable keeps whether the person's chat takes messages. When it no longer
// does, the workers of their cases are told.
func (tx *Tx) Reachable(p cases.PersonID, reachable bool) error {
	n, err := tx.exec("UPDATE people SET reachable = $2 WHERE id = $1 AND reachable <> $2", int64(p), reachable)
	if err != nil || n == 0 || reachable {
		return err
	}
	return tx.Unreachable(p)
}

// MoveChat follows a group that became a supergroup. Where the new chat is known
// already, its record goes on in its own right, and as staff group if the old was.
func (tx *Tx) MoveChat(from, to int64) error {
	p, found, err := tx.person("p.chat_index = $1", tx.chatIndex(from))
	if err != nil || !found {
		return err
	}
	_, err = tx.moveChat(p.ID, to)
	return err
}

// moveChat gives who has the chat from now on: the same record, or the one that
// had it already.
func (tx *Tx) moveChat(id cases.PersonID, to int64) (cases.PersonID, error) {
	known, taken, err := tx.person("p.chat_index = $1", tx.chatIndex(to))
	if err != nil {
		return 0, err
	}
	if taken {
		return known.ID, tx.heirOfStaff(id, known.ID)
	}
	sealed, err := tx.sealTo(int64(id), "people", "chat", int64(id), chatBytes(to))
	if err != nil {
		return 0, err
	}
	delete(tx.met, id)
	return id, tx.touch("UPDATE people SET chat_index = $2, chat = $3 WHERE id = $1", int64(id), tx.chatIndex(to), sealed)
}

// touch runs an update of one row that must be there.
func (tx *Tx) touch(query string, args ...any) error {
	n, err := tx.exec(query, args...)
	if err == nil && n == 0 {
		err = fmt.Errorf("record %v: %w", args[0], cases.ErrNotFound)
	}
	return err
}

// staffGroup is the setting that holds the record of the staff group.
const staffGroup = "staff-group"

// SetStaffGroup says which group is told of new cases; 0: none.
func (tx *Tx) SetStaffGroup(chat int64) error {
	if chat == 0 {
		_, err := tx.exec("DELETE FROM settings WHERE name = $1", staffGroup)
		return err
	}
	g, err := tx.Group(chat)
	if err != nil {
		return err
	}
	return tx.SetSetting(staffGroup, binary.BigEndian.AppendUint64(nil, uint64(g.ID)))
}

// heirOfStaff makes a group the staff group where the one before it was.
func (tx *Tx) heirOfStaff(before, after cases.PersonID) error {
	value, err := tx.Setting(staffGroup)
	if err != nil || len(value) != 8 || binary.BigEndian.Uint64(value) != uint64(before) {
		return err
	}
	return tx.SetSetting(staffGroup, binary.BigEndian.AppendUint64(nil, uint64(after)))
}

// StaffGroup is the group that is told of new cases; false where none is.
func (tx *Tx) StaffGroup() (Person, bool, error) {
	value, err := tx.Setting(staffGroup)
	if err != nil || len(value) != 8 {
		return Person{}, false, err
	}
	g, err := tx.Person(cases.PersonID(binary.BigEndian.Uint64(value)))
	return g, err == nil, err
}
