package main

type tipCommand struct{ caseCommand }

// Run carries out one command of the table of staff about tips. Its queue is that of
// tips; all else is named as in chat.
func (c tipCommand) Run(d *door) error {
	if c.Words[0] == "queue" {
		c.Words[0] = "tips"
	}
	return c.caseCommand.Run(d)
}
