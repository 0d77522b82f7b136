package cases

import "slices"

// Permission is one thing somebody may do.
type Permission string

// The permissions of families and of those who write for them. They hold for
// their own reports and cases alone.
const (
	MaySubmit Permission = "submit" // report
	MayFollow Permission = "follow" // see their own case, answer, add
	MayInvite Permission = "invite" // invite another relative
	MayErase  Permission = "erase"  // withdraw and erase
	MayTip    Permission = "tip"    // tell what they saw or heard, and come back to it
)

// The permissions of staff.
const (
	MayQueue         Permission = "queue"          // see the lines of waiting cases
	MayRead          Permission = "read"           // open a case that is visible to them
	MayTake          Permission = "take"           // take a waiting case
	MayWork          Permission = "work"           // ask, note, propose, search, hold, release
	MayConfirm       Permission = "confirm"        // be the second person
	MaySpeak         Permission = "speak"          // record that a person spoke to the family
	MayReturn        Permission = "return"         // set the stages only a supervisor sets
	MayReopen        Permission = "reopen"         // bring a closed case back
	MayAssign        Permission = "assign"         // give a case to somebody
	MaySeeAll        Permission = "see_all"        // every case, whoever works it
	MayTriage        Permission = "triage"         // read tips, triage, ask, link and judge them
	MayOpenOriginal  Permission = "open_original"  // with a reason, always recorded
	MayCloseDeceased Permission = "close_deceased" // close as deceased: granted by name, never by role
	MayManageStaff   Permission = "manage_staff"   // add and remove staff
	MayTendOutbox    Permission = "tend_outbox"    // try again or drop what was given up, unread
	MayTuneMatching  Permission = "tune_matching"  // import places, calibrate: figures and facts, no case
)

// Grants are permissions given to one member of staff by name.
type Grants uint8

// The permissions that no role brings with it.
const (
	GrantDeceased Grants = 1 << iota
)

// Roles lists every role.
func Roles() []Role {
	return []Role{Family, Volunteer, Tipster, Worker, Supervisor, Partner, Operator, System}
}

// permissions is the table of section 1. A partner works by referral, of which
// there is none yet; an operator sees no case.
func (r Role) permissions() []Permission {
	switch r {
	case Family:
		return []Permission{MaySubmit, MayFollow, MayInvite, MayErase, MayTip}
	case Volunteer:
		return []Permission{MaySubmit, MayFollow, MayErase, MayTip}
	case Tipster:
		return []Permission{MayTip}
	case Worker:
		return []Permission{MayQueue, MayRead, MayTake, MayWork, MayReopen, MayTriage, MayOpenOriginal}
	case Supervisor:
		return []Permission{MayQueue, MayRead, MayTake, MayWork, MayReopen, MayTriage, MayOpenOriginal,
			MayConfirm, MaySpeak, MayReturn, MayAssign, MaySeeAll, MayManageStaff}
	case Operator:
		return []Permission{MayManageStaff, MayTendOutbox, MayTuneMatching}
	default:
		return nil
	}
}

// May tells whether the role brings the permission. An unknown role may nothing.
func (r Role) May(p Permission) bool { return slices.Contains(r.permissions(), p) }

// May tells whether the actor has the permission, by role or by name. The actor
// must be one the store vouches for.
func (a Actor) May(p Permission) bool {
	if p == MayCloseDeceased {
		return a.Grants&GrantDeceased != 0 && (a.Role == Supervisor || a.Role == Worker)
	}
	if a.Role == Worker || a.Role == Supervisor {
		return a.Staff != 0 && a.Role.May(p)
	}
	return a.Role.May(p)
}

// Staffed tells whether the actor is a member of staff who works on cases.
func (a Actor) Staffed() bool {
	return a.Staff != 0 && (a.Role == Worker || a.Role == Supervisor)
}

// VisibleTo tells whether a member of staff may open c: their own, those in
// nobody's hand, and every one for a supervisor.
func (c Case) VisibleTo(by Actor) bool {
	if !by.Staffed() {
		return false
	}
	return by.May(MaySeeAll) || c.Assignee == by.Staff || c.Assignee == 0
}

// WorkedBy tells whether a member of staff may work on c: their own, and every one
// for a supervisor.
func (c Case) WorkedBy(by Actor) bool {
	if !by.Staffed() {
		return false
	}
	return by.May(MaySeeAll) || c.Assignee == by.Staff
}
