package cases

// Verification says how far the facts of a case have been checked.
type Verification string

// The values of the verification axis; a new case is Unverified.
const (
	Unverified     Verification = "unverified"
	PartlyVerified Verification = "partly"
	Verified       Verification = "verified"
	Disputed       Verification = "disputed"
	FoundFalse     Verification = "false"
)

// Verifications lists the axis in order.
func Verifications() []Verification {
	return []Verification{Unverified, PartlyVerified, Verified, Disputed, FoundFalse}
}

// Whereabouts says what is known of where the child is, never the place itself.
type Whereabouts string

// The values of the whereabouts axis; a new case is WhereUnknown.
const (
	WhereUnknown Whereabouts = "unknown"
	RegionKnown  Whereabouts = "region_known"
	PlaceKnown   Whereabouts = "place_known"
	ContactMade  Whereabouts = "contact_made"
)

// WhereaboutsAll lists the axis in order.
func WhereaboutsAll() []Whereabouts {
	return []Whereabouts{WhereUnknown, RegionKnown, PlaceKnown, ContactMade}
}

// Safety says what may leave the house about a case.
type Safety string

// The values of the safety axis; a new case is SafetyNormal.
const (
	SafetyNormal Safety = "normal"
	SafetyQuiet  Safety = "quiet"            // no push; shown when opened
	SafetyHold   Safety = "hold"             // nothing leaves
	SafetyDuress Safety = "duress_suspected" // as hold: what is asked may not be asked freely
)

// Safeties lists the axis in order.
func Safeties() []Safety {
	return []Safety{SafetyNormal, SafetyQuiet, SafetyHold, SafetyDuress}
}

// Pushes tells whether a push about the case may leave. Only in SafetyNormal: an
// unknown value is treated as the careful one.
func (s Safety) Pushes() bool { return s == SafetyNormal }

// Shows tells whether the family reads news when they open the case themselves.
// Held cases keep showing what was told before.
func (s Safety) Shows() bool { return s == SafetyNormal || s == SafetyQuiet }

// CareType is what kind of care a placement decision names.
// Source: the care arrangement types of Primero/CPIMS+ (UNICEF).
type CareType string

// The care types of the domain page, section 8.
const (
	CareParent      CareType = "parent"
	CareStepParent  CareType = "step_parent"
	CareSibling     CareType = "sibling"
	CareKinship     CareType = "kinship"
	CareFoster      CareType = "foster"
	CareFamilyHome  CareType = "family_type_home"
	CareResidential CareType = "residential"
	CareIndependent CareType = "independent"
	CareOther       CareType = "other"
)

// CareTypes lists the care types in order.
func CareTypes() []CareType {
	return []CareType{CareParent, CareStepParent, CareSibling, CareKinship, CareFoster, CareFamilyHome,
		CareResidential, CareIndependent, CareOther}
}
