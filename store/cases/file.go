package cases

import "time"

// File is everything staff may read of a case.
type File struct {
	Case      Case
	Worker    string   // name of the assignee; empty: nobody
	Reports   []Filed  // the first opened the case
	Siblings  []Ref    // the other cases of the same reports
	Asked     []Asked  // questions, oldest first; the last is open while Stage is NeedsInfo
	Said      []Said   // answers and additions, oldest first
	Notes     []Note   // for staff alone
	Followers []Follow // who is told
	Held      []Kind   // class B news that waits for somebody to speak to the family
	Alike     []Match  // what may be the same child and waits for a person, the likeliest first; without words
	Proposer  string   // name of who proposed what waits; empty: nothing waits
}

// Filed is a report as it stands in one case: the sheet with this one child.
type Filed struct {
	Report   ReportID
	At       time.Time
	Sheet    Sheet
	Consents []Consent // of who filed it, as they are now; the sheet has them as they were
}

// Note is a note of staff. It has no way to a family, now or later.
type Note struct {
	At   time.Time
	By   string
	Text string
	Kind Kind // KindNote, or the stage it is the ground of

	Sources []Source // of Located
	Care    CareType // of a placement
	Into    Ref      // of MergedInto
}

// Follow is one person who is told about a case.
type Follow struct {
	Relation    Relation
	Language    string
	Reporter    bool
	Contact     bool // agreed to be written to here
	Quiet       bool // gets no push
	Unreachable bool // their chat does not take messages now
}

// Event is one line of a case's history, for staff.
type Event struct {
	ID   EventID
	At   time.Time
	Kind Kind
	Who  string // name of the member of staff; empty: the family or the bot
	Role Role
	Old  Stage
	New  Stage
	Why  string // empty after an erasure
}

// Staff is a member of staff.
type Staff struct {
	ID     StaffID
	Handle string // how the command line names them: lower case, unique
	Name   string
	Role   Role
	Grants Grants
	Person PersonID // 0: works without Telegram, or has not joined yet
	Active bool
}

// Actor is s as one who acts.
func (s Staff) Actor() Actor {
	return Actor{Person: s.Person, Staff: s.ID, Role: s.Role, Grants: s.Grants}
}
