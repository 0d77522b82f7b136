package cases

// Proposal is a move that one person asked for and a second one must confirm.
type Proposal struct {
	Move Move    `json:"move"`
	By   StaffID `json:"by"`
}

// Check tells whether an actor may ask for a move of c now: nil, or a *Refusal.
// Reasons are looked for in this order: the role, staleness, the table, the role
// for this row, what must exist. Of a step that needs two people Check says
// only that it may be proposed: StepTo(…).Confirm tells the two apart.
func (c Case) Check(by Actor, m Move) error {
	refuse := func(because error, needs Requirement) error {
		return &Refusal{Because: because, From: c.Stage, To: m.To, Needs: needs}
	}
	if !by.Staffed() {
		return refuse(ErrForbidden, "")
	}
	if m.Seen != c.Stage {
		return refuse(ErrStale, "")
	}
	step, ok := StepTo(c.Stage, m.To)
	if !ok {
		return refuse(ErrStage, "")
	}
	if !by.May(step.By) || !c.worked(by, step) {
		return refuse(ErrForbidden, "")
	}
	if m.Closing == DeceasedConfirmed && !by.May(MayCloseDeceased) {
		return refuse(ErrForbidden, "")
	}
	for _, q := range step.Needs {
		if q.met(c, m) {
			continue
		}
		if q == NeedConsent {
			return refuse(ErrConsent, q)
		}
		return refuse(ErrIncomplete, q)
	}
	return nil
}

// worked tells whether the actor has the case in hand: their own, or any for a
// supervisor; taking and reopening are for cases in nobody's hand too.
func (c Case) worked(by Actor, step Step) bool {
	if step.By == MayTake || step.By == MayReopen {
		return c.VisibleTo(by)
	}
	return c.WorkedBy(by)
}

// CheckConfirm tells whether an actor may confirm what waits on c: nil, or a
// *Refusal. ErrNothing if nothing waits; ErrFourEyes for the proposer; ErrStale if
// the stage moved since it was proposed, or the actor saw another proposal.
func (c Case) CheckConfirm(by Actor, seen Stage) error {
	if !by.May(MayConfirm) {
		return &Refusal{Because: ErrForbidden, From: c.Stage}
	}
	if c.Proposed == nil {
		return ErrNothing
	}
	m := c.Proposed.Move
	refuse := func(because error) error { return &Refusal{Because: because, From: c.Stage, To: m.To} }
	step, ok := StepTo(c.Stage, m.To)
	switch {
	case !ok || m.Seen != c.Stage || seen != c.Stage:
		return refuse(ErrStale)
	case step.Confirm == "" || !by.May(step.Confirm):
		return refuse(ErrForbidden)
	case by.Staff == 0 || c.Proposed.By == 0 || c.Proposed.By == by.Staff:
		return refuse(ErrFourEyes)
	case m.Closing == DeceasedConfirmed && !by.May(MayCloseDeceased):
		return refuse(ErrForbidden)
	}
	for _, q := range step.Needs {
		if !q.met(c, m) {
			return &Refusal{Because: ErrIncomplete, From: c.Stage, To: m.To, Needs: q}
		}
	}
	return nil
}

// Back is the stage that a side step of c leads back to; false where c stands on
// no side step that has a way back.
func (c Case) Back() (Stage, bool) {
	switch c.Stage {
	case NeedsInfo:
		return c.AskedAt, c.AskedAt != ""
	case OnHold:
		return c.HeldAt, c.HeldAt != ""
	default:
		return "", false
	}
}

// CheckBack tells whether an actor may end the side step c stands on: nil, or a
// *Refusal. The bot itself ends NeedsInfo when the family has answered.
func (c Case) CheckBack(by Actor, side, seen Stage) error {
	back, ok := c.Back()
	refuse := func(because error) error { return &Refusal{Because: because, From: c.Stage, To: back} }
	bot := by.Role == System && side == NeedsInfo
	switch {
	case !bot && (!by.May(MayWork) || !c.WorkedBy(by)):
		return refuse(ErrForbidden)
	case seen != c.Stage:
		return refuse(ErrStale)
	case !ok || c.Stage != side:
		return refuse(ErrStage)
	}
	return nil
}

// Moved is c after it entered a stage. It remembers where side steps lead back to,
// drops what was proposed, and what the family reads follows Stage.Reading.
func (c Case) Moved(m Move) Case {
	switch m.To {
	case NeedsInfo:
		c.AskedAt = c.Stage
	case OnHold:
		c.HeldAt = c.Stage
	}
	c.Proposed = nil
	c.Closing = m.Closing
	c.Stage = m.To
	c.Told = c.told()
	return c.settled()
}

// BackAgain is c after its side step ended; unchanged where there is none.
func (c Case) BackAgain() Case {
	back, ok := c.Back()
	if !ok {
		return c
	}
	c.Stage, c.Proposed = back, nil
	c.Told = c.told()
	return c.settled()
}

// Asks tells whether a question to the family is open on c.
func (c Case) Asks() bool {
	return c.Stage == NeedsInfo || c.Stage == OnHold && c.HeldAt == NeedsInfo
}

// Answered is c after the family answered the open question: back where it was
// asked, or, on hold, about to come back there; unchanged where there is none.
func (c Case) Answered() Case {
	if c.Stage == OnHold && c.Asks() {
		c.HeldAt = c.AskedAt
		if c.Safety.Shows() {
			c.Told = c.HeldAt
		}
		return c.settled()
	}
	if c.Stage == NeedsInfo {
		return c.BackAgain()
	}
	return c
}

// Spoken is c after a person spoke to the family: they now read the stage itself.
func (c Case) Spoken() Case {
	if c.Stage != OnHold {
		c.Told = c.Stage
	}
	return c
}

// Shown is c after its safety changed: what may be read at once now is.
func (c Case) Shown() Case {
	c.Told = c.told()
	return c
}

func (c Case) told() Stage {
	if c.Stage.Reading() == AtOnce && c.Safety.Shows() {
		return c.Stage
	}
	return c.Told
}

// settled forgets the ways back that no longer lead anywhere.
func (c Case) settled() Case {
	if c.Stage != OnHold {
		c.HeldAt = ""
	}
	if !c.Asks() {
		c.AskedAt = ""
	}
	return c
}
