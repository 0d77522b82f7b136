// Command dodomu is the door for operators: one file per command, each holding
// flags, environment, wiring and exit codes, and no logic.
//
// Exit codes: 0 done; 1 it could not be done, with one line that says what and
// what to do; 2 the words of the call are off.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // an image from scratch has no time zones of its own

	"github.com/alecthomas/kong"
)

// commands is the whole command line.
type commands struct {
	Try     tryCommand     `cmd:"" help:"Try it now: a small Telegram and the bot in one process, in your browser. No token, no set-up."`
	Serve   serveCommand   `cmd:"" help:"Run the bot."`
	Keys    keysCommand    `cmd:"" help:"Make the key file that seals the store."`
	Staff   staffCommand   `cmd:"" help:"Workers and supervisors: add, list, remove."`
	Case    caseCommand    `cmd:"" help:"Work on cases from the command line, with the same commands as in chat."`
	Match   matchCommand   `cmd:"" help:"Which reports and tips may be about one child."`
	Places  placesCommand  `cmd:"" help:"Where settlements lie: import the official codifier."`
	Tip     tipCommand     `cmd:"" help:"Read, triage, link and judge tips from the command line, with the same commands as in chat."`
	Outbox  outboxCommand  `cmd:"" help:"What waits to be sent and what was given up; try it again or drop it."`
	Backup  backupCommand  `cmd:"" help:"Write an encrypted backup while the bot runs."`
	Restore restoreCommand `cmd:"" help:"Bring a backup back as a new store."`
	Copy    copyCommand    `cmd:"" help:"Copy everything to another engine, and compare."`
	Doctor  doctorCommand  `cmd:"" help:"Check settings, key, token, store, history, clock and what waits."`
	Health  healthCommand  `cmd:"" help:"Ask a running bot whether it is ready (for container health checks)."`
}

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// door is what every command is handed: where to read, write and stop.
type door struct {
	ctx      context.Context
	in       io.Reader
	out, err io.Writer
}

// run is the program without the process: arguments in, exit code out.
func run(args []string, in io.Reader, out, errs io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var all commands
	left := -1
	parser, err := kong.New(&all, kong.Name("dodomu"), kong.Writers(out, errs), kong.UsageOnError(),
		kong.Description("A Telegram bot through which families report a child separated by the war, and hear where the case stands."),
		kong.Exit(func(code int) { left = code }))
	if err != nil {
		fmt.Fprintln(errs, "dodomu:", err)
		return 1
	}
	call, err := parser.Parse(args)
	if left >= 0 { // help was asked for and printed
		return left
	}
	if err != nil {
		fmt.Fprintln(errs, "dodomu:", err)
		return 2
	}
	if err := call.Run(&door{ctx, in, out, errs}); err != nil {
		fmt.Fprintln(errs, "dodomu:", err)
		return exitCode(err)
	}
	return 0
}

// usageError is a call whose words are off.
type usageError struct{ error }

func exitCode(err error) int {
	if errors.As(err, &usageError{}) {
		return 2
	}
	return 1
}
