package cases

// The ids of records: made by the program, never shown to people.
type (
	// PersonID names somebody who writes to the bot.
	PersonID int64
	// StaffID names a worker, supervisor, partner or operator.
	StaffID int64
	// CaseID names a case.
	CaseID int64
	// ReportID names a report.
	ReportID int64
	// FileID names an attachment.
	FileID int64
	// EventID names a line of a case's history.
	EventID int64
)

// SharedPhone answers the safety question: may someone else look at this phone?
type SharedPhone string

// The answers to the safety question; Perhaps and Yes turn on quiet mode.
const (
	SharedNo      SharedPhone = "no"
	SharedPerhaps SharedPhone = "perhaps"
	SharedYes     SharedPhone = "yes"
)

// Quiet tells whether the answer turns on quiet mode. An unknown answer does.
func (s SharedPhone) Quiet() bool { return s != SharedNo }

// Relation is who the reporter is to the child.
type Relation string

// The relations of the form, in the order they are asked.
const (
	Mother        Relation = "mother"
	Father        Relation = "father"
	Grandmother   Relation = "grandmother"
	Grandfather   Relation = "grandfather"
	Sister        Relation = "sister"
	Brother       Relation = "brother"
	Aunt          Relation = "aunt"
	Uncle         Relation = "uncle"
	Guardian      Relation = "guardian"
	OtherRelative Relation = "other_relative"
	ForFamily     Relation = "volunteer"
	Organisation  Relation = "organisation"
	IAmTheChild   Relation = "child"
)

// Relations lists every relation in the order it is asked.
func Relations() []Relation {
	return []Relation{Mother, Father, Grandmother, Grandfather, Sister, Brother, Aunt, Uncle,
		Guardian, OtherRelative, ForFamily, Organisation, IAmTheChild}
}

// Purpose is what a consent allows.
type Purpose string

// The purposes a family is asked about, each on its own.
const (
	ConsentSearch      Purpose = "search"      // search with my data
	ConsentAuthorities Purpose = "authorities" // share with Ukrainian authorities
	ConsentPartners    Purpose = "partners"    // share with partner organisations abroad
	ConsentContact     Purpose = "contact"     // contact me here
)

// Purposes lists every purpose in the order it is asked.
func Purposes() []Purpose {
	return []Purpose{ConsentSearch, ConsentAuthorities, ConsentPartners, ConsentContact}
}

// Sex of the child as given.
type Sex string

// The answers about sex.
const (
	Girl       Sex = "girl"
	Boy        Sex = "boy"
	SexUnknown Sex = "unknown"
)

// Tristate is yes, no or unknown; empty means not answered.
type Tristate string

// The three answers.
const (
	Yes     Tristate = "yes"
	No      Tristate = "no"
	Unknown Tristate = "unknown"
)

// LivedIn is where the child lived before.
type LivedIn string

// The answers about where the child lived.
const (
	LivedFamily      LivedIn = "family"
	LivedInstitution LivedIn = "institution"
	LivedFoster      LivedIn = "foster_care"
	LivedHospital    LivedIn = "hospital"
	LivedOther       LivedIn = "other"
)

// LivedIns lists the answers in the order they are asked.
func LivedIns() []LivedIn {
	return []LivedIn{LivedFamily, LivedInstitution, LivedFoster, LivedHospital, LivedOther}
}

// Cause is how the child was separated.
type Cause string

// The causes of separation of the domain page.
const (
	ForcibleTransfer  Cause = "forcible_transfer"
	DeportationRU     Cause = "deportation_ru"
	DeportationBY     Cause = "deportation_by"
	CampTrip          Cause = "camp_trip_not_returned"
	InstitutionMoved  Cause = "institution_moved"
	Filtration        Cause = "filtration_separation"
	CaregiverDetained Cause = "caregiver_detained"
	CaregiverDead     Cause = "caregiver_dead"
	LostContactWar    Cause = "lost_contact_hostilities"
	Evacuation        Cause = "evacuation"
	OtherCause        Cause = "other"
	UnknownCause      Cause = "unknown"
)

// Causes lists the causes in the order they are asked.
func Causes() []Cause {
	return []Cause{ForcibleTransfer, DeportationRU, DeportationBY, CampTrip, InstitutionMoved, Filtration,
		CaregiverDetained, CaregiverDead, LostContactWar, Evacuation, OtherCause, UnknownCause}
}

// Body is a register or an authority the family may have reported to.
type Body string

// The bodies asked about, each with its own number.
const (
	Police        Body = "police"
	NIB           Body = "nib"             // National Information Bureau
	ChildrenOfWar Body = "children_of_war" // Children of War portal
	Ombudsman     Body = "ombudsman"
	ICRC          Body = "icrc"    // Central Tracing Agency
	Justice       Body = "justice" // Ministry of Justice register
	OtherBody     Body = "other"
)

// Bodies lists the bodies in the order they are asked.
func Bodies() []Body {
	return []Body{Police, NIB, ChildrenOfWar, Ombudsman, ICRC, Justice, OtherBody}
}

// Role is what a person is to Dodomu, and so what they may do.
type Role string

// The roles of the domain page. The zero value may do nothing.
const (
	Family     Role = "family"
	Volunteer  Role = "volunteer"
	Tipster    Role = "tipster"
	Worker     Role = "worker"
	Supervisor Role = "supervisor"
	Partner    Role = "partner"
	Operator   Role = "operator"
	System     Role = "bot"
)

// Actor is who asks: a person of the chat, a member of staff, or the program itself.
// An operator at the command line has neither Person nor Staff. The store reads the
// role and the grants of staff again and trusts neither field.
type Actor struct {
	Person PersonID
	Staff  StaffID
	Role   Role
	Grants Grants
}
