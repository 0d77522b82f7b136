package cases

import "time"

// Case is the working file about one child, without anything about the child:
// its four axes, whose it is, and since when.
type Case struct {
	ID           CaseID
	Ref          Ref
	Stage        Stage
	Told         Stage // what the family reads: a stage that has words for them
	Verification Verification
	Whereabouts  Whereabouts
	Safety       Safety
	Closing      Closing // empty unless Stage is Closed
	Assignee     StaffID // 0: in nobody's hand
	AskedAt      Stage   // where NeedsInfo leads back to
	HeldAt       Stage   // where OnHold leads back to
	Proposed     *Proposal
	MaySearch    bool      // somebody who reported agreed to the search
	Reopen       bool      // the family wrote after it was closed
	Opened       time.Time // when the first report was stored
	Waiting      time.Time // since when somebody of staff is waited for
	Changed      time.Time
}

// Opens is the case a report about one child opens. A shared phone makes its owner
// quiet, not the case: a relative on another phone may still be written to.
func Opens(id CaseID, ref Ref, s Sheet, now time.Time) Case {
	return Case{ID: id, Ref: ref, Stage: Received, Told: Received, Verification: Unverified,
		Whereabouts: WhereUnknown, Safety: SafetyNormal, MaySearch: s.Allows(ConsentSearch),
		Opened: now, Waiting: now, Changed: now}
}

// Line is a case as the queue and the staff group show it: nothing personal.
type Line struct {
	Ref      Ref
	Stage    Stage
	Age      AgeBand // of the child, in bands
	Opened   time.Time
	Waiting  time.Time
	Assignee StaffID
	Name     string // of the assignee, for staff; empty in the group
	Proposed Stage  // what waits for a second person; empty: nothing
	Reopen   bool   // the family wrote after it was closed
	Held     int    // notices that wait until a person spoke to the family
}

// Glance is one of a person's own cases in their list.
type Glance struct {
	Ref      Ref
	Reads    Stage  // what the family reads
	Given    string // the child's name as this person wrote it; empty for joined relatives
	Question bool   // a question waits for an answer
	Opened   time.Time
	Changed  time.Time // when they were last told something
}

// FamilyView is everything one person may read of their own case.
type FamilyView struct {
	Glance
	Reporter bool      // they gave the report; false: they joined
	Asked    *Asked    // the open question; nil: none
	Said     []Said    // their own answers and additions, oldest first
	History  []Passed  // what the family was told, oldest first
	Quiet    bool      // no push comes for this case
	Consents []Consent // their own, as they are now
}

// Asked is a question of staff to the family. Who wrote it is not part of it.
type Asked struct {
	At   time.Time
	Text string
}

// Said is one answer or addition of a family.
type Said struct {
	At       time.Time
	Question string // what it answers; empty: an addition
	Text     string
	Files    []FileID
	Relation Relation // of who said it; empty: the reader themselves
}

// Passed is one line of the history in the family's words.
type Passed struct {
	At   time.Time
	Kind Kind
}
