package main

type matchShowCommand struct {
	storeFlags
	speech
	As    string   `help:"The handle of the member of staff who looks." env:"DODOMU_STAFF" required:""`
	Words []string `arg:"" help:"A case number; for one pair also the other number, then check, reject 'reason' or confirm."`
}

// Run is the command match of the table of staff: what may be the same child as in
// a case, compared with everything that may be searched for.
func (c matchShowCommand) Run(d *door) error {
	return caseCommand{storeFlags: c.storeFlags, speech: c.speech, As: c.As, Words: append([]string{"match"}, c.Words...)}.Run(d)
}
