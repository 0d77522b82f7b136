package cases_test

import (
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dodomu/store/cases"
)

var (
	worker  = cases.Actor{Staff: 1, Role: cases.Worker}
	other   = cases.Actor{Staff: 2, Role: cases.Worker}
	super   = cases.Actor{Staff: 3, Role: cases.Supervisor}
	second  = cases.Actor{Staff: 4, Role: cases.Supervisor}
	mourner = cases.Actor{Staff: 5, Role: cases.Supervisor, Grants: cases.GrantDeceased}
)

// elsewhere is the number of some other case.
const elsewhere cases.Ref = "00000000000"

// full is a move that brings everything any step may require.
func full(c cases.Case, to cases.Stage) cases.Move {
	closing := cases.ReportedInError
	if c.Stage == cases.ReferredOut {
		closing = cases.AcceptedElsewhere
	}
	return cases.Move{To: to, Seen: c.Stage, Ground: "because", Question: "when?",
		Sources: []cases.Source{{Name: "police", Authority: true}}, Care: cases.CareKinship,
		Closing: closing, Into: elsewhere}
}

func at(s cases.Stage) cases.Case {
	return cases.Case{ID: 7, Stage: s, Told: cases.Received, Safety: cases.SafetyNormal, Assignee: worker.Staff, MaySearch: true}
}

// TestTable holds the whole table of the domain page, row by row: what follows
// each stage, and nothing else.
func TestTable(t *testing.T) {
	side := []cases.Stage{cases.OnHold, cases.Closed}
	want := map[cases.Stage][]cases.Stage{
		cases.Received:         append([]cases.Stage{cases.UnderReview, cases.MergedInto}, side...),
		cases.UnderReview:      append([]cases.Stage{cases.NeedsInfo, cases.Registered, cases.ReferredOut, cases.MergedInto}, side...),
		cases.Registered:       append([]cases.Stage{cases.NeedsInfo, cases.Searching, cases.ReferredOut, cases.MergedInto}, side...),
		cases.Searching:        append([]cases.Stage{cases.NeedsInfo, cases.Located, cases.ReferredOut, cases.MergedInto}, side...),
		cases.Located:          append([]cases.Stage{cases.ReturnPlanning}, side...),
		cases.ReturnPlanning:   append([]cases.Stage{cases.ReturnInProgress}, side...),
		cases.ReturnInProgress: append([]cases.Stage{cases.Returned}, side...),
		cases.Returned:         append([]cases.Stage{cases.Reunited, cases.FamilyBasedCare, cases.OtherSafeCare}, side...),
		cases.Reunited:         append([]cases.Stage{cases.Reintegration}, side...),
		cases.FamilyBasedCare:  append([]cases.Stage{cases.Reintegration}, side...),
		cases.OtherSafeCare:    append([]cases.Stage{cases.Reintegration}, side...),
		cases.Reintegration:    side,
		cases.Closed:           {cases.UnderReview, cases.Searching},
		cases.NeedsInfo:        append([]cases.Stage{cases.MergedInto}, side...),
		cases.OnHold:           {cases.MergedInto, cases.Closed},
		cases.ReferredOut:      {cases.UnderReview, cases.Closed},
		cases.MergedInto:       nil,
	}
	for _, from := range cases.Stages() {
		got := from.Next()
		slices.Sort(got)
		slices.Sort(want[from])
		if !slices.Equal(got, want[from]) {
			t.Errorf("after %s: %v, want %v", from, got, want[from])
		}
	}
}

func TestEveryStageIsReachable(t *testing.T) {
	reached := map[cases.Stage]bool{cases.Received: true}
	for queue := []cases.Stage{cases.Received}; len(queue) > 0; queue = queue[1:] {
		for _, next := range queue[0].Next() {
			if !reached[next] {
				reached[next] = true
				queue = append(queue, next)
			}
		}
	}
	for _, s := range cases.Stages() {
		if !reached[s] {
			t.Errorf("%s cannot be reached", s)
		}
	}
}

