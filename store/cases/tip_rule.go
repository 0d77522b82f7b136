package cases

// TipRuleName names a rule of triage and the sentence that says it to staff.
type TipRuleName string

// The rules, each a sentence that can be read aloud.
const (
	RuleAccusesStaff TipRuleName = "accuses_staff"     // it speaks ill of one of us: a supervisor reads it, nobody else
	RuleFirstHand    TipRuleName = "first_hand"        // seen with their own eyes, with a place and a time
	RuleAsksMoney    TipRuleName = "asks_money"        // money is spoken of: nobody here pays or asks for any
	RuleAdult        TipRuleName = "adult"             // everybody whose age is told is an adult
	RuleNothing      TipRuleName = "nothing_concrete"  // hardly a word, and nothing else to look at
	RuleInsult       TipRuleName = "insult"            // an insult, without a name, a place, a time, a link or a file
	RuleLinkOnly     TipRuleName = "link_only"         // only a link or a post, without words of their own
	RuleNowhere      TipRuleName = "no_place_no_time"  // neither where nor when
	RuleRecent       TipRuleName = "recent_with_place" // a place, and seen within a month
	RuleNamed        TipRuleName = "named_with_place"  // a child's name and a place
	RuleOldHearsay   TipRuleName = "old_hearsay"       // heard from others, more than a year ago
	RuleNone         TipRuleName = "none"              // no rule speaks: somebody reads it
)

// TipRule is one rule of triage: what it makes of a tip of which it holds.
type TipRule struct {
	Name  TipRuleName
	Worth Worth
	holds func(TipSheet, Date) bool
}

// TipRules are the rules in the order they are asked. The first that holds decides;
// the others that hold are given as reasons too. No rule drops a tip, and a worker may
// overrule each.
func TipRules() []TipRule {
	return []TipRule{
		{RuleAccusesStaff, Unclear, func(s TipSheet, _ Date) bool { return s.accusesStaff() }},
		{RuleFirstHand, Actionable, func(s TipSheet, _ Date) bool {
			return s.Knowing == FirstHand && s.Where.Given() && s.When.Given()
		}},
		{RuleAsksMoney, Unclear, func(s TipSheet, _ Date) bool { return s.says(moneyWords) }},
		{RuleAdult, NotActionable, func(s TipSheet, today Date) bool { return s.onlyAdults(today) }},
		{RuleNothing, NotActionable, func(s TipSheet, _ Date) bool { return s.words() < fewWords && s.bare() }},
		{RuleInsult, NotActionable, func(s TipSheet, _ Date) bool { return s.bare() && s.says(insultWords) }},
		{RuleLinkOnly, Unclear, func(s TipSheet, _ Date) bool {
			return len(s.Links)+len(s.Forwarded) > 0 && s.words() < fewWords && len(s.Files) == 0
		}},
		{RuleNowhere, Unclear, func(s TipSheet, _ Date) bool { return !s.Where.Given() && !s.When.Given() }},
		{RuleRecent, Actionable, func(s TipSheet, today Date) bool { return s.Where.Given() && s.within(today, recentDays) }},
		{RuleNamed, Actionable, func(s TipSheet, _ Date) bool { return s.Name != "" && s.Where.Given() }},
		{RuleOldHearsay, Unclear, func(s TipSheet, today Date) bool {
			return s.Knowing == Heard && s.When.Given() && !s.within(today, oldDays)
		}},
	}
}

// The bounds of the rules.
const (
	fewWords   = 3   // fewer say nothing that could be looked for
	recentDays = 31  // a child seen within a month may still be there
	oldDays    = 366 // what was heard longer ago has passed many mouths
)

// Triage is what the rules make of a tip, and why.
type Triage struct {
	Worth   Worth
	Reasons []TipRuleName // every rule that holds, the deciding one first
}

// Triage asks the rules. today is the day the tip came in.
func (s TipSheet) Triage(today Date) Triage {
	t := Triage{Worth: Unclear}
	for _, r := range TipRules() {
		if !r.holds(s, today) {
			continue
		}
		if len(t.Reasons) == 0 {
			t.Worth = r.Worth
		}
		t.Reasons = append(t.Reasons, r.Name)
	}
	if len(t.Reasons) == 0 {
		t.Reasons = []TipRuleName{RuleNone}
	}
	return t
}

// Guarded tells whether the tip is for supervisors alone: nobody judges what is said
// of them.
func (t Triage) Guarded() bool { return t.Reasons[0] == RuleAccusesStaff }

// bare tells whether a tip has nothing besides its words.
func (s TipSheet) bare() bool {
	return s.Name == "" && !s.Where.Given() && !s.When.Given() && len(s.Links)+len(s.Forwarded)+len(s.Files) == 0
}

// within tells whether what is told was at most so many days before a day. A date of
// which parts are unknown counts by its latest possible day.
func (s TipSheet) within(today Date, days int) bool {
	return s.When.Given() && today.dayNumber()-s.When.latest().dayNumber() <= days
}

// onlyAdults tells whether an age is told and every age told is an adult's.
func (s TipSheet) onlyAdults(today Date) bool {
	if from, _, ok := s.Birth.Ages(today); ok {
		return from > OldestChild
	}
	ages := agesIn(s.What)
	for _, age := range ages {
		if age <= OldestChild {
			return false
		}
	}
	return len(ages) > 0
}
