package flow

// The reasons an age is refused: catalogue keys.
const (
	AgeUnread  = "flow.refused.age"      // can be read neither as a birth date nor as an age
	AgeTooHigh = "flow.refused.age_high" // a child of more than OldestChild years
)

// OldestChild is the most years a child may have today: those taken in 2014 are
// looked for as grown-ups too.
const OldestChild = 25

// ReadBirth reads a birth date or an age as people write it in Ukrainian, English,
// Russian or Polish: "12.03.2015", "весна 2015", "7 років", "6-8", "8 months". The
// Answer holds a Date, or AgeFrom and AgeTo in completed years; the age of a
// baby becomes the month or year of birth. Otherwise the second result is a reason to
// refuse it.
func ReadBirth(text string, today Date) (Answer, string) {
	a, reason := ReadAnyBirth(text, today)
	if reason == "" && (a.AgeTo > OldestChild || a.Date != nil && tooOld(*a.Date, today)) {
		return Answer{}, AgeTooHigh
	}
	return a, reason
}

// ReadAnyBirth is ReadBirth for somebody of any age.
func ReadAnyBirth(text string, today Date) (Answer, string) {
	all, ok := tokens(text)
	if !ok {
		return Answer{}, AgeUnread
	}
	if a, ok := readAge(all, today); ok {
		return a, ""
	}
	d, reason := ReadDate(text, today)
	switch {
	case reason == DateUnread, reason == "" && d.Year == 0:
		return Answer{}, AgeUnread
	case reason != "":
		return Answer{}, reason
	}
	return Answer{Date: &d}, ""
}

// tooOld tells whether someone born then has certainly more years than
// OldestChild.
func tooOld(d, today Date) bool {
	if today.Year == 0 {
		return false
	}
	years := today.Year - d.Year
	if d.Month != 0 && (d.Month > today.Month || d.Month == today.Month && (d.Day == 0 || d.Day > today.Day)) {
		years--
	} else if d.Month == 0 {
		years--
	}
	return years > OldestChild
}

// readAge reads an age. False where the text is none.
func readAge(all []token, today Date) (Answer, bool) {
	if a, ok := halfWord(all, today); ok {
		return a, true
	}
	if len(all) == 1 && unitOf(all[0].word) != noUnit { // "рік": one year
		all = []token{{n: 1, digits: 1}, all[0]}
	}
	nums, u, rest := ageNumbers(all)
	if !rest || len(nums) == 0 {
		return Answer{}, false
	}
	if u == noUnit && !bareAge(all, nums) {
		return Answer{}, false
	}
	switch {
	case u == days || u == weeks || u == months:
		return babyAge(nums, u, today)
	case len(nums) == 1:
		return oneAge(nums[0].n, today), true
	case decimal(nums):
		return oneAge(nums[0].n, today), true
	case len(nums) == 2 && isRange(nums[1].sep):
		from, to := min(nums[0].n, nums[1].n), max(nums[0].n, nums[1].n)
		if to == 0 {
			return oneAge(0, today), true
		}
		return Answer{AgeFrom: from, AgeTo: to}, true
	}
	return Answer{}, false
}

// ageNumbers takes an age apart: its numbers, and the first unit after them. False
// where something else is said.
func ageNumbers(all []token) (nums []token, u unit, ok bool) {
	for _, t := range all {
		named := unitOf(t.word)
		n, isNumber := amount(t)
		switch {
		case u != noUnit && oneOf(t.word, "old months month місяців місяці місяць месяцев месяца месяц miesięcy miesiące miesiąc і и and i"):
		case u != noUnit && t.word == "":
			return nums, u, u == years && len(nums) == 1 && t.digits < 3 // "7 years 3 months": the years count
		case t.word != "" && named != noUnit && len(nums) > 0:
			u = named
		case isNumber && (t.word == "" || !oneOf(t.word, "a an")):
			if t.digits > 2 {
				return nil, u, false
			}
			nums = append(nums, token{n: n, digits: t.digits, sep: rangeSign(t.sep, nums, all)})
		case isAbout(t.word), oneOf(t.word, "від до or чи або или od do lub albo from to between and и i між от до age aged вік возраст wiek old йому їй ему ей"):
		default:
			return nil, u, false
		}
	}
	return nums, u, len(nums) <= 2
}

// rangeSign gives the sign between two numbers; a word between them, such as "to",
// counts as a dash.
func rangeSign(sep rune, nums, all []token) rune {
	if len(nums) == 1 && sep == 0 && len(all) > 2 {
		return '-'
	}
	return sep
}

func isRange(sep rune) bool { return sep == '-' || sep == '–' || sep == '—' || sep == '‑' }

// decimal tells whether two numbers are one with a fraction: 1,5.
func decimal(nums []token) bool {
	return len(nums) == 2 && (nums[1].sep == ',' || nums[1].sep == '.') && nums[1].digits == 1
}

// bareAge tells whether numbers without a unit are an age: one number, or two as a
// range or with a comma. 12.03 is a date.
func bareAge(all, nums []token) bool {
	for _, t := range all {
		if t.sep == '/' {
			return false
		}
	}
	switch len(nums) {
	case 1:
		return true
	case 2:
		return isRange(nums[1].sep) || decimal(nums) && nums[1].sep == ','
	}
	return false
}

// oneAge is an age in years; of a baby only the year of birth is known, about.
func oneAge(n int, today Date) Answer {
	if n > 0 {
		return Answer{AgeFrom: n, AgeTo: n}
	}
	if today.Year == 0 {
		return Answer{AgeTo: 1}
	}
	return Answer{Date: &Date{Year: today.Year, About: true}}
}

// babyAge turns an age in months, weeks or days into the month of birth. Months
// of two years and more count as years.
func babyAge(nums []token, u unit, today Date) (Answer, bool) {
	n := nums[len(nums)-1].n
	if decimal(nums) {
		n = nums[0].n
	}
	if u == months && (n >= 24 || today.Year == 0) {
		return oneAge(max(n/12, 1), today), true
	}
	if today.Year == 0 || today.Month == 0 {
		return Answer{AgeTo: 1}, true
	}
	d := before(Date{Year: today.Year, Month: today.Month, Day: max(today.Day, 1)}, 0, 0, n*int([...]int{days: 1, weeks: 7, months: 0}[u]))
	if u == months {
		d = before(Date{Year: today.Year, Month: today.Month, Day: 1}, 0, n, 0)
	}
	return Answer{Date: &Date{Year: d.Year, Month: d.Month, About: true}}, true
}

// halfWord reads half a year and one and a half, which have words of their own.
func halfWord(all []token, today Date) (Answer, bool) {
	for i, t := range all {
		rest := i == len(all)-1 || i == len(all)-2 && unitOf(all[i+1].word) == years
		switch {
		case i > 1 || !rest && !isAbout(t.word):
			return Answer{}, false
		case oneOf(t.word, "півтора полтора półtora poltora"):
			return oneAge(1, today), true
		case oneOf(t.word, "півроку полгода полгодика пів pół pol half"):
			return babyAge([]token{{n: 6}}, months, today)
		}
	}
	return Answer{}, false
}