// TestRequirementsAreNeeded takes one requirement after another away from a move
// that has everything, for every row of the table.
func TestRequirementsAreNeeded(t *testing.T) {
	for _, step := range cases.Steps() {
		for _, from := range step.From {
			c := at(from)
			if err := c.Check(super, full(c, step.To)); err != nil {
				t.Errorf("%s → %s with everything: %v", from, step.To, err)
			}
			if len(step.Needs) == 0 {
				continue
			}
			c.MaySearch = false
			err := c.Check(super, cases.Move{To: step.To, Seen: from})
			if !errors.Is(err, cases.ErrIncomplete) && !errors.Is(err, cases.ErrConsent) {
				t.Errorf("%s → %s with nothing: %v", from, step.To, err)
			}
		}
	}
	c := at(cases.Registered)
	c.MaySearch = false
	if err := c.Check(super, full(c, cases.Searching)); !errors.Is(err, cases.ErrConsent) {
		t.Errorf("a search nobody agreed to: %v", err)
	}
}

func TestSources(t *testing.T) {
	for name, row := range map[string]struct {
		sources []cases.Source
		enough  bool
	}{
		"none":                 {nil, false},
		"one that is none":     {[]cases.Source{{Name: "a neighbour"}}, false},
		"one twice":            {[]cases.Source{{Name: "a"}, {Name: "a"}}, false},
		"two":                  {[]cases.Source{{Name: "a"}, {Name: "b"}}, true},
		"an authority":         {[]cases.Source{{Name: "police", Authority: true}}, true},
		"an authority unnamed": {[]cases.Source{{Authority: true}}, false},
	} {
		c := at(cases.Searching)
		m := full(c, cases.Located)
		m.Sources = row.sources
		if err := c.Check(worker, m); (err == nil) != row.enough {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestNobodyElse asks every move of every stage of everybody who is not staff, and
// of staff whose case it is not.
func TestNobodyElse(t *testing.T) {
	strangers := []cases.Actor{other, {Staff: 0, Role: cases.Worker}, {Role: cases.Supervisor}, {Staff: 1}, {Staff: 1, Role: "Worker"}}
	for _, r := range cases.Roles() {
		if r != cases.Worker && r != cases.Supervisor {
			strangers = append(strangers, cases.Actor{Person: 1, Role: r}, cases.Actor{Staff: 1, Role: r})
		}
	}
	for _, from := range cases.Stages() {
		for _, to := range cases.Stages() {
			for _, by := range strangers {
				c := at(from)
				if c.Check(by, full(c, to)) == nil {
					t.Errorf("%+v moved %s → %s", by, from, to)
				}
				c.Proposed = &cases.Proposal{By: super.Staff, Move: full(c, to)}
				if c.CheckConfirm(by, from) == nil {
					t.Errorf("%+v confirmed %s → %s", by, from, to)
				}
			}
		}
	}
}

func TestFamilyHasNoStaffPermission(t *testing.T) {
	staffOnly := []cases.Permission{cases.MayQueue, cases.MayRead, cases.MayTake, cases.MayWork, cases.MayConfirm, cases.MaySpeak,
		cases.MayReturn, cases.MayReopen, cases.MayAssign, cases.MaySeeAll, cases.MayOpenOriginal, cases.MayCloseDeceased, cases.MayManageStaff}
	for _, r := range []cases.Role{cases.Family, cases.Volunteer, cases.Tipster, cases.Partner, "", "admin"} {
		for _, p := range staffOnly {
			by := cases.Actor{Person: 1, Staff: 1, Role: r, Grants: cases.GrantDeceased}
			if by.May(p) {
				t.Errorf("%q may %s", r, p)
			}
		}
	}
}

// TestFourEyes walks at random: whatever is tried by one and the same person, no
// case gets to a stage that needs two, nor to one whose news is of class B.
func TestFourEyes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		by := rapid.SampledFrom([]cases.Actor{worker, super, mourner}).Draw(t, "actor")
		c := at(cases.Received)
		c.Assignee = by.Staff
		for range rapid.IntRange(1, 60).Draw(t, "moves") {
			c = tryAlone(c, by, rapid.SampledFrom(cases.Stages()).Draw(t, "to"))
			if c.Stage == cases.Registered || c.Stage.Kind().Class() == cases.ClassB {
				t.Fatalf("one person alone reached %s", c.Stage)
			}
		}
	})
}

