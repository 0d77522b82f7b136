package main

import (
	"context"
	"log/slog"

	"dodomu/bot/staff"
	"dodomu/store"
	"dodomu/store/cases"
)

type staffCommand struct {
	Add    staffAddCommand    `cmd:"" help:"Add a member of staff; prints once what they send to the bot to join."`
	List   staffListCommand   `cmd:"" help:"List who works with us."`
	Remove staffRemoveCommand `cmd:"" help:"Take all access from a member of staff, from this moment."`
	Invite staffInviteCommand `cmd:"" help:"Make a new invitation for a member of staff; older ones stop working."`
}

// office is what every command about staff needs.
type office struct {
	storeFlags
	speech
}

type staffAddCommand struct {
	office
	Handle string `required:"" help:"How the command line names them: 2 to 32 of a-z, digits, dot, dash."`
	Role   string `required:"" help:"What they may do." enum:"worker,supervisor"`
	Name   string `required:"" help:"How colleagues read who did something."`
}

type staffListCommand struct{ office }

type staffRemoveCommand struct {
	office
	Handle string `arg:"" help:"Who."`
}

type staffInviteCommand struct {
	office
	Handle string `arg:"" help:"Who."`
}

// Run adds a member of staff.
func (c staffAddCommand) Run(d *door) error { return c.do(d, "add", c.Handle, c.Role, c.Name) }

// Run lists staff.
func (c staffListCommand) Run(d *door) error { return c.do(d, "list") }

// Run removes a member of staff.
func (c staffRemoveCommand) Run(d *door) error { return c.do(d, "remove", c.Handle) }

// Run makes a new invitation.
func (c staffInviteCommand) Run(d *door) error { return c.do(d, "invite", c.Handle) }

// do carries out the command staff of the table as the operator, who sees no case.
func (c office) do(d *door, words ...string) error {
	print, err := c.words()
	if err != nil {
		return err
	}
	answer, err := within(d, c.storeFlags, func(tx *store.Tx) (staff.Answer, error) {
		return staff.Type(tx, cases.Actor{Role: cases.Operator}, append([]string{"staff"}, words...), false)
	})
	if err != nil {
		return err
	}
	return print.print(d.out, answer)
}

// within runs f in one transaction of the store, after what must be done with the
// store before.
func within(d *door, flags storeFlags, f func(*store.Tx) (staff.Answer, error), before ...func(*store.DB, context.Context) error) (staff.Answer, error) {
	db, err := flags.open(d.ctx, slog.New(slog.DiscardHandler))
	if err != nil {
		return staff.Answer{}, err
	}
	defer db.Close()
	for _, first := range before {
		if err := first(db, d.ctx); err != nil {
			return staff.Answer{}, err
		}
	}
	var answer staff.Answer
	err = db.Update(d.ctx, func(tx *store.Tx) (err error) {
		answer, err = f(tx)
		return err
	})
	return answer, err
}
