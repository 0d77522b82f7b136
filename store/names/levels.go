package names

// FieldName names one thing that two descriptions may agree or differ in.
type FieldName string

// The fields of a match, in the order they are shown.
const (
	Surname     FieldName = "surname"
	Given       FieldName = "given"
	Patronymic  FieldName = "patronymic"
	SexField    FieldName = "sex"
	BirthField  FieldName = "birth"
	PlaceField  FieldName = "place"
	Institution FieldName = "institution"
	Separation  FieldName = "separation"
	Siblings    FieldName = "siblings"
	Marks       FieldName = "marks"
)

// Level is how two descriptions compare in one field. The levels of all fields
// are one list, so that a table by level serves every field.
type Level uint8

// The levels. Within a group (a constant line of levels that can meet) the shares
// m of [Weights] add up to one.
const (
	Missing Level = iota // one side does not say

	SurnameSame     // one stem
	SurnameSounding // a vowel for a vowel, s for z
	SurnameSlip     // one typing error
	SurnameSlips    // two
	SurnameBlurred  // three, in a long surname
	SurnameDiffers

	GivenSame  // one form
	GivenForm  // a form of the same name: short, affectionate, another language
	GivenSlip  // one typing error
	GivenSlips // two
	GivenDiffers

	FatherSame
	FatherSlip
	FatherDiffers

	InitialSame
	InitialDiffers

	SexSame
	SexDiffers

	DaySame
	DayNext       // a day apart
	DayNear       // up to three
	DaySwapped    // day and month changed places
	DayOtherMonth // same day and year, other month
	DayDigit      // same month, one digit of the day differs
	DayMonth      // same month
	DayOtherYear  // same day and month, a year apart
	DayFarYear    // same day and month, more years apart
	DayYear       // same year
	DayYear1
	DayYear2
	DayDiffers

	MonthSame
	MonthNext
	MonthOtherYear
	MonthYear
	MonthYear1
	MonthYear2
	MonthDiffers

	YearSame
	YearNext
	YearTwo
	YearDiffers

	AgeFits
	AgeOneOff
	AgeTwoOff
	AgeFar

	TownSame
	TownSlip
	TownRaion    // another town of the same raion
	TownOblast   // another town of the same oblast
	TownNamesake // the same name in another oblast
	TownDiffers

	AreaRaion // only one side names a town; the raion fits
	AreaOblast
	AreaDiffers

	RaionSame
	RaionOblast
	RaionDiffers

	OblastSame
	OblastDiffers

	PartedSame // separation within three days
	PartedMonth
	PartedYear
	PartedDiffers

	InstitutionWords
	SiblingsShared
	MarksWords

	levelCount
)

// groups lists the first and the last level of each group.
var groups = [][2]Level{
	{SurnameSame, SurnameDiffers}, {GivenSame, GivenDiffers}, {FatherSame, FatherDiffers},
	{InitialSame, InitialDiffers}, {SexSame, SexDiffers}, {DaySame, DayDiffers}, {MonthSame, MonthDiffers},
	{YearSame, YearDiffers}, {AgeFits, AgeFar}, {TownSame, TownDiffers}, {AreaRaion, AreaDiffers},
	{RaionSame, RaionDiffers}, {OblastSame, OblastDiffers}, {PartedSame, PartedDiffers},
}

// groupOf gives for every level the number of its group, from 1; 0 for none.
var groupOf = func() (g [levelCount]uint8) {
	for i, pair := range groups {
		for l := pair[0]; l <= pair[1]; l++ {
			g[l] = uint8(i + 1)
		}
	}
	return g
}()

// Verdict says in one word how a field compares.
type Verdict uint8

// The verdicts.
const (
	NotSaid Verdict = iota // one side is silent
	Agree
	Differ
)

// String gives the verdict as a key: "missing", "agree", "differ".
func (v Verdict) String() string {
	return [...]string{"missing", "agree", "differ"}[v]
}

// verdict grades a field by what its level is worth: more than half a bit for
// agrees, less than minus half a bit differs; between, the level's kind decides.
func verdict(l Level, bits float64) Verdict {
	switch {
	case l == Missing:
		return NotSaid
	case bits > 0.5:
		return Agree
	case bits < -0.5 || differs[l]:
		return Differ
	}
	return Agree
}

var differs = [levelCount]bool{
	SurnameDiffers: true, GivenDiffers: true, FatherDiffers: true, InitialDiffers: true, SexDiffers: true,
	DayYear: true, DayYear1: true, DayYear2: true, DayDiffers: true, MonthYear: true, MonthYear1: true, MonthYear2: true,
	MonthDiffers: true, YearNext: true, YearTwo: true, YearDiffers: true, AgeOneOff: true, AgeTwoOff: true, AgeFar: true,
	TownOblast: true, TownNamesake: true, TownDiffers: true, AreaDiffers: true, RaionDiffers: true, OblastDiffers: true,
	PartedYear: true, PartedDiffers: true,
}

var levelNames = [levelCount]string{
	Missing: "missing", SurnameSame: "same", SurnameSounding: "sounds_alike", SurnameSlip: "typo", SurnameSlips: "two_typos", SurnameBlurred: "three_typos",
	SurnameDiffers: "different", GivenSame: "same", GivenForm: "form", GivenSlip: "typo", GivenSlips: "two_typos",
	GivenDiffers: "different", FatherSame: "same", FatherSlip: "typo", FatherDiffers: "different",
	InitialSame: "initial", InitialDiffers: "different_initial", SexSame: "same", SexDiffers: "different",
	DaySame: "same_day", DayNext: "day_apart", DayNear: "days_apart", DaySwapped: "day_month_swapped",
	DayOtherMonth: "other_month", DayDigit: "day_digit", DayMonth: "same_month", DayOtherYear: "year_apart_same_day",
	DayFarYear: "other_year_same_day", DayYear: "same_year", DayYear1: "year_apart", DayYear2: "two_years_apart",
	DayDiffers: "different", MonthSame: "same_month", MonthNext: "month_apart", MonthOtherYear: "year_apart_same_month",
	MonthYear: "same_year", MonthYear1: "year_apart", MonthYear2: "two_years_apart", MonthDiffers: "different",
	YearSame: "same_year", YearNext: "year_apart", YearTwo: "two_years_apart", YearDiffers: "different",
	AgeFits: "age_fits", AgeOneOff: "age_year_off", AgeTwoOff: "age_two_off", AgeFar: "different",
	TownSame: "same_town", TownSlip: "town_typo", TownRaion: "same_raion", TownOblast: "same_oblast",
	TownNamesake: "namesake_town", TownDiffers: "different", AreaRaion: "raion_fits", AreaOblast: "oblast_fits",
	AreaDiffers: "different", RaionSame: "same_raion", RaionOblast: "same_oblast", RaionDiffers: "different",
	OblastSame: "same_oblast", OblastDiffers: "different", PartedSame: "same_days", PartedMonth: "same_month",
	PartedYear: "same_year", PartedDiffers: "different", InstitutionWords: "shared_words",
	SiblingsShared: "shared", MarksWords: "shared_words",
}

// String gives the level as a key, stable for translations: "typo", "same_town".
func (l Level) String() string { return levelNames[l] }