func tryAlone(c cases.Case, by cases.Actor, to cases.Stage) cases.Case {
	if back, ok := c.Back(); ok && back == to && c.CheckBack(by, c.Stage, c.Stage) == nil {
		return c.BackAgain()
	}
	m := full(c, to)
	if c.Check(by, m) != nil {
		return c
	}
	if step, _ := cases.StepTo(c.Stage, to); step.Confirm == "" {
		return c.Moved(m)
	}
	c.Proposed = &cases.Proposal{Move: m, By: by.Staff}
	if c.CheckConfirm(by, c.Stage) == nil {
		return c.Moved(m)
	}
	return c
}

func TestConfirm(t *testing.T) {
	c := at(cases.UnderReview)
	if err := c.CheckConfirm(super, c.Stage); !errors.Is(err, cases.ErrNothing) {
		t.Errorf("nothing proposed: %v", err)
	}
	c.Proposed = &cases.Proposal{Move: full(c, cases.Registered), By: super.Staff}
	for name, row := range map[string]struct {
		by   cases.Actor
		seen cases.Stage
		want error
	}{
		"a second supervisor": {second, c.Stage, nil},
		"the proposer":        {super, c.Stage, cases.ErrFourEyes},
		"a worker":            {other, c.Stage, cases.ErrForbidden},
		"who saw another":     {second, cases.Received, cases.ErrStale},
	} {
		if err := c.CheckConfirm(row.by, row.seen); !errors.Is(err, row.want) {
			t.Errorf("%s: %v, want %v", name, err, row.want)
		}
	}
}

func TestDeceasedNeedsTheGrant(t *testing.T) {
	c := at(cases.Searching)
	m := full(c, cases.Closed)
	m.Closing = cases.DeceasedConfirmed
	if err := c.Check(super, m); !errors.Is(err, cases.ErrForbidden) {
		t.Errorf("proposed without the grant: %v", err)
	}
	if err := c.Check(mourner, m); err != nil {
		t.Errorf("proposed with the grant: %v", err)
	}
	c.Proposed = &cases.Proposal{Move: m, By: mourner.Staff}
	if err := c.CheckConfirm(super, c.Stage); !errors.Is(err, cases.ErrForbidden) {
		t.Errorf("confirmed without the grant: %v", err)
	}
}

func TestClosings(t *testing.T) {
	for _, row := range []struct {
		closing cases.Closing
		stage   cases.Stage
		ok      bool
	}{
		{cases.ReunitedDone, cases.Reintegration, true},
		{cases.ReunitedDone, cases.Searching, false},
		{cases.AcceptedElsewhere, cases.ReferredOut, true},
		{cases.AcceptedElsewhere, cases.Searching, false},
		{cases.FalseReport, cases.Received, true},
		{cases.ErasedOnRequest, cases.Received, false},
		{"", cases.Received, false},
		{"bored", cases.Received, false},
	} {
		if got := row.closing.Suits(row.stage); got != row.ok {
			t.Errorf("%q at %s: %v", row.closing, row.stage, got)
		}
	}
}

// TestSideStepsComeBack holds the two side steps inside one another.
func TestSideStepsComeBack(t *testing.T) {
	c := at(cases.Searching)
	c = c.Moved(full(c, cases.NeedsInfo))
	c = c.Moved(full(c, cases.OnHold))
	c = c.BackAgain()
	if c.Stage != cases.NeedsInfo {
		t.Fatalf("after the hold: %s", c.Stage)
	}
	c = c.BackAgain()
	if c.Stage != cases.Searching || c.AskedAt != "" || c.HeldAt != "" {
		t.Fatalf("after the answer: %+v", c)
	}
	asked := at(cases.Searching)
	asked = asked.Moved(full(asked, cases.NeedsInfo))
	if got := asked.Moved(full(asked, cases.OnHold)).Answered().BackAgain(); got.Stage != cases.Searching {
		t.Fatalf("answered while on hold: %s", got.Stage)
	}
	if got := asked.Answered(); got.Stage != cases.Searching {
		t.Fatalf("answered: %s", got.Stage)
	}
	if got := at(cases.Searching).Answered(); got != at(cases.Searching) {
		t.Fatalf("answered without a question: %+v", got)
	}
	if again := c.BackAgain(); again != c {
		t.Fatalf("no side step to leave: %+v", again)
	}
}

func TestAnswerMovesOnlyOutOfNeedsInfo(t *testing.T) {
	bot := cases.Actor{Role: cases.System}
	c := at(cases.UnderReview)
	asked := c.Moved(full(c, cases.NeedsInfo))
	if err := asked.CheckBack(bot, cases.NeedsInfo, asked.Stage); err != nil {
		t.Errorf("the bot after an answer: %v", err)
	}
	held := c.Moved(full(c, cases.OnHold))
	if err := held.CheckBack(bot, cases.OnHold, held.Stage); !errors.Is(err, cases.ErrForbidden) {
		t.Errorf("the bot ends a hold: %v", err)
	}
}

// TestReads plays a whole way and holds what the family reads at each stage, with
// and without a person having spoken to them.
func TestReads(t *testing.T) {
	for _, row := range []struct{ to, silent, spoken cases.Stage }{
		{cases.UnderReview, cases.UnderReview, cases.UnderReview},
		{cases.Registered, cases.Registered, cases.Registered},
		{cases.Searching, cases.Searching, cases.Searching},
		{cases.Located, cases.Searching, cases.Located},
		{cases.ReturnPlanning, cases.Searching, cases.Located},
		{cases.ReturnInProgress, cases.ReturnInProgress, cases.ReturnInProgress},
		{cases.Returned, cases.ReturnInProgress, cases.Returned},
		{cases.OtherSafeCare, cases.ReturnInProgress, cases.OtherSafeCare},
		{cases.Reintegration, cases.Reintegration, cases.Reintegration},
		{cases.Closed, cases.Reintegration, cases.Closed},
	} {
		silent := before(row.to, false)
		spoken := before(row.to, true)
		if silent.Told != row.silent || spoken.Told != row.spoken {
			t.Errorf("at %s they read %s, spoken to %s; want %s, %s", row.to, silent.Told, spoken.Told, row.silent, row.spoken)
		}
	}
}

func before(to cases.Stage, spoken bool) cases.Case {
	c := at(cases.Received)
	for _, s := range []cases.Stage{cases.UnderReview, cases.Registered, cases.Searching, cases.Located, cases.ReturnPlanning,
		cases.ReturnInProgress, cases.Returned, cases.OtherSafeCare, cases.Reintegration, cases.Closed} {
		c = c.Moved(cases.Move{To: s})
		if spoken && s.Reading() == cases.AfterTalk {
			c = c.Spoken()
		}
		if s == to {
			break
		}
	}
	return c
}

func TestHeldCaseTellsNothingNew(t *testing.T) {
	for _, safety := range []cases.Safety{cases.SafetyHold, cases.SafetyDuress, "", "new"} {
		c := at(cases.UnderReview)
		c.Safety = safety
		if c = c.Moved(cases.Move{To: cases.Registered}); c.Told != cases.Received {
			t.Errorf("at safety %q they read %s", safety, c.Told)
		}
		if safety.Pushes() {
			t.Errorf("safety %q pushes", safety)
		}
	}
}
